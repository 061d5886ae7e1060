//! Inclusion proofs: an entry is in the tree under a root (RFC 9162, section 2.1.3).

use super::TreeError;
use super::range::{ProofNodes, Range};
use crate::hash::{Hash, node_hash};

/// Why an inclusion proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InclusionError {
    /// The entry is not in a tree of this size.
    #[error("there is no entry {index} in a tree of {size} entries")]
    NoSuchEntry {
        /// Is the index that was claimed.
        index: u64,
        /// Is the size of the tree.
        size: u64,
    },
    /// The proof has more or fewer hashes than there are levels to climb.
    #[error("the proof has {found} hashes, this place in the tree needs {expected}")]
    WrongLength {
        /// Is how many hashes the place needs.
        expected: usize,
        /// Is how many the proof has.
        found: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to the root {computed}, not to {expected}")]
    OtherRoot {
        /// Is the root that was claimed.
        expected: Hash,
        /// Is the root the proof leads to.
        computed: Hash,
    },
}

/// Names the nodes that prove the entry `index` to a tree of `size` entries.
///
/// # Errors
///
/// * [`TreeError::NoSuchEntry`] if the tree does not reach that far.
pub fn inclusion_nodes(index: u64, size: u64) -> Result<ProofNodes, TreeError> {
    if index >= size {
        return Err(TreeError::NoSuchEntry { index, size });
    }
    let mut siblings = Vec::new();
    let mut range = Range::whole(size);
    while range.len() > 1 {
        let (left, right) = range.split();
        let (ours, sibling) = if index < left.end {
            (left, right)
        } else {
            (right, left)
        };
        siblings.push(sibling);
        range = ours;
    }
    Ok(ProofNodes::of(siblings.into_iter().rev()))
}

/// Verifies that `leaf` is the entry `index` of the tree of `size` entries under `root`.
///
/// # Errors
///
/// * [`InclusionError::NoSuchEntry`] if such a tree has no such entry;
/// * [`InclusionError::WrongLength`] if the proof is for another place;
/// * [`InclusionError::OtherRoot`] if it does not lead to `root`.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), InclusionError> {
    let computed = root_of_inclusion(leaf, index, size, proof)?;
    if computed == *root {
        return Ok(());
    }
    Err(InclusionError::OtherRoot {
        expected: *root,
        computed,
    })
}

/// Computes the root to which an inclusion proof leads.
///
/// # Errors
///
/// * [`InclusionError::NoSuchEntry`] if such a tree has no such entry;
/// * [`InclusionError::WrongLength`] if the proof is for another place.
pub fn root_of_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
) -> Result<Hash, InclusionError> {
    if index >= size {
        return Err(InclusionError::NoSuchEntry { index, size });
    }
    let expected = proof_length(index, size);
    if proof.len() != expected {
        return Err(InclusionError::WrongLength {
            expected,
            found: proof.len(),
        });
    }
    let mut place = Climb::new(index, size - 1);
    Ok(proof.iter().fold(*leaf, |hash, sibling| {
        let is_right = place.step();
        if is_right {
            node_hash(sibling, &hash)
        } else {
            node_hash(&hash, sibling)
        }
    }))
}

/// Counts the hashes on the way from an entry to the root.
pub(super) fn proof_length(index: u64, size: u64) -> usize {
    let last = size - 1;
    let inside = u64::BITS - (index ^ last).leading_zeros();
    let along_the_edge = index.checked_shr(inside).unwrap_or(0).count_ones();
    (inside + along_the_edge) as usize
}

/// A way up the tree: our node and the last node of its level.
pub(super) struct Climb {
    index: u64,
    last: u64,
}

impl Climb {
    pub(super) const fn new(index: u64, last: u64) -> Self {
        Self { index, last }
    }

    /// Goes to the next node with a sibling and then above it; says whether the sibling is on the left.
    pub(super) fn step(&mut self) -> bool {
        // A last node without a left-hand sibling stands for itself on the levels above.
        while self.index == self.last && self.index & 1 == 0 && self.index > 0 {
            self.up();
        }
        let is_right = self.index & 1 == 1;
        self.up();
        is_right
    }

    const fn up(&mut self) {
        self.index >>= 1;
        self.last >>= 1;
    }
}
