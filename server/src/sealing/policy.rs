//! The witnesses that a server asks, from a policy file (C2SP tlog-policy).

use std::io;
use std::path::{Path, PathBuf};

use ledger::note::{KeyKind, VerifierKey};
use ledger::policy::{Policy, PolicyLine, PolicyWitness};

use crate::store::LedgerOrigin;

/// The name of the policy in the data folder.
pub const FILE_NAME: &str = "witnesses.policy";

/// Why a policy file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyFileError {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The file is no policy.
    #[error("{}: {line}", path.display())]
    Policy {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        line: PolicyLine,
    },
}

/// Whose cosignatures are wanted, and how many are enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnesses {
    bytes: Vec<u8>,
    policy: Policy,
}

impl Witnesses {
    /// Reads the policy of a file.
    ///
    /// # Errors
    ///
    /// * [`PolicyFileError`] says what is wrong with it.
    pub fn read(path: &Path) -> Result<Self, PolicyFileError> {
        let path = path.to_owned();
        match std::fs::read(&path) {
            Ok(bytes) => Self::parse(bytes).map_err(|line| PolicyFileError::Policy { path, line }),
            Err(source) => Err(PolicyFileError::Io { path, source }),
        }
    }

    /// Reads a policy; one that names no log is about the log of this server.
    ///
    /// # Errors
    ///
    /// * [`PolicyLine`] says which line is wrong.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, PolicyLine> {
        let policy = Policy::parse(&bytes)?;
        Ok(Self { bytes, policy })
    }

    /// Lists the witnesses.
    pub fn all(&self) -> &[PolicyWitness] {
        self.policy.witnesses()
    }

    /// Returns the fewest witnesses that are enough; 0 where none is asked for.
    pub fn fewest(&self) -> usize {
        self.policy.fewest_witnesses()
    }

    /// Returns the policy for checkpoints of a ledger; none before it has a key.
    pub fn for_ledger(&self, ledger: &LedgerOrigin) -> Option<Policy> {
        if !self.policy.logs().is_empty() {
            return Some(self.policy.clone());
        }
        let key = verifier(ledger)?;
        let log = format!("log {key}\n").into_bytes();
        Policy::parse(&[log, self.bytes.clone()].concat()).ok()
    }
}

/// Returns the verifier key of a ledger; none before it has one.
pub fn verifier(ledger: &LedgerOrigin) -> Option<VerifierKey> {
    let name = ledger.origin.parse().ok()?;
    VerifierKey::new(name, KeyKind::Ed25519, &ledger.key?).ok()
}

/// Writes the name or address of a witness, which may be in any encoding.
pub fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
