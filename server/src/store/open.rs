//! Opening a database: where it is, how it is set up, what is checked.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlitePool, migrate::MigrateError};

use super::{Store, StoreError, migrations};

/// SQLite before 3.51.3 can corrupt the write-ahead log when it is reset.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
const SQLITE_READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 16;

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file of SQLite, made when it does not exist.
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL database. It may hold a password.
    Postgres(String),
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names neither of the two databases.
    #[error("a database URL begins with sqlite: or postgres:")]
    UnknownScheme,
    /// The database does not answer, or refuses us.
    #[error("the database cannot be opened: {0}")]
    Connect(#[from] sqlx::Error),
    /// The schema cannot be brought up to date.
    #[error("the schema cannot be brought up to date: {0}")]
    Migrate(#[from] MigrateError),
    /// The ledger over entries of the time before there was one cannot be made.
    #[error("the ledger over the entries cannot be made: {0}")]
    Tree(#[from] StoreError),
    /// The library is too old to be trusted with the record.
    #[error("SQLite {0} can lose data; 3.51.3 or later is needed")]
    OldSqlite(String),
    /// A setting the record depends on did not take effect.
    #[error("SQLite has {pragma} = {found}, not {wanted}")]
    Setting {
        /// The name of the setting.
        pragma: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        wanted: &'static str,
    },
}

/// Hides the password a URL may hold.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(***)"),
        }
    }
}

impl FromStr for Database {
    type Err = OpenError;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(OpenError::UnknownScheme)
    }
}

impl Store {
    /// Opens a database and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// * [`OpenError::Connect`] if the database does not answer;
    /// * [`OpenError::Migrate`] if its schema is newer than this program, or was changed;
    /// * [`OpenError::OldSqlite`] or [`OpenError::Setting`] if SQLite would not be safe;
    /// * [`OpenError::Tree`] if the ledger over older entries cannot be made.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        let store = match database {
            Database::Sqlite(path) => open_sqlite(path).await,
            Database::Postgres(url) => open_postgres(url).await,
        }?;
        store.complete_tree().await?;
        Ok(store)
    }
}

async fn open_sqlite(path: &Path) -> Result<Store, OpenError> {
    let shared = SqliteConnectOptions::new()
        .filename(path)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("trusted_schema", "OFF")
        .pragma("recursive_triggers", "ON")
        // What is deleted leaves its page, not only its index.
        .pragma("secure_delete", "ON")
        .busy_timeout(Duration::from_secs(10));
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(
            shared
                .clone()
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal),
        )
        .await?;
    check_sqlite(&writer).await?;
    migrations::migrator(|pair| pair.sqlite)
        .run(&writer)
        .await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .connect_with(shared.read_only(true))
        .await?;
    Ok(Store::Sqlite { writer, readers })
}

async fn check_sqlite(writer: &SqlitePool) -> Result<(), OpenError> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(writer)
        .await?;
    if !is_recent(&version) {
        return Err(OpenError::OldSqlite(version));
    }
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(writer)
        .await?;
    check_setting("journal_mode", journal, "wal")?;
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
        .fetch_one(writer)
        .await?;
    check_setting("synchronous", synchronous.to_string(), "2")?;
    let foreign_keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys")
        .fetch_one(writer)
        .await?;
    check_setting("foreign_keys", foreign_keys.to_string(), "1")?;
    let trusted: i64 = sqlx::query_scalar("PRAGMA trusted_schema")
        .fetch_one(writer)
        .await?;
    check_setting("trusted_schema", trusted.to_string(), "0")?;
    let secure: i64 = sqlx::query_scalar("PRAGMA secure_delete")
        .fetch_one(writer)
        .await?;
    check_setting("secure_delete", secure.to_string(), "1")
}

fn check_setting(
    pragma: &'static str,
    found: String,
    wanted: &'static str,
) -> Result<(), OpenError> {
    if found == wanted {
        Ok(())
    } else {
        Err(OpenError::Setting {
            pragma,
            found,
            wanted,
        })
    }
}

fn is_recent(version: &str) -> bool {
    let numbers: Result<Vec<u32>, _> = version.split('.').map(str::parse).collect();
    numbers.is_ok_and(|numbers| numbers.as_slice() >= OLDEST_SQLITE.as_slice())
}

async fn open_postgres(url: &str) -> Result<Store, OpenError> {
    // A commit must be on disk before it is acknowledged, whatever the server's default is.
    let options = PgConnectOptions::from_str(url)?
        .options([("synchronous_commit", "on"), ("timezone", "UTC")]);
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .connect_with(options)
        .await?;
    migrations::migrator(|pair| pair.postgres)
        .run(&pool)
        .await?;
    Ok(Store::Postgres(pool))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_one_of_two_databases() {
        let sqlite = |path: &str| Database::Sqlite(PathBuf::from(path));
        assert_eq!(
            "sqlite:a/b.db".parse::<Database>().unwrap(),
            sqlite("a/b.db")
        );
        assert_eq!(
            "sqlite:///var/c.db".parse::<Database>().unwrap(),
            sqlite("/var/c.db")
        );
        let postgres = "postgres://me:secret@db/clausewise"
            .parse::<Database>()
            .unwrap();
        assert_eq!(format!("{postgres:?}"), "Postgres(***)");
        assert!(matches!(
            "mysql://x".parse::<Database>(),
            Err(OpenError::UnknownScheme)
        ));
    }

    #[test]
    fn an_old_sqlite_is_recognised() {
        for (version, recent) in [
            ("3.51.2", false),
            ("3.51.3", true),
            ("3.100.0", true),
            ("4.0", true),
            ("new", false),
        ] {
            assert_eq!(is_recent(version), recent, "{version}");
        }
    }
}
