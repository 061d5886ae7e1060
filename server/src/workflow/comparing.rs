//! A database beside a bundle: each row that the record speaks of against the record itself.
//!
//! What the bundle has is expected; what the database has beyond it, later entries, is expected to
//! agree with itself. Compared are `entries`, `entry_clauses`, `contents`, `tree_nodes`,
//! `ledger_origin`, `checkpoints`, `cosignatures` of the bundle's checkpoint, `drafts` of
//! instruments, `draft_actors`, `draft_changes` and `accounts`.
//!
//! Not compared, though they name what the record has: `invitations` (open links),
//! `prepared_positions` (those that were submitted name their entry) and `draft_snapshots`, a cache
//! of changes. The record says nothing of what the other tables hold: discussions, drafts of
//! amendments, temperature checks, notices, preferences, filters, approvals that wait, and
//! everything that lets somebody in.

mod rows;

use std::collections::BTreeSet;

use domain::record::{Commitment, Entry, Fact, Words};
use domain::register::Register;
use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::leaf_hash;
use ledger::tile::Entries;
use ledger::tree::Frontier;
use verifier::bundle::{ChangeLine, ContentLine, Manifest, OlderCheckpoint, PartName};

use crate::sealing::policy;
use crate::store::{EntryFilter, Page, StoreError, StoredContent, Tx};

/// How many later entries are read at once.
const PAGE: u32 = 256;

/// What came of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many rows agree.
    pub held: u64,
    /// The rows that do not, each with the entry it is about, where it is about one.
    pub differences: Vec<(Option<u64>, String)>,
    /// How many entries the database has beyond the bundle.
    pub later: u64,
}

/// A comparison of a database with a bundle, part by part.
#[derive(Debug)]
pub struct Comparison {
    tx: Tx,
    tree: Frontier,
    register: Register,
    compared: Compared,
    pending: Option<Pending>,
    checkpoint: Option<SignedCheckpoint>,
    /// The size of the last checkpoint that was compared.
    sealed: u64,
    /// The place of the next change of the draft that is being read.
    next_change: i64,
    /// Words that are erased here and not in the bundle.
    erased: BTreeSet<(u64, u16)>,
    /// Words that later entries say were erased.
    erased_later: BTreeSet<(u64, u16)>,
    /// Whether an entry could not be read, so that what follows cannot be worked out.
    is_lost: bool,
}

/// Entries that wait for the words beside them.
#[derive(Debug, Default)]
struct Pending {
    entries: Vec<Vec<u8>>,
    words: Vec<ContentLine>,
}

impl Comparison {
    /// Begins to compare the state of a database that a transaction sees; nothing is changed in it.
    pub fn of(tx: Tx) -> Self {
        Self {
            tx,
            tree: Frontier::new(),
            register: Register::default(),
            compared: Compared::default(),
            pending: None,
            checkpoint: None,
            sealed: 0,
            next_change: 0,
            erased: BTreeSet::new(),
            erased_later: BTreeSet::new(),
            is_lost: false,
        }
    }

    /// Compares a part of the bundle; one that cannot be read is for the verifier to tell.
    ///
    /// # Errors
    ///
    /// * [`StoreError`] if the database fails.
    pub async fn take(&mut self, name: &str, body: &[u8]) -> Result<(), StoreError> {
        let Ok(part) = name.parse::<PartName>() else {
            return Ok(());
        };
        let taken = self.take_part(part, body).await;
        self.unless_unreadable(taken)
    }

    /// Names a row that does not convert, as one that differs; what else fails remains an error.
    fn unless_unreadable(&mut self, compared: Result<(), StoreError>) -> Result<(), StoreError> {
        let Err(StoreError::Inconsistent { table, id }) = compared else {
            return compared;
        };
        self.differs(None, format!("{table} {id}: this row cannot be read"));
        Ok(())
    }

    async fn take_part(&mut self, part: PartName, body: &[u8]) -> Result<(), StoreError> {
        if !matches!(part, PartName::Contents { .. }) {
            self.settle().await?;
        }
        match part {
            PartName::Manifest => self.take_manifest(body).await,
            PartName::Checkpoint => {
                self.checkpoint = SignedCheckpoint::parse(body).ok();
                Ok(())
            }
            PartName::Checkpoints { .. } => self.take_checkpoints(body).await,
            PartName::Entries(_) => {
                let entries = Entries::of(body).map_while(Result::ok).map(<[u8]>::to_vec);
                self.pending = Some(Pending {
                    entries: entries.collect(),
                    words: Vec::new(),
                });
                Ok(())
            }
            PartName::Contents { .. } => {
                let words = lines::<ContentLine>(body);
                self.pending.get_or_insert_default().words.extend(words);
                Ok(())
            }
            PartName::Changes { draft, part } => {
                if part == 0 {
                    self.next_change = 0;
                }
                self.take_changes(draft, &lines::<ChangeLine>(body)).await
            }
            PartName::Tile(_) | PartName::Status | PartName::Sums => Ok(()),
        }
    }

    /// Compares what is left, and what the database has beyond the bundle.
    ///
    /// # Errors
    ///
    /// * [`StoreError`] if the database fails.
    pub async fn finish(mut self) -> Result<Compared, StoreError> {
        self.settle().await?;
        let sealed = self.take_last_checkpoint().await;
        self.unless_unreadable(sealed)?;
        let size = self.tree.size();
        let later = self.read_all_later().await;
        self.is_lost |= later.is_err();
        self.unless_unreadable(later)?;
        self.compared.later = self.tree.size() - size;
        let unexplained = self.erased.difference(&self.erased_later);
        for (seq, place) in unexplained.copied().collect::<Vec<_>>() {
            let what = format!("contents {seq}/{place}: erased here, and no entry says so");
            self.differs(Some(seq), what);
        }
        if !self.is_lost {
            self.compare_counts().await?;
            self.compare_drafts().await?;
            self.compare_accounts().await?;
        }
        Ok(self.compared)
    }

    fn differs(&mut self, seq: Option<u64>, what: impl Into<String>) {
        self.compared.differences.push((seq, what.into()));
    }

    /// Counts a row that agrees, or names one that does not.
    fn note(&mut self, seq: Option<u64>, agrees: bool, what: impl FnOnce() -> String) {
        if agrees {
            self.compared.held += 1;
        } else {
            self.differs(seq, what());
        }
    }

    async fn take_manifest(&mut self, body: &[u8]) -> Result<(), StoreError> {
        let Ok(manifest) = serde_json::from_slice::<Manifest>(body) else {
            return Ok(());
        };
        let here = self.tx.ledger_origin().await?;
        let key = here.as_ref().and_then(policy::verifier);
        let same = here.map(|it| it.origin) == manifest.origin
            && key.map(|it| it.to_string()) == manifest.log_key;
        let what = "ledger_origin 1: another origin or key than the bundle's";
        self.note(None, same, || what.to_owned());
        Ok(())
    }

    async fn take_checkpoints(&mut self, body: &[u8]) -> Result<(), StoreError> {
        for line in lines::<OlderCheckpoint>(body) {
            if let Ok(signed) = SignedCheckpoint::parse(line.note.as_bytes()) {
                self.compare_checkpoint(&signed, |note| note == line.note)
                    .await?;
            }
        }
        Ok(())
    }

    /// Compares the checkpoint of the bundle, and the cosignatures on it.
    async fn take_last_checkpoint(&mut self) -> Result<(), StoreError> {
        let Some(signed) = self.checkpoint.take() else {
            return Ok(());
        };
        let text = signed.to_string();
        self.compare_checkpoint(&signed, |note| text.starts_with(note))
            .await?;
        let size = signed.checkpoint().size;
        let Some(stored) = self.tx.checkpoint(size).await? else {
            return Ok(());
        };
        let lines = self.tx.cosignatures(size).await?;
        let here: String = lines.into_iter().map(|it| it.line).collect();
        let given = text.strip_prefix(&stored.note).unwrap_or_default();
        for line in given.lines() {
            let is_here = here.lines().any(|it| it == line);
            let what = || format!("cosignatures {size}: one of the bundle's is missing");
            self.note(None, is_here, what);
        }
        Ok(())
    }

    /// Compares the next stored checkpoint with one of the bundle.
    async fn compare_checkpoint(
        &mut self,
        signed: &SignedCheckpoint,
        is_note: impl Fn(&str) -> bool,
    ) -> Result<(), StoreError> {
        let (size, root) = (signed.checkpoint().size, signed.checkpoint().root);
        loop {
            let next = self.tx.checkpoints(self.sealed, 1).await?.pop();
            let Some(stored) = next.filter(|it| it.size <= size) else {
                self.differs(None, format!("checkpoints {size}: no such row"));
                return Ok(());
            };
            self.sealed = stored.size;
            if stored.size == size {
                let same = stored.root == root && is_note(&stored.note);
                let what = || format!("checkpoints {size}: another root or note than the bundle's");
                self.note(None, same, what);
                return Ok(());
            }
            let what = format!(
                "checkpoints {}: the bundle has none of that size",
                stored.size
            );
            self.differs(None, what);
        }
    }

    async fn read_all_later(&mut self) -> Result<(), StoreError> {
        while !self.is_lost && self.read_later().await? {}
        Ok(())
    }

    /// Reads entries beyond the bundle; returns whether there were any.
    async fn read_later(&mut self) -> Result<bool, StoreError> {
        let size = i64::try_from(self.tree.size()).unwrap_or(i64::MAX);
        let page = Page::Oldest {
            after: Some(size - 1),
            limit: PAGE,
        };
        let rows = self.tx.entries(&EntryFilter::default(), page).await?;
        let Some(last) = rows.last().map(|it| it.seq) else {
            return Ok(false);
        };
        let contents = self.tx.contents(size..=last).await?;
        self.pending = Some(Pending {
            entries: rows.into_iter().map(|it| it.bytes).collect(),
            words: contents.into_iter().filter_map(line).collect(),
        });
        let before = self.tree.size();
        self.settle().await?;
        Ok(self.tree.size() > before)
    }

    /// Compares the entries that wait, whose words have all come.
    async fn settle(&mut self) -> Result<(), StoreError> {
        let Some(pending) = self.pending.take() else {
            return Ok(());
        };
        if !self.is_lost && !pending.entries.is_empty() {
            let compared = self.compare_entries(&pending).await;
            self.is_lost |= compared.is_err();
            self.unless_unreadable(compared)?;
        }
        Ok(())
    }

    /// Reads an entry with the words that were given, and takes it into the fold.
    fn read(&mut self, bytes: &[u8], words: &[ContentLine]) -> Option<(Entry, Vec<Commitment>)> {
        let (mut entry, commitments) = Entry::read(bytes).ok()?;
        for line in words.iter().filter(|it| it.seq == entry.seq) {
            let place = usize::try_from(line.position).ok()?;
            if let (Some(slot), Some(text)) = (entry.contents.get_mut(place), &line.text) {
                *slot = Words::given(text);
            }
        }
        if let Fact::Audit(fact) = &entry.fact {
            for erased in fact.erased() {
                let places = erased.places.iter().map(|place| (erased.entry, *place));
                self.erased_later.extend(places);
            }
        }
        Some((entry, commitments))
    }

    /// Adds the leaf of an entry; returns the nodes it completes.
    fn grow(&mut self, bytes: &[u8]) -> Vec<(ledger::tree::NodeId, ledger::hash::Hash)> {
        self.tree.append(leaf_hash(bytes))
    }
}

/// Reads the lines of a part.
fn lines<T: serde::de::DeserializeOwned>(body: &[u8]) -> Vec<T> {
    let lines = body.split(|it| *it == b'\n');
    lines
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect()
}

/// Writes words as a bundle has them; none where they are no text.
fn line(content: StoredContent) -> Option<ContentLine> {
    let place = (content.seq.unsigned_abs(), content.position.unsigned_abs());
    let Some(words) = content.words else {
        return Some(ContentLine::erased(place));
    };
    let text = String::from_utf8(words.bytes).ok()?;
    Some(ContentLine::given(place, &words.salt, text))
}
