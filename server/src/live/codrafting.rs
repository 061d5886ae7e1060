//! Amendments in preparation: opened as forks of the tabled text, drafted live, then tabled.
//!
//! # Invariants
//!
//! * Whoever is not among the sponsors gets the answer that an unknown draft gets.
//! * What is tabled is the text that was read: other heads are refused.

use std::sync::Arc;

use domain::api::{CarryDraftAmendment, ChangeProposed, OpenDraftAmendment, TableDraftAmendment};
use domain::id::{AmendmentId, DelegateId, DraftId, InstrumentId};
use domain::instrument::{
    CarriedChanges, DraftAmendment, DraftEdit, DraftOrigin, DraftSponsor, DraftedChanges,
    Instrument, SponsorChange,
};
use domain::refusal::Refusal;
use domain::text::Outline;
use futures_util::FutureExt;
use replica::ActorId;

use super::footing::{Footing, stored};
use super::fork::Fork;
use super::room::Room;
use super::{DraftView, Hub, LiveError};
use crate::workflow::{self, NewDraftAmendment, Office, Receipt};

/// An amendment in preparation as it reads now.
#[derive(Debug, Clone)]
pub struct DraftedView {
    /// Who drafts it, and against what.
    pub draft: DraftAmendment,
    /// The text with it.
    pub view: Arc<DraftView>,
    /// The text that it is compared with.
    pub base: Arc<Outline>,
    /// What it would change.
    pub changes: DraftedChanges,
}

/// Begins to draft an amendment together.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`Instrument::open_draft_amendment`] and [`Instrument::beginning`] say;
/// * [`LiveError::Broken`] or [`LiveError::Interrupted`] if the tabled text cannot be forked.
pub async fn open_draft_amendment(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    command: &OpenDraftAmendment,
) -> Result<DraftAmendment, LiveError> {
    let office = hub.office();
    let register = office.register();
    let found = register.instrument(instrument)?;
    let acting = office.acting(&register, by);
    let (_, origin, _) = found.open_draft_amendment(command, 0, &acting)?;
    let (mut fork, new, present) = forked(office, found, origin).await?;
    fork.write(new.draft, &present)?;
    let changes = fork.into_changes(office, by);
    Ok(workflow::open_draft_amendment(office, by, command, &new, &changes).await?)
}

/// Returns an amendment in preparation to one who may read it, without its text.
///
/// # Errors
///
/// * [`LiveError::Workflow`] with [`Refusal::UnknownDraft`] if there is none such, or it is not theirs to know.
pub async fn draft_amendment(
    hub: &Hub,
    by: DelegateId,
    draft: DraftId,
) -> Result<DraftAmendment, LiveError> {
    let office = hub.office();
    let found = stored(office, draft).await?;
    let register = office.register();
    let acting = office.acting(&register, by);
    found.check_reading(register.instrument(found.instrument)?, &acting)?;
    Ok(found)
}

/// Returns the open amendments in preparation of an instrument that a delegate may read.
///
/// # Errors
///
/// * [`LiveError::Workflow`] if the instrument is unknown or the database fails.
pub async fn draft_amendments(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
) -> Result<Vec<DraftAmendment>, LiveError> {
    let office = hub.office();
    let register = office.register();
    let found = register.instrument(instrument)?;
    let acting = office.acting(&register, by);
    let mut tx = office.store().snapshot().await?;
    let mut open = tx.open_draft_amendments(instrument).await?;
    open.retain(|it| it.check_reading(found, &acting).is_ok());
    Ok(open)
}

/// Returns an amendment in preparation as it reads now, to one who may read it.
///
/// # Errors
///
/// * as [`draft_amendment`] says;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if it cannot be read.
pub async fn preview_amendment(
    hub: &Hub,
    by: DelegateId,
    draft: DraftId,
) -> Result<DraftedView, LiveError> {
    let found = draft_amendment(hub, by, draft).await?;
    hub.in_room(draft, move |room| {
        async move { room.drafted(found) }.boxed()
    })
    .await
}

/// Changes who drafts an amendment together.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`DraftAmendment::change_sponsor`] says;
/// * [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft's room ends.
pub async fn change_draft_sponsor(
    hub: &Hub,
    by: DelegateId,
    draft: DraftId,
    change: SponsorChange,
) -> Result<DraftSponsor, LiveError> {
    draft_amendment(hub, by, draft).await?;
    hub.in_room(draft, move |room| {
        async move {
            let office = room.office().clone();
            let done = workflow::change_draft_sponsor(&office, by, draft, change).await?;
            room.follow_sponsors().await?;
            Ok(done)
        }
        .boxed()
    })
    .await
}

/// Gives up an amendment in preparation; its sponsors can still read it.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`DraftAmendment::check_leading`] says;
/// * [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft's room ends.
pub async fn discard_draft_amendment(
    hub: &Hub,
    by: DelegateId,
    draft: DraftId,
) -> Result<(), LiveError> {
    draft_amendment(hub, by, draft).await?;
    hub.in_room(draft, move |room| {
        async move {
            let office = room.office().clone();
            workflow::discard_draft_amendment(&office, by, draft).await?;
            room.follow_sponsors().await
        }
        .boxed()
    })
    .await
}

/// Tables an amendment in preparation, as it was read.
///
/// # Errors
///
/// * [`LiveError::Workflow`] with [`Refusal::TextChanged`] if it has been written in since, and as
///   [`workflow::table_draft_amendment`] says;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if it cannot be read.
pub async fn table_draft_amendment(
    hub: &Hub,
    by: DelegateId,
    draft: DraftId,
    command: TableDraftAmendment,
) -> Result<(Vec<AmendmentId>, Receipt), LiveError> {
    let found = draft_amendment(hub, by, draft).await?;
    hub.in_room(draft, move |room| {
        async move {
            let drafted = room.drafted(found)?;
            if drafted.view.heads != command.heads {
                return Err(Refusal::TextChanged.into());
            }
            let office = room.office().clone();
            let (changes, ids) = (drafted.changes, (by, draft));
            let done = workflow::table_draft_amendment(&office, ids, changes, &command).await?;
            room.follow_sponsors().await?;
            Ok(done)
        }
        .boxed()
    })
    .await
}

/// Says what carrying an amendment in preparation onto the text on the table would do.
///
/// # Errors
///
/// * as [`carry_draft_amendment`] says of the amendment and of who asks.
pub async fn plan_carrying(
    hub: &Hub,
    by: DelegateId,
    draft: DraftId,
) -> Result<(DraftedView, CarriedChanges), LiveError> {
    let found = draft_amendment(hub, by, draft).await?;
    hub.in_room(draft, move |room| {
        async move {
            let plan = room.carrying(by, found).await?;
            Ok((plan.drafted, plan.carried))
        }
        .boxed()
    })
    .await
}

/// Carries an amendment in preparation onto the text that is on the table by now: it goes on in a
/// new draft. Returns that draft, and the changes that have to be made again by hand.
///
/// # Errors
///
/// * [`LiveError::Workflow`] with [`Refusal::TextChanged`] if it has been written in since, with
///   [`Refusal::RevisionNotOnTable`] if another revision is on the table, and as
///   [`DraftAmendment::check_leading`] and [`Instrument::beginning`] say;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if it cannot be read.
pub async fn carry_draft_amendment(
    hub: &Hub,
    by: DelegateId,
    draft: DraftId,
    command: CarryDraftAmendment,
) -> Result<(DraftAmendment, Vec<ChangeProposed>), LiveError> {
    let found = draft_amendment(hub, by, draft).await?;
    hub.in_room(draft, move |room| {
        async move {
            let office = room.office().clone();
            let mut plan = room.carrying(by, found).await?;
            if plan.drafted.view.heads != command.heads {
                return Err(Refusal::TextChanged.into());
            }
            if plan.new.revision != command.revision {
                return Err(Refusal::RevisionNotOnTable(command.revision).into());
            }
            plan.fork.write(plan.new.draft, &plan.carried.edits)?;
            let changes = plan.fork.into_changes(&office, by);
            let ids = (by, draft);
            let opened = workflow::carry_draft_amendment(&office, ids, &plan.new, &changes).await?;
            room.follow_sponsors().await?;
            Ok((opened, plan.carried.lost))
        }
        .boxed()
    })
    .await
}

/// What carrying comes to.
struct Carrying {
    drafted: DraftedView,
    fork: Fork,
    new: NewDraftAmendment,
    carried: CarriedChanges,
}

/// Makes a fork of the text on the table, with what theirs is compared with written into it.
/// Returns what they have changed already, too.
async fn forked(
    office: &Office,
    instrument: &Instrument,
    origin: DraftOrigin,
) -> Result<(Fork, NewDraftAmendment, Vec<DraftEdit>), LiveError> {
    let table = instrument.current().ok_or(Refusal::NotPermitted)?;
    let draft = DraftId::from_uuid(office.fresh_uuid());
    let hand = ActorId::from(office.random().bytes::<16>());
    let mut fork = Fork::of(office, instrument.draft, &table.heads, hand).await?;
    let beginning = instrument.beginning(origin, &fork.outline())?;
    let new = NewDraftAmendment {
        draft,
        instrument: instrument.id,
        revision: table.number,
        base: fork.write(draft, &beginning.base)?,
        origin,
    };
    Ok((fork, new, beginning.present))
}

impl Room {
    /// Compares the draft with the text it was made from.
    fn drafted(&mut self, draft: DraftAmendment) -> Result<DraftedView, LiveError> {
        let base = self.base(&draft.base)?;
        let view = self.view();
        let changes = DraftedChanges::between(&base, &view.outline)?;
        Ok(DraftedView {
            draft,
            view,
            base,
            changes,
        })
    }

    /// Says what carrying the draft onto the text on the table comes to.
    async fn carrying(
        &mut self,
        by: DelegateId,
        found: DraftAmendment,
    ) -> Result<Carrying, LiveError> {
        let drafted = self.drafted(found)?;
        let office = self.office().clone();
        let register = office.register();
        let instrument = register.instrument(self.instrument())?;
        let acting = office.acting(&register, by);
        drafted.draft.check_leading(instrument, &acting)?;
        let origin = drafted.draft.origin;
        let (fork, new, _) = forked(&office, instrument, origin).await?;
        let changes = drafted.changes.clone();
        let carried = changes.carried(&drafted.base, &fork.outline());
        Ok(Carrying {
            drafted,
            fork,
            new,
            carried,
        })
    }

    /// Follows what the room itself has changed about the sponsors.
    async fn follow_sponsors(&mut self) -> Result<(), LiveError> {
        self.footing = Footing::load(self.office(), self.id()).await?;
        self.follow_rights();
        Ok(())
    }
}
