//! The keys that an organisation holds, held and has declared, as a fold of the record.
//!
//! # Invariants
//!
//! * An organisation holds at most one key at a time; the next one begins where it ends.
//! * A key that was ever held is never held again, by nobody.

use super::Network;
use crate::id::OrganisationId;
use crate::record::{Entry, Inconsistent, KeyFact};
use crate::signing::PublicKey;
use crate::time::Timestamp;

/// How an organisation came to hold a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyOrigin {
    /// It was admitted with it.
    Admitted,
    /// The secretariat confirmed it, the organisation having been admitted without one.
    Confirmed,
    /// The key before signed for it.
    Rotated,
    /// These organisations approved it, the key before being lost.
    Recovered(Vec<OrganisationId>),
}

impl KeyOrigin {
    /// Returns the origin's name in answers and messages.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::Confirmed => "confirmed",
            Self::Rotated => "rotated",
            Self::Recovered(_) => "recovered",
        }
    }
}

/// A key that an organisation holds or held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldKey {
    /// The key.
    pub key: PublicKey,
    /// How it came to be held.
    pub origin: KeyOrigin,
    /// The entry from which on it holds.
    pub from: u64,
    /// When that was.
    pub since: Timestamp,
    /// The entry from which on it no longer holds, and when that was.
    pub ended: Option<(u64, Timestamp)>,
}

/// A key that an organisation declared, and that does not hold yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeclaredKey {
    /// The key.
    pub key: PublicKey,
    /// The entry that says so.
    pub seq: u64,
    /// When it was declared.
    pub at: Timestamp,
}

/// An organisation's keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    held: Vec<HeldKey>,
    declared: Option<DeclaredKey>,
}

impl Keys {
    /// Begins with the key that an organisation was admitted with, if any.
    pub(super) fn admitted(entry: &Entry, key: Option<PublicKey>) -> Self {
        let mut keys = Self::default();
        if let Some(key) = key {
            keys.go_on(entry, key, KeyOrigin::Admitted);
        }
        keys
    }

    /// Returns the keys it holds or held, in order.
    pub fn held(&self) -> &[HeldKey] {
        &self.held
    }

    /// Returns the key it holds at present.
    pub fn active(&self) -> Option<PublicKey> {
        let last = self.held.last().filter(|it| it.ended.is_none());
        last.map(|it| it.key)
    }

    /// Returns the key it held when an entry was appended; the entry that ends one is still its own.
    pub fn at(&self, seq: u64) -> Option<PublicKey> {
        let holds = |it: &&HeldKey| it.from < seq && it.ended.is_none_or(|(end, _)| seq <= end);
        self.held.iter().find(holds).map(|it| it.key)
    }

    /// Returns the key that it has declared and that does not hold yet.
    pub const fn declared(&self) -> Option<&DeclaredKey> {
        self.declared.as_ref()
    }

    fn go_on(&mut self, entry: &Entry, key: PublicKey, origin: KeyOrigin) {
        if let Some(last) = self.held.last_mut() {
            last.ended.get_or_insert((entry.seq, entry.at));
        }
        self.declared = None;
        self.held.push(HeldKey {
            key,
            origin,
            from: entry.seq,
            since: entry.at,
            ended: None,
        });
    }
}

impl Network {
    /// Returns how many other organisations must approve the new key of one that lost its own:
    /// more than a third of those that hold a key, and at least two; none where fewer hold one.
    pub fn approvals_needed(&self, organisation: OrganisationId) -> Option<usize> {
        let others = self.organisations().filter(|it| it.id != organisation);
        let holders = others.filter(|it| it.keys.active().is_some()).count();
        (holders >= 2).then(|| (holders / 3 + 1).max(2))
    }

    /// Returns the organisation that holds or held a key.
    pub fn holder_of(&self, key: PublicKey) -> Option<OrganisationId> {
        let holds = |keys: &Keys| keys.held.iter().any(|it| it.key == key);
        self.organisations()
            .find(|it| holds(&it.keys))
            .map(|it| it.id)
    }

    /// Returns the key that an organisation holds at present.
    pub fn active_key(&self, organisation: OrganisationId) -> Option<PublicKey> {
        self.organisation(organisation)?.keys.active()
    }

    pub(super) fn apply_to_keys(
        &mut self,
        entry: &Entry,
        fact: &KeyFact,
    ) -> Result<(), Inconsistent> {
        match fact {
            KeyFact::OrganisationKeyDeclared { key, .. } => {
                let declared = DeclaredKey {
                    key: *key,
                    seq: entry.seq,
                    at: entry.at,
                };
                self.keys_of(entry, entry.organisation)?.declared = Some(declared);
            }
            KeyFact::OrganisationKeyConfirmed { organisation, key } => {
                let keys = self.keys_of(entry, Some(*organisation))?;
                keys.go_on(entry, *key, KeyOrigin::Confirmed);
            }
            KeyFact::OrganisationKeyRotated { key, .. } => {
                let keys = self.keys_of(entry, entry.organisation)?;
                keys.go_on(entry, *key, KeyOrigin::Rotated);
            }
            KeyFact::OrganisationKeyRecovered {
                organisation,
                key,
                approvals,
                ..
            } => {
                let by = approvals.iter().map(|it| it.organisation).collect();
                let keys = self.keys_of(entry, Some(*organisation))?;
                keys.go_on(entry, *key, KeyOrigin::Recovered(by));
            }
        }
        Ok(())
    }

    fn keys_of(
        &mut self,
        entry: &Entry,
        organisation: Option<OrganisationId>,
    ) -> Result<&mut Keys, Inconsistent> {
        let found = organisation.and_then(|id| self.organisations.get_mut(&id));
        found
            .map(|it| &mut it.keys)
            .ok_or(Inconsistent::at(entry, "no such organisation"))
    }
}
