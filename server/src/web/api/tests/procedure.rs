//! The road to consensus as a program walks it.

use domain::consensus::PositionKind;
use serde_json::json;

use super::{Caller, instrument};
use crate::web::pages::fixture::World;

#[tokio::test]
async fn an_objection_that_breaks_silence_is_acknowledged_with_its_own_entry() {
    let world = World::tabled().await;
    world.is_supported().await;
    let chair = Caller::of(&world, world.delegates[0]).await;
    let clause = world.clause(2);
    let call = json!({
        "kind": "silence", "revision": 1, "clauses": [clause],
        "closes_at": world.now().plus_seconds(6 * 86_400),
    });
    let opened = chair.post(&instrument(&world, "/calls"), &call).await;
    opened.expect(201);

    let objector = Caller::of(&world, world.delegates[3]).await;
    let path = instrument(&world, &format!("/clauses/{clause}/positions"));
    let body = serde_json::to_value(world.statement(2, PositionKind::Object)).unwrap();
    let answer = objector.post(&path, &body).await;
    let taken = answer.expect(201);
    assert_eq!(taken["position"]["kind"], "object");
    let entries = taken["receipt"]["entries"].as_array().unwrap();
    let types: Vec<_> = entries.iter().map(|it| it["type"].as_str()).collect();
    assert_eq!(types, [Some("position_taken"), Some("silence_broken")]);
    let entry = objector.get(answer.header("location")).await.expect(200);
    assert_eq!(entry["seq"], taken["position"]["seq"]);
}

#[tokio::test]
async fn a_call_is_found_where_its_making_was_acknowledged() {
    let world = World::tabled().await;
    let chair = Caller::of(&world, world.delegates[0]).await;
    let call = json!({
        "kind": "consensus", "revision": 1, "clauses": [world.clause(2)],
        "closes_at": world.now().plus_seconds(86_400),
    });
    let path = instrument(&world, "/calls");
    let opened = chair.post(&path, &call).await;
    opened.expect(201);
    let found = chair.get(opened.header("location")).await.expect(200);
    assert_eq!(found["kind"], "consensus");
    assert_eq!(
        found["electorate"].as_array().unwrap().len(),
        world.members.len()
    );
    let listed = chair.get(&path).await.expect(200);
    assert_eq!(listed, json!([found]));
    let unknown = instrument(&world, &format!("/calls/{}", world.instrument));
    chair.get(&unknown).await.expect(404);
}
