//! The road to consensus: what runs, and every step on it.

mod agreement;
mod calls;
mod mandates;
mod objections;

use axum::Json;
use axum::extract::{Path, State};
use domain::api::{ListHolidays, ProgressView};
use domain::id::InstrumentId;
use domain::instrument::Holidays;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::receipt::{Acted, ReceiptView};
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_progress))
        .routes(routes!(read_holidays, list_holidays))
        .merge(objections::routes())
        .merge(calls::routes())
        .merge(agreement::routes())
        .merge(mandates::routes())
}

/// Shows how far an instrument has come: rules, stages, objections, calls, designations, adoptions.
#[utoipa::path(get, path = "/instruments/{instrument}/progress", tag = "procedure",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "How far it has come.", body = ProgressView)))]
async fn read_progress(
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    conditions.recorded(instrument, &ProgressView::from(instrument))
}

/// Shows the days on which nothing closes by silence, in UTC.
#[utoipa::path(get, path = "/holidays", tag = "procedure",
    responses((status = 200, description = "The days.", body = Holidays)))]
async fn read_holidays(desk: Desk) -> Json<Holidays> {
    Json(desk.network().holidays().clone())
}

/// Lists the days on which nothing closes by silence, in UTC.
#[utoipa::path(put, path = "/holidays", tag = "procedure",
    request_body = ListHolidays,
    responses((status = 200, description = "They are listed.", body = ReceiptView)))]
async fn list_holidays(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<ListHolidays>,
) -> Result<Acted, Problem> {
    let receipt = workflow::list_holidays(&app.office, by, &command).await?;
    Ok(receipt.into())
}
