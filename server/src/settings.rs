//! Settings of a server: command line, then environment, then defaults.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

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
    /// Offers the two pseudo-languages that show what is not translated or mirrored.
    #[arg(long, env = "CLAUSEWISE_PSEUDO_LANGUAGES")]
    pub pseudo_languages: bool,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidSettings {
    /// The origin is no address of a web server.
    #[error("--origin must be such as https://draft.example.org, without a path; found {0:?}")]
    Origin(String),
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
            None => Ok(Database::Sqlite(self.data.join("clausewise.sqlite"))),
        }
    }

    /// Returns where browsers reach a server that listens on `bound`, without a slash at the end.
    ///
    /// # Errors
    ///
    /// * [`InvalidSettings::Origin`] if the setting is no origin.
    pub fn origin(&self, bound: SocketAddr) -> Result<String, InvalidSettings> {
        let Some(origin) = &self.origin else {
            return Ok(format!("http://{bound}"));
        };
        let host = ["https://", "http://"]
            .iter()
            .find_map(|scheme| origin.strip_prefix(scheme));
        let is_origin = host.is_some_and(|host| {
            !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', '\\'])
        });
        if is_origin {
            Ok(origin.clone())
        } else {
            Err(InvalidSettings::Origin(origin.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(origin: Option<&str>) -> Settings {
        Settings {
            data: "data".into(),
            listen: "127.0.0.1:0".parse().unwrap(),
            origin: origin.map(str::to_owned),
            database_url: None,
            pseudo_languages: false,
        }
    }

    #[test]
    fn the_address_listened_on_is_the_origin_unless_another_is_set() {
        let bound = "127.0.0.1:9".parse().unwrap();
        assert_eq!(settings(None).origin(bound).unwrap(), "http://127.0.0.1:9");
        let set = settings(Some("https://draft.example.org"));
        assert_eq!(set.origin(bound).unwrap(), "https://draft.example.org");
    }

    #[test]
    fn an_origin_has_no_path() {
        let bound = "127.0.0.1:9".parse().unwrap();
        for wrong in [
            "draft.example.org",
            "https://",
            "https://a/b",
            "ftp://a",
            "https://u@a",
        ] {
            assert!(settings(Some(wrong)).origin(bound).is_err(), "{wrong}");
        }
    }
}
