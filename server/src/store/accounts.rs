//! Accounts: what a delegate signs in with.

use domain::id::DelegateId;
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::instant;
use super::{StoreError, Tx, on_conn};
use crate::secret::Secret;

/// What a delegate signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose account it is.
    pub delegate_id: DelegateId,
    /// The name to sign in with, in normal form; unique.
    pub sign_in_name: String,
    /// The stretched password, in PHC form; absent until one is chosen.
    pub password_hash: Option<Secret>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes, from 0.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    delegate_id: Uuid,
    sign_in_name: String,
    password_hash: Option<String>,
    created_at: i64,
    version: i64,
}

impl TryFrom<AccountRow> for Account {
    type Error = StoreError;

    fn try_from(row: AccountRow) -> Result<Self, StoreError> {
        Ok(Self {
            delegate_id: DelegateId::from_uuid(row.delegate_id),
            sign_in_name: row.sign_in_name,
            password_hash: row.password_hash.map(Secret::new),
            created_at: instant(row.created_at, "accounts", &row.delegate_id)?,
            version: row.version,
        })
    }
}

impl Tx {
    /// Stores a new account.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if the delegate has an account or the name is taken;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_account(&mut self, account: &Account) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO accounts (delegate_id, sign_in_name, password_hash, created_at, version)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(account.delegate_id.as_uuid()).bind(&account.sign_in_name)
            .bind(account.password_hash.as_ref().map(Secret::expose))
            .bind(account.created_at.as_micros()).bind(account.version)
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the account of a delegate.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn account(&mut self, id: DelegateId) -> Result<Option<Account>, StoreError> {
        let row: Option<AccountRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT delegate_id, sign_in_name, password_hash, created_at, version
               FROM accounts WHERE delegate_id = $1")
            .bind(id.as_uuid()).fetch_optional(conn).await)?;
        row.map(Account::try_from).transpose()
    }

    /// Returns the account of a sign-in name in normal form.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn account_named(&mut self, name: &str) -> Result<Option<Account>, StoreError> {
        let row: Option<AccountRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT delegate_id, sign_in_name, password_hash, created_at, version
               FROM accounts WHERE sign_in_name = $1")
            .bind(name).fetch_optional(conn).await)?;
        row.map(Account::try_from).transpose()
    }

    /// Replaces the name and the password of an account as they were read; counts its version up.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Stale`] if the account is gone or was changed since `account.version`;
    /// * [`StoreError::Conflict`] if the name is taken;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn update_account(&mut self, account: &Account) -> Result<(), StoreError> {
        let changed = on_conn!(self, conn => sqlx::query(
            "UPDATE accounts SET sign_in_name = $3, password_hash = $4, version = version + 1
              WHERE delegate_id = $1 AND version = $2")
            .bind(account.delegate_id.as_uuid()).bind(account.version)
            .bind(&account.sign_in_name)
            .bind(account.password_hash.as_ref().map(Secret::expose))
            .execute(conn).await.map(|done| done.rows_affected()))?;
        StoreError::unless_one(changed, "accounts", &account.delegate_id)
    }
}
