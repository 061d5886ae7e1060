//! What every way in has in common: a password chosen, a session begun.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::id::DelegateId;

use crate::auth::password::{InvalidPassword, Password};
use crate::auth::token::Token;
use crate::auth::{Device, cookie, session};
use crate::secret::Secret;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::Done;
use crate::web::problem::Problem;

/// Where a request comes from: the address the listener saw.
pub(super) type From = ConnectInfo<SocketAddr>;

/// Returns the network address of a request.
pub(super) fn address(from: &From) -> IpAddr {
    from.0.ip()
}

/// Describes the device a request comes from.
pub(super) fn device(headers: &HeaderMap, from: &From) -> Device {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Device::new(agent.unwrap_or_default(), address(from))
}

/// Reads the password that is chosen in the fields `password` and `password-again`.
pub(super) fn chosen_password(form: &mut Form) -> Option<Password> {
    let chosen = Password::choose(form.value("password"));
    if form.value("password") != form.value("password-again") {
        form.reject("password-again", "error-passwords-differ");
        return None;
    }
    match chosen {
        Ok(password) => Some(password),
        Err(InvalidPassword::TooShort) => {
            form.reject("password", "error-password-short");
            None
        }
        Err(InvalidPassword::TooLong) => {
            form.reject("password", "error-password-long");
            None
        }
    }
}

/// Stretches a chosen password for the store.
pub(super) async fn stretched(app: &AppState, password: Password) -> Result<Secret, Problem> {
    let salt = app.auth.random.bytes();
    Ok(app.auth.passwords.stretch(password, salt).await?)
}

/// Signs a delegate in with this browser and sends them on.
pub(super) async fn begin_session(
    app: &AppState,
    delegate: DelegateId,
    device: Device,
    done: Done,
) -> Result<Response, Problem> {
    let (store, random) = (app.office.store(), &app.auth.random);
    let (token, _) = session::start(store, random, delegate, device, app.office.now()).await?;
    Ok(enter(&token, done))
}

/// Gives the browser the token of a session that has begun, and sends it on.
pub(super) fn enter(token: &Token, done: Done) -> Response {
    let mut response = done.into_response();
    set_cookie(&mut response, &cookie::set(token));
    response
}

/// Ends the session in the browser, with what the editor kept on the device.
pub(super) fn leave(done: Done) -> Response {
    let mut response = done.into_response();
    set_cookie(&mut response, &cookie::clear());
    response.headers_mut().insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    response
}

fn set_cookie(response: &mut Response, value: &str) {
    let value = HeaderValue::from_str(value).expect("a cookie of ours is plain ASCII");
    response.headers_mut().append(header::SET_COOKIE, value);
}
