//! Single-use links.

use server::auth::invitation::{self, SETUP_SECONDS};
use server::auth::token::Token;
use server::auth::{AuthError, AuthRefusal, session};
use server::secret::Secret;

use crate::auth::support::{ADDRESS, NOON, Server, a_delegate, a_device, an_invitation};
use crate::databases::{Kind, on_both};

on_both!(
    a_link_sets_the_password_once,
    a_link_works_until_it_expires,
    an_unknown_link_is_answered_like_a_used_one,
    a_new_link_replaces_the_one_before,
    an_address_of_another_account_is_taken,
    an_invited_delegate_can_be_given_another_address,
    a_link_ends_the_sessions_of_whoever_held_the_account,
    the_setup_link_works_once_for_a_day,
);

const WEEK: i64 = 7 * 24 * 3_600;

async fn invite(server: &Server, number: u128, delegate: u128) -> Result<Token, AuthError> {
    let mut tx = server.store.begin().await.unwrap();
    let ids = (an_invitation(number), a_delegate(delegate));
    let until = NOON.plus_seconds(WEEK);
    let address = ADDRESS.parse().unwrap();
    let token =
        invitation::invite(&mut tx, &server.auth.random, ids, &address, (NOON, until)).await?;
    tx.commit().await?;
    Ok(token)
}

async fn accept(server: &Server, token: &Token, after: i64) -> Result<(), AuthError> {
    let mut tx = server.store.begin().await.unwrap();
    let hash = Some(Secret::new("$argon2id$stretched".into()));
    let accepted = invitation::accept(&mut tx, token, hash, NOON.plus_seconds(after)).await?;
    assert_eq!(accepted.delegate_id, a_delegate(1));
    Ok(tx.commit().await?)
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: &Result<T, AuthError>, expected: &AuthRefusal) {
    assert!(
        matches!(result, Err(AuthError::Refused(refusal)) if refusal == expected),
        "{result:?}"
    );
}

async fn a_link_sets_the_password_once(kind: Kind) {
    let server = Server::start(kind).await;
    let token = invite(&server, 1, 1).await.unwrap();
    accept(&server, &token, 5).await.unwrap();
    assert_refused(&accept(&server, &token, 6).await, &AuthRefusal::LinkNotOpen);
    let mut tx = server.store.snapshot().await.unwrap();
    let account = tx.account_named(ADDRESS).await.unwrap().unwrap();
    assert_eq!(
        account.password_hash,
        Some(Secret::new("$argon2id$stretched".into()))
    );
}

async fn a_link_works_until_it_expires(kind: Kind) {
    let server = Server::start(kind).await;
    let token = invite(&server, 1, 1).await.unwrap();
    assert_refused(
        &accept(&server, &token, WEEK).await,
        &AuthRefusal::LinkNotOpen,
    );
    accept(&server, &token, WEEK - 1).await.unwrap();
}

async fn an_unknown_link_is_answered_like_a_used_one(kind: Kind) {
    let server = Server::start(kind).await;
    let unknown = Token::new(&server.auth.random);
    assert_refused(
        &accept(&server, &unknown, 0).await,
        &AuthRefusal::LinkNotOpen,
    );
}

async fn a_new_link_replaces_the_one_before(kind: Kind) {
    let server = Server::start(kind).await;
    let first = invite(&server, 1, 1).await.unwrap();
    let second = invite(&server, 2, 1).await.unwrap();
    assert_refused(&accept(&server, &first, 0).await, &AuthRefusal::LinkNotOpen);
    accept(&server, &second, 0).await.unwrap();
}

async fn an_address_of_another_account_is_taken(kind: Kind) {
    let server = Server::start(kind).await;
    invite(&server, 1, 1).await.unwrap();
    assert_refused(&invite(&server, 2, 2).await, &AuthRefusal::NameTaken);
}

async fn an_invited_delegate_can_be_given_another_address(kind: Kind) {
    let server = Server::start(kind).await;
    invite(&server, 1, 1).await.unwrap();
    let mut tx = server.store.begin().await.unwrap();
    let corrected = "anna@emb.example".parse().unwrap();
    invitation::make_account(&mut tx, a_delegate(1), &corrected, NOON)
        .await
        .unwrap();
    assert!(
        tx.account_named("anna@emb.example")
            .await
            .unwrap()
            .is_some()
    );
    assert!(tx.account_named(ADDRESS).await.unwrap().is_none());
}

async fn a_link_ends_the_sessions_of_whoever_held_the_account(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    let mut tx = server.store.begin().await.unwrap();
    let (held, _) = session::begin(&mut tx, &server.auth.random, id, a_device(), NOON)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let token = invite(&server, 1, 1).await.unwrap();
    accept(&server, &token, 1).await.unwrap();
    let mut tx = server.store.snapshot().await.unwrap();
    assert_eq!(session::find(&mut tx, &held, NOON).await.unwrap(), None);
}

async fn the_setup_link_works_once_for_a_day(kind: Kind) {
    let server = Server::start(kind).await;
    let mut tx = server.store.begin().await.unwrap();
    let random = &server.auth.random;
    let token = invitation::make_setup_link(&mut tx, random, NOON)
        .await
        .unwrap();
    let late = NOON.plus_seconds(SETUP_SECONDS);
    let result = invitation::use_setup_link(&mut tx, &token, late).await;
    assert_refused(&result, &AuthRefusal::LinkNotOpen);
    invitation::use_setup_link(&mut tx, &token, NOON)
        .await
        .unwrap();
    let result = invitation::use_setup_link(&mut tx, &token, NOON).await;
    assert_refused(&result, &AuthRefusal::LinkNotOpen);
}
