//! What is done on the road to consensus, and the instants that pass on it.

use domain::api::ListHolidays;
use domain::id::{DelegateId, InstrumentId};
use domain::instrument::ProcedureStep;
use domain::time::Timestamp;

use super::instrument::decide;
use super::{Office, Receipt, WorkflowError};

/// Takes a step on the road to consensus.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::proceed`] says.
pub async fn proceed(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    step: &ProcedureStep,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        instrument.proceed(step, acting)
    })
    .await
}

/// Lists the days on which nothing closes by silence.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::list_holidays`] says.
pub async fn list_holidays(
    office: &Office,
    by: DelegateId,
    command: &ListHolidays,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let act = writing.register().network().list_holidays(command, by)?;
    writing.append([act]).await?;
    writing.commit().await
}

/// Records every instant that has passed by now, and returns the next one ahead.
///
/// # Errors
///
/// * [`WorkflowError`] if the database fails.
pub async fn record_passed(office: &Office) -> Result<Option<Timestamp>, WorkflowError> {
    if next_deadline(office).is_some_and(|at| at <= office.now()) {
        // Whoever opens the write transaction records what has passed.
        office.begin().await?.commit().await?;
    }
    Ok(next_deadline(office))
}

fn next_deadline(office: &Office) -> Option<Timestamp> {
    let register = office.register();
    let network = register.network();
    let due = register.instruments().flat_map(|it| it.deadlines(network));
    due.map(|it| it.at).min()
}
