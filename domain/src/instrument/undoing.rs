//! Taking an adoption back, as long as no revision has been tabled with it.

use std::collections::BTreeSet;

use super::adopting::{DraftEdit, onto, place, present};
use super::amendment::{Amendment, PartAdopted};
use super::change::AmendmentChange;
use super::disposition::DispositionKind;
use super::{Acting, Instrument};
use crate::api::{ReopenAmendment, UndoAdoption, UndoPart};
use crate::id::{AmendmentId, ClauseId};
use crate::permission::Operation;
use crate::record::{Act, Contents, Fact};
use crate::refusal::Refusal;
use crate::text::{Outline, OutlineClause};

impl Instrument {
    /// Finds the amendments that were adopted in one act with this one, as far as that can be undone.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] as it says;
    /// * [`Refusal::NotUndoable`] unless the amendment was adopted after the last tabling.
    pub fn adopted_with(&self, id: AmendmentId) -> Result<Vec<&Amendment>, Refusal> {
        let amendment = self.amendment(id).ok_or(Refusal::UnknownAmendment(id))?;
        let tabled = self.current().map_or(0, |revision| revision.seq);
        let act = (amendment.disposition.as_ref())
            .filter(|it| it.seq > tabled && is_adoption(&it.kind))
            .map(|it| it.seq)
            .ok_or(Refusal::NotUndoable)?;
        let adopted_then =
            |it: &&Amendment| it.disposition.as_ref().is_some_and(|it| it.seq == act);
        Ok(self.amendments().into_iter().filter(adopted_then).collect())
    }

    /// Says what undoing an adoption does to the working draft, given the text `before` and
    /// `after` the adoption's change and the text `now`.
    ///
    /// # Errors
    ///
    /// * as [`Self::adopted_with`] says of the amendment;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::DraftFrozen`] while the draft takes no edits;
    /// * [`Refusal::AmendmentConflict`] if words it changed have changed again since.
    pub fn undoing(
        &self,
        id: AmendmentId,
        (before, after, now): (&Outline, &Outline, &Outline),
        acting: &Acting<'_>,
    ) -> Result<Vec<DraftEdit>, Refusal> {
        let adopted = self.adopted_with(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        let mut edits = Vec::new();
        for clause in &after.clauses {
            match present(before, clause.id) {
                Some(was) => edits.extend(reverted(was, clause, now)?),
                None => edits.extend(taken_out(clause, after, now)?),
            }
        }
        let gone = (before.clauses.iter())
            .filter(|was| present(after, was.id).is_none() && present(now, was.id).is_none());
        edits.extend(gone.map(|was| DraftEdit::Restore { clause: was.id }));
        let moved = (adopted.iter())
            .filter(|it| matches!(it.change(), AmendmentChange::Move { .. }))
            .map(|it| moved_back(it.change().clause(), (before, after, now)));
        for edit in moved {
            edits.extend(edit?);
        }
        Ok(edits)
    }

    /// Records that the chair took an adoption back.
    ///
    /// # Errors
    ///
    /// * as [`Self::adopted_with`] and [`Self::undoing`] say of the amendment and of who asks.
    pub fn undo_adoption(
        &self,
        id: AmendmentId,
        command: &UndoAdoption,
        change: Option<String>,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let adopted = self.adopted_with(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        let adopted: BTreeSet<_> = adopted.iter().map(|it| it.id).collect();
        let subsumed = self.amendments.values().filter(|it| {
            let kind = it.disposition.as_ref().map(|it| &it.kind);
            matches!(kind, Some(DispositionKind::Subsumed { by }) if by.iter().any(|id| adopted.contains(id)))
        });
        let mut amendments = adopted.clone();
        amendments.extend(subsumed.map(|it| it.id));
        let mut contents = Contents::default();
        let fact = Fact::AdoptionUndone {
            amendments: amendments.into_iter().collect(),
            draft: self.draft,
            change,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Finds the amendments that are open again once the chair takes the rejection, or the lapse, of
    /// this one back: itself and what of its package ended in the same way.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] as it says;
    /// * [`Refusal::NotUndoable`] unless the chair rejected it, or let it lapse, after the last tabling.
    pub fn reopened_with(&self, id: AmendmentId) -> Result<Vec<&Amendment>, Refusal> {
        let amendment = self.amendment(id).ok_or(Refusal::UnknownAmendment(id))?;
        let tabled = self.current().map_or(0, |revision| revision.seq);
        let ended = |it: &Amendment| {
            let disposition = it.disposition.as_ref().filter(|it| it.seq > tabled)?;
            let kind = &disposition.kind;
            matches!(kind, DispositionKind::Rejected | DispositionKind::Lapsed)
                .then(|| kind.clone())
        };
        let how = ended(amendment).ok_or(Refusal::NotUndoable)?;
        let mut package = self.package_of(amendment);
        package.retain(|it| ended(it).as_ref() == Some(&how));
        package.sort_by_key(|it| it.id);
        Ok(package)
    }

    /// Records that the chair took the rejection, or the lapse, of an amendment back.
    ///
    /// # Errors
    ///
    /// * as [`Self::reopened_with`] says of the amendment;
    /// * [`Refusal::NotPermitted`] unless the chair asks.
    pub fn reopen_amendment(
        &self,
        id: AmendmentId,
        command: &ReopenAmendment,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let reopened = self.reopened_with(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        let mut contents = Contents::default();
        let fact = Fact::AmendmentsReopened {
            amendments: reopened.iter().map(|it| it.id).collect(),
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Finds an adopted part of an amendment, as far as it can be undone.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] as it says;
    /// * [`Refusal::AmendmentEnded`] if the text has the whole amendment by now;
    /// * [`Refusal::NotUndoable`] unless the part was adopted after the last tabling and is in the draft.
    pub fn part_to_undo(&self, id: AmendmentId, part: u32) -> Result<&PartAdopted, Refusal> {
        let amendment = self.amendment(id).ok_or(Refusal::UnknownAmendment(id))?;
        let ended = amendment.disposition.as_ref();
        if ended.is_some_and(|it| it.kind.is_in_the_text()) {
            return Err(Refusal::AmendmentEnded(id));
        }
        let tabled = self.current().map_or(0, |revision| revision.seq);
        let mut taken = amendment.parts_taken().filter(|it| it.seq > tabled);
        let found = taken.find(|it| it.number == part);
        found.ok_or(Refusal::NotUndoable)
    }

    /// Says what undoing the adoption of a part does to the working draft, given the text `before`
    /// and `after` the change that took it in and the text `now`.
    ///
    /// # Errors
    ///
    /// * as [`Self::part_to_undo`] says of the part;
    /// * as [`Self::undoing`] says of who asks and of the draft.
    pub fn undoing_part(
        &self,
        (id, part): (AmendmentId, u32),
        (before, after, now): (&Outline, &Outline, &Outline),
        acting: &Acting<'_>,
    ) -> Result<Vec<DraftEdit>, Refusal> {
        self.part_to_undo(id, part)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        let amendment = self.amendment(id).ok_or(Refusal::UnknownAmendment(id))?;
        let clause = amendment.change().clause();
        let sides = present(before, clause).zip(present(after, clause));
        let (was, is) = sides.ok_or(Refusal::AmendmentConflict)?;
        Ok(reverted(was, is, now)?.into_iter().collect())
    }

    /// Records that the chair took an adopted part of an amendment back.
    ///
    /// # Errors
    ///
    /// * as [`Self::part_to_undo`] and [`Self::undoing_part`] say of the part and of who asks.
    pub fn undo_part(
        &self,
        id: AmendmentId,
        command: &UndoPart,
        change: Option<String>,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.part_to_undo(id, command.part)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        let mut contents = Contents::default();
        let fact = Fact::PartUndone {
            amendment: id,
            part: command.part,
            draft: self.draft,
            change,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }
}

/// Returns what gives a clause the words back that it had.
fn reverted(
    was: &OutlineClause,
    is: &OutlineClause,
    now: &Outline,
) -> Result<Option<DraftEdit>, Refusal> {
    if was.wording == is.wording {
        return Ok(None);
    }
    let clause = was.id;
    let present = present(now, clause).ok_or(Refusal::AmendmentConflict)?;
    let wording = onto(&is.wording, &was.wording, &present.wording)?;
    Ok(Some(DraftEdit::Reword { clause, wording }))
}

/// Returns what takes a clause out again that the adoption brought in, as long as it is as it came.
fn taken_out(
    clause: &OutlineClause,
    after: &Outline,
    now: &Outline,
) -> Result<Option<DraftEdit>, Refusal> {
    let Some(present) = present(now, clause.id) else {
        return Ok(None);
    };
    let nested = |outline: &Outline| {
        let within = outline
            .clauses
            .iter()
            .filter(|it| it.parent == Some(clause.id));
        within.map(|it| it.id).collect::<BTreeSet<_>>()
    };
    let is_as_it_came = present.wording == clause.wording && nested(now).is_subset(&nested(after));
    if is_as_it_came {
        Ok(Some(DraftEdit::Remove { clause: clause.id }))
    } else {
        Err(Refusal::AmendmentConflict)
    }
}

/// Returns what puts a clause back where it was, as long as it is where the adoption put it.
fn moved_back(
    clause: ClauseId,
    (before, after, now): (&Outline, &Outline, &Outline),
) -> Result<Option<DraftEdit>, Refusal> {
    let (Some(was), Some(put), Some(is)) = (
        present(before, clause),
        present(after, clause),
        present(now, clause),
    ) else {
        return Ok(None);
    };
    if put.parent != is.parent {
        return Err(Refusal::AmendmentConflict);
    }
    let sibling = (before.clauses.iter())
        .take_while(|it| it.id != clause)
        .filter(|it| it.parent == was.parent)
        .last()
        .map(|it| it.id);
    let (parent, after) = place(now, (was.parent, sibling), clause);
    Ok(Some(DraftEdit::Move {
        clause,
        parent,
        after,
    }))
}

const fn is_adoption(kind: &DispositionKind) -> bool {
    matches!(
        kind,
        DispositionKind::Adopted | DispositionKind::AdoptedModified { .. }
    )
}
