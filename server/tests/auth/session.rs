//! Sessions of browsers.

use domain::time::Timestamp;
use server::auth::session::{self, IDLE_SECONDS, LIFETIME_SECONDS};
use server::auth::token::Token;
use server::auth::{refresh, sign_out_everywhere};
use server::store::Session;

use crate::support::{ADDRESS, NOON, Server, a_device};

async fn begin(server: &Server) -> (Token, Session) {
    let id = server.with_delegate(1, ADDRESS).await;
    let mut tx = server.store.begin().await.unwrap();
    let begun = session::begin(&mut tx, &server.auth.random, id, a_device(), NOON)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    begun
}

async fn is_found(server: &Server, token: &Token, now: Timestamp) -> bool {
    let mut tx = server.store.snapshot().await.unwrap();
    session::find(&mut tx, token, now).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_unused() {
    let server = Server::start().await;
    let (token, begun) = begin(&server).await;
    assert!(is_found(&server, &token, NOON.plus_seconds(IDLE_SECONDS - 1)).await);
    assert!(!is_found(&server, &token, NOON.plus_seconds(IDLE_SECONDS)).await);
    let mut tx = server.store.begin().await.unwrap();
    tx.touch_session(begun.id, NOON.plus_seconds(3_600))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(is_found(&server, &token, NOON.plus_seconds(IDLE_SECONDS)).await);
}

#[test]
fn a_session_ends_after_two_weeks_however_much_it_is_used() {
    let end = NOON.plus_seconds(LIFETIME_SECONDS);
    let just_used = Session {
        id: uuid::Uuid::nil(),
        delegate_id: crate::support::a_delegate(1),
        created_at: NOON,
        seen_at: end.plus_seconds(-5),
        ended_at: None,
        user_agent: String::new(),
        address: String::new(),
    };
    assert!(session::is_good(&just_used, end.plus_seconds(-1)));
    assert!(!session::is_good(&just_used, end));
}

#[tokio::test]
async fn a_use_is_noted_once_a_minute() {
    let server = Server::start().await;
    let (_, begun) = begin(&server).await;
    for (seconds, expected) in [(0, false), (59, false), (60, true), (3_600, true)] {
        let due = session::is_touch_due(&begun, NOON.plus_seconds(seconds));
        assert_eq!(due, expected, "{seconds}");
    }
}

#[tokio::test]
async fn another_token_opens_no_session() {
    let server = Server::start().await;
    begin(&server).await;
    let other = Token::new(&server.auth.random);
    assert!(!is_found(&server, &other, NOON).await);
}

#[tokio::test]
async fn signing_out_everywhere_ends_browsers_and_programs() {
    let server = Server::start().await;
    let (token, begun) = begin(&server).await;
    let id = begun.delegate_id;
    let mut tx = server.store.begin().await.unwrap();
    let tokens = refresh::begin(&server.auth, &mut tx, id, a_device(), NOON)
        .await
        .unwrap();
    assert_eq!(session::list(&mut tx, id, NOON).await.unwrap(), [begun]);
    sign_out_everywhere(&mut tx, id, NOON).await.unwrap();
    assert_eq!(session::list(&mut tx, id, NOON).await.unwrap(), []);
    tx.commit().await.unwrap();
    assert!(!is_found(&server, &token, NOON).await);
    let access = server::auth::access::find(&server.auth, &server.store, &tokens.access, NOON);
    assert_eq!(access.await.unwrap(), None);
}

#[tokio::test]
async fn expired_sessions_are_not_listed() {
    let server = Server::start().await;
    let (_, begun) = begin(&server).await;
    let mut tx = server.store.snapshot().await.unwrap();
    let later = NOON.plus_seconds(IDLE_SECONDS);
    assert_eq!(
        session::list(&mut tx, begun.delegate_id, later)
            .await
            .unwrap(),
        []
    );
}
