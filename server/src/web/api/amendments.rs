//! Amendments: proposed, co-sponsored, and how they end.

use axum::extract::{Path, State};
use domain::api::{
    AmendmentProposal, AmendmentView, AnswerCosponsorship, Incorporate, RejectAmendment,
    WithdrawAmendment,
};
use domain::id::{AmendmentId, ClauseId, InstrumentId, OrganisationId};
use domain::instrument::Amendment;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::instruments::require;
use super::paging::{Here, Limit, PageQuery, Paged};
use super::receipt::{Acted, Created, Made, ReceiptView};
use crate::live;
use crate::state::AppState;
use crate::web::extract::{ValidJson, ValidQuery};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_amendments, propose_amendment))
        .routes(routes!(read_amendment))
        .routes(routes!(invite_cosponsor))
        .routes(routes!(answer_cosponsorship))
        .routes(routes!(incorporate_amendment))
        .routes(routes!(reject_amendment))
        .routes(routes!(withdraw_amendment))
}

/// Which amendments are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AmendmentQuery {
    /// Only those that would change this clause.
    clause: Option<ClauseId>,
    /// Only those that are open, or only those that have ended.
    open: Option<bool>,
    /// Only what follows this cursor, from a `Link` header.
    after: Option<String>,
    /// Only the last of what precedes this cursor.
    before: Option<String>,
    /// How many items at most: 1 to 200, 50 unless said.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Asks an organisation to co-sponsor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InviteCosponsor {
    /// The organisation.
    organisation: OrganisationId,
}

type Ids = Path<(InstrumentId, AmendmentId)>;

/// Lists the amendments in the order they were tabled.
#[utoipa::path(get, path = "/instruments/{instrument}/amendments", tag = "amendments",
    params(("instrument" = InstrumentId, Path, description = "The instrument."), AmendmentQuery),
    responses((status = 200, description = "A page of them.", body = Vec<AmendmentView>)))]
async fn list_amendments(
    desk: Desk,
    here: Here,
    Path(id): Path<InstrumentId>,
    ValidQuery(query): ValidQuery<AmendmentQuery>,
) -> Result<Paged<AmendmentView>, Problem> {
    let is_wanted = |it: &&Amendment| {
        query
            .clause
            .is_none_or(|clause| clause == it.change().clause())
            && query.open.is_none_or(|open| open == it.is_open())
    };
    let instrument = desk.instrument(id)?;
    let all = instrument.amendments().into_iter();
    let all: Vec<_> = all.filter(is_wanted).collect();
    let page = PageQuery {
        after: query.after,
        before: query.before,
        limit: query.limit,
    };
    Paged::cut(
        (&page, &here),
        &all,
        |it| it.number,
        |it| AmendmentView::new(instrument, it),
    )
}

/// Returns one amendment.
#[utoipa::path(get, path = "/instruments/{instrument}/amendments/{amendment}", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "The amendment.", body = AmendmentView)))]
async fn read_amendment(
    desk: Desk,
    conditions: Conditions,
    Path((id, amendment)): Ids,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let amendment = instrument.amendment(amendment);
    let amendment = amendment.ok_or_else(Problem::not_found)?;
    conditions.recorded(instrument, &AmendmentView::new(instrument, amendment))
}

/// Proposes an amendment to the revision on the table.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments", tag = "amendments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = AmendmentProposal,
    responses((status = 201, description = "It is tabled.", body = Made<AmendmentId>)))]
async fn propose_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(proposal): ValidJson<AmendmentProposal>,
) -> Result<Created<Made<AmendmentId>>, Problem> {
    require(&app, &conditions, id)?;
    let (amendments, receipt) = workflow::propose_amendment(&app.office, by, id, &proposal).await?;
    let amendment = amendments[0];
    let path = format!("/instruments/{id}/amendments/{amendment}");
    Ok(Created::named(path, amendment, &receipt))
}

/// Asks a further organisation to co-sponsor.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/cosponsors", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    request_body = InviteCosponsor,
    responses((status = 200, description = "It is asked.", body = ReceiptView)))]
async fn invite_cosponsor(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<InviteCosponsor>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::invite_cosponsor(&app.office, by, ids, command.organisation).await?;
    Ok(receipt.into())
}

/// Says whether your organisation co-sponsors, having been asked.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/cosponsorship", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    request_body = AnswerCosponsorship,
    responses((status = 200, description = "It is answered.", body = ReceiptView)))]
async fn answer_cosponsorship(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<AnswerCosponsorship>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::answer_cosponsorship(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Takes an amendment into the working draft.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/incorporate", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    request_body = Incorporate,
    responses((status = 200, description = "It is adopted.", body = ReceiptView)))]
async fn incorporate_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<Incorporate>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = live::adopt(&app.hub, by, ids.0, command.adoption_of(ids.1)).await?;
    Ok(receipt.into())
}

/// Rejects an amendment.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/reject", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    request_body = RejectAmendment,
    responses((status = 200, description = "It is rejected.", body = ReceiptView)))]
async fn reject_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<RejectAmendment>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::reject_amendment(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}

/// Withdraws your organisation's amendment.
#[utoipa::path(post, path = "/instruments/{instrument}/amendments/{amendment}/withdraw", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    request_body = WithdrawAmendment,
    responses((status = 200, description = "It is withdrawn.", body = ReceiptView)))]
async fn withdraw_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(ids): Ids,
    ValidJson(command): ValidJson<WithdrawAmendment>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, ids.0)?;
    let receipt = workflow::withdraw_amendment(&app.office, by, ids, &command).await?;
    Ok(receipt.into())
}
