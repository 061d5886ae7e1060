//! Carrying an amendment in preparation onto the revision that is on the table by now.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::CarryDraftAmendment;
use domain::id::DraftId;
use domain::instrument::DraftedChanges;

use super::sheet::{ClauseRow, crumbs, rows_between};
use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "draft_amendment_carry.html")]
struct CarryPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    heads: String,
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
    show(&app, &page, &desk, id, &Form::new()).await
}

/// Carries it, as it was read.
pub(super) async fn carry(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let heads = form.value("heads").split_whitespace().map(str::to_owned);
    let command = CarryDraftAmendment {
        heads: heads.collect(),
        revision: form.value("revision").parse().unwrap_or_default(),
    };
    let carried = live::carry_draft_amendment(&app.hub, desk.by, id, command).await;
    if let Some((opened, lost)) = taken(&mut form, carried)? {
        let said = if lost.is_empty() {
            "done-drafting-carried"
        } else {
            "done-drafting-carried-in-part"
        };
        let to = format!("/drafts/{}", opened.draft);
        return Ok(Done::at(to).saying(said).into_response());
    }
    let shown = show(&app, &page, &desk, id, &form).await?;
    Ok(shown.into_response())
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    id: DraftId,
    form: &Form,
) -> Result<Shown, Problem> {
    let (drafted, carried) = live::plan_carrying(&app.hub, desk.by, id).await?;
    let instrument = desk.instrument(drafted.draft.instrument)?;
    let lost = DraftedChanges {
        changes: carried.lost,
        beside: Vec::new(),
    };
    let outlines = (&*drafted.base, &drafted.view.outline);
    let template = CarryPage {
        p: page,
        crumbs: crumbs(page, instrument),
        form,
        href: format!("/drafts/{id}"),
        heads: drafted.view.heads.join(" "),
        revision: instrument.current().map_or(0, |table| table.number),
        carried: carried.edits.len(),
        lost: rows_between(page, outlines, &lost),
    };
    page.show_as(form.status(), &template)
}
