//! Reading only what has changed, and acting only on what was read.

use axum::http::Method;
use domain::consensus::PositionKind;
use serde_json::json;

use super::{Caller, instrument};
use crate::web::pages::fixture::World;

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let world = World::tabled().await;
    let caller = Caller::of(&world, world.delegates[0]).await;
    let clause = format!("/clauses/{}", world.clause(2));
    for (taker, rest) in ["", "/revisions/1", &clause].into_iter().enumerate() {
        let path = instrument(&world, rest);
        let first = caller.get(&path).await;
        first.expect(200);
        let tag = first.header("etag");
        let again = caller.request(Method::GET, &path);
        let known = caller.send(again.header("if-none-match", tag), None).await;
        assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""));
        assert_eq!(known.header("etag"), tag);
        world.takes(taker, 2, PositionKind::Endorse).await;
        assert_ne!(caller.get(&path).await.header("etag"), tag, "{path}");
    }
}

#[tokio::test]
async fn an_act_on_what_has_changed_is_refused() {
    let world = World::tabled().await;
    let caller = Caller::of(&world, world.delegates[0]).await;
    let path = instrument(&world, &format!("/clauses/{}/positions", world.clause(2)));
    let tag = caller.get(&instrument(&world, "")).await;
    let tag = tag.header("etag");
    world.takes(1, 2, PositionKind::Endorse).await;
    let body = serde_json::to_value(world.statement(2, PositionKind::Endorse)).unwrap();
    let stale = caller.request(Method::POST, &path).header("if-match", tag);
    caller
        .send(stale, Some(&body))
        .await
        .expect_problem(412, "stale");

    let clause = path.trim_end_matches("/positions");
    let present = caller.get(clause).await;
    let fresh = caller
        .request(Method::POST, &path)
        .header("if-match", present.header("etag"));
    let taken = caller.send(fresh, Some(&body)).await;
    taken.expect(201);
    let next = caller.get(&instrument(&world, "")).await;
    assert_eq!(taken.header("etag"), next.header("etag"));
}

#[tokio::test]
async fn a_draft_that_was_edited_has_another_tag() {
    let world = World::new().await;
    let chair = Caller::of(&world, world.delegates[0]).await;
    let path = format!("/drafts/{}", world.draft);
    let before = chair.get(&path).await;
    let edits = json!({"edits": [{"edit": "title", "title": "Another title"}]});
    chair
        .post(&format!("{path}/edits"), &edits)
        .await
        .expect(200);
    let after = chair.get(&path).await;
    assert_ne!(before.header("etag"), after.header("etag"));
    assert_eq!(after.expect(200)["outline"]["title"], "Another title");
}
