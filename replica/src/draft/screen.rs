//! Marks for an editor to follow.
//!
//! Automerge 0.12 reports marks of one text as those of another when both come
//! in one batch, and passes over some. So they are not taken from its patches:
//! where marks play a part, the text that an editor shows is worked out and
//! compared with the one that is there.

use std::collections::BTreeSet;

use automerge::legacy::{ObjectId, OpType};
use automerge::{ChangeHash, ReadDoc};
use domain::id::ClauseId;
use domain::text::RichText;

use super::schema::key;
use super::{Draft, DraftPatch, Field, MarkName, Marks, TextEdit};

/// A UTF-16 unit on screen, and its marks.
type Unit = (u16, Marks);

impl Draft {
    /// Returns the clauses in whose bodies marks were put on or taken off since then.
    pub(super) fn marked_since(&mut self, before: &[ChangeHash]) -> BTreeSet<ClauseId> {
        let mut bodies = BTreeSet::new();
        for change in self.doc.get_changes(before) {
            for operation in change.decode().operations {
                if let (OpType::MarkBegin(_), ObjectId::Id(id)) = (operation.action, operation.obj)
                {
                    bodies.insert((id.counter(), id.actor().to_hex_string()));
                }
            }
        }
        let bodies = bodies.into_iter();
        bodies
            .filter_map(|(counter, actor)| self.clause_of_body(&format!("{counter}@{actor}")))
            .collect()
    }

    fn clause_of_body(&self, name: &str) -> Option<ClauseId> {
        let body = self.doc.import_obj(name).ok()?;
        let path = self.doc.parents(body).ok()?.visible_path()?;
        let keys: Vec<_> = path.iter().map(|(_, prop)| prop.as_str()).collect();
        match keys[..] {
            [Some(key::CLAUSES), Some(clause), Some(field)] if field == Field::Body.as_str() => {
                clause.parse().ok()
            }
            _ => None,
        }
    }

    /// Adds what is lacking for an editor that takes these steps to show the bodies that are there.
    pub(super) fn add_marks(
        &self,
        steps: &mut Vec<DraftPatch>,
        marked: &BTreeSet<ClauseId>,
        before: &[ChangeHash],
    ) {
        let mut clauses = marked.clone();
        let edited = steps.iter().filter_map(body_edit);
        clauses.extend(edited.map(|(clause, _)| clause));
        for clause in clauses {
            let Ok(after) = self.body(clause) else {
                continue;
            };
            let was_inserted_marked = steps.iter().any(|step| {
                matches!(body_edit(step), Some((of, TextEdit::Insert { marks, .. }))
                    if of == clause && *marks != Marks::default())
            });
            if marked.contains(&clause) || was_inserted_marked || has_marks(&after) {
                self.settle(steps, clause, &after, before);
            }
        }
    }

    fn settle(
        &self,
        steps: &mut Vec<DraftPatch>,
        clause: ClauseId,
        after: &RichText,
        before: &[ChangeHash],
    ) {
        let Ok(object) = self.text_object(clause, Field::Body) else {
            return;
        };
        let mut screen = units(&self.rich_text(&object, Some(before)));
        let followed = steps
            .iter()
            .filter_map(body_edit)
            .filter(|(of, _)| *of == clause)
            .try_for_each(|(_, edit)| follow(&mut screen, edit));
        let wanted = units(after);
        let is_same_text = || screen.iter().map(|u| u.0).eq(wanted.iter().map(|u| u.0));
        let edits = if followed.is_some() && is_same_text() {
            differences(&screen, &wanted)
        } else {
            let length = units(&self.rich_text(&object, Some(before))).len();
            steps.retain(|step| body_edit(step).is_none_or(|(of, _)| of != clause));
            anew(length, after)
        };
        steps.extend(edits.into_iter().map(|edit| DraftPatch::Text {
            clause,
            field: Field::Body,
            edit,
        }));
    }
}

fn body_edit(step: &DraftPatch) -> Option<(ClauseId, &TextEdit)> {
    match step {
        DraftPatch::Text {
            clause,
            field: Field::Body,
            edit,
        } => Some((*clause, edit)),
        _ => None,
    }
}

fn has_marks(text: &RichText) -> bool {
    let mut runs = text.runs().iter();
    runs.any(|run| Marks::of(run) != Marks::default())
}

fn units(text: &RichText) -> Vec<Unit> {
    let runs = text.runs().iter();
    runs.flat_map(|run| run.text.encode_utf16().map(|unit| (unit, Marks::of(run))))
        .collect()
}

/// Does to a text on screen what an editor does; none where it cannot.
fn follow(screen: &mut Vec<Unit>, edit: &TextEdit) -> Option<()> {
    match edit {
        TextEdit::Insert { index, text, marks } => {
            screen.get(*index..)?;
            let new = text.encode_utf16().map(|unit| (unit, marks.clone()));
            screen.splice(index..index, new);
        }
        TextEdit::Delete { index, length } => {
            screen.get(*index..index + length)?;
            screen.drain(*index..index + length);
        }
        TextEdit::Mark { .. } => {}
    }
    Some(())
}

/// Returns the marks to put on and to take off so that one text looks like the other.
fn differences(screen: &[Unit], wanted: &[Unit]) -> Vec<TextEdit> {
    let mut edits: Vec<TextEdit> = Vec::new();
    for name in MarkName::ALL {
        for (at, ((_, shown), (_, wanted))) in screen.iter().zip(wanted).enumerate() {
            let new = wanted.mark(name);
            if shown.mark(name) == new {
                continue;
            }
            match edits.last_mut() {
                Some(TextEdit::Mark {
                    end,
                    name: last,
                    mark,
                    ..
                }) if (*end, *last) == (at, name) && *mark == new => *end = at + 1,
                _ => edits.push(TextEdit::Mark {
                    start: at,
                    end: at + 1,
                    name,
                    mark: new,
                }),
            }
        }
    }
    edits
}

/// Returns the steps that put a whole text in the place of another.
fn anew(length: usize, text: &RichText) -> Vec<TextEdit> {
    let mut edits = vec![TextEdit::Delete { index: 0, length }];
    let mut index = 0;
    for run in text.runs() {
        edits.push(TextEdit::Insert {
            index,
            text: run.text.clone(),
            marks: Marks::of(run),
        });
        index += run.text.encode_utf16().count();
    }
    edits
}
