//! Adopting a part of an amendment, or an amendment with another wording.

use std::collections::BTreeSet;

use super::adopting::{DraftEdit, insertion, onto, present};
use super::amendment::Amendment;
use super::change::AmendmentChange;
use super::ground::add_wording;
use super::proposing::add;
use super::{Acting, Instrument};
use crate::api::{AdoptModified, AdoptPart};
use crate::id::AmendmentId;
use crate::permission::Operation;
use crate::record::{Act, Contents, Fact};
use crate::redline::{apply, hunks, with_marks};
use crate::refusal::Refusal;
use crate::text::{Outline, Wording};

impl Instrument {
    /// Says what taking only some of an amendment's changes would do to the working draft.
    ///
    /// Returns the wording they make of the base as well.
    ///
    /// # Errors
    ///
    /// * as [`Self::adoption`] says of one amendment;
    /// * [`Refusal::TextChanged`] if the sponsor has revised the amendment since;
    /// * [`Refusal::NotAPart`] unless some, but not all, of its changes are named.
    pub fn part_adoption(
        &self,
        id: AmendmentId,
        command: &AdoptPart,
        draft: &Outline,
        acting: &Acting<'_>,
    ) -> Result<(DraftEdit, Wording), Refusal> {
        let amendment = self.open_amendment(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        if amendment.text().number != command.text {
            return Err(Refusal::TextChanged);
        }
        self.check_alone(amendment)?;
        self.check_consent(amendment)?;
        if amendment.amends.is_some() {
            return Err(Refusal::NotAPart);
        }
        let AmendmentChange::Modify {
            clause,
            wording: Some(proposed),
            ..
        } = amendment.change()
        else {
            return Err(Refusal::NotAPart);
        };
        let base = self
            .base_wording(amendment)
            .ok_or(Refusal::AmendmentConflict)?;
        let part = part_of(base, proposed, command).ok_or(Refusal::NotAPart)?;
        let now = present(draft, *clause).ok_or(Refusal::AmendmentConflict)?;
        let wording = onto(base, &part, &now.wording)?;
        let clause = *clause;
        Ok((DraftEdit::Reword { clause, wording }, part))
    }

    /// Records that the chair took part of an amendment into the draft; the rest stays open.
    ///
    /// # Errors
    ///
    /// * as [`Self::part_adoption`] says of the amendment and of who asks;
    /// * [`Refusal::WordingEmpty`] and the like if the part is no wording.
    pub fn adopt_part(
        &self,
        id: AmendmentId,
        (command, planned, draft): (&AdoptPart, &(DraftEdit, Wording), &Outline),
        change: String,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        if self.part_adoption(id, command, draft, acting)? != *planned {
            return Err(Refusal::TextChanged);
        }
        let (_, part) = planned;
        let mut contents = Contents::default();
        let fact = Fact::AmendmentPartlyAdopted {
            amendment: id,
            result: part.hash()?,
            wording: add_wording(&mut contents, part),
            draft: self.draft,
            change,
            note: add(&mut contents, command.note.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Says what adopting an amendment with the wording its sponsor consented to would do.
    ///
    /// # Errors
    ///
    /// * as [`Self::adoption`] says of one amendment;
    /// * [`Refusal::NoConsent`] unless the sponsor has accepted that offer, for the present text.
    pub fn modified_adoption(
        &self,
        id: AmendmentId,
        command: &AdoptModified,
        draft: &Outline,
        acting: &Acting<'_>,
    ) -> Result<DraftEdit, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        let offered = consented(amendment, command.offer)?;
        self.check_alone(amendment)?;
        let clause = amendment.change().clause();
        // What amends another is adopted instead of it, with all that one changes.
        let root = self.root(amendment);
        if let (AmendmentChange::Insert { parent, after, .. }, None) =
            (root.change(), present(draft, clause))
        {
            return Ok(insertion(draft, clause, (*parent, *after), offered));
        }
        let base = self.base_wording(root).ok_or(Refusal::AmendmentConflict)?;
        let now = present(draft, clause).ok_or(Refusal::AmendmentConflict)?;
        let wording = onto(base, offered, &now.wording)?;
        Ok(DraftEdit::Reword { clause, wording })
    }

    /// Checks that an amendment stands or falls by itself: a package is adopted as a whole.
    fn check_alone(&self, amendment: &Amendment) -> Result<(), Refusal> {
        let mut others = self.package_of(amendment).into_iter();
        match others.find(|it| it.id != amendment.id) {
            Some(other) => Err(Refusal::PackageIncomplete(other.id)),
            None => Ok(()),
        }
    }

    /// Records that the chair adopted an amendment with the wording its sponsor consented to.
    ///
    /// # Errors
    ///
    /// * as [`Self::modified_adoption`] says of the amendment and of who asks.
    pub fn adopt_modified(
        &self,
        id: AmendmentId,
        (command, planned, draft): (&AdoptModified, &DraftEdit, &Outline),
        change: String,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        if self.modified_adoption(id, command, draft, acting)? != *planned {
            return Err(Refusal::TextChanged);
        }
        let amended = self.amendment(id).and_then(|it| it.amends);
        let amended = amended.filter(|id| self.open_amendment(*id).is_ok());
        let mut contents = Contents::default();
        let fact = Fact::AmendmentAdoptedModified {
            amendment: id,
            offer: command.offer,
            draft: self.draft,
            change,
            note: add(&mut contents, command.note.as_ref()),
        };
        let mut acts = vec![self.act(acting, fact, contents)];
        let amended: Vec<_> = amended.into_iter().collect();
        acts.extend(self.subsumptions(&amended, &[id], acting));
        Ok(acts)
    }
}

fn consented(amendment: &Amendment, offer: u32) -> Result<&Wording, Refusal> {
    amendment
        .offer(offer)
        .filter(|it| it.text == amendment.text().number)
        .filter(|it| it.answer.as_ref().is_some_and(|it| it.accepted))
        .and_then(|it| it.wording.as_deref())
        .ok_or(Refusal::NoConsent)
}

/// Makes the chosen changes of an amendment; none unless they are some, but not all, of them.
fn part_of(base: &Wording, proposed: &Wording, command: &AdoptPart) -> Option<Wording> {
    let (old, new) = (base.text.to_plain(), proposed.text.to_plain());
    let all = hunks(&old, &new);
    let chosen: BTreeSet<usize> = (command.changes.iter())
        .map(|index| {
            usize::try_from(*index)
                .ok()
                .filter(|index| *index < all.len())
        })
        .collect::<Option<_>>()?;
    let taken: Vec<_> = chosen.iter().map(|index| all[*index].clone()).collect();
    let text = apply(&old, &taken).ok()?;
    let part = Wording {
        kind: base.kind,
        heading: if command.heading {
            &proposed.heading
        } else {
            &base.heading
        }
        .clone(),
        text: with_marks(&text, &base.text, &proposed.text, &base.text),
    };
    let is_some = part != *base;
    let is_all =
        chosen.len() == all.len() && part.heading == proposed.heading && part.kind == proposed.kind;
    (is_some && !is_all).then_some(part)
}
