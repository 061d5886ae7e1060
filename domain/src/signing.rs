//! Statements that an organisation signs itself: its positions, and what it says of its keys.
//!
//! A statement is canonical JSON; its bytes are the payload of a flattened JWS. Nothing here
//! verifies a signature: the caller does, and hands in a [`Proven`] statement, which there is no
//! other way to make.
//!
//! # Invariants
//!
//! * A statement is compared with what the record says as a whole: a member that differs is
//!   refused, whichever it is.
//! * Words are in no statement, only their commitments, so that they can be erased.

mod hex_bytes;
mod key;
mod key_statement;
mod position;
mod sheet;
mod signed;

pub use hex_bytes::{Digest, InvalidHex, Nonce, Salt};
pub use key::{Fingerprint, InvalidKey, PublicKey};
pub use key_statement::{KeyPurpose, KeyStatement};
pub use position::{FormalPosition, Ground, Salts, Seen};
pub use sheet::{KeySheet, SheetNames, SigningSheet};
pub use signed::{Proven, SignedStatement, StatementKind};

use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How long ago a statement may have been made, 14 days in seconds.
const OLDEST: i64 = 14 * 86_400;
/// How far the clock of a signer may be ahead, in seconds.
const AHEAD: i64 = 5 * 60;

/// Checks that a statement was made at most 14 days ago, and at most 5 minutes ahead.
///
/// # Errors
///
/// * [`Refusal::StatementNotFresh`] if not.
pub fn check_fresh(issued_at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if issued_at >= now.plus_seconds(-OLDEST) && issued_at <= now.plus_seconds(AHEAD) {
        Ok(())
    } else {
        Err(Refusal::StatementNotFresh)
    }
}

/// The version of every statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "u8", into = "u8")]
struct First;

impl TryFrom<u8> for First {
    type Error = String;

    fn try_from(version: u8) -> Result<Self, String> {
        if version == 1 {
            Ok(Self)
        } else {
            Err(format!("version {version} is not known"))
        }
    }
}

impl From<First> for u8 {
    fn from(_: First) -> Self {
        1
    }
}

/// Reads a statement of its bytes, which must be canonical.
fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let value = crate::record::canonical::read(bytes).map_err(|_| Refusal::StatementUnreadable)?;
    serde_json::from_value(value).map_err(|_| Refusal::StatementUnreadable)
}

/// Returns a statement as JSON.
fn value_of(statement: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(statement).expect("a statement serialises to JSON")
}

#[cfg(test)]
mod tests;
