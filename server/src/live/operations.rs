//! What is done to a working draft by the server itself, for someone.
//!
//! Each is done in the draft's room, its changes stored in one transaction with
//! the entry of the record that it makes.

use std::sync::Arc;

use domain::api::{DecideRemoval, OpenInstrument, TableRevision};
use domain::id::{ClauseId, DelegateId, DraftId, InstrumentId};
use domain::instrument::Tabling;
use domain::permission::Operation;
use domain::record::RevisionNumber;
use domain::refusal::Refusal;
use domain::text::{Outline, OutlineClause};
use domain::words::Name;
use futures_util::FutureExt;
use replica::{ActorId, Draft};

use super::edit::{EditError, check_count, check_length, check_wording};
use super::footing::Footing;
use super::room::{Room, Written};
use super::{ClauseEdit, DraftView, Hub, LiveError};
use crate::workflow::{self, Receipt};

/// What came of edits made by the server for someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The clauses that were added, in the order of the edits that added them.
    pub added: Vec<ClauseId>,
    /// The heads of the draft afterwards, in hexadecimal, sorted.
    pub heads: Vec<String>,
}

/// Opens an instrument with an empty working draft.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`workflow::open_instrument`] says.
pub async fn open_instrument(
    hub: &Hub,
    by: DelegateId,
    command: &OpenInstrument,
) -> Result<(InstrumentId, Receipt), LiveError> {
    let office = hub.office();
    let id = InstrumentId::from_uuid(office.fresh_uuid());
    let draft_id = DraftId::from_uuid(office.fresh_uuid());
    let outline = Outline {
        title: command.title.as_str().to_owned(),
        language: command.language.clone(),
        clauses: Vec::new(),
    };
    let actor = ActorId::from(office.random().bytes::<16>());
    let mut draft = Draft::from_outline(&outline, actor)
        .map_err(|error| LiveError::of_edit(draft_id, &error))?;
    let written = Written::first(&mut draft, by, office.now());
    let ids = (id, draft_id);
    let receipt = workflow::open_instrument(office, by, command, ids, written.drafted()).await?;
    Ok((id, receipt))
}

/// Returns the working draft of an instrument as it reads now, to one who may read it.
///
/// # Errors
///
/// * [`LiveError::Workflow`] if the instrument is unknown or its draft not theirs to read;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if it cannot be read.
pub async fn preview(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
) -> Result<Arc<DraftView>, LiveError> {
    let register = hub.office().register();
    let found = register.instrument(instrument)?;
    if !found.permits(Operation::ReadDraft, register.network(), by) {
        return Err(Refusal::NotPermitted.into());
    }
    hub.in_room(found.draft, |room| async move { Ok(room.view()) }.boxed())
        .await
}

/// Makes edits to a working draft, all of them or none.
///
/// # Errors
///
/// * [`LiveError::Workflow`] if `by` may not edit the draft, a clause is unknown or has changed, a text
///   cannot be taken, or nothing would change;
/// * [`LiveError::NestedInItself`] or [`LiveError::NoRoom`] as they say;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be edited.
pub async fn edit(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    edits: Vec<ClauseEdit>,
) -> Result<Edited, LiveError> {
    edit_draft(hub, by, draft_of(hub, instrument)?, edits).await
}

/// Makes edits to a draft, a working one or that of an amendment in preparation, all of them or none.
///
/// # Errors
///
/// * as [`edit`] says.
pub async fn edit_draft(
    hub: &Hub,
    by: DelegateId,
    draft: DraftId,
    edits: Vec<ClauseEdit>,
) -> Result<Edited, LiveError> {
    hub.in_room(draft, move |room| {
        async move { room.edit(by, &edits).await }.boxed()
    })
    .await
}

/// Takes a text from outside into a working draft, after what is there; an empty
/// draft gets its title too. `unmapped` counts what could not be taken over.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`workflow::import_text`] says, or if the text cannot be taken;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be edited.
pub async fn import_text(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    source: Name,
    outline: Outline,
    unmapped: usize,
) -> Result<Receipt, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.import(by, &source, &outline, unmapped).await }.boxed()
    })
    .await
}

/// Tables the working draft as the next revision.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`workflow::table_revision`] says;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be read.
pub async fn table_revision(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    command: TableRevision,
) -> Result<(RevisionNumber, Receipt), LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.table(by, &command).await }.boxed()
    })
    .await
}

/// Decides whether a clause that was removed and edited at the same time stays.
///
/// # Errors
///
/// * [`LiveError::Workflow`] with [`Refusal::NothingToDecide`] if the clause awaits no decision,
///   and as [`workflow::decide_removal`] says;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be edited.
pub async fn decide_removal(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    clause: ClauseId,
    command: DecideRemoval,
) -> Result<Receipt, LiveError> {
    let draft = draft_of(hub, instrument)?;
    hub.in_room(draft, move |room| {
        async move { room.decide(by, clause, command).await }.boxed()
    })
    .await
}

pub(super) fn draft_of(hub: &Hub, instrument: InstrumentId) -> Result<DraftId, Refusal> {
    Ok(hub.office().register().instrument(instrument)?.draft)
}

impl Room {
    async fn edit(&mut self, by: DelegateId, edits: &[ClauseEdit]) -> Result<Edited, LiveError> {
        let office = self.office().clone();
        let fresh: Vec<_> = edits
            .iter()
            .map(|_| ClauseId::from_uuid(office.fresh_uuid()))
            .collect();
        let written = self.write(by, "edit", |draft| {
            let mut pairs = edits.iter().zip(&fresh);
            pairs.try_for_each(|(edit, fresh)| edit.make(draft, *fresh))
        })?;
        if written.is_empty() {
            return Err(Refusal::NothingChanged.into());
        }
        let id = self.id();
        let mut writing = office.begin().await?;
        Footing::read(&mut writing, id)
            .await?
            .authorise(&writing, id, by)?;
        written.drafted().store(&mut writing, id).await?;
        writing.commit().await?;
        self.committed(written)?;
        let added = edits.iter().zip(fresh).filter(|(edit, _)| edit.adds());
        Ok(Edited {
            added: added.map(|(_, clause)| clause).collect(),
            heads: self.view().heads.clone(),
        })
    }

    async fn import(
        &mut self,
        by: DelegateId,
        source: &Name,
        outline: &Outline,
        unmapped: usize,
    ) -> Result<Receipt, LiveError> {
        check_outline(outline)?;
        let written = self.write(by, "import", |draft| append(draft, outline))?;
        let counts = (source, outline.clauses.len(), unmapped);
        let office = self.office().clone();
        let id = self.instrument();
        let receipt = workflow::import_text(&office, by, id, counts, written.drafted()).await?;
        self.committed(written)?;
        Ok(receipt)
    }

    async fn table(
        &mut self,
        by: DelegateId,
        command: &TableRevision,
    ) -> Result<(RevisionNumber, Receipt), LiveError> {
        let view = self.view();
        let tabling = Tabling {
            outline: &view.outline,
            heads: &view.heads,
            undecided: view.undecided.first().copied(),
        };
        let office = self.office().clone();
        let id = self.instrument();
        let what = (&tabling, self.writers());
        let tabled = workflow::table_revision(&office, by, id, command, what).await?;
        self.anchored();
        Ok(tabled)
    }

    async fn decide(
        &mut self,
        by: DelegateId,
        clause: ClauseId,
        command: DecideRemoval,
    ) -> Result<Receipt, LiveError> {
        if !self.view().undecided.contains(&clause) {
            return Err(Refusal::NothingToDecide(clause).into());
        }
        let written = self.write(by, "decide", |draft| {
            if command.keep {
                draft.restore_clause(clause)?;
            } else {
                draft.confirm_removal(clause)?;
            }
            Ok(())
        })?;
        let office = self.office().clone();
        let (id, decided) = (self.instrument(), (clause, command));
        let receipt = workflow::decide_removal(&office, by, id, decided, written.drafted()).await?;
        self.committed(written)?;
        Ok(receipt)
    }

    pub(super) fn write(
        &mut self,
        by: DelegateId,
        message: &str,
        edit: impl FnOnce(&mut Draft) -> Result<(), EditError>,
    ) -> Result<Written, LiveError> {
        let id = self.id();
        self.edited(by, message, edit).map_err(|error| match error {
            EditError::Refused(refusal) => refusal.into(),
            EditError::Draft(error) => LiveError::of_edit(id, &error),
        })
    }
}

fn append(draft: &mut Draft, outline: &Outline) -> Result<(), EditError> {
    let present = draft.clauses().len();
    check_count(present + outline.clauses.len())?;
    if present == 0 && !outline.title.trim().is_empty() {
        draft.retitle(&outline.title)?;
    }
    Ok(draft.append_outline(outline)?)
}

fn check_outline(outline: &Outline) -> Result<(), Refusal> {
    check_length(&outline.title)?;
    let check_clause = |clause: &OutlineClause| {
        check_wording(&clause.wording)?;
        check_length(&clause.commentary)
    };
    outline.clauses.iter().try_for_each(check_clause)
}
