//! Amendments in negotiation: revised, offered otherwise, advised on, adopted in part, undone.

use axum::extract::{Path, State};
use domain::api::{
    AdoptModified, AdoptPart, AnswerModification, AnswerProcedure, DeclareCollision,
    LapseAmendment, LiftCollision, OfferModification, ProposeProcedure, ReopenAmendment,
    ReviseAmendment, UndoAdoption, UndoPart,
};
use domain::id::{AmendmentId, InstrumentId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::Conditions;
use super::instruments::require;
use super::receipt::{Acted, ReceiptView};
use crate::live;
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(revise_amendment))
        .routes(routes!(lapse_amendment))
        .routes(routes!(offer_modification))
        .routes(routes!(answer_modification))
        .routes(routes!(propose_procedure))
        .routes(routes!(answer_procedure))
        .routes(routes!(declare_collision))
        .routes(routes!(lift_collision))
        .routes(routes!(adopt_part))
        .routes(routes!(adopt_modified))
        .routes(routes!(undo_adoption))
        .routes(routes!(undo_part))
        .routes(routes!(reopen_amendment))
}

type Ids = Path<(InstrumentId, AmendmentId)>;

/// Gives your organisation's amendment another text; the one before is kept.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/revise", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It has the text.", body = ReceiptView)))]
async fn revise_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<ReviseAmendment>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::revise_amendment(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Ends an amendment without a decision on its substance.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/lapse", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It has lapsed.", body = ReceiptView)))]
async fn lapse_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<LapseAmendment>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::lapse_amendment(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Offers the sponsor to adopt an amendment with another wording.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/offers", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is offered.", body = ReceiptView)))]
async fn offer_modification(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<OfferModification>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::offer_modification(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Answers such an offer to your organisation.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/offers/answer", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is answered.", body = ReceiptView)))]
async fn answer_modification(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<AnswerModification>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::answer_modification(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Proposes what to do with an amendment.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/procedure", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is proposed.", body = ReceiptView)))]
async fn propose_procedure(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<ProposeProcedure>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::propose_procedure(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Accepts or contests the procedure proposed for your organisation's amendment.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/procedure/answer", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is answered.", body = ReceiptView)))]
async fn answer_procedure(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<AnswerProcedure>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::answer_procedure(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Declares that two amendments cannot both be adopted.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/collisions", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is declared.", body = ReceiptView)))]
async fn declare_collision(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<DeclareCollision>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::declare_collision(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Lifts a declared collision.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/collisions/lift", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is lifted.", body = ReceiptView)))]
async fn lift_collision(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<LiftCollision>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::lift_collision(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Takes some of an amendment's changes into the working draft; the rest stays open.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/adopt-part", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "They are taken in.", body = ReceiptView)))]
async fn adopt_part(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<AdoptPart>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = live::adopt_part(&app.hub, by, ids, command).await?;
    Ok(receipt.into())
}

/// Takes an amendment into the working draft with the wording its sponsor consented to.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/adopt-modified", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is adopted.", body = ReceiptView)))]
async fn adopt_modified(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<AdoptModified>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = live::adopt_modified(&app.hub, by, ids, command).await?;
    Ok(receipt.into())
}

/// Takes an adoption back before the next revision is tabled.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/undo", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is open again.", body = ReceiptView)))]
async fn undo_adoption(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<UndoAdoption>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = live::undo_adoption(&app.hub, by, ids, command).await?;
    Ok(receipt.into())
}

/// Takes an adopted part of an amendment back before the next revision is tabled.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/undo-part", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "Its words are out of the draft again.", body = ReceiptView)))]
async fn undo_part(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<UndoPart>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = live::undo_part(&app.hub, by, ids, command).await?;
    Ok(receipt.into())
}

/// Takes a rejection or a lapse back before the next revision is tabled, for all of the package.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/reopen", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "It is open again.", body = ReceiptView)))]
async fn reopen_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<ReopenAmendment>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::reopen_amendment(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}
