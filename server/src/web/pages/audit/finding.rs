//! Entries that a filter lets through and that have certain words in them.

use domain::record::Entry;

use super::super::desk::Desk;
use crate::state::AppState;
use crate::store::{EntryFilter, Page as Span};
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::record::{ON_PAGE, Wanted, may_read, sentence};

/// How many entries are looked through for words at most, for one page.
const LOOKED_AT: usize = 4_000;
/// How many entries are read at once.
const BATCH: u32 = 500;

/// The path of the list.
const PATH: &str = "/audit";

/// A page of entries, the latest first.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) entries: Vec<Entry>,
    has_newer: bool,
    has_older: bool,
    /// The last entry looked at, where the search stopped for its length.
    stopped_at: Option<u64>,
}

impl Part {
    /// Reads the page asked for.
    ///
    /// # Errors
    ///
    /// * a field that is wrong;
    /// * internal if the record cannot be read.
    pub(super) async fn read(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        wanted: &Wanted,
    ) -> Result<Self, Problem> {
        let filter = wanted.filter(&page.reader.zone)?;
        if wanted.text.trim().is_empty() {
            let read = app.office.entries(&filter, wanted.page()).await?;
            return Ok(Self::of(read, wanted));
        }
        Self::search(app, page, desk, (wanted, &filter)).await
    }

    fn of(mut entries: Vec<Entry>, wanted: &Wanted) -> Self {
        let is_more = entries.len() > ON_PAGE;
        entries.truncate(ON_PAGE);
        let is_upward = wanted.after.is_some();
        if is_upward {
            entries.reverse();
        }
        Self {
            entries,
            has_newer: if is_upward {
                is_more
            } else {
                wanted.before.is_some()
            },
            has_older: is_upward || is_more,
            stopped_at: None,
        }
    }

    /// Looks backwards for words.
    async fn search(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        (wanted, filter): (&Wanted, &EntryFilter),
    ) -> Result<Self, Problem> {
        let words = wanted.text.trim().to_lowercase();
        let mut part = Self {
            entries: Vec::new(),
            has_newer: false,
            has_older: false,
            stopped_at: None,
        };
        let (mut before, mut looked_at) = (wanted.before, 0);
        loop {
            let span = Span::Newest {
                before,
                limit: BATCH,
            };
            let read = app.office.entries(filter, span).await?;
            let Some(last) = read.last().map(|it| it.seq) else {
                return Ok(part);
            };
            before = i64::try_from(last).ok();
            looked_at += read.len();
            let found = read.into_iter().filter(|it| has(page, desk, it, &words));
            part.entries.extend(found);
            if part.entries.len() > ON_PAGE {
                part.entries.truncate(ON_PAGE);
                part.has_older = true;
                return Ok(part);
            }
            if looked_at >= LOOKED_AT {
                part.stopped_at = Some(last);
                return Ok(part);
            }
        }
    }

    /// Returns the address of the page before this one.
    pub(super) fn newer(&self, wanted: &Wanted) -> Option<String> {
        let first = self.entries.first().filter(|_| self.has_newer)?;
        Some(wanted.after(PATH, first.seq))
    }

    /// Returns the address of the page after this one.
    pub(super) fn older(&self, wanted: &Wanted) -> Option<String> {
        let last = self.entries.last().filter(|_| self.has_older)?;
        Some(wanted.before(PATH, last.seq))
    }

    /// Returns the address where a search goes on that stopped for its length.
    pub(super) fn further(&self, wanted: &Wanted) -> Option<String> {
        self.stopped_at.map(|seq| wanted.before(PATH, seq))
    }
}

/// Reports whether an entry has words in it that its reader may see; they are in lower case.
pub(super) fn has(page: &Page, desk: &Desk, entry: &Entry, words: &str) -> bool {
    let is_in = |text: &str| text.to_lowercase().contains(words);
    let contents = entry.contents.iter().enumerate();
    let mut given = contents.filter_map(|(place, it)| Some((place, it.as_str()?)));
    given.any(|(place, text)| is_in(text) && may_read(desk, entry, place))
        || is_in(&sentence(page, desk, entry).plain())
}
