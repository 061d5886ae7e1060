//! How the agreement went, how it was, and what it would be, over the API.

use domain::consensus::PositionKind;
use serde_json::json;

use super::{Caller, instrument};
use crate::web::pages::fixture::World;

async fn objected() -> (World, u64, u64) {
    let world = World::tabled().await;
    for member in 0..3 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    let agreed = world.office.register().next_seq() - 1;
    let objected = world.takes(5, 2, PositionKind::Object).await;
    (world, agreed, objected)
}

#[tokio::test]
async fn a_course_names_the_entry_of_each_turn() {
    let (world, agreed, objected) = objected().await;
    let caller = Caller::of(&world, world.delegates[3]).await;
    let path = instrument(&world, &format!("/clauses/{}/course", world.clause(2)));
    let course = caller.get(&path).await.expect(200);
    let turns = course["turns"].as_array().unwrap();
    let said: Vec<_> = turns
        .iter()
        .map(|it| (&it["entry"], &it["verdict"]["level"]))
        .collect();
    assert_eq!(said[1], (&json!(agreed), &json!("full_consensus")));
    assert_eq!(said[2], (&json!(objected), &json!("objections_open")));
    assert_eq!(course["entries"].as_array().unwrap().len(), 5);
    let path = instrument(&world, &format!("/clauses/{}/course", world.clause(99)));
    caller.get(&path).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn levels_and_clauses_are_read_as_of_an_entry() {
    let (world, agreed, objected) = objected().await;
    let caller = Caller::of(&world, world.delegates[3]).await;
    let levels = instrument(&world, "/levels");
    let clause = instrument(&world, &format!("/clauses/{}", world.clause(2)));
    for (query, seq, level, positions) in [
        (format!("?as_of={agreed}"), agreed, "full_consensus", 3),
        (String::new(), objected, "objections_open", 4),
    ] {
        let read = caller.get(&format!("{levels}{query}")).await.expect(200);
        assert_eq!(read["as_of"], seq);
        assert_eq!(read["clauses"][1]["status"]["level"], level);
        let read = caller.get(&format!("{clause}{query}")).await.expect(200);
        assert_eq!(read["evaluation"]["level"], level);
        assert_eq!(read["positions"].as_array().unwrap().len(), positions);
    }
    let yet_to_come = format!("?as_of={}", objected + 1);
    for path in [&levels, &clause] {
        let answer = caller.get(&format!("{path}{yet_to_come}")).await;
        answer.expect_problem(404, "not-found");
        caller.get(&format!("{path}?as_of=0")).await.expect(404);
        let answer = caller.get(&format!("{path}?as_of=-1")).await;
        assert_eq!(
            answer.expect_problem(422, "invalid-field")["pointer"],
            "/as_of"
        );
    }
}

#[tokio::test]
async fn moves_are_supposed_and_not_recorded() {
    let (world, _, objected) = objected().await;
    let caller = Caller::of(&world, world.delegates[3]).await;
    let path = instrument(&world, &format!("/clauses/{}/what-if", world.clause(2)));
    let [first, second, objector] = [0, 1, 5].map(|member| world.members[member]);
    let moves = json!({"moves": [
        {"organisation": objector, "stand": {"objection": {"state": "decided"}}},
        {"organisation": first, "stand": {"position": {"kind": "accept", "mandate": "ad_referendum"}}},
        {"organisation": second, "stand": "nothing"},
    ]});
    let supposed = caller.post(&path, &moves).await.expect(200);
    assert_eq!(supposed["present"]["level"], "objections_open");
    let counts = &supposed["evaluation"]["counts"];
    assert_eq!(
        (&counts["participating"], &counts["support"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(supposed["evaluation"]["level"], "significant_opposition");
    assert_eq!(world.office.register().next_seq(), objected + 1);
    let wrong = json!({"moves": [{"organisation": world.instrument, "stand": "nothing"}]});
    let problem = caller
        .post(&path, &wrong)
        .await
        .expect_problem(422, "invalid-field");
    assert_eq!(problem["pointer"], "/moves/0");
}
