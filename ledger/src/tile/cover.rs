//! Which tiles and bundles a tree of some size has.

use super::{BundleId, FULL_WIDTH, MAX_TILE_LEVEL, TILE_HEIGHT, TileId, Width};

/// Lists every tile of a tree, level by level and from the left.
pub fn tiles_of(size: u64) -> impl Iterator<Item = TileId> {
    (0..=MAX_TILE_LEVEL).flat_map(move |level| {
        let places = places(size >> (level * TILE_HEIGHT));
        places.map(move |(index, width)| TileId {
            level,
            index,
            width,
        })
    })
}

/// Lists every bundle of entries of a tree, from the left.
pub fn bundles_of(size: u64) -> impl Iterator<Item = BundleId> {
    places(size).map(|(index, width)| BundleId { index, width })
}

/// Names the tile of this level and index as a tree of `size` entries has it; none if it has none.
pub fn tile_at(level: u8, index: u64, size: u64) -> Option<TileId> {
    if level > MAX_TILE_LEVEL {
        return None;
    }
    let count = size >> (level * TILE_HEIGHT);
    let width = width_at(index, count)?;
    Some(TileId {
        level,
        index,
        width,
    })
}

fn places(count: u64) -> impl Iterator<Item = (u64, Width)> {
    let tiles = count.div_ceil(u64::from(FULL_WIDTH));
    (0..tiles).filter_map(move |index| Some((index, width_at(index, count)?)))
}

/// Says how many of `count` things the tile of this index holds.
fn width_at(index: u64, count: u64) -> Option<Width> {
    let before = index.checked_mul(u64::from(FULL_WIDTH))?;
    let left = count.checked_sub(before)?;
    Width::new(u16::try_from(left.min(u64::from(FULL_WIDTH))).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_of_70_000_entries_has_the_tiles_of_the_specification() {
        let tiles: Vec<TileId> = tiles_of(70_000).collect();
        let of_level = |level: u8| tiles.iter().filter(move |it| it.level == level);
        let full = |level| of_level(level).filter(|it| it.width.is_full()).count();
        let partial = |level| -> Vec<usize> {
            let tiles = of_level(level).filter(|it| !it.width.is_full());
            tiles.map(|it| it.width.count()).collect()
        };
        assert_eq!((full(0), partial(0)), (273, vec![112]));
        assert_eq!((full(1), partial(1)), (1, vec![17]));
        assert_eq!((full(2), partial(2)), (0, vec![1]));
        assert_eq!(of_level(3).count(), 0);
        assert_eq!(bundles_of(70_000).count(), 274);
    }

    #[test]
    fn a_full_tile_has_a_partial_one_above_it() {
        let tiles: Vec<String> = tiles_of(256).map(|it| it.to_string()).collect();
        assert_eq!(tiles, ["tile/0/000", "tile/1/000.p/1"]);
        assert_eq!(tiles_of(0).count(), 0);
        assert_eq!(bundles_of(0).count(), 0);
    }

    #[test]
    fn a_tile_is_as_wide_as_the_tree_reaches() {
        let width = |level, index, size| tile_at(level, index, size).map(|it| it.width.count());
        assert_eq!(width(0, 0, 300), Some(256));
        assert_eq!(width(0, 1, 300), Some(44));
        assert_eq!(width(0, 2, 300), None);
        assert_eq!(width(1, 0, 300), Some(1));
        assert_eq!(width(1, 0, 255), None);
        assert_eq!(width(0, u64::MAX, u64::MAX), None);
        assert_eq!(width(8, 0, u64::MAX), None);
    }
}
