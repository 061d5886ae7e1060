//! What has changed since somebody read an instrument last.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Since};
use domain::time::Timestamp;

use super::amendments::{Entry, entry};
use super::comparison::{Comparison, Item};
use super::desk::Desk;
use super::status::tone;
use super::text::clause_called;
use super::text::instrument_crumbs;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown, local_path};
use crate::web::problem::Problem;
use crate::workflow;

/// Returns the routes of what is new.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route(
        "/instruments/{instrument}/since",
        get(since).post(mark_read),
    )
}

#[derive(Template)]
#[template(path = "since.html")]
struct SincePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    title: String,
    /// When the last entry that was read was made; none if the reader has never said so.
    read_at: Option<Timestamp>,
    /// The last entry that the page shows.
    seq: u64,
    news: News,
}

/// What is new, ready to be shown.
struct News {
    is_empty: bool,
    /// The revision that was on the table.
    read: Option<u32>,
    /// The revision that is on the table, if it is another.
    now: Option<u32>,
    /// What differs between the two.
    it: Option<Comparison>,
    tabled: Vec<Entry>,
    revised: Vec<Entry>,
    decided: Vec<Entry>,
    positions: Vec<Taken>,
}

/// A position that was taken.
struct Taken {
    organisation: String,
    kind: &'static str,
    tone: &'static str,
    clause: String,
    href: String,
    at: Timestamp,
}

/// Shows what has changed since the reader marked the instrument as read.
async fn since(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let mark = workflow::read_mark(&app.office, desk.by, id).await?;
    let since = instrument.since(mark.map_or(0, |mark| mark.seq));
    let news = News::new(&page, &desk, instrument, &since);
    let page = page.following([Topic::Instrument(id)], desk.seq());
    page.show(&SincePage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href: format!("/instruments/{id}"),
        title: instrument.title().or_mark().to_owned(),
        read_at: mark.map(|mark| mark.at),
        seq: instrument.last_seq,
        news,
    })
}

/// Notes that the reader has read everything that the page showed.
async fn mark_read(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    form: Form,
) -> Result<Done, Problem> {
    desk.instrument(id)?;
    let seq = form.value("seq").parse();
    let seq = seq.map_err(|_| Problem::invalid_field("/seq", "expected the place of an entry"))?;
    workflow::mark_read(&app.office, desk.by, id, seq).await?;
    let to = match form.value("return_to") {
        "" => format!("/instruments/{id}"),
        to => local_path(to).to_owned(),
    };
    Ok(Done::at(to).saying("done-read"))
}

impl News {
    fn new(page: &Page, desk: &Desk, instrument: &Instrument, since: &Since<'_>) -> Self {
        let now = since.revisions.last();
        let compared = since.read.zip(now);
        let entries = |amendments: &[&domain::instrument::Amendment]| {
            let entries = amendments
                .iter()
                .map(|it| entry(page, desk, instrument, it));
            entries.collect()
        };
        let positions = since.positions.iter().map(|(clause, position)| Taken {
            organisation: desk.network().short_name(position.organisation).to_owned(),
            kind: position.kind.as_str(),
            tone: tone(position.kind),
            clause: clause_called(page, instrument, Some(*clause)),
            href: format!("/instruments/{}/clauses/{clause}", instrument.id),
            at: position.at,
        });
        Self {
            is_empty: since.is_empty(),
            read: since.read.map(|it| it.number),
            now: now.map(|it| it.number),
            it: compared.map(|(read, now)| Comparison::new(page, &read.outline(), &now.outline())),
            tabled: entries(&since.tabled),
            revised: entries(&since.revised),
            decided: entries(&since.decided),
            positions: positions.collect(),
        }
    }
}
