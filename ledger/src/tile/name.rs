//! The names of tiles and bundles, and the paths under which they are published.

use std::fmt;
use std::str::FromStr;

use super::{FULL_WIDTH, MAX_TILE_LEVEL};
use crate::decimal;

/// How many nodes a tile, or entries a bundle, holds: 1 to 256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Width(u16);

impl Width {
    /// Is the width of a tile that is full.
    pub const FULL: Self = Self(FULL_WIDTH);

    /// Takes a width from 1 to 256.
    pub const fn new(width: u16) -> Option<Self> {
        if width == 0 || width > FULL_WIDTH {
            return None;
        }
        Some(Self(width))
    }

    /// Says how many nodes or entries there are.
    pub const fn count(self) -> usize {
        self.0 as usize
    }

    /// Reports whether nothing can be added any more.
    pub const fn is_full(self) -> bool {
        self.0 == FULL_WIDTH
    }
}

/// Names a tile of hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// Is the level of tiles: its nodes are at eight times that level of the tree.
    pub level: u8,
    /// Counts the tiles of the level from the left, starting at 0.
    pub index: u64,
    /// Is how many nodes it holds.
    pub width: Width,
}

/// Names a bundle of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundleId {
    /// Counts the bundles from the left, starting at 0.
    pub index: u64,
    /// Is how many entries it holds.
    pub width: Width,
}

/// A path under which a log publishes: of a tile, or of a bundle of entries.
///
/// Written as in `tile/0/x001/234.p/17` and `tile/entries/x001/234`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TilePath {
    /// Is a tile of hashes.
    Tile(TileId),
    /// Is a bundle of entries.
    Bundle(BundleId),
}

/// Says that a path is not that of a tile or bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the path of a tile")]
pub struct NotATile;

impl TileId {
    /// Is the index of the first node of the tile, counted at its level of the tree.
    pub const fn first_node(self) -> u64 {
        self.index.saturating_mul(FULL_WIDTH as u64)
    }
}

impl BundleId {
    /// Is the index of the first entry of the bundle.
    pub const fn first_entry(self) -> u64 {
        self.index.saturating_mul(FULL_WIDTH as u64)
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        write_place(f, self.index, self.width)
    }
}

impl fmt::Display for BundleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        write_place(f, self.index, self.width)
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tile(tile) => tile.fmt(f),
            Self::Bundle(bundle) => bundle.fmt(f),
        }
    }
}

impl FromStr for TilePath {
    type Err = NotATile;

    fn from_str(path: &str) -> Result<Self, NotATile> {
        let rest = path.strip_prefix("tile/").ok_or(NotATile)?;
        let (kind, place) = rest.split_once('/').ok_or(NotATile)?;
        let (index, width) = read_place(place).ok_or(NotATile)?;
        if kind == "entries" {
            return Ok(Self::Bundle(BundleId { index, width }));
        }
        let level = decimal::parse(kind).and_then(|it| u8::try_from(it).ok());
        let level = level.filter(|it| *it <= MAX_TILE_LEVEL).ok_or(NotATile)?;
        Ok(Self::Tile(TileId {
            level,
            index,
            width,
        }))
    }
}

fn write_place(f: &mut fmt::Formatter<'_>, index: u64, width: Width) -> fmt::Result {
    let digits = index.to_string();
    let padded = format!("{digits:0>0$}", digits.len().div_ceil(3) * 3);
    let (leading, last) = padded.split_at(padded.len() - 3);
    for group in leading.as_bytes().chunks(3) {
        write!(f, "x{}/", String::from_utf8_lossy(group))?;
    }
    f.write_str(last)?;
    if width.is_full() {
        return Ok(());
    }
    write!(f, ".p/{}", width.0)
}

fn read_place(place: &str) -> Option<(u64, Width)> {
    let (index, width) = match place.split_once(".p/") {
        None => (place, Width::FULL),
        Some((index, width)) => (index, read_partial(width)?),
    };
    Some((read_index(index)?, width))
}

fn read_partial(width: &str) -> Option<Width> {
    let width = u16::try_from(decimal::parse(width)?).ok()?;
    Width::new(width).filter(|it| !it.is_full())
}

fn read_index(path: &str) -> Option<u64> {
    let (leading, last) = match path.rsplit_once('/') {
        None => (None, path),
        Some((leading, last)) => (Some(leading), last),
    };
    let leading = leading.into_iter().flat_map(|it| it.split('/'));
    let groups = leading.map(|it| it.strip_prefix('x'));
    let mut index = 0_u64;
    for (at, group) in groups.chain([Some(last)]).enumerate() {
        let value = read_group(group?)?;
        let is_padding = at == 0 && value == 0 && path.len() > 3;
        if is_padding {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(value)?;
    }
    Some(index)
}

fn read_group(group: &str) -> Option<u64> {
    let is_group = group.len() == 3 && group.bytes().all(|it| it.is_ascii_digit());
    is_group.then(|| group.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(level: u8, index: u64, width: u16) -> TilePath {
        let width = Width::new(width).unwrap();
        TilePath::Tile(TileId {
            level,
            index,
            width,
        })
    }

    fn bundle(index: u64, width: u16) -> TilePath {
        let width = Width::new(width).unwrap();
        TilePath::Bundle(BundleId { index, width })
    }

    #[track_caller]
    fn check(path: &str, expected: TilePath) {
        assert_eq!(path.parse(), Ok(expected));
        assert_eq!(expected.to_string(), path);
    }

    #[test]
    fn a_path_names_level_index_and_width() {
        check("tile/0/000", tile(0, 0, 256));
        check("tile/0/x001/x234/067", tile(0, 1_234_067, 256));
        check("tile/0/x001/000.p/1", tile(0, 1000, 1));
        check("tile/7/999.p/255", tile(7, 999, 255));
        check("tile/entries/x001/234.p/17", bundle(1234, 17));
        check("tile/entries/000", bundle(0, 256));
        check(
            "tile/0/x018/x446/x744/x073/x709/x551/615",
            tile(0, u64::MAX, 256),
        );
    }

    #[test]
    fn any_other_spelling_is_refused() {
        let others = [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/00/000",
            "tile/8/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/x000/000",
            "tile/0/001/000",
            "tile/0/x001/x000",
            "tile/0/x001",
            "tile/0/000.p",
            "tile/0/000.p/",
            "tile/0/000.p/0",
            "tile/0/000.p/00",
            "tile/0/000.p/01",
            "tile/0/000.p/256",
            "tile/0/000.p/1.p/1",
            "tile/0/000.p/1/",
            "tile/0/+01",
            "tile/0/٠٠٠",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/Entries/000",
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/../000",
        ];
        for path in others {
            assert_eq!(path.parse::<TilePath>(), Err(NotATile), "{path}");
        }
    }
}
