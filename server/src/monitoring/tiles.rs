//! Proofs made of the tiles that a server gives; what they prove is verified, so the tiles need no trust.

use std::collections::HashMap;

use ledger::hash::Hash;
use ledger::tile::{TileId, TilePath, decode_tile, node_in_tile, place_of};
use ledger::tree::{
    ConsistencyError, InclusionError, NodeId, ProofNodes, consistency_nodes, inclusion_nodes,
    verify_consistency, verify_inclusion,
};
use ledger::witness::Head;

use super::server::{Server, Unheard};

/// The greatest number of bytes of a tile.
const MAX_TILE: usize = 256 * Hash::BYTES;

/// Why something is not proven.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unproven {
    /// The server gives no tiles for it.
    #[error(transparent)]
    Unheard(#[from] Unheard),
    /// The server has no such tile.
    #[error("{0} is not there")]
    NoTile(String),
    /// The tiles lead elsewhere.
    #[error(transparent)]
    Inconsistent(#[from] ConsistencyError),
    /// The tiles lead elsewhere.
    #[error(transparent)]
    NotIncluded(#[from] InclusionError),
}

/// The tiles that were read in one round.
#[derive(Debug)]
pub(crate) struct Tiles<'a> {
    server: &'a Server,
    read: HashMap<TileId, Vec<Hash>>,
}

impl<'a> Tiles<'a> {
    /// Names who gives them.
    pub(crate) fn of(server: &'a Server) -> Self {
        Self {
            server,
            read: HashMap::new(),
        }
    }

    /// Proves that one tree is the beginning of another.
    ///
    /// # Errors
    ///
    /// * [`Unproven`] says why it is not proven.
    pub(crate) fn prove_growth(&mut self, old: &Head, new: &Head) -> Result<(), Unproven> {
        let shrunk = |_| {
            let (old, new) = (old.size, new.size);
            ConsistencyError::Shrunk { old, new }
        };
        let nodes = consistency_nodes(old.size, new.size).map_err(shrunk)?;
        let proof = self.proof(&nodes, new.size)?;
        Ok(verify_consistency(
            old.size, new.size, &proof, &old.root, &new.root,
        )?)
    }

    /// Proves that an entry is in a tree.
    ///
    /// # Errors
    ///
    /// * [`Unproven`] says why it is not proven.
    pub(crate) fn prove_entry(
        &mut self,
        seq: u64,
        leaf: &Hash,
        head: &Head,
    ) -> Result<(), Unproven> {
        let missing = |_| Unproven::NoTile(format!("entry {seq}"));
        let nodes = inclusion_nodes(seq, head.size).map_err(missing)?;
        let proof = self.proof(&nodes, head.size)?;
        Ok(verify_inclusion(leaf, seq, head.size, &proof, &head.root)?)
    }

    fn proof(&mut self, nodes: &ProofNodes, size: u64) -> Result<Vec<Hash>, Unproven> {
        let ids = nodes.ids().iter();
        let hashes = ids.map(|id| self.node(*id, size));
        let hashes: Vec<_> = hashes.collect::<Result<_, _>>()?;
        nodes
            .proof(&hashes)
            .map_err(|error| Unproven::NoTile(error.to_string()))
    }

    fn node(&mut self, id: NodeId, size: u64) -> Result<Hash, Unproven> {
        let missing = || Unproven::NoTile(format!("node {} of level {}", id.index, id.level));
        let place = place_of(id, size).ok_or_else(missing)?;
        let tile = self.tile(place.tile)?;
        node_in_tile(&place, tile).ok_or_else(missing)
    }

    fn tile(&mut self, id: TileId) -> Result<&[Hash], Unproven> {
        if !self.read.contains_key(&id) {
            let path = format!("/ledger/{}", TilePath::Tile(id));
            let bytes = self.server.read(&path, None, MAX_TILE)?;
            let bytes = bytes.ok_or_else(|| Unproven::NoTile(path.clone()))?;
            let hashes = decode_tile(&bytes, id.width).map_err(|_| Unheard::Garbled(path))?;
            self.read.insert(id, hashes);
        }
        Ok(self.read.get(&id).map_or(&[], Vec::as_slice))
    }
}
