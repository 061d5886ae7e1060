//! Consensus calls and silence procedures.

use axum::extract::{Path, State};
use domain::api::{
    AttachStatement, BreakSilence, CallView, ExtendCall, HoldConsultation, OpenCall, WithdrawCall,
};
use domain::id::{CallId, InstrumentId};
use domain::instrument::ProcedureStep;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::web::api::conditions::{Conditions, Tagged};
use crate::web::api::instruments::require;
use crate::web::api::receipt::{Acted, Created, Made, ReceiptView};
use crate::web::extract::ValidJson;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_calls, open_call))
        .routes(routes!(read_call))
        .routes(routes!(extend_call))
        .routes(routes!(complete_call))
        .routes(routes!(withdraw_call))
        .routes(routes!(open_notice))
        .routes(routes!(attach_statement))
        .routes(routes!(break_silence))
        .routes(routes!(hold_consultation))
}

/// Calls for positions on clauses of the revision on the table, or opens a silence procedure.
#[utoipa::path(post, path = "/instruments/{instrument}/calls", tag = "procedure",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = OpenCall,
    responses((status = 201, description = "It is open.", body = Made<CallId>)))]
async fn open_call(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<OpenCall>,
) -> Result<Created<Made<CallId>>, Problem> {
    require(&app, &conditions, id)?;
    let call = CallId::from_uuid(app.office.fresh_uuid());
    let step = ProcedureStep::OpenCall(call, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    let path = format!("/instruments/{id}/calls/{call}");
    Ok(Created::named(path, call, &receipt))
}

/// Lists the calls of an instrument, in the order they were opened.
#[utoipa::path(get, path = "/instruments/{instrument}/calls", tag = "procedure",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "The calls.", body = Vec<CallView>)))]
async fn list_calls(
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let calls: Vec<_> = (instrument.calls().into_iter())
        .map(|it| CallView::new(instrument, it))
        .collect();
    conditions.recorded(instrument, &calls)
}

/// Returns a call with everything about it.
#[utoipa::path(get, path = "/instruments/{instrument}/calls/{call}", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("call" = CallId, Path, description = "The call."),
    ),
    responses((status = 200, description = "The call.", body = CallView)))]
async fn read_call(
    desk: Desk,
    conditions: Conditions,
    Path((id, call)): Path<(InstrumentId, CallId)>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let found = instrument.call(call).ok_or_else(Problem::not_found)?;
    conditions.recorded(instrument, &CallView::new(instrument, found))
}

/// Puts the closing instant of a call off; it is never brought forward.
#[utoipa::path(post, path = "/instruments/{instrument}/calls/{call}/extend", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("call" = CallId, Path, description = "The call."),
    ),
    request_body = ExtendCall,
    responses((status = 200, description = "It is extended.", body = ReceiptView)))]
async fn extend_call(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, call)): Path<(InstrumentId, CallId)>,
    ValidJson(command): ValidJson<ExtendCall>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::ExtendCall(call, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Closes a call early, every organisation having answered.
#[utoipa::path(post, path = "/instruments/{instrument}/calls/{call}/complete", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("call" = CallId, Path, description = "The call."),
    ),
    responses((status = 200, description = "It is closed.", body = ReceiptView)))]
async fn complete_call(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, call)): Path<(InstrumentId, CallId)>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::CompleteCall(call);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Takes a call back before it closes.
#[utoipa::path(post, path = "/instruments/{instrument}/calls/{call}/withdraw", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("call" = CallId, Path, description = "The call."),
    ),
    request_body = WithdrawCall,
    responses((status = 200, description = "It is taken back.", body = ReceiptView)))]
async fn withdraw_call(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, call)): Path<(InstrumentId, CallId)>,
    ValidJson(command): ValidJson<WithdrawCall>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::WithdrawCall(call, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Records that your organisation has opened the notice of a call.
#[utoipa::path(post, path = "/instruments/{instrument}/calls/{call}/notice", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("call" = CallId, Path, description = "The call."),
    ),
    responses((status = 200, description = "It is on record.", body = ReceiptView)))]
async fn open_notice(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, call)): Path<(InstrumentId, CallId)>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::OpenNotice(call);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Attaches a statement to a call, also when it has closed.
#[utoipa::path(post, path = "/instruments/{instrument}/calls/{call}/statements", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("call" = CallId, Path, description = "The call."),
    ),
    request_body = AttachStatement,
    responses((status = 200, description = "It is attached.", body = ReceiptView)))]
async fn attach_statement(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, call)): Path<(InstrumentId, CallId)>,
    ValidJson(command): ValidJson<AttachStatement>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::AttachStatement(call, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Breaks silence on a clause in confidence, where the rules provide for that.
#[utoipa::path(post, path = "/instruments/{instrument}/calls/{call}/break", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("call" = CallId, Path, description = "The call."),
    ),
    request_body = BreakSilence,
    responses((status = 200, description = "Silence is broken.", body = ReceiptView)))]
async fn break_silence(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, call)): Path<(InstrumentId, CallId)>,
    ValidJson(command): ValidJson<BreakSilence>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::BreakSilence(call, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}

/// Records that those who broke silence in confidence were consulted.
#[utoipa::path(post, path = "/instruments/{instrument}/calls/{call}/consultation", tag = "procedure",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("call" = CallId, Path, description = "The call."),
    ),
    request_body = HoldConsultation,
    responses((status = 200, description = "It is on record.", body = ReceiptView)))]
async fn hold_consultation(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, call)): Path<(InstrumentId, CallId)>,
    ValidJson(command): ValidJson<HoldConsultation>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let step = ProcedureStep::HoldConsultation(call, command);
    let receipt = workflow::proceed(&app.office, by, id, &step).await?;
    Ok(receipt.into())
}
