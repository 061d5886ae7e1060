//! Asks witnesses to cosign each checkpoint, each at its own pace.
//!
//! A witness that is down, slow or hostile delays nobody: what it answers is bounded,
//! timed, and verified before it is kept.

use std::sync::Arc;
use std::time::Duration;

use ledger::checkpoint::SignedCheckpoint;
use ledger::note::VerifierKey;
use ledger::policy::PolicyWitness;
use ledger::witness::{AddCheckpoint, BadAnswer, read_cosignatures};
use tokio::sync::Semaphore;
use ureq::Agent;

use super::policy::words;
use super::standing::Sealing;
use crate::store::{Checkpoint, Cosignature, Store, StoreError};
use crate::workflow::Office;

/// How long a witness may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most that is read of an answer, in bytes.
const MAX_ANSWER: u64 = 64 * 1024;
/// How many witnesses are asked at once.
const AT_ONCE: usize = 4;
/// The shortest time between two requests to one witness.
const PACE: Duration = Duration::from_secs(1);
/// The wait after a failure, doubled up to the longest.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(5));
/// After how long it is looked again for a new checkpoint that nobody announced.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// One witness, and how far it got.
struct Asking {
    office: Office,
    key: VerifierKey,
    name: String,
    address: String,
    agent: Agent,
    /// The size that the witness is known to have signed last.
    old: u64,
}

/// Why a witness has not cosigned.
#[derive(Debug, thiserror::Error)]
enum Uncosigned {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Unreachable(#[from] Box<ureq::Error>),
    #[error(transparent)]
    Answer(#[from] BadAnswer),
    #[error("it answers with status {0}")]
    Status(u16),
    #[error(
        "it has signed {0} entries of a ledger that has {1} here, or other ones: compare what it signed"
    )]
    Disagrees(u64, u64),
    #[error("what is to be cosigned cannot be read")]
    Unreadable,
}

/// What a witness said.
enum Said {
    Cosigned,
    /// It signed last at another size than was thought.
    LastSigned(u64),
}

/// Asks every witness of a policy that has an address, for ever.
pub async fn keep_cosigned(office: Office, sealing: Sealing) {
    let Some(witnesses) = sealing.witnesses() else {
        return;
    };
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    let asked = witnesses.all().iter().filter_map(|witness| {
        let asking = Asking::new(&office, witness)?;
        Some(asking.run(sealing.clone(), Arc::clone(&permits)))
    });
    futures_util::future::join_all(asked).await;
}

impl Asking {
    fn new(office: &Office, witness: &PolicyWitness) -> Option<Self> {
        let url = words(witness.url.as_ref()?);
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("clausewise/", env!("CARGO_PKG_VERSION")))
            .build();
        Some(Self {
            office: office.clone(),
            key: witness.key.clone(),
            name: words(&witness.name),
            address: format!("{}/add-checkpoint", url.trim_end_matches('/')),
            agent: config.into(),
            old: 0,
        })
    }

    async fn run(mut self, sealing: Sealing, permits: Arc<Semaphore>) {
        let mut sealed = sealing.sealed();
        let mut wait = BACK_OFF.0;
        let mut is_failing = false;
        loop {
            let permit = permits.acquire().await;
            let before = self.old;
            let asked = self.ask_until_cosigned().await;
            drop(permit);
            if asked.is_ok() && self.old != before {
                sealing.announce_cosigned();
            }
            match asked {
                Ok(()) => {
                    if is_failing {
                        tracing::info!("the witness {} cosigns again", self.name);
                    }
                    (wait, is_failing) = (BACK_OFF.0, false);
                    tokio::time::sleep(PACE).await;
                    // A sender that is gone means that the server stops.
                    drop(tokio::time::timeout(LOOK_AGAIN, sealed.changed()).await);
                }
                Err(error) => {
                    if !is_failing {
                        tracing::warn!("the witness {} does not cosign: {error}", self.name);
                    }
                    is_failing = true;
                    tokio::time::sleep(wait).await;
                    wait = (2 * wait).min(BACK_OFF.1);
                }
            }
        }
    }

    /// Has the last checkpoint cosigned, unless it is.
    async fn ask_until_cosigned(&mut self) -> Result<(), Uncosigned> {
        let store = self.office.store().clone();
        let witness = self.key.to_string();
        let mut tx = store.snapshot().await?;
        let cosigned = tx.last_cosigned(&witness).await?;
        let Some(last) = tx.last_checkpoint().await?.filter(|it| it.size > cosigned) else {
            return Ok(());
        };
        drop(tx);
        self.old = self.old.max(cosigned).min(last.size);
        // It says at most once that it is somewhere else than thought.
        for _ in 0..2 {
            match self.ask(&store, &last).await? {
                Said::Cosigned => return Ok(()),
                Said::LastSigned(size) if size == self.old || size > last.size => {
                    return Err(Uncosigned::Disagrees(size, last.size));
                }
                Said::LastSigned(size) => self.old = size,
            }
        }
        Err(Uncosigned::Disagrees(self.old, last.size))
    }

    async fn ask(&mut self, store: &Store, last: &Checkpoint) -> Result<Said, Uncosigned> {
        let checkpoint = SignedCheckpoint::parse(last.note.as_bytes());
        let checkpoint = checkpoint.map_err(|_| Uncosigned::Unreadable)?;
        let mut tx = store.snapshot().await?;
        let request = AddCheckpoint {
            old_size: self.old,
            proof: tx.consistency_proof(self.old, last.size).await?,
            checkpoint,
        };
        drop(tx);
        let (status, body) = self.post(request.to_string()).await?;
        match status {
            200 => {
                let keys = std::slice::from_ref(&self.key);
                for (signature, _) in read_cosignatures(&body, &request.checkpoint, keys)? {
                    self.keep(store, last.size, format!("{signature}\n"))
                        .await?;
                }
                self.old = last.size;
                Ok(Said::Cosigned)
            }
            409 => {
                let said = std::str::from_utf8(&body).ok();
                let size = said.and_then(|said| said.trim_end().parse().ok());
                size.map(Said::LastSigned).ok_or(Uncosigned::Status(status))
            }
            _ => Err(Uncosigned::Status(status)),
        }
    }

    /// Sends a request away from the threads that answer others.
    async fn post(&self, request: String) -> Result<(u16, Vec<u8>), Uncosigned> {
        let (agent, address) = (self.agent.clone(), self.address.clone());
        let sent = tokio::task::spawn_blocking(move || {
            let mut response = agent.post(&address).send(request)?;
            let status = response.status().as_u16();
            let body = response.body_mut().with_config().limit(MAX_ANSWER);
            Ok((status, body.read_to_vec()?))
        });
        let sent: Result<_, ureq::Error> = sent.await.expect("asking does not panic");
        Ok(sent.map_err(Box::new)?)
    }

    async fn keep(&self, store: &Store, size: u64, line: String) -> Result<(), StoreError> {
        let mut tx = store.begin().await?;
        tx.insert_cosignature(&Cosignature {
            size,
            witness: self.key.to_string(),
            line,
            at: self.office.now(),
        })
        .await?;
        tx.commit().await
    }
}
