//! Ranges of entries, and the complete nodes that cover them.

use super::{NodeId, TreeError};
use crate::hash::{EMPTY_ROOT, Hash, node_hash};

/// Entries that stand under one hash of RFC 6962's recursion: `start` is a
/// multiple of the smallest power of two that is not below the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Range {
    pub(super) const fn whole(size: u64) -> Self {
        Self {
            start: 0,
            end: size,
        }
    }

    pub(super) const fn len(self) -> u64 {
        self.end - self.start
    }

    /// Cuts the range where the tree above it forks; it has two entries or more.
    pub(super) const fn split(self) -> (Self, Self) {
        let middle = self.start + (1 << (self.len() - 1).ilog2());
        let left = Self {
            end: middle,
            ..self
        };
        let right = Self {
            start: middle,
            ..self
        };
        (left, right)
    }

    /// Lists the complete nodes that cover the range, from the left.
    pub(super) fn nodes(self) -> impl Iterator<Item = NodeId> {
        let mut start = self.start;
        let levels = (0..=63_u8).rev();
        levels
            .filter(move |level| (self.len() >> level) & 1 == 1)
            .map(move |level| {
                let index = start >> level;
                start += 1 << level;
                NodeId { level, index }
            })
    }
}

/// Computes the hash over neighbouring complete nodes of falling size.
pub(super) fn fold(nodes: &[Hash]) -> Hash {
    let mut hashes = nodes.iter().rev();
    let Some(last) = hashes.next() else {
        return EMPTY_ROOT;
    };
    hashes.fold(*last, |right, left| node_hash(left, &right))
}

/// The nodes from which a proof is made.
///
/// Ask for them with [`inclusion_nodes`](super::inclusion_nodes) or
/// [`consistency_nodes`](super::consistency_nodes), read the hash of each of
/// [`ids`](Self::ids) wherever nodes are kept, and hand them to
/// [`proof`](Self::proof) in the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofNodes {
    ids: Vec<NodeId>,
    /// How many of the nodes stand under each hash of the proof.
    counts: Vec<usize>,
}

impl ProofNodes {
    pub(super) fn of(ranges: impl Iterator<Item = Range>) -> Self {
        let mut ids = Vec::new();
        let mut counts = Vec::new();
        for range in ranges {
            let before = ids.len();
            ids.extend(range.nodes());
            counts.push(ids.len() - before);
        }
        Self { ids, counts }
    }

    /// Lists the nodes that are needed.
    pub fn ids(&self) -> &[NodeId] {
        &self.ids
    }

    /// Computes the proof from the hashes of the nodes, in the order of [`ids`](Self::ids).
    ///
    /// # Errors
    ///
    /// * [`TreeError::WrongNumberOfNodes`] if there is not one hash for each node.
    pub fn proof(&self, hashes: &[Hash]) -> Result<Vec<Hash>, TreeError> {
        if hashes.len() != self.ids.len() {
            return Err(TreeError::WrongNumberOfNodes {
                expected: self.ids.len(),
                found: hashes.len(),
            });
        }
        let mut rest = hashes;
        let proof = self.counts.iter().map(|count| {
            let (these, others) = rest.split_at(*count);
            rest = others;
            fold(these)
        });
        Ok(proof.collect())
    }
}
