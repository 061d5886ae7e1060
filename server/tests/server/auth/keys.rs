//! The keys that sign access tokens.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use server::auth::key_ring::{KeyError, KeyRing};
use server::auth::refresh;
use server::auth::{Auth, access};
use server::random::Random;

use crate::auth::support::{NOON, Server, a_delegate, open_auth, sign_in};
use crate::databases::{Kind, on_both};

on_both!(
    the_private_key_is_a_file_for_nobody_else,
    an_exposed_or_broken_key_stops_the_start,
    a_restart_signs_nobody_out,
    a_new_key_signs_nobody_out,
    an_old_key_is_forgotten_when_its_last_token_has_expired,
    another_node_learns_of_a_key_when_it_meets_it,
    a_retired_key_that_is_restored_does_not_sign_again,
    a_key_is_due_for_a_change_after_ninety_days,
);

fn file(server: &Server) -> PathBuf {
    server.own.folder().join("signing-key")
}

async fn rotate(server: &Server) {
    let keys = &server.auth.keys;
    let rotated = keys.rotate(&server.store, &server.auth.random, NOON).await;
    rotated.unwrap();
}

async fn knows(server: &Server, auth: &Auth, access: &str, after: i64) -> bool {
    let found = access::find(auth, &server.store, access, NOON.plus_seconds(after)).await;
    found.unwrap().is_some()
}

async fn the_private_key_is_a_file_for_nobody_else(kind: Kind) {
    let server = Server::start(kind).await;
    let mode = fs::metadata(file(&server)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let private = fs::read_to_string(file(&server)).unwrap();
    let mut tx = server.store.snapshot().await.unwrap();
    let stored = tx.signing_keys(NOON).await.unwrap();
    assert_eq!(stored.len(), 1);
    assert!(!format!("{stored:?}{:?}", server.auth).contains(&private));
}

async fn reopen(server: &Server) -> Result<KeyRing, KeyError> {
    let issuer = "https://clausewise.example".to_owned();
    let random = Random::seeded(9);
    KeyRing::open(&server.store, server.own.folder(), issuer, &random, NOON).await
}

async fn an_exposed_or_broken_key_stops_the_start(kind: Kind) {
    let server = Server::start(kind).await;
    fs::set_permissions(file(&server), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(reopen(&server).await, Err(KeyError::File(_))));
    fs::set_permissions(file(&server), fs::Permissions::from_mode(0o600)).unwrap();
    assert!(reopen(&server).await.is_ok());
    for broken in ["", "short", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"] {
        fs::write(file(&server), broken).unwrap();
        assert!(
            matches!(reopen(&server).await, Err(KeyError::Malformed(_))),
            "{broken}"
        );
    }
}

async fn a_restart_signs_nobody_out(kind: Kind) {
    let server = Server::start(kind).await;
    let tokens = sign_in(&server).await;
    let restarted = open_auth(&server.store, server.own.folder(), &server.clock, 2).await;
    assert!(knows(&server, &restarted, &tokens.access, 0).await);
}

async fn a_new_key_signs_nobody_out(kind: Kind) {
    let server = Server::start(kind).await;
    let tokens = sign_in(&server).await;
    let before = fs::read_to_string(file(&server)).unwrap();
    rotate(&server).await;
    assert_ne!(fs::read_to_string(file(&server)).unwrap(), before);
    assert!(knows(&server, &server.auth, &tokens.access, 599).await);
    let ids = (a_delegate(1), uuid::Uuid::nil());
    let fresh = access::sign(&server.auth.keys, &server.auth.random, ids, NOON);
    let header = |token: &str| token.split('.').next().unwrap().to_owned();
    assert_ne!(header(&fresh), header(&tokens.access));
    assert!(access::verify(&server.auth.keys, &fresh, NOON).is_ok());
}

async fn an_old_key_is_forgotten_when_its_last_token_has_expired(kind: Kind) {
    let server = Server::start(kind).await;
    rotate(&server).await;
    let mut tx = server.store.snapshot().await.unwrap();
    assert_eq!(
        tx.signing_keys(NOON.plus_seconds(659)).await.unwrap().len(),
        2
    );
    assert_eq!(
        tx.signing_keys(NOON.plus_seconds(660)).await.unwrap().len(),
        1
    );
}

async fn another_node_learns_of_a_key_when_it_meets_it(kind: Kind) {
    let server = Server::start(kind).await;
    let other_folder = tempfile::tempdir().unwrap();
    let other = open_auth(&server.store, other_folder.path(), &server.clock, 2).await;
    let tokens = sign_in(&server).await;
    assert!(knows(&server, &other, &tokens.access, 0).await);
    rotate(&server).await;
    let refreshed = refresh::refresh(&server.auth, &server.store, &tokens.refresh, NOON)
        .await
        .unwrap();
    assert!(
        !knows(&server, &other, &refreshed.access, 9).await,
        "it does not ask at once"
    );
    assert!(knows(&server, &other, &refreshed.access, 10).await);
}

async fn a_retired_key_that_is_restored_does_not_sign_again(kind: Kind) {
    let server = Server::start(kind).await;
    let old = fs::read_to_string(file(&server)).unwrap();
    rotate(&server).await;
    fs::write(file(&server), &old).unwrap();
    open_auth(&server.store, server.own.folder(), &server.clock, 3).await;
    assert_ne!(fs::read_to_string(file(&server)).unwrap(), old);
}

async fn a_key_is_due_for_a_change_after_ninety_days(kind: Kind) {
    let server = Server::start(kind).await;
    let days = |days: i64| NOON.plus_seconds(days * 24 * 3_600);
    assert!(!server.auth.keys.is_rotation_due(days(89)));
    assert!(server.auth.keys.is_rotation_due(days(90)));
    server
        .auth
        .keys
        .rotate(&server.store, &server.auth.random, days(90))
        .await
        .unwrap();
    assert!(!server.auth.keys.is_rotation_due(days(90)));
}
