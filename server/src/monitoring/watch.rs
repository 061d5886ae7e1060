//! What the entries of the record say of one organisation: its acts, its people, its key.

use std::collections::BTreeSet;

use domain::id::{DelegateId, OrganisationId};
use domain::record::{
    Actor, Commitment, Entry, Fact, KeyApproval, KeyFact, PositionTaken, ProcedureFact,
};
use domain::signing::{
    Digest, FormalPosition, KeyStatement, PublicKey, SignedStatement, StatementKind,
};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::signatures;

/// What an entry has to do with the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(crate) enum Concern {
    /// It is an act in the organisation's name.
    Act,
    /// It is about somebody who acts for it, or about its membership.
    About,
    /// The secretariat says that the organisation took a position.
    Proxy,
    /// It is a position without a signature although the organisation has a key.
    Unsigned,
    /// What was signed was not signed with the organisation's key, or says something else.
    Unproven {
        /// What is wrong with it.
        why: String,
    },
    /// Its key changes, or is about to.
    Key {
        /// The new key.
        key: PublicKey,
        /// How it comes to be.
        how: KeyCourse,
    },
}

/// How a key comes to be an organisation's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyCourse {
    /// The organisation was admitted with it.
    Admitted,
    /// It was declared, and does not hold yet.
    Declared,
    /// The secretariat confirmed it.
    Confirmed,
    /// The key before signed for it.
    Rotated,
    /// Others approved it, the key before being lost.
    Recovered,
}

impl KeyCourse {
    /// Says it in words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Admitted => "the organisation was admitted with the key",
            Self::Declared => "a key was declared that does not hold yet:",
            Self::Confirmed => "the secretariat confirmed the key",
            Self::Rotated => "the key was replaced by",
            Self::Recovered => "the key was declared lost, and others approved",
        }
    }
}

/// An entry that concerns the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Noted {
    /// The entry.
    pub(crate) seq: u64,
    /// When it was appended.
    pub(crate) at: Timestamp,
    /// Its leaf hash.
    pub(crate) leaf: Digest,
    /// What it says, such as `position_taken`.
    pub(crate) kind: String,
    /// What it has to do with the organisation.
    pub(crate) concern: Concern,
    /// What the organisation signed in it, as [`mark`] names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signed: Option<Digest>,
}

/// An organisation, as far as the record has been read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Watch {
    /// The organisation.
    pub(crate) organisation: OrganisationId,
    /// The entry of its admission, and the commitment to its short name in it.
    pub(crate) admitted: Option<(u64, Digest)>,
    /// The key that it holds.
    pub(crate) key: Option<PublicKey>,
    /// Whoever was ever invited to act for it.
    people: BTreeSet<DelegateId>,
    /// What concerns it, in the order of the record.
    pub(crate) noted: Vec<Noted>,
}

/// An entry in its place.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) commitments: &'a [Commitment],
    pub(crate) leaf: Digest,
    pub(crate) network: Digest,
}

impl Watch {
    /// Begins to watch an organisation, from the first entry on.
    pub(crate) const fn new(organisation: OrganisationId) -> Self {
        Self {
            organisation,
            admitted: None,
            key: None,
            people: BTreeSet::new(),
            noted: Vec::new(),
        }
    }

    /// Takes in an entry.
    pub(crate) fn take(&mut self, placed: Placed<'_>) {
        let Some((concern, signed)) = self.concern(placed) else {
            return;
        };
        if let Concern::Key { key, how } = concern
            && how != KeyCourse::Declared
        {
            self.key = Some(key);
        }
        let entry = placed.entry;
        self.noted.push(Noted {
            seq: entry.seq,
            at: entry.at,
            leaf: placed.leaf,
            kind: entry.fact.type_name(),
            concern,
            signed: signed.map(mark),
        });
    }

    fn concern<'a>(
        &mut self,
        placed: Placed<'a>,
    ) -> Option<(Concern, Option<&'a SignedStatement>)> {
        let entry = placed.entry;
        let own = self.organisation;
        let is_ours = entry.organisation == Some(own);
        match &entry.fact {
            Fact::OrganisationAdmitted {
                organisation,
                short_name,
                key,
                ..
            } if *organisation == own => {
                let name = placed.commitments.get(short_name.index());
                let name = name.map(|it| Digest::from_bytes(*it.as_bytes()));
                self.admitted = name.map(|name| (entry.seq, name));
                key.map(|key| (Concern::key(key, KeyCourse::Admitted), None))
            }
            Fact::VotingEnded { organisation, .. } if *organisation == own => {
                Some((Concern::About, None))
            }
            Fact::PositionTaken(taken) if is_ours => Some(self.position(placed, taken)),
            Fact::Procedure(ProcedureFact::PositionEntered { organisation, .. })
                if *organisation == own =>
            {
                Some((Concern::Proxy, None))
            }
            Fact::Key(fact) => self.key_fact(entry, fact),
            fact if self.is_about_people(fact) => Some((Concern::About, None)),
            _ if is_ours || self.is_by_people(entry.actor) => Some((Concern::Act, None)),
            _ => None,
        }
    }

    fn is_by_people(&self, actor: Actor) -> bool {
        matches!(actor, Actor::Delegate(id) if self.people.contains(&id))
    }

    /// Reports whether a fact is about somebody who acts for the organisation.
    fn is_about_people(&mut self, fact: &Fact) -> bool {
        match fact {
            Fact::DelegateInvited {
                delegate,
                organisation: Some(organisation),
                ..
            } if *organisation == self.organisation => {
                self.people.insert(*delegate);
                true
            }
            Fact::InvitationRenewed { delegate, .. }
            | Fact::InvitationRevoked { delegate, .. }
            | Fact::DelegateAccredited { delegate, .. }
            | Fact::SignInLinkMade { delegate, .. }
            | Fact::SignInLinkRevoked { delegate, .. }
            | Fact::SignInLinkUsed { delegate, .. }
            | Fact::RoleChanged { delegate, .. }
            | Fact::RoleWithdrawn { delegate, .. } => self.people.contains(delegate),
            _ => false,
        }
    }

    fn position<'a>(
        &self,
        placed: Placed<'a>,
        taken: &'a PositionTaken,
    ) -> (Concern, Option<&'a SignedStatement>) {
        let concern = match (self.key, &taken.signed) {
            (None, None) => Concern::Act,
            (Some(_), None) => Concern::Unsigned,
            (None, Some(_)) => Concern::unproven("it is signed, and the organisation held no key"),
            (Some(key), Some(signed)) => match check_position(placed, taken, signed, key) {
                Ok(()) => Concern::Act,
                Err(why) => Concern::unproven(why),
            },
        };
        (concern, taken.signed.as_ref())
    }

    fn key_fact<'a>(
        &self,
        entry: &Entry,
        fact: &'a KeyFact,
    ) -> Option<(Concern, Option<&'a SignedStatement>)> {
        let own = self.organisation;
        let is_ours = entry.organisation == Some(own);
        match fact {
            KeyFact::OrganisationKeyDeclared { key, signed } if is_ours => {
                Some((Concern::key(*key, KeyCourse::Declared), Some(signed)))
            }
            KeyFact::OrganisationKeyRotated { key, signed, .. } if is_ours => {
                Some((Concern::key(*key, KeyCourse::Rotated), Some(signed)))
            }
            KeyFact::OrganisationKeyConfirmed { organisation, key } if *organisation == own => {
                Some((Concern::key(*key, KeyCourse::Confirmed), None))
            }
            KeyFact::OrganisationKeyRecovered {
                organisation, key, ..
            } if *organisation == own => Some((Concern::key(*key, KeyCourse::Recovered), None)),
            KeyFact::OrganisationKeyRecovered { approvals, .. } => {
                let ours = approvals.iter().find(|it| it.organisation == own);
                ours.map(|approval| self.approval(approval))
            }
            _ => None,
        }
    }

    /// Looks at an approval in the organisation's name of another one's new key.
    fn approval<'a>(&self, approval: &'a KeyApproval) -> (Concern, Option<&'a SignedStatement>) {
        let signed = &approval.signed;
        let proves = |key| signatures::verify(StatementKind::Key, &key, signed);
        let concern = if self.key.is_some_and(proves) {
            Concern::Act
        } else {
            Concern::unproven("the approval is not signed with the organisation's key")
        };
        (concern, Some(signed))
    }
}

impl Concern {
    const fn key(key: PublicKey, how: KeyCourse) -> Self {
        Self::Key { key, how }
    }

    fn unproven(why: impl Into<String>) -> Self {
        Self::Unproven { why: why.into() }
    }
}

/// Checks that a position is what the organisation signed, with this key.
fn check_position(
    placed: Placed<'_>,
    taken: &PositionTaken,
    signed: &SignedStatement,
    key: PublicKey,
) -> Result<(), String> {
    if !signatures::verify(StatementKind::Position, &key, signed) {
        return Err("it is signed with another key than the organisation's".into());
    }
    let unreadable = |_| "what was signed cannot be read".to_owned();
    let payload = signed.payload().map_err(unreadable)?;
    let said = FormalPosition::from_bytes(&payload).map_err(unreadable)?;
    let entry = placed.entry;
    let (Some(instrument), Some(organisation), Actor::Delegate(by)) =
        (entry.instrument, entry.organisation, entry.actor)
    else {
        return Err("nobody takes it, or about nothing".into());
    };
    let mut ground = said.ground();
    ground.network = placed.network;
    let expected = FormalPosition::of(
        taken,
        placed.commitments,
        (instrument, &said.language),
        (organisation, by),
        &ground,
    );
    match expected.differs_at(&said) {
        None => Ok(()),
        Some(member) => Err(format!("what was signed has another {member}")),
    }
}

/// Names a statement with its signature: equal only for the very same bytes.
pub(crate) fn mark(signed: &SignedStatement) -> Digest {
    let SignedStatement {
        protected,
        payload,
        signature,
    } = signed;
    Digest::of_statement(format!("{protected}.{payload}.{signature}").as_bytes())
}

/// Says when a statement was made and by which organisation; none if it is neither a position
/// nor about a key.
pub(crate) fn issued(
    signed: &SignedStatement,
) -> Option<(StatementKind, OrganisationId, Timestamp)> {
    let payload = signed.payload().ok()?;
    if let Ok(said) = FormalPosition::from_bytes(&payload) {
        return Some((StatementKind::Position, said.organisation, said.issued_at));
    }
    let said = KeyStatement::from_bytes(&payload).ok()?;
    Some((StatementKind::Key, said.organisation, said.issued_at))
}
