//! The entries of the record: appended, never changed.

use std::collections::BTreeSet;

use domain::id::{ClauseId, DelegateId, InstrumentId, OrganisationId};
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::instant;
use super::{NewContent, StoreError, Tx, on_conn};

/// The sequence number and instant of the last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryHead {
    /// The sequence number, from 0 without gaps.
    pub seq: i64,
    /// The instant of the server's clock.
    pub at: Timestamp,
}

/// An entry as it is stored: its exact bytes, and what it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// The sequence number, from 0 without gaps.
    pub seq: i64,
    /// The instant, strictly later than that of the entry before.
    pub at: Timestamp,
    /// The type of the fact.
    pub fact_type: String,
    /// The instrument that the entry belongs to, if it is about one.
    pub instrument_id: Option<InstrumentId>,
    /// Who acted; absent for the system.
    pub actor_id: Option<DelegateId>,
    /// The organisation that the actor acted for.
    pub organisation_id: Option<OrganisationId>,
    /// The canonical bytes, at most 65,535: the entry itself.
    pub bytes: Vec<u8>,
}

/// An entry to append, with what is stored beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The entry.
    pub entry: StoredEntry,
    /// The clauses it is found by.
    pub clauses: BTreeSet<ClauseId>,
    /// The words it commits to, in the order of its `contents`.
    pub contents: Vec<NewContent>,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    seq: i64,
    at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct EntryRow {
    seq: i64,
    at: i64,
    r#type: String,
    instrument_id: Option<Uuid>,
    actor_id: Option<Uuid>,
    organisation_id: Option<Uuid>,
    bytes: Vec<u8>,
}

impl TryFrom<EntryRow> for StoredEntry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.seq,
            at: instant(row.at, "entries", &row.seq)?,
            fact_type: row.r#type,
            instrument_id: row.instrument_id.map(InstrumentId::from_uuid),
            actor_id: row.actor_id.map(DelegateId::from_uuid),
            organisation_id: row.organisation_id.map(OrganisationId::from_uuid),
            bytes: row.bytes,
        })
    }
}

impl Tx {
    /// Returns the number and instant of the last entry, or nothing while the record is empty.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the stored instant is out of range;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn head(&mut self) -> Result<Option<EntryHead>, StoreError> {
        let row: Option<HeadRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT seq, at FROM entries ORDER BY seq DESC LIMIT 1")
            .fetch_optional(conn).await)?;
        row.map(|row| {
            Ok(EntryHead {
                seq: row.seq,
                at: instant(row.at, "entries", &row.seq)?,
            })
        })
        .transpose()
    }

    /// Returns one entry of the record.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn entry(&mut self, seq: i64) -> Result<Option<StoredEntry>, StoreError> {
        let row: Option<EntryRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT seq, at, type, instrument_id, actor_id, organisation_id, bytes
               FROM entries WHERE seq = $1")
            .bind(seq).fetch_optional(conn).await)?;
        row.map(StoredEntry::try_from).transpose()
    }

    /// Appends an entry, the clauses it is found by, its contents, and its leaf with the nodes it completes.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] unless the entry has the next sequence number, a later
    ///   instant than the one before, and at most 65,535 bytes;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn append(&mut self, new: &NewEntry) -> Result<(), StoreError> {
        let entry = &new.entry;
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO entries
                (seq, at, type, instrument_id, actor_id, organisation_id, bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(entry.seq).bind(entry.at.as_micros()).bind(&entry.fact_type)
            .bind(entry.instrument_id.map(InstrumentId::as_uuid))
            .bind(entry.actor_id.map(DelegateId::as_uuid))
            .bind(entry.organisation_id.map(OrganisationId::as_uuid))
            .bind(&entry.bytes)
            .execute(conn).await.map(|_| ()))?;
        for clause_id in &new.clauses {
            self.insert_entry_clause(entry.seq, *clause_id).await?;
        }
        for (position, content) in (0..).zip(&new.contents) {
            self.insert_content(entry.seq, position, content).await?;
        }
        self.append_leaf(entry.seq, &entry.bytes).await
    }

    async fn insert_entry_clause(
        &mut self,
        seq: i64,
        clause_id: ClauseId,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO entry_clauses (clause_id, seq) VALUES ($1, $2)")
            .bind(clause_id.as_uuid()).bind(seq)
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }
}
