//! The entries of all instruments by filter, also by the words in them, and out of here as files.

use askama::Template;
use axum::extract::{Query, State};
use domain::network::AuditReading;
use domain::permission::Operation;
use domain::record::{AuditScope, Entry};
use domain::time::Timestamp;

use super::super::desk::Desk;
use super::finding::Part;
use crate::i18n::Markup;
use crate::state::AppState;
use crate::store::AuditFilter;
use crate::web::page::{Page, Shown};
use crate::web::problem::Problem;
use crate::web::record::{Options, Wanted, options, organisation, sentence};
use crate::workflow;

/// An entry in the list.
struct Line {
    seq: u64,
    at: Timestamp,
    organisation: Option<Markup>,
    sentence: Markup,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage<'a> {
    p: &'a Page,
    wanted: &'a Wanted,
    options: Options,
    lines: Vec<Line>,
    is_narrowed: bool,
    /// The filter as an address has it.
    query: String,
    newer: Option<String>,
    older: Option<String>,
    /// Where the search goes on that stopped for its length.
    further: Option<String>,
    instruments: Vec<(String, String)>,
    /// The reader's own filters.
    saved: Vec<AuditFilter>,
}

/// Lists the entries that a filter lets through.
pub(super) async fn audit(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    desk.network().authorise(Operation::ReadAudit, desk.by)?;
    let reading = AuditReading {
        scope: AuditScope::List,
        instrument: None,
        clause: None,
        filter: String::new(),
    };
    workflow::note_reading(&app.office, desk.by, &reading).await?;
    let part = Part::read(&app, &page, &desk, &wanted).await?;
    let line = |entry: &Entry| Line {
        seq: entry.seq,
        at: entry.at,
        organisation: entry.organisation.map(|id| organisation(&desk, id)),
        sentence: sentence(&page, &desk, entry),
    };
    let audited = desk.register.instruments().map(|it| {
        let href = format!("/instruments/{}/audit", it.id);
        (href, it.title().or_mark().to_owned())
    });
    page.show(&AuditPage {
        p: &page,
        options: options(&page, &desk, &wanted),
        lines: part.entries.iter().map(line).collect(),
        is_narrowed: wanted.is_narrowed(),
        query: wanted.query(),
        newer: part.newer(&wanted),
        older: part.older(&wanted),
        further: part.further(&wanted),
        instruments: audited.collect(),
        saved: workflow::audit_filters(&app.office, desk.by).await?,
        wanted: &wanted,
    })
}
