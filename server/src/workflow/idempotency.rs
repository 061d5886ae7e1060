//! Answers kept under the keys of their requests, so that a request sent twice acts once.

use domain::id::DelegateId;

use super::{Office, WorkflowError};
use crate::store::{KeptAnswer, Reservation};

/// Reserves a key for a request, or says what is known of it.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails, or the delegate has no account.
pub async fn reserve_key(
    office: &Office,
    by: DelegateId,
    key: &str,
    request_hash: &[u8; 32],
) -> Result<Reservation, WorkflowError> {
    let mut tx = office.store().begin().await?;
    let reservation = tx
        .reserve_idempotency_key(by, key, request_hash, office.now())
        .await?;
    tx.commit().await?;
    Ok(reservation)
}

/// Keeps the answer to the request that reserved a key.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails, or the key is not reserved.
pub async fn keep_answer(
    office: &Office,
    by: DelegateId,
    key: &str,
    answer: &KeptAnswer,
) -> Result<(), WorkflowError> {
    let mut tx = office.store().begin().await?;
    tx.keep_answer(by, key, answer).await?;
    Ok(tx.commit().await?)
}

/// Gives a reserved key back, so that the request can be tried again.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn release_key(office: &Office, by: DelegateId, key: &str) -> Result<(), WorkflowError> {
    let mut tx = office.store().begin().await?;
    tx.release_idempotency_key(by, key).await?;
    Ok(tx.commit().await?)
}
