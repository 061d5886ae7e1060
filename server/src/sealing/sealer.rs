//! The process that signs checkpoints, the only holder of the key.
//!
//! It keeps three files: the key, its lock, and the last note it signed. Losing that note
//! means losing the memory of what was signed; a sealer that has a key and no such file
//! does not start.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ledger::checkpoint::SignedCheckpoint;
use ledger::note::{KeyKind, SigningKey};
use zeroize::Zeroizing;

use super::key_file::{self, KeyFileError};
use super::lock::{IfHeld, hold};
use super::protocol::{Answer, MAX_BYTES, Request, SealRequest, Unintelligible};
use super::rule;
use crate::auth::secret_file::{self, SecretFileError};
use crate::random::Random;
use crate::secret::Secret;

/// How long somebody who asks may take to say it, and to take the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many may ask at once; more are turned away.
const MOST_AT_ONCE: usize = 16;

/// Where a sealer keeps what it knows, and listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The key, made on the first start.
    pub key: PathBuf,
    /// The note it signed last.
    pub head: PathBuf,
    /// The Unix socket it listens on.
    pub socket: PathBuf,
}

/// Why a sealer cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum SealerError {
    /// The key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The last head cannot be read or kept.
    #[error(transparent)]
    Head(#[from] SecretFileError),
    /// There is a key, and nothing that says what it signed.
    #[error(
        "{} is missing, and the key may have signed: put the file back, or save the log's last checkpoint under this name", .0.display()
    )]
    NoHead(PathBuf),
    /// What lies in the place of the last head was not signed with this key.
    #[error("{} is no checkpoint that this key signed", .0.display())]
    ForeignHead(PathBuf),
    /// Another sealer holds the key.
    #[error("another sealer holds {}", .0.display())]
    Held(PathBuf),
    /// A socket or file fails.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
}

/// A sealer that holds its key and listens.
#[derive(Debug)]
pub struct Sealer {
    holder: Arc<Mutex<Holder>>,
    listener: UnixListener,
    _lock: File,
}

/// The key and what it signed last.
struct Holder {
    seed: Zeroizing<[u8; 32]>,
    head: Option<SignedCheckpoint>,
    path: PathBuf,
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Holder")
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}

impl Places {
    /// Names the usual places in a data folder.
    pub fn in_folder(data: &Path) -> Self {
        Self {
            key: data.join("sealer-key"),
            head: data.join("sealer-head"),
            socket: data.join("sealer.sock"),
        }
    }
}

impl Sealer {
    /// Takes hold of the key, which it makes on the first start, and listens.
    ///
    /// # Errors
    ///
    /// * [`SealerError`] says what cannot be used.
    pub fn open(places: &Places, if_held: IfHeld, random: &Random) -> Result<Self, SealerError> {
        let lock = hold_key(&places.key.with_extension("lock"), if_held)?;
        let holder = Holder::open(places, random)?;
        Ok(Self {
            holder: Arc::new(Mutex::new(holder)),
            listener: listen(&places.socket)?,
            _lock: lock,
        })
    }

    /// Answers for as long as the process lives.
    ///
    /// # Errors
    ///
    /// * the socket fails.
    pub fn run(&self) -> io::Result<()> {
        loop {
            let (stream, _) = self.listener.accept()?;
            // Whoever holds a connection holds one more of these.
            if Arc::strong_count(&self.holder) <= MOST_AT_ONCE {
                let holder = Arc::clone(&self.holder);
                std::thread::spawn(move || serve(&stream, &holder));
            }
        }
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> SealerError + '_ {
    |source| SealerError::Io {
        path: path.to_owned(),
        source,
    }
}

/// Makes sure that nobody else signs with the key.
fn hold_key(path: &Path, if_held: IfHeld) -> Result<File, SealerError> {
    hold(path, if_held).map_err(|source| match source.kind() {
        io::ErrorKind::WouldBlock => SealerError::Held(path.to_owned()),
        _ => io_error(path)(source),
    })
}

/// Listens on a socket that only the owner can open, from its first moment on.
fn listen(path: &Path) -> Result<UnixListener, SealerError> {
    let unfinished = path.with_extension("new");
    if unfinished.symlink_metadata().is_ok() {
        std::fs::remove_file(&unfinished).map_err(io_error(&unfinished))?;
    }
    let listener = UnixListener::bind(&unfinished).map_err(io_error(&unfinished))?;
    let owner = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(&unfinished, owner).map_err(io_error(&unfinished))?;
    std::fs::rename(&unfinished, path).map_err(io_error(path))?;
    Ok(listener)
}

/// Hears one request and answers it; who is too slow or says too much is hung up on.
fn serve(stream: &UnixStream, holder: &Mutex<Holder>) {
    if let Err(error) = exchange(stream, holder) {
        tracing::warn!("a request to the sealer was not answered: {error}");
    }
}

fn exchange(mut stream: &UnixStream, holder: &Mutex<Holder>) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut bytes = Vec::new();
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    let mut holder = holder.lock().unwrap_or_else(PoisonError::into_inner);
    let answer = holder.answer(&bytes);
    drop(holder);
    stream.write_all(answer.to_text().as_bytes())
}

impl Holder {
    fn open(places: &Places, random: &Random) -> Result<Self, SealerError> {
        let Some(seed) = key_file::read(&places.key)? else {
            return Self::make(places, random);
        };
        let path = places.head.clone();
        let Some(text) = secret_file::read(&path)? else {
            return Err(SealerError::NoHead(path));
        };
        let mut holder = Self {
            seed,
            head: None,
            path,
        };
        if !text.expose().is_empty() {
            let head = holder.verified(text.expose());
            holder.head = Some(head.ok_or_else(|| SealerError::ForeignHead(places.head.clone()))?);
        }
        Ok(holder)
    }

    /// Makes a key that has signed nothing.
    fn make(places: &Places, random: &Random) -> Result<Self, SealerError> {
        let seed = Zeroizing::new(random.bytes());
        // First the head: a key without one is taken for one that has lost its memory.
        if secret_file::read(&places.head)?.is_none_or(|text| text.expose().is_empty()) {
            secret_file::replace(&places.head, &Secret::new(String::new()))?;
        } else {
            return Err(SealerError::ForeignHead(places.head.clone()));
        }
        key_file::write(&places.key, &seed)?;
        Ok(Self {
            seed,
            head: None,
            path: places.head.clone(),
        })
    }

    fn key_for(&self, origin: &str) -> Option<SigningKey> {
        let name = origin.parse().ok()?;
        SigningKey::from_seed(name, KeyKind::Ed25519, &self.seed).ok()
    }

    fn verified(&self, note: &str) -> Option<SignedCheckpoint> {
        let signed = SignedCheckpoint::parse(note.as_bytes()).ok()?;
        let key = self.key_for(&signed.checkpoint().origin)?;
        signed.verify_log(key.verifier()).ok()?;
        Some(signed)
    }

    fn answer(&mut self, bytes: &[u8]) -> Answer {
        let too_long = bytes.len() as u64 > MAX_BYTES;
        let text = std::str::from_utf8(bytes).ok().filter(|_| !too_long);
        let request = text.map_or(Err(Unintelligible), Request::parse);
        match request {
            Ok(Request::Key) => {
                let key = ed25519_dalek::SigningKey::from_bytes(&self.seed);
                Answer::Key(key.verifying_key().to_bytes())
            }
            Ok(Request::Seal(request)) => self.seal(&request),
            Err(error) => self.refuse("unintelligible", error.to_string()),
        }
    }

    fn seal(&mut self, request: &SealRequest) -> Answer {
        let last = self.head.as_ref().map(SignedCheckpoint::checkpoint);
        if let Err(why) = rule::check(last, request) {
            return self.refuse(why.code(), why.to_string());
        }
        if let Some(same) = self
            .head
            .as_ref()
            .filter(|it| *it.checkpoint() == request.checkpoint)
        {
            return Answer::Signed(same.to_string());
        }
        let key = self.key_for(&request.checkpoint.origin);
        let signed = key.map(|key| SignedCheckpoint::sign(&request.checkpoint, &key));
        let Some(Ok(signed)) = signed else {
            return self.refuse("unintelligible", "no key can have this name".to_owned());
        };
        let note = signed.to_string();
        if let Err(error) = secret_file::replace(&self.path, &Secret::new(note.clone())) {
            tracing::error!("the sealer cannot keep its head: {error}");
            return self.refuse("not-kept", error.to_string());
        }
        self.head = Some(signed);
        Answer::Signed(note)
    }

    fn refuse(&self, code: &str, reason: String) -> Answer {
        Answer::Refused {
            code: code.to_owned(),
            reason,
            last: self.head.as_ref().map(ToString::to_string),
        }
    }
}

#[cfg(test)]
mod tests;
