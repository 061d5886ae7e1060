//! Refresh tokens of programs that are signed in, in families.
//!
//! Each token is used once, for the next one of its family. Only hashes are stored.

use domain::id::DelegateId;
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::instant;
use super::{StoreError, Tx, on_conn};

/// A program in which a delegate is or was signed in: a chain of refresh tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshFamily {
    /// Names the family; not a secret.
    pub id: Uuid,
    /// Who is signed in.
    pub delegate_id: DelegateId,
    /// When they signed in.
    pub created_at: Timestamp,
    /// From when on they have to sign in again.
    pub expires_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
    /// What the program called itself when they signed in.
    pub user_agent: String,
    /// The network address they signed in from.
    pub address: String,
}

impl RefreshFamily {
    /// Tells whether its tokens are good at an instant.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }
}

/// One token of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// The family it belongs to.
    pub family_id: Uuid,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it was used for the next one, if it was.
    pub used_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct FamilyRow {
    id: Uuid,
    delegate_id: Uuid,
    created_at: i64,
    expires_at: i64,
    ended_at: Option<i64>,
    user_agent: String,
    address: String,
}

impl TryFrom<FamilyRow> for RefreshFamily {
    type Error = StoreError;

    fn try_from(row: FamilyRow) -> Result<Self, StoreError> {
        let at = |micros| instant(micros, "refresh_families", &row.id);
        Ok(Self {
            id: row.id,
            delegate_id: DelegateId::from_uuid(row.delegate_id),
            created_at: at(row.created_at)?,
            expires_at: at(row.expires_at)?,
            ended_at: row.ended_at.map(at).transpose()?,
            user_agent: row.user_agent,
            address: row.address,
        })
    }
}

impl Tx {
    /// Stores a new family without tokens.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the delegate has no account;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_refresh_family(
        &mut self,
        family: &RefreshFamily,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO refresh_families
                (id, delegate_id, created_at, expires_at, user_agent, address)
             VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(family.id).bind(family.delegate_id.as_uuid())
            .bind(family.created_at.as_micros()).bind(family.expires_at.as_micros())
            .bind(&family.user_agent).bind(&family.address)
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns a family by its id, ended or not.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn refresh_family(&mut self, id: Uuid) -> Result<Option<RefreshFamily>, StoreError> {
        let row: Option<FamilyRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, delegate_id, created_at, expires_at, ended_at, user_agent, address
               FROM refresh_families WHERE id = $1")
            .bind(id).fetch_optional(conn).await)?;
        row.map(RefreshFamily::try_from).transpose()
    }

    /// Returns the families of a delegate that were not ended, newest first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn refresh_families_of(
        &mut self,
        delegate_id: DelegateId,
    ) -> Result<Vec<RefreshFamily>, StoreError> {
        let rows: Vec<FamilyRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, delegate_id, created_at, expires_at, ended_at, user_agent, address
               FROM refresh_families WHERE delegate_id = $1 AND ended_at IS NULL
              ORDER BY created_at DESC, id")
            .bind(delegate_id.as_uuid()).fetch_all(conn).await)?;
        rows.into_iter().map(RefreshFamily::try_from).collect()
    }

    /// Ends a family of a delegate; returns whether it was theirs and not ended.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn end_refresh_family(
        &mut self,
        delegate_id: DelegateId,
        id: Uuid,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let ended = on_conn!(self, conn => sqlx::query(
            "UPDATE refresh_families SET ended_at = $3
              WHERE id = $1 AND delegate_id = $2 AND ended_at IS NULL")
            .bind(id).bind(delegate_id.as_uuid()).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?;
        Ok(ended == 1)
    }

    /// Ends every family of a delegate; returns how many were not ended.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn end_refresh_families_of(
        &mut self,
        delegate_id: DelegateId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE refresh_families SET ended_at = $2
              WHERE delegate_id = $1 AND ended_at IS NULL")
            .bind(delegate_id.as_uuid()).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Removes families that expired before an instant, with their tokens; returns how many.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn delete_refresh_families_before(
        &mut self,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        Ok(
            on_conn!(self, conn => sqlx::query("DELETE FROM refresh_families WHERE expires_at < $1")
            .bind(at.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?,
        )
    }

    /// Stores the hash of a new token of a family.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the family is unknown;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_refresh_token(
        &mut self,
        token_hash: &[u8; 32],
        family_id: Uuid,
        issued_at: Timestamp,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO refresh_tokens (token_hash, family_id, issued_at) VALUES ($1, $2, $3)")
            .bind(&token_hash[..]).bind(family_id).bind(issued_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the token that has this hash, used or not.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn refresh_token(
        &mut self,
        token_hash: &[u8; 32],
    ) -> Result<Option<RefreshToken>, StoreError> {
        let row: Option<(Uuid, i64, Option<i64>)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT family_id, issued_at, used_at FROM refresh_tokens WHERE token_hash = $1")
            .bind(&token_hash[..]).fetch_optional(conn).await)?;
        row.map(|(family_id, issued_at, used_at)| {
            let at = |micros| instant(micros, "refresh_tokens", &family_id);
            let used_at = used_at.map(at).transpose()?;
            Ok(RefreshToken {
                family_id,
                issued_at: at(issued_at)?,
                used_at,
            })
        })
        .transpose()
    }

    /// Marks a token as used.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Stale`] if it is unknown or was used before;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn use_refresh_token(
        &mut self,
        token_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let changed = on_conn!(self, conn => sqlx::query(
            "UPDATE refresh_tokens SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL")
            .bind(&token_hash[..]).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?;
        StoreError::unless_one(changed, "refresh_tokens", &"of that hash")
    }
}
