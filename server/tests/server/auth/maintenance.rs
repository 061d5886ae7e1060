//! What is done once an hour.

use server::auth::{refresh, session};
use server::store::Reservation;

use crate::auth::support::{ADDRESS, NOON, Server, a_device};
use crate::databases::{Kind, on_both};

on_both!(
    what_has_long_ended_is_removed_and_the_rest_is_kept,
    a_key_that_is_due_is_changed,
);

const DAY: i64 = 24 * 3_600;

async fn what_has_long_ended_is_removed_and_the_rest_is_kept(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    let mut tx = server.store.begin().await.unwrap();
    let (old, _) = session::begin(&mut tx, &server.auth.random, id, a_device(), NOON)
        .await
        .unwrap();
    let tokens = refresh::begin(&server.auth, &mut tx, id, a_device(), NOON)
        .await
        .unwrap();
    let later = NOON.plus_seconds(2 * DAY);
    let (young, _) = session::begin(&mut tx, &server.auth.random, id, a_device(), later)
        .await
        .unwrap();
    tx.reserve_idempotency_key(id, "old", &[1; 32], NOON)
        .await
        .unwrap();
    tx.reserve_idempotency_key(id, "young", &[1; 32], later)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    server.auth.maintain(&server.store, later).await.unwrap();
    let mut tx = server.store.begin().await.unwrap();
    let old_key = tx
        .reserve_idempotency_key(id, "old", &[1; 32], later)
        .await
        .unwrap();
    let young_key = tx
        .reserve_idempotency_key(id, "young", &[1; 32], later)
        .await
        .unwrap();
    assert_eq!(
        (old_key, young_key),
        (Reservation::Reserved, Reservation::Unanswered)
    );
    assert!(tx.session_by_token(&old.hash()).await.unwrap().is_some());
    drop(tx);

    server
        .auth
        .maintain(&server.store, NOON.plus_seconds(15 * DAY))
        .await
        .unwrap();
    let mut tx = server.store.snapshot().await.unwrap();
    assert!(tx.session_by_token(&old.hash()).await.unwrap().is_none());
    assert!(tx.session_by_token(&young.hash()).await.unwrap().is_some());
    assert!(
        tx.refresh_token(&tokens.refresh.hash())
            .await
            .unwrap()
            .is_some()
    );
    drop(tx);

    server
        .auth
        .maintain(&server.store, NOON.plus_seconds(31 * DAY))
        .await
        .unwrap();
    let mut tx = server.store.snapshot().await.unwrap();
    assert!(
        tx.refresh_token(&tokens.refresh.hash())
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_key_that_is_due_is_changed(kind: Kind) {
    let server = Server::start(kind).await;
    let file = server.own.folder().join("signing-key");
    let first = std::fs::read_to_string(&file).unwrap();
    server
        .auth
        .maintain(&server.store, NOON.plus_seconds(89 * DAY))
        .await
        .unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), first);
    server
        .auth
        .maintain(&server.store, NOON.plus_seconds(90 * DAY))
        .await
        .unwrap();
    assert_ne!(std::fs::read_to_string(&file).unwrap(), first);
}
