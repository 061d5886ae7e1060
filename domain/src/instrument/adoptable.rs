//! What stands in the way of adopting amendments: each by itself, those chosen together, and those
//! that are in the working draft already.

use std::collections::BTreeSet;

use super::Instrument;
use super::amendment::Amendment;
use super::change::AmendmentChange;
use super::comparing::Standing;
use crate::amendments::{CollisionClass, Near};
use crate::api::AdoptAmendments;
use crate::id::{AmendmentId, ClauseId};
use crate::refusal::Refusal;

impl Instrument {
    /// Finds the amendments, sorted and each once; all of them open and no package broken.
    pub(super) fn chosen(&self, ids: &[AmendmentId]) -> Result<Vec<&Amendment>, Refusal> {
        let ids: BTreeSet<_> = ids.iter().copied().collect();
        if ids.is_empty() {
            return Err(Refusal::NothingChosen);
        }
        let chosen: Vec<&Amendment> = (ids.iter())
            .map(|id| self.open_amendment(*id))
            .collect::<Result<_, _>>()?;
        for amendment in &chosen {
            let mut others = self.package_of(amendment).into_iter();
            if let Some(missing) = others.find(|it| it.is_open() && !ids.contains(&it.id)) {
                return Err(Refusal::PackageIncomplete(missing.id));
            }
        }
        Ok(chosen)
    }

    /// Returns the amendments that stand or fall together with one, itself among them.
    pub fn package_of(&self, amendment: &Amendment) -> Vec<&Amendment> {
        let together = |it: &&Amendment| {
            it.id == amendment.id || (it.package.is_some() && it.package == amendment.package)
        };
        self.amendments().into_iter().filter(together).collect()
    }

    /// Checks that each amendment has the text that was read.
    pub(super) fn check_read(&self, command: &AdoptAmendments) -> Result<(), Refusal> {
        let present = |id: &AmendmentId| self.amendment(*id).map(|it| it.text().number);
        let is_read = command.amendments.len() == command.texts.len()
            && (command.amendments.iter().zip(&command.texts))
                .all(|(id, text)| present(id) == Some(*text));
        is_read.then_some(()).ok_or(Refusal::TextChanged)
    }

    /// Checks that a text from an earlier revision comes to no other wording on the table than the
    /// one its sponsor gave it.
    pub(super) fn check_consent(&self, amendment: &Amendment) -> Result<(), Refusal> {
        let clause = amendment.change().clause();
        let tabled = self.current().and_then(|table| table.clause(clause));
        match self.standing(amendment, tabled.and_then(|it| it.wording())) {
            Standing::Carried(_) => Err(Refusal::ConsentAwaited(amendment.id)),
            _ => Ok(()),
        }
    }

    /// Checks an amendment against those to its clause that are in the working draft already.
    pub(super) fn check_beside(&self, amendment: &Amendment) -> Result<(), Refusal> {
        for other in self.adopted_beside(amendment) {
            if let Some(class) = class_beside(amendment, other) {
                return Err(Refusal::AmendmentsCollide {
                    one: amendment.id.min(other.id),
                    other: amendment.id.max(other.id),
                    class,
                });
            }
        }
        let adopted = self.amendments.values().filter(|it| self.is_in_draft(it));
        let declared = |it: &&Amendment| self.declared_collision(amendment.id, it.id).is_some();
        match adopted.into_iter().find(declared) {
            Some(other) => Err(Refusal::AmendmentsCollide {
                one: amendment.id.min(other.id),
                other: amendment.id.max(other.id),
                class: CollisionClass::Declared,
            }),
            None => Ok(()),
        }
    }

    /// Checks that what an amendment makes of a sentence together with those that are in the working
    /// draft already was read.
    pub(super) fn check_read_beside(
        &self,
        amendment: &Amendment,
        command: &AdoptAmendments,
    ) -> Result<(), Refusal> {
        check_sentences(&self.near_adopted(amendment), command)
    }

    /// Checks what a person declared across clauses; within a clause the comparison has it.
    pub(super) fn check_declared(&self, ids: &[AmendmentId]) -> Result<(), Refusal> {
        let both =
            |(one, other): &&(AmendmentId, AmendmentId)| ids.contains(one) && ids.contains(other);
        match self.declared.keys().find(both) {
            Some((one, other)) => Err(Refusal::AmendmentsCollide {
                one: *one,
                other: *other,
                class: CollisionClass::Declared,
            }),
            None => Ok(()),
        }
    }

    pub(super) fn check_together(
        &self,
        clause: ClauseId,
        chosen: &[&Amendment],
        command: &AdoptAmendments,
    ) -> Result<(), Refusal> {
        if chosen.len() < 2 {
            return Ok(());
        }
        let comparison = self.compare_clause(clause);
        let is_chosen = |id: &AmendmentId| chosen.iter().any(|it| it.id == *id);
        let both = |one: &AmendmentId, other: &AmendmentId| is_chosen(one) && is_chosen(other);
        if let Some(it) = (comparison.collisions().iter()).find(|it| both(&it.one, &it.other)) {
            return Err(Refusal::AmendmentsCollide {
                one: it.one,
                other: it.other,
                class: it.class,
            });
        }
        let near = (comparison.near().iter()).filter(|it| both(&it.one, &it.other));
        check_sentences(near, command)
    }
}

/// Checks that the chair says to have read what each of these pairs makes of a sentence.
fn check_sentences<'a>(
    near: impl IntoIterator<Item = &'a Near<AmendmentId>>,
    command: &AdoptAmendments,
) -> Result<(), Refusal> {
    let is_read = |near: &Near<AmendmentId>| {
        let (one, other) = (near.one, near.other);
        let pairs = [(one, other), (other, one)];
        command.read_together.iter().any(|it| pairs.contains(it))
    };
    match near.into_iter().find(|it| !is_read(it)) {
        Some(it) => Err(Refusal::SentenceUnread {
            one: it.one,
            other: it.other,
        }),
        None => Ok(()),
    }
}

/// Returns why an amendment cannot be adopted beside one that was, as far as that does not show
/// in the words; where both reword the clause, carrying one onto the other tells.
fn class_beside(amendment: &Amendment, adopted: &Amendment) -> Option<CollisionClass> {
    use AmendmentChange::{Alternative, Delete, EditorialHint, Insert, Modify, Move};
    if amendment.id == adopted.id {
        return None;
    }
    if amendment.amends == Some(adopted.id) || adopted.amends == Some(amendment.id) {
        return Some(CollisionClass::Dependent);
    }
    match (amendment.change(), adopted.change()) {
        (EditorialHint { .. } | Insert { .. }, _)
        | (_, EditorialHint { .. } | Insert { .. })
        | (Delete { .. }, Delete { .. }) => None,
        (Delete { .. }, _) | (_, Delete { .. }) => Some(CollisionClass::DeleteEdit),
        (Alternative { result, .. }, Alternative { result: other, .. }) if result == other => None,
        (Alternative { .. }, Alternative { .. } | Modify { .. })
        | (Modify { .. }, Alternative { .. }) => Some(CollisionClass::Alternative),
        (Move { .. }, Move { .. }) if amendment.change().place() != adopted.change().place() => {
            Some(CollisionClass::MoveMove)
        }
        _ => None,
    }
}
