//! Inviting people by a link that works once and is shown once.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::InviteDelegate;
use domain::id::{DelegateId, OrganisationId};
use domain::network::Delegate;
use domain::permission::Operation;
use domain::role::NetworkRole;
use domain::time::Timestamp;

use super::links::Chosen;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow::{self, Invited};

/// How long an invitation works, in seconds: 14 days.
const LIFE_SECONDS: i64 = 14 * 86_400;

#[derive(Template)]
#[template(path = "person_invite.html")]
struct InvitePage<'a> {
    p: &'a Page,
    form: &'a Form,
    roles: Vec<(&'static str, String, String)>,
    organisations: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "person_link.html")]
struct LinkPage<'a> {
    p: &'a Page,
    name: &'a str,
    link: String,
    expires_at: Timestamp,
    /// Whether the person acts already and signs in anew by it.
    is_accredited: bool,
}

#[derive(Template)]
#[template(path = "person_renew.html")]
struct RenewPage<'a> {
    p: &'a Page,
    it: &'a Delegate,
}

#[derive(Template)]
#[template(path = "person_revoke.html")]
struct RevokePage<'a> {
    p: &'a Page,
    it: &'a Delegate,
}

/// Shows the form for an invitation.
pub(super) async fn form(page: Page, desk: Desk) -> Result<Shown, Problem> {
    desk.network()
        .authorise(Operation::InviteDelegate, desk.by)?;
    shown(
        &page,
        &desk,
        &Form::new().with("role", "delegate"),
        StatusCode::OK,
    )
}

fn shown(page: &Page, desk: &Desk, form: &Form, status: StatusCode) -> Result<Shown, Problem> {
    let none = (String::new(), page.t("invite-no-organisation").to_string());
    let organisations = desk
        .network()
        .organisations()
        .map(|it| (it.id.to_string(), it.name.or_mark().to_owned()));
    let roles = NetworkRole::ALL.iter().map(|role| {
        let name = role.as_str();
        let about = page.t(&format!("role-{name}.about")).to_string();
        (name, page.t(&format!("role-{name}")).to_string(), about)
    });
    let template = InvitePage {
        p: page,
        form,
        roles: roles.collect(),
        organisations: std::iter::once(none).chain(organisations).collect(),
    };
    page.show_as(status, &template)
}

/// Invites a person and shows the link.
pub(super) async fn invite(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    if let Some(command) = command(&mut form, desk.now) {
        match workflow::invite_delegate(&app.office, desk.by, &command).await {
            Ok(invited) => {
                let name = command.name.as_str();
                let about = (name, command.expires_at, false);
                let link = link_page(&app, &page, &invited, about)?;
                return Ok(link.into_response());
            }
            Err(error) => form.refuse(error.into()),
        }
    }
    Ok(shown(&page, &desk, &form, StatusCode::UNPROCESSABLE_ENTITY)?.into_response())
}

fn command(form: &mut Form, now: Timestamp) -> Option<InviteDelegate> {
    let role = NetworkRole::from_name(form.value("role"));
    if role.is_none() {
        form.reject("role", "error-choice");
    }
    let organisation: Option<Chosen<OrganisationId>> =
        form.optional("organisation", "error-choice");
    let name = form.required("person-name", "error-name");
    let address = form.required("address", "error-address");
    if form.is_refused() {
        return None;
    }
    Some(InviteDelegate {
        organisation: organisation.map(|chosen| chosen.0),
        role: role?,
        name: name?,
        address: address?,
        expires_at: now.plus_seconds(LIFE_SECONDS),
    })
}

/// Asks whether to give a person a new link.
pub(super) async fn confirm_renewal(
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    desk.network()
        .authorise(Operation::InviteDelegate, desk.by)?;
    let it = desk.network().delegate(id).filter(|it| !it.is_withdrawn());
    let it = it.ok_or_else(Problem::not_found)?;
    page.show(&RenewPage { p: &page, it })
}

/// Gives a person a new link and shows it.
pub(super) async fn renew(
    State(app): State<AppState>,
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    let expires_at = desk.now.plus_seconds(LIFE_SECONDS);
    let invited = workflow::renew_invitation(&app.office, desk.by, id, expires_at).await?;
    let it = desk.network().delegate(id).ok_or_else(Problem::not_found)?;
    let about = (it.name.or_mark(), expires_at, it.is_accredited());
    link_page(&app, &page, &invited, about)
}

fn link_page(
    app: &AppState,
    page: &Page,
    invited: &Invited,
    (name, expires_at, is_accredited): (&str, Timestamp, bool),
) -> Result<Shown, Problem> {
    let link = format!("{}/invitations/{}", app.auth.origin, invited.token.reveal());
    page.show(&LinkPage {
        p: page,
        name,
        link,
        expires_at,
        is_accredited,
    })
}

/// Asks whether to take a link back.
pub(super) async fn confirm(
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    desk.network()
        .authorise(Operation::RevokeInvitation, desk.by)?;
    let it = desk.network().delegate(id);
    let it = it.filter(|it| it.link().is_some());
    let it = it.ok_or_else(Problem::not_found)?;
    page.show(&RevokePage { p: &page, it })
}

/// Takes a link back.
pub(super) async fn revoke(
    State(app): State<AppState>,
    Path(id): Path<DelegateId>,
    desk: Desk,
) -> Result<Done, Problem> {
    let person = desk.network().delegate(id).ok_or_else(Problem::not_found)?;
    let link = person.link().ok_or_else(Problem::not_found)?.id;
    workflow::revoke_invitation(&app.office, desk.by, link).await?;
    let said = if person.is_accredited() {
        "done-link-revoked"
    } else {
        "done-revoked"
    };
    Ok(Done::at("/people").saying(said))
}
