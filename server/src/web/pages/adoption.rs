//! Agreement on the whole instrument: how far it has come, adoption, and what the organisations sign.

mod adopting;
mod agreeing;
mod lacking;
mod overview;
mod receipt;
mod signing;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use domain::id::InstrumentId;

use self::overview::Overview;
use super::desk::Desk;
use super::text::instrument_crumbs;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of agreement on the whole.
pub(crate) fn routes() -> Router<AppState> {
    const AGREEMENT: &str = "/instruments/{instrument}/agreement";
    Router::new()
        .route(AGREEMENT, get(overview))
        .route(
            &format!("{AGREEMENT}/agree"),
            get(agreeing::ask).post(agreeing::agree),
        )
        .route(
            &format!("{AGREEMENT}/adopt"),
            get(adopting::ask).post(adopting::adopt),
        )
        .route(
            &format!("{AGREEMENT}/sign"),
            get(signing::ask).post(signing::sign),
        )
        .route(
            &format!("{AGREEMENT}/{{version}}/signatures/{{organisation}}"),
            get(receipt::receipt),
        )
}

#[derive(Template)]
#[template(path = "whole.html")]
struct OverviewPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Overview,
}

/// Shows how far the whole instrument has come.
async fn overview(page: Page, desk: Desk, Path(id): Path<InstrumentId>) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let it = Overview::of(&page, &desk, instrument);
    let crumbs = instrument_crumbs(&page, instrument);
    let page = page.following([Topic::Instrument(id), Topic::Network], desk.seq());
    page.show(&OverviewPage {
        p: &page,
        crumbs,
        it,
    })
}

/// Returns the way to a page about agreement on the whole.
fn crumbs(page: &Page, instrument: &domain::instrument::Instrument) -> Vec<Crumb> {
    let mut crumbs = instrument_crumbs(page, instrument);
    let href = format!("/instruments/{}/agreement", instrument.id);
    crumbs.push(Crumb::new(href, page.t("whole-title")));
    crumbs
}

#[cfg(test)]
mod tests;
