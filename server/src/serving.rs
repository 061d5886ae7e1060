//! A server from start to end: data folder, database, secrets, router, shutdown.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

use crate::auth::Auth;
use crate::auth::key_ring::KeyError;
use crate::auth::origin::Origin;
use crate::auth::secret_file::{self, SecretFileError};
use crate::clock::Clock;
use crate::i18n::Locale;
use crate::live::Hub;
use crate::random::Random;
use crate::sealing::child;
use crate::sealing::cosigning::keep_cosigned;
use crate::sealing::sealer::Places;
use crate::sealing::standing::{NamingError, SealedBy, Sealing};
use crate::sealing::task::Task;
use crate::settings::{InvalidSettings, Settings};
use crate::state::AppState;
use crate::store::{OpenError, Store};
use crate::web::reader::Interface;
use crate::web::router;
use crate::workflow::{Office, WorkflowError, make_set_up_link, record_passed};

/// How long requests under way may take to finish once the server is told to stop.
const GRACE: Duration = Duration::from_secs(3);

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
    /// The data folder is not fit to hold secrets.
    #[error(transparent)]
    Secrets(#[from] SecretFileError),
    /// The ledger cannot have the name it is to have.
    #[error(transparent)]
    Ledger(#[from] NamingError),
    /// The signing key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A server that is ready to run.
#[derive(Debug)]
pub struct Serving {
    state: AppState,
    sealed_by: SealedBy,
    set_up_link: Option<String>,
}

impl Serving {
    /// Makes the data folder if there is none, opens the database and reads the record, to serve on `bound`.
    ///
    /// # Errors
    ///
    /// * [`ServingError`] says what cannot be used.
    pub async fn open(settings: &Settings, bound: SocketAddr) -> Result<Self, ServingError> {
        let origin = settings.origin(bound)?;
        secret_file::make_folder(&settings.data)?;
        let (clock, random) = (Clock::System, Random::System);
        let store = Store::open(&settings.database()?).await?;
        let auth = Auth::open(
            &store,
            &settings.data,
            origin.clone(),
            &clock,
            random.clone(),
        )
        .await?;
        let usual = format!("{}/ledger", origin.host());
        let sealing = Sealing::open(&store, settings.ledger_origin.as_deref(), &usual).await?;
        let sealing = sealing.with_witnesses(settings.witnesses()?);
        let office = Office::open(store, clock, random).await?;
        let interface = Interface {
            network: "Clausewise".into(),
            locales: if settings.pseudo_languages {
                Locale::WITH_PSEUDO
            } else {
                Locale::OFFERED
            },
            is_secure: origin.is_https(),
        };
        let link = make_set_up_link(&office).await?;
        let set_up_link = link.map(|token| format!("{origin}/set-up/{}", token.reveal()));
        let hub = Hub::new(office.clone());
        let state = AppState {
            office,
            hub,
            auth: Arc::new(auth),
            sealing,
            interface,
        };
        Ok(Self {
            state,
            sealed_by: settings.sealed_by(),
            set_up_link,
        })
    }

    /// Returns what requests work with.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Returns where browsers reach the server.
    pub fn origin(&self) -> &Origin {
        &self.state.auth.origin
    }

    /// Returns the link that sets the network up, which works once; none if it has been set up.
    pub fn set_up_link(&self) -> Option<&str> {
        self.set_up_link.as_deref()
    }

    /// Serves until the process is told to stop; requests under way are finished, but
    /// pages that are open are not waited for.
    ///
    /// # Errors
    ///
    /// * [`ServingError::Io`] if the socket fails.
    pub async fn run(self, listener: TcpListener) -> Result<(), ServingError> {
        let store = self.state.office.store().clone();
        let hub = self.state.hub.clone();
        let upkeep = tokio::spawn(keep_up(self.state.auth.clone(), self.state.office.clone()));
        let time = tokio::spawn(keep_time(self.state.office.clone()));
        let sealing = tokio::spawn(seal(self.state.clone(), self.sealed_by));
        let service = router(self.state).into_make_service_with_connect_info::<SocketAddr>();
        let told = told_to_stop()?;
        let stopping = Arc::new(Notify::new());
        let begun = Arc::clone(&stopping);
        let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
            told.await;
            begun.notify_one();
        });
        tokio::select! {
            served = serving => served?,
            () = grace_after(&stopping) => {}
        }
        upkeep.abort();
        time.abort();
        sealing.abort();
        hub.close().await;
        store.close().await;
        Ok(())
    }
}

/// Keeps the record sealed, by a sealer of its own or one that runs apart.
async fn seal(state: AppState, by: SealedBy) {
    let (socket, own) = match by {
        SealedBy::Child(data) => (Places::in_folder(&data).socket, Some(data)),
        SealedBy::Socket(socket) => (socket, None),
        SealedBy::Elsewhere => return,
    };
    let cosigning = keep_cosigned(state.office.clone(), state.sealing.clone());
    let task = Task::new(state.office, state.sealing, socket);
    match own {
        Some(data) => {
            tokio::join!(task.run(), cosigning, child::keep_running(data));
        }
        None => {
            tokio::join!(task.run(), cosigning);
        }
    }
}

/// Changes the signing key when it is due and removes what has long ended, once an hour.
async fn keep_up(auth: Arc<Auth>, office: Office) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        if let Err(error) = auth.maintain(office.store(), office.now()).await {
            tracing::error!("the hourly upkeep of sessions and keys failed: {error}");
        }
    }
}

/// The longest time after which it is looked again what has passed: the clock may be set.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// Records instants that people set as they pass; on the start, those that passed meanwhile.
async fn keep_time(office: Office) {
    let mut notices = office.notices().listen();
    loop {
        let wait = match record_passed(&office).await {
            Ok(Some(next)) => {
                let micros = next.as_micros().saturating_sub(office.now().as_micros());
                let micros = u64::try_from(micros).unwrap_or_default();
                Duration::from_micros(micros).min(LOOK_AGAIN)
            }
            Ok(None) => LOOK_AGAIN,
            Err(error) => {
                tracing::error!("an instant that has passed could not be recorded: {error}");
                Duration::from_secs(1)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            // Something was committed that may have set another instant.
            _ = notices.recv() => {}
        }
    }
}

/// Waits until requests that were under way when the server was told to stop have had
/// their time; the streams that keep open pages up to date would go on for ever.
async fn grace_after(stopping: &Notify) {
    stopping.notified().await;
    tokio::time::sleep(GRACE).await;
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
