//! The last entries that can concern somebody, kept in memory and caught up with the record.

use std::sync::{Arc, PoisonError, RwLock};

use domain::notices::is_notable;
use domain::record::Entry;
use domain::time::Timestamp;

use super::WorkflowError;
use super::reading::decode;
use crate::store::{EntryFilter, Page, Store};

/// The number of entries read at once.
const BATCH: u32 = 500;

/// The last entries that can concern somebody.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent(Arc<RwLock<Kept>>);

#[derive(Debug, Clone, Default)]
struct Kept {
    /// The last entry that was looked at.
    last: Option<i64>,
    entries: Arc<[Entry]>,
    /// How often all of it was forgotten: what was begun before that is not kept.
    times_forgotten: u64,
}

impl Recent {
    /// Forgets all of it: words were erased since it was read.
    pub(super) fn forget(&self) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Kept {
            times_forgotten: kept.times_forgotten + 1,
            ..Kept::default()
        };
    }

    /// Returns those made since an instant, up to the end of the record.
    pub(super) async fn since(
        &self,
        store: &Store,
        from: Timestamp,
    ) -> Result<Arc<[Entry]>, WorkflowError> {
        let kept = self.kept();
        let mut tx = store.snapshot().await?;
        let filter = EntryFilter {
            from: Some(from),
            ..EntryFilter::default()
        };
        let mut last = kept.last;
        let mut new = Vec::new();
        loop {
            let page = Page::Oldest {
                after: last,
                limit: BATCH,
            };
            let stored = tx.entries(&filter, page).await?;
            let (Some(first), Some(end)) = (stored.first(), stored.last()) else {
                break;
            };
            let contents = tx.contents(first.seq..=end.seq).await?;
            let mut contents = contents.into_iter().peekable();
            last = Some(end.seq);
            for entry in &stored {
                let beside = std::iter::from_fn(|| contents.next_if(|c| c.seq == entry.seq));
                new.push(decode(entry, beside.collect())?);
            }
        }
        let is_old = |entry: &&Entry| entry.at < from;
        if new.is_empty() && !kept.entries.first().is_some_and(|it| is_old(&it)) {
            return Ok(kept.entries);
        }
        let present = kept.entries.iter().skip_while(is_old).cloned();
        let new = new.into_iter().filter(|entry| is_notable(&entry.fact));
        let entries = present.chain(new).collect();
        let times_forgotten = kept.times_forgotten;
        Ok(self.keep(Kept {
            last,
            entries,
            times_forgotten,
        }))
    }

    fn kept(&self) -> Kept {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
    }

    /// Keeps what was read, unless somebody has read further meanwhile.
    fn keep(&self, read: Kept) -> Arc<[Entry]> {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let entries = read.entries.clone();
        if read.last > kept.last && read.times_forgotten == kept.times_forgotten {
            *kept = read;
        }
        entries
    }
}
