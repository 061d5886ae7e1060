//! A request under an `Idempotency-Key` acts once, on whichever database.

use axum::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::databases::{Kind, on_both};
use crate::live::door::Door;

on_both!(
    a_request_sent_again_gets_the_answer_it_had,
    a_request_sent_many_times_at_once_acts_once,
    two_people_use_one_key_without_knowing,
);

async fn groups(door: &Door, token: &str) -> usize {
    let (status, text) = door
        .call(Method::GET, "/groups", (token, json!(null)))
        .await;
    assert_eq!(status, 200, "{text}");
    let groups: Value = serde_json::from_str(&text).unwrap();
    groups.as_array().unwrap().len()
}

async fn a_request_sent_again_gets_the_answer_it_had(kind: Kind) {
    let door = Door::open(kind).await;
    let token = door.tokens(door.world.secretary).await.access;
    let before = groups(&door, &token).await;
    let (one, other) = (json!({"name": "One"}), json!({"name": "Other"}));
    let first = door.post_once("/groups", "key", (&token, &one)).await;
    assert_eq!(first.0, 201, "{}", first.1);
    let again = door.post_once("/groups", "key", (&token, &one)).await;
    assert_eq!(again, first);
    let (status, _) = door.post_once("/groups", "key", (&token, &other)).await;
    assert_eq!(status, 422);
    assert_eq!(groups(&door, &token).await, before + 1);
}

async fn a_request_sent_many_times_at_once_acts_once(kind: Kind) {
    let door = Door::open(kind).await;
    let token = door.tokens(door.world.secretary).await.access;
    let before = groups(&door, &token).await;
    let body = json!({"name": "One"});
    let posts = (0..6).map(|_| door.post_once("/groups", "key", (&token, &body)));
    let mut acted = Vec::new();
    for (status, answer) in join_all(posts).await {
        match status.as_u16() {
            201 => acted.push(answer),
            // The first is still being answered.
            status => assert_eq!(status, 409, "{answer}"),
        }
    }
    assert!(!acted.is_empty() && acted.iter().all(|answer| *answer == acted[0]));
    assert_eq!(groups(&door, &token).await, before + 1);
    let late = door.post_once("/groups", "key", (&token, &body)).await;
    assert_eq!(late.1, acted[0]);
}

async fn two_people_use_one_key_without_knowing(kind: Kind) {
    let door = Door::open(kind).await;
    let secretary = door.tokens(door.world.secretary).await.access;
    let amina = door.tokens(door.world.amina).await.access;
    let body = json!({"name": "One"});
    let (status, text) = door.post_once("/groups", "key", (&amina, &body)).await;
    assert_eq!(status, 403, "{text}");
    let (status, text) = door.post_once("/groups", "key", (&secretary, &body)).await;
    assert_eq!(status, 201, "{text}");
}
