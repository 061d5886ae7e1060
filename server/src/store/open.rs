//! Opening a database: where it is, how it is set up, what is checked.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool, migrate::MigrateError};

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
    /// The ledger over entries of the time before there was one cannot be made or read.
    #[error("the record cannot be read: {0}")]
    Record(#[from] StoreError),
    /// The library is too old to be trusted with the record.
    #[error("SQLite {0} can lose data; 3.51.3 or later is needed")]
    OldSqlite(String),
    /// It is to be read as it is, and is not as this program knows it.
    #[error(
        "the database has the schema of another version of clausewise; take the version that serves it"
    )]
    OtherSchema,
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

impl Database {
    /// Returns the file that a data folder keeps its record in, where no other place is named.
    pub fn in_folder(data: &Path) -> Self {
        Self::Sqlite(data.join("clausewise.sqlite"))
    }
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
    /// * [`OpenError::Record`] if the ledger over older entries cannot be made.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        let store = match database {
            Database::Sqlite(path) => open_sqlite(path).await,
            Database::Postgres(url) => open_postgres(url).await,
        }?;
        store.complete_tree().await?;
        Ok(store)
    }

    /// Opens a database to read it as it is: nothing is brought up to date, and nothing can be
    /// written.
    ///
    /// # Errors
    ///
    /// * [`OpenError::Connect`] if the database is not there or does not answer;
    /// * [`OpenError::OtherSchema`] if its schema is not exactly that of this program.
    pub async fn inspect(database: &Database) -> Result<Self, OpenError> {
        let store = match database {
            Database::Sqlite(path) => {
                let readers = sqlite_readers(sqlite_options(path)).await?;
                Self::Sqlite {
                    writer: readers.clone(),
                    readers,
                }
            }
            Database::Postgres(url) => {
                let options =
                    postgres_options(url)?.options([("default_transaction_read_only", "on")]);
                Self::Postgres(postgres_pool(options).await?)
            }
        };
        let migrator = migrations::migrator(match database {
            Database::Sqlite(_) => |pair| pair.sqlite,
            Database::Postgres(_) => |pair| pair.postgres,
        });
        let known = (migrator.iter()).map(|it| (it.version, it.checksum.to_vec()));
        let mut tx = store.snapshot().await?;
        if tx.applied_migrations().await? != Some(known.collect()) {
            return Err(OpenError::OtherSchema);
        }
        drop(tx);
        Ok(store)
    }
}

fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("trusted_schema", "OFF")
        .pragma("recursive_triggers", "ON")
        // What is deleted leaves its page, not only its index.
        .pragma("secure_delete", "ON")
        .busy_timeout(Duration::from_secs(10))
}

async fn sqlite_readers(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .connect_with(options.read_only(true))
        .await
}

async fn open_sqlite(path: &Path) -> Result<Store, OpenError> {
    let shared = sqlite_options(path);
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
    let readers = sqlite_readers(shared).await?;
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

fn postgres_options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    // A commit must be on disk before it is acknowledged, whatever the server's default is.
    Ok(PgConnectOptions::from_str(url)?
        .options([("synchronous_commit", "on"), ("timezone", "UTC")]))
}

async fn postgres_pool(options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .connect_with(options)
        .await
}

async fn open_postgres(url: &str) -> Result<Store, OpenError> {
    let pool = postgres_pool(postgres_options(url)?).await?;
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
