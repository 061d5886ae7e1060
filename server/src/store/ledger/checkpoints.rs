//! Every checkpoint that was signed, and the cosignatures of witnesses on them.

use domain::time::Timestamp;
use ledger::hash::Hash;

use crate::store::row::{array, instant};
use crate::store::{StoreError, Tx, on_conn};

/// A checkpoint as the sealer signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The number of entries it covers.
    pub size: u64,
    /// The hash of the tree over them.
    pub root: Hash,
    /// The signed note.
    pub note: String,
    /// When it was signed.
    pub at: Timestamp,
}

/// What a witness signed of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// The number of entries of the checkpoint.
    pub size: u64,
    /// The verifier key of the witness.
    pub witness: String,
    /// The signature line, with its line feed.
    pub line: String,
    /// When it was received.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct CheckpointRow {
    size: i64,
    root: Vec<u8>,
    note: String,
    at: i64,
}

#[derive(sqlx::FromRow)]
struct CosignatureRow {
    size: i64,
    witness: String,
    line: String,
    at: i64,
}

impl TryFrom<CheckpointRow> for Checkpoint {
    type Error = StoreError;

    fn try_from(row: CheckpointRow) -> Result<Self, StoreError> {
        Ok(Self {
            size: row.size.unsigned_abs(),
            root: Hash::new(array(row.root, "checkpoints", &row.size)?),
            note: row.note,
            at: instant(row.at, "checkpoints", &row.size)?,
        })
    }
}

impl TryFrom<CosignatureRow> for Cosignature {
    type Error = StoreError;

    fn try_from(row: CosignatureRow) -> Result<Self, StoreError> {
        Ok(Self {
            at: instant(row.at, "cosignatures", &row.size)?,
            size: row.size.unsigned_abs(),
            witness: row.witness,
            line: row.line,
        })
    }
}

impl Tx {
    /// Keeps a signed checkpoint.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] unless it is larger than the last one and no larger than the tree;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO checkpoints (size, root, note, at) VALUES ($1, $2, $3, $4)")
            .bind(number(checkpoint.size)).bind(&checkpoint.root.as_bytes()[..])
            .bind(&checkpoint.note).bind(checkpoint.at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the last checkpoint, or nothing while none has been signed.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn last_checkpoint(&mut self) -> Result<Option<Checkpoint>, StoreError> {
        let row: Option<CheckpointRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT size, root, note, at FROM checkpoints ORDER BY size DESC LIMIT 1")
            .fetch_optional(conn).await)?;
        row.map(Checkpoint::try_from).transpose()
    }

    /// Returns up to `limit` checkpoints larger than `after`, the smallest first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn checkpoints(
        &mut self,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Checkpoint>, StoreError> {
        let rows: Vec<CheckpointRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT size, root, note, at FROM checkpoints WHERE size > $1 ORDER BY size LIMIT $2")
            .bind(number(after)).bind(i64::from(limit))
            .fetch_all(conn).await)?;
        rows.into_iter().map(Checkpoint::try_from).collect()
    }

    /// Returns the checkpoint of this size, if one was signed.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn checkpoint(&mut self, size: u64) -> Result<Option<Checkpoint>, StoreError> {
        let row: Option<CheckpointRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT size, root, note, at FROM checkpoints WHERE size = $1")
            .bind(number(size)).fetch_optional(conn).await)?;
        row.map(Checkpoint::try_from).transpose()
    }

    /// Keeps what a witness signed; what is kept already stays as it is.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if there is no such checkpoint;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_cosignature(
        &mut self,
        cosignature: &Cosignature,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO cosignatures (size, witness, line, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (size, witness) DO NOTHING")
            .bind(number(cosignature.size)).bind(&cosignature.witness)
            .bind(&cosignature.line).bind(cosignature.at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the cosignatures on the checkpoint of this size, in the order in which they came.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn cosignatures(&mut self, size: u64) -> Result<Vec<Cosignature>, StoreError> {
        let rows: Vec<CosignatureRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT size, witness, line, at FROM cosignatures WHERE size = $1 ORDER BY at, witness")
            .bind(number(size)).fetch_all(conn).await)?;
        rows.into_iter().map(Cosignature::try_from).collect()
    }

    /// Returns the size of the last checkpoint that a witness signed; 0 if it signed none.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn last_cosigned(&mut self, witness: &str) -> Result<u64, StoreError> {
        let size: i64 = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT coalesce(max(size), 0) FROM cosignatures WHERE witness = $1")
            .bind(witness).fetch_one(conn).await)?;
        Ok(size.unsigned_abs())
    }

    /// Returns the sizes of the last `limit` checkpoints that so many witnesses signed, the largest first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn cosigned_sizes(
        &mut self,
        at_least: usize,
        limit: u32,
    ) -> Result<Vec<u64>, StoreError> {
        let sizes: Vec<i64> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT size FROM cosignatures GROUP BY size HAVING count(*) >= $1
              ORDER BY size DESC LIMIT $2")
            .bind(i64::try_from(at_least).unwrap_or(i64::MAX)).bind(i64::from(limit))
            .fetch_all(conn).await)?;
        Ok(sizes.into_iter().map(i64::unsigned_abs).collect())
    }
}

/// Makes a size a number of the database; no tree is larger than those have.
fn number(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
