//! Keys of organisations, and what is signed with them.

use axum::Json;
use axum::extract::{Path, State};
use domain::api::{
    ApproveKey, ConfirmKey, DeclareKey, DraftKeyStatement, PositionStatement, RotateKey,
};
use domain::id::{ClauseId, InstrumentId, OrganisationId, PreparationId};
use domain::signing::{KeySheet, SigningSheet};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::network::readable;
use super::receipt::{Acted, ReceiptView};
use crate::state::AppState;
use crate::store::WaitingApproval;
use crate::web::extract::ValidJson;
use crate::web::pages::desk::Desk;
use crate::web::pages::sheet::{key_sheet, signing_sheet};
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow::{self, KeyChange};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(draft_statement))
        .routes(routes!(draft_prepared_statement))
        .routes(routes!(draft_key_statement))
        .routes(routes!(declare_key))
        .routes(routes!(rotate_key))
        .routes(routes!(confirm_key))
        .routes(routes!(list_key_approvals, approve_key))
}

/// Says what your organisation has to sign to take a position; nothing is recorded.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/positions/statement", tag = "positions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = PositionStatement,
    responses((status = 200, description = "What is to be signed.", body = SigningSheet)))]
async fn draft_statement(
    State(app): State<AppState>,
    desk: Desk,
    Path(place): Path<(InstrumentId, ClauseId)>,
    ValidJson(position): ValidJson<PositionStatement>,
) -> Result<Json<SigningSheet>, Problem> {
    let to_sign = workflow::statement_to_sign(&app.office, desk.by, place, &position).await?;
    Ok(Json(signing_sheet(&desk, to_sign)?))
}

/// Says what the head of delegation has to sign to submit a prepared position; nothing is recorded.
#[utoipa::path(post, path = "/prepared-positions/{preparation}/statement", tag = "deliberation",
    params(("preparation" = PreparationId, Path, description = "The prepared position.")),
    responses((status = 200, description = "What is to be signed.", body = SigningSheet)))]
async fn draft_prepared_statement(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<PreparationId>,
) -> Result<Json<SigningSheet>, Problem> {
    let to_sign = workflow::prepared_to_sign(&app.office, desk.by, id).await?;
    Ok(Json(signing_sheet(&desk, to_sign)?))
}

/// Says what has to be signed about a key; nothing is recorded.
#[utoipa::path(post, path = "/organisation/key/statement", tag = "network",
    request_body = DraftKeyStatement,
    responses((status = 200, description = "What is to be signed.", body = KeySheet)))]
async fn draft_key_statement(
    State(app): State<AppState>,
    desk: Desk,
    ValidJson(wanted): ValidJson<DraftKeyStatement>,
) -> Result<Json<KeySheet>, Problem> {
    let statement = workflow::key_statement(&app.office, desk.by, &wanted).await?;
    Ok(Json(key_sheet(&desk, statement)))
}

/// Declares a key of your organisation: its first one, or one in place of a lost one.
#[utoipa::path(post, path = "/organisation/key/declare", tag = "network",
    request_body = DeclareKey,
    responses((status = 200, description = "It is declared, and does not hold yet.", body = ReceiptView)))]
async fn declare_key(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<DeclareKey>,
) -> Result<Acted, Problem> {
    let receipt = workflow::declare_key(&app.office, by, &command).await?;
    Ok(receipt.into())
}

/// Goes on with another key of your organisation.
#[utoipa::path(post, path = "/organisation/key/rotate", tag = "network",
    request_body = RotateKey,
    responses((status = 200, description = "It holds from now on.", body = ReceiptView)))]
async fn rotate_key(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<RotateKey>,
) -> Result<Acted, Problem> {
    let receipt = workflow::rotate_key(&app.office, by, &command).await?;
    Ok(receipt.into())
}

/// Confirms an organisation's first key, its fingerprint having been compared.
#[utoipa::path(post, path = "/organisations/{organisation}/key/confirm", tag = "network",
    params(("organisation" = OrganisationId, Path, description = "The organisation.")),
    request_body = ConfirmKey,
    responses((status = 200, description = "It holds from now on.", body = ReceiptView)))]
async fn confirm_key(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<OrganisationId>,
    ValidJson(command): ValidJson<ConfirmKey>,
) -> Result<Acted, Problem> {
    let receipt = workflow::confirm_key(&app.office, by, id, command).await?;
    Ok(receipt.into())
}

/// How many organisations approve a new key.
#[derive(Debug, Serialize, ToSchema)]
struct ApprovalsView {
    /// Whether they are enough, so that the new key holds.
    is_recovered: bool,
    /// The organisations that approve it and wait for others.
    approved_by: Vec<OrganisationId>,
    /// How many must; absent where too few hold a key themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    needed: Option<usize>,
}

/// Lists who approves the key that an organisation has declared in place of a lost one.
#[utoipa::path(get, path = "/organisations/{organisation}/key/approvals", tag = "network",
    params(("organisation" = OrganisationId, Path, description = "The organisation.")),
    responses((status = 200, description = "Who does so far.", body = ApprovalsView)))]
async fn list_key_approvals(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<OrganisationId>,
) -> Result<Json<ApprovalsView>, Problem> {
    let network = readable(&desk)?;
    network.organisation(id).ok_or_else(Problem::not_found)?;
    let waiting = workflow::approvals(&app.office, id).await?;
    Ok(Json(ApprovalsView {
        is_recovered: false,
        approved_by: approving(&waiting),
        needed: network.approvals_needed(id),
    }))
}

/// Approves the key with which another organisation goes on that lost its own.
#[utoipa::path(post, path = "/organisations/{organisation}/key/approvals", tag = "network",
    params(("organisation" = OrganisationId, Path, description = "The organisation.")),
    request_body = ApproveKey,
    responses((status = 200, description = "It is approved; the last approval needed makes the key hold.", body = ApprovalsView)))]
async fn approve_key(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<OrganisationId>,
    ValidJson(command): ValidJson<ApproveKey>,
) -> Result<Json<ApprovalsView>, Problem> {
    let change = workflow::approve_key(&app.office, desk.by, id, &command).await?;
    let waiting = workflow::approvals(&app.office, id).await?;
    Ok(Json(ApprovalsView {
        is_recovered: matches!(change, KeyChange::Recovered(_)),
        approved_by: approving(&waiting),
        needed: desk.network().approvals_needed(id),
    }))
}

fn approving(waiting: &[WaitingApproval]) -> Vec<OrganisationId> {
    waiting.iter().map(|it| it.approval.organisation).collect()
}
