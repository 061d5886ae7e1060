//! How far a person has read an instrument: theirs alone, and nothing of the record.

use domain::id::{DelegateId, InstrumentId};
use domain::time::Timestamp;

use super::{Office, WorkflowError};

/// How far a person has read an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadMark {
    /// The last entry of the record that was read.
    pub seq: u64,
    /// When that entry was made.
    pub at: Timestamp,
}

/// Returns how far a person has read an instrument; none while they have never said so.
///
/// # Errors
///
/// * [`WorkflowError`] if the database fails.
pub async fn read_mark(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
) -> Result<Option<ReadMark>, WorkflowError> {
    let mut tx = office.store().snapshot().await?;
    let mark = tx.read_mark(by, instrument).await?;
    let Some(seq) = mark.and_then(|seq| u64::try_from(seq).ok()) else {
        return Ok(None);
    };
    let entry = office.entry(seq).await?;
    Ok(entry.map(|entry| ReadMark { seq, at: entry.at }))
}

/// Notes that a person has read an instrument up to an entry; later entries than there are about it
/// are not read, and what was read is never unread.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] if the instrument is unknown;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn mark_read(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
    seq: u64,
) -> Result<(), WorkflowError> {
    let last = office.register().instrument(instrument)?.last_seq;
    let seq = i64::try_from(seq.min(last)).unwrap_or(i64::MAX);
    let mut tx = office.store().begin().await?;
    tx.mark_read(by, instrument, seq).await?;
    Ok(tx.commit().await?)
}
