//! Editing one clause of the working draft in plain forms.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::DecideRemoval;
use domain::id::{ClauseId, DraftId};
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::text::{ClauseKind, OutlineClause, Wording, marks};
use serde::Deserialize;

use super::find;
use crate::live::{self, ClauseEdit, DraftView};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::amendments::{clause_kinds, read_wording};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::{instrument_crumbs, numbered};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "draft_clause.html")]
struct ClausePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    action: String,
    back: String,
    /// The clause as pages name it; none for a new one.
    name: Option<String>,
    kinds: Vec<(&'static str, String)>,
}

/// Where a new clause is wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    after: Option<ClauseId>,
    parent: Option<ClauseId>,
}

type Place = Path<(DraftId, ClauseId)>;

/// Shows the form of a clause.
pub(super) async fn edit(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Place,
) -> Result<Shown, Problem> {
    let instrument = editable(&desk, id)?;
    let view = live::preview(&app.hub, desk.by, instrument.id).await?;
    let found = living(&view, clause)?;
    let form = form_of(found);
    let place = (instrument, Some(named(&page, &view, found)));
    show(
        &page,
        place,
        &format!("/drafts/{id}/clauses/{clause}"),
        &form,
        StatusCode::OK,
    )
}

/// Takes the edit of a clause.
pub(super) async fn edit_clause(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Place,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = editable(&desk, id)?;
    let view = live::preview(&app.hub, desk.by, instrument.id).await?;
    let found = living(&view, clause)?;
    if let Some(edits) = edits(&mut form, found) {
        let edited = live::edit(&app.hub, desk.by, instrument.id, edits).await;
        if taken(&mut form, edited)?.is_some() {
            return Ok(done(id, Some(clause), "done-draft-saved"));
        }
    }
    let place = (instrument, Some(named(&page, &view, found)));
    let action = format!("/drafts/{id}/clauses/{clause}");
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(show(&page, place, &action, &form, status)?.into_response())
}

/// Shows the form of a new clause.
pub(super) async fn add(
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    let instrument = editable(&desk, id)?;
    let written = |id: Option<ClauseId>| id.map_or_else(String::new, |id| id.to_string());
    let form = Form::new()
        .with("clause_kind", ClauseKind::Clause.as_str())
        .with("after", written(wanted.after))
        .with("parent", written(wanted.parent));
    show(
        &page,
        (instrument, None),
        &format!("/drafts/{id}/add"),
        &form,
        StatusCode::OK,
    )
}

/// Adds a clause.
pub(super) async fn add_clause(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = editable(&desk, id)?;
    if let Some(wording) = read_wording(&mut form) {
        let add = ClauseEdit::Add {
            parent: form.value("parent").parse().ok(),
            after: form.value("after").parse().ok(),
            wording,
            commentary: form.value("commentary").trim().replace("\r\n", "\n"),
            language: None,
        };
        let edited = live::edit(&app.hub, desk.by, instrument.id, vec![add]).await;
        if let Some(edited) = taken(&mut form, edited)? {
            return Ok(done(id, edited.added.first().copied(), "done-draft-saved"));
        }
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let action = format!("/drafts/{id}/add");
    Ok(show(&page, (instrument, None), &action, &form, status)?.into_response())
}

/// Removes a clause, which can be restored.
pub(super) async fn remove_clause(
    State(app): State<AppState>,
    desk: Desk,
    Path((id, clause)): Place,
) -> Result<Response, Problem> {
    let instrument = editable(&desk, id)?.id;
    live::edit(
        &app.hub,
        desk.by,
        instrument,
        vec![ClauseEdit::Remove { clause }],
    )
    .await?;
    Ok(done(id, None, "done-draft-removed"))
}

/// Restores a removed clause.
pub(super) async fn restore_clause(
    State(app): State<AppState>,
    desk: Desk,
    Path((id, clause)): Place,
) -> Result<Response, Problem> {
    let instrument = editable(&desk, id)?.id;
    live::edit(
        &app.hub,
        desk.by,
        instrument,
        vec![ClauseEdit::Restore { clause }],
    )
    .await?;
    Ok(done(id, Some(clause), "done-draft-restored"))
}

/// Decides whether a clause that was removed and edited at the same time stays.
pub(super) async fn decide_removal(
    State(app): State<AppState>,
    desk: Desk,
    Path((id, clause)): Place,
    form: Form,
) -> Result<Response, Problem> {
    let instrument = find(&desk, id)?.id;
    let command = DecideRemoval {
        keep: form.value("keep") == "yes",
    };
    live::decide_removal(&app.hub, desk.by, instrument, clause, command).await?;
    Ok(done(
        id,
        command.keep.then_some(clause),
        "done-draft-decided",
    ))
}

fn editable(desk: &Desk, id: DraftId) -> Result<&Instrument, Problem> {
    let instrument = find(desk, id)?;
    if desk.may(Operation::EditDraft, instrument) {
        Ok(instrument)
    } else {
        Err(Problem::forbidden())
    }
}

fn living(view: &DraftView, clause: ClauseId) -> Result<&OutlineClause, Problem> {
    let mut clauses = view.outline.clauses.iter();
    clauses
        .find(|it| it.id == clause)
        .ok_or_else(Problem::not_found)
}

fn named(page: &Page, view: &DraftView, clause: &OutlineClause) -> String {
    let mut numbers = view.outline.clauses.iter().zip(view.outline.numbers());
    let number = numbers.find(|(it, _)| it.id == clause.id);
    let number = number.map(|(_, number)| number).unwrap_or_default();
    numbered(page, clause.wording.kind, &number)
}

fn form_of(clause: &OutlineClause) -> Form {
    let wording = &clause.wording;
    let base = wording.hash().map(|hash| hash.to_string());
    Form::new()
        .with("base", base.unwrap_or_default())
        .with("clause_kind", wording.kind.as_str())
        .with("heading", &*wording.heading)
        .with("text", marks::write(&wording.text))
        .with("commentary", &*clause.commentary)
}

/// Reads the edits that turn a clause into what was typed.
fn edits(form: &mut Form, found: &OutlineClause) -> Option<Vec<ClauseEdit>> {
    let wording: Wording = read_wording(form)?;
    let commentary = form.value("commentary").trim().replace("\r\n", "\n");
    let clause = found.id;
    let mut edits = Vec::new();
    if wording != found.wording {
        edits.push(ClauseEdit::Reword {
            clause,
            base: form.value("base").parse().ok(),
            wording,
        });
    }
    if commentary != found.commentary.trim() {
        edits.push(ClauseEdit::Commentary { clause, commentary });
    }
    Some(edits)
}

fn done(id: DraftId, clause: Option<ClauseId>, said: &'static str) -> Response {
    let place = clause.map_or_else(String::new, |clause| format!("#clause-{clause}"));
    Done::at(format!("/drafts/{id}{place}"))
        .saying(said)
        .into_response()
}

fn show(
    page: &Page,
    (instrument, name): (&Instrument, Option<String>),
    action: &str,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let back = format!("/drafts/{}", instrument.draft);
    let mut crumbs = instrument_crumbs(page, instrument);
    crumbs.push(Crumb::new(&*back, page.t("instrument-draft")));
    let template = ClausePage {
        p: page,
        crumbs,
        form,
        action: action.to_owned(),
        back,
        name,
        kinds: clause_kinds(page),
    };
    page.show_as(status, &template)
}
