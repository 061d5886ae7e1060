//! The bytes of a tile, and the nodes of the tree in them.

use super::{FULL_WIDTH, TILE_HEIGHT, TileId, Width, tile_at};
use crate::hash::{Hash, node_hash};
use crate::tree::NodeId;

/// Why bytes are not those of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tile of {expected} hashes has {} bytes, not {found}", expected * Hash::BYTES)]
pub struct TileBytesError {
    expected: usize,
    found: usize,
}

/// Where a node of the tree is found: in which tile, and which of its hashes it stands over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Is the tile.
    pub tile: TileId,
    /// Is the first of the tile's hashes under the node.
    pub first: usize,
    /// Is how many of the tile's hashes are under the node: a power of two.
    pub count: usize,
}

/// Writes the hashes of a tile one after the other.
pub fn encode_tile(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|it| *it.as_bytes()).collect()
}

/// Reads the hashes of a tile of this width.
///
/// # Errors
///
/// * [`TileBytesError`] if the bytes are not exactly as many hashes.
pub fn decode_tile(bytes: &[u8], width: Width) -> Result<Vec<Hash>, TileBytesError> {
    let error = TileBytesError {
        expected: width.count(),
        found: bytes.len(),
    };
    let (hashes, rest) = bytes.as_chunks::<{ Hash::BYTES }>();
    if hashes.len() != width.count() || !rest.is_empty() {
        return Err(error);
    }
    Ok(hashes.iter().map(|it| Hash::new(*it)).collect())
}

/// Finds a complete node among the tiles of a tree of `size` entries; none if the tree does not have it.
pub fn place_of(node: NodeId, size: u64) -> Option<Place> {
    let height = node.level % TILE_HEIGHT;
    let first = node.index.checked_mul(1 << height)?;
    let width = u64::from(FULL_WIDTH);
    let tile = tile_at(node.level / TILE_HEIGHT, first / width, size)?;
    let first = usize::try_from(first % width).ok()?;
    let count = 1 << height;
    (first + count <= tile.width.count()).then_some(Place { tile, first, count })
}

/// Computes a node from the hashes of the tile it was placed in; none if the tile is too narrow.
pub fn node_in_tile(place: &Place, tile: &[Hash]) -> Option<Hash> {
    let mut hashes = tile
        .get(place.first..place.first.checked_add(place.count)?)?
        .to_vec();
    while hashes.len() > 1 {
        let pairs = hashes.chunks(2).map(|pair| match pair {
            [left, right] => node_hash(left, right),
            odd => odd[0],
        });
        hashes = pairs.collect();
    }
    hashes.pop()
}
