//! The tree: its nodes, its right edge, and the proofs about it.
//!
//! The tree is that of RFC 6962. Nodes are *complete*: a node of level `l`
//! stands over exactly 2^l entries and never changes once they are there. Only
//! complete nodes need to be stored; whatever hash stands over the right edge of
//! a tree of some size is computed from them. So nothing here reads nodes:
//! functions say which ones they need ([`NodeId`]), and take their hashes.

mod consistency;
mod frontier;
mod inclusion;
mod range;

pub use consistency::{ConsistencyError, consistency_nodes, verify_consistency};
pub use frontier::{Frontier, frontier_nodes};
pub use inclusion::{InclusionError, inclusion_nodes, root_of_inclusion, verify_inclusion};
pub use range::ProofNodes;

/// Is the largest size of a tree, as other programs count in signed numbers.
pub const MAX_SIZE: u64 = i64::MAX as u64;

/// Is the largest number of hashes a proof can have.
pub const MAX_PROOF_HASHES: usize = 64;

/// Names a complete node: the `index`-th from the left over 2^`level` entries each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// Is the height over the entries; leaves are at level 0.
    pub level: u8,
    /// Counts the nodes of the level from the left, starting at 0.
    pub index: u64,
}

impl NodeId {
    const fn is_right(self) -> bool {
        self.index & 1 == 1
    }

    const fn parent(self) -> Self {
        Self {
            level: self.level + 1,
            index: self.index >> 1,
        }
    }
}

/// Why nodes do not make the tree or the proof that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The entry is not in a tree of this size.
    #[error("there is no entry {index} in a tree of {size} entries")]
    NoSuchEntry {
        /// Is the index that was asked for.
        index: u64,
        /// Is the size of the tree.
        size: u64,
    },
    /// The older tree is larger than the newer one.
    #[error("a tree of {old} entries cannot have grown into one of {new}")]
    Shrunk {
        /// Is the size of the older tree.
        old: u64,
        /// Is the size of the newer tree.
        new: u64,
    },
    /// The tree is larger than any may be.
    #[error("a tree of {0} entries is too large")]
    TooLarge(u64),
    /// The number of hashes is not the number of nodes.
    #[error("{expected} nodes are needed, {found} were given")]
    WrongNumberOfNodes {
        /// Is how many nodes were asked for.
        expected: usize,
        /// Is how many hashes came.
        found: usize,
    },
}
