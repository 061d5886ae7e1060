//! A network from nothing, over the API: organisations, delegates, an instrument.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{Answer, Caller, Program};

/// Everyone's password.
pub const PASSWORD: &str = "seven quiet paper lanterns";

/// A network with its secretariat, at an instant.
pub struct Network {
    /// Where its program serves.
    pub address: String,
    /// Someone of the secretariat.
    pub secretariat: Caller,
    /// When it was founded.
    pub founded: Timestamp,
}

/// Someone who acts for an organisation.
pub struct Delegate {
    /// The delegate.
    pub id: String,
    /// The delegate's calls.
    pub caller: Caller,
}

/// An instrument and its draft.
pub struct Place {
    /// The instrument.
    pub id: String,
    /// Its working draft.
    pub draft: String,
}

impl Network {
    /// Sets a fresh program up.
    pub async fn found(program: &Program) -> Self {
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
    pub async fn admit(&self, name: &str, role: &str) -> (String, Delegate) {
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

    /// Makes a working group, and returns the place of the entry that says so.
    pub async fn make_group(&self, name: &str) -> u64 {
        let group = json!({"name": name});
        let made = self.secretariat.post("/groups", &group).await;
        made.expect(201)["seq"].as_u64().unwrap()
    }

    /// Makes a working group with a chair, and opens an instrument in it.
    pub async fn open_instrument(&self, chair: &Delegate) -> Place {
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
    /// Returns the path of the instrument in the API.
    pub fn instrument(&self) -> String {
        format!("/instruments/{}", self.id)
    }

    /// Imports a text, tables it, and returns its first clause that says something.
    pub async fn table(&self, chair: &Caller, text: &str) -> Value {
        let file = json!({"name": "principles.md", "text": text});
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
    pub async fn take(&self, caller: &Caller, clause: &Value, mut position: Value) -> Answer {
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
