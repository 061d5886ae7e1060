//! Objections: answered, upheld, taken back, resolved, decided, ruled on.

use axum::extract::{Path, State};
use domain::api::{
    AnswerObjection, ChallengeRuling, DecideObjection, NameCures, ResolveObjection, RuleObjection,
    SustainObjection, WithdrawObjection,
};
use domain::id::InstrumentId;
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
        .routes(routes!(answer_objection))
        .routes(routes!(sustain_objection))
        .routes(routes!(withdraw_objection))
        .routes(routes!(resolve_objection))
        .routes(routes!(name_cures))
        .routes(routes!(decide_objection))
        .routes(routes!(rule_objection))
        .routes(routes!(challenge_ruling))
}

/// Answers an objection, and those that joined it, in writing.
#[utoipa::path(post, path = "/instruments/{instrument}/objections/{objection}/answer", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("objection" = u64, Path, description = "The objection, by the entry that raised it."),
    ),
    request_body = AnswerObjection,
    responses((status = 200, description = "It is answered.", body = ReceiptView)))]
async fn answer_objection(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, objection)): Path<(InstrumentId, u64)>,
    ValidJson(command): ValidJson<AnswerObjection>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::AnswerObjection(objection, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Upholds your organisation's objection.
#[utoipa::path(post, path = "/instruments/{instrument}/objections/{objection}/sustain", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("objection" = u64, Path, description = "The objection, by the entry that raised it."),
    ),
    request_body = SustainObjection,
    responses((status = 200, description = "It is sustained.", body = ReceiptView)))]
async fn sustain_objection(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, objection)): Path<(InstrumentId, u64)>,
    ValidJson(command): ValidJson<SustainObjection>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::SustainObjection(objection, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Takes your organisation's objection back.
#[utoipa::path(post, path = "/instruments/{instrument}/objections/{objection}/withdraw", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("objection" = u64, Path, description = "The objection, by the entry that raised it."),
    ),
    request_body = WithdrawObjection,
    responses((status = 200, description = "It is withdrawn.", body = ReceiptView)))]
async fn withdraw_objection(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, objection)): Path<(InstrumentId, u64)>,
    ValidJson(command): ValidJson<WithdrawObjection>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::WithdrawObjection(objection, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Says that the wording on the table meets your organisation's objection.
#[utoipa::path(post, path = "/instruments/{instrument}/objections/{objection}/resolve", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("objection" = u64, Path, description = "The objection, by the entry that raised it."),
    ),
    request_body = ResolveObjection,
    responses((status = 200, description = "It is resolved.", body = ReceiptView)))]
async fn resolve_objection(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, objection)): Path<(InstrumentId, u64)>,
    ValidJson(command): ValidJson<ResolveObjection>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ResolveObjection(objection, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Names the amendments that would cure your organisation's objection.
#[utoipa::path(post, path = "/instruments/{instrument}/objections/{objection}/cures", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("objection" = u64, Path, description = "The objection, by the entry that raised it."),
    ),
    request_body = NameCures,
    responses((status = 200, description = "They are named.", body = ReceiptView)))]
async fn name_cures(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, objection)): Path<(InstrumentId, u64)>,
    ValidJson(command): ValidJson<NameCures>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::NameCures(objection, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Decides on the sustained ones of an objection and those that joined it.
#[utoipa::path(post, path = "/instruments/{instrument}/objections/{objection}/decide", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("objection" = u64, Path, description = "The objection, by the entry that raised it."),
    ),
    request_body = DecideObjection,
    responses((status = 200, description = "It is decided.", body = ReceiptView)))]
async fn decide_objection(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, objection)): Path<(InstrumentId, u64)>,
    ValidJson(command): ValidJson<DecideObjection>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::DecideObjection(objection, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Rules an objection, and those that joined it, out of order.
#[utoipa::path(post, path = "/instruments/{instrument}/objections/{objection}/rule-inadmissible", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("objection" = u64, Path, description = "The objection, by the entry that raised it."),
    ),
    request_body = RuleObjection,
    responses((status = 200, description = "It is ruled out of order.", body = ReceiptView)))]
async fn rule_objection(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, objection)): Path<(InstrumentId, u64)>,
    ValidJson(command): ValidJson<RuleObjection>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::RuleObjection(objection, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Challenges such a ruling.
#[utoipa::path(post, path = "/instruments/{instrument}/objections/{objection}/challenge", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("objection" = u64, Path, description = "The objection, by the entry that raised it."),
    ),
    request_body = ChallengeRuling,
    responses((status = 200, description = "The objection stands again.", body = ReceiptView)))]
async fn challenge_ruling(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, objection)): Path<(InstrumentId, u64)>,
    ValidJson(command): ValidJson<ChallengeRuling>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ChallengeRuling(objection, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}
