//! Reading the record back, entry by entry.

use domain::record::{Entry, Words};
use domain::register::Register;

use super::WorkflowError;
use crate::store::{EntryFilter, Page, StoredContent, StoredEntry, Tx};

/// The number of entries read at once.
const BATCH: u32 = 500;

/// Brings a register up to the end of the record.
pub(super) async fn catch_up(register: &mut Register, tx: &mut Tx) -> Result<(), WorkflowError> {
    loop {
        let after = i64::try_from(register.next_seq()).unwrap_or(i64::MAX) - 1;
        let page = Page::Oldest {
            after: Some(after),
            limit: BATCH,
        };
        let stored = tx.entries(&EntryFilter::default(), page).await?;
        let (Some(first), Some(last)) = (stored.first(), stored.last()) else {
            return Ok(());
        };
        let contents = tx.contents(first.seq..=last.seq).await?;
        let mut contents = contents.into_iter().peekable();
        for entry in &stored {
            let beside = std::iter::from_fn(|| contents.next_if(|c| c.seq == entry.seq));
            register.apply(&decode(entry, beside.collect())?)?;
        }
    }
}

/// Reads a stored entry with the contents beside it.
pub(super) fn decode(
    stored: &StoredEntry,
    contents: Vec<StoredContent>,
) -> Result<Entry, WorkflowError> {
    let words = contents.into_iter().map(given_words).collect();
    Entry::decode(&stored.bytes, words).map_err(|why| WorkflowError::Unreadable {
        seq: stored.seq,
        why,
    })
}

fn given_words(content: StoredContent) -> Words {
    match content.words.map(|words| String::from_utf8(words.bytes)) {
        Some(Ok(text)) => Words::given(&text),
        Some(Err(_)) | None => Words::Erased,
    }
}
