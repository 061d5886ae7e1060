//! How clauses came about, for those who oversee the record.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::id::{ClauseId, InstrumentId};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::web::page::Page;
use crate::web::pages::audit::{Event, custody_of, told_of};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_timeline))
        .routes(routes!(take_out_custody))
}

/// One thing that happened to a clause.
#[derive(Serialize, ToSchema)]
struct EventView {
    /// The entry; absent for what time alone or the working draft brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    /// When it happened.
    at: Timestamp,
    /// What it is: `wording`, `amendment`, `position` and others.
    kind: &'static str,
    /// The same in one sentence, in the language asked for.
    sentence: String,
    /// The words beside the entry that are not wordings.
    words: Vec<EventWords>,
    /// The hash of the wording that came with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    wording: Option<String>,
    /// The level that there has been since, where it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
}

/// Words beside an entry.
#[derive(Serialize, ToSchema)]
struct EventWords {
    /// What they are, such as `reason`.
    what: &'static str,
    /// The words; absent where they were erased or are not yours to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl From<Event> for EventView {
    fn from(event: Event) -> Self {
        let words = event.words.into_iter();
        Self {
            entry: event.seq,
            at: event.at,
            kind: event.kind,
            sentence: event.sentence.plain(),
            words: words
                .map(|(what, text)| EventWords { what, text })
                .collect(),
            wording: event.brought.and_then(|it| it.hash),
            level: event.level.and_then(|it| it.level),
        }
    }
}

/// Tells how a clause came about, the first event first; that it was read is recorded.
#[utoipa::path(get, path = "/instruments/{instrument}/audit/clauses/{clause}", tag = "record",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    responses((status = 200, description = "The events.", body = Vec<EventView>)))]
async fn read_timeline(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    Path(place): Path<(InstrumentId, ClauseId)>,
) -> Result<Json<Vec<EventView>>, Problem> {
    let events = told_of(&app, &page, &desk, place).await?;
    Ok(Json(events.into_iter().map(EventView::from).collect()))
}

/// Sends the chain of custody of a clause as one page to keep; that it was taken out is recorded.
#[utoipa::path(post, path = "/instruments/{instrument}/audit/clauses/{clause}/custody", tag = "record",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    responses((status = 200, description = "The page.", content_type = "text/html", body = String)))]
async fn take_out_custody(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    Path(place): Path<(InstrumentId, ClauseId)>,
) -> Result<Response, Problem> {
    custody_of(&app, &page, &desk, place).await
}
