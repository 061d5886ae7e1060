//! A statement with its signature, and one whose signature was verified.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Digest, PublicKey};
use crate::refusal::Refusal;

/// A flattened JWS (RFC 7515) whose payload is a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedStatement {
    /// The protected header, in base64url.
    pub protected: String,
    /// The statement's canonical bytes, in base64url.
    pub payload: String,
    /// The Ed25519 signature over both, in base64url.
    pub signature: String,
}

/// What a statement is about, which its signature names as its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// A formal position.
    Position,
    /// A key of an organisation.
    Key,
}

impl StatementKind {
    /// Returns the `typ` of the protected header.
    pub const fn typ(self) -> &'static str {
        match self {
            Self::Position => "clausewise-position+jws",
            Self::Key => "clausewise-key+jws",
        }
    }
}

impl SignedStatement {
    /// Returns the statement's bytes.
    ///
    /// # Errors
    ///
    /// * [`Refusal::StatementUnreadable`] if they are not base64url.
    pub fn payload(&self) -> Result<Vec<u8>, Refusal> {
        URL_SAFE_NO_PAD
            .decode(&self.payload)
            .map_err(|_| Refusal::StatementUnreadable)
    }

    /// Has the signature verified, by the only thing that makes a [`Proven`] statement.
    ///
    /// `verify` says whether the JWS has exactly this type and a valid Ed25519 signature of this
    /// key over its own header and payload.
    ///
    /// # Errors
    ///
    /// * [`Refusal::StatementUnreadable`] if the payload is not base64url;
    /// * [`Refusal::SignatureInvalid`] if `verify` says no.
    pub fn prove(
        &self,
        kind: StatementKind,
        key: PublicKey,
        verify: impl FnOnce(StatementKind, &PublicKey, &Self) -> bool,
    ) -> Result<Proven, Refusal> {
        let payload = self.payload()?;
        if !verify(kind, &key, self) {
            return Err(Refusal::SignatureInvalid);
        }
        Ok(Proven {
            kind,
            key,
            payload,
            signed: self.clone(),
        })
    }
}

/// A statement whose signature was verified under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    kind: StatementKind,
    key: PublicKey,
    payload: Vec<u8>,
    signed: SignedStatement,
}

impl Proven {
    /// Returns the key that verifies it.
    pub const fn key(&self) -> PublicKey {
        self.key
    }

    /// Returns the statement with its signature.
    pub const fn signed(&self) -> &SignedStatement {
        &self.signed
    }

    /// Returns the statement's bytes if it is of this kind.
    ///
    /// # Errors
    ///
    /// * [`Refusal::StatementUnreadable`] if it is of another one.
    pub fn payload(&self, kind: StatementKind) -> Result<&[u8], Refusal> {
        if kind == self.kind {
            Ok(&self.payload)
        } else {
            Err(Refusal::StatementUnreadable)
        }
    }
}

impl Digest {
    /// Returns the hash of a statement's bytes, by which a later one names it.
    pub fn of_statement(payload: &[u8]) -> Self {
        Self::from_bytes(Sha256::digest(payload).into())
    }
}
