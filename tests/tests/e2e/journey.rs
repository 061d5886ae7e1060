//! From an empty network to an objection, over the API alone.

use e2e::{Caller, Database, Network, Program};
use serde_json::{Value, json};

const TEXT: &str =
    "# Principles\n\n1. Votes are counted in public.\n2. Results are posted at once.\n";

#[tokio::test]
async fn an_empty_network_comes_to_an_objection_on_sqlite() {
    an_empty_network_comes_to_an_objection(Database::Sqlite).await;
}

#[tokio::test]
async fn an_empty_network_comes_to_an_objection_on_postgres() {
    an_empty_network_comes_to_an_objection(Database::postgres()).await;
}

async fn an_empty_network_comes_to_an_objection(database: Database) {
    let program = Program::serve(database);
    let network = Network::found(&program).await;
    let (north, chair) = network.admit("North", "head").await;
    let (east, first) = network.admit("East", "head").await;
    let (west, second) = network.admit("West", "head").await;
    let (south, objector) = network.admit("South", "head").await;
    let place = network.open_instrument(&chair).await;

    let clause = place.table(&chair.caller, TEXT).await;
    for in_favour in [&chair, &first, &second] {
        let endorsement = json!({"kind": "endorse"});
        place
            .take(&in_favour.caller, &clause, endorsement)
            .await
            .expect(201);
    }
    let path = format!(
        "{}/clauses/{}",
        place.instrument(),
        clause["id"].as_str().unwrap()
    );
    let standing = chair.caller.get(&path).await.expect(200);
    assert_eq!(
        standing["evaluation"]["level"], "full_consensus",
        "{standing:#}"
    );

    let objection =
        json!({"kind": "object", "reason": "We count at night.", "remedy": "Say when."});
    place
        .take(&objector.caller, &clause, objection)
        .await
        .expect(201);
    let standing = chair.caller.get(&path).await.expect(200);
    assert_eq!(
        standing["evaluation"]["level"], "objections_open",
        "{standing:#}"
    );

    let acts = network
        .secretariat
        .get("/entries?type=position_taken")
        .await
        .expect(200);
    let organisations: Vec<&Value> = acts
        .as_array()
        .unwrap()
        .iter()
        .map(|act| &act["organisation"])
        .collect();
    assert_eq!(organisations, [&north, &east, &west, &south]);
}

#[tokio::test]
async fn nobody_acts_without_the_right_to() {
    let program = Program::serve(Database::Sqlite);
    let network = Network::found(&program).await;
    let (_, chair) = network.admit("North", "head").await;
    let (_, outsider) = network.admit("South", "head").await;
    let place = network.open_instrument(&chair).await;
    let clause = place.table(&chair.caller, TEXT).await;

    let stranger = Caller::stranger(&program.address());
    assert_eq!(stranger.get("/instruments").await.status.as_u16(), 401);
    let group = json!({"name": "A group of our own"});
    assert_eq!(
        outsider
            .caller
            .post("/groups", &group)
            .await
            .status
            .as_u16(),
        403
    );
    let revision = json!({"heads": []});
    let path = format!("{}/revisions", place.instrument());
    assert_eq!(
        outsider.caller.post(&path, &revision).await.status.as_u16(),
        403
    );
    let endorsement = json!({"kind": "endorse"});
    let refused = place
        .take(&network.secretariat, &clause, endorsement.clone())
        .await;
    assert_eq!(
        refused.status.as_u16(),
        403,
        "the secretariat has no position"
    );

    let withdrawal = json!({"reason": "Has left the organisation."});
    let path = format!("/delegates/{}/withdraw", outsider.id);
    network
        .secretariat
        .post(&path, &withdrawal)
        .await
        .expect(200);
    let refused = place.take(&outsider.caller, &clause, endorsement).await;
    assert_eq!(
        refused.status.as_u16(),
        401,
        "a token of someone withdrawn opens nothing"
    );
}
