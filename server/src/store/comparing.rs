//! Rows as they are compared with a record that was verified elsewhere.

use std::ops::RangeInclusive;

use domain::id::{ClauseId, DelegateId, DraftId, InstrumentId};
use ledger::hash::Hash;
use uuid::Uuid;

use super::row::array;
use super::{StoreError, Tx, on_conn};

impl Tx {
    /// Returns the clauses that a range of entries is found by, in order.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn entry_clauses(
        &mut self,
        seqs: RangeInclusive<i64>,
    ) -> Result<Vec<(i64, ClauseId)>, StoreError> {
        let rows: Vec<(i64, Uuid)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT seq, clause_id FROM entry_clauses WHERE seq BETWEEN $1 AND $2
              ORDER BY seq, clause_id")
            .bind(seqs.start()).bind(seqs.end()).fetch_all(conn).await)?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(seq, id)| (seq, ClauseId::from_uuid(id)))
            .collect())
    }

    /// Returns the nodes of a level in a range of places, each with its place.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn placed_nodes(
        &mut self,
        level: u8,
        places: RangeInclusive<i64>,
    ) -> Result<Vec<(i64, Hash)>, StoreError> {
        let rows: Vec<(i64, Vec<u8>)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT place, hash FROM tree_nodes WHERE level = $1 AND place BETWEEN $2 AND $3
              ORDER BY place")
            .bind(i64::from(level)).bind(places.start()).bind(places.end())
            .fetch_all(conn).await)?;
        let read = |(place, hash)| {
            let id = format!("{level}/{place}");
            Ok((place, Hash::new(array(hash, "tree_nodes", &id)?)))
        };
        rows.into_iter().map(read).collect()
    }

    /// Counts the nodes of each level of the tree.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn node_counts(&mut self) -> Result<Vec<(i64, i64)>, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query_as(
            "SELECT level, count(*) FROM tree_nodes GROUP BY level ORDER BY level")
            .fetch_all(conn).await)?)
    }

    /// Returns whose every account is, with the name to sign in with.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn sign_in_names(&mut self) -> Result<Vec<(DelegateId, String)>, StoreError> {
        let rows: Vec<(Uuid, String)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT delegate_id, sign_in_name FROM accounts ORDER BY delegate_id")
            .fetch_all(conn).await)?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(id, name)| (DelegateId::from_uuid(id), name))
            .collect())
    }

    /// Returns every working draft of an instrument, with its instrument.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn working_drafts(&mut self) -> Result<Vec<(DraftId, InstrumentId)>, StoreError> {
        let rows: Vec<(Uuid, Uuid)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, instrument_id FROM drafts WHERE amendment_id IS NULL ORDER BY id")
            .fetch_all(conn).await)?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(draft, id)| (DraftId::from_uuid(draft), InstrumentId::from_uuid(id)))
            .collect())
    }
}
