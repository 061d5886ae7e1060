//! Tiles: the files in which a tree and its entries are published (C2SP tlog-tiles).
//!
//! A tile holds up to 256 neighbouring nodes of one level in eight, a bundle up
//! to 256 neighbouring entries. Full ones never change; the last one of each
//! level is partial, and its name says how wide it is.

mod bundle;
mod cover;
mod name;
mod nodes;

pub use bundle::{BundleError, Entries, MAX_ENTRY_BYTES, encode_bundle};
pub use cover::{bundles_of, tile_at, tiles_of};
pub use name::{BundleId, TileId, TilePath, Width};
pub use nodes::{Place, TileBytesError, decode_tile, encode_tile, node_in_tile, place_of};

/// Is the number of nodes in a full tile, and of entries in a full bundle.
pub const FULL_WIDTH: u16 = 256;

/// Is the number of levels of the tree that one level of tiles spans.
pub const TILE_HEIGHT: u8 = 8;

/// Is the highest level of tiles there can be.
pub const MAX_TILE_LEVEL: u8 = 63 / TILE_HEIGHT;
