//! Signing a position: the statement to sign, and sending what was signed, here or elsewhere.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::{PositionStatement, SubmitPrepared};
use domain::id::{ClauseId, InstrumentId, OrganisationId, PreparationId};
use domain::permission::Operation;
use domain::signing::SigningSheet;

use super::statement::read;
use super::{Place, Wording};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::held::Said;
use crate::web::pages::refusals::taken;
use crate::web::pages::sheet::{Attachment, signing_sheet};
use crate::web::pages::text::clause_crumbs;
use crate::web::problem::Problem;
use crate::workflow::{self, StatementToSign};

#[derive(Template)]
#[template(path = "position_sign.html")]
struct SignPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Wording,
    /// What was sent and refused.
    form: &'a Form,
    /// What was typed for the position.
    carried: &'a Form,
    said: Said,
    key: OwnKey,
    /// The statement, as it is signed, over several lines.
    raw: String,
    /// Everything that the statement stands for, for the script.
    sheet: String,
    action: String,
    download: String,
    prepared: Option<String>,
}

#[derive(Template)]
#[template(path = "position_signed.html")]
struct SignedPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    action: String,
    back: String,
    prepared: Option<String>,
}

/// The key of the reader's organisation.
struct OwnKey {
    organisation: OrganisationId,
    public: String,
    fingerprint: String,
}

/// Shows what is to be signed, in words and as it is.
pub(in crate::web::pages) fn show_to_sign(
    page: &Page,
    desk: &Desk,
    to_sign: StatementToSign,
    (carried, prepared): (&Form, Option<PreparationId>),
) -> Result<Shown, Problem> {
    let sheet = signing_sheet(desk, to_sign)?;
    let place = Place::find(desk, sheet.statement.instrument, sheet.statement.clause)?;
    let own = desk.organisation().ok_or_else(Problem::forbidden)?;
    let key = own.keys.active().ok_or_else(Problem::forbidden)?;
    let to = match prepared {
        Some(id) => format!("/prepared/{id}/statement"),
        None => format!("{}/position/statement", place.href()),
    };
    page.show(&SignPage {
        p: page,
        crumbs: clause_crumbs(page, place.instrument, place.clause),
        it: place.wording(page, desk, Some(own.id)),
        form: &Form::new(),
        carried,
        said: Said::proposed(desk.network(), place.instrument, &sheet.position),
        key: OwnKey {
            organisation: own.id,
            public: key.to_string(),
            fingerprint: key.fingerprint().to_string(),
        },
        raw: json(serde_json::to_string_pretty(&sheet.statement))?,
        sheet: json(serde_json::to_string(&sheet))?,
        action: format!("{}/position/signed", place.href()),
        download: to,
        prepared: prepared.map(|id| id.to_string()),
    })
}

fn json(written: serde_json::Result<String>) -> Result<String, Problem> {
    written.map_err(|error| Problem::internal(&error))
}

/// Sends the statement of a position as it was typed, to be signed elsewhere.
pub(super) async fn statement(
    State(app): State<AppState>,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    mut form: Form,
) -> Result<Response, Problem> {
    let place = Place::find(&desk, id, clause)?;
    let position = read(&mut form, place.table.number);
    let position = position.ok_or_else(|| Problem::of_status(StatusCode::BAD_REQUEST))?;
    let to_sign =
        workflow::statement_to_sign(&app.office, desk.by, (id, clause), &position).await?;
    attached(&signing_sheet(&desk, to_sign)?)
}

/// Makes a file of a statement and all it stands for.
pub(in crate::web::pages) fn attached(sheet: &SigningSheet) -> Result<Response, Problem> {
    Attachment::json("statement.json", sheet)
}

/// Asks for a statement that was signed elsewhere.
pub(super) async fn signed(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Shown, Problem> {
    let place = Place::find(&desk, id, clause)?;
    if !desk.may_for_members(Operation::TakePosition, place.instrument) {
        return Err(Problem::forbidden());
    }
    show_signed(&page, place, &Form::new())
}

/// Takes a position that was signed, or submits a prepared one.
pub(super) async fn take_signed(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    mut form: Form,
) -> Result<Response, Problem> {
    let place = Place::find(&desk, id, clause)?;
    let read = serde_json::from_str::<PositionStatement>(form.value("signed")).ok();
    if let Some(position) = read {
        let taken = if let Ok(prepared) = form.value("prepared").parse() {
            let signed = position.signed;
            let command = SubmitPrepared { signed };
            let done = workflow::submit_prepared(&app.office, desk.by, prepared, &command).await;
            taken(&mut form, done)?.map(|(_, receipt)| receipt)
        } else {
            let place = (id, clause);
            let done = workflow::take_position(&app.office, desk.by, place, &position).await;
            taken(&mut form, done)?
        };
        if let Some(receipt) = taken {
            let seq = receipt.position().unwrap_or_default();
            let to = format!("{}/position/{seq}", place.href());
            return Ok(Done::at(to).saying("done-position").into_response());
        }
    } else {
        form.reject("signed", "problem-statement-unreadable");
    }
    Ok(show_signed(&page, place, &form)?.into_response())
}

fn show_signed(page: &Page, place: Place<'_>, form: &Form) -> Result<Shown, Problem> {
    let prepared = form.value("prepared");
    let template = SignedPage {
        p: page,
        crumbs: clause_crumbs(page, place.instrument, place.clause),
        form,
        action: format!("{}/position/signed", place.href()),
        back: place.href(),
        prepared: (!prepared.is_empty()).then(|| prepared.to_owned()),
    };
    page.show_as(form.status(), &template)
}
