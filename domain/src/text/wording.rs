//! Wordings: the exact heading and text of a clause, named by their hash.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::normal::{RefusedCharacter, normal_form};
use super::{LanguageTag, RichText};
use crate::id::ClauseId;
use crate::record::canonical;

/// What a clause is in its text.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClauseKind {
    /// An introductory recital.
    Preamble,
    /// A heading over the clauses nested in it.
    Section,
    /// A principle.
    Principle,
    /// An ordinary operative clause.
    #[default]
    Clause,
    /// A definition of a term.
    Definition,
    /// An explanation that accompanies the text.
    Commentary,
}

impl ClauseKind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::Preamble,
        Self::Section,
        Self::Principle,
        Self::Clause,
        Self::Definition,
        Self::Commentary,
    ];

    /// Returns the name that stands in the wording's hash.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preamble => "preamble",
            Self::Section => "section",
            Self::Principle => "principle",
            Self::Clause => "clause",
            Self::Definition => "definition",
            Self::Commentary => "commentary",
        }
    }

    /// Finds a kind by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Reports whether clauses of this kind are numbered.
    pub const fn is_numbered(self) -> bool {
        !matches!(self, Self::Preamble | Self::Commentary)
    }
}

/// The SHA-256 of a wording's canonical form; two wordings with the same hash
/// are the same wording. Written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct WordingHash([u8; 32]);

/// A text that is not a hash of 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected 64 lower-case hexadecimal digits, found {0:?}")]
pub struct InvalidHash(String);

impl WordingHash {
    /// Wraps the 32 bytes of a SHA-256.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the first eight digits, enough for a person to compare.
    pub fn short(&self) -> String {
        hex::encode(&self.0[..4])
    }
}

impl fmt::Display for WordingHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for WordingHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WordingHash({self})")
    }
}

impl TryFrom<String> for WordingHash {
    type Error = InvalidHash;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut bytes = [0; 32];
        let lower = !text.bytes().any(|b| b.is_ascii_uppercase());
        match hex::decode_to_slice(&text, &mut bytes) {
            Ok(()) if lower => Ok(Self(bytes)),
            _ => Err(InvalidHash(text)),
        }
    }
}

impl std::str::FromStr for WordingHash {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl From<WordingHash> for String {
    fn from(hash: WordingHash) -> Self {
        hash.to_string()
    }
}

/// The exact heading and text of a clause, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wording {
    /// What the clause is.
    pub kind: ClauseKind,
    /// The heading; empty where there is none.
    pub heading: String,
    /// The text with its marks.
    pub text: RichText,
}

impl Wording {
    /// Returns the hash that names this wording. Marks are not in it.
    ///
    /// # Errors
    ///
    /// * [`RefusedCharacter`] if the heading or the text has a character that no text may contain.
    pub fn hash(&self) -> Result<WordingHash, RefusedCharacter> {
        Ok(digest(&serde_json::json!({
            "heading": normal_form(&self.heading)?,
            "kind": self.kind.as_str(),
            "text": normal_form(&self.text.to_plain())?,
            "v": 1,
        })))
    }
}

/// One line of a revision's root: a clause, its wording and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RootClause {
    /// The clause.
    pub id: ClauseId,
    /// The hash of its wording.
    pub hash: WordingHash,
    /// The clause it is nested in.
    pub parent: Option<ClauseId>,
}

/// Returns the hash of a whole revision: its title, language and clauses in document order.
///
/// # Errors
///
/// * [`RefusedCharacter`] if the title has a character that no text may contain.
pub fn root_hash(
    title: &str,
    language: &LanguageTag,
    clauses: &[RootClause],
) -> Result<WordingHash, RefusedCharacter> {
    let lines: Vec<_> = clauses
        .iter()
        .map(|c| serde_json::json!([c.id, c.hash, c.parent]))
        .collect();
    Ok(digest(&serde_json::json!({
        "clauses": lines,
        "language": language,
        "title": normal_form(title)?,
        "v": 1,
    })))
}

fn digest(value: &serde_json::Value) -> WordingHash {
    WordingHash(Sha256::digest(canonical::write(value)).into())
}
