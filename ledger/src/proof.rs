//! Proof files: an entry is in a log, as witnesses saw it (C2SP tlog-proof).
//!
//! A file is enough, together with the entry and a policy, to check without
//! the log that the entry is in it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::decimal;
use crate::hash::Hash;
use crate::note::{MAX_NOTE_BYTES, OpenError};
use crate::policy::{Judgement, Policy};
use crate::tree::{InclusionError, MAX_PROOF_HASHES, MAX_SIZE, verify_inclusion};

/// Is the length of the longest proof file that is read, in bytes.
pub const MAX_PROOF_BYTES: usize = MAX_NOTE_BYTES + 128 * 1024;

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A proof that an entry is in a log; nothing of it is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// Is whatever the writer added; nobody vouches for it.
    pub extra: Option<Vec<u8>>,
    /// Is the index of the entry in the log.
    pub index: u64,
    /// Is the inclusion proof, from the leaf's sibling upwards.
    pub path: Vec<Hash>,
    /// Is the checkpoint of a tree that has the entry.
    pub checkpoint: SignedCheckpoint,
}

/// Why bytes are not a proof file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFormatError {
    /// The file is longer than [`MAX_PROOF_BYTES`] or not UTF-8.
    #[error("a proof is a short text")]
    NotText,
    /// The first line is not that of a proof.
    #[error("the first line of a proof is {HEADER}")]
    BadHeader,
    /// The line of further data is not Base 64 in its one spelling.
    #[error("the further data of a proof is in Base 64")]
    BadExtra,
    /// There is no line with the index, or it is no number in its one spelling.
    #[error("a proof says the index of the entry")]
    BadIndex,
    /// A line between the index and the blank line is not a hash, or there are too many.
    #[error("the proof itself is lines of hashes in Base 64")]
    BadPath,
    /// What follows the blank line is not a checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// Why a proof file proves nothing under a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// No log of the policy signed the checkpoint.
    #[error("the log did not sign: {0}")]
    Log(#[from] OpenError),
    /// The witnesses that signed are not a quorum.
    #[error("{0} witnesses of the policy signed, which is not a quorum")]
    NoQuorum(usize),
    /// The entry is not in the tree of the checkpoint.
    #[error(transparent)]
    Inclusion(#[from] InclusionError),
}

impl TlogProof {
    /// Reads a proof file.
    ///
    /// # Errors
    ///
    /// * [`ProofFormatError`] says which rule of the format the bytes break.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFormatError> {
        if bytes.len() > MAX_PROOF_BYTES {
            return Err(ProofFormatError::NotText);
        }
        let text = str::from_utf8(bytes).map_err(|_| ProofFormatError::NotText)?;
        let text = text
            .strip_prefix(HEADER)
            .ok_or(ProofFormatError::BadHeader)?;
        let text = text.strip_prefix('\n').ok_or(ProofFormatError::BadHeader)?;
        let (extra, text) = read_extra(text)?;
        let (index, text) = text.split_once('\n').ok_or(ProofFormatError::BadIndex)?;
        let index = index.strip_prefix("index ").and_then(decimal::parse);
        let index = index.filter(|it| *it < MAX_SIZE);
        let (path, checkpoint) = read_path(text)?;
        Ok(Self {
            extra,
            index: index.ok_or(ProofFormatError::BadIndex)?,
            path,
            checkpoint: SignedCheckpoint::parse(checkpoint.as_bytes())?,
        })
    }

    /// Verifies that an entry with this leaf is in a log of the policy, as a quorum of its witnesses saw it.
    ///
    /// # Errors
    ///
    /// * [`ProofError::Log`] if no log of the policy signed the checkpoint;
    /// * [`ProofError::NoQuorum`] if too few witnesses did;
    /// * [`ProofError::Inclusion`] if the entry is not at that index of the tree.
    pub fn verify<'a>(&self, leaf: &Hash, policy: &'a Policy) -> Result<Judgement<'a>, ProofError> {
        let judgement = policy.judge(&self.checkpoint)?;
        if !judgement.is_quorum {
            return Err(ProofError::NoQuorum(judgement.witnesses.len()));
        }
        self.verify_inclusion(leaf)?;
        Ok(judgement)
    }

    /// Verifies that an entry with this leaf is in the tree of the checkpoint, whoever signed that.
    ///
    /// # Errors
    ///
    /// * [`InclusionError`] says why the entry is not at that index of the tree.
    pub fn verify_inclusion(&self, leaf: &Hash) -> Result<(), InclusionError> {
        let tree = self.checkpoint.checkpoint();
        verify_inclusion(leaf, self.index, tree.size, &self.path, &tree.root)
    }
}

fn read_extra(text: &str) -> Result<(Option<Vec<u8>>, &str), ProofFormatError> {
    let Some(rest) = text.strip_prefix("extra ") else {
        return Ok((None, text));
    };
    let (extra, rest) = rest.split_once('\n').ok_or(ProofFormatError::BadExtra)?;
    let extra = STANDARD.decode(extra);
    Ok((Some(extra.map_err(|_| ProofFormatError::BadExtra)?), rest))
}

/// Reads lines of hashes up to a blank line; gives what follows it too.
pub(crate) fn read_path(text: &str) -> Result<(Vec<Hash>, &str), ProofFormatError> {
    let mut path = Vec::new();
    let mut rest = text;
    loop {
        let (line, after) = rest.split_once('\n').ok_or(ProofFormatError::BadPath)?;
        rest = after;
        if line.is_empty() {
            return Ok((path, rest));
        }
        if path.len() >= MAX_PROOF_HASHES {
            return Err(ProofFormatError::BadPath);
        }
        path.push(Hash::from_base64(line).map_err(|_| ProofFormatError::BadPath)?);
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", hash.to_base64())?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
