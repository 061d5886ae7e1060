//! The rows of each table, beside what the record says they are.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{ClauseId, DraftId};
use domain::record::{Commitment, Entry, Fact};
use ledger::hash::Hash;
use ledger::tree::NodeId;
use verifier::bundle::{ChangeLine, ContentLine};

use super::{Comparison, Pending};
use crate::store::{EntryFilter, Page, StoreError, StoredContent, StoredEntry};
use crate::workflow::writing::kept_as;

/// What is stored for a range of entries, by entry.
struct Stored {
    entries: BTreeMap<i64, StoredEntry>,
    clauses: BTreeMap<i64, BTreeSet<ClauseId>>,
    contents: BTreeMap<(i64, i64), StoredContent>,
}

impl Comparison {
    /// Compares a range of entries, and everything that is stored with them.
    pub(super) async fn compare_entries(&mut self, pending: &Pending) -> Result<(), StoreError> {
        let first = i64::try_from(self.tree.size()).unwrap_or(i64::MAX);
        let mut stored = self.stored(first, pending.entries.len()).await?;
        let mut completed = Vec::new();
        for (seq, bytes) in (first..).zip(&pending.entries) {
            completed.extend(self.grow(bytes));
            let Some((entry, commitments)) = self.read(bytes, &pending.words) else {
                self.is_lost = true;
                break;
            };
            let place = Some(seq.unsigned_abs());
            let expected = kept_as(&self.register, &entry, bytes.clone(), Vec::new());
            let found = stored.entries.remove(&seq);
            self.compare_entry(place, &expected.entry, found.as_ref());
            let found = stored.clauses.remove(&seq).unwrap_or_default();
            self.note(place, found == expected.clauses, || {
                format!("entry_clauses {seq}: other clauses than the entry names")
            });
            self.compare_contents(seq, (&commitments, &pending.words), &mut stored.contents);
            self.compare_actors(&entry).await?;
            self.is_lost |= self.register.apply(&entry).is_err();
            if self.is_lost {
                break;
            }
        }
        for (seq, place) in stored.contents.into_keys() {
            let what = format!("contents {seq}/{place}: the entry commits to no such words");
            self.differs(Some(seq.unsigned_abs()), what);
        }
        self.compare_nodes(&completed).await
    }

    async fn stored(&mut self, first: i64, count: usize) -> Result<Stored, StoreError> {
        let limit = u32::try_from(count).unwrap_or(u32::MAX);
        let page = Page::Oldest {
            after: Some(first - 1),
            limit,
        };
        let last = first.saturating_add(i64::from(limit) - 1);
        let entries = self.tx.entries(&EntryFilter::default(), page).await?;
        let contents = self.tx.contents(first..=last).await?;
        let mut clauses: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (seq, clause) in self.tx.entry_clauses(first..=last).await? {
            clauses.entry(seq).or_default().insert(clause);
        }
        Ok(Stored {
            entries: entries.into_iter().map(|it| (it.seq, it)).collect(),
            clauses,
            contents: contents
                .into_iter()
                .map(|it| ((it.seq, it.position), it))
                .collect(),
        })
    }

    fn compare_entry(
        &mut self,
        place: Option<u64>,
        expected: &StoredEntry,
        found: Option<&StoredEntry>,
    ) {
        let seq = expected.seq;
        let Some(found) = found else {
            return self.differs(place, format!("entries {seq}: no such row"));
        };
        let what = || {
            let what = if found.bytes == expected.bytes {
                "a column says something else than the entry"
            } else {
                "other bytes than the bundle's"
            };
            format!("entries {seq}: {what}")
        };
        self.note(place, found == expected, what);
    }

    fn compare_contents(
        &mut self,
        seq: i64,
        (commitments, words): (&[Commitment], &[ContentLine]),
        stored: &mut BTreeMap<(i64, i64), StoredContent>,
    ) {
        let of_entry = Some(seq.unsigned_abs());
        for (place, commitment) in (0..).zip(commitments) {
            let name = format!("contents {seq}/{place}");
            let Some(found) = stored.remove(&(seq, i64::from(place))) else {
                self.differs(of_entry, format!("{name}: no such row"));
                continue;
            };
            let mut lines = words.iter();
            let line =
                lines.find(|it| (it.seq, it.position) == (seq.unsigned_abs(), u64::from(place)));
            let given = line.and_then(|it| it.text.as_deref());
            let salt = line.and_then(|it| it.salt.as_deref());
            let here = found.words.as_ref();
            if here.is_none() && given.is_some() && found.commitment == *commitment.as_bytes() {
                self.erased.insert((seq.unsigned_abs(), place));
                continue;
            }
            let same = here.map(|it| it.bytes.as_slice()) == given.map(str::as_bytes)
                && here.map(|it| hex::encode(it.salt)).as_deref() == salt
                && found.commitment == *commitment.as_bytes();
            self.note(of_entry, same, || {
                format!("{name}: other words, salt or commitment than the record's")
            });
        }
    }

    /// Compares whose the actors are that an entry binds.
    async fn compare_actors(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let Fact::ActorsBound { draft, actors } = &entry.fact else {
            return Ok(());
        };
        let stored: BTreeMap<_, _> = self.tx.draft_actors(*draft).await?.into_iter().collect();
        for bound in actors {
            let actor = hex::decode(&bound.actor).unwrap_or_default();
            let same = stored.get(&actor) == Some(&bound.delegate);
            let name = format!("draft_actors {draft}/{}", bound.actor);
            self.note(Some(entry.seq), same, || {
                format!("{name}: it is not of whom the entry says")
            });
        }
        Ok(())
    }

    async fn compare_nodes(&mut self, completed: &[(NodeId, Hash)]) -> Result<(), StoreError> {
        let mut levels: BTreeMap<u8, Vec<(i64, Hash)>> = BTreeMap::new();
        for (id, hash) in completed {
            let place = i64::try_from(id.index).unwrap_or(i64::MAX);
            levels.entry(id.level).or_default().push((place, *hash));
        }
        for (level, expected) in levels {
            let (Some((first, _)), Some((last, _))) = (expected.first(), expected.last()) else {
                continue;
            };
            let stored = self.tx.placed_nodes(level, *first..=*last).await?;
            let stored: BTreeMap<_, _> = stored.into_iter().collect();
            for (place, hash) in &expected {
                let same = stored.get(place) == Some(hash);
                self.note(None, same, || {
                    format!("tree_nodes {level}/{place}: another hash than the entries give")
                });
            }
        }
        Ok(())
    }

    /// Compares how many nodes there are with how many there must be.
    pub(super) async fn compare_counts(&mut self) -> Result<(), StoreError> {
        let size = self.tree.size();
        for (level, count) in self.tx.node_counts().await? {
            let expected = size.checked_shr(u32::try_from(level).unwrap_or(u32::MAX));
            let expected = expected.unwrap_or_default();
            if count.unsigned_abs() > expected {
                let what = format!("tree_nodes {level}: {count} nodes for {expected}");
                self.differs(None, what);
            }
        }
        Ok(())
    }

    /// Compares the next changes of a draft.
    pub(super) async fn take_changes(
        &mut self,
        draft: DraftId,
        lines: &[ChangeLine],
    ) -> Result<(), StoreError> {
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let first = self.next_change;
        self.next_change += i64::from(count);
        let rows = self.tx.draft_changes(draft, first, count).await?;
        let rows: BTreeMap<_, _> = rows.into_iter().map(|it| (it.position, it)).collect();
        for (position, line) in (first..).zip(lines) {
            let row = rows.get(&position).map(|it| &it.change);
            let same = row.is_some_and(|it| {
                line.bytes().is_some_and(|bytes| bytes == it.bytes)
                    && it.delegate_id == line.delegate
            });
            self.note(None, same, || {
                format!(
                    "draft_changes {draft}/{position}: another change than the bundle's, or none"
                )
            });
        }
        Ok(())
    }

    /// Compares the working drafts with the instruments that the record has.
    pub(super) async fn compare_drafts(&mut self) -> Result<(), StoreError> {
        let stored = self.tx.working_drafts().await?;
        let mut stored: BTreeMap<_, _> = stored.into_iter().collect();
        let expected: Vec<_> = self
            .register
            .instruments()
            .map(|it| (it.draft, it.id))
            .collect();
        for (draft, instrument) in expected {
            let same = stored.remove(&draft) == Some(instrument);
            self.note(None, same, || {
                format!("drafts {draft}: it is not the draft of instrument {instrument}")
            });
        }
        for draft in stored.into_keys() {
            let what = format!("drafts {draft}: the record has no instrument with this draft");
            self.differs(None, what);
        }
        Ok(())
    }

    /// Compares the accounts with the people that the record has.
    pub(super) async fn compare_accounts(&mut self) -> Result<(), StoreError> {
        for (id, name) in self.tx.sign_in_names().await? {
            let person = self.register.network().delegate(id);
            let person = person.filter(|it| !it.is_erased);
            let address = person.map(|it| it.address.as_str().map(str::to_lowercase));
            let same = match address {
                None => false,
                // The address alone may have been erased.
                Some(None) => true,
                Some(Some(address)) => address == name.to_lowercase(),
            };
            self.note(None, same, || {
                format!("accounts {id}: the record has nobody of this name to sign in with")
            });
        }
        Ok(())
    }
}
