//! Sessions of people who are signed in with a browser.
//!
//! Only the hash of a cookie's token is stored.

use domain::id::DelegateId;
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::instant;
use super::{StoreError, Tx, on_conn};

/// A browser in which a delegate is or was signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Names the session; not a secret.
    pub id: Uuid,
    /// Who is signed in.
    pub delegate_id: DelegateId,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When the session was last used, to about a minute.
    pub seen_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
    /// What the browser called itself when they signed in.
    pub user_agent: String,
    /// The network address they signed in from.
    pub address: String,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: Uuid,
    delegate_id: Uuid,
    created_at: i64,
    seen_at: i64,
    ended_at: Option<i64>,
    user_agent: String,
    address: String,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let at = |micros| instant(micros, "sessions", &row.id);
        Ok(Self {
            id: row.id,
            delegate_id: DelegateId::from_uuid(row.delegate_id),
            created_at: at(row.created_at)?,
            seen_at: at(row.seen_at)?,
            ended_at: row.ended_at.map(at).transpose()?,
            user_agent: row.user_agent,
            address: row.address,
        })
    }
}

impl Tx {
    /// Stores a new session with the hash of its token.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the delegate has no account;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_session(
        &mut self,
        session: &Session,
        token_hash: &[u8; 32],
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO sessions
                (id, token_hash, delegate_id, created_at, seen_at, user_agent, address)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(session.id).bind(&token_hash[..]).bind(session.delegate_id.as_uuid())
            .bind(session.created_at.as_micros()).bind(session.seen_at.as_micros())
            .bind(&session.user_agent).bind(&session.address)
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the session whose token has this hash, ended or not.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn session_by_token(
        &mut self,
        token_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        let row: Option<SessionRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, delegate_id, created_at, seen_at, ended_at, user_agent, address
               FROM sessions WHERE token_hash = $1")
            .bind(&token_hash[..]).fetch_optional(conn).await)?;
        row.map(Session::try_from).transpose()
    }

    /// Returns the sessions of a delegate that were not ended, last used first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn sessions_of(
        &mut self,
        delegate_id: DelegateId,
    ) -> Result<Vec<Session>, StoreError> {
        let rows: Vec<SessionRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, delegate_id, created_at, seen_at, ended_at, user_agent, address
               FROM sessions WHERE delegate_id = $1 AND ended_at IS NULL
              ORDER BY seen_at DESC, id")
            .bind(delegate_id.as_uuid()).fetch_all(conn).await)?;
        rows.into_iter().map(Session::try_from).collect()
    }

    /// Notes that a session was used, unless it was ended.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn touch_session(&mut self, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "UPDATE sessions SET seen_at = $2
              WHERE id = $1 AND ended_at IS NULL AND seen_at < $2")
            .bind(id).bind(now.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Ends a session of a delegate; returns whether it was theirs and running.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn end_session(
        &mut self,
        delegate_id: DelegateId,
        id: Uuid,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let ended = on_conn!(self, conn => sqlx::query(
            "UPDATE sessions SET ended_at = $3
              WHERE id = $1 AND delegate_id = $2 AND ended_at IS NULL")
            .bind(id).bind(delegate_id.as_uuid()).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?;
        Ok(ended == 1)
    }

    /// Ends every session of a delegate; returns how many were running.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn end_sessions_of(
        &mut self,
        delegate_id: DelegateId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE sessions SET ended_at = $2 WHERE delegate_id = $1 AND ended_at IS NULL")
            .bind(delegate_id.as_uuid()).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Removes sessions begun before an instant; returns how many.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn delete_sessions_before(&mut self, at: Timestamp) -> Result<u64, StoreError> {
        Ok(
            on_conn!(self, conn => sqlx::query("DELETE FROM sessions WHERE created_at < $1")
            .bind(at.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?,
        )
    }
}
