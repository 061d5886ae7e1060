//! What amendments would change.

use std::sync::Arc;

use crate::id::ClauseId;
use crate::record::{ChangeTabled, Words};
use crate::text::{Wording, WordingHash};

/// What an amendment would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmendmentChange {
    /// Another wording for a clause.
    Modify {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// The wording that would result.
        result: WordingHash,
        /// That wording; absent where it was erased.
        wording: Option<Arc<Wording>>,
    },
    /// A new clause.
    Insert {
        /// The clause it would be nested in.
        parent: Option<ClauseId>,
        /// The sibling it would follow.
        after: Option<ClauseId>,
        /// The clause's name if it is adopted.
        clause: ClauseId,
        /// The wording it would have.
        result: WordingHash,
        /// That wording; absent where it was erased.
        wording: Option<Arc<Wording>>,
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
        parent: Option<ClauseId>,
        /// The sibling it would follow; first among its siblings where absent.
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
        /// That wording; absent where it was erased.
        wording: Option<Arc<Wording>>,
    },
    /// An instruction in words to the drafters.
    EditorialHint {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// What the drafters should do.
        instruction: Words,
    },
}

impl AmendmentChange {
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

    /// Returns the wording it is written against; none for a new clause.
    pub const fn base(&self) -> Option<WordingHash> {
        match self {
            Self::Modify { base, .. }
            | Self::Delete { base, .. }
            | Self::Move { base, .. }
            | Self::Alternative { base, .. }
            | Self::EditorialHint { base, .. } => Some(*base),
            Self::Insert { .. } => None,
        }
    }

    /// Returns the hash of the resulting wording, where it proposes one.
    pub const fn result(&self) -> Option<WordingHash> {
        match self {
            Self::Modify { result, .. }
            | Self::Insert { result, .. }
            | Self::Alternative { result, .. } => Some(*result),
            Self::Delete { .. } | Self::Move { .. } | Self::EditorialHint { .. } => None,
        }
    }

    /// Returns the words of the resulting wording, where it proposes one that was not erased.
    pub fn wording(&self) -> Option<&Wording> {
        match self {
            Self::Modify { wording, .. }
            | Self::Insert { wording, .. }
            | Self::Alternative { wording, .. } => wording.as_deref(),
            Self::Delete { .. } | Self::Move { .. } | Self::EditorialHint { .. } => None,
        }
    }

    /// Returns the place it proposes: the clause to be nested in and the sibling to follow.
    pub const fn place(&self) -> Option<(Option<ClauseId>, Option<ClauseId>)> {
        match self {
            Self::Insert { parent, after, .. } | Self::Move { parent, after, .. } => {
                Some((*parent, *after))
            }
            _ => None,
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

    /// Reports whether a change that is to be tabled is this very one.
    pub(super) fn says(&self, tabled: &ChangeTabled) -> bool {
        match (self, tabled) {
            (
                Self::Modify { base, result, .. },
                ChangeTabled::Modify {
                    base: b, result: r, ..
                },
            )
            | (
                Self::Alternative { base, result, .. },
                ChangeTabled::Alternative {
                    base: b, result: r, ..
                },
            ) => (base, result) == (b, r),
            (
                Self::Insert {
                    parent,
                    after,
                    result,
                    ..
                },
                ChangeTabled::Insert {
                    parent: p,
                    after: a,
                    result: r,
                    ..
                },
            ) => (parent, after, result) == (p, a, r),
            (
                Self::Move {
                    base,
                    parent,
                    after,
                    ..
                },
                ChangeTabled::Move {
                    base: b,
                    parent: p,
                    after: a,
                    ..
                },
            ) => (base, parent, after) == (b, p, a),
            (Self::Delete { base, .. }, ChangeTabled::Delete { base: b, .. }) => base == b,
            // An instruction is words; a new text of it is always another one.
            _ => false,
        }
    }
}
