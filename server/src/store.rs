//! Storage: the record, live drafts and credentials, on SQLite or PostgreSQL.
//!
//! One statement text serves both databases. A [`Store`] hands out transactions:
//! [`Store::begin`] for writing, [`Store::snapshot`] for reading. A [`Tx`] has
//! a method for each thing that can be stored or read, split by table group
//! over the submodules.
//!
//! # Invariants
//!
//! * One writer at a time, on either database and over all nodes: what a write
//!   transaction has read stays true until it commits.
//! * Nothing is kept before [`Tx::commit`]; dropping a transaction undoes it.
//! * A failed statement ends its transaction: never catch a [`StoreError`] and
//!   go on with the same one.

mod accounts;
mod audit_filters;
mod comparing;
mod contents;
mod draft_amendments;
mod draft_changes;
mod drafts;
mod entries;
mod entry_filter;
mod erasing;
mod error;
mod idempotency;
mod invitations;
mod key_approvals;
mod ledger;
mod migrations;
mod noticing;
mod open;
mod preferences;
mod prepared_positions;
mod refresh;
mod row;
mod sessions;
mod signing_keys;
mod tables;
mod temperature_checks;
mod threads;
mod traces;

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

pub use accounts::Account;
pub use audit_filters::AuditFilter;
pub use contents::{NewContent, StoredContent, Words};
pub use draft_changes::{DraftChange, DraftSnapshot, NewDraftChange};
pub use drafts::Draft;
pub use entries::{EntryHead, NewEntry, StoredEntry};
pub use entry_filter::{EntryFilter, Page};
pub use erasing::NamingContent;
pub use error::StoreError;
pub use idempotency::{KeptAnswer, Reservation};
pub use invitations::Invitation;
pub use key_approvals::WaitingApproval;
pub use ledger::{Checkpoint, Cosignature, LedgerOrigin};
pub use migrations::{MIGRATIONS, MigrationPair};
pub use open::{Database, OpenError};
pub use preferences::Preferences;
pub use refresh::{RefreshFamily, RefreshToken};
pub use sessions::Session;
pub use signing_keys::SigningKey;
pub use tables::{CARRIED, Cell, Column, LEFT_BEHIND, OF_THE_RECORD, Table};
pub use threads::{Heard, StoredThread};

/// The transaction-scoped lock that makes writers of all nodes take turns.
const WRITER_LOCK: i64 = 0x636c_6175_7365;

/// An open database.
#[derive(Debug, Clone)]
pub enum Store {
    /// An embedded database file.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// The connections that only read.
        readers: SqlitePool,
    },
    /// A PostgreSQL server, shared by several nodes.
    Postgres(PgPool),
}

/// A transaction; dropping it without [`Tx::commit`] undoes it.
#[derive(Debug)]
pub enum Tx {
    /// On the embedded database.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one sqlx expression on whichever database the transaction is open on.
macro_rules! on_conn {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}
use on_conn;

impl Store {
    /// Opens a transaction for writing, once every other writer is done.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database does not answer.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => {
                Ok(Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?))
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock($1)")
                    .bind(WRITER_LOCK)
                    .execute(&mut *tx)
                    .await?;
                Ok(Tx::Postgres(tx))
            }
        }
    }

    /// Opens a transaction that sees one state of the database and cannot write.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database does not answer.
    pub async fn snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => {
                let statement = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Tx::Postgres(pool.begin_with(statement).await?)
            }
        })
    }

    /// Takes what was deleted out of the write-ahead log, too, unless somebody reads there just now.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database does not answer.
    pub async fn forget(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writer, .. } => {
                let mut connection = writer.acquire().await?;
                // Nobody who writes is to wait long for somebody who reads.
                for statement in [
                    "PRAGMA busy_timeout = 250",
                    "PRAGMA wal_checkpoint(TRUNCATE)",
                    "PRAGMA busy_timeout = 10000",
                ] {
                    sqlx::query(statement).execute(&mut *connection).await?;
                }
            }
            // Dead rows of PostgreSQL are for its own vacuum, and its log for those who keep it.
            Self::Postgres(_) => {}
        }
        Ok(())
    }

    /// Closes every connection, once running transactions are done.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything done in this transaction durable.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database does not confirm it; what was
    ///   written may or may not have been kept.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
