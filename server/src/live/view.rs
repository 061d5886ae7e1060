//! A draft as it reads now.

use domain::id::ClauseId;
use domain::text::{Outline, OutlineClause};
use replica::{ChangeHash, Draft};

/// A draft as it reads now: what reading pages, previews and exports show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftView {
    /// The text.
    pub outline: Outline,
    /// The heads that identify it, in hexadecimal, sorted.
    pub heads: Vec<String>,
    /// The removed clauses, which can be restored.
    pub removed: Vec<OutlineClause>,
    /// Those of them that were edited at the same time: the chair has to decide.
    pub undecided: Vec<ClauseId>,
}

impl DraftView {
    /// Reads a draft.
    pub(super) fn read(draft: &mut Draft) -> Self {
        let heads = written(&draft.heads());
        let removed = draft.removed_clauses();
        let undecided = if removed.is_empty() {
            Vec::new()
        } else {
            draft.edited_after_removal()
        };
        Self {
            outline: draft.outline(),
            heads,
            removed: removed.into_iter().map(|removed| removed.clause).collect(),
            undecided: undecided.into_iter().map(|found| found.clause.id).collect(),
        }
    }
}

/// Writes heads as the record does: in hexadecimal, sorted.
pub(super) fn written(heads: &[ChangeHash]) -> Vec<String> {
    let mut written: Vec<_> = heads.iter().map(ToString::to_string).collect();
    written.sort_unstable();
    written
}
