//! The page behind an invitation's link.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::time::Timestamp;

use super::entrance::{From, address, begin_session, chosen_password, device, stretched};
use crate::auth::token::Token;
use crate::auth::{AuthRefusal, invitation};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage<'a> {
    p: &'a Page,
    form: &'a Form,
    name: &'a str,
    address: &'a str,
    organisation: Option<&'a str>,
    role: &'static str,
    expires_at: Timestamp,
    /// Whether the person acts already and signs in anew.
    is_accredited: bool,
}

/// Shows who is invited as what, and asks for a password.
pub(super) async fn show(
    State(app): State<AppState>,
    Path(token): Path<String>,
    from: From,
    page: Page,
) -> Result<Shown, Problem> {
    app.auth.limits.check_address(address(&from))?;
    shown(&app, &token, &page, &Form::new(), StatusCode::OK).await
}

/// Lets the person in, with the password chosen or none for now.
pub(super) async fn accept(
    State(app): State<AppState>,
    Path(token): Path<String>,
    from: From,
    headers: HeaderMap,
    page: Page,
    mut form: Form,
) -> Result<Response, Problem> {
    app.auth.limits.check_address(address(&from))?;
    let link = Token::parse(&token).ok_or(AuthRefusal::LinkNotOpen)?;
    let hash = if form.value("password").is_empty() && form.value("password-again").is_empty() {
        None
    } else if let Some(password) = chosen_password(&mut form) {
        Some(stretched(&app, password).await?)
    } else {
        let again = shown(&app, &token, &page, &form, StatusCode::UNPROCESSABLE_ENTITY).await?;
        return Ok(again.into_response());
    };
    let (delegate, _) = workflow::accept_invitation(&app.office, &link, hash).await?;
    app.hub.disconnect(delegate);
    let done = Done::at("/").saying("done-welcome");
    begin_session(&app, delegate, device(&headers, &from), done).await
}

async fn shown(
    app: &AppState,
    token: &str,
    page: &Page,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let token = Token::parse(token).ok_or(AuthRefusal::LinkNotOpen)?;
    let mut tx = app.office.store().snapshot().await?;
    let found = invitation::find(&mut tx, &token, app.office.now()).await?;
    let register = app.office.register();
    let network = register.network();
    let person = network
        .delegate(found.delegate_id)
        .ok_or(AuthRefusal::LinkNotOpen)?;
    let template = InvitationPage {
        p: page,
        form,
        name: person.name.or_mark(),
        address: person.address.or_mark(),
        organisation: person
            .organisation
            .and_then(|id| network.organisation(id))
            .map(|organisation| organisation.name.or_mark()),
        role: person.role.as_str(),
        expires_at: found.expires_at,
        is_accredited: person.is_accredited(),
    };
    page.show_as(status, &template)
}
