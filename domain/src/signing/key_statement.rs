//! What an organisation signs about keys: that it holds one, that it goes on with another, that
//! another organisation does.

use serde::{Deserialize, Serialize};

use super::{Digest, First, Nonce, PublicKey, read, value_of};
use crate::id::OrganisationId;
use crate::record::canonical;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// What a statement about a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum KeyPurpose {
    /// Whoever signs holds the key.
    KeyDeclaration,
    /// The organisation goes on with the key in place of the one that signs.
    KeyRotation,
    /// Another organisation goes on with the key, having lost the one before.
    KeyRecovery,
}

impl KeyPurpose {
    /// Returns the name that stands in the statement.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeyDeclaration => "key_declaration",
            Self::KeyRotation => "key_rotation",
            Self::KeyRecovery => "key_recovery",
        }
    }
}

/// A statement about an organisation's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyStatement {
    #[cfg_attr(feature = "openapi", schema(value_type = u8))]
    v: First,
    /// What it says.
    #[serde(rename = "type")]
    pub purpose: KeyPurpose,
    /// The network, by the leaf hash of its first entry.
    pub network: Digest,
    /// The organisation whose key it is about.
    pub organisation: OrganisationId,
    /// The key that the organisation goes on with.
    pub key: PublicKey,
    /// The key that it held until then; absent where it never held one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PublicKey>,
    /// Random bits that tell it from every other statement.
    pub nonce: Nonce,
    /// When it was made.
    pub issued_at: Timestamp,
}

impl KeyStatement {
    const MEMBERS: [&'static str; 8] = [
        "v",
        "type",
        "network",
        "organisation",
        "key",
        "previous",
        "nonce",
        "issued_at",
    ];

    /// Makes a statement.
    pub const fn new(
        (purpose, network): (KeyPurpose, Digest),
        organisation: OrganisationId,
        (key, previous): (PublicKey, Option<PublicKey>),
        (nonce, issued_at): (Nonce, Timestamp),
    ) -> Self {
        Self {
            v: First,
            purpose,
            network,
            organisation,
            key,
            previous,
            nonce,
            issued_at,
        }
    }

    /// Reads a statement of its bytes.
    ///
    /// # Errors
    ///
    /// * [`Refusal::StatementUnreadable`] if they are not its canonical form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Refusal> {
        read(bytes)
    }

    /// Returns the bytes that are signed.
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical::write(&value_of(self))
    }

    /// Names the first member in which two statements differ.
    pub fn differs_at(&self, other: &Self) -> Option<&'static str> {
        let (own, others) = (value_of(self), value_of(other));
        Self::MEMBERS
            .into_iter()
            .find(|member| own.get(member) != others.get(member))
    }
}
