//! Whether the server is able to work.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::web::problem::Problem;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read_health))
}

/// How the server is.
#[derive(Serialize, ToSchema)]
struct HealthView {
    /// Always `ok`; otherwise the answer is a problem.
    status: &'static str,
    /// Whether the network has been set up.
    is_founded: bool,
}

/// Says whether the server and its database work.
#[utoipa::path(get, path = "/health", tag = "record", security(()),
    responses((status = 200, description = "They do.", body = HealthView)))]
async fn read_health(State(app): State<AppState>) -> Result<Json<HealthView>, Problem> {
    app.office.store().snapshot().await?.head().await?;
    Ok(Json(HealthView {
        status: "ok",
        is_founded: app.office.register().network().is_founded(),
    }))
}
