//! A clause: its wording, why it has its level, who stands where, and how it came about.

mod history;
mod reasons;
mod sheet;
mod stands;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use domain::id::{ClauseId, InstrumentId};

use self::history::What;
use self::sheet::Sheet;
use super::desk::Desk;
use super::text::instrument_crumbs;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of a clause.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/instruments/{instrument}/clauses/{clause}", get(clause))
}

#[derive(Template)]
#[template(path = "clause.html")]
struct ClausePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
}

/// Shows a clause.
async fn clause(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let it = Sheet::new(&page, &desk, instrument, clause).ok_or_else(Problem::not_found)?;
    let crumbs = instrument_crumbs(&page, instrument);
    let page = page.following([Topic::Instrument(id), Topic::Network], desk.seq());
    page.show(&ClausePage {
        p: &page,
        crumbs,
        it,
    })
}

#[cfg(test)]
mod tests;
