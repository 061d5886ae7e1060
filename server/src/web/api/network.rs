//! Organisations and working groups.

use axum::Json;
use axum::extract::{Path, State};
use domain::api::{
    AdmitOrganisation, EndVoting, GroupSeat, GroupView, MakeGroup, OrganisationView,
};
use domain::id::{DelegateId, GroupId, OrganisationId};
use domain::network::Network;
use domain::permission::Operation;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{Here, PageQuery, Paged};
use super::receipt::{Acted, Created, Made, ReceiptView};
use crate::state::AppState;
use crate::web::extract::{ValidJson, ValidQuery};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_organisations, admit_organisation))
        .routes(routes!(read_organisation))
        .routes(routes!(end_voting))
        .routes(routes!(list_groups, make_group))
        .routes(routes!(read_group))
        .routes(routes!(seat_in_group))
        .routes(routes!(leave_group))
}

/// Returns the network, to one who may read it.
pub(super) fn readable(desk: &Desk) -> Result<&Network, Problem> {
    let network = desk.network();
    network.authorise(Operation::ReadNetwork, desk.by)?;
    Ok(network)
}

/// Lists the organisations in the order they were admitted.
#[utoipa::path(get, path = "/organisations", tag = "network", params(PageQuery),
    responses((status = 200, description = "A page of them.", body = Vec<OrganisationView>)))]
async fn list_organisations(
    desk: Desk,
    here: Here,
    ValidQuery(page): ValidQuery<PageQuery>,
) -> Result<Paged<OrganisationView>, Problem> {
    let all: Vec<_> = readable(&desk)?.organisations().collect();
    Paged::cut(
        (&page, &here),
        &all,
        |it| it.id,
        |it| OrganisationView::from(*it),
    )
}

/// Returns one organisation.
#[utoipa::path(get, path = "/organisations/{organisation}", tag = "network",
    params(("organisation" = OrganisationId, Path, description = "The organisation.")),
    responses((status = 200, description = "The organisation.", body = OrganisationView)))]
async fn read_organisation(
    desk: Desk,
    Path(id): Path<OrganisationId>,
) -> Result<Json<OrganisationView>, Problem> {
    let organisation = readable(&desk)?.organisation(id);
    let organisation = organisation.ok_or_else(Problem::not_found)?;
    Ok(Json(organisation.into()))
}

/// Admits an organisation.
#[utoipa::path(post, path = "/organisations", tag = "network",
    request_body = AdmitOrganisation,
    responses((status = 201, description = "It is a member.", body = Made<OrganisationId>)))]
async fn admit_organisation(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<AdmitOrganisation>,
) -> Result<Created<Made<OrganisationId>>, Problem> {
    let (id, receipt) = workflow::admit_organisation(&app.office, by, &command).await?;
    Ok(Created::named(format!("/organisations/{id}"), id, &receipt))
}

/// Sets the end of an organisation's voting.
#[utoipa::path(post, path = "/organisations/{organisation}/end-voting", tag = "network",
    params(("organisation" = OrganisationId, Path, description = "The organisation.")),
    request_body = EndVoting,
    responses((status = 200, description = "It is set.", body = ReceiptView)))]
async fn end_voting(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<OrganisationId>,
    ValidJson(command): ValidJson<EndVoting>,
) -> Result<Acted, Problem> {
    let receipt = workflow::end_voting(&app.office, by, id, &command).await?;
    Ok(receipt.into())
}

/// Lists the working groups in the order they were made.
#[utoipa::path(get, path = "/groups", tag = "network", params(PageQuery),
    responses((status = 200, description = "A page of them.", body = Vec<GroupView>)))]
async fn list_groups(
    desk: Desk,
    here: Here,
    ValidQuery(page): ValidQuery<PageQuery>,
) -> Result<Paged<GroupView>, Problem> {
    let all: Vec<_> = readable(&desk)?.groups().collect();
    Paged::cut((&page, &here), &all, |it| it.id, |it| GroupView::from(*it))
}

/// Returns one working group with its seats.
#[utoipa::path(get, path = "/groups/{group}", tag = "network",
    params(("group" = GroupId, Path, description = "The working group.")),
    responses((status = 200, description = "The working group.", body = GroupView)))]
async fn read_group(desk: Desk, Path(id): Path<GroupId>) -> Result<Json<GroupView>, Problem> {
    let group = readable(&desk)?.group(id).ok_or_else(Problem::not_found)?;
    Ok(Json(group.into()))
}

/// Makes a working group.
#[utoipa::path(post, path = "/groups", tag = "network",
    request_body = MakeGroup,
    responses((status = 201, description = "It is made.", body = Made<GroupId>)))]
async fn make_group(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<MakeGroup>,
) -> Result<Created<Made<GroupId>>, Problem> {
    let (id, receipt) = workflow::make_group(&app.office, by, &command).await?;
    Ok(Created::named(format!("/groups/{id}"), id, &receipt))
}

/// Seats a person in a working group, or changes the seat.
#[utoipa::path(post, path = "/groups/{group}/seats", tag = "network",
    params(("group" = GroupId, Path, description = "The working group.")),
    request_body = GroupSeat,
    responses((status = 200, description = "The person has the seat.", body = ReceiptView)))]
async fn seat_in_group(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<GroupId>,
    ValidJson(seat): ValidJson<GroupSeat>,
) -> Result<Acted, Problem> {
    let receipt = workflow::seat_in_group(&app.office, by, id, seat).await?;
    Ok(receipt.into())
}

/// Ends a person's part in a working group.
#[utoipa::path(delete, path = "/groups/{group}/seats/{delegate}", tag = "network",
    params(
        ("group" = GroupId, Path, description = "The working group."),
        ("delegate" = DelegateId, Path, description = "The person."),
    ),
    responses((status = 200, description = "The seat is empty.", body = ReceiptView)))]
async fn leave_group(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path((id, delegate)): Path<(GroupId, DelegateId)>,
) -> Result<Acted, Problem> {
    let receipt = workflow::leave_group(&app.office, by, id, delegate).await?;
    Ok(receipt.into())
}
