//! What is done with positions prepared inside an organisation.
//!
//! Nothing of them is in the record until the head of delegation submits one; that and the
//! position are one transaction.

use domain::api::{PositionStatement, PreparePosition, SendBack, SubmitPrepared};
use domain::deliberation::{Prepared, PreparedAnswer, PreparedEnd};
use domain::id::{DelegateId, InstrumentId, PreparationId};
use domain::refusal::Refusal;

use super::{Office, Readers, Receipt, WorkflowError, Writing, signing};

/// The most prepared positions that are listed together.
const MOST_LISTED: u32 = 500;

/// Prepares a position.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Prepared::prepare`] says.
pub async fn prepare_position(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
    command: &PreparePosition,
) -> Result<Prepared, WorkflowError> {
    let mut writing = office.begin().await?;
    let person = writing.register().network().delegate(by);
    let own = person.and_then(|it| it.organisation);
    let own = own.ok_or(Refusal::NotPermitted)?;
    let place = (instrument, command.clause);
    let count = writing.tx().count_prepared(own, place).await?;
    let found = writing.register().instrument(instrument)?;
    let id = PreparationId::from_uuid(office.fresh_uuid());
    let about = (command.clause, &command.statement);
    let prepared = Prepared::prepare(about, count, found, &writing.acting(by), id)?;
    writing.tx().insert_prepared(&prepared).await?;
    commit(office, writing, &prepared).await?;
    Ok(prepared)
}

/// Writes a prepared position anew.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Prepared::rewrite`] says.
pub async fn rewrite_prepared(
    office: &Office,
    by: DelegateId,
    id: PreparationId,
    statement: &PositionStatement,
) -> Result<Prepared, WorkflowError> {
    let mut writing = office.begin().await?;
    let prepared = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(prepared.instrument)?;
    let anew = prepared.rewrite(statement, instrument, &writing.acting(by))?;
    if writing.tx().rewrite_prepared(&anew).await? != 1 {
        return Err(Refusal::PreparationAnswered.into());
    }
    commit(office, writing, &anew).await?;
    Ok(anew)
}

/// Submits a prepared position: takes it as the head of delegation's own act.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Prepared::submitted`] and
///   [`domain::instrument::Instrument::take_position`] say.
pub async fn submit_prepared(
    office: &Office,
    by: DelegateId,
    id: PreparationId,
    command: &SubmitPrepared,
) -> Result<(Prepared, Receipt), WorkflowError> {
    let mut writing = office.begin().await?;
    let prepared = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(prepared.instrument)?;
    let statement = PositionStatement {
        signed: command.signed.clone(),
        ..prepared.submitted(instrument, &writing.acting(by))?
    };
    let place = (prepared.instrument, prepared.clause);
    let acts = signing::position(&mut writing, by, place, &statement).await?;
    let seq = writing.register().next_seq();
    writing.append(acts).await?;
    let answer = PreparedAnswer {
        state: PreparedEnd::Submitted(seq),
        by,
        at: writing.now(),
    };
    keep(&mut writing, id, &answer).await?;
    let receipt = commit(office, writing, &prepared).await?;
    Ok((prepared, receipt))
}

/// Sends a prepared position back.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Prepared::send_back`] says.
pub async fn send_back(
    office: &Office,
    by: DelegateId,
    id: PreparationId,
    command: &SendBack,
) -> Result<(), WorkflowError> {
    let mut writing = office.begin().await?;
    let prepared = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(prepared.instrument)?;
    let answer = prepared.send_back(&command.reason, instrument, &writing.acting(by))?;
    keep(&mut writing, id, &answer).await?;
    commit(office, writing, &prepared).await?;
    Ok(())
}

/// Gives a prepared position up.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Prepared::withdraw`] says.
pub async fn withdraw_prepared(
    office: &Office,
    by: DelegateId,
    id: PreparationId,
) -> Result<(), WorkflowError> {
    let mut writing = office.begin().await?;
    let prepared = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(prepared.instrument)?;
    let answer = prepared.withdraw(instrument, &writing.acting(by))?;
    keep(&mut writing, id, &answer).await?;
    commit(office, writing, &prepared).await?;
    Ok(())
}

/// Returns a prepared position to a delegate of its organisation.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] with [`Refusal::UnknownPreparation`] if there is none such, or it is not theirs to know;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn prepared(
    office: &Office,
    by: DelegateId,
    id: PreparationId,
) -> Result<Prepared, WorkflowError> {
    let register = office.register();
    let mut tx = office.store().snapshot().await?;
    let found = tx.prepared(id).await?.ok_or(Refusal::UnknownPreparation)?;
    let acting = office.acting(&register, by);
    found.check_reading(register.instrument(found.instrument)?, &acting)?;
    Ok(found)
}

/// Returns the last positions that a delegate's organisation prepared on an instrument, the first
/// one first.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] if the instrument is unknown;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn prepared_of(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
) -> Result<Vec<Prepared>, WorkflowError> {
    let register = office.register();
    let found = register.instrument(instrument)?;
    let acting = office.acting(&register, by);
    let own = acting.network.delegate(by).and_then(|it| it.organisation);
    let Some(own) = own else {
        return Ok(Vec::new());
    };
    let mut tx = office.store().snapshot().await?;
    let mut all = tx.prepared_of(own, instrument, MOST_LISTED).await?;
    all.retain(|it| it.check_reading(found, &acting).is_ok());
    Ok(all)
}

async fn find(writing: &mut Writing<'_>, id: PreparationId) -> Result<Prepared, WorkflowError> {
    let found = writing.tx().prepared(id).await?;
    Ok(found.ok_or(Refusal::UnknownPreparation)?)
}

async fn keep(
    writing: &mut Writing<'_>,
    id: PreparationId,
    answer: &PreparedAnswer,
) -> Result<(), WorkflowError> {
    if writing.tx().answer_prepared(id, answer).await? == 1 {
        Ok(())
    } else {
        Err(Refusal::PreparationAnswered.into())
    }
}

/// Makes everything durable, then tells the organisation.
async fn commit(
    office: &Office,
    writing: Writing<'_>,
    prepared: &Prepared,
) -> Result<Receipt, WorkflowError> {
    let receipt = writing.commit().await?;
    let readers = Readers::Organisation(prepared.organisation);
    office
        .notices()
        .announce_deliberated(prepared.instrument, readers);
    Ok(receipt)
}
