//! The whole record as a file that verifies itself.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::network::AuditReading;
use domain::permission::Operation;
use domain::record::AuditScope;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow::{BundleError, note_taking_out, write_bundle};

/// How many pieces are made ahead of whoever takes them.
const AHEAD: usize = 4;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read_bundle))
}

/// Returns the whole record with everything that verifies it; that it was taken is recorded.
#[utoipa::path(get, path = "/record/bundle", tag = "record",
    responses((status = 200, description = "A tar file for `clausewise verify`.", content_type = "application/x-tar", body = String)))]
pub(in crate::web) async fn read_bundle(
    State(app): State<AppState>,
    desk: Desk,
) -> Result<Response, Problem> {
    desk.network().authorise(Operation::TakeBundle, desk.by)?;
    let reading = AuditReading {
        scope: AuditScope::Bundle,
        instrument: None,
        clause: None,
        filter: String::new(),
    };
    note_taking_out(&app.office, desk.by, &reading).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-tar"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"record.clausewise.tar\"",
        ),
    ];
    Ok((headers, Body::from_stream(pieces(app))).into_response())
}

/// Makes a bundle piece by piece; ends with an error, and so without its end, where that fails.
fn pieces(app: AppState) -> impl futures_util::Stream<Item = Result<Vec<u8>, BundleError>> {
    let (to, pieces) = mpsc::channel(AHEAD);
    let made = async move {
        let made = write_bundle(&app.office, &to).await;
        if let Err(error) = &made
            && !matches!(error, BundleError::Gone)
        {
            tracing::error!(%error, "a bundle was not completed: {error}");
        }
        made
    };
    let made = tokio::spawn(made);
    let failed = futures_util::stream::once(async move { made.await.ok()?.err() });
    let failed = failed.filter_map(|it| async { it.map(Err) });
    ReceiverStream::new(pieces).map(Ok).chain(failed)
}
