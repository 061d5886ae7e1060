//! Signing in and out.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::network::Delegate;

use super::entrance::{From, address, device, enter, leave};
use crate::auth::password::Password;
use crate::auth::sign_in::{Attempt, sign_in as begin};
use crate::auth::{AuthError, AuthRefusal, session};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown, local_path};
use crate::web::problem::Problem;
use crate::web::session::{Authenticated, Proof};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    p: &'a Page,
    form: &'a Form,
}

/// Shows the form.
pub(super) async fn show(page: Page, RawQuery(query): RawQuery) -> Result<Shown, Problem> {
    let query = query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "return_to");
    let return_to = asked.map_or_else(|| "/".to_owned(), |(_, to)| local_path(&to).to_owned());
    let form = Form::new().with("return_to", return_to);
    page.show(&SignInPage {
        p: &page,
        form: &form,
    })
}

/// Signs a person in by address and password.
pub(super) async fn sign_in(
    State(app): State<AppState>,
    from: From,
    headers: HeaderMap,
    page: Page,
    mut form: Form,
) -> Result<Response, Problem> {
    let attempt = Attempt {
        name: form.value("address"),
        password: Password::given(form.value("password")),
        address: address(&from),
    };
    let register = app.office.register();
    let accredited = |id| {
        register
            .network()
            .delegate(id)
            .is_some_and(Delegate::is_accredited)
    };
    let who = (attempt, device(&headers, &from));
    let (store, now) = (app.office.store(), app.office.now());
    match begin(&app.auth, store, who, accredited, now).await {
        Ok((token, _)) => Ok(enter(&token, Done::at(local_path(form.value("return_to"))))),
        Err(AuthError::Refused(refusal)) => {
            let status = match refusal {
                AuthRefusal::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            form.refuse(refusal.into());
            let again = SignInPage {
                p: &page,
                form: &form,
            };
            Ok(page.show_as(status, &again)?.into_response())
        }
        Err(AuthError::Store(error)) => Err(error.into()),
    }
}

/// Signs the person out of this browser.
pub(super) async fn sign_out(
    State(app): State<AppState>,
    authenticated: Option<axum::Extension<Authenticated>>,
) -> Result<Response, Problem> {
    if let Some(axum::Extension(Authenticated {
        delegate,
        by: Proof::Cookie(id),
    })) = authenticated
    {
        session::end(app.office.store(), delegate, id, app.office.now()).await?;
        app.hub.reconnect(delegate);
    }
    Ok(leave(Done::at("/sign-in").saying("done-signed-out")))
}
