//! Tabling what was drafted together, after a page that shows all of it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::TableDraftAmendment;
use domain::id::{ClauseId, DraftId};

use super::sheet::{ClauseRow, Sheet, crumbs, left_out, rows};
use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "draft_amendment_table.html")]
struct TablingPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    it: Sheet,
    heads: String,
    rows: Vec<ClauseRow>,
    left_out: Vec<String>,
    /// How many amendments it makes.
    count: usize,
    asked: Vec<String>,
}

/// Shows what would be tabled.
pub(super) async fn ask(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
) -> Result<Shown, Problem> {
    show(&app, &page, &desk, id, &Form::new()).await
}

/// Tables it.
pub(super) async fn table(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let draft = live::draft_amendment(&app.hub, desk.by, id).await?;
    if let Some(rationale) = form.required("rationale", "error-statement") {
        let alternatives: Vec<ClauseId> = (form.values("alternatives"))
            .filter_map(|id| id.parse().ok())
            .collect();
        let command = TableDraftAmendment {
            heads: (form.value("heads").split_whitespace())
                .map(str::to_owned)
                .collect(),
            rationale,
            alternatives,
        };
        let tabled = live::table_draft_amendment(&app.hub, desk.by, id, command).await;
        if let Some((amendments, _)) = taken(&mut form, tabled)? {
            let first = amendments.first().copied().unwrap_or(draft.amendment);
            let to = format!("/instruments/{}/amendments/{first}", draft.instrument);
            return Ok(Done::at(to).saying("done-amendment-tabled").into_response());
        }
    }
    Ok(show(&app, &page, &desk, id, &form).await?.into_response())
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    id: DraftId,
    form: &Form,
) -> Result<Shown, Problem> {
    let drafted = live::preview_amendment(&app.hub, desk.by, id).await?;
    let instrument = desk.instrument(drafted.draft.instrument)?;
    (drafted.draft).check_leading(instrument, &desk.acting())?;
    let it = Sheet::new(app, page, desk, instrument, &drafted.draft).await?;
    let asked = drafted.draft.concerned().into_iter().skip(1);
    let template = TablingPage {
        p: page,
        crumbs: crumbs(page, instrument),
        form,
        it,
        heads: drafted.view.heads.join(" "),
        rows: rows(page, &drafted),
        left_out: left_out(page, &drafted),
        count: drafted.changes.changes.len(),
        asked: asked
            .map(|id| desk.network().short_name(id).to_owned())
            .collect(),
    };
    page.show_as(form.status(), &template)
}
