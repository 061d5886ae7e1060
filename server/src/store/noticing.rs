//! What a person has read of their notices, which kinds they hide, and the secret of their feeds.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::DelegateId;
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::instant;
use super::{StoreError, Tx, on_conn};

impl Tx {
    /// Returns until when a person has read each line of notices; the empty line stands for all.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn notices_read(
        &mut self,
        person: DelegateId,
    ) -> Result<BTreeMap<String, Timestamp>, StoreError> {
        let rows: Vec<(String, i64)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT line, read_until FROM notices_read WHERE delegate_id = $1")
            .bind(person.as_uuid()).fetch_all(conn).await)?;
        rows.into_iter()
            .map(|(line, at)| Ok((line, instant(at, "notices_read", &person)?)))
            .collect()
    }

    /// Notes until when a person has read a line of notices; never goes back. The empty line
    /// stands for all, and takes the place of every mark before it.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn mark_notices_read(
        &mut self,
        person: DelegateId,
        line: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        if line.is_empty() {
            on_conn!(self, conn => sqlx::query(
                "DELETE FROM notices_read
                  WHERE delegate_id = $1 AND line <> '' AND read_until <= $2")
                .bind(person.as_uuid()).bind(until.as_micros())
                .execute(conn).await.map(|_| ()))?;
        }
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO notices_read (delegate_id, line, read_until) VALUES ($1, $2, $3)
             ON CONFLICT (delegate_id, line) DO UPDATE SET read_until = excluded.read_until
              WHERE notices_read.read_until < excluded.read_until")
            .bind(person.as_uuid()).bind(line).bind(until.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the kinds of notices that a person does not want to see.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn notices_hidden(
        &mut self,
        person: DelegateId,
    ) -> Result<BTreeSet<String>, StoreError> {
        let kinds: Vec<String> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT kind FROM notices_hidden WHERE delegate_id = $1")
            .bind(person.as_uuid()).fetch_all(conn).await)?;
        Ok(kinds.into_iter().collect())
    }

    /// Replaces the kinds of notices that a person does not want to see.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn hide_notices(
        &mut self,
        person: DelegateId,
        kinds: &BTreeSet<&'static str>,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query("DELETE FROM notices_hidden WHERE delegate_id = $1")
            .bind(person.as_uuid())
            .execute(conn).await.map(|_| ()))?;
        for kind in kinds {
            on_conn!(self, conn => sqlx::query(
                "INSERT INTO notices_hidden (delegate_id, kind) VALUES ($1, $2)")
                .bind(person.as_uuid()).bind(*kind)
                .execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }

    /// Returns when a person's feeds got their address; none while they have none.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn feeds_since(
        &mut self,
        person: DelegateId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT created_at FROM feed_addresses WHERE delegate_id = $1")
            .bind(person.as_uuid()).fetch_optional(conn).await)?;
        at.map(|at| instant(at, "feed_addresses", &person))
            .transpose()
    }

    /// Gives a person's feeds a secret, by its hash; the one before stops working.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if somebody has the same;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn put_feed_secret(
        &mut self,
        person: DelegateId,
        secret_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO feed_addresses (delegate_id, secret_hash, created_at)
             VALUES ($1, $2, $3)
             ON CONFLICT (delegate_id) DO UPDATE
                SET secret_hash = excluded.secret_hash, created_at = excluded.created_at")
            .bind(person.as_uuid()).bind(&secret_hash[..]).bind(at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Takes a person's feeds away; returns how many that changed (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn revoke_feeds(&mut self, person: DelegateId) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "DELETE FROM feed_addresses WHERE delegate_id = $1")
            .bind(person.as_uuid())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Returns whose feeds a secret opens, by its hash.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn feeds_of(
        &mut self,
        secret_hash: &[u8; 32],
    ) -> Result<Option<DelegateId>, StoreError> {
        let id: Option<Uuid> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT delegate_id FROM feed_addresses WHERE secret_hash = $1")
            .bind(&secret_hash[..]).fetch_optional(conn).await)?;
        Ok(id.map(DelegateId::from_uuid))
    }
}
