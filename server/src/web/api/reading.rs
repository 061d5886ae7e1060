//! Reading an instrument: how far you have read it, and the clause that the room looks at.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::{AmendmentId, ClauseId, InstrumentId};
use domain::instrument::{Amendment, Instrument};
use domain::record::RevisionNumber;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use crate::live;
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow::{self, ReadMark};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_news, mark_read))
        .routes(routes!(read_room, show_in_room))
}

/// How far you have read an instrument.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MarkRead {
    /// The last entry of the record that you have read; one read before is never unread.
    seq: u64,
}

/// How far you have read an instrument, and what came after; everything where you have never said so.
#[derive(Debug, Serialize, ToSchema)]
struct NewsView {
    /// The last entry of the record that you have read.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<u64>,
    /// When that entry was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    read_at: Option<Timestamp>,
    /// The last entry about the instrument: what to mark as read.
    seq: u64,
    /// The revision that was on the table then.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<RevisionNumber>,
    /// The revisions tabled since.
    revisions: Vec<RevisionNumber>,
    /// The amendments tabled since.
    tabled: Vec<AmendmentId>,
    /// The amendments tabled before that have another text since.
    revised: Vec<AmendmentId>,
    /// The amendments decided since.
    decided: Vec<AmendmentId>,
    /// The entries of the positions taken since.
    positions: Vec<u64>,
}

impl NewsView {
    fn new(instrument: &Instrument, mark: Option<ReadMark>) -> Self {
        let since = instrument.since(mark.map_or(0, |mark| mark.seq));
        let ids = |amendments: &[&Amendment]| amendments.iter().map(|it| it.id).collect();
        Self {
            read: mark.map(|mark| mark.seq),
            read_at: mark.map(|mark| mark.at),
            seq: instrument.last_seq,
            revision: since.read.map(|it| it.number),
            revisions: since.revisions.iter().map(|it| it.number).collect(),
            tabled: ids(&since.tabled),
            revised: ids(&since.revised),
            decided: ids(&since.decided),
            positions: since.positions.iter().map(|(_, it)| it.seq).collect(),
        }
    }
}

/// The clause that the room looks at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoomView {
    /// The clause; absent while none was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<ClauseId>,
}

/// The clause to be shown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShowInRoom {
    /// A clause on the table, or one that an open amendment would insert.
    clause: ClauseId,
}

/// Says how far you have read an instrument, and what has happened since.
#[utoipa::path(get, path = "/instruments/{instrument}/reading", tag = "instruments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "What is new to you.", body = NewsView)))]
async fn read_news(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let mark = workflow::read_mark(&app.office, desk.by, id).await?;
    conditions.present(instrument, &NewsView::new(instrument, mark))
}

/// Marks an instrument as read up to an entry; known to you alone.
#[utoipa::path(put, path = "/instruments/{instrument}/reading", tag = "instruments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = MarkRead,
    responses((status = 204, description = "It is marked.")))]
async fn mark_read(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidJson(mark): ValidJson<MarkRead>,
) -> Result<StatusCode, Problem> {
    desk.instrument(id)?;
    workflow::mark_read(&app.office, desk.by, id, mark.seq).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns the clause that the room looks at.
#[utoipa::path(get, path = "/instruments/{instrument}/room", tag = "instruments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "The clause, if one is shown.", body = RoomView)))]
async fn read_room(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let clause = app.hub.podium().shown(id);
    conditions.present(instrument, &RoomView { clause })
}

/// Shows a clause to everybody in the room who follows; for the chair and pen-holders.
#[utoipa::path(put, path = "/instruments/{instrument}/room", tag = "instruments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = ShowInRoom,
    responses((status = 204, description = "It is shown.")))]
async fn show_in_room(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidJson(wanted): ValidJson<ShowInRoom>,
) -> Result<StatusCode, Problem> {
    live::show_in_room(&app.hub, desk.by, id, wanted.clause)?;
    Ok(StatusCode::NO_CONTENT)
}
