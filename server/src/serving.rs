//! A server from start to end: data folder, database, secrets, router, shutdown.

use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::clock::Clock;
use crate::i18n::Locale;
use crate::random::Random;
use crate::set_up::SetUp;
use crate::settings::{InvalidSettings, Settings};
use crate::state::AppState;
use crate::store::{OpenError, Store};
use crate::web::reader::Interface;
use crate::web::router;
use crate::workflow::{Office, WorkflowError};

/// Why a server cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServingError {
    /// A setting cannot be used.
    #[error(transparent)]
    Settings(#[from] InvalidSettings),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The record cannot be read.
    #[error("the record cannot be read: {0}")]
    Record(#[from] WorkflowError),
    /// A file or a socket failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Others can read the data folder.
    #[error("{path} can be read by others; its mode must be 0700 (chmod 700 {path})")]
    Exposed {
        /// The data folder.
        path: String,
    },
}

/// A server that is ready to run.
#[derive(Debug)]
pub struct Serving {
    state: AppState,
    origin: String,
}

/// Makes the data folder for its owner alone, or checks that it is so.
///
/// # Errors
///
/// * [`ServingError::Io`] if it cannot be made;
/// * [`ServingError::Exposed`] if others can read it.
pub fn prepare_data_folder(path: &Path) -> Result<(), ServingError> {
    if !path.exists() {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)?;
    }
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(ServingError::Exposed {
            path: path.display().to_string(),
        });
    }
    Ok(())
}

impl Serving {
    /// Opens the database and reads the record, to serve on `bound`.
    ///
    /// # Errors
    ///
    /// * [`ServingError`] says what cannot be used.
    pub async fn open(settings: &Settings, bound: SocketAddr) -> Result<Self, ServingError> {
        let origin = settings.origin(bound)?;
        let store = Store::open(&settings.database()?).await?;
        let office = Office::open(store, Clock::System, Random::System).await?;
        let interface = Interface {
            network: "Clausewise".into(),
            locales: if settings.pseudo_languages {
                Locale::WITH_PSEUDO
            } else {
                Locale::OFFERED
            },
            is_secure: origin.starts_with("https:"),
        };
        let set_up = SetUp::new(office.random());
        Ok(Self {
            state: AppState {
                office,
                interface,
                set_up,
            },
            origin,
        })
    }

    /// Returns what requests work with.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Returns where browsers reach the server, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the link that sets the network up; none once it has been.
    pub fn set_up_link(&self) -> Option<String> {
        let founded = self.state.office.register().network().is_founded();
        (!founded).then(|| format!("{}{}", self.origin, self.state.set_up.path()))
    }

    /// Serves until the process is told to stop; requests under way are finished.
    ///
    /// # Errors
    ///
    /// * [`ServingError::Io`] if the socket fails.
    pub async fn run(self, listener: TcpListener) -> Result<(), ServingError> {
        let store = self.state.office.store().clone();
        let service = router(self.state).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service)
            .with_graceful_shutdown(told_to_stop()?)
            .await?;
        store.close().await;
        Ok(())
    }
}

/// Waits for the terminal's or the system's wish to stop.
fn told_to_stop() -> Result<impl Future<Output = ()>, io::Error> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
