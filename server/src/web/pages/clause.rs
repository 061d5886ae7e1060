//! A clause: its wording, why it has its level, who stands where, and how it came about.

mod course;
mod explained;
mod history;
mod past;
mod reasons;
mod sheet;
mod stands;
mod what_if;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::deliberation::Subject;
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::Instrument;
use domain::text::WordingHash;

use self::course::{Reason, Went};
use self::history::What;
use self::sheet::Sheet;
pub(crate) use self::stands::{Group, groups};
use super::desk::Desk;
use super::discussion::Threads;
use super::prepared::Row;
use super::text::instrument_crumbs;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of a clause.
pub(crate) fn routes() -> Router<AppState> {
    let address = |rest: &str| format!("/instruments/{{instrument}}/clauses/{{clause}}{rest}");
    Router::new()
        .route(&address(""), get(clause))
        .route(&address("/past"), get(past::past))
        .route(&address("/what-if"), get(what_if::what_if))
        .route(&address("/explained"), get(explained::explained))
}

#[derive(Template)]
#[template(path = "clause.html")]
struct ClausePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    threads: Threads,
    prepared: Vec<Row>,
}

/// Shows a clause.
async fn clause(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let course = Went::read(&app, &page, &desk, (id, clause)).await?;
    let mut it =
        Sheet::new(&page, &desk, instrument, clause, course).ok_or_else(Problem::not_found)?;
    let threads = threads(&app, &page, &desk, instrument, clause).await?;
    if let Some(tabled) = instrument.current().and_then(|table| table.clause(clause)) {
        it.text = it.text.marked(tabled, &threads.spans);
    }
    let prepared = Row::on_clause(&app, &desk, instrument, clause).await?;
    let crumbs = instrument_crumbs(&page, instrument);
    let page = page.following([Topic::Instrument(id), Topic::Network], desk.seq());
    page.show(&ClausePage {
        p: &page,
        crumbs,
        it,
        threads,
        prepared,
    })
}

/// Lists the discussions about a clause; of one that is not on the table, those that were begun.
async fn threads(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    clause: ClauseId,
) -> Result<Threads, Problem> {
    let tabled = instrument.tabled_hash(clause);
    let hash = tabled.unwrap_or(WordingHash::from_bytes([0; 32]));
    let subject = Subject::Clause { clause, hash };
    let mut threads = Threads::about(app, page, desk, instrument, &subject).await?;
    if tabled.is_none() {
        threads.offers.clear();
    }
    Ok(threads)
}

#[cfg(test)]
mod tests;
