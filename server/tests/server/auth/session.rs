//! Sessions of browsers.

use domain::time::Timestamp;
use server::auth::session::{self, IDLE_SECONDS, LIFETIME_SECONDS};
use server::auth::token::Token;
use server::auth::{refresh, sign_out_of_all};
use server::store::Session;

use crate::auth::support::{ADDRESS, NOON, Server, a_device};
use crate::databases::{Kind, on_both};

on_both!(
    a_session_ends_after_twelve_hours_unused,
    a_use_is_noted_once_a_minute,
    a_session_that_was_ended_is_not_resumed,
    another_token_opens_no_session,
    signing_out_everywhere_ends_browsers_and_programs,
    expired_sessions_are_not_listed,
);

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

async fn a_session_ends_after_twelve_hours_unused(kind: Kind) {
    let server = Server::start(kind).await;
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
        delegate_id: crate::auth::support::a_delegate(1),
        created_at: NOON,
        seen_at: end.plus_seconds(-5),
        ended_at: None,
        user_agent: String::new(),
        address: String::new(),
    };
    assert!(session::is_good(&just_used, end.plus_seconds(-1)));
    assert!(!session::is_good(&just_used, end));
}

async fn a_use_is_noted_once_a_minute(kind: Kind) {
    let server = Server::start(kind).await;
    let (token, _) = begin(&server).await;
    for (seconds, noted) in [(0, 0), (59, 0), (60, 60), (100, 60), (3_600, 3_600)] {
        let now = NOON.plus_seconds(seconds);
        let resumed = session::resume(&server.store, &token, now).await.unwrap();
        assert!(resumed.is_some(), "{seconds}");
        let mut tx = server.store.snapshot().await.unwrap();
        let stored = tx.session_by_token(&token.hash()).await.unwrap().unwrap();
        assert_eq!(stored.seen_at, NOON.plus_seconds(noted), "{seconds}");
    }
}

async fn a_session_that_was_ended_is_not_resumed(kind: Kind) {
    let server = Server::start(kind).await;
    let (token, begun) = begin(&server).await;
    let someone_else = crate::auth::support::a_delegate(9);
    assert!(
        !session::end(&server.store, someone_else, begun.id, NOON)
            .await
            .unwrap()
    );
    assert!(
        session::end(&server.store, begun.delegate_id, begun.id, NOON)
            .await
            .unwrap()
    );
    let resumed = session::resume(&server.store, &token, NOON).await.unwrap();
    assert_eq!(resumed, None);
}

async fn another_token_opens_no_session(kind: Kind) {
    let server = Server::start(kind).await;
    begin(&server).await;
    let other = Token::new(&server.auth.random);
    assert!(!is_found(&server, &other, NOON).await);
}

async fn signing_out_everywhere_ends_browsers_and_programs(kind: Kind) {
    let server = Server::start(kind).await;
    let (token, begun) = begin(&server).await;
    let id = begun.delegate_id;
    let mut tx = server.store.begin().await.unwrap();
    let tokens = refresh::begin(&server.auth, &mut tx, id, a_device(), NOON)
        .await
        .unwrap();
    assert_eq!(session::list(&mut tx, id, NOON).await.unwrap(), [begun]);
    tx.commit().await.unwrap();
    sign_out_of_all(&server.store, id, NOON).await.unwrap();
    let mut tx = server.store.snapshot().await.unwrap();
    assert_eq!(session::list(&mut tx, id, NOON).await.unwrap(), []);
    drop(tx);
    assert!(!is_found(&server, &token, NOON).await);
    let access = server::auth::access::find(&server.auth, &server.store, &tokens.access, NOON);
    assert_eq!(access.await.unwrap(), None);
}

async fn expired_sessions_are_not_listed(kind: Kind) {
    let server = Server::start(kind).await;
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
