//! Adopting amendments, one or several in one act.
//!
//! Adopting writes into the working draft; what becomes of the amendments is an entry of the
//! record in the same transaction. Until the next revision is tabled it can be undone.

use std::collections::{BTreeMap, BTreeSet};

use super::amendment::{Amendment, AmendmentText, PartAdopted};
use super::change::AmendmentChange;
use super::comparing::Standing;
use super::proposing::add;
use super::{Acting, Instrument};
use crate::amendments::{Carried, carry};
use crate::api::AdoptAmendments;
use crate::id::{AmendmentId, ClauseId};
use crate::permission::Operation;
use crate::record::{Act, Contents, Fact};
use crate::refusal::Refusal;
use crate::text::{Outline, OutlineClause, Wording, WordingHash};

/// What adopting amendments does to the working draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftEdit {
    /// The clause gets another wording.
    Reword {
        /// The clause.
        clause: ClauseId,
        /// The wording it gets.
        wording: Wording,
    },
    /// A clause appears.
    Insert {
        /// The clause.
        clause: ClauseId,
        /// The clause it is nested in.
        parent: Option<ClauseId>,
        /// The sibling it follows.
        after: Option<ClauseId>,
        /// The wording it has.
        wording: Wording,
    },
    /// The clause is removed.
    Remove {
        /// The clause.
        clause: ClauseId,
    },
    /// The clause gets another place.
    Move {
        /// The clause.
        clause: ClauseId,
        /// The clause it is nested in.
        parent: Option<ClauseId>,
        /// The sibling it follows.
        after: Option<ClauseId>,
    },
    /// A removed clause comes back.
    Restore {
        /// The clause.
        clause: ClauseId,
    },
}

impl DraftEdit {
    /// Returns the clause that is edited.
    pub const fn clause(&self) -> ClauseId {
        match self {
            Self::Reword { clause, .. }
            | Self::Insert { clause, .. }
            | Self::Remove { clause }
            | Self::Move { clause, .. }
            | Self::Restore { clause } => *clause,
        }
    }
}

/// What adopting amendments comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adoption {
    /// What it does to the working draft.
    pub edits: Vec<DraftEdit>,
    /// The other open amendments of which nothing is left then.
    pub subsumed: Vec<AmendmentId>,
}

impl Instrument {
    /// Says what adopting amendments together would do to the working draft.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::DraftFrozen`] while the draft takes no edits;
    /// * [`Refusal::NothingChosen`] if none is named;
    /// * [`Refusal::PackageIncomplete`] if one stands or falls together with another not named;
    /// * [`Refusal::AmendmentsCollide`] if two of them cannot both be adopted;
    /// * [`Refusal::SentenceUnread`] if two change one sentence, or one and another that is in the draft already, and the chair does not say to have read it;
    /// * [`Refusal::TextChanged`] if a sponsor has revised one of them since it was read;
    /// * [`Refusal::ConsentAwaited`] if one was written for an earlier wording of its clause and its sponsor has not consented to what it comes to;
    /// * [`Refusal::AmendmentConflict`] if words they change have changed in the draft.
    pub fn adoption(
        &self,
        command: &AdoptAmendments,
        draft: &Outline,
        acting: &Acting<'_>,
    ) -> Result<Adoption, Refusal> {
        let chosen = self.chosen(&command.amendments)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        self.check_read(command)?;
        self.check_declared(&command.amendments)?;
        for amendment in &chosen {
            self.check_consent(amendment)?;
            self.check_beside(amendment)?;
            self.check_read_beside(amendment, command)?;
        }
        let mut edits = Vec::new();
        for (clause, amendments) in by_clause(&chosen) {
            self.check_together(clause, &amendments, command)?;
            edits.extend(self.edits(clause, &amendments, (draft, &chosen))?);
        }
        // What names a clause of the same package as its place was tabled after that one.
        edits.sort_by_key(|(number, _)| *number);
        let edits: Vec<_> = edits.into_iter().map(|(_, edit)| edit).collect();
        let subsumed = self.subsumed_by(&edits, &command.amendments, draft);
        Ok(Adoption { edits, subsumed })
    }

    /// Records that the chair adopted amendments, by one change of the draft as it was planned.
    ///
    /// # Errors
    ///
    /// * as [`Self::adoption`] says of the amendments and of who asks;
    /// * [`Refusal::TextChanged`] if the adoption would be another one now.
    pub fn adopt(
        &self,
        command: &AdoptAmendments,
        (adoption, draft): (&Adoption, &Outline),
        change: Option<String>,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        // Something may have been entered between the plan and this entry.
        if self.adoption(command, draft, acting)? != *adoption {
            return Err(Refusal::TextChanged);
        }
        let chosen = self.chosen(&command.amendments)?;
        let mut contents = Contents::default();
        let note = add(&mut contents, command.note.as_ref());
        let amendments: Vec<_> = chosen.iter().map(|it| it.id).collect();
        let fact = Fact::AmendmentsAdopted {
            amendments: amendments.clone(),
            draft: self.draft,
            change,
            note,
        };
        let mut acts = vec![self.act(acting, fact, contents)];
        acts.extend(self.subsumptions(&adoption.subsumed, &amendments, acting));
        Ok(acts)
    }

    /// Returns the open amendments of which a text has everything already.
    pub(super) fn subsumed_by_tabling(&self, text: &Outline) -> Vec<AmendmentId> {
        self.subsumed_by(&[], &[], text)
    }

    /// Returns the wording an amendment is written against: the tabled one, or that of what it amends.
    pub fn base_wording<'a>(&'a self, amendment: &'a Amendment) -> Option<&'a Wording> {
        self.base_of_text(amendment, amendment.text())
    }

    /// Returns the wording that an adopted part of an amendment was taken against.
    pub fn base_of_part<'a>(
        &'a self,
        amendment: &'a Amendment,
        part: &PartAdopted,
    ) -> Option<&'a Wording> {
        self.base_of_text(amendment, amendment.text_numbered(part.text)?)
    }

    /// Returns the wording that one of an amendment's texts was written against.
    pub fn base_of_text<'a>(
        &'a self,
        amendment: &'a Amendment,
        text: &AmendmentText,
    ) -> Option<&'a Wording> {
        let base = text.change.base()?;
        match amendment.amends.and_then(|id| self.amendment(id)) {
            Some(amended) => {
                let mut texts = amended.texts().iter().rev();
                let text = texts.find(|text| text.change.result() == Some(base))?;
                text.change.wording()
            }
            None => self.clause_worded(text.change.clause(), base)?.wording(),
        }
    }

    /// Returns what adopting amendments to one clause, which do not collide, does to the draft,
    /// each with the number of the amendment that does it.
    fn edits(
        &self,
        clause: ClauseId,
        of_clause: &[&Amendment],
        (draft, chosen): (&Outline, &[&Amendment]),
    ) -> Result<Vec<(u32, DraftEdit)>, Refusal> {
        let now = present(draft, clause);
        let place = |(parent, after): (Option<ClauseId>, Option<ClauseId>)| {
            let is_there = |id: &ClauseId| present(draft, *id).is_some() || inserts(chosen, *id);
            let is_there = |id: &ClauseId| *id != clause && is_there(id);
            (parent.filter(is_there), after.filter(is_there))
        };
        let mut edits = Vec::new();
        let mut rewording = Vec::new();
        for amendment in of_clause {
            let root = self.root(amendment);
            let edit = match (amendment.change(), root.change()) {
                (AmendmentChange::EditorialHint { .. }, _) => continue,
                (AmendmentChange::Delete { .. }, _) if now.is_none() => continue,
                (AmendmentChange::Delete { base, .. }, _) => {
                    check_unchanged(now, *base)?;
                    DraftEdit::Remove { clause }
                }
                (AmendmentChange::Move { parent, after, .. }, _) => {
                    now.ok_or(Refusal::AmendmentConflict)?;
                    let (parent, after) = place((*parent, *after));
                    DraftEdit::Move {
                        clause,
                        parent,
                        after,
                    }
                }
                (change, AmendmentChange::Insert { parent, after, .. }) if now.is_none() => {
                    let wording = change.wording().ok_or(Refusal::AmendmentConflict)?;
                    let (parent, after) = place((*parent, *after));
                    DraftEdit::Insert {
                        clause,
                        parent,
                        after,
                        wording: wording.clone(),
                    }
                }
                _ => {
                    rewording.push(*amendment);
                    continue;
                }
            };
            edits.push((root.number, edit));
        }
        if let Some(first) = rewording.first() {
            let now = now.ok_or(Refusal::AmendmentConflict)?;
            let wording = self.reworded(clause, &rewording, &now.wording)?;
            edits.push((first.number, DraftEdit::Reword { clause, wording }));
        }
        Ok(edits)
    }

    fn reworded(
        &self,
        clause: ClauseId,
        chosen: &[&Amendment],
        now: &Wording,
    ) -> Result<Wording, Refusal> {
        if let [amendment] = chosen {
            let proposed = (amendment.change().wording()).ok_or(Refusal::AmendmentConflict)?;
            if let AmendmentChange::Alternative { base, result, .. } = amendment.change() {
                let present = now.hash()?;
                // It replaces what its sponsor saw, and nothing that came since.
                return if present == *base || present == *result {
                    Ok(proposed.clone())
                } else {
                    Err(Refusal::AmendmentConflict)
                };
            }
            // What amends another starts from the clause's own wording when both are taken in.
            let root = self.root(amendment);
            let base = self.base_wording(root).or_else(|| root.change().wording());
            return onto(base.ok_or(Refusal::AmendmentConflict)?, proposed, now);
        }
        let ids: Vec<_> = chosen.iter().map(|it| it.id).collect();
        let wording = self.compare_clause(clause).adopted(&ids);
        let tabled = self
            .current()
            .and_then(|table| table.clause(clause)?.wording());
        match (tabled, wording) {
            (Some(tabled), Some(wording)) => onto(tabled, &wording, now),
            _ => Err(Refusal::AmendmentConflict),
        }
    }

    /// Returns the other open amendments of which nothing is left once the edits are made.
    fn subsumed_by(
        &self,
        edits: &[DraftEdit],
        adopted: &[AmendmentId],
        draft: &Outline,
    ) -> Vec<AmendmentId> {
        let touched: BTreeSet<_> = edits.iter().map(DraftEdit::clause).collect();
        let wording_after = |clause: ClauseId| {
            let edited = edits.iter().rev().find_map(|edit| match edit {
                DraftEdit::Reword {
                    clause: it,
                    wording,
                }
                | DraftEdit::Insert {
                    clause: it,
                    wording,
                    ..
                } if *it == clause => Some(Some(wording)),
                DraftEdit::Remove { clause: it } if *it == clause => Some(None),
                _ => None,
            });
            edited.unwrap_or_else(|| present(draft, clause).map(|it| &it.wording))
        };
        let amended: BTreeSet<_> = (adopted.iter())
            .filter_map(|id| self.amendment(*id)?.amends)
            .collect();
        let others = (self.amendments().into_iter())
            .filter(|it| it.is_open() && !adopted.contains(&it.id))
            .filter(|it| edits.is_empty() || touched.contains(&it.change().clause()));
        others
            .filter(|it| {
                let now = wording_after(it.change().clause());
                amended.contains(&it.id) || self.standing(it, now) == Standing::Subsumed
            })
            .map(|it| it.id)
            .collect()
    }

    pub(super) fn subsumptions(
        &self,
        subsumed: &[AmendmentId],
        by: &[AmendmentId],
        acting: &Acting<'_>,
    ) -> Vec<Act> {
        (subsumed.iter())
            .map(|amendment| {
                let fact = Fact::AmendmentSubsumed {
                    amendment: *amendment,
                    by: by.to_vec(),
                };
                self.act(acting, fact, Contents::default())
            })
            .collect()
    }
}

/// Checks that the draft has the wording that an amendment was written against.
fn check_unchanged(now: Option<&OutlineClause>, base: WordingHash) -> Result<(), Refusal> {
    let now = now.ok_or(Refusal::AmendmentConflict)?;
    if now.wording.hash()? == base {
        Ok(())
    } else {
        Err(Refusal::AmendmentConflict)
    }
}

fn by_clause<'a>(chosen: &[&'a Amendment]) -> BTreeMap<ClauseId, Vec<&'a Amendment>> {
    let mut clauses: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for amendment in chosen {
        let clause = amendment.change().clause();
        clauses.entry(clause).or_default().push(*amendment);
    }
    clauses
}

pub(super) fn present(outline: &Outline, clause: ClauseId) -> Option<&OutlineClause> {
    outline.clauses.iter().find(|it| it.id == clause)
}

/// Reports whether one of the amendments brings this clause into being.
fn inserts(chosen: &[&Amendment], clause: ClauseId) -> bool {
    chosen.iter().any(
        |it| matches!(it.change(), AmendmentChange::Insert { clause: new, .. } if *new == clause),
    )
}

/// Returns a place as far as the clauses that name it are still there.
pub(super) fn place(
    draft: &Outline,
    (parent, after): (Option<ClauseId>, Option<ClauseId>),
    clause: ClauseId,
) -> (Option<ClauseId>, Option<ClauseId>) {
    let there = |id: &ClauseId| *id != clause && present(draft, *id).is_some();
    (parent.filter(there), after.filter(there))
}

pub(super) fn insertion(
    draft: &Outline,
    clause: ClauseId,
    at: (Option<ClauseId>, Option<ClauseId>),
    wording: &Wording,
) -> DraftEdit {
    let (parent, after) = place(draft, at, clause);
    DraftEdit::Insert {
        clause,
        parent,
        after,
        wording: wording.clone(),
    }
}

/// Carries a wording from its base onto the one the draft has.
pub(super) fn onto(base: &Wording, proposed: &Wording, now: &Wording) -> Result<Wording, Refusal> {
    match carry(base, proposed, now) {
        Carried::Along(wording) => Ok(wording),
        Carried::Subsumed => Ok(now.clone()),
        Carried::Conflict(_) => Err(Refusal::AmendmentConflict),
    }
}
