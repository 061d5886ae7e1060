//! The last tree that somebody signed, and what may be signed next.

use crate::hash::{EMPTY_ROOT, Hash};
use crate::tree::{ConsistencyError, verify_consistency};

/// The size and root of a tree that was signed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Counts the entries.
    pub size: u64,
    /// Is the root over them.
    pub root: Hash,
}

/// Why a sealer does not sign a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealRefusal {
    /// The tree is smaller than the last one signed: a truncated record or an old backup.
    #[error("the record has {asked} entries, but {signed} were signed already")]
    Shrunk {
        /// Is the size of the tree to be signed.
        asked: u64,
        /// Is the size of the last tree signed.
        signed: u64,
    },
    /// The tree has the size of the last one signed and another root.
    #[error("{size} entries were signed already under another root: the record has been changed")]
    Forked {
        /// Is the size of both trees.
        size: u64,
    },
    /// The proof does not show that the last tree signed is the beginning of this one.
    #[error("the record does not continue the {signed} entries signed already: {reason}")]
    Inconsistent {
        /// Is the size of the last tree signed.
        signed: u64,
        /// Is what is wrong with the proof.
        reason: ConsistencyError,
    },
}

impl Head {
    /// Is the head before anything was signed.
    pub const EMPTY: Self = Self {
        size: 0,
        root: EMPTY_ROOT,
    };
}

/// Decides whether a sealer that last signed `last` may sign `next`; `proof` leads from one to the other.
///
/// Signing the same tree once more is allowed; for it, and for the first, the proof is empty.
///
/// # Errors
///
/// * [`SealRefusal::Shrunk`] if the tree is smaller than the last one signed;
/// * [`SealRefusal::Forked`] if it is as large and has another root;
/// * [`SealRefusal::Inconsistent`] if it is not shown to continue it.
pub fn check_seal(last: &Head, next: &Head, proof: &[Hash]) -> Result<(), SealRefusal> {
    if next.size < last.size {
        return Err(SealRefusal::Shrunk {
            asked: next.size,
            signed: last.size,
        });
    }
    if next.size == last.size && next.root != last.root {
        return Err(SealRefusal::Forked { size: last.size });
    }
    verify_consistency(last.size, next.size, proof, &last.root, &next.root).map_err(|reason| {
        SealRefusal::Inconsistent {
            signed: last.size,
            reason,
        }
    })
}
