//! A request under an `Idempotency-Key` acts once.

use axum::http::Method;
use domain::consensus::PositionKind;
use serde_json::{Value, json};

use super::{Answer, Caller, instrument};
use crate::web::pages::fixture::World;

async fn post(caller: &Caller<'_>, path: &str, key: &str, body: &Value) -> Answer {
    let request = caller
        .request(Method::POST, path)
        .header("idempotency-key", key);
    caller.send(request, Some(body)).await
}

#[tokio::test]
async fn the_same_request_gets_the_same_answer_and_acts_once() {
    let world = World::tabled().await;
    let caller = Caller::of(&world, world.delegates[0]).await;
    let path = instrument(&world, &format!("/clauses/{}/positions", world.clause(2)));
    let body = serde_json::to_value(world.statement(2, PositionKind::Endorse)).unwrap();
    let first = post(&caller, &path, "one", &body).await;
    let second = post(&caller, &path, "one", &body).await;
    first.expect(201);
    second.expect(201);
    assert_eq!(first.text, second.text);
    for header in ["etag", "location", "content-type"] {
        assert_eq!(first.header(header), second.header(header), "{header}");
    }
    assert_eq!(second.header("idempotency-replayed"), "true");
    let positions = caller.get(&path).await.expect(200);
    assert_eq!(positions.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_is_good_for_one_request() {
    let world = World::new().await;
    let caller = Caller::of(&world, world.secretariat).await;
    let (one, other) = (json!({"name": "One"}), json!({"name": "Other"}));
    post(&caller, "/groups", "key", &one).await.expect(201);
    post(&caller, "/groups", "key", &other)
        .await
        .expect_problem(422, "idempotency-key-reused");
    post(&caller, "/organisations", "key", &one)
        .await
        .expect_problem(422, "idempotency-key-reused");
    let long = "k".repeat(256);
    post(&caller, "/groups", &long, &one)
        .await
        .expect_problem(400, "idempotency-key-invalid");
}

#[tokio::test]
async fn a_refusal_is_an_answer_and_is_given_again() {
    let world = World::new().await;
    let delegate = Caller::of(&world, world.delegates[0]).await;
    let body = json!({"name": "One"});
    for _ in 0..2 {
        post(&delegate, "/groups", "key", &body)
            .await
            .expect_problem(403, "not-permitted");
    }
    let secretariat = Caller::of(&world, world.secretariat).await;
    post(&secretariat, "/groups", "key", &body)
        .await
        .expect(201);
}
