//! All discussions of an instrument that the reader may read.

use askama::Template;
use axum::extract::{Path, State};
use domain::id::InstrumentId;

use super::listed::{Row, all};
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::instrument_crumbs;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "threads.html")]
struct ThreadsPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    open: Vec<Row>,
    resolved: Vec<Row>,
}

/// Lists the discussions, the open ones first.
pub(super) async fn threads(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let rows = all(&app, &page, &desk, instrument).await?;
    let (resolved, open) = rows.into_iter().partition(|it| it.is_resolved);
    let page = page.following([Topic::Instrument(id)], desk.seq());
    page.show(&ThreadsPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        open,
        resolved,
    })
}
