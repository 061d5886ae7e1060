//! Temperature checks on the working draft: no positions, and counted nowhere.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::api::{AnswerCheck, CheckView, OpenCheck};
use domain::id::{CheckId, InstrumentId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafting::nothing_recorded;
use super::receipt::{Created, Made};
use crate::live;
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_checks, open_check))
        .routes(routes!(read_check))
        .routes(routes!(answer_check))
        .routes(routes!(close_check))
}

/// Lists the temperature checks of an instrument, without answers, the last opened first: 200 at most.
#[utoipa::path(get, path = "/instruments/{instrument}/temperature-checks", tag = "deliberation",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "All of them.", body = Vec<CheckView>)))]
async fn list_checks(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Json<Vec<CheckView>>, Problem> {
    desk.instrument(id)?;
    let all = workflow::checks_of(&app.office, desk.by, id).await?;
    let views = all.iter().map(|it| CheckView::new(it, &[], desk.now));
    Ok(Json(views.collect()))
}

/// Opens a temperature check on clauses of the working draft as it reads now.
#[utoipa::path(post, path = "/instruments/{instrument}/temperature-checks", tag = "deliberation",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = OpenCheck,
    responses((status = 201, description = "It is open.", body = Made<CheckId>)))]
async fn open_check(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<OpenCheck>,
) -> Result<Created<Made<CheckId>>, Problem> {
    desk.instrument(id)?;
    let check = live::open_check(&app.hub, desk.by, id, &command).await?;
    let path = format!("/temperature-checks/{}", check.id);
    Ok(Created::named(path, check.id, &nothing_recorded()))
}

/// Returns a temperature check with what was answered.
#[utoipa::path(get, path = "/temperature-checks/{check}", tag = "deliberation",
    params(("check" = CheckId, Path, description = "The check.")),
    responses((status = 200, description = "The check.", body = CheckView)))]
async fn read_check(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<CheckId>,
) -> Result<Json<CheckView>, Problem> {
    let (check, replies) = workflow::check(&app.office, desk.by, id).await?;
    Ok(Json(CheckView::new(&check, &replies, desk.now)))
}

/// Answers a temperature check, for your organisation or for yourself, as it asks.
#[utoipa::path(post, path = "/temperature-checks/{check}/answers", tag = "deliberation",
    params(("check" = CheckId, Path, description = "The check.")),
    request_body = AnswerCheck,
    responses((status = 204, description = "It is answered.")))]
async fn answer_check(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<CheckId>,
    ValidJson(command): ValidJson<AnswerCheck>,
) -> Result<StatusCode, Problem> {
    workflow::answer_check(&app.office, by, id, &command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes a temperature check before its time.
#[utoipa::path(post, path = "/temperature-checks/{check}/close", tag = "deliberation",
    params(("check" = CheckId, Path, description = "The check.")),
    responses((status = 204, description = "It is closed.")))]
async fn close_check(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<CheckId>,
) -> Result<StatusCode, Problem> {
    workflow::close_check(&app.office, by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
