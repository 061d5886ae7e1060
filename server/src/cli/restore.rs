//! `clausewise restore`: a backup into an empty database.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::Args;
use tokio::runtime::Runtime;

use super::Failure;
use super::database::DatabaseArguments;
use crate::auth::secret_file;
use crate::backup;
use crate::store::{Database, Store};

/// Takes a backup into an empty database, and checks every entry on the way.
///
/// Either all of it is taken, or nothing. Everybody signs in anew afterwards.
/// The sealer's files may be in the data folder already: put them back there
/// first, so that the log goes on under the same key. If the backup is older
/// than what the sealer has signed, the server says so and stays unready.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file that `clausewise backup` has written.
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let runtime = Runtime::new().map_err(Failure::other)?;
    runtime.block_on(restore(arguments))
}

async fn restore(arguments: &Arguments) -> Result<(), Failure> {
    let path = &arguments.file;
    let file =
        File::open(path).map_err(|error| Failure::input(format!("{}: {error}", path.display())))?;
    let database = arguments.database.database()?;
    secret_file::make_folder(&arguments.database.data).map_err(Failure::other)?;
    let made = new_file(&database);
    let store = Store::open(&database).await.map_err(Failure::other)?;
    let restored = backup::restore(&store, BufReader::new(file), super::say).await;
    store.close().await;
    match restored {
        Ok((label, register)) => super::print_line(&format!(
            "{} entries and {} instruments are restored and follow from one another",
            label.entries,
            register.instruments().count()
        )),
        Err(error) => {
            if let Some(path) = made {
                remove_database(path);
            }
            Err(Failure::other(error))
        }
    }
}

/// Returns the file that opening the database will make.
fn new_file(database: &Database) -> Option<&Path> {
    match database {
        Database::Sqlite(path) if !path.exists() => Some(path),
        Database::Sqlite(_) | Database::Postgres(_) => None,
    }
}

/// Removes a database that nothing was restored into.
fn remove_database(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // There need not be every one of them.
        drop(std::fs::remove_file(PathBuf::from(name)));
    }
}
