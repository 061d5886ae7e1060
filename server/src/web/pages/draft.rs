//! The working draft: the live editor, and the same in plain forms for those without script.

mod clause;
mod editor;
mod freeze;
mod sheet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::id::DraftId;
use domain::instrument::Instrument;
use domain::permission::Operation;

pub(crate) use self::editor::Editor;
use self::sheet::Sheet;
pub(crate) use self::sheet::{Item, items};
use super::desk::Desk;
use super::discussion::DraftThreads;
use super::drafting;
use super::text::instrument_crumbs;
use crate::live;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page};
use crate::web::problem::Problem;
use crate::web::security::LoadsEditor;

/// Returns the routes of working drafts.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/drafts/{draft}", get(draft))
        .route(
            "/drafts/{draft}/freeze",
            get(freeze::ask).post(freeze::freeze_draft),
        )
        .route(
            "/drafts/{draft}/add",
            get(clause::add).post(clause::add_clause),
        )
        .route(
            "/drafts/{draft}/clauses/{clause}",
            get(clause::edit).post(clause::edit_clause),
        )
        .route(
            "/drafts/{draft}/clauses/{clause}/remove",
            post(clause::remove_clause),
        )
        .route(
            "/drafts/{draft}/clauses/{clause}/restore",
            post(clause::restore_clause),
        )
        .route(
            "/drafts/{draft}/clauses/{clause}/decide",
            post(clause::decide_removal),
        )
}

#[derive(Template)]
#[template(path = "draft.html")]
struct DraftPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    editor: Editor,
    threads: DraftThreads,
}

/// Shows a draft: the working one of an instrument, or that of an amendment in preparation.
async fn draft(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
) -> Result<Response, Problem> {
    if desk.register.instrument_of_draft(id).is_err() {
        return drafting::show(&app, page, &desk, id).await;
    }
    let instrument = find(&desk, id)?;
    let view = live::preview(&app.hub, desk.by, instrument.id).await?;
    let it = Sheet::new(&page, &desk, instrument, &view);
    let threads = DraftThreads::of(&app, &page, &desk, instrument).await?;
    let topics = [Topic::Draft(id), Topic::Instrument(instrument.id)];
    let page = page.following(topics, desk.seq());
    let shown = page.show(&DraftPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        it,
        editor: Editor::new(&page, &desk, instrument),
        threads,
    })?;
    Ok((Extension(LoadsEditor), shown).into_response())
}

/// Finds the instrument of a working draft that the reader may read.
fn find(desk: &Desk, id: DraftId) -> Result<&Instrument, Problem> {
    let instrument = desk.register.instrument_of_draft(id)?;
    if desk.may(Operation::ReadDraft, instrument) {
        Ok(instrument)
    } else {
        Err(Problem::not_found())
    }
}

#[cfg(test)]
mod tests;
