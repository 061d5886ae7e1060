//! The way into the live drafts, through all the routes of the server.

use axum::http::Method;
use serde_json::json;
use server::auth::{refresh, session};
use server::workflow;

use crate::auth::support::{forge, parts};
use crate::databases::{Kind, on_both};
use crate::live::door::{Door, OWN};
use crate::live::editor::Editor;
use crate::live::support::{clause, command};

on_both!(
    nobody_comes_in_without_proof,
    a_ticket_lets_in_until_it_expires,
    a_ticket_for_something_else_lets_nobody_in,
    a_cookie_lets_in_only_from_our_own_pages,
    whoever_was_signed_out_stays_outside,
    whoever_was_withdrawn_stays_outside,
    what_ends_a_sign_in_ends_its_connections,
);

async fn nobody_comes_in_without_proof(kind: Kind) {
    let door = Door::open(kind).await;
    assert_eq!(door.with("/live", &[]).await, 401);
    assert_eq!(door.with("/live", &[("origin", OWN)]).await, 401);
    assert_eq!(door.with_ticket("guessed").await, 401);
    assert_eq!(door.with_ticket("").await, 401);
    let guessed = format!("{}={}", server::auth::cookie::NAME, "A".repeat(43));
    let headers = [("cookie", guessed.as_str()), ("origin", OWN)];
    assert_eq!(door.with("/live", &headers).await, 401);
}

async fn a_ticket_lets_in_until_it_expires(kind: Kind) {
    let door = Door::open(kind).await;
    let tokens = door.tokens(door.world.amina).await;
    // A ticket is no cookie: no other site has it, so it works from everywhere.
    let path = format!("/live?ticket={}", tokens.access);
    let elsewhere = [("origin", "https://evil.example")];
    assert_eq!(door.with(&path, &elsewhere).await, 101);
    let bearer = format!("Bearer {}", tokens.access);
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(door.with("/live", &headers).await, 101);
    door.world.clock.advance_seconds(599);
    assert_eq!(door.with_ticket(&tokens.access).await, 101);
    door.world.clock.advance_seconds(1);
    assert_eq!(door.with_ticket(&tokens.access).await, 401);
    assert_eq!(door.with("/live", &headers).await, 401);
}

async fn a_ticket_for_something_else_lets_nobody_in(kind: Kind) {
    let door = Door::open(kind).await;
    let tokens = door.tokens(door.world.amina).await;
    assert_eq!(door.with_ticket(&tokens.refresh.reveal()).await, 401);
    let (header, claims) = parts(&tokens.access);
    let folder = door.world.own.folder();
    let same = forge(folder, &header, &claims);
    assert_eq!(door.with_ticket(&same).await, 101);
    for (claim, other) in [
        ("aud", "another-api"),
        ("iss", "https://evil.example"),
        ("sub", &door.world.chair.to_string()),
    ] {
        let mut claims = claims.clone();
        claims[claim] = json!(other);
        let forged = forge(folder, &header, &claims);
        assert_eq!(door.with_ticket(&forged).await, 401, "{claim}");
    }
}

async fn a_cookie_lets_in_only_from_our_own_pages(kind: Kind) {
    let door = Door::open(kind).await;
    let (cookie, _) = door.cookie(door.world.amina).await;
    for (headers, expected) in [
        (vec![("origin", OWN)], 101),
        (
            vec![("origin", OWN), ("sec-fetch-site", "same-origin")],
            101,
        ),
        (vec![], 403),
        (vec![("origin", "https://evil.example")], 403),
        (
            vec![("origin", "https://clausewise.example.evil.example")],
            403,
        ),
        (vec![("origin", "http://clausewise.example")], 403),
        (vec![("origin", "null")], 403),
        (vec![("origin", OWN), ("sec-fetch-site", "cross-site")], 403),
        (vec![("origin", OWN), ("sec-fetch-site", "same-site")], 403),
    ] {
        let mut with_cookie = headers.clone();
        with_cookie.push(("cookie", &cookie));
        let status = door.with("/live", &with_cookie).await;
        assert_eq!(status, expected, "{headers:?}");
    }
}

async fn whoever_was_signed_out_stays_outside(kind: Kind) {
    let door = Door::open(kind).await;
    let (cookie, session) = door.cookie(door.world.amina).await;
    let tokens = door.tokens(door.world.amina).await;
    let (store, now) = (door.world.hub.office().store(), door.world.clock.now());
    let amina = door.world.amina;
    let headers = [("cookie", cookie.as_str()), ("origin", OWN)];
    assert_eq!(door.with("/live", &headers).await, 101);
    assert!(session::end(store, amina, session, now).await.unwrap());
    assert_eq!(door.with("/live", &headers).await, 401);
    assert_eq!(door.with_ticket(&tokens.access).await, 101);
    assert!(refresh::end(store, &tokens.refresh, now).await.unwrap());
    assert_eq!(door.with_ticket(&tokens.access).await, 401);
}

async fn whoever_was_withdrawn_stays_outside(kind: Kind) {
    let door = Door::open(kind).await;
    let tokens = door.tokens(door.world.amina).await;
    assert_eq!(door.with_ticket(&tokens.access).await, 101);
    let reason = command(json!({ "reason": "Has changed employers." }));
    let (office, by) = (door.world.hub.office(), door.world.secretary);
    workflow::withdraw_role(office, by, door.world.amina, &reason)
        .await
        .unwrap();
    assert_eq!(door.with_ticket(&tokens.access).await, 401);
}

async fn what_ends_a_sign_in_ends_its_connections(kind: Kind) {
    const SIGNED_OUT: u16 = 4401;
    // Whoever is still signed in elsewhere comes back by that.
    const COME_BACK: u16 = 1012;
    let door = Door::open(kind).await;
    let amina = door.world.amina;
    let (_, session) = door.cookie(amina).await;
    let new = json!({"current": "", "password": "seven quiet paper lanterns"});
    for (method, path, body, expected, stays) in [
        (
            Method::DELETE,
            format!("/sessions/{session}"),
            json!({}),
            COME_BACK,
            true,
        ),
        (
            Method::DELETE,
            "/tokens".to_owned(),
            json!({}),
            COME_BACK,
            false,
        ),
        (
            Method::PUT,
            "/me/password".to_owned(),
            new,
            COME_BACK,
            false,
        ),
        (
            Method::DELETE,
            "/sessions".to_owned(),
            json!({}),
            SIGNED_OUT,
            false,
        ),
    ] {
        let tokens = door.tokens(amina).await;
        let mut editor = Editor::open(&door.world, amina, "amina").await;
        let mut other = Editor::open(&door.world, door.world.boris, "boris").await;
        let request = (tokens.access.as_str(), body);
        let (status, answer) = door.call(method, &path, request).await;
        assert!(status.is_success(), "{path}: {answer}");
        assert_eq!(editor.until_closed().await.0, expected, "{path}");
        let status = door.with_ticket(&tokens.access).await;
        assert_eq!(status == 101, stays, "{path}: {status}");
        other.write(clause(2), 0, "All ").await;
        other.until_saved().await;
    }
}
