//! Roots and proofs, computed from the complete nodes.

use ledger::hash::Hash;
use ledger::tree::{
    Frontier, NodeId, ProofNodes, TreeError, consistency_nodes, frontier_nodes, inclusion_nodes,
};

use crate::store::{StoreError, Tx};

impl Tx {
    /// Returns the root of the tree when it had `size` leaves.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if it never had that many, or nodes are missing;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn tree_root(&mut self, size: u64) -> Result<Hash, StoreError> {
        let hashes = self.hashes(&frontier_nodes(size)).await?;
        let frontier = Frontier::from_nodes(size, hashes).map_err(|why| impossible(&why))?;
        Ok(frontier.root())
    }

    /// Returns the hashes that lead from a leaf to the root of the tree of `size` leaves.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if there is no such leaf, or nodes are missing;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn inclusion_proof(
        &mut self,
        index: u64,
        size: u64,
    ) -> Result<Vec<Hash>, StoreError> {
        let nodes = inclusion_nodes(index, size).map_err(|why| impossible(&why))?;
        self.proof(&nodes).await
    }

    /// Returns the hashes that show that the tree of `old` leaves is the beginning of that of `new`.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the first is the larger one, or nodes are missing;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn consistency_proof(&mut self, old: u64, new: u64) -> Result<Vec<Hash>, StoreError> {
        let nodes = consistency_nodes(old, new).map_err(|why| impossible(&why))?;
        self.proof(&nodes).await
    }

    async fn proof(&mut self, nodes: &ProofNodes) -> Result<Vec<Hash>, StoreError> {
        let hashes = self.hashes(nodes.ids()).await?;
        nodes.proof(&hashes).map_err(|why| impossible(&why))
    }

    async fn hashes(&mut self, ids: &[NodeId]) -> Result<Vec<Hash>, StoreError> {
        let mut hashes = Vec::with_capacity(ids.len());
        for id in ids {
            hashes.push(self.node(*id).await?);
        }
        Ok(hashes)
    }
}

fn impossible(why: &TreeError) -> StoreError {
    StoreError::Inconsistent {
        table: "tree_nodes",
        id: why.to_string(),
    }
}
