//! The API: JSON under `/api/v1`, described by an OpenAPI document made from its handlers.
//!
//! # Invariants
//!
//! * A handler calls one workflow or reads one snapshot, as the pages do; what a
//!   person may do or see is decided by the same rules.
//! * Every act is a method of its own address; every page action has one.
//! * Every error is a [`Problem`](super::problem::Problem) of a stable type.

mod adopted;
mod amendments;
mod audit_filters;
mod audit_moments;
mod auditing;
mod bundle;
mod checks;
mod clauses;
mod comparison;
mod conditions;
mod course;
mod deliberation;
mod describe;
mod draft_threads;
mod drafting;
mod drafts;
mod entrance;
mod erasing;
mod exchange;
mod exporting;
mod health;
mod idempotency;
mod instruments;
mod negotiation;
mod network;
mod notices;
mod paging;
mod people;
mod preparing;
mod procedure;
mod reading;
mod receipt;
mod record;
mod sender;
mod sessions;
mod signing;
mod tokens;

pub(super) use self::bundle::read_bundle;

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;

use crate::exchange::import;
use crate::state::AppState;
use crate::web::problem::Problem;

/// What the path of every address begins with.
const PREFIX: &str = "/api/v1";
/// The largest body: a file to import, as JSON that escapes much of it.
const MAX_BODY_BYTES: usize = 2 * import::MAX_BYTES;

/// Returns the routes of the API and of its description.
pub fn routes(state: &AppState) -> Router<AppState> {
    let (routes, _) = described().split_for_parts();
    routes
        .layer(middleware::from_fn_with_state(
            state.clone(),
            idempotency::act_once,
        ))
        .layer(middleware::from_fn(keep_private))
        .route("/api/v1/openapi.json", get(openapi_document))
}

/// Returns the description of the API.
///
/// # Errors
///
/// * if it cannot be written as JSON.
pub fn openapi() -> Result<Value, serde_json::Error> {
    describe::completed(described().get_openapi())
}

fn described() -> OpenApiRouter<AppState> {
    let api = OpenApiRouter::new()
        .merge(tokens::routes())
        .merge(entrance::routes())
        .merge(sessions::routes())
        .merge(people::routes())
        .merge(network::routes())
        .merge(signing::routes())
        .merge(instruments::routes())
        .merge(drafts::routes())
        .merge(drafting::routes())
        .merge(exchange::routes())
        .merge(clauses::routes())
        .merge(course::routes())
        .merge(amendments::routes())
        .merge(negotiation::routes())
        .merge(procedure::routes())
        .merge(adopted::routes())
        .merge(comparison::routes())
        .merge(reading::routes())
        .merge(deliberation::routes())
        .merge(draft_threads::routes())
        .merge(preparing::routes())
        .merge(checks::routes())
        .merge(notices::routes())
        .merge(record::routes())
        .merge(bundle::routes())
        .merge(erasing::routes())
        .merge(auditing::routes())
        .merge(audit_moments::routes())
        .merge(audit_filters::routes())
        .merge(exporting::routes())
        .merge(health::routes());
    OpenApiRouter::with_openapi(describe::about()).nest(PREFIX, api)
}

/// Sends the description of the API.
async fn openapi_document() -> Result<Response, Problem> {
    static DOCUMENT: LazyLock<Result<Bytes, String>> = LazyLock::new(|| {
        let written = openapi().and_then(|document| serde_json::to_vec_pretty(&document));
        written.map(Bytes::from).map_err(|error| error.to_string())
    });
    let document = DOCUMENT
        .as_ref()
        .map_err(|error| Problem::internal(error))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, no-cache"),
    ];
    Ok((headers, document.clone()).into_response())
}

/// Tells caches that answers are one person's, and to be asked for again.
async fn keep_private(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    headers.append(
        header::VARY,
        HeaderValue::from_static("Authorization, Cookie, Accept-Language"),
    );
    response
}

#[cfg(test)]
pub(crate) mod tests;
