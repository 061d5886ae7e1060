//! The migrations, in pairs of the same name, one text a database.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::{StoreError, Tx, on_conn};

/// One step of the schema in both dialects.
#[derive(Debug, Clone, Copy)]
pub struct MigrationPair {
    /// The number and the words of both file names, such as `0001_record`.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

/// Embeds the files of the names given, in order.
macro_rules! pairs {
    ($($name:literal),+ $(,)?) => {
        &[$(MigrationPair {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

/// Every migration, in the order in which it is applied.
pub const MIGRATIONS: &[MigrationPair] = pairs![
    "0001_record",
    "0002_drafts",
    "0003_credentials",
    "0004_draft_amendments",
    "0005_deliberation",
    "0006_prepared_objections",
    "0007_ledger",
    "0008_audit",
    "0009_key_approvals",
];

/// Makes the migrator of one dialect, chosen by `text`.
pub(super) fn migrator(text: fn(&MigrationPair) -> &'static str) -> Migrator {
    let steps = (1..).zip(MIGRATIONS).map(|(version, pair)| {
        let sql = AssertSqlSafe(text(pair)).into_sql_str();
        let description = Cow::Borrowed(pair.name);
        Migration::new(version, description, MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(steps.collect())
}

impl Tx {
    /// Returns the number and the checksum of each migration that was applied, in order; nothing
    /// where there is no list of them.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database does not answer.
    pub(super) async fn applied_migrations(
        &mut self,
    ) -> Result<Option<Vec<(i64, Vec<u8>)>>, StoreError> {
        let rows = on_conn!(self, conn => sqlx::query_as(
            "SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
            .fetch_all(conn).await);
        match rows {
            Ok(rows) => Ok(Some(rows)),
            Err(error) if error.as_database_error().is_some() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
