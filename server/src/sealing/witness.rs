//! A witness: cosigns the checkpoints of logs that only ever grow (C2SP tlog-witness).
//!
//! For each log it keeps the last checkpoint it signed, in a file of its own that is on
//! disk before the signature is given away.

mod routes;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use domain::time::Timestamp;
use ledger::checkpoint::{CheckpointError, SignedCheckpoint};
use ledger::note::{SigningKey, VerifierKey};
use ledger::witness::{AddCheckpoint, Head, Refused, RequestError, decide};
use sha2::{Digest, Sha256};

pub use self::routes::routes;
use super::lock::{IfHeld, hold};
use crate::auth::secret_file::{self, SecretFileError};
use crate::secret::Secret;

/// A witness of some logs.
#[derive(Debug)]
pub struct Witness {
    key: SigningKey,
    logs: Vec<VerifierKey>,
    folder: PathBuf,
    /// What was signed last of each log, by its name.
    seen: Mutex<BTreeMap<String, SignedCheckpoint>>,
    _lock: File,
}

/// Why a witness cannot start.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// Another witness works on the folder.
    #[error("another witness holds {}", .0.display())]
    Held(PathBuf),
    /// The folder cannot be used.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// A file of the folder cannot be used.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// A file of the folder is no checkpoint that this witness signed.
    #[error("{} is no checkpoint that this witness signed", .0.display())]
    ForeignState(PathBuf),
}

/// Why a witness does not cosign.
#[derive(Debug, thiserror::Error)]
pub enum NotCosigned {
    /// The request cannot be read.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The checkpoint has no room for one more signature.
    #[error(transparent)]
    Note(#[from] CheckpointError),
    /// What it would sign cannot be kept.
    #[error(transparent)]
    NotKept(#[from] SecretFileError),
}

impl Witness {
    /// Takes up what was signed before; the folder is made where it is missing.
    ///
    /// # Errors
    ///
    /// * [`WitnessError`] says what cannot be used.
    pub fn open(
        key: SigningKey,
        logs: Vec<VerifierKey>,
        folder: PathBuf,
    ) -> Result<Self, WitnessError> {
        secret_file::make_folder(&folder)?;
        let path = folder.join("lock");
        let lock = hold(&path, IfHeld::Fail).map_err(|source| match source.kind() {
            io::ErrorKind::WouldBlock => WitnessError::Held(folder.clone()),
            _ => WitnessError::Io { path, source },
        })?;
        let mut seen = BTreeMap::new();
        for log in &logs {
            let origin = log.name().as_str();
            if let Some(last) = read(&folder.join(file_name(origin)), origin, &key)? {
                seen.insert(origin.to_owned(), last);
            }
        }
        Ok(Self {
            key,
            logs,
            folder,
            seen: Mutex::new(seen),
            _lock: lock,
        })
    }

    /// Returns the public half of its key.
    pub fn verifier(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Answers `add-checkpoint` with the line of its signature; the file is on disk by then.
    ///
    /// # Errors
    ///
    /// * [`NotCosigned`] says why there is none.
    pub fn add_checkpoint(&self, body: &[u8], now: Timestamp) -> Result<String, NotCosigned> {
        let request = AddCheckpoint::parse(body)?;
        let origin = request.checkpoint.checkpoint().origin.clone();
        // Held until the file is on disk, so that no older request overtakes a newer one.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = seen.get(&origin).map(|last| Head {
            size: last.checkpoint().size,
            root: last.checkpoint().root,
        });
        decide(&request, &self.logs, latest)?;
        let seconds = u64::try_from(now.as_micros() / 1_000_000).unwrap_or_default();
        let mut signed = self.of_the_log(&request)?;
        let signature = self.key.sign(signed.note(), seconds);
        let line = format!("{signature}\n");
        signed.add(signature).map_err(CheckpointError::from)?;
        let path = self.folder.join(file_name(&origin));
        secret_file::replace(&path, &Secret::new(signed.to_string()))?;
        seen.insert(origin, signed);
        Ok(line)
    }

    /// Returns what it signed last of the log whose name has this hash, in hexadecimal.
    pub fn last_of(&self, hash: &str) -> Option<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = seen.iter().filter(|(origin, _)| file_name(origin) == hash);
        found.next().map(|(_, last)| last.to_string())
    }

    /// Takes a checkpoint with the signatures of its log alone: others are not kept.
    fn of_the_log(&self, request: &AddCheckpoint) -> Result<SignedCheckpoint, CheckpointError> {
        let note = request.checkpoint.note();
        let is_log = |name: &str, id| {
            let mut logs = self.logs.iter();
            logs.any(|log| log.name().as_str() == name && log.id() == id)
        };
        let mut text = format!("{}\n", note.text());
        for signature in note.signatures() {
            if is_log(signature.name().as_str(), signature.id()) {
                // Writing to a text cannot fail.
                let _ = writeln!(text, "{signature}");
            }
        }
        SignedCheckpoint::parse(text.as_bytes())
    }
}

/// Names the file of a log: the SHA-256 of its name, in hexadecimal.
fn file_name(origin: &str) -> String {
    hex::encode(Sha256::digest(origin))
}

fn read(
    path: &Path,
    origin: &str,
    key: &SigningKey,
) -> Result<Option<SignedCheckpoint>, WitnessError> {
    let Some(text) = secret_file::read(path)? else {
        return Ok(None);
    };
    let own = std::slice::from_ref(key.verifier());
    let last = SignedCheckpoint::parse(text.expose().as_bytes());
    let last = last
        .ok()
        .filter(|last| last.checkpoint().origin == origin && last.note().open(own).is_ok());
    last.map(Some)
        .ok_or_else(|| WitnessError::ForeignState(path.to_owned()))
}

#[cfg(test)]
mod tests;
