//! Where a person is signed in, and their password.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::time::Timestamp;
use uuid::Uuid;

use super::entrance::{From, address, chosen_password, leave};
use crate::auth::password::Password;
use crate::auth::sign_in::{PasswordChange, change_password as change};
use crate::auth::{AuthError, session, sign_out_of_all};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::problem::Problem;
use crate::web::session::{Authenticated, Proof};

/// A place where the person is signed in.
struct Place {
    id: Uuid,
    agent: String,
    address: String,
    since: Timestamp,
    seen_at: Timestamp,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage<'a> {
    p: &'a Page,
    places: Vec<Place>,
    has_password: bool,
}

#[derive(Template)]
#[template(path = "sign_out_everywhere.html")]
struct EndAllPage<'a> {
    p: &'a Page,
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage<'a> {
    p: &'a Page,
    form: &'a Form,
    has_password: bool,
}

/// Lists where the person is signed in.
pub(super) async fn show(
    State(app): State<AppState>,
    who: Authenticated,
    page: Page,
) -> Result<Shown, Problem> {
    let mut tx = app.office.store().snapshot().await?;
    let sessions = session::list(&mut tx, who.delegate, app.office.now()).await?;
    let account = tx.account(who.delegate).await?;
    let places = sessions.into_iter().map(|session| Place {
        is_this: who.by == Proof::Cookie(session.id),
        id: session.id,
        agent: session.user_agent,
        address: session.address,
        since: session.created_at,
        seen_at: session.seen_at,
    });
    let has_password = account.is_some_and(|account| account.password_hash.is_some());
    page.show(&SessionsPage {
        p: &page,
        places: places.collect(),
        has_password,
    })
}

/// Ends one session.
pub(super) async fn end(
    State(app): State<AppState>,
    who: Authenticated,
    form: Form,
) -> Result<Response, Problem> {
    let id: Uuid = form
        .value("session")
        .parse()
        .map_err(|_| Problem::not_found())?;
    session::end(app.office.store(), who.delegate, id, app.office.now()).await?;
    app.hub.reconnect(who.delegate);
    if who.by == Proof::Cookie(id) {
        return Ok(leave(Done::at("/sign-in").saying("done-signed-out")));
    }
    Ok(Done::at("/sessions")
        .saying("done-session-ended")
        .into_response())
}

/// Asks whether to sign out everywhere.
pub(super) async fn confirm_all(_: Authenticated, page: Page) -> Result<Shown, Problem> {
    page.show(&EndAllPage { p: &page })
}

/// Signs the person out everywhere, programs included.
pub(super) async fn end_all(
    State(app): State<AppState>,
    who: Authenticated,
) -> Result<Response, Problem> {
    sign_out_of_all(app.office.store(), who.delegate, app.office.now()).await?;
    app.hub.disconnect(who.delegate);
    Ok(leave(
        Done::at("/sign-in").saying("done-signed-out-everywhere"),
    ))
}

/// Shows the form for another password.
pub(super) async fn show_password(
    State(app): State<AppState>,
    who: Authenticated,
    page: Page,
) -> Result<Shown, Problem> {
    let has_password = has_password(&app, &who).await?;
    page.show(&PasswordPage {
        p: &page,
        form: &Form::new(),
        has_password,
    })
}

/// Changes the password and signs out everything but this browser.
pub(super) async fn change_password(
    State(app): State<AppState>,
    who: Authenticated,
    from: From,
    page: Page,
    mut form: Form,
) -> Result<Response, Problem> {
    if let Some(new) = chosen_password(&mut form) {
        let wish = PasswordChange {
            current: Password::given(form.value("current-password")),
            new,
            keep: match who.by {
                Proof::Cookie(session) => Some(session),
                Proof::Token(_) => None,
            },
            address: address(&from),
        };
        let store = app.office.store();
        match change(&app.auth, store, who.delegate, wish, app.office.now()).await {
            Ok(()) => {
                app.hub.reconnect(who.delegate);
                return Ok(Done::at("/sessions")
                    .saying("done-password")
                    .into_response());
            }
            Err(AuthError::Refused(refusal)) => form.refuse(refusal.into()),
            Err(AuthError::Store(error)) => return Err(error.into()),
        }
    }
    let has_password = has_password(&app, &who).await?;
    let again = PasswordPage {
        p: &page,
        form: &form,
        has_password,
    };
    Ok(page
        .show_as(StatusCode::UNPROCESSABLE_ENTITY, &again)?
        .into_response())
}

async fn has_password(app: &AppState, who: &Authenticated) -> Result<bool, Problem> {
    let account = app
        .office
        .store()
        .snapshot()
        .await?
        .account(who.delegate)
        .await?;
    Ok(account.is_some_and(|account| account.password_hash.is_some()))
}
