//! The whole server around the live drafts of a world.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{Method, Request, StatusCode, header};
use domain::id::DelegateId;
use http_body_util::BodyExt;
use server::auth::refresh::Tokens;
use server::auth::{Auth, cookie, invitation, refresh, session};
use server::sealing::standing::Sealing;
use server::state::AppState;
use server::store::Store;
use server::web;
use server::web::reader::Interface;
use tokio::net::TcpListener;
use tower::ServiceExt;
use uuid::Uuid;

use crate::auth::support::{a_device, open_auth};
use crate::databases::Kind;
use crate::live::editor::ask;
use crate::live::support::World;

/// Where the server is reached.
pub(crate) const OWN: &str = "https://clausewise.example";

/// The server of a world, with everything around its live drafts.
pub(crate) struct Door {
    pub(crate) world: World,
    auth: Arc<Auth>,
    address: SocketAddr,
    routes: Router,
}

impl Door {
    pub(crate) async fn open(kind: Kind) -> Self {
        let world = World::with_text(kind).await;
        let store = world.hub.office().store();
        let auth = open_auth(store, world.own.folder(), &world.clock, 7).await;
        let auth = Arc::new(auth);
        let sealing = Sealing::open(store, None, "clausewise.example/ledger");
        let sealing = sealing.await.unwrap();
        let routes = web::router(AppState {
            office: world.hub.office().clone(),
            hub: world.hub.clone(),
            auth: Arc::clone(&auth),
            sealing,
            interface: Interface::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = routes.clone();
        tokio::spawn(async move { axum::serve(listener, served).await.unwrap() });
        Self {
            world,
            auth,
            address,
            routes,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        self.world.hub.office().store()
    }

    /// Makes an account if there is none.
    async fn make_account(&self, delegate: DelegateId) {
        let mut tx = self.store().begin().await.unwrap();
        let address = format!("{delegate}@example.org").parse().unwrap();
        let now = self.world.clock.now();
        invitation::make_account(&mut tx, delegate, &address, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Signs somebody in with a program.
    pub(crate) async fn tokens(&self, delegate: DelegateId) -> Tokens {
        self.make_account(delegate).await;
        let now = self.world.clock.now();
        refresh::start(&self.auth, self.store(), delegate, a_device(), now)
            .await
            .unwrap()
    }

    /// Signs somebody in with a browser; returns its cookie and its session.
    pub(crate) async fn cookie(&self, delegate: DelegateId) -> (String, Uuid) {
        self.make_account(delegate).await;
        let mut tx = self.store().begin().await.unwrap();
        let (random, now) = (&self.auth.random, self.world.clock.now());
        let (token, session) = session::begin(&mut tx, random, delegate, a_device(), now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        (format!("{}={}", cookie::NAME, token.reveal()), session.id)
    }

    /// Asks to be let in with a ticket, and returns the status: 101 for whoever is.
    pub(crate) async fn with_ticket(&self, ticket: &str) -> u16 {
        self.with(&format!("/live?ticket={ticket}"), &[]).await
    }

    /// Asks to be let in, and returns the status.
    pub(crate) async fn with(&self, path: &str, headers: &[(&'static str, &str)]) -> u16 {
        ask(self.address, path, headers).await.err().unwrap_or(101)
    }

    /// Opens a page with a cookie.
    pub(crate) async fn page(&self, cookie: &str, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::COOKIE, cookie);
        self.send(request, Body::empty()).await
    }

    /// Sends a form with a cookie, from a page of ours; returns where it leads.
    pub(crate) async fn submit(
        &self,
        cookie: &str,
        path: &str,
        form: &str,
    ) -> (StatusCode, String) {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::ORIGIN, OWN)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(form.to_owned())).await
    }

    /// Calls the API with a token.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        (token, body): (&str, serde_json::Value),
    ) -> (StatusCode, String) {
        let request = Self::request(method, path, token);
        self.send(request, Body::from(body.to_string())).await
    }

    /// Posts to the API with a token, once however often it is sent.
    pub(crate) async fn post_once(
        &self,
        path: &str,
        key: &str,
        (token, body): (&str, &serde_json::Value),
    ) -> (StatusCode, String) {
        let request = Self::request(Method::POST, path, token).header("idempotency-key", key);
        self.send(request, Body::from(body.to_string())).await
    }

    fn request(method: Method, path: &str, token: &str) -> Builder {
        Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
    }

    async fn send(&self, request: Builder, body: Body) -> (StatusCode, String) {
        let from: SocketAddr = ([127, 0, 0, 1], 5000).into();
        let request = request
            .header(header::ACCEPT, "text/html")
            .extension(ConnectInfo(from))
            .body(body);
        let answer = self.routes.clone().oneshot(request.unwrap()).await.unwrap();
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }
}
