//! What the ledger is called, and whose key signs it.

use crate::store::row::array;
use crate::store::{StoreError, Tx, on_conn};

/// The identity of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerOrigin {
    /// The first line of its checkpoints.
    pub origin: String,
    /// The Ed25519 key that signs them; absent until the first one is signed.
    pub key: Option<[u8; 32]>,
}

#[derive(sqlx::FromRow)]
struct OriginRow {
    origin: String,
    key: Option<Vec<u8>>,
}

impl Tx {
    /// Returns the identity of the ledger; none before the first start of a server.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn ledger_origin(&mut self) -> Result<Option<LedgerOrigin>, StoreError> {
        let row: Option<OriginRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT origin, key FROM ledger_origin").fetch_optional(conn).await)?;
        row.map(|row| {
            let key = row.key.map(|key| array(key, "ledger_origin", &1));
            Ok(LedgerOrigin {
                origin: row.origin,
                key: key.transpose()?,
            })
        })
        .transpose()
    }

    /// Names the ledger.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if it has been signed: its name stays;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn name_ledger(&mut self, origin: &str) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO ledger_origin (only_one, origin) VALUES (1, $1)
             ON CONFLICT (only_one) DO UPDATE SET origin = excluded.origin")
            .bind(origin).execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Keeps the key that signs the ledger, once and for all.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if it has one;
    /// * [`StoreError::Stale`] if it has not been named;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn set_ledger_key(&mut self, key: &[u8; 32]) -> Result<(), StoreError> {
        let changed = on_conn!(self, conn => sqlx::query(
            "UPDATE ledger_origin SET key = $1")
            .bind(&key[..]).execute(conn).await.map(|done| done.rows_affected()))?;
        StoreError::unless_one(changed, "ledger_origin", &1)
    }
}
