//! Erasing a person's data, and words beside an entry.

use axum::Json;
use axum::extract::{Path, State};
use domain::api::{ErasePerson, EraseWords};
use domain::id::DelegateId;
use domain::record::ErasedWords;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::receipt::ReceiptView;
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow::{self, Erased, Naming};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_traces))
        .routes(routes!(erase_person))
        .routes(routes!(erase_words))
}

/// What erasing a person would erase.
#[derive(Serialize, ToSchema)]
struct TracesView {
    /// The words beside entries that are the person's name and address.
    own: Vec<ErasedWords>,
    /// Further words beside entries that name the person; they are erased where the command names them.
    naming: Vec<NamingView>,
    /// Wordings and titles that name the person: they stay.
    staying: Vec<NamingView>,
}

/// Words beside an entry that name a person.
#[derive(Serialize, ToSchema)]
struct NamingView {
    /// The entry.
    entry: u64,
    /// When it was made.
    at: Timestamp,
    /// The place of the words among its contents, from 0.
    place: u16,
    /// What the words are, such as `reason`.
    what: &'static str,
    /// The words.
    text: String,
}

/// What became of words that were to be erased.
#[derive(Serialize, ToSchema)]
struct ErasedView {
    #[serde(flatten)]
    receipt: ReceiptView,
    /// Whether the database's own files have nothing of it any more; where not, they will after the
    /// next vacuum. Backups are not touched.
    traceless: bool,
}

impl From<Naming> for NamingView {
    fn from(naming: Naming) -> Self {
        Self {
            entry: naming.seq,
            at: naming.at,
            place: naming.place,
            what: naming.what,
            text: naming.text,
        }
    }
}

impl From<&Erased> for ErasedView {
    fn from(erased: &Erased) -> Self {
        Self {
            receipt: (&erased.receipt).into(),
            traceless: erased.is_traceless,
        }
    }
}

/// Says what erasing a person would erase, and what would stay.
#[utoipa::path(get, path = "/delegates/{delegate}/traces", tag = "network",
    params(("delegate" = DelegateId, Path, description = "The person.")),
    responses((status = 200, description = "What there is.", body = TracesView)))]
async fn read_traces(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DelegateId>,
) -> Result<Json<TracesView>, Problem> {
    let traces = workflow::traces(&app.office, by, id).await?;
    Ok(Json(TracesView {
        own: traces.own,
        naming: traces.naming.into_iter().map(Into::into).collect(),
        staying: traces.staying.into_iter().map(Into::into).collect(),
    }))
}

/// Erases a person's data for good; the pseudonym and the acts stay. The record still verifies.
#[utoipa::path(post, path = "/delegates/{delegate}/erase", tag = "network",
    params(("delegate" = DelegateId, Path, description = "The person.")),
    request_body = ErasePerson,
    responses((status = 200, description = "They are erased.", body = ErasedView)))]
async fn erase_person(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DelegateId>,
    ValidJson(command): ValidJson<ErasePerson>,
) -> Result<Json<ErasedView>, Problem> {
    let erased = workflow::erase_person(&app.office, by, id, &command).await?;
    app.hub.disconnect(id);
    Ok(Json((&erased).into()))
}

/// Erases words beside an entry for good, such as a reason that names somebody. The record still verifies.
#[utoipa::path(post, path = "/entries/{seq}/erase", tag = "record",
    params(("seq" = u64, Path, description = "The place of the entry.")),
    request_body = EraseWords,
    responses((status = 200, description = "They are erased.", body = ErasedView)))]
async fn erase_words(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(seq): Path<u64>,
    ValidJson(command): ValidJson<EraseWords>,
) -> Result<Json<ErasedView>, Problem> {
    let erased = workflow::erase_words(&app.office, by, seq, &command).await?;
    Ok(Json((&erased).into()))
}
