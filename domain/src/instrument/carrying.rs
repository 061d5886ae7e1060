//! What becomes of drafted changes when another revision is tabled meanwhile.

use super::{DraftEdit, DraftedChanges};
use crate::amendments::{Carried, carry};
use crate::api::ChangeProposed;
use crate::id::ClauseId;
use crate::text::{Outline, OutlineClause};

/// What becomes of drafted changes on a later text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CarriedChanges {
    /// What they do to it.
    pub edits: Vec<DraftEdit>,
    /// Those that have to be made again by hand.
    pub lost: Vec<ChangeProposed>,
}

impl DraftedChanges {
    /// Carries the changes, made to `base`, onto a later text.
    pub fn carried(self, base: &Outline, now: &Outline) -> CarriedChanges {
        let find = |outline: &'_ Outline, id: ClauseId| -> Option<OutlineClause> {
            outline.clauses.iter().find(|it| it.id == id).cloned()
        };
        let mut carried = CarriedChanges::default();
        let mut there: Vec<ClauseId> = now.clauses.iter().map(|it| it.id).collect();
        for change in self.changes {
            let place = |parent: Option<ClauseId>, after: Option<ClauseId>| {
                let is_there = |id: &ClauseId| there.contains(id);
                (parent.filter(is_there), after.filter(is_there))
            };
            let edit = match &change {
                ChangeProposed::Modify {
                    clause, wording, ..
                }
                | ChangeProposed::Alternative {
                    clause, wording, ..
                } => match (find(base, *clause), find(now, *clause)) {
                    (Some(base), Some(now)) => match carry(&base.wording, wording, &now.wording) {
                        Carried::Along(wording) => Some(DraftEdit::Reword {
                            clause: *clause,
                            wording,
                        }),
                        Carried::Subsumed => continue,
                        Carried::Conflict(_) => None,
                    },
                    _ => None,
                },
                ChangeProposed::Insert {
                    clause: Some(clause),
                    parent,
                    after,
                    wording,
                } if !there.contains(clause) => {
                    let (parent, after) = place(*parent, *after);
                    there.push(*clause);
                    Some(DraftEdit::Insert {
                        clause: *clause,
                        parent,
                        after,
                        wording: wording.clone(),
                    })
                }
                ChangeProposed::Delete { clause, .. } => {
                    match (find(base, *clause), find(now, *clause)) {
                        (_, None) => continue,
                        (Some(base), Some(now)) if base.wording == now.wording => {
                            Some(DraftEdit::Remove { clause: *clause })
                        }
                        _ => None,
                    }
                }
                ChangeProposed::Move {
                    clause,
                    parent,
                    after,
                    ..
                } if there.contains(clause) => {
                    let (parent, after) = place(*parent, *after);
                    Some(DraftEdit::Move {
                        clause: *clause,
                        parent,
                        after,
                    })
                }
                _ => None,
            };
            match edit {
                Some(edit) => carried.edits.push(edit),
                None => carried.lost.push(change),
            }
        }
        carried
    }
}
