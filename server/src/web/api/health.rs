//! Whether the server is able to work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::sealing::standing::Trouble;
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
    /// How many entries there are in the record.
    recorded: u64,
    /// How many of them the last signed checkpoint covers.
    sealed: u64,
}

/// Says whether the server, its database and its sealer work.
///
/// Where the record cannot be sealed, the answer is the problem `not-sealing`: acts are still
/// recorded, and everything can be read.
#[utoipa::path(get, path = "/health", tag = "record", security(()),
    responses((status = 200, description = "They do.", body = HealthView)))]
async fn read_health(State(app): State<AppState>) -> Result<Json<HealthView>, Problem> {
    let mut tx = app.office.store().snapshot().await?;
    let recorded = tx.tree_size().await?;
    let sealed = tx.last_checkpoint().await?.map_or(0, |last| last.size);
    if let Some(trouble) = app.sealing.trouble() {
        return Err(not_sealing(&trouble));
    }
    Ok(Json(HealthView {
        status: "ok",
        is_founded: app.office.register().network().is_founded(),
        recorded,
        sealed,
    }))
}

fn not_sealing(trouble: &Trouble) -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "not-sealing",
        format!("{trouble}. {}", trouble.advice()),
    )
}
