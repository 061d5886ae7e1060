//! Discussions: threads and their messages, beside the record.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::api::{EditMessage, MessageView, OpenThread, ThreadView, WriteMessage};
use domain::deliberation::{Message, Subject, Thread, Whereabouts};
use domain::id::{AmendmentId, ClauseId, InstrumentId, MessageId, PreparationId, ThreadId};
use domain::instrument::Instrument;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafting::nothing_recorded;
use super::idempotency::KeptInstead;
use super::receipt::{Created, Made};
use crate::live;
use crate::state::AppState;
use crate::store::StoredThread;
use crate::web::extract::{ValidJson, ValidQuery};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow::{self, DiscussionPage};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_threads, open_thread))
        .routes(routes!(read_thread))
        .routes(routes!(write_message))
        .routes(routes!(edit_message, delete_message))
        .routes(routes!(resolve_thread))
        .routes(routes!(reopen_thread))
}

/// A discussion with all that was said in it.
#[derive(Serialize, ToSchema)]
struct DiscussionView {
    #[serde(flatten)]
    thread: ThreadView,
    /// The messages, the first one first.
    messages: Vec<MessageView>,
}

/// What the discussions are about; all of the instrument where nothing is named.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AboutQuery {
    /// A clause, tabled or in the working draft.
    clause: Option<ClauseId>,
    /// An amendment.
    amendment: Option<AmendmentId>,
    /// A position that your organisation prepares.
    preparation: Option<PreparationId>,
}

pub(super) fn listed(instrument: &Instrument, it: &StoredThread) -> ThreadView {
    let is_tabled = !matches!(it.thread.subject, Subject::Draft { .. });
    let place = is_tabled.then(|| it.thread.whereabouts(instrument, None));
    ThreadView::new(&it.thread, place.as_ref(), (it.messages, it.last_at))
}

fn discussion(thread: &Thread, messages: &[Message], place: &Whereabouts) -> DiscussionView {
    let last_at = messages.last().map_or(thread.opened_at, |it| it.sent_at);
    let counts = (messages.len(), last_at);
    DiscussionView {
        thread: ThreadView::new(thread, Some(place), counts),
        messages: messages.iter().map(Into::into).collect(),
    }
}

/// Lists the discussions of an instrument that you may read: the last 500 at most.
#[utoipa::path(get, path = "/instruments/{instrument}/threads", tag = "deliberation",
    params(("instrument" = InstrumentId, Path, description = "The instrument."), AboutQuery),
    responses((status = 200, description = "All of them.", body = Vec<ThreadView>)))]
async fn list_threads(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(about): ValidQuery<AboutQuery>,
) -> Result<Json<Vec<ThreadView>>, Problem> {
    let instrument = desk.instrument(id)?;
    let subject = (about.clause.map(ClauseId::as_uuid))
        .or(about.amendment.map(AmendmentId::as_uuid))
        .or(about.preparation.map(PreparationId::as_uuid));
    let all = match subject {
        Some(subject) => workflow::threads_about(&app.office, desk.by, id, subject).await?,
        None => workflow::threads_of(&app.office, desk.by, id).await?,
    };
    Ok(Json(all.iter().map(|it| listed(instrument, it)).collect()))
}

/// Opens a discussion with its first message; who may read it never changes.
#[utoipa::path(post, path = "/instruments/{instrument}/threads", tag = "deliberation",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = OpenThread,
    responses((status = 201, description = "It is open.", body = Made<ThreadId>)))]
async fn open_thread(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<OpenThread>,
) -> Result<Created<Made<ThreadId>>, Problem> {
    desk.instrument(id)?;
    let thread = live::open_thread(&app.hub, desk.by, id, command).await?;
    let path = format!("/threads/{}", thread.id);
    Ok(Created::named(path, thread.id, &nothing_recorded()))
}

/// Returns a discussion with its messages.
#[utoipa::path(get, path = "/threads/{thread}", tag = "deliberation",
    params(("thread" = ThreadId, Path, description = "The thread.")),
    responses((status = 200, description = "The discussion.", body = DiscussionView)))]
async fn read_thread(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<ThreadId>,
) -> Result<Json<DiscussionView>, Problem> {
    let DiscussionPage { thread, messages } = workflow::thread(&app.office, desk.by, id).await?;
    let place = match &thread.subject {
        Subject::Draft { .. } => {
            let about = vec![thread.clone()];
            let mut places = live::whereabouts(&app.hub, desk.by, thread.instrument, about).await?;
            places.remove(&id).unwrap_or(Whereabouts::Lost)
        }
        Subject::Clause { .. } | Subject::Amendment { .. } | Subject::Preparation(_) => {
            thread.whereabouts(desk.instrument(thread.instrument)?, None)
        }
    };
    Ok(Json(discussion(&thread, &messages, &place)))
}

/// Writes a message in a discussion.
#[utoipa::path(post, path = "/threads/{thread}/messages", tag = "deliberation",
    params(("thread" = ThreadId, Path, description = "The thread.")),
    request_body = WriteMessage,
    responses((status = 201, description = "It is written. Sent again under the same Idempotency-Key, the answer comes without the words.", body = MessageView)))]
async fn write_message(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<ThreadId>,
    ValidJson(command): ValidJson<WriteMessage>,
) -> Result<(Extension<KeptInstead>, Created<MessageView>), Problem> {
    let message = workflow::write_message(&app.office, by, id, &command).await?;
    let path = format!("/threads/{id}");
    let view = MessageView::from(&message);
    let kept = kept_instead(&view)?;
    Ok((kept, Created::at(path, &nothing_recorded(), view)))
}

/// Returns what is kept of an answer: all but the words, which its author can delete.
fn kept_instead(view: &MessageView) -> Result<Extension<KeptInstead>, Problem> {
    let without = MessageView {
        words: None,
        ..view.clone()
    };
    let body = serde_json::to_vec(&without).map_err(|error| Problem::internal(&error))?;
    Ok(Extension(KeptInstead(body.into())))
}

/// Gives your own message other words, for a day; the ones before are gone.
#[utoipa::path(put, path = "/threads/{thread}/messages/{message}", tag = "deliberation",
    params(
        ("thread" = ThreadId, Path, description = "The thread."),
        ("message" = MessageId, Path, description = "The message."),
    ),
    request_body = EditMessage,
    responses((status = 200, description = "It says that.", body = MessageView)))]
async fn edit_message(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(ids): Path<(ThreadId, MessageId)>,
    ValidJson(command): ValidJson<EditMessage>,
) -> Result<Json<MessageView>, Problem> {
    let message = workflow::edit_message(&app.office, by, ids, &command).await?;
    Ok(Json((&message).into()))
}

/// Deletes your own message; a gap remains.
#[utoipa::path(delete, path = "/threads/{thread}/messages/{message}", tag = "deliberation",
    params(
        ("thread" = ThreadId, Path, description = "The thread."),
        ("message" = MessageId, Path, description = "The message."),
    ),
    responses((status = 204, description = "It is gone.")))]
async fn delete_message(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(ids): Path<(ThreadId, MessageId)>,
) -> Result<StatusCode, Problem> {
    workflow::delete_message(&app.office, by, ids).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks a discussion as resolved.
#[utoipa::path(post, path = "/threads/{thread}/resolve", tag = "deliberation",
    params(("thread" = ThreadId, Path, description = "The thread.")),
    responses((status = 204, description = "It is resolved.")))]
async fn resolve_thread(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<ThreadId>,
) -> Result<StatusCode, Problem> {
    workflow::settle_thread(&app.office, by, id, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a resolved discussion again.
#[utoipa::path(post, path = "/threads/{thread}/reopen", tag = "deliberation",
    params(("thread" = ThreadId, Path, description = "The thread.")),
    responses((status = 204, description = "It is open again.")))]
async fn reopen_thread(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<ThreadId>,
) -> Result<StatusCode, Problem> {
    workflow::settle_thread(&app.office, by, id, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
