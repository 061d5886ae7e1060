//! Names, passwords and guessing.

use domain::id::DelegateId;
use server::auth::password::Password;
use server::auth::sign_in::{
    Attempt, PasswordChange, change_password, check_password, sign_in, sign_in_program,
};
use server::auth::{AuthError, AuthRefusal, access, refresh, session};
use server::store::StoreError;

use crate::auth::support::{ADDRESS, NOON, PASSWORD, Server, a_delegate, a_device, here};
use crate::databases::{Kind, on_both};

on_both!(
    the_right_password_signs_in_however_the_name_is_typed,
    every_failure_is_answered_alike,
    a_delegate_who_is_not_accredited_is_answered_like_nobody,
    guessing_is_slowed_down_for_names_that_exist_and_names_that_do_not,
    signing_in_begins_a_session_in_a_browser_and_tokens_in_a_program,
    a_changed_password_signs_out_everything_but_the_session_it_was_changed_in,
    a_wrong_current_password_changes_nothing,
    a_first_password_needs_no_current_one,
    a_closed_account_opens_nothing_and_frees_its_name,
    closing_what_was_never_an_account_is_no_error,
);

async fn try_as(server: &Server, name: &str, password: &str) -> Result<DelegateId, AuthRefusal> {
    let attempt = Attempt {
        name,
        password: Password::given(password),
        address: here(),
    };
    refusal(check_password(&server.auth, &server.store, attempt, |_| true).await)
}

fn refusal<T>(result: Result<T, AuthError>) -> Result<T, AuthRefusal> {
    result.map_err(|error| match error {
        AuthError::Refused(refusal) => refusal,
        AuthError::Store(error) => panic!("{error}"),
    })
}

async fn the_right_password_signs_in_however_the_name_is_typed(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    for name in [ADDRESS, " Ana@EMB.example "] {
        assert_eq!(try_as(&server, name, PASSWORD).await, Ok(id), "{name}");
    }
}

async fn every_failure_is_answered_alike(kind: Kind) {
    let server = Server::start(kind).await;
    server.with_delegate(1, ADDRESS).await;
    server.with_delegate(2, "none@emb.example").await;
    let mut tx = server.store.begin().await.unwrap();
    server::auth::invitation::set_password(&mut tx, a_delegate(2), None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for (name, password) in [
        (ADDRESS, "correct horse batterY"),
        (ADDRESS, ""),
        ("ben@emb.example", PASSWORD),
        ("none@emb.example", PASSWORD),
        ("none@emb.example", ""),
        ("not an address", PASSWORD),
        ("", PASSWORD),
    ] {
        let answer = try_as(&server, name, password).await;
        assert_eq!(
            answer,
            Err(AuthRefusal::WrongCredentials),
            "{name} {password}"
        );
    }
}

async fn a_delegate_who_is_not_accredited_is_answered_like_nobody(kind: Kind) {
    let server = Server::start(kind).await;
    server.with_delegate(1, ADDRESS).await;
    let attempt = Attempt {
        name: ADDRESS,
        password: Password::given(PASSWORD),
        address: here(),
    };
    let answer = check_password(&server.auth, &server.store, attempt, |_| false).await;
    assert_eq!(refusal(answer), Err(AuthRefusal::WrongCredentials));
}

async fn guessing_is_slowed_down_for_names_that_exist_and_names_that_do_not(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    for name in [ADDRESS, "ben@emb.example"] {
        for _ in 0..19 {
            server.auth.limits.check(name, here()).unwrap();
        }
        let answer = try_as(&server, name, "a wrong password").await;
        assert_eq!(answer, Err(AuthRefusal::WrongCredentials));
        let answer = try_as(&server, name, PASSWORD).await;
        assert!(
            matches!(answer, Err(AuthRefusal::TooManyAttempts { .. })),
            "{name} {answer:?}"
        );
    }
    server.clock.advance_seconds(61);
    assert_eq!(try_as(&server, ADDRESS, PASSWORD).await, Ok(id));
}

async fn signing_in_begins_a_session_in_a_browser_and_tokens_in_a_program(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    let (auth, store) = (&server.auth, &server.store);
    let attempt = || {
        let password = Password::given(PASSWORD);
        (
            Attempt {
                name: ADDRESS,
                password,
                address: here(),
            },
            a_device(),
        )
    };
    let (token, begun) = sign_in(auth, store, attempt(), |_| true, NOON)
        .await
        .unwrap();
    let resumed = session::resume(store, &token, NOON).await.unwrap();
    assert_eq!(resumed, Some(begun));
    let tokens = sign_in_program(auth, store, attempt(), |_| true, NOON)
        .await
        .unwrap();
    let claims = access::find(auth, store, &tokens.access, NOON)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(claims.sub, id);
}

fn a_change(current: &str) -> PasswordChange {
    PasswordChange {
        current: Password::given(current),
        new: Password::choose("a fresh password").unwrap(),
        keep: None,
        address: here(),
    }
}

async fn a_changed_password_signs_out_everything_but_the_session_it_was_changed_in(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    let mut tx = server.store.begin().await.unwrap();
    let random = &server.auth.random;
    let (mine, kept) = session::begin(&mut tx, random, id, a_device(), NOON)
        .await
        .unwrap();
    let (other, _) = session::begin(&mut tx, random, id, a_device(), NOON)
        .await
        .unwrap();
    let tokens = refresh::begin(&server.auth, &mut tx, id, a_device(), NOON)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let change = PasswordChange {
        keep: Some(kept.id),
        ..a_change(PASSWORD)
    };
    change_password(&server.auth, &server.store, id, change, NOON)
        .await
        .unwrap();

    let mut tx = server.store.snapshot().await.unwrap();
    assert!(session::find(&mut tx, &mine, NOON).await.unwrap().is_some());
    assert!(
        session::find(&mut tx, &other, NOON)
            .await
            .unwrap()
            .is_none()
    );
    let refreshed = refresh::refresh(&server.auth, &server.store, &tokens.refresh, NOON).await;
    assert_eq!(refusal(refreshed).err(), Some(AuthRefusal::SignedOut));
    assert_eq!(try_as(&server, ADDRESS, "a fresh password").await, Ok(id));
    assert_eq!(
        try_as(&server, ADDRESS, PASSWORD).await,
        Err(AuthRefusal::WrongCredentials)
    );
}

async fn a_wrong_current_password_changes_nothing(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    let change = a_change("a wrong password");
    let answer = change_password(&server.auth, &server.store, id, change, NOON).await;
    assert_eq!(refusal(answer), Err(AuthRefusal::WrongCredentials));
    assert_eq!(try_as(&server, ADDRESS, PASSWORD).await, Ok(id));
}

async fn a_first_password_needs_no_current_one(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    let mut tx = server.store.begin().await.unwrap();
    server::auth::invitation::set_password(&mut tx, id, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    change_password(&server.auth, &server.store, id, a_change(""), NOON)
        .await
        .unwrap();
    assert_eq!(try_as(&server, ADDRESS, "a fresh password").await, Ok(id));
}

async fn a_closed_account_opens_nothing_and_frees_its_name(kind: Kind) {
    let server = Server::start(kind).await;
    let id = server.with_delegate(1, ADDRESS).await;
    let mut tx = server.store.begin().await.unwrap();
    let (token, _) = session::begin(&mut tx, &server.auth.random, id, a_device(), NOON)
        .await
        .unwrap();
    server::auth::close_account(&mut tx, id, NOON)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let mut tx = server.store.snapshot().await.unwrap();
    assert_eq!(session::find(&mut tx, &token, NOON).await.unwrap(), None);
    assert_eq!(
        try_as(&server, ADDRESS, PASSWORD).await,
        Err(AuthRefusal::WrongCredentials)
    );
    let successor = server.with_delegate(2, ADDRESS).await;
    assert_eq!(try_as(&server, ADDRESS, PASSWORD).await, Ok(successor));
}

async fn closing_what_was_never_an_account_is_no_error(kind: Kind) {
    let server = Server::start(kind).await;
    let mut tx = server.store.begin().await.unwrap();
    let closed: Result<(), StoreError> =
        server::auth::close_account(&mut tx, a_delegate(9), NOON).await;
    assert!(closed.is_ok(), "{closed:?}");
}
