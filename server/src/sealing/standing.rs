//! What is sealed, and what keeps the rest from being so.

use std::path::PathBuf;
use std::sync::Arc;

use domain::time::Timestamp;
use ledger::note::{KeyError, KeyName};
use tokio::sync::watch;

use super::policy::Witnesses;
use crate::store::{LedgerOrigin, Store, StoreError};

/// The ledger of this server: its name, and how its sealing goes.
#[derive(Debug, Clone)]
pub struct Sealing {
    origin: Arc<str>,
    witnesses: Option<Arc<Witnesses>>,
    sealed: watch::Sender<u64>,
    kept: watch::Sender<()>,
    trouble: watch::Sender<Option<Trouble>>,
}

/// Why what is recorded cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The sealer gives no answer.
    #[error("the sealer has not answered since {since}: {why}")]
    Unreachable {
        /// When it was first missed.
        since: Timestamp,
        /// What went wrong.
        why: String,
    },
    /// Entries that were sealed are not here: an old copy of the database is served.
    #[error(
        "{sealed} entries have been sealed and only {here} are here: an old copy of the database is being served"
    )]
    Behind {
        /// How many entries the sealer has signed for.
        sealed: u64,
        /// How many there are.
        here: u64,
    },
    /// Entries that were sealed are others here.
    #[error("the first {sealed} entries are not those that were sealed")]
    Forked {
        /// How many entries the sealer has signed for.
        sealed: u64,
    },
    /// The sealer has another key than the one that sealed this ledger.
    #[error("the sealer has another key than the one that sealed this ledger")]
    OtherKey,
    /// The sealer refuses for another reason.
    #[error("the sealer refuses: {0}")]
    Refused(String),
}

impl Trouble {
    /// Says what an operator should do.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => {
                "Acts are recorded and will be sealed when it answers: look at the sealer's log"
            }
            Self::Behind { .. } => {
                "Stop the server and put back the newest copy of the database: what was sealed must be in it"
            }
            Self::Forked { .. } => {
                "Stop the server, keep this database as evidence and put back one that continues what was sealed"
            }
            Self::OtherKey => "Put back the sealer's key, or name the right sealer with --sealer",
            Self::Refused(_) => "Look at the sealer's log",
        }
    }

    /// Returns a stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::Behind { .. } => "behind",
            Self::Forked { .. } => "forked",
            Self::OtherKey => "other-key",
            Self::Refused(_) => "refused",
        }
    }
}

/// Why a ledger cannot have the name it is to have.
#[derive(Debug, thiserror::Error)]
pub enum NamingError {
    /// It has been sealed under another name.
    #[error("--ledger-origin: this ledger has been sealed as {sealed}, and cannot become {asked}")]
    Sealed {
        /// Its name.
        sealed: String,
        /// The name it is to have.
        asked: String,
    },
    /// No log can have such a name.
    #[error("--ledger-origin: {0}")]
    Unusable(#[from] KeyError),
    /// The database fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who seals what this server records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealedBy {
    /// A sealer that the server starts on the key in this data folder.
    Child(PathBuf),
    /// A sealer behind this socket.
    Socket(PathBuf),
    /// Another server on the same database sees to it.
    Elsewhere,
}

impl Sealing {
    /// Takes up the ledger of a store; one that has no name yet gets `wanted`, or else `usual`.
    ///
    /// # Errors
    ///
    /// * [`NamingError`] says why it cannot have the name.
    pub async fn open(
        store: &Store,
        wanted: Option<&str>,
        usual: &str,
    ) -> Result<Self, NamingError> {
        let mut tx = store.begin().await?;
        let known = tx.ledger_origin().await?;
        let origin = name(known.as_ref(), wanted, usual)?;
        if known.as_ref().is_none_or(|known| known.origin != origin) {
            tx.name_ledger(origin).await?;
            tx.commit().await?;
        }
        Ok(Self {
            origin: origin.into(),
            witnesses: None,
            sealed: watch::Sender::new(0),
            kept: watch::Sender::new(()),
            trouble: watch::Sender::new(None),
        })
    }

    /// Has the checkpoints cosigned as a policy says.
    #[must_use]
    pub fn with_witnesses(mut self, witnesses: Option<Witnesses>) -> Self {
        self.witnesses = witnesses.map(Arc::new);
        self
    }

    /// Returns who is to cosign the checkpoints, if anybody is.
    pub fn witnesses(&self) -> Option<&Witnesses> {
        self.witnesses.as_deref()
    }

    /// Follows the size of the last checkpoint that was signed here.
    pub fn sealed(&self) -> watch::Receiver<u64> {
        self.sealed.subscribe()
    }

    /// Says that a checkpoint of this size was signed.
    pub fn announce(&self, size: u64) {
        self.sealed.send_replace(size);
        self.kept.send_replace(());
    }

    /// Follows that checkpoints are signed or cosigned here, for those who show it.
    pub fn kept(&self) -> watch::Receiver<()> {
        self.kept.subscribe()
    }

    /// Says that a checkpoint was cosigned.
    pub fn announce_cosigned(&self) {
        self.kept.send_replace(());
    }

    /// Returns the first line of the ledger's checkpoints.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns what keeps entries from being sealed, if anything does.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().clone()
    }

    /// Says what keeps entries from being sealed now; logs it when it is new.
    pub fn set_trouble(&self, trouble: Option<Trouble>) {
        let changed = self.trouble.send_if_modified(|now| {
            let is_new = *now != trouble;
            now.clone_from(&trouble);
            is_new
        });
        match trouble {
            Some(trouble) if changed => tracing::error!("nothing is sealed: {trouble}"),
            None if changed => tracing::info!("what is recorded is sealed again"),
            _ => {}
        }
    }
}

fn name<'a>(
    known: Option<&'a LedgerOrigin>,
    wanted: Option<&'a str>,
    usual: &'a str,
) -> Result<&'a str, NamingError> {
    let known_name = known.map(|known| known.origin.as_str());
    let Some(asked) = wanted else {
        return Ok(known_name.unwrap_or(usual));
    };
    asked.parse::<KeyName>()?;
    match known {
        Some(known) if known.key.is_some() && known.origin != asked => Err(NamingError::Sealed {
            sealed: known.origin.clone(),
            asked: asked.to_owned(),
        }),
        _ => Ok(asked),
    }
}
