//! The tree over the entries, with the hashes that its upper tiles are made of.

use std::collections::BTreeMap;

use ledger::hash::Hash;
use ledger::tile::{TILE_HEIGHT, TileId};
use ledger::tree::Frontier;

/// A tree that grows leaf by leaf, and keeps the nodes of the tiles above the lowest.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    frontier: Frontier,
    /// By the level of tiles.
    above: BTreeMap<u8, Vec<Hash>>,
}

impl Tree {
    /// Returns the number of leaves.
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Computes the root.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Adds a leaf.
    pub fn append(&mut self, leaf: Hash) {
        for (node, hash) in self.frontier.append(leaf) {
            if node.level > 0 && node.level % TILE_HEIGHT == 0 {
                let level = node.level / TILE_HEIGHT;
                self.above.entry(level).or_default().push(hash);
            }
        }
    }

    /// Returns the hashes of a tile above the lowest level; none while they are not complete.
    pub fn upper(&self, id: TileId) -> Option<&[Hash]> {
        let first = usize::try_from(id.first_node()).ok()?;
        let nodes = self.above.get(&id.level)?.get(first..)?;
        nodes.get(..id.width.count())
    }
}
