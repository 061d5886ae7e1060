//! The changes of live drafts: append-only, the truth about each draft.
//!
//! A snapshot is only a cache of the changes before it.

use domain::id::{DelegateId, DraftId};
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::{array, inconsistent, instant};
use super::{StoreError, Tx, on_conn};

/// A change that has passed the gate, to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDraftChange {
    /// The hash of the change, which names it.
    pub hash: [u8; 32],
    /// The actor that made it, as bytes.
    pub actor: Vec<u8>,
    /// Whose actor it is.
    pub delegate_id: DelegateId,
    /// When the server received it.
    pub at: Timestamp,
    /// The raw bytes of the change chunk.
    pub bytes: Vec<u8>,
}

/// A stored change with its place among the changes of its draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftChange {
    /// Its place in the order of arrival, from 0 without gaps.
    pub position: i64,
    /// What was stored.
    pub change: NewDraftChange,
}

/// A saved document: a cache of the first changes of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSnapshot {
    /// How many changes it includes; the next one has this position.
    pub changes: i64,
    /// The saved document.
    pub bytes: Vec<u8>,
    /// When it was saved.
    pub saved_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    position: i64,
    hash: Vec<u8>,
    actor: Vec<u8>,
    delegate_id: Uuid,
    at: i64,
    bytes: Vec<u8>,
}

impl TryFrom<ChangeRow> for DraftChange {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self, StoreError> {
        let id = hex::encode(&row.hash);
        Ok(Self {
            position: row.position,
            change: NewDraftChange {
                hash: array(row.hash, "draft_changes", &id)?,
                actor: row.actor,
                delegate_id: DelegateId::from_uuid(row.delegate_id),
                at: instant(row.at, "draft_changes", &id)?,
                bytes: row.bytes,
            },
        })
    }
}

impl Tx {
    /// Stores changes in the order given; returns how many of them are new.
    ///
    /// A change that the draft already has keeps its first place.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the draft is unknown;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_draft_changes(
        &mut self,
        draft_id: DraftId,
        changes: &[NewDraftChange],
    ) -> Result<usize, StoreError> {
        let first = self.draft_change_count(draft_id).await?;
        let mut position = first;
        for change in changes {
            if self.insert_draft_change(draft_id, position, change).await? {
                position += 1;
            }
        }
        usize::try_from(position - first).map_err(|_| inconsistent("draft_changes", &draft_id))
    }

    async fn insert_draft_change(
        &mut self,
        draft_id: DraftId,
        position: i64,
        change: &NewDraftChange,
    ) -> Result<bool, StoreError> {
        let inserted = on_conn!(self, conn => sqlx::query(
            "INSERT INTO draft_changes
                (draft_id, position, hash, actor, delegate_id, at, bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(draft_id.as_uuid()).bind(position).bind(&change.hash[..])
            .bind(&change.actor).bind(change.delegate_id.as_uuid())
            .bind(change.at.as_micros()).bind(&change.bytes)
            .execute(conn).await.map(|done| done.rows_affected()))?;
        Ok(inserted == 1)
    }

    /// Returns how many changes a draft has; the next one gets this position.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn draft_change_count(&mut self, draft_id: DraftId) -> Result<i64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query_scalar(
            "SELECT coalesce(max(position) + 1, 0) FROM draft_changes WHERE draft_id = $1")
            .bind(draft_id.as_uuid()).fetch_one(conn).await)?)
    }

    /// Returns up to `limit` changes of a draft from a position on, in order.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn draft_changes(
        &mut self,
        draft_id: DraftId,
        from_position: i64,
        limit: u32,
    ) -> Result<Vec<DraftChange>, StoreError> {
        let rows: Vec<ChangeRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT position, hash, actor, delegate_id, at, bytes FROM draft_changes
              WHERE draft_id = $1 AND position >= $2 ORDER BY position LIMIT $3")
            .bind(draft_id.as_uuid()).bind(from_position).bind(i64::from(limit))
            .fetch_all(conn).await)?;
        rows.into_iter().map(DraftChange::try_from).collect()
    }

    /// Returns who made a change of a draft, and when it was stored.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn draft_change_made(
        &mut self,
        draft_id: DraftId,
        hash: &[u8; 32],
    ) -> Result<Option<(DelegateId, Timestamp)>, StoreError> {
        let row: Option<(Uuid, i64)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT delegate_id, at FROM draft_changes WHERE draft_id = $1 AND hash = $2")
            .bind(draft_id.as_uuid()).bind(&hash[..])
            .fetch_optional(conn).await)?;
        row.map(|(by, at)| {
            let at = instant(at, "draft_changes", &draft_id)?;
            Ok((DelegateId::from_uuid(by), at))
        })
        .transpose()
    }

    /// Replaces the snapshot of a draft, unless the stored one includes more changes.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the draft is unknown;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn save_draft_snapshot(
        &mut self,
        draft_id: DraftId,
        snapshot: &DraftSnapshot,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO draft_snapshots (draft_id, changes, bytes, saved_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (draft_id) DO UPDATE
                SET changes = excluded.changes, bytes = excluded.bytes,
                    saved_at = excluded.saved_at
              WHERE draft_snapshots.changes <= excluded.changes")
            .bind(draft_id.as_uuid()).bind(snapshot.changes)
            .bind(&snapshot.bytes).bind(snapshot.saved_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the snapshot of a draft, if one was saved.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn draft_snapshot(
        &mut self,
        draft_id: DraftId,
    ) -> Result<Option<DraftSnapshot>, StoreError> {
        let row: Option<(i64, Vec<u8>, i64)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT changes, bytes, saved_at FROM draft_snapshots WHERE draft_id = $1")
            .bind(draft_id.as_uuid()).fetch_optional(conn).await)?;
        row.map(|(changes, bytes, saved_at)| {
            let saved_at = instant(saved_at, "draft_snapshots", &draft_id)?;
            Ok(DraftSnapshot {
                changes,
                bytes,
                saved_at,
            })
        })
        .transpose()
    }

    /// Removes the snapshot of a draft, such as one that does not load.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn delete_draft_snapshot(&mut self, draft_id: DraftId) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query("DELETE FROM draft_snapshots WHERE draft_id = $1")
            .bind(draft_id.as_uuid())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }
}
