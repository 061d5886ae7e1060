//! What is done with an instrument.
//!
//! Where an act also changes the working draft, the caller (the live draft's
//! room) brings the draft's changes along, and both are one transaction.

use std::collections::BTreeMap;

use domain::api::{
    ChangeRules, DecideRemoval, FreezeDraft, OpenInstrument, PositionStatement, TableRevision,
};
use domain::id::{ClauseId, DelegateId, DraftId, InstrumentId};
use domain::instrument::{Acting, Instrument, Tabling};
use domain::record::{Act, RevisionNumber};
use domain::refusal::Refusal;
use domain::words::Name;

use super::{Office, Receipt, WorkflowError, Writing, signing};
use crate::store::{Draft, NewDraftChange};

/// The actors that wrote in a working draft, in hexadecimal, and whose they are.
pub type Writers = BTreeMap<String, DelegateId>;

/// What an act does to the working draft: changes that passed the gate, and
/// whose actors made them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafted {
    /// The changes, each after those it depends on.
    pub changes: Vec<NewDraftChange>,
}

impl Drafted {
    /// Returns the hash of the last change in hexadecimal; none where there is no change.
    pub(super) fn last_hash(&self) -> Option<String> {
        self.changes.last().map(|change| hex::encode(change.hash))
    }

    /// Stores the changes and binds their actors.
    pub(crate) async fn store(
        &self,
        writing: &mut Writing<'_>,
        draft: DraftId,
    ) -> Result<(), WorkflowError> {
        for change in &self.changes {
            let at = change.at;
            writing
                .tx()
                .bind_draft_actor(draft, &change.actor, change.delegate_id, at)
                .await?;
        }
        writing
            .tx()
            .insert_draft_changes(draft, &self.changes)
            .await?;
        Ok(())
    }
}

/// Opens an instrument with its working draft, whose first changes come along.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::open_instrument`] says.
pub async fn open_instrument(
    office: &Office,
    by: DelegateId,
    command: &OpenInstrument,
    (id, draft): (InstrumentId, DraftId),
    drafted: &Drafted,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let act = writing
        .register()
        .network()
        .open_instrument(command, by, (id, draft))?;
    writing.append([act]).await?;
    let created_at = writing.now();
    let row = Draft {
        id: draft,
        instrument_id: id,
        amendment_id: None,
        epoch: 0,
        created_at,
    };
    writing.tx().insert_draft(&row).await?;
    drafted.store(&mut writing, draft).await?;
    writing.commit().await
}

/// Changes the rules of an instrument's consensus.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Instrument::change_rules`] says.
pub async fn change_rules(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    command: &ChangeRules,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![instrument.change_rules(command, acting)?])
    })
    .await
}

/// Records that a text from outside was taken into the working draft, with the changes that do so.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Instrument::import_text`] says.
pub async fn import_text(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    (source, clauses, unmapped): (&Name, usize, usize),
    drafted: &Drafted,
) -> Result<Receipt, WorkflowError> {
    decide_drafted(office, by, id, drafted, |instrument, acting| {
        Ok(vec![instrument.import_text(
            source,
            (clauses, unmapped),
            acting,
        )?])
    })
    .await
}

/// Freezes the working draft, or opens it again.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Instrument::freeze_draft`] says.
pub async fn freeze_draft(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    command: &FreezeDraft,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![instrument.freeze_draft(command, acting)?])
    })
    .await
}

/// Decides on a clause that was removed and edited at the same time, with the change that does so.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Instrument::decide_removal`] says.
pub async fn decide_removal(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    (clause, command): (ClauseId, DecideRemoval),
    drafted: &Drafted,
) -> Result<Receipt, WorkflowError> {
    decide_drafted(office, by, id, drafted, |instrument, acting| {
        Ok(vec![instrument.decide_removal(clause, command, acting)?])
    })
    .await
}

/// Anchors a working draft's heads in the record, and whose the actors are that wrote.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] if the instrument is not known.
pub async fn anchor_heads(
    office: &Office,
    id: InstrumentId,
    heads: Vec<String>,
    writers: &Writers,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let instrument = writing.register().instrument(id)?;
    let acts = instrument.anchor_heads(heads, writers);
    writing.append(acts).await?;
    writing.commit().await
}

/// Tables the working draft as the next revision, and binds the actors that wrote since its heads
/// were anchored.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Instrument::table_revision`] says.
pub async fn table_revision(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    command: &TableRevision,
    (tabling, writers): (&Tabling<'_>, &Writers),
) -> Result<(RevisionNumber, Receipt), WorkflowError> {
    let mut writing = office.begin().await?;
    let instrument = writing.register().instrument(id)?;
    let number = instrument.next_revision();
    let mut acts = instrument.bind_actors(writers);
    acts.extend(instrument.table_revision(command, tabling, &writing.acting(by))?);
    writing.append(acts).await?;
    Ok((number, writing.commit().await?))
}

/// Takes an organisation's position on the wording of a clause.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Instrument::take_position`] or, where it is signed,
///   [`Instrument::take_signed_position`] says.
pub async fn take_position(
    office: &Office,
    by: DelegateId,
    (id, clause): (InstrumentId, ClauseId),
    statement: &PositionStatement,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let acts = signing::position(&mut writing, by, (id, clause), statement).await?;
    writing.append(acts).await?;
    writing.commit().await
}

pub(super) async fn decide(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    rule: impl FnOnce(&Instrument, &Acting<'_>) -> Result<Vec<Act>, Refusal>,
) -> Result<Receipt, WorkflowError> {
    decide_drafted(office, by, id, &Drafted::default(), rule).await
}

pub(super) async fn decide_drafted(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    drafted: &Drafted,
    rule: impl FnOnce(&Instrument, &Acting<'_>) -> Result<Vec<Act>, Refusal>,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let instrument = writing.register().instrument(id)?;
    let draft = instrument.draft;
    let acts = rule(instrument, &writing.acting(by))?;
    writing.append(acts).await?;
    drafted.store(&mut writing, draft).await?;
    writing.commit().await
}
