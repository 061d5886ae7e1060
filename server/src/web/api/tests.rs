//! The API, asked through the whole router.

mod acts;
mod adopted;
mod auditing;
mod conditions;
mod course;
mod deliberation;
mod description;
mod keys;
mod lists;
mod negotiation;
mod procedure;
mod reading;
mod record;
mod sealing;
mod signing;
mod tokens;

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::id::DelegateId;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::auth::password::Password;
use crate::auth::{Device, invitation, refresh};
use crate::web::pages::fixture::World;
use crate::web::router;

/// What everybody's password is.
const PASSWORD: &str = "correct horse battery";

/// Somebody who calls the API of a world.
pub(crate) struct Caller<'a> {
    world: &'a World,
    token: Option<String>,
}

/// What the API answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl<'a> Caller<'a> {
    /// Signs a delegate in with a program.
    pub(crate) async fn of(world: &'a World, by: DelegateId) -> Self {
        make_account(world, by).await;
        let state = world.state();
        let device = Device::new("tests", [127, 0, 0, 1].into());
        let store = state.office.store();
        let tokens = refresh::start(&state.auth, store, by, device, world.now());
        Self {
            world,
            token: Some(tokens.await.unwrap().access),
        }
    }

    /// Makes a caller whom nobody knows.
    pub(super) fn stranger(world: &'a World) -> Self {
        Self { world, token: None }
    }

    /// Makes the same caller with another token.
    pub(super) fn with_token(&self, token: &str) -> Self {
        Self {
            world: self.world,
            token: Some(token.to_owned()),
        }
    }

    /// Returns the token, empty where there is none.
    pub(crate) fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// Reads something.
    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path), None).await
    }

    /// Posts something.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path), Some(body))
            .await
    }

    /// Begins a request.
    pub(super) fn request(&self, method: Method, path: &str) -> Builder {
        let from: SocketAddr = ([127, 0, 0, 1], 5000).into();
        let path = match path.strip_prefix("/api/v1") {
            Some(_) => path.to_owned(),
            None => format!("/api/v1{path}"),
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .extension(ConnectInfo(from));
        match &self.token {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    /// Sends a request.
    pub(super) async fn send(&self, request: Builder, body: Option<&Value>) -> Answer {
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send_raw(request.body(body).unwrap()).await
    }

    /// Sends a request as it is.
    pub(super) async fn send_raw(&self, request: Request<Body>) -> Answer {
        let response = router(self.world.state()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

impl Answer {
    /// Expects a status and returns the body.
    #[track_caller]
    pub(super) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// Expects a problem of some type.
    #[track_caller]
    pub(super) fn expect_problem(&self, status: u16, code: &str) -> Value {
        let body = self.expect(status);
        assert_eq!(body["type"], format!("/problems/{code}"), "{body}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        body
    }

    /// Returns a header, empty where there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

/// Gives a delegate an account with the password of everybody.
pub(crate) async fn make_account(world: &World, by: DelegateId) {
    let state = world.state();
    let register = state.office.register();
    let delegate = register.network().delegate(by).unwrap();
    let address = delegate.address.as_str().unwrap().parse().unwrap();
    let password = Password::choose(PASSWORD).unwrap();
    let hash = state
        .auth
        .passwords
        .stretch(password, [1; 16])
        .await
        .unwrap();
    let mut tx = state.office.store().begin().await.unwrap();
    invitation::make_account(&mut tx, by, &address, world.now())
        .await
        .unwrap();
    invitation::set_password(&mut tx, by, Some(hash))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Returns the path of an instrument's address.
pub(super) fn instrument(world: &World, rest: &str) -> String {
    format!("/instruments/{}{rest}", world.instrument)
}
