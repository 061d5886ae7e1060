//! Consistency proofs: one tree is the beginning of another (RFC 9162, section 2.1.4).

use super::TreeError;
use super::inclusion::{Climb, proof_length};
use super::range::{ProofNodes, Range};
use crate::hash::{EMPTY_ROOT, Hash, node_hash};

/// Why a consistency proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsistencyError {
    /// The older tree is larger than the newer one.
    #[error("a tree of {old} entries cannot have grown into one of {new}")]
    Shrunk {
        /// Is the size of the older tree.
        old: u64,
        /// Is the size of the newer tree.
        new: u64,
    },
    /// The proof has more or fewer hashes than the two sizes need.
    #[error("the proof has {found} hashes, these two sizes need {expected}")]
    WrongLength {
        /// Is how many hashes are needed.
        expected: usize,
        /// Is how many the proof has.
        found: usize,
    },
    /// The hashes lead to another older root.
    #[error("the proof is not about the older root {expected}: it leads to {computed}")]
    OtherOldRoot {
        /// Is the root that was known.
        expected: Hash,
        /// Is the root the proof leads to.
        computed: Hash,
    },
    /// The hashes lead to another newer root.
    #[error("the older tree is not the beginning of {expected}: the proof leads to {computed}")]
    OtherNewRoot {
        /// Is the root that was claimed.
        expected: Hash,
        /// Is the root the proof leads to.
        computed: Hash,
    },
}

/// Names the nodes that prove that a tree of `old` entries is the beginning of one of `new`.
///
/// From the empty tree, and between trees of the same size, no nodes are needed.
///
/// # Errors
///
/// * [`TreeError::Shrunk`] if the older tree is the larger one.
pub fn consistency_nodes(old: u64, new: u64) -> Result<ProofNodes, TreeError> {
    if old > new {
        return Err(TreeError::Shrunk { old, new });
    }
    if old == 0 {
        return Ok(ProofNodes::of(std::iter::empty()));
    }
    let mut hashes = Vec::new();
    let mut range = Range::whole(new);
    while range.end > old {
        let (left, right) = range.split();
        let (ours, other) = if old <= left.end {
            (left, right)
        } else {
            (right, left)
        };
        hashes.push(other);
        range = ours;
    }
    // Whoever knows the older root knows this node if it is that whole tree.
    if range.start > 0 {
        hashes.push(range);
    }
    Ok(ProofNodes::of(hashes.into_iter().rev()))
}

/// Verifies that the tree of `old` entries under `old_root` is the beginning of that of `new` entries under `new_root`.
///
/// The empty tree is the beginning of every tree; its proof is empty.
///
/// # Errors
///
/// * [`ConsistencyError::Shrunk`] if the older tree is the larger one;
/// * [`ConsistencyError::WrongLength`] if the proof is for other sizes;
/// * [`ConsistencyError::OtherOldRoot`] if it does not lead to `old_root`;
/// * [`ConsistencyError::OtherNewRoot`] if it does not lead to `new_root`.
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), ConsistencyError> {
    if old > new {
        return Err(ConsistencyError::Shrunk { old, new });
    }
    let expected = expected_length(old, new);
    if proof.len() != expected {
        return Err(ConsistencyError::WrongLength {
            expected,
            found: proof.len(),
        });
    }
    let (computed_old, computed_new) = roots(old, new, proof, old_root, new_root);
    if computed_old != *old_root {
        return Err(ConsistencyError::OtherOldRoot {
            expected: *old_root,
            computed: computed_old,
        });
    }
    if computed_new != *new_root {
        return Err(ConsistencyError::OtherNewRoot {
            expected: *new_root,
            computed: computed_new,
        });
    }
    Ok(())
}

/// Counts the hashes of the proof between two sizes, the older not above the newer.
fn expected_length(old: u64, new: u64) -> usize {
    if old == 0 || old == new {
        return 0;
    }
    let climbed = proof_length(old - 1, new) - old.trailing_zeros() as usize;
    climbed + usize::from(!old.is_power_of_two())
}

/// Computes both roots to which a proof of the right length leads.
fn roots(old: u64, new: u64, proof: &[Hash], old_root: &Hash, new_root: &Hash) -> (Hash, Hash) {
    if old == 0 {
        return (EMPTY_ROOT, *new_root);
    }
    if old == new {
        return (*old_root, *old_root);
    }
    let (seed, path) = match proof.split_first() {
        Some((seed, path)) if !old.is_power_of_two() => (seed, path),
        _ => (old_root, proof),
    };
    // The largest complete node that ends where the older tree ends.
    let level = old.trailing_zeros();
    let mut place = Climb::new((old - 1) >> level, (new - 1) >> level);
    path.iter().fold((*seed, *seed), |(older, newer), sibling| {
        if place.step() {
            (node_hash(sibling, &older), node_hash(sibling, &newer))
        } else {
            (older, node_hash(&newer, sibling))
        }
    })
}
