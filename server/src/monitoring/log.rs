//! Following the log: its signature, its growth, and every new entry.

use domain::record::Entry;
use domain::signing::Digest;
use domain::time::Timestamp;
use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::note::{MAX_NOTE_BYTES, VerifierKey};
use ledger::tile::{BundleId, Entries, FULL_WIDTH, MAX_ENTRY_BYTES, TilePath, Width};
use ledger::tree::Frontier;
use ledger::witness::Head;

use super::finding::{Finding, Kind};
use super::round::{Halt, Round};
use super::server::Unheard;
use super::state::{State, digest};
use super::tiles::Unproven;
use super::watch::{Placed, Watch};

/// The greatest number of bytes of a bundle of entries.
const MAX_BUNDLE: usize = FULL_WIDTH as usize * (MAX_ENTRY_BYTES + 2);
/// How many entries are read in one round.
const MOST_ENTRIES: u64 = 1 << 24;

/// The entries that are being read, until they are shown to lead to the sealed root.
struct Reading {
    tree: Frontier,
    watch: Watch,
    network: Option<Digest>,
    last_at: Option<Timestamp>,
    /// What is wrong with entries although they are sealed.
    wrong: Vec<Finding>,
}

impl Reading {
    fn of(state: &State, watch: Watch) -> Self {
        Self {
            tree: state.frontier(),
            watch,
            network: state.network,
            last_at: state.last_at,
            wrong: Vec::new(),
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        let seq = self.tree.size();
        let leaf = leaf_hash(bytes);
        self.tree.append(leaf);
        let network = *self.network.get_or_insert(digest(&leaf));
        let wrong = |what: String| Finding::at(Kind::Entries, seq, what);
        let (entry, commitments) = match Entry::read(bytes) {
            Ok(read) => read,
            Err(error) => return self.wrong.push(wrong(format!("it is no entry: {error}"))),
        };
        if entry.seq != seq {
            let what = format!("it says that it is entry {}", entry.seq);
            return self.wrong.push(wrong(what));
        }
        if self.last_at.is_some_and(|last| entry.at <= last) {
            let what = "it is not later than the entry before".to_owned();
            self.wrong.push(wrong(what));
        }
        self.last_at = self.last_at.max(Some(entry.at));
        self.watch.take(Placed {
            entry: &entry,
            commitments: &commitments,
            leaf: digest(&leaf),
            network,
        });
    }
}

/// Returns what a checkpoint says of its tree.
pub(super) fn head_of(signed: &SignedCheckpoint) -> Head {
    let checkpoint = signed.checkpoint();
    Head {
        size: checkpoint.size,
        root: checkpoint.root,
    }
}

impl Round<'_> {
    /// Reads the checkpoint that the server shows, and checks that the log signed it; none where
    /// nothing is sealed yet.
    pub(super) fn shown(&mut self, key: &VerifierKey) -> Result<Option<SignedCheckpoint>, Halt> {
        let note = self
            .server
            .read("/ledger/checkpoint", None, MAX_NOTE_BYTES)?;
        let Some(note) = note else {
            return Ok(None);
        };
        let signed = SignedCheckpoint::parse(&note).map_err(|_| {
            Unheard::Garbled(format!("{}/ledger/checkpoint", self.server.address()))
        })?;
        match signed.verify_log(key) {
            Ok(()) => Ok(Some(signed)),
            Err(error) => Err(self.unsigned(&signed, key, &error.to_string())),
        }
    }

    fn unsigned(&mut self, signed: &SignedCheckpoint, key: &VerifierKey, why: &str) -> Halt {
        let name = format!("signature-{}", label(&head_of(signed)));
        let file = self.keep(&name, &signed.to_string());
        let what = format!("the checkpoint that the server shows is not signed by {key}: {why}");
        Halt::Found(Finding::new(Kind::Signature, name, what).proven_by(vec![file]))
    }

    /// Takes the log further to the checkpoint that the server shows.
    pub(super) fn follow(&mut self, shown: &SignedCheckpoint, watch: Watch) -> Result<(), Halt> {
        let next = head_of(shown);
        match self.state.head() {
            None => self.grow(shown, watch),
            Some(last) if next.size > last.checkpoint().size => self.grow(shown, watch),
            Some(last) if next == head_of(&last) => {
                // The same tree, perhaps with more cosignatures.
                self.state.head = Some(shown.to_string());
                Ok(())
            }
            Some(last) if next.size == last.checkpoint().size => {
                Err(self.forked(shown, "it has another root for the same number of entries"))
            }
            Some(last) => self.shrunk(shown, &last),
        }
    }

    fn grow(&mut self, shown: &SignedCheckpoint, watch: Watch) -> Result<(), Halt> {
        let next = head_of(shown);
        let mut reading = Reading::of(&self.state, watch);
        let first = reading.tree.size();
        if next.size - first > MOST_ENTRIES {
            let what = format!("the server says that it has {} entries", next.size);
            return Err(Halt::Found(Finding::new(
                Kind::Entries,
                "too-many-entries",
                what,
            )));
        }
        while reading.tree.size() < next.size {
            self.read_bundle(&mut reading, next.size)?;
        }
        if reading.tree.root() != next.root {
            return Err(self.diverging(shown));
        }
        self.new_entries = next.size - first;
        self.state.advance(shown, &reading.tree);
        self.state.network = reading.network;
        self.state.last_at = reading.last_at;
        self.state.watch = Some(reading.watch);
        self.found.extend(reading.wrong);
        Ok(())
    }

    /// Reads the bundle with the next entry, as a log of some size has it.
    fn read_bundle(&self, reading: &mut Reading, size: u64) -> Result<(), Halt> {
        let bundle = bundle_of(reading.tree.size(), size);
        let bytes = self.bundle(bundle)?;
        let known = reading.tree.size() - bundle.first_entry();
        let known = usize::try_from(known).unwrap_or(usize::MAX);
        for entry in bytes.iter().skip(known) {
            reading.take(entry);
        }
        Ok(())
    }

    /// Asks for the entries of a bundle.
    fn bundle(&self, bundle: BundleId) -> Result<Vec<Vec<u8>>, Unheard> {
        let path = format!("/ledger/{}", TilePath::Bundle(bundle));
        let garbled = || Unheard::Garbled(format!("{}{path}", self.server.address()));
        let bytes = self.server.read(&path, Some(self.token()), MAX_BUNDLE)?;
        let bytes = bytes.ok_or_else(|| Unheard::Status {
            address: format!("{}{path}", self.server.address()),
            status: 404,
        })?;
        let entries = Entries::of(&bytes).map(|entry| entry.map(<[u8]>::to_vec));
        let entries: Vec<_> = entries.collect::<Result<_, _>>().map_err(|_| garbled())?;
        if entries.len() == bundle.width.count() {
            Ok(entries)
        } else {
            Err(garbled())
        }
    }

    /// Reads the leaf of one entry, and has it proven to be in the tree at the head.
    pub(super) fn prove_leaf(&mut self, seq: u64, head: &Head) -> Result<Hash, Halt> {
        let bundle = bundle_of(seq, head.size);
        let entries = self.bundle(bundle)?;
        let place = usize::try_from(seq - bundle.first_entry()).unwrap_or(usize::MAX);
        let leaf = entries
            .get(place)
            .map_or(Hash::new([0; 32]), |it| leaf_hash(it));
        match self.tiles.prove_entry(seq, &leaf, head) {
            Ok(()) => Ok(leaf),
            Err(Unproven::Unheard(error)) => Err(error.into()),
            Err(error) => {
                let what = format!("the server does not give the entry that was sealed: {error}");
                Err(Halt::Found(Finding::new(
                    Kind::Entries,
                    format!("unproven-{seq}"),
                    what,
                )))
            }
        }
    }

    /// Says what is wrong where the entries that are served do not lead to the sealed root.
    fn diverging(&mut self, shown: &SignedCheckpoint) -> Halt {
        let old = self.state.head().map(|last| head_of(&last));
        let old = old.unwrap_or(Head::EMPTY);
        match self.tiles.prove_growth(&old, &head_of(shown)) {
            Ok(()) => {
                let name = format!("unsealed-{}", label(&head_of(shown)));
                let what = "the entries that the server gives are not those that were sealed";
                Halt::Found(Finding::new(Kind::Entries, name, what))
            }
            Err(Unproven::Unheard(error)) => error.into(),
            Err(why) => self.forked(shown, &why.to_string()),
        }
    }

    /// Says what is wrong where the server shows fewer entries than before.
    fn shrunk(&mut self, shown: &SignedCheckpoint, last: &SignedCheckpoint) -> Result<(), Halt> {
        let (old, new) = (head_of(shown), head_of(last));
        match self.tiles.prove_growth(&old, &new) {
            Ok(()) => {
                let what = format!(
                    "the server shows {} entries, and has shown {} before",
                    old.size, new.size
                );
                self.found
                    .push(Finding::new(Kind::Stale, "older-checkpoint", what));
                Ok(())
            }
            Err(Unproven::Unheard(error)) => Err(error.into()),
            Err(why) => Err(self.forked(shown, &why.to_string())),
        }
    }

    /// Says that the log is another one than before; both notes are the evidence.
    fn forked(&mut self, shown: &SignedCheckpoint, why: &str) -> Halt {
        let name = format!("fork-{}", label(&head_of(shown)));
        let mut evidence = vec![self.keep(&format!("{name}-shown"), &shown.to_string())];
        let before = self.state.head();
        if let Some(last) = &before {
            evidence.push(self.keep(&format!("{name}-before"), &last.to_string()));
        }
        let before = before.map_or(0, |last| last.checkpoint().size);
        let what = format!(
            "the checkpoint of {} entries does not continue the one of {before} that was seen before: {why}",
            shown.checkpoint().size
        );
        Halt::Found(Finding::new(Kind::Fork, name, what).proven_by(evidence))
    }
}

/// Names the bundle that has an entry, as a log of some size has it.
fn bundle_of(seq: u64, size: u64) -> BundleId {
    let index = seq / u64::from(FULL_WIDTH);
    let left = size.saturating_sub(index * u64::from(FULL_WIDTH));
    let width = u16::try_from(left.min(u64::from(FULL_WIDTH))).ok();
    BundleId {
        index,
        width: width.and_then(Width::new).unwrap_or(Width::FULL),
    }
}

/// Tells a checkpoint from others in names of findings and files.
pub(super) fn label(head: &Head) -> String {
    let root = head.root.to_string();
    format!("{}-{}", head.size, root.get(..12).unwrap_or_default())
}
