//! Working drafts: reading them, and editing them without a socket.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::api::{DecideRemoval, FreezeDraft};
use domain::id::{ClauseId, DelegateId, DraftId, InstrumentId};
use domain::text::{Outline, OutlineClause, WordingHash};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::receipt::{Acted, ReceiptView};
use crate::live::{self, ClauseEdit, DraftView, Edited};
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_draft))
        .routes(routes!(edit_draft))
        .routes(routes!(issue_actor))
        .routes(routes!(decide_removal))
        .routes(routes!(freeze_draft))
}

/// A working draft as it reads now.
#[derive(Serialize, ToSchema)]
struct WorkingDraftView {
    /// The instrument whose draft it is.
    instrument: InstrumentId,
    /// The name of the Automerge document, as automerge-repo writes it.
    document: String,
    /// The hashes of its last changes, in hexadecimal, sorted; they identify this state.
    heads: Vec<String>,
    /// The text.
    outline: Outline,
    /// The printed number and the wording's hash of each clause, in the same order.
    clauses: Vec<DraftClauseView>,
    /// The removed clauses, which can be restored.
    removed: Vec<OutlineClause>,
    /// Those of them that were edited at the same time: the chair has to decide.
    undecided: Vec<ClauseId>,
}

/// What is computed of a clause of a draft.
#[derive(Serialize, ToSchema)]
struct DraftClauseView {
    /// The clause.
    id: ClauseId,
    /// Its printed number; empty where it has none.
    number: String,
    /// The hash of its wording, to be named as the `base` of an edit.
    #[serde(skip_serializing_if = "Option::is_none")]
    text_hash: Option<WordingHash>,
}

/// Edits of a draft, made together or not at all.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Edits {
    /// The edits, in order.
    edits: Vec<ClauseEdit>,
}

/// What came of edits.
#[derive(Serialize, ToSchema)]
struct EditedView {
    /// The clauses that were added, in the order of the edits that added them.
    added: Vec<ClauseId>,
    /// The heads of the draft afterwards.
    heads: Vec<String>,
}

/// A name to sign changes with.
#[derive(Serialize, ToSchema)]
struct ActorView {
    /// The actor, in hexadecimal; every change made under it is yours.
    actor: String,
}

impl WorkingDraftView {
    fn new(instrument: InstrumentId, draft: DraftId, view: &DraftView) -> Self {
        let numbers = view.outline.numbers();
        let clauses = view.outline.clauses.iter().zip(numbers);
        let clauses = clauses.map(|(clause, number)| DraftClauseView {
            id: clause.id,
            number,
            text_hash: clause.wording.hash().ok(),
        });
        Self {
            instrument,
            document: replica::document_id::encode(draft),
            heads: view.heads.clone(),
            clauses: clauses.collect(),
            outline: view.outline.clone(),
            removed: view.removed.clone(),
            undecided: view.undecided.clone(),
        }
    }
}

impl From<Edited> for EditedView {
    fn from(edited: Edited) -> Self {
        Self {
            added: edited.added,
            heads: edited.heads,
        }
    }
}

/// Finds the instrument of a draft, and checks what the client read of it.
fn required(
    app: &AppState,
    conditions: &Conditions,
    draft: DraftId,
) -> Result<InstrumentId, Problem> {
    let register = app.office.register();
    let instrument = register.instrument_of_draft(draft)?;
    conditions.require(instrument)?;
    Ok(instrument.id)
}

/// Returns a working draft as it reads now.
#[utoipa::path(get, path = "/drafts/{draft}", tag = "drafts",
    params(("draft" = DraftId, Path, description = "The draft.")),
    responses((status = 200, description = "The draft.", body = WorkingDraftView)))]
async fn read_draft(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<DraftId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.register.instrument_of_draft(id)?;
    let view = live::preview(&app.hub, desk.by, instrument.id).await?;
    let view = WorkingDraftView::new(instrument.id, id, &view);
    conditions.present(instrument, &view)
}

/// Edits a working draft or an amendment in preparation: all of the edits are made, or none.
#[utoipa::path(post, path = "/drafts/{draft}/edits", tag = "drafts",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = Edits,
    responses((status = 200, description = "They are made.", body = EditedView)))]
async fn edit_draft(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<DraftId>,
    ValidJson(Edits { edits }): ValidJson<Edits>,
) -> Result<Json<EditedView>, Problem> {
    if app.office.register().instrument_of_draft(id).is_ok() {
        required(&app, &conditions, id)?;
    } else {
        live::draft_amendment(&app.hub, by, id).await?;
    }
    let edited = live::edit_draft(&app.hub, by, id, edits).await?;
    Ok(Json(edited.into()))
}

/// Names an actor under which you may write in a draft over a socket.
#[utoipa::path(post, path = "/drafts/{draft}/actors", tag = "drafts",
    params(("draft" = DraftId, Path, description = "The draft.")),
    responses((status = 201, description = "A fresh actor.", body = ActorView)))]
async fn issue_actor(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DraftId>,
) -> Result<(StatusCode, Json<ActorView>), Problem> {
    let actor = fresh_actor(&app, id, by).await?;
    Ok((StatusCode::CREATED, Json(actor)))
}

async fn fresh_actor(app: &AppState, draft: DraftId, by: DelegateId) -> Result<ActorView, Problem> {
    let actor = app.hub.issue_actor(draft, by).await?;
    Ok(ActorView { actor })
}

/// Decides whether a clause stays that was removed and edited at the same time.
#[utoipa::path(post, path = "/drafts/{draft}/clauses/{clause}/decision", tag = "drafts",
    params(
        ("draft" = DraftId, Path, description = "The draft."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = DecideRemoval,
    responses((status = 200, description = "It is decided.", body = ReceiptView)))]
async fn decide_removal(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(DraftId, ClauseId)>,
    ValidJson(command): ValidJson<DecideRemoval>,
) -> Result<Acted, Problem> {
    let instrument = required(&app, &conditions, id)?;
    let receipt = live::decide_removal(&app.hub, by, instrument, clause, command).await?;
    Ok(receipt.into())
}

/// Closes a working draft to editing, or opens it again.
#[utoipa::path(post, path = "/drafts/{draft}/freeze", tag = "drafts",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = FreezeDraft,
    responses((status = 200, description = "It is closed or open.", body = ReceiptView)))]
async fn freeze_draft(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<DraftId>,
    ValidJson(command): ValidJson<FreezeDraft>,
) -> Result<Acted, Problem> {
    let instrument = required(&app, &conditions, id)?;
    let receipt = workflow::freeze_draft(&app.office, by, instrument, &command).await?;
    Ok(receipt.into())
}
