//! What tabled texts and amendments are made of, as the record has them.

use serde::{Deserialize, Serialize};

use super::ContentRef;
use crate::id::{AmendmentId, ClauseId};
use crate::text::{LanguageTag, Wording, WordingHash};

/// A clause of a tabled revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TabledClause {
    /// The clause.
    pub id: ClauseId,
    /// The clause it is nested in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ClauseId>,
    /// The hash of its wording.
    pub hash: WordingHash,
    /// Its [`TabledContent`]; absent where that is the same as in the revision before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentRef>,
}

/// What stands beside the entry for one tabled clause, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TabledContent {
    /// The wording as typed.
    pub wording: Wording,
    /// The explanation that accompanies it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub commentary: String,
    /// Its language, where that is not the language of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
}

/// What a tabled amendment would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeTabled {
    /// Another wording for a clause.
    Modify {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// The wording that would result.
        result: WordingHash,
        /// The resulting [`Wording`] as JSON.
        wording: ContentRef,
    },
    /// A new clause.
    Insert {
        /// The clause it would be nested in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// The sibling it would follow; first among its siblings where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ClauseId>,
        /// The clause's name if it is adopted.
        clause: ClauseId,
        /// The wording it would have.
        result: WordingHash,
        /// That [`Wording`] as JSON.
        wording: ContentRef,
    },
    /// No such clause any more.
    Delete {
        /// The clause.
        clause: ClauseId,
        /// The wording it has.
        base: WordingHash,
    },
    /// Another place for a clause.
    Move {
        /// The clause.
        clause: ClauseId,
        /// The wording it has.
        base: WordingHash,
        /// The clause it would be nested in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// The sibling it would follow; first among its siblings where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ClauseId>,
    },
    /// Another clause as a whole, to be read beside the present one.
    Alternative {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// The wording that would result.
        result: WordingHash,
        /// The resulting [`Wording`] as JSON.
        wording: ContentRef,
    },
    /// An instruction in words to the drafters.
    EditorialHint {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// What the drafters should do.
        instruction: ContentRef,
    },
}

impl ChangeTabled {
    /// Returns the clause that would change, appear or go.
    pub const fn clause(&self) -> ClauseId {
        match self {
            Self::Modify { clause, .. }
            | Self::Insert { clause, .. }
            | Self::Delete { clause, .. }
            | Self::Move { clause, .. }
            | Self::Alternative { clause, .. }
            | Self::EditorialHint { clause, .. } => *clause,
        }
    }

    /// Returns the kind's stable name.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Modify { .. } => "modify",
            Self::Insert { .. } => "insert",
            Self::Delete { .. } => "delete",
            Self::Move { .. } => "move",
            Self::Alternative { .. } => "alternative",
            Self::EditorialHint { .. } => "editorial_hint",
        }
    }
}

/// What the secretariat proposes to do with an amendment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "advice", rename_all = "snake_case", deny_unknown_fields)]
pub enum Procedure {
    /// Adopt it as it stands.
    Adopt,
    /// Adopt it with another wording.
    AdoptModified {
        /// The hash of that wording.
        result: WordingHash,
        /// That [`Wording`] as JSON.
        wording: ContentRef,
    },
    /// Reject it.
    Reject,
    /// Leave it, as another one covers it.
    OvertakenBy {
        /// The other one.
        amendment: AmendmentId,
    },
    /// Discuss it in the meeting.
    Discuss,
}

impl Procedure {
    /// Returns the procedure's stable name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Adopt => "adopt",
            Self::AdoptModified { .. } => "adopt_modified",
            Self::Reject => "reject",
            Self::OvertakenBy { .. } => "overtaken_by",
            Self::Discuss => "discuss",
        }
    }
}
