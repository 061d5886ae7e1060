//! Coming in, signing in and out, as a browser meets it: the whole router, with
//! cookies, origins and limits.

mod anew;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use domain::api::{InviteDelegate, WithdrawRole};
use domain::id::DelegateId;
use domain::role::NetworkRole;
use domain::time::Timestamp;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::auth::origin::Origin;
use crate::auth::{Auth, cookie};
use crate::clock::Clock;
use crate::i18n::Locale;
use crate::live::Hub;
use crate::random::Random;
use crate::sealing::standing::Sealing;
use crate::state::AppState;
use crate::store::{Database, Store};
use crate::web::pages::fixture::{location, read};
use crate::web::reader::Interface;
use crate::workflow::{self, Office};

/// Nine in the morning of 3 March 2026.
const MORNING: Timestamp = Timestamp::from_micros(1_772_528_400_000_000);
const ORIGIN: &str = "http://127.0.0.1:8080";
const FOUNDER: &str = "sofia@network.example";
const PASSWORD: &str = "correct horse battery";

/// A server as it is first started.
struct Server {
    router: Router,
    office: Office,
    clock: Clock,
    _folder: TempDir,
}

/// A browser, with the cookie it was given.
#[derive(Default)]
struct Browser {
    cookie: Option<String>,
}

impl Server {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("clausewise.db"));
        let store = Store::open(&database).await.unwrap();
        let clock = Clock::fixed(MORNING);
        let office = Office::open(store, clock.clone(), Random::seeded(1))
            .await
            .unwrap();
        let (origin, random) = (Origin::parse(ORIGIN).unwrap(), office.random().clone());
        let auth = Auth::open(office.store(), folder.path(), origin, &clock, random)
            .await
            .unwrap();
        let sealing = Sealing::open(office.store(), None, "clausewise.example/ledger");
        let sealing = sealing.await.unwrap();
        let interface = Interface {
            network: "Clausewise".into(),
            locales: Locale::WITH_PSEUDO,
            is_secure: false,
        };
        let router = crate::web::router(AppState {
            hub: Hub::new(office.clone()),
            office: office.clone(),
            auth: Arc::new(auth),
            sealing,
            interface,
        });
        Self {
            router,
            office,
            clock,
            _folder: folder,
        }
    }

    /// Starts a server and sets it up; returns the founder's browser, signed in.
    async fn founded() -> (Self, Browser) {
        let server = Self::start().await;
        let link = server.set_up_link().await;
        let mut browser = Browser::default();
        let response = browser.post(&server, &link, &set_up_fields()).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        (server, browser)
    }

    async fn set_up_link(&self) -> String {
        let token = workflow::make_set_up_link(&self.office).await.unwrap();
        format!("/set-up/{}", token.unwrap().reveal())
    }

    fn founder(&self) -> DelegateId {
        let register = self.office.register();
        let person = register.network().delegate_by_address(FOUNDER);
        person.unwrap().id
    }

    /// Invites an auditor; returns who it is, and the path of the link.
    async fn invite(&self, address: &str) -> (DelegateId, String) {
        let command = InviteDelegate {
            organisation: None,
            role: NetworkRole::Auditor,
            name: "Ivo Marsh".parse().unwrap(),
            address: address.parse().unwrap(),
            expires_at: self.office.now().plus_seconds(86_400),
        };
        let invited = workflow::invite_delegate(&self.office, self.founder(), &command)
            .await
            .unwrap();
        let link = format!("/invitations/{}", invited.token.reveal());
        (invited.delegate, link)
    }

    async fn send(&self, mut request: Request<Body>) -> Response<Body> {
        let address = SocketAddr::from(([192, 0, 2, 7], 40_000));
        request.extensions_mut().insert(ConnectInfo(address));
        self.router.clone().oneshot(request).await.unwrap()
    }
}

impl Browser {
    /// Opens a page.
    async fn get(&self, server: &Server, path: &str) -> Response<Body> {
        let request = self.request(Request::get(path));
        server.send(request.body(Body::empty()).unwrap()).await
    }

    /// Posts a form of a page of ours, and keeps the cookie that is set.
    async fn post(
        &mut self,
        server: &Server,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Response<Body> {
        let response = self.post_from("same-origin", server, path, fields).await;
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        let ours = |value: &&str| value.starts_with(cookie::NAME);
        if let Some(set) = cookies.filter_map(|it| it.to_str().ok()).find(ours) {
            let pair = set.split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        response
    }

    /// Posts a form as the browser says it of a page of that kind of site.
    async fn post_from(
        &self,
        site: &str,
        server: &Server,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Response<Body> {
        let request = self
            .request(Request::post(path))
            .header("sec-fetch-site", site)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = serde_urlencoded::to_string(fields).unwrap();
        server.send(request.body(Body::from(body)).unwrap()).await
    }

    fn request(&self, request: axum::http::request::Builder) -> axum::http::request::Builder {
        let request = request
            .header(header::ACCEPT, "text/html")
            .header(header::USER_AGENT, "Firefox on the desk");
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    async fn sign_in(&mut self, server: &Server, address: &str, password: &str) -> Response<Body> {
        let fields = [
            ("address", address),
            ("password", password),
            ("return_to", "/sessions"),
        ];
        self.post(server, "/sign-in", &fields).await
    }

    /// Reports whether this browser is signed in.
    async fn is_in(&self, server: &Server) -> bool {
        self.get(server, "/sessions").await.status() == StatusCode::OK
    }
}

fn set_up_fields() -> [(&'static str, &'static str); 5] {
    [
        ("network", "Open Results Network"),
        ("name", "Sofia Ek"),
        ("address", FOUNDER),
        ("password", PASSWORD),
        ("password-again", PASSWORD),
    ]
}

const NEW_PASSWORD: [(&str, &str); 2] = [
    ("password", "four unrelated plain words"),
    ("password-again", "four unrelated plain words"),
];

#[tokio::test]
async fn a_set_up_link_makes_the_network_once() {
    let server = Server::start().await;
    let link = server.set_up_link().await;
    let mut first = Browser::default();
    assert_eq!(first.get(&server, &link).await.status(), StatusCode::OK);
    let response = first.post(&server, &link, &set_up_fields()).await;
    assert_eq!(
        (response.status(), location(&response)),
        (StatusCode::SEE_OTHER, "/")
    );
    assert!(first.is_in(&server).await);

    let mut second = Browser::default();
    assert_eq!(
        second.get(&server, &link).await.status(),
        StatusCode::NOT_FOUND
    );
    let response = second.post(&server, &link, &set_up_fields()).await;
    assert!(response.status().is_client_error(), "{}", response.status());
    assert!(!second.is_in(&server).await);
    assert_eq!(server.office.register().network().delegates().count(), 1);
}

#[tokio::test]
async fn a_wrong_set_up_link_makes_nothing() {
    let server = Server::start().await;
    server.set_up_link().await;
    let link = format!("/set-up/{}", "A".repeat(43));
    let response = Browser::default()
        .post(&server, &link, &set_up_fields())
        .await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(!server.office.register().network().is_founded());
}

#[tokio::test]
async fn a_form_that_is_wrong_keeps_what_was_typed_but_the_password() {
    let server = Server::start().await;
    let link = server.set_up_link().await;
    let mut fields = set_up_fields();
    fields[4].1 = "another password";
    let response = Browser::default().post(&server, &link, &fields).await;
    let (status, html) = read(response).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("The two passwords differ."), "{html}");
    assert!(html.contains(FOUNDER) && !html.contains(PASSWORD), "{html}");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    let (server, _) = Server::founded().await;
    let mut browser = Browser::default();
    let mut answers = Vec::new();
    for address in [FOUNDER, "nobody@network.example"] {
        let response = browser.sign_in(&server, address, "not the password").await;
        let (status, html) = read(response).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        answers.push(html.replace(address, "typed"));
    }
    assert!(answers[0].contains("The e-mail address or the password is not right."));
    assert_eq!(answers[0], answers[1]);
    assert!(!browser.is_in(&server).await);
}

#[tokio::test]
async fn the_right_password_signs_in_and_leads_back_within_this_server_alone() {
    let (server, _) = Server::founded().await;
    for (return_to, expected) in [
        ("/record?type=x", "/record?type=x"),
        ("//evil.example", "/"),
    ] {
        let mut browser = Browser::default();
        let fields = [
            ("address", FOUNDER),
            ("password", PASSWORD),
            ("return_to", return_to),
        ];
        let response = browser.post(&server, "/sign-in", &fields).await;
        assert_eq!(
            (response.status(), location(&response)),
            (StatusCode::SEE_OTHER, expected)
        );
        assert!(browser.is_in(&server).await);
    }
}

#[tokio::test]
async fn guessing_is_stopped_even_for_the_right_password() {
    let (server, _) = Server::founded().await;
    let mut browser = Browser::default();
    for _ in 0..20 {
        let response = browser
            .sign_in(&server, FOUNDER, "a guess that fails")
            .await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let response = browser.sign_in(&server, FOUNDER, PASSWORD).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    server.clock.advance_seconds(61);
    let response = browser.sign_in(&server, FOUNDER, PASSWORD).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let (server, browser) = Server::founded().await;
    let credentials = [("address", FOUNDER), ("password", PASSWORD)];
    for site in ["cross-site", "same-site"] {
        for (path, fields) in [("/sessions/end-all", &[][..]), ("/sign-in", &credentials)] {
            let response = browser.post_from(site, &server, path, fields).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{site} {path}");
        }
    }
    let stranger = Browser::default();
    let response = stranger
        .post_from("cross-site", &server, "/sign-in", &credentials)
        .await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(response.headers().get(header::SET_COOKIE).is_none());
    assert!(browser.is_in(&server).await);
}

#[tokio::test]
async fn an_invitation_is_accepted_with_a_password_once() {
    let (server, _) = Server::founded().await;
    let (_, link) = server.invite("ivo@audit.example").await;
    let mut browser = Browser::default();
    let (status, html) = read(browser.get(&server, &link).await).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        html.contains("Ivo Marsh") && html.contains("ivo@audit.example"),
        "{html}"
    );
    let response = browser.post(&server, &link, &NEW_PASSWORD).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert!(browser.is_in(&server).await);

    assert_eq!(
        browser.get(&server, &link).await.status(),
        StatusCode::NOT_FOUND
    );
    let mut elsewhere = Browser::default();
    let response = elsewhere.post(&server, &link, &NEW_PASSWORD).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    let response = elsewhere
        .sign_in(&server, "ivo@audit.example", NEW_PASSWORD[0].1)
        .await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_invitation_is_accepted_without_a_password_and_one_chosen_later() {
    let (server, _) = Server::founded().await;
    let (_, link) = server.invite("ivo@audit.example").await;
    let mut browser = Browser::default();
    let nothing = [("password", ""), ("password-again", "")];
    let response = browser.post(&server, &link, &nothing).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert!(browser.is_in(&server).await);

    let mut elsewhere = Browser::default();
    let response = elsewhere.sign_in(&server, "ivo@audit.example", "").await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let response = browser.post(&server, "/password", &NEW_PASSWORD).await;
    assert_eq!(
        (response.status(), location(&response)),
        (StatusCode::SEE_OTHER, "/sessions")
    );
    let response = elsewhere
        .sign_in(&server, "ivo@audit.example", NEW_PASSWORD[0].1)
        .await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_password_too_short_leaves_the_invitation_open() {
    let (server, _) = Server::founded().await;
    let (_, link) = server.invite("ivo@audit.example").await;
    let mut browser = Browser::default();
    let short = [("password", "short"), ("password-again", "short")];
    let response = browser.post(&server, &link, &short).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.get(&server, &link).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let (server, first) = Server::founded().await;
    let mut second = Browser::default();
    second.sign_in(&server, FOUNDER, PASSWORD).await;
    let (_, html) = read(second.get(&server, "/sessions").await).await;
    assert_eq!(html.matches("Firefox on the desk").count(), 2, "{html}");
    assert_eq!(html.matches("(this browser)").count(), 1);
    assert!(html.contains("192.0.2.7"), "{html}");

    let other = session_ids(&html)
        .into_iter()
        .find(|(_, is_this)| !is_this)
        .unwrap();
    let response = second
        .post(&server, "/sessions/end", &[("session", &other.0)])
        .await;
    assert_eq!(location(&response), "/sessions");
    assert!(!first.is_in(&server).await);
    assert!(second.is_in(&server).await);
}

#[tokio::test]
async fn nobody_ends_the_session_of_another_person() {
    let (server, founder) = Server::founded().await;
    let (_, html) = read(founder.get(&server, "/sessions").await).await;
    let (_, link) = server.invite("ivo@audit.example").await;
    let mut other = Browser::default();
    other.post(&server, &link, &NEW_PASSWORD).await;
    let session = &session_ids(&html)[0].0;
    other
        .post(&server, "/sessions/end", &[("session", session)])
        .await;
    assert!(founder.is_in(&server).await);
}

#[tokio::test]
async fn signing_out_ends_this_browser_or_all() {
    let (server, mut first) = Server::founded().await;
    let mut second = Browser::default();
    second.sign_in(&server, FOUNDER, PASSWORD).await;
    let kept = Browser {
        cookie: second.cookie.clone(),
    };
    let response = second.post(&server, "/sign-out", &[]).await;
    assert_eq!(location(&response), "/sign-in");
    assert!(response.headers().contains_key("clear-site-data"));
    assert_eq!(second.cookie, None);
    assert!(
        !kept.is_in(&server).await,
        "the cookie still opens something"
    );
    assert!(first.is_in(&server).await);

    second.sign_in(&server, FOUNDER, PASSWORD).await;
    first.post(&server, "/sessions/end-all", &[]).await;
    assert!(!first.is_in(&server).await);
    assert!(!second.is_in(&server).await);
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_signs_out_other_browsers() {
    let (server, mut first) = Server::founded().await;
    let mut second = Browser::default();
    second.sign_in(&server, FOUNDER, PASSWORD).await;
    let change = |current| {
        [
            ("current-password", current),
            NEW_PASSWORD[0],
            NEW_PASSWORD[1],
        ]
    };
    let response = first
        .post(&server, "/password", &change("not the password"))
        .await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.is_in(&server).await);
    let response = first.post(&server, "/password", &change(PASSWORD)).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert!(first.is_in(&server).await);
    assert!(!second.is_in(&server).await);
}

#[tokio::test]
async fn the_cookie_of_a_withdrawn_person_opens_nothing_at_once() {
    let (server, _) = Server::founded().await;
    let (delegate, link) = server.invite("ivo@audit.example").await;
    let mut browser = Browser::default();
    browser.post(&server, &link, &NEW_PASSWORD).await;
    assert!(browser.is_in(&server).await);
    let command = WithdrawRole {
        reason: "The mandate has ended.".parse().unwrap(),
    };
    workflow::withdraw_role(&server.office, server.founder(), delegate, &command)
        .await
        .unwrap();
    assert!(!browser.is_in(&server).await);
    let response = browser
        .sign_in(&server, "ivo@audit.example", NEW_PASSWORD[0].1)
        .await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_page_asked_for_without_a_session_leads_to_signing_in_and_back() {
    let (server, _) = Server::founded().await;
    let response = Browser::default().get(&server, "/password").await;
    assert_eq!(location(&response), "/sign-in?return_to=%2Fpassword");
}

/// Returns the sessions that a page lists, and whether each is this browser's.
fn session_ids(html: &str) -> Vec<(String, bool)> {
    let rows = html.split("<tr>").skip(2);
    rows.map(|row| {
        let field = row.split_once("name=\"session\" value=\"").unwrap().1;
        let id = field.split_once('"').unwrap().0.to_owned();
        (id, row.contains("(this browser)"))
    })
    .collect()
}
