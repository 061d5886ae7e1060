//! What the record says of organisations' keys after their admission.

use serde::{Deserialize, Serialize};

use super::Fact;
use crate::id::OrganisationId;
use crate::signing::{PublicKey, SignedStatement};

/// Something that happened to an organisation's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    content = "body",
    rename_all = "snake_case",
    deny_unknown_fields
)]
pub enum KeyFact {
    /// The acting organisation declared a key, which does not hold yet: its first one, for the
    /// secretariat to confirm, or one in place of a lost one, for other organisations to approve.
    OrganisationKeyDeclared {
        /// The key.
        key: PublicKey,
        /// The statement that the key itself signed.
        signed: SignedStatement,
    },
    /// The secretariat confirmed an organisation's first key, which supplements its admission.
    OrganisationKeyConfirmed {
        /// The organisation.
        organisation: OrganisationId,
        /// The key.
        key: PublicKey,
    },
    /// The acting organisation goes on with another key.
    OrganisationKeyRotated {
        /// The new key.
        key: PublicKey,
        /// The key that it replaces.
        previous: PublicKey,
        /// The statement that the replaced key signed.
        signed: SignedStatement,
    },
    /// An organisation that lost its key goes on with another one, which others approved.
    OrganisationKeyRecovered {
        /// The organisation.
        organisation: OrganisationId,
        /// The new key.
        key: PublicKey,
        /// The key that was lost.
        previous: PublicKey,
        /// Who approved it, in the order of their identifiers.
        approvals: Vec<KeyApproval>,
    },
}

impl From<KeyFact> for Fact {
    fn from(fact: KeyFact) -> Self {
        Self::Key(fact)
    }
}

/// An organisation's approval of another one's new key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyApproval {
    /// The organisation that approves.
    pub organisation: OrganisationId,
    /// The statement that its key signed.
    pub signed: SignedStatement,
}

impl KeyFact {
    /// The names of all these facts in the record.
    pub const TYPES: [&'static str; 4] = [
        "organisation_key_declared",
        "organisation_key_confirmed",
        "organisation_key_rotated",
        "organisation_key_recovered",
    ];
}
