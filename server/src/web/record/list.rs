//! The entries of the record in words, the latest first.

use askama::Template;
use axum::extract::{Query, State};
use domain::permission::Operation;
use domain::record::Entry;
use domain::time::Timestamp;

use super::options::{Options, options};
use super::sentence::{organisation, sentence};
use super::wanted::{ON_PAGE, Wanted};
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;

/// An entry in the list.
struct Line {
    seq: u64,
    at: Timestamp,
    organisation: Option<Markup>,
    sentence: Markup,
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage<'a> {
    p: &'a Page,
    wanted: &'a Wanted,
    options: Options,
    lines: Vec<Line>,
    is_narrowed: bool,
    newer: Option<String>,
    older: Option<String>,
}

/// The entries of a page, the latest first, and whether there are more beyond.
struct Part {
    entries: Vec<Entry>,
    has_newer: bool,
    has_older: bool,
}

/// Lists the entries that a filter lets through.
pub(super) async fn record(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    desk.network().authorise(Operation::ReadRecord, desk.by)?;
    let filter = wanted.filter(&page.reader.zone)?;
    let part = Part::of(app.office.entries(&filter, wanted.page()).await?, &wanted);
    let page = if wanted.is_first_page() {
        page.following([Topic::Record], desk.seq())
    } else {
        page
    };
    let line = |entry: &Entry| Line {
        seq: entry.seq,
        at: entry.at,
        organisation: entry.organisation.map(|id| organisation(&desk, id)),
        sentence: sentence(&page, &desk, entry),
    };
    page.show(&RecordPage {
        p: &page,
        wanted: &wanted,
        options: options(&page, &desk, &wanted),
        lines: part.entries.iter().map(line).collect(),
        is_narrowed: wanted.is_narrowed(),
        newer: part.newer(&wanted),
        older: part.older(&wanted),
    })
}

impl Part {
    fn of(mut read: Vec<Entry>, wanted: &Wanted) -> Self {
        let is_more = read.len() > ON_PAGE;
        read.truncate(ON_PAGE);
        let is_upward = wanted.after.is_some();
        if is_upward {
            read.reverse();
        }
        Self {
            entries: read,
            has_newer: if is_upward {
                is_more
            } else {
                wanted.before.is_some()
            },
            has_older: is_upward || is_more,
        }
    }

    fn newer(&self, wanted: &Wanted) -> Option<String> {
        let first = self.entries.first().filter(|_| self.has_newer)?;
        Some(wanted.after(first.seq))
    }

    fn older(&self, wanted: &Wanted) -> Option<String> {
        let last = self.entries.last().filter(|_| self.has_older)?;
        Some(wanted.before(last.seq))
    }
}
