//! The entries of the record in words, the latest first.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::permission::Operation;
use domain::record::Entry;
use domain::time::Timestamp;

use super::options::{Options, options};
use super::panel::Panel;
use super::sentence::{organisation, sentence};
use super::wanted::{ON_PAGE, Wanted};
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::sealed::{self, Badge};
use crate::web::security::StartsWorker;

/// An entry in the list.
struct Line {
    seq: u64,
    at: Timestamp,
    organisation: Option<Markup>,
    sentence: Markup,
    kept: Badge,
}

/// A witness, and how far it has seen the record.
struct Seen {
    name: String,
    /// How many entries it has seen.
    size: u64,
    /// The last of them.
    last: u64,
}

impl Seen {
    fn of((name, size): &(String, u64)) -> Self {
        Self {
            name: name.clone(),
            size: *size,
            last: size.saturating_sub(1),
        }
    }
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage<'a> {
    p: &'a Page,
    wanted: &'a Wanted,
    options: Options,
    lines: Vec<Line>,
    trouble: Option<Markup>,
    witnesses: Vec<Seen>,
    is_narrowed: bool,
    newer: Option<String>,
    older: Option<String>,
    /// How far the record is sealed, and witnessed; none where nothing is sealed yet.
    sealed: Option<Markup>,
    panel: Panel,
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
) -> Result<Response, Problem> {
    desk.network().authorise(Operation::ReadRecord, desk.by)?;
    let filter = wanted.filter(&page.reader.zone)?;
    let part = Part::of(app.office.entries(&filter, wanted.page()).await?, &wanted);
    let page = if wanted.is_first_page() {
        page.following([Topic::Record, Topic::Sealing], desk.seq())
    } else {
        page
    };
    let reach = sealed::reach(&app).await?;
    let line = |entry: &Entry| Line {
        seq: entry.seq,
        at: entry.at,
        organisation: entry.organisation.map(|id| organisation(&desk, id)),
        sentence: sentence(&page, &desk, entry),
        kept: Badge::of(&page, &reach, entry.seq),
    };
    let may_take = (desk.network())
        .authorise(Operation::TakeBundle, desk.by)
        .is_ok();
    let shown = page.show(&RecordPage {
        p: &page,
        wanted: &wanted,
        options: options(&page, &desk, &wanted),
        lines: part.entries.iter().map(line).collect(),
        trouble: sealed::trouble(&app, &page),
        witnesses: reach.witnesses.iter().map(Seen::of).collect(),
        is_narrowed: wanted.is_narrowed(),
        newer: part.newer(&wanted),
        older: part.older(&wanted),
        sealed: sealed::so_far(&page, &reach),
        panel: Panel::of(&page, may_take),
    })?;
    Ok((Extension(StartsWorker), shown).into_response())
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
        Some(wanted.after("/record", first.seq))
    }

    fn older(&self, wanted: &Wanted) -> Option<String> {
        let last = self.entries.last().filter(|_| self.has_older)?;
        Some(wanted.before("/record", last.seq))
    }
}
