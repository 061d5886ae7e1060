//! Settings of a server: command line, then environment, then defaults.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::auth::origin::{InvalidOrigin, Origin};
use crate::sealing::policy::{self, PolicyFileError, Witnesses};
use crate::sealing::standing::SealedBy;
use crate::store::{Database, OpenError};

/// How the server runs; `clausewise serve --help` is the reference.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// The folder of the database and the secrets; made when it does not exist.
    #[arg(long, env = "CLAUSEWISE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// The address to listen on; port 0 takes any free one.
    #[arg(long, env = "CLAUSEWISE_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where browsers reach the server, such as `https://draft.example.org`; the address listened on where absent.
    #[arg(long, env = "CLAUSEWISE_ORIGIN")]
    pub origin: Option<String>,
    /// The database: `sqlite:PATH` or `postgres://…`; a file in the data folder where absent.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The socket of a sealer that runs apart, or `none` where another server on the same database has
    /// one; the server starts its own where absent.
    #[arg(long, env = "CLAUSEWISE_SEALER")]
    pub sealer: Option<PathBuf>,
    /// The name of the ledger, fixed by its first checkpoint; the server's host and `/ledger` where absent.
    #[arg(long, env = "CLAUSEWISE_LEDGER_ORIGIN")]
    pub ledger_origin: Option<String>,
    /// The witnesses to ask for cosignatures, as a tlog-policy file; `witnesses.policy` in the data
    /// folder where absent and there is one.
    #[arg(long, env = "CLAUSEWISE_WITNESSES")]
    pub witnesses: Option<PathBuf>,
    /// Offers the two pseudo-languages that show what is not translated or mirrored.
    #[arg(long, env = "CLAUSEWISE_PSEUDO_LANGUAGES")]
    pub pseudo_languages: bool,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidSettings {
    /// The origin is no address of a web server.
    #[error("--origin: {0}")]
    Origin(#[from] InvalidOrigin),
    /// The policy of the witnesses cannot be used.
    #[error("--witnesses: {0}")]
    Witnesses(#[from] PolicyFileError),
    /// The database URL is not understood.
    #[error(transparent)]
    Database(#[from] OpenError),
}

impl Settings {
    /// Returns where the database is.
    ///
    /// # Errors
    ///
    /// * [`InvalidSettings::Database`] if the URL is of neither kind.
    pub fn database(&self) -> Result<Database, InvalidSettings> {
        match &self.database_url {
            Some(url) => Ok(url.parse()?),
            None => Ok(Database::in_folder(&self.data)),
        }
    }

    /// Reads whose cosignatures are wanted; nobody's where no policy says.
    ///
    /// # Errors
    ///
    /// * [`InvalidSettings::Witnesses`] if the policy cannot be used.
    pub fn witnesses(&self) -> Result<Option<Witnesses>, InvalidSettings> {
        let usual = self.data.join(policy::FILE_NAME);
        match &self.witnesses {
            Some(named) => Ok(Some(Witnesses::read(named)?)),
            None if usual.exists() => Ok(Some(Witnesses::read(&usual)?)),
            None => Ok(None),
        }
    }

    /// Returns who seals what the server records.
    pub fn sealed_by(&self) -> SealedBy {
        match &self.sealer {
            None => SealedBy::Child(self.data.clone()),
            Some(none) if none.as_os_str() == "none" => SealedBy::Elsewhere,
            Some(socket) => SealedBy::Socket(socket.clone()),
        }
    }

    /// Returns where browsers reach a server that listens on `bound`.
    ///
    /// # Errors
    ///
    /// * [`InvalidSettings::Origin`] if the setting is no origin.
    pub fn origin(&self, bound: SocketAddr) -> Result<Origin, InvalidSettings> {
        let listening = format!("http://{bound}");
        Ok(Origin::parse(self.origin.as_ref().unwrap_or(&listening))?)
    }
}
