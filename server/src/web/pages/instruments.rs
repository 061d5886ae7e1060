//! The instruments, and each with its text and how much agreement there is on every clause.

mod export;
mod list;
mod past;
mod rules;
mod ruling;
mod sheet;
mod trial;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::id::InstrumentId;
use domain::time::Timestamp;

pub(crate) use self::export::file_name;
use self::list::Listed;
pub(crate) use self::rules::{rules_in_words, share, share_in_words};
use self::sheet::Sheet;
pub(crate) use self::sheet::{RevisionHead, is_shown};
use super::desk::Desk;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;
use crate::workflow;

/// Returns the routes of the instruments.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/instruments", get(instruments))
        .route("/instruments/{instrument}", get(instrument))
        .route("/instruments/{instrument}/past", get(past::past))
        .route(
            "/instruments/{instrument}/rules",
            get(ruling::rules).post(ruling::change_rules),
        )
        .route(
            "/instruments/{instrument}/export.{format}",
            get(export::export),
        )
}

#[derive(Template)]
#[template(path = "instruments.html")]
struct ListPage<'a> {
    p: &'a Page,
    instruments: Vec<Listed>,
    may_open: bool,
}

#[derive(Template)]
#[template(path = "instrument.html")]
struct SheetPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    /// When the last entry that the reader has read was made; none if they never said so.
    read_at: Option<Timestamp>,
}

/// Lists the instruments.
async fn instruments(page: Page, desk: Desk) -> Result<Shown, Problem> {
    let instruments = list::listed(&page, &desk);
    let may_open = desk
        .network()
        .authorise(domain::permission::Operation::OpenInstrument, desk.by)
        .is_ok();
    let topics = desk
        .register
        .instruments()
        .map(|instrument| Topic::Instrument(instrument.id))
        .take(crate::web::events::MAX_TOPICS - 1)
        .chain([Topic::Network]);
    let page = page.following(topics, desk.seq());
    page.show(&ListPage {
        p: &page,
        instruments,
        may_open,
    })
}

/// Shows the text on the table.
async fn instrument(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let it = Sheet::new(&page, &desk, instrument);
    let mark = workflow::read_mark(&app.office, desk.by, id).await?;
    let page = page.following([Topic::Instrument(id), Topic::Network], desk.seq());
    page.show(&SheetPage {
        p: &page,
        crumbs: vec![Crumb::new("/instruments", page.t("nav-instruments"))],
        it,
        read_at: mark.map(|mark| mark.at),
    })
}

#[cfg(test)]
mod tests;
