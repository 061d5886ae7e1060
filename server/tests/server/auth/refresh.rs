//! Refresh tokens.

use domain::time::Timestamp;
use server::auth::refresh::{self, IDLE_SECONDS, LIFETIME_SECONDS, Tokens};
use server::auth::token::Token;
use server::auth::{AuthError, AuthRefusal, access};

use crate::auth::support::{NOON, Server, a_device, sign_in};
use crate::databases::{Kind, on_both};

on_both!(
    each_token_buys_the_next_one,
    a_token_shown_twice_ends_its_family,
    two_requests_with_one_token_never_both_succeed,
    another_sign_in_is_not_touched_by_a_reuse,
    a_token_is_good_for_two_weeks_unused,
    a_family_ends_after_thirty_days_however_much_it_is_used,
    an_unknown_token_is_refused,
    signing_out_ends_the_family_at_once,
);

async fn exchange(server: &Server, token: &Token, now: Timestamp) -> Result<Tokens, AuthRefusal> {
    let result = refresh::refresh(&server.auth, &server.store, token, now).await;
    result.map_err(|error| match error {
        AuthError::Refused(refusal) => refusal,
        AuthError::Store(error) => panic!("{error}"),
    })
}

async fn is_signed_in(server: &Server, tokens: &Tokens, now: Timestamp) -> bool {
    let found = access::find(&server.auth, &server.store, &tokens.access, now).await;
    found.unwrap().is_some()
}

async fn each_token_buys_the_next_one(kind: Kind) {
    let server = Server::start(kind).await;
    let mut tokens = sign_in(&server).await;
    for hour in 1..4 {
        let now = NOON.plus_seconds(hour * 3_600);
        tokens = exchange(&server, &tokens.refresh, now).await.unwrap();
        assert!(is_signed_in(&server, &tokens, now).await);
    }
}

async fn a_token_shown_twice_ends_its_family(kind: Kind) {
    let server = Server::start(kind).await;
    let first = sign_in(&server).await;
    let second = exchange(&server, &first.refresh, NOON).await.unwrap();
    let stolen = exchange(&server, &first.refresh, NOON).await;
    assert_eq!(stolen.err(), Some(AuthRefusal::TokenReused));
    let ended = exchange(&server, &second.refresh, NOON).await;
    assert_eq!(ended.err(), Some(AuthRefusal::SignedOut));
    assert!(!is_signed_in(&server, &second, NOON).await);
}

async fn two_requests_with_one_token_never_both_succeed(kind: Kind) {
    let server = Server::start(kind).await;
    let tokens = sign_in(&server).await;
    let (one, other) = tokio::join!(
        exchange(&server, &tokens.refresh, NOON),
        exchange(&server, &tokens.refresh, NOON),
    );
    let refusals = [one.err(), other.err()];
    assert!(refusals.contains(&None) && refusals.contains(&Some(AuthRefusal::TokenReused)));
}

async fn another_sign_in_is_not_touched_by_a_reuse(kind: Kind) {
    let server = Server::start(kind).await;
    let first = sign_in(&server).await;
    let id = crate::auth::support::a_delegate(1);
    let mut tx = server.store.begin().await.unwrap();
    let other = refresh::begin(&server.auth, &mut tx, id, a_device(), NOON)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    exchange(&server, &first.refresh, NOON).await.unwrap();
    exchange(&server, &first.refresh, NOON).await.unwrap_err();
    assert!(is_signed_in(&server, &other, NOON).await);
}

async fn a_token_is_good_for_two_weeks_unused(kind: Kind) {
    let server = Server::start(kind).await;
    let tokens = sign_in(&server).await;
    let late = exchange(&server, &tokens.refresh, NOON.plus_seconds(IDLE_SECONDS)).await;
    assert_eq!(late.err(), Some(AuthRefusal::SignedOut));
    let in_time = NOON.plus_seconds(IDLE_SECONDS - 1);
    exchange(&server, &tokens.refresh, in_time).await.unwrap();
}

async fn a_family_ends_after_thirty_days_however_much_it_is_used(kind: Kind) {
    let server = Server::start(kind).await;
    let mut tokens = sign_in(&server).await;
    for week in 1..=4 {
        let now = NOON.plus_seconds(week * 7 * 24 * 3_600);
        tokens = exchange(&server, &tokens.refresh, now).await.unwrap();
    }
    let late = exchange(
        &server,
        &tokens.refresh,
        NOON.plus_seconds(LIFETIME_SECONDS),
    )
    .await;
    assert_eq!(late.err(), Some(AuthRefusal::SignedOut));
}

async fn an_unknown_token_is_refused(kind: Kind) {
    let server = Server::start(kind).await;
    sign_in(&server).await;
    let unknown = Token::new(&server.auth.random);
    let refused = exchange(&server, &unknown, NOON).await;
    assert_eq!(refused.err(), Some(AuthRefusal::SignedOut));
}

async fn signing_out_ends_the_family_at_once(kind: Kind) {
    let server = Server::start(kind).await;
    let tokens = sign_in(&server).await;
    let unknown = Token::new(&server.auth.random);
    for (token, expected) in [
        (&unknown, false),
        (&tokens.refresh, true),
        (&tokens.refresh, false),
    ] {
        assert_eq!(
            refresh::end(&server.store, token, NOON).await.unwrap(),
            expected
        );
    }
    assert!(!is_signed_in(&server, &tokens, NOON).await);
}
