//! What the record says of the organisation, beside what the organisation has itself.

use std::collections::{BTreeMap, BTreeSet};

use domain::signing::{Digest, PublicKey};
use domain::time::Timestamp;
use ledger::hash::Hash;

use super::finding::{Finding, Kind};
use super::papers::{Papers, ReceiptPaper};
use super::watch::{Concern, Noted, Watch};

/// What is compared.
#[derive(Debug)]
pub(crate) struct Comparison<'a> {
    pub(crate) watch: &'a Watch,
    pub(crate) papers: &'a Papers,
    /// The fingerprint that the organisation's key must have.
    pub(crate) pin: Option<&'a str>,
    /// The leaves of further entries that were shown to be in the tree.
    pub(crate) leaves: &'a BTreeMap<u64, Digest>,
}

impl Comparison<'_> {
    /// Lists what is in the organisation's name and should not be.
    pub(crate) fn foreign(&self) -> Vec<Finding> {
        let signed: BTreeSet<_> = self.papers.signed.iter().map(|it| it.signed).collect();
        let receipts = self.papers.receipts.iter().map(|it| (it.seq, it.leaf));
        let receipts: BTreeSet<_> = receipts.collect();
        let noted = self.watch.noted.iter();
        let found = noted.filter_map(|noted| {
            let is_signed = noted.signed.is_some_and(|mark| signed.contains(&mark));
            let has_paper =
                is_signed || receipts.contains(&(noted.seq, noted.leaf)) || self.is_proven(noted);
            judge(noted, has_paper)
        });
        found.chain(self.other_key()).collect()
    }

    fn is_proven(&self, noted: &Noted) -> bool {
        let leaf = Hash::new(*noted.leaf.as_bytes());
        let mut proofs = self.papers.proofs.iter().map(|it| &it.proof);
        proofs.any(|it| it.index == noted.seq && it.verify_inclusion(&leaf).is_ok())
    }

    /// Lists what the pin vouches for, for good: another pin later says nothing against it.
    pub(crate) fn pinned(&self) -> Vec<String> {
        let pinned = |noted: &&Noted| match noted.concern {
            Concern::Key { key, .. } => self.pin.is_some_and(|pin| is_pinned(pin, key)),
            _ => false,
        };
        let noted = self.watch.noted.iter().filter(pinned);
        noted.map(|it| Finding::name_of_entry(it.seq)).collect()
    }

    /// Says so if the organisation's key is not the one that it should be.
    fn other_key(&self) -> Option<Finding> {
        let pin = self.pin?;
        let what = match self.watch.key {
            Some(key) if is_pinned(pin, key) => return None,
            Some(key) => format!(
                "the organisation's key in the record is {}, not the one given with --pin",
                key.fingerprint()
            ),
            None => "the organisation has no key in the record, and one is given with --pin".into(),
        };
        Some(Finding::new(Kind::ChangedKey, "pin", what))
    }

    /// Lists what the organisation has papers of and is not in the log, `size` entries of which
    /// were read, although it was due by some instant.
    pub(crate) fn missing(&self, size: u64, due: Timestamp) -> Vec<Finding> {
        let here = self.watch.noted.iter().filter_map(|it| it.signed);
        let here: BTreeSet<_> = here.collect();
        let is_missing = |issued: Timestamp, mark: &Digest| issued <= due && !here.contains(mark);
        let papers = self.papers.signed.iter();
        let signed = papers.filter(|it| !it.is_approval && is_missing(it.issued_at, &it.signed));
        let signed = signed.map(|it| {
            let what = format!(
                "the statement of {} is not in the record: it was never sent, or was dropped",
                it.issued_at
            );
            missing(&it.file, &what)
        });
        let receipts = self.papers.receipts.iter();
        let receipts = receipts.filter_map(|it| self.unkept(it, size, due));
        let unreadable = self.papers.unreadable.iter();
        let unreadable = unreadable
            .map(|(file, why)| missing(file, &format!("nothing can be said of this file: {why}")));
        signed.chain(receipts).chain(unreadable).collect()
    }

    fn unkept(&self, paper: &ReceiptPaper, size: u64, due: Timestamp) -> Option<Finding> {
        let (seq, file) = (paper.seq, &paper.file);
        if seq >= size {
            let what = format!("entry {seq}, recorded at {}, is not sealed", paper.at);
            return (paper.at <= due).then(|| missing(file, &what));
        }
        let is_here = self.leaf(seq).is_some_and(|leaf| leaf == paper.leaf);
        let what = format!("another entry stands at place {seq} than the receipt says");
        (!is_here).then(|| missing(file, &what))
    }

    /// Returns the leaf of an entry, as far as it is known.
    fn leaf(&self, seq: u64) -> Option<Digest> {
        let noted = &self.watch.noted;
        let found = noted.binary_search_by_key(&seq, |it| it.seq);
        let found = found.ok().and_then(|place| noted.get(place));
        found
            .map(|it| it.leaf)
            .or_else(|| self.leaves.get(&seq).copied())
    }

    /// Lists the entries of receipts and proofs whose leaves are not known yet.
    pub(crate) fn unknown_leaves(&self, size: u64) -> BTreeSet<u64> {
        let receipts = self.papers.receipts.iter().map(|it| it.seq);
        let proofs = self.papers.proofs.iter().map(|it| it.proof.index);
        let all = receipts.chain(proofs);
        all.filter(|seq| *seq < size && self.leaf(*seq).is_none())
            .collect()
    }

    /// Lists the proof files that prove something else than what the log has.
    pub(crate) fn contradicted(&self, size: u64) -> Vec<Finding> {
        let proofs = self.papers.proofs.iter();
        let known = proofs.filter(|it| it.proof.index < size);
        let found = known.filter_map(|it| {
            let seq = it.proof.index;
            let leaf = Hash::new(*self.leaf(seq)?.as_bytes());
            let wrong = it.proof.verify_inclusion(&leaf).err()?;
            let what = format!("the proof is not of what stands at place {seq} now: {wrong}");
            Some(missing(&it.file, &what))
        });
        found.collect()
    }
}

/// Says so if an entry should not be there, whether or not there is a paper of it.
fn judge(noted: &Noted, has_paper: bool) -> Option<Finding> {
    let Noted { seq, at, kind, .. } = noted;
    let foreign = |what: &str| {
        Some(Finding::at(
            Kind::Foreign,
            *seq,
            format!("{kind} at {at}: {what}"),
        ))
    };
    match &noted.concern {
        Concern::Unsigned => foreign("it is not signed although the organisation has a key"),
        Concern::Unproven { why } => foreign(why),
        _ if has_paper => None,
        Concern::Act => foreign("you have no paper of this act in the organisation's name"),
        Concern::About => {
            foreign("you have no paper of this act about the organisation's people or membership")
        }
        Concern::Proxy => foreign("the secretariat says that the organisation took this position"),
        Concern::Key { key, how } => {
            let what = format!("at {at} {} {}", how.words(), key.fingerprint());
            Some(Finding::at(Kind::ChangedKey, *seq, what))
        }
    }
}

fn missing(file: &str, what: &str) -> Finding {
    Finding::new(
        Kind::Missing,
        format!("file-{file}"),
        format!("{file}: {what}"),
    )
}

/// Reports whether a key has the fingerprint that somebody typed.
fn is_pinned(pin: &str, key: PublicKey) -> bool {
    let plain = |text: &str| text.replace([' ', ':'], "").to_lowercase();
    plain(pin) == plain(&key.fingerprint().to_string())
}
