//! Taking a position for one's own organisation, or preparing it for the head of delegation.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::{PositionStatement, PreparePosition};
use domain::deliberation::Prepared;
use domain::id::{ClauseId, InstrumentId, OrganisationId, PreparationId};
use domain::permission::Operation;
use serde::Deserialize;

use super::fields::Fields;
use super::signing::show_to_sign;
use super::statement::{anew, blank, read};
use super::{Place, Wording};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::held::Said;
use crate::web::pages::refusals::{refuse, taken};
use crate::web::pages::text::clause_crumbs;
use crate::web::problem::Problem;
use crate::workflow::{self, WorkflowError};

#[derive(Template)]
#[template(path = "position_form.html")]
struct FormPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Wording,
    form: &'a Form,
    fields: Fields,
    /// Whether the reader submits positions, or only prepares them for the head of delegation.
    may_submit: bool,
    /// Whether positions of the organisation are signed, here or elsewhere.
    signs: bool,
}

#[derive(Template)]
#[template(path = "position_confirm.html")]
struct ConfirmPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Wording,
    form: &'a Form,
    said: Said,
}

/// What the form begins with.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// The prepared position that is written anew.
    prepared: Option<PreparationId>,
}

/// Shows the form.
pub(super) async fn position(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    let place = Place::find(&desk, id, clause)?;
    if !desk.may_for_members(Operation::TakePosition, place.instrument) {
        return Err(Problem::forbidden());
    }
    let form = match wanted.prepared {
        Some(id) => {
            let prepared = workflow::prepared(&app.office, desk.by, id).await?;
            anew(&prepared, place.clause.hash)
        }
        None => blank(place.held(own(&desk)), place.clause.hash),
    };
    show_form(&page, &desk, place, &form, StatusCode::OK)
}

/// Repeats what was typed for a confirmation, then takes the position.
pub(super) async fn take_position(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    mut form: Form,
) -> Result<Response, Problem> {
    let place = Place::find(&desk, id, clause)?;
    if form.value("step") == "edit" {
        return Ok(show_form(&page, &desk, place, &form, StatusCode::OK)?.into_response());
    }
    if let Some(statement) = read(&mut form, place.table.number) {
        if form.value("step") == "prepare" {
            let done = prepare(&app, &desk, place, &form, statement).await;
            if let Some(prepared) = taken(&mut form, done)? {
                let to = format!("/prepared/{}", prepared.id);
                return Ok(Done::at(to).saying("done-prepared").into_response());
            }
        } else if form.value("step") == "confirm" {
            let done = workflow::take_position(&app.office, desk.by, (id, clause), &statement);
            if let Some(receipt) = taken(&mut form, done.await)? {
                let seq = receipt.position().unwrap_or_default();
                let to = format!("{}/position/{seq}", place.href());
                return Ok(Done::at(to).saying("done-position").into_response());
            }
        } else if desk.signs() {
            let place = (id, clause);
            let made = workflow::statement_to_sign(&app.office, desk.by, place, &statement).await;
            if let Some(to_sign) = taken(&mut form, made)? {
                return Ok(show_to_sign(&page, &desk, to_sign, (&form, None))?.into_response());
            }
        } else {
            let acting = desk.acting();
            match place.instrument.take_position(clause, &statement, &acting) {
                Ok(_) => {
                    let shown = show_confirm(&page, &desk, place, &form, &statement)?;
                    return Ok(shown.into_response());
                }
                Err(refusal) => refuse(&mut form, refusal),
            }
        }
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(show_form(&page, &desk, place, &form, status)?.into_response())
}

/// Prepares the position inside the organisation, or writes a prepared one anew.
async fn prepare(
    app: &AppState,
    desk: &Desk,
    place: Place<'_>,
    form: &Form,
    statement: PositionStatement,
) -> Result<Prepared, WorkflowError> {
    if let Ok(id) = form.value("prepared").parse() {
        return workflow::rewrite_prepared(&app.office, desk.by, id, &statement).await;
    }
    let clause = place.clause.id;
    let command = PreparePosition { clause, statement };
    let instrument = place.instrument.id;
    workflow::prepare_position(&app.office, desk.by, instrument, &command).await
}

fn own(desk: &Desk) -> Option<OrganisationId> {
    desk.organisation().map(|it| it.id)
}

fn show_form(
    page: &Page,
    desk: &Desk,
    place: Place<'_>,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let template = FormPage {
        p: page,
        crumbs: clause_crumbs(page, place.instrument, place.clause),
        it: place.wording(page, desk, own(desk)),
        form,
        fields: Fields::of(page, desk, place, own(desk)),
        may_submit: desk.network().may_submit(desk.by),
        signs: desk.signs() && desk.network().may_submit(desk.by),
    };
    page.show_as(status, &template)
}

fn show_confirm(
    page: &Page,
    desk: &Desk,
    place: Place<'_>,
    form: &Form,
    statement: &PositionStatement,
) -> Result<Shown, Problem> {
    page.show(&ConfirmPage {
        p: page,
        crumbs: clause_crumbs(page, place.instrument, place.clause),
        it: place.wording(page, desk, own(desk)),
        form,
        said: Said::proposed(desk.network(), place.instrument, statement),
    })
}
