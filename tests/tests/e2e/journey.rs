//! From an empty network to an objection, over the API alone.

use e2e::{Caller, Database, Program};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const PASSWORD: &str = "seven quiet paper lanterns";

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

    let clause = place.table(&chair.caller).await;
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
    let clause = place.table(&chair.caller).await;

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

/// A network with its secretariat, at an instant.
struct Network {
    address: String,
    secretariat: Caller,
    founded: Timestamp,
}

/// Someone who acts for an organisation.
struct Delegate {
    id: String,
    caller: Caller,
}

/// An instrument and its draft.
struct Place {
    id: String,
    draft: String,
}

impl Network {
    async fn found(program: &Program) -> Self {
        let address = program.address();
        let token = program
            .link("/set-up/")
            .rsplit('/')
            .next()
            .unwrap()
            .to_owned();
        let stranger = Caller::stranger(&address);
        let set_up = json!({
            "token": token, "network": "Network for Open Counts", "name": "Maren Holt",
            "address": "maren@secretariat.example", "password": PASSWORD,
        });
        let entered = stranger.post("/set-up", &set_up).await.expect(201);
        Self {
            secretariat: stranger.with_token(entered["tokens"]["access_token"].as_str().unwrap()),
            founded: entered["receipt"]["entries"][0]["at"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap(),
            address,
        }
    }

    /// Admits an organisation with one delegate, who accepts the invitation.
    async fn admit(&self, name: &str, role: &str) -> (String, Delegate) {
        let admission = json!({
            "name": format!("Commission of the {name}"), "short_name": name,
            "constituency": "Commissions", "voting_from": self.founded,
        });
        let admitted = self
            .secretariat
            .post("/organisations", &admission)
            .await
            .expect(201);
        let organisation = admitted["id"].as_str().unwrap().to_owned();
        let invitation = json!({
            "organisation": organisation, "role": role, "name": format!("Delegate of the {name}"),
            "address": format!("delegate@{}.example", name.to_lowercase()),
            "expires_at": self.founded + SignedDuration::from_hours(24 * 7),
        });
        let invited = self
            .secretariat
            .post("/invitations", &invitation)
            .await
            .expect(201);
        let token = invited["link"]
            .as_str()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap();
        let stranger = Caller::stranger(&self.address);
        let acceptance = json!({"token": token, "password": PASSWORD});
        let entered = stranger
            .post("/invitations/accept", &acceptance)
            .await
            .expect(201);
        let caller = stranger.with_token(entered["tokens"]["access_token"].as_str().unwrap());
        let id = invited["delegate"].as_str().unwrap().to_owned();
        (organisation, Delegate { id, caller })
    }

    /// Makes a working group with a chair, and opens an instrument in it.
    async fn open_instrument(&self, chair: &Delegate) -> Place {
        let group = self
            .secretariat
            .post("/groups", &json!({"name": "Counting"}))
            .await;
        let group = group.expect(201)["id"].clone();
        let seats = format!("/groups/{}/seats", group.as_str().unwrap());
        let seat = json!({"delegate": chair.id, "role": "chair"});
        self.secretariat.post(&seats, &seat).await.expect(200);
        let opening = json!({"group": group, "title": "Principles of Counting", "language": "en"});
        let opened = self
            .secretariat
            .post("/instruments", &opening)
            .await
            .expect(201);
        let id = opened["id"].as_str().unwrap().to_owned();
        let instrument = chair
            .caller
            .get(&format!("/instruments/{id}"))
            .await
            .expect(200);
        Place {
            id,
            draft: instrument["draft"].as_str().unwrap().to_owned(),
        }
    }
}

impl Place {
    fn instrument(&self) -> String {
        format!("/instruments/{}", self.id)
    }

    /// Imports a text, tables it, and returns its first clause that says something.
    async fn table(&self, chair: &Caller) -> Value {
        let file = json!({"name": "principles.md", "text": TEXT});
        chair
            .post(&format!("/drafts/{}/import", self.draft), &file)
            .await
            .expect(200);
        let draft = chair
            .get(&format!("/drafts/{}", self.draft))
            .await
            .expect(200);
        let revision = json!({"heads": draft["heads"]});
        chair
            .post(&format!("{}/revisions", self.instrument()), &revision)
            .await
            .expect(201);
        let table = chair
            .get(&format!("{}/revisions/1", self.instrument()))
            .await
            .expect(200);
        let clauses = table["text"].as_array().unwrap().iter();
        let said = |clause: &&Value| !clause["text"].as_array().unwrap().is_empty();
        clauses
            .clone()
            .find(said)
            .expect("the text has clauses")
            .clone()
    }

    /// Takes a position on the wording of a clause.
    async fn take(&self, caller: &Caller, clause: &Value, mut position: Value) -> e2e::Answer {
        position["revision"] = json!(1);
        position["text_hash"] = clause["text_hash"].clone();
        let path = format!(
            "{}/clauses/{}/positions",
            self.instrument(),
            clause["id"].as_str().unwrap()
        );
        caller.post(&path, &position).await
    }
}
