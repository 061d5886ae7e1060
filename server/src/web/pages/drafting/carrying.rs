//! Carrying an amendment in preparation onto the revision that is on the table by now.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::id::DraftId;
use domain::instrument::DraftedChanges;

use super::sheet::{ClauseRow, crumbs, rows_between};
use crate::live;
use crate::state::AppState;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "draft_amendment_carry.html")]
struct CarryPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    revision: u32,
    carried: usize,
    lost: Vec<ClauseRow>,
}

/// Shows what can be carried, and what has to be made again by hand.
pub(super) async fn ask(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
) -> Result<Shown, Problem> {
    let (drafted, carried) = live::plan_carrying(&app.hub, desk.by, id).await?;
    let instrument = desk.instrument(drafted.draft.instrument)?;
    let lost = DraftedChanges {
        changes: carried.lost,
        beside: Vec::new(),
    };
    let outlines = (&*drafted.base, &drafted.view.outline);
    page.show(&CarryPage {
        p: &page,
        crumbs: crumbs(&page, instrument),
        href: format!("/drafts/{id}"),
        revision: instrument.current().map_or(0, |table| table.number),
        carried: carried.edits.len(),
        lost: rows_between(&page, outlines, &lost),
    })
}

/// Carries it.
pub(super) async fn carry(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<DraftId>,
) -> Result<Response, Problem> {
    let (opened, _) = live::carry_draft_amendment(&app.hub, desk.by, id).await?;
    Ok(Done::at(format!("/drafts/{}", opened.draft))
        .saying("done-drafting-carried")
        .into_response())
}
