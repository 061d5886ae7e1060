//! The keys of the demonstration's organisations, made of one seed, and what is signed with them.

use domain::api::{DraftKeyStatement, PositionStatement, RotateKey, SignedPosition};
use domain::id::{ClauseId, DelegateId, InstrumentId, OrganisationId};
use domain::signing::{KeyPurpose, PublicKey, StatementKind};
use domain::words::ShortName;
use ledger::jws::StatementKey;
use sha2::{Digest, Sha256};

use super::DemoError;
use super::script::{Holds, Script};
use crate::signatures;
use crate::workflow::{self, Office};

/// The keys of the organisations that sign.
#[derive(Debug)]
pub struct Keyring {
    seed: [u8; 32],
}

/// The private key that an organisation of the demonstration holds at its end.
#[derive(Debug)]
pub struct KeyHeld {
    /// The organisation's short name.
    pub organisation: String,
    /// The seed of the private key.
    pub seed: [u8; 32],
}

/// The first key of an organisation, or the one that it goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Generation {
    First,
    Second,
}

impl Keyring {
    /// Makes the keys of a seed.
    pub const fn new(seed: [u8; 32]) -> Self {
        Self { seed }
    }

    /// Returns the keys that organisations hold when everything has been played.
    ///
    /// # Errors
    ///
    /// * [`DemoError::Script`] if the script cannot be read.
    pub fn held(&self) -> Result<Vec<KeyHeld>, DemoError> {
        let script = Script::read()?;
        let signing = script.organisations.into_iter().filter_map(|organisation| {
            let last = match organisation.key? {
                Holds::One => Generation::First,
                Holds::Two => Generation::Second,
            };
            Some(KeyHeld {
                seed: self.seed_of(&organisation.short, last),
                organisation: organisation.short.into(),
            })
        });
        Ok(signing.collect())
    }

    /// Returns the key that an organisation is admitted with.
    pub(super) fn first(&self, short: &ShortName) -> PublicKey {
        signatures::public_of(&self.key(short, Generation::First))
    }

    /// Signs a position for an organisation, as its present key does.
    pub(super) async fn sign(
        &self,
        office: &Office,
        (by, short): (DelegateId, &ShortName),
        place: (InstrumentId, ClauseId),
        position: PositionStatement,
    ) -> Result<PositionStatement, DemoError> {
        let Some(present) = present(office, by) else {
            return Ok(position);
        };
        let made = workflow::statement_to_sign(office, by, place, &position).await?;
        let key = [Generation::First, Generation::Second].map(|it| self.key(short, it));
        let key = key.iter().find(|it| signatures::public_of(it) == present);
        let key = key.ok_or_else(|| DemoError::Unknown(format!("the key of {short}")))?;
        let signed = SignedPosition {
            jws: signatures::sign(StatementKind::Position, key, &made.said.to_bytes()),
            salts: made.salts,
        };
        Ok(PositionStatement {
            signed: Some(Box::new(signed)),
            ..position
        })
    }

    /// Has an organisation go on with its second key, as its head of delegation does.
    pub(super) async fn renew(
        &self,
        office: &Office,
        (by, short): (DelegateId, &ShortName),
    ) -> Result<(), DemoError> {
        let wanted = DraftKeyStatement {
            purpose: KeyPurpose::KeyRotation,
            organisation: None,
            key: signatures::public_of(&self.key(short, Generation::Second)),
        };
        let said = workflow::key_statement(office, by, &wanted).await?;
        let key = self.key(short, Generation::First);
        let signed = signatures::sign(StatementKind::Key, &key, &said.to_bytes());
        workflow::rotate_key(office, by, &RotateKey { signed }).await?;
        Ok(())
    }

    fn key(&self, short: &ShortName, generation: Generation) -> StatementKey {
        StatementKey::from_seed(&self.seed_of(short, generation))
    }

    fn seed_of(&self, short: &ShortName, generation: Generation) -> [u8; 32] {
        let number = match generation {
            Generation::First => [1],
            Generation::Second => [2],
        };
        Sha256::new()
            .chain_update(self.seed)
            .chain_update(number)
            .chain_update(short.as_str())
            .finalize()
            .into()
    }
}

fn present(office: &Office, by: DelegateId) -> Option<PublicKey> {
    let register = office.register();
    let own: OrganisationId = register.network().delegate(by)?.organisation?;
    register.network().active_key(own)
}
