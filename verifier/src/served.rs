//! The ledger as a server serves it to whoever may read the record: without the words beside entries.

use domain::record::Entry;
use domain::signing::Digest;
use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::Hash;
use ledger::note::VerifierKey;
use ledger::tile::{BundleId, TileId, TilePath, tile_at};

use crate::check::{Check, Findings};
use crate::log::{Log, Source};
use crate::replay::Replay;
use crate::report::{Checked, Report, WitnessedBy};
use crate::verifier::{Known, witnessed};

/// Verifies a ledger as it is fetched, part after part: checkpoint, tiles, entries.
///
/// What stands beside entries (names, reasons, wordings, working drafts) and what pages say of
/// clauses is not there, so that only [`Self::CHECKS`] are made. An organisation's statement names
/// a checkpoint that its signer saw; as older checkpoints are not there, it is compared with the
/// root that the record had at that size.
#[derive(Debug)]
pub struct LedgerVerifier {
    known: Known,
    origin: Option<String>,
    size: u64,
    wanted: Option<TilePath>,
    findings: Findings,
    log: Log,
    replay: Replay,
    /// The leaf hash of the first entry.
    network: Option<Hash>,
    witnesses: Vec<WitnessedBy>,
}

impl LedgerVerifier {
    /// The checks that the ledger alone permits.
    pub const CHECKS: [Check; 10] = [
        Check::Canonical,
        Check::Tiles,
        Check::Root,
        Check::LogSignature,
        Check::Witnesses,
        Check::Consistency,
        Check::Sequence,
        Check::Keys,
        Check::Positions,
        Check::Replay,
    ];

    /// Begins with the checkpoint that the server serves, and the key that it says it is signed by.
    pub fn begin(known: Known, key: Option<VerifierKey>, checkpoint: &[u8]) -> Self {
        let parsed = SignedCheckpoint::parse(checkpoint).ok();
        let claimed = parsed.as_ref().map(SignedCheckpoint::checkpoint);
        let size = claimed.map_or(0, |it| it.size);
        let mut verifier = Self {
            known,
            origin: claimed.map(|it| it.origin.clone()),
            size,
            wanted: first(size),
            findings: Findings::default(),
            log: Log::default(),
            replay: Replay::default(),
            network: None,
            witnesses: Vec::new(),
        };
        verifier.take_checkpoint(key, checkpoint);
        verifier
    }

    fn take_checkpoint(&mut self, key: Option<VerifierKey>, checkpoint: &[u8]) {
        let (log, findings) = (&mut self.log, &mut self.findings);
        let origin = self.origin.as_deref();
        if let Some(key) = self.known.settle_key(origin, key, findings) {
            log.trust(key);
        }
        log.keep_roots();
        let signed = log.take_checkpoint(checkpoint, (origin, self.size), findings);
        if let (Some(signed), Some(policy)) = (signed, &self.known.policy) {
            self.witnesses = witnessed(&signed, policy, findings);
        }
        for note in std::mem::take(&mut self.known.checkpoints) {
            log.expect(&note, Source::Reader, findings);
        }
        log.begin(findings);
    }

    /// Lists what is still to be fetched, in order, as paths below the ledger's address.
    pub fn wanted(&self) -> impl Iterator<Item = TilePath> + use<> {
        let size = self.size;
        std::iter::successors(self.wanted, move |path| after(*path, size))
    }

    /// Takes in what was fetched of the path that was wanted next.
    pub fn take(&mut self, body: &[u8]) {
        let findings = &mut self.findings;
        let Some(path) = self.wanted else {
            return;
        };
        self.wanted = after(path, self.size);
        match path {
            TilePath::Tile(id) if id.level == 0 => self.log.take_tile(id, body, findings),
            TilePath::Tile(id) => self.log.take_upper(id, body, findings),
            TilePath::Bundle(id) => {
                if let Err(why) = self.take_entries(body, id.width.count()) {
                    let what = format!("{id}: {why}");
                    self.findings.bad(Check::Tiles, None, what);
                }
            }
        }
    }

    fn take_entries(&mut self, body: &[u8], width: usize) -> Result<(), String> {
        let (replay, network) = (&mut self.replay, &mut self.network);
        let mut read = Vec::new();
        let taken = self.log.take_entries(
            body,
            width,
            &mut self.findings,
            |seq, bytes, leaf, findings| {
                network.get_or_insert(leaf);
                match Entry::read(bytes) {
                    Ok((entry, commitments)) => {
                        findings.good(Check::Canonical, 1);
                        read.push((seq, entry, commitments));
                    }
                    Err(error) => {
                        findings.bad(Check::Canonical, Some(seq), error.to_string());
                        replay.give_up(seq);
                    }
                }
            },
        );
        let network = self.network.map_or([0; 32], |it| *it.as_bytes());
        let ground = (Digest::from_bytes(network), &self.log);
        for (seq, entry, commitments) in read {
            let what = (&entry, commitments.as_slice());
            self.replay.take(seq, what, ground, &mut self.findings);
        }
        self.replay.signing.settle(&mut self.findings);
        taken
    }

    /// Returns how many entries were taken in, and how many the checkpoint covers.
    pub const fn progress(&self) -> (u64, u64) {
        (self.log.size(), self.size)
    }

    /// Says that no more is fetched; returns what was found, and size and root of each checkpoint
    /// known beforehand that is no beginning of this record.
    pub fn finish(mut self) -> (Report, Vec<(u64, Hash)>) {
        if self.wanted.is_some() {
            let what = "not everything was fetched";
            self.findings.bad(Check::Root, None, what);
        }
        self.log.finish(&mut self.findings);
        let contradicted = self.log.contradicted().to_vec();
        (self.report(), contradicted)
    }

    fn report(self) -> Report {
        let findings = self.findings;
        let checks = Check::ALL.map(|check| Checked {
            check,
            // Of the other checks too little can be made to say that anything held.
            held: if Self::CHECKS.contains(&check) {
                findings.held(check)
            } else {
                0
            },
            failed: findings.failed(check),
        });
        let first = findings.first_failed();
        Report {
            holds: first.is_none(),
            network: self.network.map(|it| it.to_string()),
            origin: self.origin,
            log_key: self.log.key().map(ToString::to_string),
            is_key_given: self.known.log_key.is_some(),
            entries: self.log.size(),
            root: self.log.root().to_string(),
            made_at: None,
            last_at: self.replay.last_at(),
            checks: checks.to_vec(),
            failures: findings.failures().to_vec(),
            witnesses: self.witnesses,
            erased: Vec::new(),
            erased_count: 0,
            unsigned_positions: self.replay.signing.unsigned,
            unanchored_changes: 0,
            changes_bound_late: 0,
            words: Vec::new(),
            exit_status: first.map_or(0, Check::exit_status),
        }
    }
}

/// Says what is fetched first: nothing of an empty ledger.
fn first(size: u64) -> Option<TilePath> {
    tile_at(0, 0, size).map(TilePath::Tile)
}

/// Says what is fetched after a part: after a tile of leaves their entries, and the upper tiles last.
fn after(path: TilePath, size: u64) -> Option<TilePath> {
    let next = match path {
        TilePath::Tile(TileId {
            level: 0,
            index,
            width,
        }) => return Some(TilePath::Bundle(BundleId { index, width })),
        TilePath::Bundle(BundleId { index, .. }) => (0, index),
        TilePath::Tile(TileId { level, index, .. }) => (level, index),
    };
    let (level, index) = next;
    let beside = tile_at(level, index + 1, size);
    beside
        .or_else(|| tile_at(level + 1, 0, size))
        .map(TilePath::Tile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(size: u64, expected: &[&str]) {
        let paths = std::iter::successors(first(size), |path| after(*path, size));
        let paths: Vec<_> = paths.map(|it| it.to_string()).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn each_tile_of_leaves_comes_before_its_entries_and_upper_tiles_come_last() {
        check(0, &[]);
        check(3, &["tile/0/000.p/3", "tile/entries/000.p/3"]);
        check(
            300,
            &[
                "tile/0/000",
                "tile/entries/000",
                "tile/0/001.p/44",
                "tile/entries/001.p/44",
                "tile/1/000.p/1",
            ],
        );
    }

    #[test]
    fn a_checkpoint_of_an_immense_size_costs_nothing_before_anything_is_fetched() {
        let checkpoint = format!(
            "example.org/log\n{}\n{}\n\n",
            1_u64 << 62,
            "A".repeat(43) + "="
        );
        let verifier = LedgerVerifier::begin(Known::default(), None, checkpoint.as_bytes());
        let (report, _) = verifier.finish();
        assert!(!report.holds);
    }
}
