//! Answers kept under the `Idempotency-Key` of the request they belong to.

use domain::id::DelegateId;
use domain::time::Timestamp;

use super::row::{array, inconsistent};
use super::{StoreError, Tx, on_conn};

/// An answer as it is given again to the same request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The headers worth repeating, one a line.
    pub headers: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What is known of a request's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reservation {
    /// The key is new and now belongs to this request.
    Reserved,
    /// The same request is still being answered, or was cut off while it was.
    Unanswered,
    /// The same request was answered.
    Answered(KeptAnswer),
    /// The key belongs to a different request.
    Different,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    request_hash: Vec<u8>,
    status: Option<i64>,
    headers: Option<String>,
    body: Option<Vec<u8>>,
}

impl KeyRow {
    fn read(self, key: &str, request_hash: &[u8; 32]) -> Result<Reservation, StoreError> {
        let stored: [u8; 32] = array(self.request_hash, "idempotency_keys", &key)?;
        if stored != *request_hash {
            return Ok(Reservation::Different);
        }
        match (self.status, self.headers, self.body) {
            (Some(status), Some(headers), Some(body)) => {
                let status = status
                    .try_into()
                    .map_err(|_| inconsistent("idempotency_keys", &key))?;
                Ok(Reservation::Answered(KeptAnswer {
                    status,
                    headers,
                    body,
                }))
            }
            _ => Ok(Reservation::Unanswered),
        }
    }
}

impl Tx {
    /// Reserves a key for a request, or says what is known of it.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the delegate has no account or the key is not 1 to 255
    ///   characters;
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn reserve_idempotency_key(
        &mut self,
        delegate_id: DelegateId,
        key: &str,
        request_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Reservation, StoreError> {
        let inserted = on_conn!(self, conn => sqlx::query(
            "INSERT INTO idempotency_keys (delegate_id, key, request_hash, reserved_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (delegate_id, key) DO NOTHING")
            .bind(delegate_id.as_uuid()).bind(key).bind(&request_hash[..]).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?;
        if inserted == 1 {
            return Ok(Reservation::Reserved);
        }
        let row: KeyRow = on_conn!(self, conn => sqlx::query_as(
            "SELECT request_hash, status, headers, body FROM idempotency_keys
              WHERE delegate_id = $1 AND key = $2")
            .bind(delegate_id.as_uuid()).bind(key).fetch_one(conn).await)?;
        row.read(key, request_hash)
    }

    /// Keeps the answer to the request that reserved a key.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Stale`] if the key is not reserved or has its answer;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn keep_answer(
        &mut self,
        delegate_id: DelegateId,
        key: &str,
        answer: &KeptAnswer,
    ) -> Result<(), StoreError> {
        let changed = on_conn!(self, conn => sqlx::query(
            "UPDATE idempotency_keys SET status = $3, headers = $4, body = $5
              WHERE delegate_id = $1 AND key = $2 AND status IS NULL")
            .bind(delegate_id.as_uuid()).bind(key)
            .bind(i64::from(answer.status)).bind(&answer.headers).bind(&answer.body)
            .execute(conn).await.map(|done| done.rows_affected()))?;
        StoreError::unless_one(changed, "idempotency_keys", &key)
    }

    /// Gives a reserved key back, so that the request can be tried again.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn release_idempotency_key(
        &mut self,
        delegate_id: DelegateId,
        key: &str,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "DELETE FROM idempotency_keys
              WHERE delegate_id = $1 AND key = $2 AND status IS NULL")
            .bind(delegate_id.as_uuid()).bind(key)
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Removes keys reserved before an instant; returns how many.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn delete_idempotency_keys_before(
        &mut self,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "DELETE FROM idempotency_keys WHERE reserved_at < $1")
            .bind(at.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
