//! Live drafts and the delegates their actors belong to.

use domain::id::{AmendmentId, DelegateId, DraftId, InstrumentId};
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::instant;
use super::{StoreError, Tx, on_conn};

/// A live draft: one Automerge document of an instrument or of an amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Names the draft and its document.
    pub id: DraftId,
    /// The instrument it is a draft of.
    pub instrument_id: InstrumentId,
    /// The amendment being written in it; absent for the working draft.
    pub amendment_id: Option<AmendmentId>,
    /// Counts the documents that began anew for the same instrument or amendment, from 0.
    pub epoch: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    id: Uuid,
    instrument_id: Uuid,
    amendment_id: Option<Uuid>,
    epoch: i64,
    created_at: i64,
}

impl TryFrom<DraftRow> for Draft {
    type Error = StoreError;

    fn try_from(row: DraftRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: DraftId::from_uuid(row.id),
            instrument_id: InstrumentId::from_uuid(row.instrument_id),
            amendment_id: row.amendment_id.map(AmendmentId::from_uuid),
            epoch: row.epoch,
            created_at: instant(row.created_at, "drafts", &row.id)?,
        })
    }
}

impl Tx {
    /// Stores a new draft.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if the id, or the epoch of its instrument or amendment, is taken;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO drafts (id, instrument_id, amendment_id, epoch, created_at)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(draft.id.as_uuid()).bind(draft.instrument_id.as_uuid())
            .bind(draft.amendment_id.map(AmendmentId::as_uuid))
            .bind(draft.epoch).bind(draft.created_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns a draft by its id.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn draft(&mut self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        let row: Option<DraftRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, instrument_id, amendment_id, epoch, created_at FROM drafts WHERE id = $1")
            .bind(id.as_uuid()).fetch_optional(conn).await)?;
        row.map(Draft::try_from).transpose()
    }

    /// Returns every draft of an instrument and of its amendments, by id.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn drafts_of(
        &mut self,
        instrument_id: InstrumentId,
    ) -> Result<Vec<Draft>, StoreError> {
        let rows: Vec<DraftRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, instrument_id, amendment_id, epoch, created_at FROM drafts
              WHERE instrument_id = $1 ORDER BY id")
            .bind(instrument_id.as_uuid()).fetch_all(conn).await)?;
        rows.into_iter().map(Draft::try_from).collect()
    }

    /// Binds an actor to the first delegate who uses it in a draft; returns whose it is.
    ///
    /// The answer is another delegate if the actor was theirs before: a change
    /// by it must then be refused.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the draft is unknown or the actor is not 1 to 64 bytes;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn bind_draft_actor(
        &mut self,
        draft_id: DraftId,
        actor: &[u8],
        delegate_id: DelegateId,
        at: Timestamp,
    ) -> Result<DelegateId, StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO draft_actors (draft_id, actor, delegate_id, bound_at)
             VALUES ($1, $2, $3, $4)")
            .bind(draft_id.as_uuid()).bind(actor)
            .bind(delegate_id.as_uuid()).bind(at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        let owner: Uuid = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT delegate_id FROM draft_actors WHERE draft_id = $1 AND actor = $2")
            .bind(draft_id.as_uuid()).bind(actor).fetch_one(conn).await)?;
        Ok(DelegateId::from_uuid(owner))
    }

    /// Returns every actor of a draft with the delegate it belongs to, by actor.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn draft_actors(
        &mut self,
        draft_id: DraftId,
    ) -> Result<Vec<(Vec<u8>, DelegateId)>, StoreError> {
        let rows: Vec<(Vec<u8>, Uuid)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT actor, delegate_id FROM draft_actors WHERE draft_id = $1 ORDER BY actor")
            .bind(draft_id.as_uuid()).fetch_all(conn).await)?;
        Ok(rows
            .into_iter()
            .map(|(actor, id)| (actor, DelegateId::from_uuid(id)))
            .collect())
    }
}
