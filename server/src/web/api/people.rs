//! The people of the network: who they are, how they are invited, what becomes of their roles.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::api::{ChangeRole, DelegateView, InviteDelegate, OrganisationView, WithdrawRole};
use domain::id::{DelegateId, GroupId, InvitationId};
use domain::role::GroupRole;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::idempotency::KeptInstead;
use super::network::readable;
use super::paging::{Here, PageQuery, Paged};
use super::receipt::{Acted, Created, ReceiptView};
use crate::state::AppState;
use crate::web::extract::{ValidJson, ValidQuery};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow::{self, Invited};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_me))
        .routes(routes!(list_delegates))
        .routes(routes!(read_delegate))
        .routes(routes!(change_role))
        .routes(routes!(withdraw_role))
        .routes(routes!(renew_invitation))
        .routes(routes!(invite_delegate))
        .routes(routes!(revoke_invitation))
}

/// Who is asking.
#[derive(Serialize, ToSchema)]
struct MeView {
    /// The person.
    delegate: DelegateView,
    /// The organisation the person acts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationView>,
    /// The person's seats in working groups.
    seats: Vec<SeatView>,
}

/// A seat in a working group.
#[derive(Serialize, ToSchema)]
struct SeatView {
    /// The working group.
    group: GroupId,
    /// The role in it.
    role: GroupRole,
}

/// Until when the new link works.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RenewInvitation {
    /// When the link ends, at most 60 days from now.
    expires_at: Timestamp,
}

/// An invitation, with the link that is shown this once.
#[derive(Clone, Serialize, ToSchema)]
struct InvitedView {
    /// The invitation.
    invitation: InvitationId,
    /// The person.
    delegate: DelegateId,
    /// Where the person accepts; absent where the answer is given again.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// What was recorded.
    receipt: ReceiptView,
}

/// Returns who you are and what you act as.
#[utoipa::path(get, path = "/me", tag = "network",
    responses((status = 200, description = "You.", body = MeView)))]
async fn read_me(desk: Desk) -> Result<Json<MeView>, Problem> {
    let delegate = desk.network().delegate(desk.by);
    let seats = desk.network().groups().filter_map(|group| {
        let role = *group.participants.get(&desk.by)?;
        Some(SeatView {
            group: group.id,
            role,
        })
    });
    Ok(Json(MeView {
        delegate: delegate.ok_or_else(Problem::not_found)?.into(),
        organisation: desk.organisation().map(OrganisationView::from),
        seats: seats.collect(),
    }))
}

/// Lists the people in the order they were invited, former ones included.
#[utoipa::path(get, path = "/delegates", tag = "network", params(PageQuery),
    responses((status = 200, description = "A page of them.", body = Vec<DelegateView>)))]
async fn list_delegates(
    desk: Desk,
    here: Here,
    ValidQuery(page): ValidQuery<PageQuery>,
) -> Result<Paged<DelegateView>, Problem> {
    let all: Vec<_> = readable(&desk)?.delegates().collect();
    Paged::cut(
        (&page, &here),
        &all,
        |it| it.id,
        |it| DelegateView::from(*it),
    )
}

/// Returns one person.
#[utoipa::path(get, path = "/delegates/{delegate}", tag = "network",
    params(("delegate" = DelegateId, Path, description = "The person.")),
    responses((status = 200, description = "The person.", body = DelegateView)))]
async fn read_delegate(
    desk: Desk,
    Path(id): Path<DelegateId>,
) -> Result<Json<DelegateView>, Problem> {
    let delegate = readable(&desk)?.delegate(id);
    Ok(Json(delegate.ok_or_else(Problem::not_found)?.into()))
}

/// Changes a person's role in the network.
#[utoipa::path(post, path = "/delegates/{delegate}/role", tag = "network",
    params(("delegate" = DelegateId, Path, description = "The person.")),
    request_body = ChangeRole,
    responses((status = 200, description = "It is changed.", body = ReceiptView)))]
async fn change_role(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DelegateId>,
    ValidJson(command): ValidJson<ChangeRole>,
) -> Result<Acted, Problem> {
    let receipt = workflow::change_role(&app.office, by, id, &command).await?;
    Ok(receipt.into())
}

/// Ends a person's part in the network, and everything by which they could act.
#[utoipa::path(post, path = "/delegates/{delegate}/withdraw", tag = "network",
    params(("delegate" = DelegateId, Path, description = "The person.")),
    request_body = WithdrawRole,
    responses((status = 200, description = "It has ended.", body = ReceiptView)))]
async fn withdraw_role(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DelegateId>,
    ValidJson(command): ValidJson<WithdrawRole>,
) -> Result<Acted, Problem> {
    let receipt = workflow::withdraw_role(&app.office, by, id, &command).await?;
    Ok(receipt.into())
}

/// Invites a person. The link is in this answer and nowhere else.
#[utoipa::path(post, path = "/invitations", tag = "network",
    request_body = InviteDelegate,
    responses((status = 201, description = "The person is invited.", body = InvitedView)))]
async fn invite_delegate(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<InviteDelegate>,
) -> Result<Response, Problem> {
    let invited = workflow::invite_delegate(&app.office, by, &command).await?;
    shown_once(&app, &invited)
}

/// Gives a person a new link in place of the old one.
///
/// An invited person accepts by it; one who acts already signs in anew, which ends every earlier sign-in.
#[utoipa::path(post, path = "/delegates/{delegate}/invitation", tag = "network",
    params(("delegate" = DelegateId, Path, description = "The person.")),
    request_body = RenewInvitation,
    responses((status = 201, description = "The old link no longer works.", body = InvitedView)))]
async fn renew_invitation(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DelegateId>,
    ValidJson(wanted): ValidJson<RenewInvitation>,
) -> Result<Response, Problem> {
    let invited = workflow::renew_invitation(&app.office, by, id, wanted.expires_at).await?;
    shown_once(&app, &invited)
}

/// Takes an invitation or a link to sign in anew back; it no longer works.
#[utoipa::path(delete, path = "/invitations/{invitation}", tag = "network",
    params(("invitation" = InvitationId, Path, description = "The invitation.")),
    responses((status = 200, description = "It is taken back.", body = ReceiptView)))]
async fn revoke_invitation(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<InvitationId>,
) -> Result<Acted, Problem> {
    let receipt = workflow::revoke_invitation(&app.office, by, id).await?;
    Ok(receipt.into())
}

/// Answers with the link; what is kept under an idempotency key is without it.
fn shown_once(app: &AppState, invited: &Invited) -> Result<Response, Problem> {
    let kept = InvitedView {
        invitation: invited.invitation,
        delegate: invited.delegate,
        link: None,
        receipt: (&invited.receipt).into(),
    };
    let instead = serde_json::to_vec(&kept).map_err(|error| Problem::internal(&error))?;
    let link = format!("{}/invitations/{}", app.auth.origin, invited.token.reveal());
    let view = InvitedView {
        link: Some(link),
        ..kept
    };
    let path = format!("/delegates/{}", invited.delegate);
    let mut response = Created::at(path, &invited.receipt, view).into_response();
    response
        .extensions_mut()
        .insert(KeptInstead(instead.into()));
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}
