//! Commands that work on a database without serving it.

use std::path::PathBuf;

use clap::Args;
use domain::id::{DelegateId, InstrumentId};
use domain::register::Register;

use super::Failure;
use crate::clock::Clock;
use crate::random::Random;
use crate::store::{Database, Store};
use crate::workflow::Office;

/// Where the database is.
#[derive(Debug, Args)]
pub(super) struct DatabaseArguments {
    /// The data folder of the server.
    #[arg(long, env = "CLAUSEWISE_DATA", default_value = "data")]
    pub(super) data: PathBuf,
    /// The database: `sqlite:PATH` or `postgres://…`; the file in the data folder where absent.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

impl DatabaseArguments {
    /// Opens the database, which must be there, and reads its record.
    pub(super) async fn open(&self) -> Result<Office, Failure> {
        Office::open(self.store().await?, Clock::System, Random::System)
            .await
            .map_err(Failure::other)
    }

    /// Opens the database, which must be there.
    pub(super) async fn store(&self) -> Result<Store, Failure> {
        let database = self.database()?;
        if let Database::Sqlite(path) = &database
            && !path.exists()
        {
            let path = path.display();
            return Err(Failure::input(format!(
                "there is no database {path}; name the server's data folder with --data"
            )));
        }
        Store::open(&database).await.map_err(Failure::other)
    }

    /// Says where the database is, or is to be.
    pub(super) fn database(&self) -> Result<Database, Failure> {
        match &self.database_url {
            Some(url) => url.parse().map_err(Failure::input),
            None => Ok(Database::in_folder(&self.data)),
        }
    }
}

/// Finds an instrument by its identifier or its title.
pub(super) fn find_instrument(register: &Register, name: &str) -> Result<InstrumentId, Failure> {
    let titled = |id: &str, title: Option<&str>| id == name || title == Some(name);
    let found: Vec<_> = register
        .instruments()
        .filter(|instrument| titled(&instrument.id.to_string(), instrument.title().as_str()))
        .collect();
    match found.as_slice() {
        [instrument] => Ok(instrument.id),
        [] => Err(Failure::input(format!(
            "there is no instrument {name:?}; there are:{}",
            listed(register)
        ))),
        _ => Err(Failure::input(format!(
            "several instruments have the title {name:?}; name one by its identifier:{}",
            listed(register)
        ))),
    }
}

fn listed(register: &Register) -> String {
    let lines: Vec<_> = register
        .instruments()
        .map(|instrument| format!("\n  {} {}", instrument.id, instrument.title().or_mark()))
        .collect();
    if lines.is_empty() {
        return " none".to_owned();
    }
    lines.concat()
}

/// Finds a person by the e-mail address to sign in with.
pub(super) fn find_delegate(register: &Register, address: &str) -> Result<DelegateId, Failure> {
    let delegate = register
        .network()
        .delegate_by_address(&address.to_lowercase());
    delegate
        .map(|delegate| delegate.id)
        .ok_or_else(|| Failure::input(format!("nobody here has the address {address:?}")))
}
