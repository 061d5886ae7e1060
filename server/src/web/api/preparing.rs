//! Positions prepared inside an organisation, and who submits them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::api::{
    PositionStatement, PreparePosition, PreparedView, ReserveSubmission, SendBack, SubmitPrepared,
};
use domain::deliberation::Prepared;
use domain::id::{InstrumentId, PreparationId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafting::nothing_recorded;
use super::receipt::{Acted, Created, Made, ReceiptView};
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_prepared, prepare_position))
        .routes(routes!(read_prepared, rewrite_prepared))
        .routes(routes!(submit_prepared))
        .routes(routes!(send_back_prepared))
        .routes(routes!(withdraw_prepared))
        .routes(routes!(reserve_submission))
}

fn view(desk: &Desk, it: &Prepared) -> Result<PreparedView, Problem> {
    let is_stale = it.is_stale(desk.instrument(it.instrument)?);
    Ok(PreparedView::new(it, is_stale))
}

/// Lists the positions that your organisation has prepared on an instrument: the last 500 at most.
#[utoipa::path(get, path = "/instruments/{instrument}/prepared-positions", tag = "deliberation",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "All of them.", body = Vec<PreparedView>)))]
async fn list_prepared(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Json<Vec<PreparedView>>, Problem> {
    desk.instrument(id)?;
    let all = workflow::prepared_of(&app.office, desk.by, id).await?;
    let views: Result<_, _> = all.iter().map(|it| view(&desk, it)).collect();
    Ok(Json(views?))
}

/// Prepares a position inside your organisation, for its head of delegation to submit.
#[utoipa::path(post, path = "/instruments/{instrument}/prepared-positions", tag = "deliberation",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = PreparePosition,
    responses((status = 201, description = "It is prepared.", body = Made<PreparationId>)))]
async fn prepare_position(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<PreparePosition>,
) -> Result<Created<Made<PreparationId>>, Problem> {
    desk.instrument(id)?;
    let made = workflow::prepare_position(&app.office, desk.by, id, &command).await?;
    let path = format!("/prepared-positions/{}", made.id);
    Ok(Created::named(path, made.id, &nothing_recorded()))
}

/// Returns a prepared position.
#[utoipa::path(get, path = "/prepared-positions/{preparation}", tag = "deliberation",
    params(("preparation" = PreparationId, Path, description = "The prepared position.")),
    responses((status = 200, description = "The position.", body = PreparedView)))]
async fn read_prepared(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<PreparationId>,
) -> Result<Json<PreparedView>, Problem> {
    let found = workflow::prepared(&app.office, desk.by, id).await?;
    Ok(Json(view(&desk, &found)?))
}

/// Writes a prepared position anew, on the wording that is on the table.
#[utoipa::path(put, path = "/prepared-positions/{preparation}", tag = "deliberation",
    params(("preparation" = PreparationId, Path, description = "The prepared position.")),
    request_body = PositionStatement,
    responses((status = 200, description = "It waits for the head of delegation.", body = PreparedView)))]
async fn rewrite_prepared(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<PreparationId>,
    ValidJson(statement): ValidJson<PositionStatement>,
) -> Result<Json<PreparedView>, Problem> {
    let anew = workflow::rewrite_prepared(&app.office, desk.by, id, &statement).await?;
    Ok(Json(view(&desk, &anew)?))
}

/// Submits a prepared position, as the head of delegation: takes it in the organisation's name.
#[utoipa::path(post, path = "/prepared-positions/{preparation}/submit", tag = "deliberation",
    params(("preparation" = PreparationId, Path, description = "The prepared position.")),
    request_body = SubmitPrepared,
    responses((status = 200, description = "The position is taken.", body = ReceiptView)))]
async fn submit_prepared(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<PreparationId>,
    ValidJson(command): ValidJson<SubmitPrepared>,
) -> Result<Acted, Problem> {
    let (_, receipt) = workflow::submit_prepared(&app.office, by, id, &command).await?;
    Ok(receipt.into())
}

/// Sends a prepared position back with a reason, as the head of delegation.
#[utoipa::path(post, path = "/prepared-positions/{preparation}/send-back", tag = "deliberation",
    params(("preparation" = PreparationId, Path, description = "The prepared position.")),
    request_body = SendBack,
    responses((status = 204, description = "It is sent back.")))]
async fn send_back_prepared(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<PreparationId>,
    ValidJson(command): ValidJson<SendBack>,
) -> Result<StatusCode, Problem> {
    workflow::send_back(&app.office, by, id, &command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a prepared position up.
#[utoipa::path(post, path = "/prepared-positions/{preparation}/withdraw", tag = "deliberation",
    params(("preparation" = PreparationId, Path, description = "The prepared position.")),
    responses((status = 204, description = "It is given up.")))]
async fn withdraw_prepared(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<PreparationId>,
) -> Result<StatusCode, Problem> {
    workflow::withdraw_prepared(&app.office, by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says whether your organisation's head of delegation alone submits its positions.
#[utoipa::path(post, path = "/organisation/submission", tag = "deliberation",
    request_body = ReserveSubmission,
    responses((status = 200, description = "That is so from now on.", body = ReceiptView)))]
async fn reserve_submission(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<ReserveSubmission>,
) -> Result<Acted, Problem> {
    let receipt = workflow::reserve_submission(&app.office, by, &command).await?;
    Ok(receipt.into())
}
