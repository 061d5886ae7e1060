//! Who is asking: cookie or token, checked before any handler runs.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::id::DelegateId;
use domain::register::Register;
use domain::role::NetworkRole;
use uuid::Uuid;

use super::page::Viewer;
use super::problem::Problem;
use super::reader::{Interface, Reader};
use crate::auth::origin::{self, Provenance};
use crate::auth::{access, cookie, session};
use crate::state::AppState;
use crate::store::StoreError;
use crate::workflow;

/// The person a request comes from, put into it once cookie or token has been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authenticated {
    /// The person, accredited at the time of the request.
    pub delegate: DelegateId,
    /// How the request proved it.
    pub by: Proof,
}

/// How a request proved who it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// By the cookie of this session of a browser.
    Cookie(Uuid),
    /// By an access token of this refresh family.
    Token(Uuid),
}

/// A signed-in, accredited delegate; a request from anybody else is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedIn(pub DelegateId);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let authenticated = Authenticated::from_request_parts(parts, state).await?;
        Ok(Self(authenticated.delegate))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Authenticated {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get()
            .copied()
            .ok_or_else(Problem::sign_in_required)
    }
}

/// Finds out who asks, and turns away what another site made a browser send.
pub async fn identify(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/assets/") {
        return next.run(request).await;
    }
    let register = app.office.register();
    let authenticated = match authenticate(&app, &register, request.headers()).await {
        Ok(authenticated) => authenticated,
        Err(error) => return Problem::from(error).into_response(),
    };
    if let Err(problem) = check_origin(&app, &request) {
        return problem.into_response();
    }
    let network = register.network();
    if let Some(name) = network.name().and_then(|name| name.as_str()) {
        let interface = Interface {
            network: name.into(),
            ..app.interface.clone()
        };
        request.extensions_mut().insert(interface);
    }
    if let Some(authenticated) = authenticated {
        let unread = if is_for_page(&request) {
            let zone = Reader::of(request.headers(), &app.interface).zone;
            let day_of = |at| zone.date(at);
            match workflow::unread(&app.office, authenticated.delegate, day_of).await {
                Ok(unread) => unread,
                Err(error) => return Problem::from(error).into_response(),
            }
        } else {
            0
        };
        request
            .extensions_mut()
            .insert(viewer(&register, authenticated.delegate, unread));
        request.extensions_mut().insert(authenticated);
    }
    next.run(request).await
}

async fn authenticate(
    app: &AppState,
    register: &Register,
    headers: &HeaderMap,
) -> Result<Option<Authenticated>, StoreError> {
    let proven = match bearer(headers) {
        Some(token) => by_token(app, token).await?,
        None => by_cookie(app, headers).await?,
    };
    let accredited = |delegate| {
        register
            .network()
            .delegate(delegate)
            .is_some_and(domain::network::Delegate::is_accredited)
    };
    Ok(proven.filter(|proven| accredited(proven.delegate)))
}

async fn by_token(app: &AppState, token: &str) -> Result<Option<Authenticated>, StoreError> {
    let claims = access::find(&app.auth, app.office.store(), token, app.office.now()).await?;
    Ok(claims.map(|claims| Authenticated {
        delegate: claims.sub,
        by: Proof::Token(claims.sid),
    }))
}

async fn by_cookie(
    app: &AppState,
    headers: &HeaderMap,
) -> Result<Option<Authenticated>, StoreError> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let Some(token) = cookies.into_iter().find_map(cookie::token) else {
        return Ok(None);
    };
    let found = session::resume(app.office.store(), &token, app.office.now()).await?;
    Ok(found.map(|found| Authenticated {
        delegate: found.delegate_id,
        by: Proof::Cookie(found.id),
    }))
}

/// Checks where a request began that a browser sends of itself: one with cookies,
/// and one that would begin a session.
fn check_origin(app: &AppState, request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    if origin::is_safe(request.method().as_str()) || bearer(headers).is_some() {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let provenance = Provenance {
        sec_fetch_site: text("sec-fetch-site"),
        origin: text("origin"),
    };
    let is_browser = provenance != Provenance::default() || headers.contains_key(header::COOKIE);
    if is_browser {
        origin::check(&app.auth.origin, provenance)?;
    }
    Ok(())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

/// Reports whether a request is for a page, which shows what was not read.
fn is_for_page(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT);
    request.method() == Method::GET
        && accept.is_some_and(|it| it.as_bytes().starts_with(b"text/html"))
}

fn viewer(register: &Register, delegate: DelegateId, unread: usize) -> Viewer {
    let network = register.network();
    let person = network.delegate(delegate);
    let organisation = person.and_then(|person| person.organisation);
    Viewer {
        name: network.delegate_name(delegate).to_owned(),
        organisation: organisation.map(|id| network.short_name(id).to_owned()),
        is_secretariat: person.is_some_and(|person| person.role == NetworkRole::Secretariat),
        unread,
    }
}
