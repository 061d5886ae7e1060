//! Designation, editorial changes, agreement, adoption, signature.

use axum::extract::{Path, State};
use domain::api::{
    AdoptInstrument, AgreeClauses, ChallengeDesignation, ChallengeEditorial, ChangeProcedureRules,
    DeclareEditorial, DesignateLevel, ParkClause, ReopenClause, SignInstrument,
};
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::ProcedureStep;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::web::api::conditions::Conditions;
use crate::web::api::instruments::require;
use crate::web::api::receipt::{Acted, ReceiptView};
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(change_procedure_rules))
        .routes(routes!(designate_level))
        .routes(routes!(challenge_designation))
        .routes(routes!(declare_editorial))
        .routes(routes!(challenge_editorial))
        .routes(routes!(agree_clauses))
        .routes(routes!(park_clause))
        .routes(routes!(reopen_clause))
        .routes(routes!(adopt_instrument))
        .routes(routes!(sign_instrument))
}

/// Changes the rules of the instrument's procedure.
#[utoipa::path(post, path = "/instruments/{instrument}/procedure-rules", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
    ),
    request_body = ChangeProcedureRules,
    responses((status = 200, description = "They are changed.", body = ReceiptView)))]
async fn change_procedure_rules(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<ChangeProcedureRules>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ChangeRules(command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Designates the level of agreement on a clause, once a call on it has closed.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/designation", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = DesignateLevel,
    responses((status = 200, description = "It is designated.", body = ReceiptView)))]
async fn designate_level(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<DesignateLevel>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::DesignateLevel(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Challenges the designation in force, which returns the clause to the call.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/designation/challenge", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = ChallengeDesignation,
    responses((status = 200, description = "It is challenged.", body = ReceiptView)))]
async fn challenge_designation(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<ChallengeDesignation>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ChallengeDesignation(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Declares that a clause was changed editorially only: positions are carried over.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/editorial", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = DeclareEditorial,
    responses((status = 200, description = "It is declared.", body = ReceiptView)))]
async fn declare_editorial(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<DeclareEditorial>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::DeclareEditorial(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Challenges such a declaration: positions are carried over no more.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/editorial/challenge", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = ChallengeEditorial,
    responses((status = 200, description = "It is challenged.", body = ReceiptView)))]
async fn challenge_editorial(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<ChallengeEditorial>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ChallengeEditorial(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Records that clauses are agreed ad referendum.
#[utoipa::path(post, path = "/instruments/{instrument}/agreement", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
    ),
    request_body = AgreeClauses,
    responses((status = 200, description = "They are agreed.", body = ReceiptView)))]
async fn agree_clauses(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<AgreeClauses>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::AgreeClauses(command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Parks a clause in brackets for now.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/park", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = ParkClause,
    responses((status = 200, description = "It is parked.", body = ReceiptView)))]
async fn park_clause(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<ParkClause>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ParkClause(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Takes a clause up again that was agreed ad referendum, or parked.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/reopen", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = ReopenClause,
    responses((status = 200, description = "It is negotiated again.", body = ReceiptView)))]
async fn reopen_clause(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<ReopenClause>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ReopenClause(clause, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Records that the instrument is adopted.
#[utoipa::path(post, path = "/instruments/{instrument}/adopt", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
    ),
    request_body = AdoptInstrument,
    responses((status = 200, description = "It is adopted.", body = ReceiptView)))]
async fn adopt_instrument(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<AdoptInstrument>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::Adopt(command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Signs the adopted instrument for your organisation.
#[utoipa::path(post, path = "/instruments/{instrument}/sign", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
    ),
    request_body = SignInstrument,
    responses((status = 200, description = "It is signed.", body = ReceiptView)))]
async fn sign_instrument(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<SignInstrument>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::Sign(command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}
