//! Positions held ad referendum, and positions that the secretariat enters.

use axum::extract::{Path, State};
use domain::api::{ConfirmEntry, ConfirmMandate, ContestEntry, DenyMandate, EnterPosition};
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::ProcedureStep;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::web::api::conditions::Conditions;
use crate::web::api::instruments::require;
use crate::web::api::receipt::{Acted, ReceiptView};
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(confirm_mandate))
        .routes(routes!(deny_mandate))
        .routes(routes!(enter_position))
        .routes(routes!(confirm_entry))
        .routes(routes!(contest_entry))
}

/// Confirms a position held ad referendum, with what proves it.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/mandate/confirm", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = ConfirmMandate,
    responses((status = 200, description = "It is firm.", body = ReceiptView)))]
async fn confirm_mandate(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<ConfirmMandate>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ConfirmMandate(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Says that the organisation's own authority did not confirm a position.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/mandate/deny", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = DenyMandate,
    responses((status = 200, description = "It is void.", body = ReceiptView)))]
async fn deny_mandate(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<DenyMandate>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::DenyMandate(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Enters a position that an organisation gave by letter, by telephone or in a meeting.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/entered-positions", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = EnterPosition,
    responses((status = 200, description = "It is entered.", body = ReceiptView)))]
async fn enter_position(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<EnterPosition>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::EnterPosition(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Confirms a position that was entered for your organisation.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/entered-positions/confirm", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = ConfirmEntry,
    responses((status = 200, description = "It is confirmed.", body = ReceiptView)))]
async fn confirm_entry(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<ConfirmEntry>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ConfirmEntry(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Contests a position that was entered for your organisation: it never took it.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/entered-positions/contest", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = ContestEntry,
    responses((status = 200, description = "It is void.", body = ReceiptView)))]
async fn contest_entry(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<ContestEntry>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ContestEntry(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}
