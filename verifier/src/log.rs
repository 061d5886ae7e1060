//! The log: entries, the tiles over them, and the checkpoints that sign them.

use std::collections::BTreeMap;

use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::Hash;
use ledger::hash::leaf_hash;
use ledger::note::VerifierKey;
use ledger::tile::{Entries, TileId, decode_tile};

use crate::bundle::{OlderCheckpoint, Tree, lines, read_json};
use crate::check::{Check, Findings};

/// Where a checkpoint to be met came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The bundle itself.
    Bundle,
    /// Whoever verifies.
    Reader,
}

/// The tree as it grows, and what it must lead to.
#[derive(Debug, Default)]
pub(crate) struct Log {
    key: Option<VerifierKey>,
    checkpoint: Option<Checkpoint>,
    tree: Tree,
    /// The hashes of the tile whose entries come next.
    tile: Vec<Hash>,
    /// The checkpoints to be met, by size.
    older: BTreeMap<u64, Vec<(Hash, Source)>>,
    /// The size of the last older checkpoint of the bundle.
    last_older: Option<u64>,
    /// The roots of the checkpoints of this log, by size.
    roots: BTreeMap<u64, Hash>,
    /// Whether the root of every size counts as one, no list of checkpoints being at hand.
    is_keeping_roots: bool,
    /// The older checkpoints that are no beginning of this record.
    contradicted: Vec<(u64, Hash)>,
}

impl Log {
    /// Sets the key that checkpoints must be signed by.
    pub(crate) fn trust(&mut self, key: VerifierKey) {
        self.key = Some(key);
    }

    /// Returns the key that checkpoints must be signed by.
    pub(crate) const fn key(&self) -> Option<&VerifierKey> {
        self.key.as_ref()
    }

    /// Keeps the root of every size from now on, for want of a list of checkpoints.
    pub(crate) const fn keep_roots(&mut self) {
        self.is_keeping_roots = true;
    }

    /// Returns size and root of each older checkpoint that is no beginning of this record.
    pub(crate) fn contradicted(&self) -> &[(u64, Hash)] {
        &self.contradicted
    }

    /// Returns the root over the entries that have been taken in.
    pub(crate) fn root(&self) -> Hash {
        self.tree.root()
    }

    /// Returns how many entries have been taken in.
    pub(crate) const fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Returns the root of a checkpoint of this log that has been met.
    pub(crate) fn root_at(&self, size: u64) -> Option<&Hash> {
        self.roots.get(&size)
    }

    /// Takes in the checkpoint that the bundle is proved by; returns it with its signatures.
    pub(crate) fn take_checkpoint(
        &mut self,
        body: &[u8],
        (origin, size): (Option<&str>, u64),
        findings: &mut Findings,
    ) -> Option<SignedCheckpoint> {
        if body.is_empty() {
            findings.bad(
                Check::Root,
                None,
                "nothing was sealed: there is no checkpoint",
            );
            return None;
        }
        let signed = self.signed(body, None, findings)?;
        let checkpoint = signed.checkpoint();
        if Some(checkpoint.origin.as_str()) != origin {
            findings.bad(
                Check::LogSignature,
                None,
                "the checkpoint is of another log",
            );
        }
        if checkpoint.size != size {
            let what = format!(
                "the checkpoint is of {} entries, not of {size}",
                checkpoint.size
            );
            findings.bad(Check::Root, None, what);
        }
        self.checkpoint = Some(checkpoint.clone());
        self.roots.insert(checkpoint.size, checkpoint.root);
        Some(signed)
    }

    /// Takes in the older checkpoints of the bundle.
    pub(crate) fn take_older(&mut self, body: &[u8], findings: &mut Findings) {
        let Some(lines) = lines(body) else {
            return findings.bad(Check::Bundle, None, "checkpoints: the last line has no end");
        };
        for line in lines {
            let Some(OlderCheckpoint { note }) = read_json(line) else {
                findings.bad(
                    Check::Bundle,
                    None,
                    "checkpoints: a line is not as it must be",
                );
                continue;
            };
            let size = self.expect(note.as_bytes(), Source::Bundle, findings);
            if size.is_some() && size <= self.last_older {
                findings.bad(Check::Bundle, None, "checkpoints: they are not in order");
            }
            self.last_older = size.or(self.last_older);
        }
    }

    /// Takes in an older checkpoint, which the tree must lead through; returns its size.
    pub(crate) fn expect(
        &mut self,
        note: &[u8],
        source: Source,
        findings: &mut Findings,
    ) -> Option<u64> {
        let signed = self.signed(note, Some(source), findings)?;
        let older = signed.checkpoint();
        let foreign = (self.checkpoint.as_ref()).is_some_and(|it| it.origin != older.origin);
        if foreign {
            findings.bad(
                Check::Consistency,
                None,
                "an older checkpoint is of another log",
            );
            return None;
        }
        let waiting = self.older.entry(older.size).or_default();
        waiting.push((older.root, source));
        Some(older.size)
    }

    /// Reads a checkpoint and its log's signature.
    fn signed(
        &self,
        note: &[u8],
        source: Option<Source>,
        findings: &mut Findings,
    ) -> Option<SignedCheckpoint> {
        let whose = match source {
            None => "the checkpoint",
            Some(Source::Bundle) => "an older checkpoint of the bundle",
            Some(Source::Reader) => "an older checkpoint of yours",
        };
        let signed = match SignedCheckpoint::parse(note) {
            Ok(signed) => signed,
            Err(error) => {
                findings.bad(Check::LogSignature, None, format!("{whose}: {error}"));
                return None;
            }
        };
        let verified = match &self.key {
            Some(key) => signed
                .verify_log(key)
                .map_err(|it| format!("{whose}: {it}")),
            None => Err("the bundle names no key of the log".to_owned()),
        };
        let holds = verified.is_ok();
        findings.note(Check::LogSignature, None, verified);
        holds.then_some(signed)
    }

    /// Meets the checkpoints of the empty tree.
    pub(crate) fn begin(&mut self, findings: &mut Findings) {
        self.meet(findings);
    }

    /// Takes in a tile of the lowest level, before the entries that it is made of.
    pub(crate) fn take_tile(&mut self, id: TileId, body: &[u8], findings: &mut Findings) {
        self.tile = match decode_tile(body, id.width) {
            Ok(hashes) => hashes,
            Err(error) => {
                findings.bad(Check::Tiles, None, format!("{id}: {error}"));
                Vec::new()
            }
        };
    }

    /// Takes in the entries of a tile; hands each with its place to `take`.
    pub(crate) fn take_entries(
        &mut self,
        body: &[u8],
        width: usize,
        findings: &mut Findings,
        mut take: impl FnMut(u64, &[u8], Hash, &mut Findings),
    ) -> Result<(), String> {
        let tile = std::mem::take(&mut self.tile);
        let mut count = 0;
        for entry in Entries::of(body) {
            let entry = entry.map_err(|error| error.to_string())?;
            let seq = self.tree.size();
            let leaf = leaf_hash(entry);
            // What is wrong with an entry is wrong with that entry alone.
            let listed = tile.get(count).copied().unwrap_or(leaf);
            if listed == leaf && count < tile.len() {
                findings.good(Check::Tiles, 1);
            } else {
                findings.bad(
                    Check::Tiles,
                    Some(seq),
                    "its hash is not the one of the tile",
                );
            }
            self.grow(listed, findings);
            take(seq, entry, leaf, findings);
            count += 1;
        }
        if count == width {
            Ok(())
        } else {
            Err(format!("{count} entries where {width} must be"))
        }
    }

    fn grow(&mut self, leaf: Hash, findings: &mut Findings) {
        self.tree.append(leaf);
        if self.is_keeping_roots {
            self.roots.insert(self.tree.size(), self.tree.root());
        }
        self.meet(findings);
    }

    /// Compares the checkpoints of the present size.
    fn meet(&mut self, findings: &mut Findings) {
        let size = self.tree.size();
        let Some(older) = self.older.remove(&size) else {
            return;
        };
        let root = self.tree.root();
        for (claimed, source) in older {
            if claimed == root {
                self.roots.insert(size, root);
                findings.good(Check::Consistency, 1);
            } else {
                self.contradicted.push((size, claimed));
                let whose = match source {
                    Source::Bundle => "the older checkpoint",
                    Source::Reader => "your older checkpoint",
                };
                let what = format!("{whose} of {size} entries is not a beginning of this record");
                findings.bad(Check::Consistency, None, what);
            }
        }
    }

    /// Takes in a tile above the lowest level.
    pub(crate) fn take_upper(&self, id: TileId, body: &[u8], findings: &mut Findings) {
        let made = self.tree.upper(id);
        let holds = decode_tile(body, id.width).is_ok_and(|it| Some(&it[..]) == made);
        let result = if holds {
            Ok(())
        } else {
            Err(format!("{id} does not stand over the entries"))
        };
        findings.note(Check::Tiles, None, result);
    }

    /// Compares the root when all entries are there.
    pub(crate) fn finish(&mut self, findings: &mut Findings) {
        if let Some(checkpoint) = &self.checkpoint {
            let root = self.tree.root();
            if checkpoint.root == root {
                findings.good(Check::Root, 1);
            } else {
                let what = format!(
                    "the checkpoint says {}, the tiles add up to {root}",
                    checkpoint.root
                );
                findings.bad(Check::Root, None, what);
            }
        }
        for (size, roots) in std::mem::take(&mut self.older) {
            let claimed = roots.into_iter().map(|(root, _)| (size, root));
            self.contradicted.extend(claimed);
            let what = format!(
                "there is an older checkpoint of {size} entries, more than this record has"
            );
            findings.bad(Check::Consistency, None, what);
        }
    }
}
