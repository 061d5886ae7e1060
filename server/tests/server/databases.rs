//! Databases of a test's own, of both kinds.

use std::path::Path;

use server::store::{Database, OpenError, Store};
use tempfile::TempDir;

use crate::postgres::{IsDurable, PrivateDatabase};

/// The kinds of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A database of a test's own beside a folder of its own, both gone when dropped.
pub(crate) struct OwnDatabase {
    database: Database,
    folder: TempDir,
    _private: Option<PrivateDatabase>,
}

impl OwnDatabase {
    pub(crate) fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let private = (kind == Kind::Postgres).then(|| PrivateDatabase::new(IsDurable(false)));
        let database = match &private {
            Some(private) => Database::Postgres(private.url()),
            None => Database::Sqlite(folder.path().join("clausewise.db")),
        };
        Self {
            database,
            folder,
            _private: private,
        }
    }

    /// Opens the database, once more if need be.
    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.database).await.unwrap()
    }

    /// Opens the database to look at it as it is.
    pub(crate) async fn inspect(&self) -> Result<Store, OpenError> {
        Store::inspect(&self.database).await
    }

    /// Reads the file that the database is; none where it is no file.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        match &self.database {
            Database::Sqlite(path) => Some(std::fs::read(path).unwrap()),
            Database::Postgres(_) => None,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Runs each test on both kinds of database; each is told on which.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {$(
            #[tokio::test]
            async fn $name() {
                super::$name(crate::databases::Kind::Sqlite).await;
            }
        )+}
        mod postgres {$(
            #[tokio::test]
            async fn $name() {
                super::$name(crate::databases::Kind::Postgres).await;
            }
        )+}
    };
}
pub(crate) use on_both;
