//! Freezing the working draft, and opening it again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::FreezeDraft;
use domain::id::DraftId;
use domain::permission::Operation;

use super::find;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::instrument_crumbs;
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "draft_freeze.html")]
struct FreezePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    is_frozen: bool,
}

/// Asks why the draft is frozen or opened again.
pub(super) async fn ask(page: Page, desk: Desk, Path(id): Path<DraftId>) -> Result<Shown, Problem> {
    show(&page, &desk, id, &Form::new(), StatusCode::OK)
}

/// Freezes the draft, or opens it again.
pub(super) async fn freeze_draft(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = find(&desk, id)?.id;
    let frozen = form.value("frozen") == "yes";
    if let Some(reason) = form.required("freezing", "error-statement") {
        let command = FreezeDraft { frozen, reason };
        let done = workflow::freeze_draft(&app.office, desk.by, instrument, &command).await;
        if taken(&mut form, done)?.is_some() {
            let said = if frozen { "done-frozen" } else { "done-thawed" };
            return Ok(Done::at(format!("/drafts/{id}"))
                .saying(said)
                .into_response());
        }
    }
    Ok(show(&page, &desk, id, &form, StatusCode::UNPROCESSABLE_ENTITY)?.into_response())
}

fn show(
    page: &Page,
    desk: &Desk,
    id: DraftId,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let instrument = find(desk, id)?;
    let is_frozen = instrument.frozen.is_some();
    let operation = if is_frozen {
        Operation::ThawDraft
    } else {
        Operation::FreezeDraft
    };
    if !desk.may(operation, instrument) {
        return Err(Problem::forbidden());
    }
    let template = FreezePage {
        p: page,
        crumbs: instrument_crumbs(page, instrument),
        form,
        href: format!("/drafts/{id}"),
        is_frozen,
    };
    page.show_as(status, &template)
}
