//! What the record says of itself: who read more of it than others may, and which words were erased.

use serde::{Deserialize, Serialize};

use super::ContentRef;
use crate::id::{ClauseId, DelegateId, InstrumentId};

/// Something that happened to the record itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    content = "body",
    rename_all = "snake_case",
    deny_unknown_fields
)]
pub enum AuditFact {
    /// Somebody who oversees the record read it in a way that others cannot.
    AuditRead {
        /// What was read.
        scope: AuditScope,
        /// The instrument, where it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instrument: Option<InstrumentId>,
        /// The clause, where it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
        /// What the reading was narrowed to, as the query of an address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filter: Option<ContentRef>,
    },
    /// A person's data were erased; the pseudonym stays.
    PersonErased {
        /// The person.
        delegate: DelegateId,
        /// Why.
        reason: ContentRef,
        /// The words that were erased, sorted.
        erased: Vec<ErasedWords>,
    },
    /// Words beside an entry were erased.
    WordsErased {
        /// Which.
        erased: ErasedWords,
        /// Why.
        reason: ContentRef,
    },
}

/// What of the record was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditScope {
    /// The list of entries, on a page.
    List,
    /// The timelines of clauses, on pages.
    Timeline,
    /// The whole text at earlier moments, on pages.
    Text,
    /// The text at two moments, compared on pages.
    Comparison,
    /// Entries, as a file.
    Export,
    /// The chain of custody of a clause, as a file.
    Custody,
    /// The whole record with everything that verifies it, as a file.
    Bundle,
}

impl AuditScope {
    /// Every scope.
    pub const ALL: [Self; 7] = [
        Self::List,
        Self::Timeline,
        Self::Text,
        Self::Comparison,
        Self::Export,
        Self::Custody,
        Self::Bundle,
    ];

    /// Returns the scope's stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Timeline => "timeline",
            Self::Text => "text",
            Self::Comparison => "comparison",
            Self::Export => "export",
            Self::Custody => "custody",
            Self::Bundle => "bundle",
        }
    }
}

/// Words beside one entry that were erased, or are to be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasedWords {
    /// The entry.
    pub entry: u64,
    /// The places of the words among its contents, from 0, sorted.
    pub places: Vec<u16>,
}

impl AuditFact {
    /// The names of the kinds of fact, as the record has them.
    pub const TYPES: [&'static str; 3] = ["audit_read", "person_erased", "words_erased"];

    /// The names of the kinds of fact after which words are gone.
    pub const ERASURES: [&'static str; 2] = ["person_erased", "words_erased"];

    /// Returns the words that the fact says were erased.
    pub fn erased(&self) -> &[ErasedWords] {
        match self {
            Self::AuditRead { .. } => &[],
            Self::PersonErased { erased, .. } => erased,
            Self::WordsErased { erased, .. } => std::slice::from_ref(erased),
        }
    }
}
