//! Reading the record as those do who oversee it. That they do is recorded in turn.

use domain::id::{ClauseId, DelegateId, InstrumentId};
use domain::network::AuditReading;
use domain::permission::Operation;
use domain::record::{AuditFact, Fact};
use domain::time::Timestamp;

use super::reading::decode;
use super::{KeptEntry, Office, Receipt, WorkflowError};
use crate::store::{EntryFilter, Page, Tx};

/// For how long a reading of pages stands for all that follow, in seconds.
const STANDS_FOR: i64 = 3_600;
/// How many of a person's readings within that time are looked at.
const READINGS: u32 = 100;

/// Records that somebody reads pages of the audit, unless they did so within the last hour.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::read_audit`] says;
/// * [`WorkflowError`] if the record cannot be read or written.
pub async fn note_reading(
    office: &Office,
    by: DelegateId,
    reading: &AuditReading,
) -> Result<(), WorkflowError> {
    let register = office.register();
    register.network().authorise(Operation::ReadAudit, by)?;
    let since = office.now().plus_seconds(-STANDS_FOR);
    let mut tx = office.store().snapshot().await?;
    if is_noted(&mut tx, (by, since), reading).await? {
        return Ok(());
    }
    drop(tx);
    let mut writing = office.begin().await?;
    if is_noted(writing.tx(), (by, since), reading).await? {
        return Ok(());
    }
    let act = writing.register().network().read_audit(reading, by)?;
    writing.append([act]).await?;
    writing.commit().await?;
    Ok(())
}

/// Records that somebody takes out a file of the audit, each time.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::read_audit`] says;
/// * [`WorkflowError`] if the record cannot be read or written.
pub async fn note_taking_out(
    office: &Office,
    by: DelegateId,
    reading: &AuditReading,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let act = writing.register().network().read_audit(reading, by)?;
    writing.append([act]).await?;
    writing.commit().await
}

async fn is_noted(
    tx: &mut Tx,
    (by, since): (DelegateId, Timestamp),
    reading: &AuditReading,
) -> Result<bool, WorkflowError> {
    let filter = EntryFilter {
        actor_id: Some(by),
        type_prefix: Some("audit_read".into()),
        from: Some(since),
        ..EntryFilter::default()
    };
    let page = Page::Newest {
        before: None,
        limit: READINGS,
    };
    for stored in tx.entries(&filter, page).await? {
        let contents = tx.contents(stored.seq..=stored.seq).await?;
        if let Fact::Audit(AuditFact::AuditRead {
            scope, instrument, ..
        }) = decode(&stored, contents)?.fact
            && (scope, instrument) == (reading.scope, reading.instrument)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the last entry at or before an instant; none before the first one.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn last_entry_at(office: &Office, at: Timestamp) -> Result<Option<u64>, WorkflowError> {
    let filter = EntryFilter {
        until: Some(Timestamp::from_micros(at.as_micros().saturating_add(1))),
        ..EntryFilter::default()
    };
    let page = Page::Newest {
        before: None,
        limit: 1,
    };
    let mut tx = office.store().snapshot().await?;
    let last = tx.entries(&filter, page).await?;
    Ok(last.first().and_then(|it| u64::try_from(it.seq).ok()))
}

/// Returns the places of the entries that are found by a clause, the first one first.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn entries_about(
    office: &Office,
    instrument: InstrumentId,
    clause: ClauseId,
) -> Result<Vec<u64>, WorkflowError> {
    let filter = EntryFilter {
        instrument_id: Some(instrument),
        clause_id: Some(clause),
        ..EntryFilter::default()
    };
    let page = Page::Oldest {
        after: None,
        limit: u32::MAX,
    };
    let mut tx = office.store().snapshot().await?;
    let found = tx.entries(&filter, page).await?;
    Ok(found
        .iter()
        .filter_map(|it| u64::try_from(it.seq).ok())
        .collect())
}

/// Reads a page of the entries that a filter lets through, with their bytes.
///
/// # Errors
///
/// * [`WorkflowError`] if the record cannot be read.
pub async fn kept_page(
    office: &Office,
    filter: &EntryFilter,
    page: Page,
) -> Result<Vec<KeptEntry>, WorkflowError> {
    let mut tx = office.store().snapshot().await?;
    let mut kept = Vec::new();
    for stored in tx.entries(filter, page).await? {
        let contents = tx.contents(stored.seq..=stored.seq).await?;
        kept.push(KeptEntry {
            entry: decode(&stored, contents.clone())?,
            stored,
            contents,
        });
    }
    Ok(kept)
}
