//! What a remote change did, so that an editor can follow it.

use std::collections::{BTreeSet, HashSet};

use automerge::{AutoCommit, ChangeHash, Patch, PatchAction, Prop};
use domain::id::ClauseId;
use serde::{Deserialize, Serialize};

use super::mark::read_mark;
use super::schema::key;
use super::{Draft, Field, Mark, MarkName, Marks};

/// One step from the text an editor shows to the text of the replica. Steps
/// apply in order; positions count UTF-16 units of the text before the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DraftPatch {
    /// Clauses appeared, vanished, moved, or changed their kind or language, or a
    /// removed one was edited: the outline is to be read again. Always the first patch of a batch. Clauses
    /// that are shown now and were not before come with no text patches.
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

    fn translate(&self, patches: &[Patch], before: &[ChangeHash]) -> Vec<DraftPatch> {
        let mut steps = Vec::new();
        let mut structure = BTreeSet::new();
        for patch in patches {
            match target(patch) {
                Some(Target::Structure(clause)) => {
                    structure.insert(clause);
                }
                Some(Target::Language) => steps.push(DraftPatch::Language),
                Some(Target::Title) => {
                    let edits = edits(&patch.action).into_iter();
                    steps.extend(edits.map(|edit| DraftPatch::Title { edit }));
                }
                Some(Target::Text(clause, field)) => {
                    let edits = edits(&patch.action).into_iter();
                    steps.extend(edits.map(|edit| DraftPatch::Text {
                        clause,
                        field,
                        edit,
                    }));
                }
                None => {}
            }
        }
        self.drop_unseen_texts(&mut steps, &mut structure, before);
        if !structure.is_empty() {
            let clauses = structure.into_iter().collect();
            steps.insert(0, DraftPatch::Structure { clauses });
        }
        steps
    }

    /// Drops what happened to texts that no editor shows: a clause that was not
    /// shown before is read as a whole, and of a removed one it only matters
    /// that somebody may have to decide on it.
    fn drop_unseen_texts(
        &self,
        steps: &mut Vec<DraftPatch>,
        structure: &mut BTreeSet<ClauseId>,
        before: &[ChangeHash],
    ) {
        let texts = steps.iter().filter_map(|step| match step {
            DraftPatch::Text { clause, .. } => Some(*clause),
            DraftPatch::Structure { .. } | DraftPatch::Language | DraftPatch::Title { .. } => None,
        });
        let was_unseen = |clause: &ClauseId| {
            if structure.contains(clause) {
                !self.was_living(*clause, before)
            } else {
                !self.is_living(*clause)
            }
        };
        let edited: HashSet<_> = texts.collect();
        let unseen: HashSet<_> = edited.into_iter().filter(was_unseen).collect();
        steps.retain(|step| match step {
            DraftPatch::Text { clause, .. } => !unseen.contains(clause),
            DraftPatch::Structure { .. } | DraftPatch::Language | DraftPatch::Title { .. } => true,
        });
        structure.extend(unseen);
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

fn edits(action: &PatchAction) -> Vec<TextEdit> {
    match action {
        PatchAction::SpliceText {
            index,
            value,
            marks,
        } => vec![TextEdit::Insert {
            index: *index,
            text: value.make_string(),
            marks: marks.as_ref().map(Marks::read).unwrap_or_default(),
        }],
        PatchAction::DeleteSeq { index, length } => vec![TextEdit::Delete {
            index: *index,
            length: *length,
        }],
        PatchAction::Mark { marks } => marks
            .iter()
            .filter_map(|mark| {
                let name = MarkName::from_name(mark.name())?;
                Some(TextEdit::Mark {
                    start: mark.start,
                    end: mark.end,
                    name,
                    mark: read_mark(name, mark.value()),
                })
            })
            .collect(),
        PatchAction::PutMap { .. }
        | PatchAction::PutSeq { .. }
        | PatchAction::Insert { .. }
        | PatchAction::Increment { .. }
        | PatchAction::Conflict { .. }
        | PatchAction::DeleteMap { .. } => Vec::new(),
    }
}
