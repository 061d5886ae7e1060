//! The addresses of a witness.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ledger::witness::{MAX_REQUEST_BYTES, Refused};
use tower_http::timeout::TimeoutLayer;

use super::{NotCosigned, Witness};
use crate::clock::Clock;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Returns the routes of a witness: `POST /add-checkpoint` of C2SP's tlog-witness, and for
/// monitors `GET /checkpoint/<SHA-256 of the log's name>`, the last checkpoint it signed.
pub fn routes(witness: Arc<Witness>, clock: Clock) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/checkpoint/{hash}", get(last_checkpoint))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            PATIENCE,
        ))
        .with_state((witness, clock))
}

type Shared = (Arc<Witness>, Clock);

async fn add_checkpoint(State((witness, clock)): State<Shared>, body: Bytes) -> Response {
    let answered =
        tokio::task::spawn_blocking(move || witness.add_checkpoint(&body, clock.now())).await;
    match answered {
        Ok(Ok(line)) => {
            let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (kind, line).into_response()
        }
        Ok(Err(refused)) => refusal(&refused),
        Err(error) => {
            tracing::error!("a request to the witness failed: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn refusal(refused: &NotCosigned) -> Response {
    match refused {
        NotCosigned::Refused(why) => {
            if matches!(why, Refused::Forked(_) | Refused::Inconsistent(_)) {
                tracing::warn!("a log does not continue what was signed: {why}");
            }
            let status = StatusCode::from_u16(why.status()).unwrap_or(StatusCode::BAD_REQUEST);
            match why.size() {
                Some(size) => {
                    let kind = [(header::CONTENT_TYPE, Refused::SIZE_TYPE)];
                    (status, kind, format!("{size}\n")).into_response()
                }
                None => (status, format!("{why}\n")).into_response(),
            }
        }
        NotCosigned::Request(why) => (StatusCode::BAD_REQUEST, format!("{why}\n")).into_response(),
        NotCosigned::Note(why) => (StatusCode::BAD_REQUEST, format!("{why}\n")).into_response(),
        NotCosigned::NotKept(why) => {
            tracing::error!("the witness cannot keep what it would sign: {why}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn last_checkpoint(State((witness, _)): State<Shared>, Path(hash): Path<String>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    match witness.last_of(&hash) {
        Some(note) => (headers, note).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
