//! Adopting amendments into the working draft, and taking an adoption back.

use std::collections::BTreeSet;

use domain::api::{AdoptAmendments, AdoptModified, AdoptPart, UndoAdoption, UndoPart};
use domain::id::{AmendmentId, DelegateId, InstrumentId};
use domain::instrument::{Acting, DraftEdit, Instrument};
use domain::refusal::Refusal;
use domain::text::{Outline, OutlineClause};
use futures_util::FutureExt;
use replica::{ChangeHash, Draft, DraftError};

use super::edit::add;
use super::operations::draft_of;
use super::room::{Room, Written};
use super::{Hub, LiveError};
use crate::workflow::{self, Receipt};

/// Adopts amendments in one act: writes them into the working draft and into the record.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`Instrument::adoption`] and [`workflow::adopt_amendments`] say;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be edited.
pub async fn adopt(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    command: AdoptAmendments,
) -> Result<Receipt, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.adopt(by, &command).await }.boxed()
    })
    .await
}

/// Takes part of an amendment into the working draft; the rest stays open.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`Instrument::part_adoption`] and [`workflow::adopt_part`] say;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be edited.
pub async fn adopt_part(
    hub: &Hub,
    by: DelegateId,
    (instrument, amendment): (InstrumentId, AmendmentId),
    command: AdoptPart,
) -> Result<Receipt, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.adopt_part(by, amendment, &command).await }.boxed()
    })
    .await
}

/// Adopts an amendment with the wording its sponsor consented to.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`Instrument::modified_adoption`] and [`workflow::adopt_modified`] say;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be edited.
pub async fn adopt_modified(
    hub: &Hub,
    by: DelegateId,
    (instrument, amendment): (InstrumentId, AmendmentId),
    command: AdoptModified,
) -> Result<Receipt, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.adopt_modified(by, amendment, &command).await }.boxed()
    })
    .await
}

/// Takes an adoption back: the words leave the working draft, the amendments are open again.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`Instrument::undoing`] and [`workflow::undo_adoption`] say;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be edited.
pub async fn undo_adoption(
    hub: &Hub,
    by: DelegateId,
    (instrument, amendment): (InstrumentId, AmendmentId),
    command: UndoAdoption,
) -> Result<Receipt, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.undo_adoption(by, amendment, &command).await }.boxed()
    })
    .await
}

/// Says what taking an adoption back would do to the working draft as it is now.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`Instrument::undoing`] says;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be read.
pub async fn plan_undoing(
    hub: &Hub,
    by: DelegateId,
    (instrument, amendment): (InstrumentId, AmendmentId),
) -> Result<Vec<DraftEdit>, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.undoing(by, amendment) }.boxed()
    })
    .await
}

/// Takes an adopted part of an amendment back: its words leave the working draft.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`Instrument::undoing_part`] and [`workflow::undo_part`] say;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be edited.
pub async fn undo_part(
    hub: &Hub,
    by: DelegateId,
    (instrument, amendment): (InstrumentId, AmendmentId),
    command: UndoPart,
) -> Result<Receipt, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.undo_part(by, amendment, &command).await }.boxed()
    })
    .await
}

/// Says what taking an adopted part back would do to the working draft as it is now.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`Instrument::undoing_part`] says;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be read.
pub async fn plan_undoing_part(
    hub: &Hub,
    by: DelegateId,
    (instrument, amendment): (InstrumentId, AmendmentId),
    part: u32,
) -> Result<Vec<DraftEdit>, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.undoing_part(by, (amendment, part)) }.boxed()
    })
    .await
}

impl Room {
    async fn adopt(
        &mut self,
        by: DelegateId,
        command: &AdoptAmendments,
    ) -> Result<Receipt, LiveError> {
        let adoption = self.planned(by, |instrument, draft, acting| {
            instrument.adoption(command, draft, acting)
        })?;
        let hand = self.hand_of(&command.amendments)?.unwrap_or(by);
        let written = self.write_edits(hand, "adopt", &adoption.edits)?;
        let (office, id) = (self.office().clone(), self.instrument());
        let view = self.view();
        let plan = (command, &adoption, &view.outline);
        let receipt = workflow::adopt_amendments(&office, by, id, plan, written.drafted()).await?;
        self.committed(written)?;
        Ok(receipt)
    }

    async fn adopt_part(
        &mut self,
        by: DelegateId,
        amendment: AmendmentId,
        command: &AdoptPart,
    ) -> Result<Receipt, LiveError> {
        let planned = self.planned(by, |instrument, draft, acting| {
            instrument.part_adoption(amendment, command, draft, acting)
        })?;
        let hand = self.hand_of(&[amendment])?.unwrap_or(by);
        let written = self.write_edits(hand, "adopt", std::slice::from_ref(&planned.0))?;
        let (office, ids) = (self.office().clone(), (self.instrument(), amendment));
        let view = self.view();
        let taken = (command, &planned, &view.outline);
        let receipt = workflow::adopt_part(&office, by, ids, taken, written.drafted()).await?;
        self.committed(written)?;
        Ok(receipt)
    }

    async fn adopt_modified(
        &mut self,
        by: DelegateId,
        amendment: AmendmentId,
        command: &AdoptModified,
    ) -> Result<Receipt, LiveError> {
        let edit = self.planned(by, |instrument, draft, acting| {
            instrument.modified_adoption(amendment, command, draft, acting)
        })?;
        let hand = self.hand_of(&[amendment])?.unwrap_or(by);
        let written = self.write_edits(hand, "adopt", std::slice::from_ref(&edit))?;
        let (office, ids) = (self.office().clone(), (self.instrument(), amendment));
        let view = self.view();
        let taken = (command, &edit, &view.outline);
        let receipt = workflow::adopt_modified(&office, by, ids, taken, written.drafted()).await?;
        self.committed(written)?;
        Ok(receipt)
    }

    async fn undo_adoption(
        &mut self,
        by: DelegateId,
        amendment: AmendmentId,
        command: &UndoAdoption,
    ) -> Result<Receipt, LiveError> {
        let edits = self.undoing(by, amendment)?;
        let written = self.write_edits(by, "undo", &edits)?;
        let (office, ids) = (self.office().clone(), (self.instrument(), amendment));
        let receipt = workflow::undo_adoption(&office, by, ids, command, written.drafted()).await?;
        self.committed(written)?;
        Ok(receipt)
    }

    async fn undo_part(
        &mut self,
        by: DelegateId,
        amendment: AmendmentId,
        command: &UndoPart,
    ) -> Result<Receipt, LiveError> {
        let edits = self.undoing_part(by, (amendment, command.part))?;
        let written = self.write_edits(by, "undo", &edits)?;
        let (office, ids) = (self.office().clone(), (self.instrument(), amendment));
        let receipt = workflow::undo_part(&office, by, ids, command, written.drafted()).await?;
        self.committed(written)?;
        Ok(receipt)
    }

    fn undoing(
        &mut self,
        by: DelegateId,
        amendment: AmendmentId,
    ) -> Result<Vec<DraftEdit>, LiveError> {
        let register = self.office().register();
        let instrument = register.instrument(self.instrument())?;
        let adopted = instrument.adopted_with(amendment)?;
        let change = adopted
            .first()
            .and_then(|it| it.disposition.as_ref()?.change.as_deref());
        // Where its adoption changed nothing, there is nothing to take out.
        let Some(change) = change else {
            return Ok(Vec::new());
        };
        let (before, after) = &self.around(change)?;
        self.planned(by, |instrument, now, acting| {
            instrument.undoing(amendment, (before, after, now), acting)
        })
    }

    fn undoing_part(
        &mut self,
        by: DelegateId,
        (amendment, part): (AmendmentId, u32),
    ) -> Result<Vec<DraftEdit>, LiveError> {
        let register = self.office().register();
        let instrument = register.instrument(self.instrument())?;
        let taken = instrument.part_to_undo(amendment, part)?;
        let (before, after) = &self.around(&taken.change)?;
        self.planned(by, |instrument, now, acting| {
            instrument.undoing_part((amendment, part), (before, after, now), acting)
        })
    }

    /// Returns the text just before and just after a change of the draft.
    fn around(&mut self, change: &str) -> Result<(Outline, Outline), LiveError> {
        let hash = change.parse::<ChangeHash>().ok();
        let texts = hash.and_then(|hash| {
            let deps = self.draft.change(&hash)?.deps().to_vec();
            Some((self.draft.outline_at(&deps), self.draft.outline_at(&[hash])))
        });
        Ok(texts.ok_or(Refusal::NotUndoable)?)
    }

    fn planned<T>(
        &mut self,
        by: DelegateId,
        plan: impl FnOnce(&Instrument, &Outline, &Acting<'_>) -> Result<T, Refusal>,
    ) -> Result<T, LiveError> {
        let view = self.view();
        let register = self.office().register();
        let acting = self.office().acting(&register, by);
        let instrument = register.instrument(self.instrument())?;
        Ok(plan(instrument, &view.outline, &acting)?)
    }

    /// Returns the person who proposed all of these amendments, in whose name their words are written.
    fn hand_of(&self, amendments: &[AmendmentId]) -> Result<Option<DelegateId>, LiveError> {
        let register = self.office().register();
        let instrument = register.instrument(self.instrument())?;
        let proposed: BTreeSet<_> = (amendments.iter())
            .filter_map(|id| instrument.amendment(*id))
            .map(|it| it.proposed_by)
            .collect();
        Ok(match (proposed.first(), proposed.len()) {
            (Some(one), 1) => Some(*one),
            _ => None,
        })
    }

    fn write_edits(
        &mut self,
        by: DelegateId,
        message: &str,
        edits: &[DraftEdit],
    ) -> Result<Written, LiveError> {
        self.write(by, message, |draft| {
            edits.iter().try_for_each(|edit| Ok(make(draft, edit)?))
        })
    }
}

/// Writes into the draft what an act does to it; a clause that was there once and comes in anew
/// gets its words back first.
pub(super) fn make(draft: &mut Draft, edit: &DraftEdit) -> Result<(), DraftError> {
    match edit {
        DraftEdit::Insert {
            clause,
            parent,
            after,
            wording,
        } if draft.clause(*clause).is_some() => {
            draft.restore_clause(*clause)?;
            draft.move_clause(*clause, *parent, *after)?;
            draft.reword(*clause, wording)
        }
        DraftEdit::Reword { clause, wording } => draft.reword(*clause, wording),
        DraftEdit::Insert {
            clause,
            parent,
            after,
            wording,
        } => {
            let clause = OutlineClause {
                id: *clause,
                parent: *parent,
                wording: wording.clone(),
                commentary: String::new(),
                language: None,
            };
            add(draft, *after, *parent, &clause)
        }
        DraftEdit::Remove { clause } => draft.remove_clause(*clause),
        DraftEdit::Move {
            clause,
            parent,
            after,
        } => draft.move_clause(*clause, *parent, *after),
        DraftEdit::Restore { clause } => draft.restore_clause(*clause),
    }
}
