//! Reading the record back, entry by entry.

use domain::chronicle::Chronicle;
use domain::record::{AuditFact, Entry, Inconsistent, Words};
use domain::register::Register;

use super::WorkflowError;
use crate::store::{EntryFilter, Page, StoredContent, StoredEntry, Tx};

/// The number of entries read at once.
const BATCH: u32 = 500;

/// A stored entry with the contents beside it.
pub(crate) type Read = (StoredEntry, Vec<StoredContent>);

/// What entries, in order, add up to.
pub(super) trait Fold: Send + 'static {
    /// Returns the place the next entry will have.
    fn next_seq(&self) -> u64;
    /// Takes in the next entry.
    fn apply(&mut self, entry: &Entry) -> Result<(), Inconsistent>;
}

impl Fold for Register {
    fn next_seq(&self) -> u64 {
        self.next_seq()
    }

    fn apply(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        self.apply(entry)
    }
}

impl Fold for Chronicle {
    fn next_seq(&self) -> u64 {
        self.next_seq()
    }

    fn apply(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        self.apply(entry)
    }
}

/// Brings a register up to the end of the record; returns whether words were erased meanwhile,
/// which it may then still have.
pub(super) async fn catch_up(register: &mut Register, tx: &mut Tx) -> Result<bool, WorkflowError> {
    let mut is_erased = false;
    loop {
        let page = read_page(tx, register.next_seq(), BATCH).await?;
        if page.is_empty() {
            return Ok(is_erased);
        }
        let mut kinds = page.iter().map(|(entry, _)| entry.fact_type.as_str());
        is_erased |= kinds.any(|kind| AuditFact::ERASURES.contains(&kind));
        take(register, page)?;
    }
}

/// Takes in the entries before `end`, page by page, away from the threads that answer requests.
pub(super) async fn replay<F: Fold>(
    mut fold: F,
    tx: &mut Tx,
    end: u64,
) -> Result<F, WorkflowError> {
    while fold.next_seq() < end {
        let wanted = u32::try_from(end - fold.next_seq()).unwrap_or(BATCH);
        let page = read_page(tx, fold.next_seq(), wanted.min(BATCH)).await?;
        if page.is_empty() {
            break;
        }
        let replayed = tokio::task::spawn_blocking(move || take(&mut fold, page).map(|()| fold));
        fold = replayed.await.expect("taking in entries does not panic")?;
    }
    Ok(fold)
}

/// Reads up to `limit` entries from the place `next` on, each with the contents beside it.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database cannot be read.
pub(crate) async fn read_page(
    tx: &mut Tx,
    next: u64,
    limit: u32,
) -> Result<Vec<Read>, WorkflowError> {
    let after = i64::try_from(next).unwrap_or(i64::MAX) - 1;
    let page = Page::Oldest {
        after: Some(after),
        limit,
    };
    let stored = tx.entries(&EntryFilter::default(), page).await?;
    let (Some(first), Some(last)) = (stored.first(), stored.last()) else {
        return Ok(Vec::new());
    };
    let contents = tx.contents(first.seq..=last.seq).await?;
    let mut contents = contents.into_iter().peekable();
    let beside = |entry: StoredEntry| {
        let its = std::iter::from_fn(|| contents.next_if(|c| c.seq == entry.seq)).collect();
        (entry, its)
    };
    Ok(stored.into_iter().map(beside).collect())
}

fn take(fold: &mut impl Fold, page: Vec<Read>) -> Result<(), WorkflowError> {
    for (entry, beside) in page {
        fold.apply(&decode(&entry, beside)?)?;
    }
    Ok(())
}

/// Reads a stored entry with the contents beside it.
pub(super) fn decode(
    stored: &StoredEntry,
    contents: Vec<StoredContent>,
) -> Result<Entry, WorkflowError> {
    let words = contents
        .into_iter()
        .map(|it| given(it.words.as_ref()))
        .collect();
    Entry::decode(&stored.bytes, words).map_err(|why| WorkflowError::Unreadable {
        seq: stored.seq,
        why,
    })
}

/// Returns words as the rules take them.
pub(super) fn given(words: Option<&crate::store::Words>) -> Words {
    let text = words.and_then(|words| std::str::from_utf8(&words.bytes).ok());
    text.map_or(Words::Erased, Words::given)
}
