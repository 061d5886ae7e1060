//! The right edge of a tree: all that is needed to let it grow.

use super::range::{Range, fold};
use super::{MAX_SIZE, NodeId, TreeError};
use crate::hash::{Hash, node_hash};

/// Lists the complete nodes that cover a tree, the largest and leftmost first.
///
/// They are the nodes a [`Frontier`] is made of.
pub fn frontier_nodes(size: u64) -> Vec<NodeId> {
    Range::whole(size).nodes().collect()
}

/// The complete nodes that cover a tree: its size, its root, and how it grows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    nodes: Vec<Hash>,
}

impl Frontier {
    /// Starts an empty tree.
    pub const fn new() -> Self {
        Self {
            size: 0,
            nodes: Vec::new(),
        }
    }

    /// Takes up a tree again from the hashes of its [`frontier_nodes`], in their order.
    ///
    /// # Errors
    ///
    /// * [`TreeError::TooLarge`] above [`MAX_SIZE`];
    /// * [`TreeError::WrongNumberOfNodes`] if there is not one hash for each node.
    pub fn from_nodes(size: u64, nodes: Vec<Hash>) -> Result<Self, TreeError> {
        if size > MAX_SIZE {
            return Err(TreeError::TooLarge(size));
        }
        let expected = size.count_ones() as usize;
        if nodes.len() != expected {
            return Err(TreeError::WrongNumberOfNodes {
                expected,
                found: nodes.len(),
            });
        }
        Ok(Self { size, nodes })
    }

    /// Counts the entries of the tree.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Shows the hashes of the tree's [`frontier_nodes`], in their order.
    pub fn nodes(&self) -> &[Hash] {
        &self.nodes
    }

    /// Computes the root of the tree.
    pub fn root(&self) -> Hash {
        fold(&self.nodes)
    }

    /// Adds a leaf; returns it and every node it completed, from the leaf upwards.
    pub fn append(&mut self, leaf: Hash) -> Vec<(NodeId, Hash)> {
        let mut id = NodeId {
            level: 0,
            index: self.size,
        };
        let mut hash = leaf;
        let mut completed = vec![(id, hash)];
        while id.is_right() {
            let left = self
                .nodes
                .pop()
                .expect("a right-hand node has a left neighbour");
            hash = node_hash(&left, &hash);
            id = id.parent();
            completed.push((id, hash));
        }
        self.nodes.push(hash);
        self.size += 1;
        completed
    }
}
