//! The body of `add-checkpoint`: an old size, a consistency proof, a checkpoint.

use std::fmt;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::decimal;
use crate::hash::Hash;
use crate::note::MAX_NOTE_BYTES;
use crate::proof;
use crate::tree::MAX_SIZE;

/// Is the length of the longest request that is read, in bytes.
pub const MAX_REQUEST_BYTES: usize = MAX_NOTE_BYTES + 4096;

const MAX_LINES: usize = 63;

/// A log's request that a witness sign its new checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Is the size of the tree that the log believes the witness signed last.
    pub old_size: u64,
    /// Is the consistency proof from that tree to the new one.
    pub proof: Vec<Hash>,
    /// Is the new checkpoint.
    pub checkpoint: SignedCheckpoint,
}

/// Why bytes are not such a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The body is longer than [`MAX_REQUEST_BYTES`] or not UTF-8.
    #[error("a request is a short text")]
    NotText,
    /// The first line does not say the old size.
    #[error("the first line of a request says the old size")]
    BadOldSize,
    /// A line before the blank one is not a hash, or there are more than 63.
    #[error("the proof is at most 63 lines of hashes in Base 64")]
    BadProof,
    /// What follows the blank line is not a checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

impl AddCheckpoint {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// * [`RequestError`] says which rule of the format the bytes break.
    pub fn parse(bytes: &[u8]) -> Result<Self, RequestError> {
        if bytes.len() > MAX_REQUEST_BYTES {
            return Err(RequestError::NotText);
        }
        let text = str::from_utf8(bytes).map_err(|_| RequestError::NotText)?;
        let (old, text) = text.split_once('\n').ok_or(RequestError::BadOldSize)?;
        let old_size = old.strip_prefix("old ").and_then(decimal::parse);
        let old_size = old_size.filter(|it| *it <= MAX_SIZE);
        let (proof, checkpoint) = proof::read_path(text).map_err(|_| RequestError::BadProof)?;
        if proof.len() > MAX_LINES {
            return Err(RequestError::BadProof);
        }
        Ok(Self {
            old_size: old_size.ok_or(RequestError::BadOldSize)?,
            proof,
            checkpoint: SignedCheckpoint::parse(checkpoint.as_bytes())?,
        })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        for hash in &self.proof {
            writeln!(f, "{}", hash.to_base64())?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
