//! The public halves of the keys that sign access tokens.
//!
//! Private halves never enter the database: each node keeps its own in its data
//! folder, and every node verifies what any of them has signed.

use domain::time::Timestamp;

use super::row::{array, instant};
use super::{StoreError, Tx, on_conn};

/// The public half of a signing key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Names the key, as `kid` in the tokens it signed.
    pub id: String,
    /// The Ed25519 public key.
    pub public_key: [u8; 32],
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when its tokens are good; absent while it signs.
    pub verify_until: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    id: String,
    public_key: Vec<u8>,
    created_at: i64,
    verify_until: Option<i64>,
}

impl TryFrom<KeyRow> for SigningKey {
    type Error = StoreError;

    fn try_from(row: KeyRow) -> Result<Self, StoreError> {
        let at = |micros| instant(micros, "signing_keys", &row.id);
        Ok(Self {
            public_key: array(row.public_key, "signing_keys", &row.id)?,
            created_at: at(row.created_at)?,
            verify_until: row.verify_until.map(at).transpose()?,
            id: row.id,
        })
    }
}

impl Tx {
    /// Stores the public half of a new key.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if the key is known already;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_signing_key(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO signing_keys (id, public_key, created_at, verify_until)
             VALUES ($1, $2, $3, $4)")
            .bind(&key.id).bind(&key.public_key[..]).bind(key.created_at.as_micros())
            .bind(key.verify_until.map(Timestamp::as_micros))
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns a key by its id, retired or not.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn signing_key(&mut self, id: &str) -> Result<Option<SigningKey>, StoreError> {
        let row: Option<KeyRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, public_key, created_at, verify_until FROM signing_keys WHERE id = $1")
            .bind(id).fetch_optional(conn).await)?;
        row.map(SigningKey::try_from).transpose()
    }

    /// Returns the keys whose tokens are good at an instant, oldest first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn signing_keys(&mut self, now: Timestamp) -> Result<Vec<SigningKey>, StoreError> {
        let rows: Vec<KeyRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, public_key, created_at, verify_until FROM signing_keys
              WHERE verify_until IS NULL OR verify_until > $1 ORDER BY created_at, id")
            .bind(now.as_micros()).fetch_all(conn).await)?;
        rows.into_iter().map(SigningKey::try_from).collect()
    }

    /// Stops a key from signing: its tokens are good until an instant, and then no longer.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Stale`] if the key is unknown or was retired before;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn retire_signing_key(
        &mut self,
        id: &str,
        verify_until: Timestamp,
    ) -> Result<(), StoreError> {
        let changed = on_conn!(self, conn => sqlx::query(
            "UPDATE signing_keys SET verify_until = $2 WHERE id = $1 AND verify_until IS NULL")
            .bind(id).bind(verify_until.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?;
        StoreError::unless_one(changed, "signing_keys", &id)
    }
}
