//! The names of a bundle's parts.

use std::fmt;
use std::str::FromStr;

use domain::id::DraftId;
use ledger::tile::{BundleId, TileId, TilePath};

use super::SUMS;

/// Names a part of a bundle; the parts stand in this order, but for the lowest tiles, each of
/// which stands before the entries that it is made of and what is beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartName {
    /// What the bundle is: a [`Manifest`](super::Manifest).
    Manifest,
    /// The checkpoint that the bundle is proved by, with its cosignatures.
    Checkpoint,
    /// Older checkpoints.
    Checkpoints {
        /// Counts the parts, from 0.
        part: u32,
    },
    /// A tile of hashes.
    Tile(TileId),
    /// A bundle of entries.
    Entries(BundleId),
    /// The words beside the entries of one bundle of entries.
    Contents {
        /// The bundle of entries.
        bundle: u64,
        /// Counts what belongs to one bundle, from 0.
        part: u32,
    },
    /// Changes of a working draft.
    Changes {
        /// The draft.
        draft: DraftId,
        /// Counts what belongs to one draft, from 0.
        part: u32,
    },
    /// What the pages say of each clause.
    Status,
    /// The SHA-256 of every other part.
    Sums,
}

/// A name that no part has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no part of a bundle has this name")]
pub struct UnknownPart;

impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest => f.write_str("bundle.json"),
            Self::Checkpoint => f.write_str("checkpoint"),
            Self::Checkpoints { part } => write!(f, "checkpoints/{part:05}"),
            Self::Tile(tile) => tile.fmt(f),
            Self::Entries(bundle) => bundle.fmt(f),
            Self::Contents { bundle, part } => write!(f, "contents/{bundle:09}/{part:05}"),
            Self::Changes { draft, part } => write!(f, "drafts/{draft}/changes/{part:05}"),
            Self::Status => f.write_str("status.json"),
            Self::Sums => f.write_str(SUMS),
        }
    }
}

impl FromStr for PartName {
    type Err = UnknownPart;

    fn from_str(name: &str) -> Result<Self, UnknownPart> {
        let read = match name {
            "bundle.json" => Some(Self::Manifest),
            "checkpoint" => Some(Self::Checkpoint),
            "status.json" => Some(Self::Status),
            SUMS => Some(Self::Sums),
            _ => nested(name),
        };
        // Each part has one name only.
        read.filter(|it| it.to_string() == name).ok_or(UnknownPart)
    }
}

fn nested(name: &str) -> Option<PartName> {
    let (folder, rest) = name.split_once('/')?;
    match folder {
        "tile" => Some(match name.parse().ok()? {
            TilePath::Tile(tile) => PartName::Tile(tile),
            TilePath::Bundle(bundle) => PartName::Entries(bundle),
        }),
        "checkpoints" => Some(PartName::Checkpoints {
            part: rest.parse().ok()?,
        }),
        "contents" => {
            let (bundle, part) = rest.split_once('/')?;
            Some(PartName::Contents {
                bundle: bundle.parse().ok()?,
                part: part.parse().ok()?,
            })
        }
        "drafts" => {
            let (draft, part) = rest.split_once("/changes/")?;
            Some(PartName::Changes {
                draft: draft.parse().ok()?,
                part: part.parse().ok()?,
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_one_name() {
        let id = "01980000-0000-7000-8000-000000000001";
        let changes = format!("drafts/{id}/changes/00000");
        for name in [
            "bundle.json",
            "tile/0/x001/234.p/5",
            "tile/entries/000",
            "checkpoints/00000",
            "contents/000000017/00002",
            &changes,
            SUMS,
        ] {
            let part: PartName = name.parse().unwrap();
            assert_eq!(part.to_string(), name);
        }
        for name in [
            "contents/17/2",
            "contents/000000017/000020",
            "contents/+00000017/00002",
            "tile/0/1",
            "other",
            "drafts/x/changes/00000",
        ] {
            assert_eq!(name.parse::<PartName>(), Err(UnknownPart), "{name}");
        }
    }
}
