//! Keeps the record sealed: asks the sealer for a checkpoint soon after each entry.

use std::path::PathBuf;
use std::time::Duration;

use domain::time::Timestamp;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::note::{KeyKind, VerifierKey};

use super::client::{self, NoAnswer};
use super::protocol::{Answer, Request, SealRequest};
use super::standing::{Sealing, Trouble};
use crate::store::{self, Store, StoreError};
use crate::workflow::Office;

/// For how long entries are gathered under one checkpoint.
const GATHER: Duration = Duration::from_millis(100);
/// After how long it is looked again for what others on the same database appended.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// After how long a sealer that gave no answer is asked again.
const ASK_AGAIN: Duration = Duration::from_millis(200);
/// For how long a sealer may be silent before that is a trouble.
const SILENCE_SECONDS: i64 = 5;
/// How often the sealer is asked although there is nothing new, in looks.
const CONFIRM_EVERY: u32 = 60;
/// How often a request is made anew from what the sealer says it signed last.
const ATTEMPTS: u32 = 3;

/// Asks one sealer to seal one record.
#[derive(Debug)]
pub struct Task {
    office: Office,
    sealing: Sealing,
    socket: PathBuf,
    silent_since: Option<Timestamp>,
}

/// Why there is no new checkpoint.
#[derive(Debug, thiserror::Error)]
enum Unsealed {
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// A note that was verified, and the key that signed it.
struct Verified {
    signed: SignedCheckpoint,
    key: [u8; 32],
}

/// What is to be sealed, as the database has it.
struct Unsigned {
    checkpoint: Checkpoint,
    last: u64,
    key: Option<[u8; 32]>,
}

impl Task {
    /// Makes the task that seals with the sealer behind a socket.
    pub fn new(office: Office, sealing: Sealing, socket: PathBuf) -> Self {
        Self {
            office,
            sealing,
            socket,
            silent_since: None,
        }
    }

    /// Seals what is recorded, for ever.
    pub async fn run(mut self) {
        let mut notices = self.office.notices().listen();
        for look in 0_u32.. {
            // On the first look, too: the database may be older than what was sealed.
            let is_due = look.is_multiple_of(CONFIRM_EVERY);
            let wait = self.look(is_due).await;
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                _ = notices.recv() => tokio::time::sleep(GATHER).await,
            }
            while notices.try_recv().is_ok() {}
        }
    }

    /// Seals what has been recorded by now, and says how long to wait.
    async fn look(&mut self, is_due: bool) -> Duration {
        let must_ask = is_due || self.sealing.trouble().is_some() || self.silent_since.is_some();
        match self.seal(must_ask).await {
            Ok(()) => {
                self.silent_since = None;
                self.sealing.set_trouble(None);
                LOOK_AGAIN
            }
            Err(Unsealed::Trouble(trouble)) => {
                self.silent_since = None;
                self.sealing.set_trouble(Some(trouble));
                LOOK_AGAIN
            }
            Err(error) => self.missed(&error),
        }
    }

    /// Notes that there was no answer; only a long silence is a trouble.
    fn missed(&mut self, error: &Unsealed) -> Duration {
        let now = self.office.now();
        let since = *self.silent_since.get_or_insert(now);
        if now >= since.plus_seconds(SILENCE_SECONDS) {
            self.sealing.set_trouble(Some(Trouble::Unreachable {
                since,
                why: error.to_string(),
            }));
        }
        ASK_AGAIN
    }

    /// Seals what has been recorded by now; does not ask when that is sealed, unless it must.
    async fn seal(&self, must_ask: bool) -> Result<(), Unsealed> {
        let store = self.office.store();
        let mut old = None;
        for _ in 0..ATTEMPTS {
            let Some(unsigned) = self.unsigned(must_ask).await? else {
                return Ok(());
            };
            let old_size = old.unwrap_or(unsigned.last);
            let request = self.request(&unsigned.checkpoint, old_size).await?;
            match client::ask(&self.socket, &request).await? {
                Answer::Signed(note) => {
                    let verified = self.verified(&note, unsigned.key).await?;
                    if *verified.signed.checkpoint() != unsigned.checkpoint {
                        let why = "it signed something else".to_owned();
                        return Err(Trouble::Refused(why).into());
                    }
                    keep(store, &verified, self.office.now()).await?;
                    self.sealing.announce(unsigned.checkpoint.size);
                    return Ok(());
                }
                Answer::Refused { code, reason, last } => {
                    let Some(last) = last else {
                        return Err(self.without_head(reason, unsigned.key).await);
                    };
                    let verified = self.verified(&last, unsigned.key).await?;
                    let signed = verified.signed.checkpoint();
                    self.compare(signed, unsigned.checkpoint.size).await?;
                    if code != "other-beginning" {
                        return Err(Trouble::Refused(reason).into());
                    }
                    // It signed this, and the answer was lost, or the database was: go on from there.
                    old = Some(signed.size);
                    keep(store, &verified, self.office.now()).await?;
                }
                Answer::Key(_) => {
                    return Err(Trouble::Refused("it answers beside the point".into()).into());
                }
            }
        }
        Err(Trouble::Refused("it changes its mind".into()).into())
    }

    async fn unsigned(&self, must_ask: bool) -> Result<Option<Unsigned>, StoreError> {
        let mut tx = self.office.store().snapshot().await?;
        let size = tx.tree_size().await?;
        let last = tx.last_checkpoint().await?.map_or(0, |last| last.size);
        if size == 0 || last == size && !must_ask {
            return Ok(None);
        }
        let root = tx.tree_root(size).await?;
        Ok(Some(Unsigned {
            checkpoint: Checkpoint::new(self.sealing.origin(), size, root),
            last,
            key: tx.ledger_origin().await?.and_then(|known| known.key),
        }))
    }

    /// Makes the request for a checkpoint; one that can only be refused has no proof.
    async fn request(&self, checkpoint: &Checkpoint, old: u64) -> Result<Request, StoreError> {
        let mut tx = self.office.store().snapshot().await?;
        Ok(Request::Seal(SealRequest {
            old,
            proof: tx.consistency_proof(old, checkpoint.size).await?,
            checkpoint: checkpoint.clone(),
        }))
    }

    /// Reads a note that the sealer says it signed.
    async fn verified(&self, note: &str, known: Option<[u8; 32]>) -> Result<Verified, Unsealed> {
        let key = match known {
            Some(key) => key,
            None => self.key_of_sealer().await?,
        };
        let refused = |why: &dyn std::fmt::Display| Trouble::Refused(why.to_string());
        let signed = SignedCheckpoint::parse(note.as_bytes()).map_err(|why| refused(&why))?;
        let name = signed.checkpoint().origin.parse();
        let name = name.map_err(|why| refused(&why))?;
        let verifier =
            VerifierKey::new(name, KeyKind::Ed25519, &key).map_err(|why| refused(&why))?;
        signed
            .verify_log(&verifier)
            .map_err(|_| Trouble::OtherKey)?;
        Ok(Verified { signed, key })
    }

    async fn key_of_sealer(&self) -> Result<[u8; 32], Unsealed> {
        match client::ask(&self.socket, &Request::Key).await? {
            Answer::Key(key) => Ok(key),
            Answer::Signed(_) | Answer::Refused { .. } => {
                Err(Trouble::Refused("it does not say its key".into()).into())
            }
        }
    }

    /// Checks that what the sealer signed last is the beginning of what is here.
    async fn compare(&self, signed: &Checkpoint, here: u64) -> Result<(), Unsealed> {
        let (sealed, origin) = (signed.size, &signed.origin);
        if origin != self.sealing.origin() {
            return Err(Trouble::Refused(format!("it seals {origin}")).into());
        }
        if sealed > here {
            return Err(Trouble::Behind { sealed, here }.into());
        }
        let mut tx = self.office.store().snapshot().await?;
        if tx.tree_root(sealed).await? != signed.root {
            return Err(Trouble::Forked { sealed }.into());
        }
        Ok(())
    }

    /// Says why a sealer that has signed nothing refuses.
    async fn without_head(&self, reason: String, known: Option<[u8; 32]>) -> Unsealed {
        match self.key_of_sealer().await {
            Ok(key) if known.is_some_and(|known| known != key) => Trouble::OtherKey.into(),
            Ok(_) => Trouble::Refused(reason).into(),
            Err(error) => error,
        }
    }
}

/// Keeps a checkpoint, and the key that signed the first one; one that is kept already stays.
async fn keep(store: &Store, verified: &Verified, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let checkpoint = verified.signed.checkpoint();
    let last = tx.last_checkpoint().await?.map_or(0, |last| last.size);
    if checkpoint.size <= last {
        return Ok(());
    }
    let known = tx.ledger_origin().await?;
    if known.is_some_and(|known| known.key.is_none()) {
        tx.set_ledger_key(&verified.key).await?;
    }
    let kept = store::Checkpoint {
        size: checkpoint.size,
        root: checkpoint.root,
        note: verified.signed.to_string(),
        at: now,
    };
    tx.insert_checkpoint(&kept).await?;
    tx.commit().await
}
