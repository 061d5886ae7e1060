//! What is done with temperature checks. None of it is in the record, or counted.

use domain::api::{AnswerCheck, OpenCheck};
use domain::deliberation::{CheckReply, TemperatureCheck};
use domain::id::{CheckId, DelegateId, InstrumentId};
use domain::permission::Operation;
use domain::refusal::Refusal;
use domain::text::Outline;

use super::{Office, Readers, WorkflowError, Writing};

/// The most checks that are listed together.
const MOST_LISTED: u32 = 200;

/// Opens a check on clauses of the working draft, which reads as `draft`.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`TemperatureCheck::open`] says.
pub async fn open_check(
    office: &Office,
    by: DelegateId,
    (instrument, draft): (InstrumentId, &Outline),
    command: &OpenCheck,
) -> Result<TemperatureCheck, WorkflowError> {
    let mut writing = office.begin().await?;
    let now = writing.now();
    let present = writing.tx().checks_of(instrument, MOST_LISTED).await?;
    let open = present.iter().filter(|it| it.is_open(now)).count();
    let found = writing.register().instrument(instrument)?;
    let id = CheckId::from_uuid(office.fresh_uuid());
    let acting = writing.acting(by);
    let check = TemperatureCheck::open(command, (draft, open), found, &acting, id)?;
    writing.tx().insert_check(&check).await?;
    commit(office, writing, &check).await?;
    Ok(check)
}

/// Answers a check.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`TemperatureCheck::answer`] says.
pub async fn answer_check(
    office: &Office,
    by: DelegateId,
    id: CheckId,
    command: &AnswerCheck,
) -> Result<(), WorkflowError> {
    let mut writing = office.begin().await?;
    let check = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(check.instrument)?;
    let replies = check.answer(command, instrument, &writing.acting(by))?;
    for reply in &replies {
        writing.tx().put_reply(&check, reply).await?;
    }
    commit(office, writing, &check).await
}

/// Closes a check before its time.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`TemperatureCheck::close`] says.
pub async fn close_check(
    office: &Office,
    by: DelegateId,
    id: CheckId,
) -> Result<(), WorkflowError> {
    let mut writing = office.begin().await?;
    let check = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(check.instrument)?;
    let closed = check.close(instrument, &writing.acting(by))?;
    writing.tx().close_check(id, &closed).await?;
    commit(office, writing, &check).await
}

/// Returns a check with what was answered, to one who may read it.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] with [`Refusal::UnknownCheck`] if there is none such, or it is not theirs to read;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn check(
    office: &Office,
    by: DelegateId,
    id: CheckId,
) -> Result<(TemperatureCheck, Vec<CheckReply>), WorkflowError> {
    let register = office.register();
    let mut tx = office.store().snapshot().await?;
    let check = tx.check(id).await?.ok_or(Refusal::UnknownCheck)?;
    let acting = office.acting(&register, by);
    check.check_reading(register.instrument(check.instrument)?, &acting)?;
    let replies = tx.replies_to(id).await?;
    Ok((check, replies))
}

/// Returns the last checks of an instrument, the last opened first; none to one who may not read them.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] if the instrument is unknown;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn checks_of(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
) -> Result<Vec<TemperatureCheck>, WorkflowError> {
    let register = office.register();
    let found = register.instrument(instrument)?;
    if !found.permits(Operation::ReadCheck, register.network(), by) {
        return Ok(Vec::new());
    }
    let mut tx = office.store().snapshot().await?;
    Ok(tx.checks_of(instrument, MOST_LISTED).await?)
}

async fn find(writing: &mut Writing<'_>, id: CheckId) -> Result<TemperatureCheck, WorkflowError> {
    let found = writing.tx().check(id).await?;
    Ok(found.ok_or(Refusal::UnknownCheck)?)
}

/// Makes everything durable, then tells those who may read it.
async fn commit(
    office: &Office,
    writing: Writing<'_>,
    check: &TemperatureCheck,
) -> Result<(), WorkflowError> {
    writing.commit().await?;
    office
        .notices()
        .announce_deliberated(check.instrument, Readers::Checks);
    Ok(())
}
