//! What a remote change did, so that an editor can follow it.

use std::collections::BTreeSet;

use automerge::{AutoCommit, ChangeHash, Patch, PatchAction, Prop};
use domain::id::ClauseId;
use serde::{Deserialize, Serialize};

use super::schema::key;
use super::{Draft, Field, Mark, MarkName, Marks};

/// One step from the text an editor shows to the text of the replica. Steps
/// apply in order; positions count UTF-16 units of the text before the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DraftPatch {
    /// Clauses appeared, vanished, moved, or changed their kind or language, or a
    /// removed one was edited: the outline is to be read again. Always the first
    /// patch of a batch. Only clauses that were shown before and still are come
    /// with text patches.
    Structure {
        /// The clauses concerned, in the order of their identifiers.
        clauses: Vec<ClauseId>,
    },
    /// The language of the whole changed.
    Language,
    /// The title changed.
    Title {
        /// How.
        edit: TextEdit,
    },
    /// A text of a clause changed.
    Text {
        /// The clause.
        clause: ClauseId,
        /// Which of its texts.
        field: Field,
        /// How.
        edit: TextEdit,
    },
}

/// A change of one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum TextEdit {
    /// Characters were put in.
    Insert {
        /// Where, in UTF-16 units.
        index: usize,
        /// The characters.
        text: String,
        /// All the marks they carry.
        marks: Marks,
    },
    /// Characters were taken out.
    Delete {
        /// Where, in UTF-16 units.
        index: usize,
        /// How many UTF-16 units.
        length: usize,
    },
    /// A mark was put on or taken off.
    Mark {
        /// The first UTF-16 unit concerned.
        start: usize,
        /// The one after the last.
        end: usize,
        /// Which mark.
        name: MarkName,
        /// The mark put on; none where it was taken off.
        mark: Option<Mark>,
    },
}

impl Draft {
    /// Does something to the document that may bring in remote changes, and
    /// says what they did. Pending edits are committed first.
    pub(crate) fn observe<T>(
        &mut self,
        work: impl FnOnce(&mut AutoCommit) -> T,
    ) -> (T, Vec<DraftPatch>) {
        let before = self.doc.get_heads();
        self.doc.update_diff_cursor();
        let done = work(&mut self.doc);
        if self.doc.get_heads() == before {
            self.doc.reset_diff_cursor();
            return (done, Vec::new());
        }
        let patches = self.doc.diff_incremental();
        self.doc.reset_diff_cursor();
        (done, self.translate(&patches, &before))
    }

    fn translate(&mut self, patches: &[Patch], before: &[ChangeHash]) -> Vec<DraftPatch> {
        let mut steps = Vec::new();
        let mut structure = BTreeSet::new();
        for patch in patches {
            match target(patch) {
                Some(Target::Structure(clause)) => {
                    structure.insert(clause);
                }
                Some(Target::Language) => steps.push(DraftPatch::Language),
                Some(Target::Title) => {
                    let edit = edit(&patch.action);
                    steps.extend(edit.map(|edit| DraftPatch::Title { edit }));
                }
                Some(Target::Text(clause, field)) => {
                    let edit = edit(&patch.action);
                    steps.extend(edit.map(|edit| DraftPatch::Text {
                        clause,
                        field,
                        edit,
                    }));
                }
                None => {}
            }
        }
        // Nothing of a draft that has just arrived was on screen.
        let marked = if before.is_empty() {
            BTreeSet::new()
        } else {
            self.marked_since(before)
        };
        let unseen = self.unseen(&steps, &marked, &structure, before);
        steps.retain(|step| match step {
            DraftPatch::Text { clause, .. } => !unseen.contains(clause),
            DraftPatch::Structure { .. } | DraftPatch::Language | DraftPatch::Title { .. } => true,
        });
        self.add_marks(&mut steps, &(&marked - &unseen), before);
        structure.extend(unseen);
        if !structure.is_empty() {
            let clauses = structure.into_iter().collect();
            steps.insert(0, DraftPatch::Structure { clauses });
        }
        steps
    }

    /// Finds the clauses whose texts changed though no editor shows them: one
    /// that was not shown before is read as a whole, and of a removed one it
    /// only matters that somebody may have to decide on it.
    fn unseen(
        &self,
        steps: &[DraftPatch],
        marked: &BTreeSet<ClauseId>,
        structure: &BTreeSet<ClauseId>,
        before: &[ChangeHash],
    ) -> BTreeSet<ClauseId> {
        let texts = steps.iter().filter_map(|step| match step {
            DraftPatch::Text { clause, .. } => Some(*clause),
            DraftPatch::Structure { .. } | DraftPatch::Language | DraftPatch::Title { .. } => None,
        });
        let edited: BTreeSet<_> = texts.chain(marked.iter().copied()).collect();
        let was_unseen = |clause: &ClauseId| {
            let is_new = || structure.contains(clause) && !self.was_living(*clause, before);
            !self.is_living(*clause) || is_new()
        };
        edited.into_iter().filter(was_unseen).collect()
    }
}

/// Whose text or structure a patch concerns.
enum Target {
    Title,
    Language,
    Structure(ClauseId),
    Text(ClauseId, Field),
}

fn target(patch: &Patch) -> Option<Target> {
    let mut keys = Vec::with_capacity(4);
    for (_, prop) in &patch.path {
        keys.push(prop.as_str()?);
    }
    let own = own_key(&patch.action);
    keys.extend(own);
    match keys[..] {
        [key::TITLE] if own.is_none() => Some(Target::Title),
        [key::LANGUAGE] => Some(Target::Language),
        [key::CLAUSES, clause] => Some(Target::Structure(clause.parse().ok()?)),
        [key::CLAUSES, clause, name] => {
            let clause = clause.parse().ok()?;
            match Field::from_name(name) {
                Some(field) if own.is_none() => Some(Target::Text(clause, field)),
                _ => Some(Target::Structure(clause)),
            }
        }
        _ => None,
    }
}

/// Returns the key that a patch sets in its map.
fn own_key(action: &PatchAction) -> Option<&str> {
    match action {
        PatchAction::PutMap { key, .. } | PatchAction::DeleteMap { key } => Some(key),
        PatchAction::Increment { prop, .. } | PatchAction::Conflict { prop } => Prop::as_str(prop),
        PatchAction::PutSeq { .. }
        | PatchAction::Insert { .. }
        | PatchAction::SpliceText { .. }
        | PatchAction::DeleteSeq { .. }
        | PatchAction::Mark { .. } => None,
    }
}

/// Reads the text of a patch; its marks are worked out otherwise.
fn edit(action: &PatchAction) -> Option<TextEdit> {
    match action {
        PatchAction::SpliceText {
            index,
            value,
            marks,
        } => Some(TextEdit::Insert {
            index: *index,
            text: value.make_string(),
            marks: marks.as_ref().map(Marks::read).unwrap_or_default(),
        }),
        PatchAction::DeleteSeq { index, length } => Some(TextEdit::Delete {
            index: *index,
            length: *length,
        }),
        PatchAction::PutMap { .. }
        | PatchAction::PutSeq { .. }
        | PatchAction::Insert { .. }
        | PatchAction::Increment { .. }
        | PatchAction::Conflict { .. }
        | PatchAction::Mark { .. }
        | PatchAction::DeleteMap { .. } => None,
    }
}
