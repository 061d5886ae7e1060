//! The program is killed at any moment while people write and take positions:
//! what it had acknowledged is there afterwards, and the record still verifies.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use e2e::{Caller, Database, Gone, NoAnswer, Peer, Program};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// How often the program is killed.
const KILLS: usize = 20;

/// Who writes in the live draft, all in one clause.
const WRITERS: [&str; 2] = ["babajide@comn.example", "mateo@te-sa.example"];

/// Who takes positions, all on one clause.
const VOTERS: [&str; 3] = [
    "nomvula@iec-k.example",
    "huda@sec-q.example",
    "lan@dvc.example",
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    nothing_acknowledged_is_lost(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_on_postgres() {
    nothing_acknowledged_is_lost(Database::durable_postgres()).await;
}

async fn nothing_acknowledged_is_lost(database: Database) {
    let mut program = Program::demonstration(database);
    let scene = Arc::new(Scene::set(&program).await);
    for round in 0..KILLS {
        let (words, positions) = scene.heard.counts();
        let mut at_work = set_to_work(&scene, round);
        // Rounds let more or less be acknowledged, so that kills fall at all stages of work.
        let enough = (words + 1 + round % 4, positions + 1 + round * 5 % 13);
        scene.heard.until(enough).await;
        program.kill();
        while let Some(ended) = at_work.join_next().await {
            ended.unwrap();
        }
        program.restart();
        program.address();
    }
    expect_words(&scene).await;
    expect_positions(&scene).await;
    expect_record(&scene.voters[0]).await;
}

/// What everybody works on.
struct Scene {
    writers: Vec<Caller>,
    voters: Vec<Caller>,
    draft: domain::id::DraftId,
    instrument: String,
    /// The clause of the table that positions are taken on, with its revision and hash.
    tabled: Value,
    revision: Value,
    /// The clause of the draft that is written in.
    written: String,
    heard: Heard,
}

/// What the program has acknowledged.
#[derive(Default)]
struct Heard {
    words: Mutex<Vec<String>>,
    positions: Mutex<Vec<(u64, String)>>,
    bell: Notify,
}

impl Heard {
    fn word(&self, word: String) {
        self.words.lock().unwrap().push(word);
        self.bell.notify_one();
    }

    fn position(&self, seq: u64, reason: String) {
        self.positions.lock().unwrap().push((seq, reason));
        self.bell.notify_one();
    }

    /// Returns how many words and how many positions were acknowledged.
    fn counts(&self) -> (usize, usize) {
        let words = self.words.lock().unwrap().len();
        (words, self.positions.lock().unwrap().len())
    }

    async fn until(&self, (words, positions): (usize, usize)) {
        while self.counts().0 < words || self.counts().1 < positions {
            self.bell.notified().await;
        }
    }
}

impl Scene {
    async fn set(program: &Program) -> Self {
        let (address, password) = (program.address(), program.password());
        let mut writers = Vec::new();
        for person in WRITERS {
            writers.push(Caller::sign_in(&address, person, &password).await);
        }
        let mut voters = Vec::new();
        for person in VOTERS {
            voters.push(Caller::sign_in(&address, person, &password).await);
        }
        let instrument = voters[0].get("/instruments").await.expect(200)[0].clone();
        let id = instrument["id"].as_str().unwrap().to_owned();
        let path = format!("/instruments/{id}/revisions/{}", instrument["revision"]);
        let table = voters[0].get(&path).await.expect(200);
        let draft = instrument["draft"].as_str().unwrap();
        let text = writers[0]
            .get(&format!("/drafts/{draft}"))
            .await
            .expect(200);
        Self {
            writers,
            voters,
            draft: draft.parse().unwrap(),
            instrument: id,
            tabled: table["text"][2].clone(),
            revision: table["number"].clone(),
            written: text["clauses"][2]["id"].as_str().unwrap().to_owned(),
            heard: Heard::default(),
        }
    }
}

/// Sends everybody to work until the program goes away.
fn set_to_work(scene: &Arc<Scene>, round: usize) -> JoinSet<()> {
    let mut at_work = JoinSet::new();
    for number in 0..WRITERS.len() {
        let scene = Arc::clone(scene);
        at_work.spawn(async move {
            let Err(Gone) = write(&scene, round, number).await;
        });
    }
    for number in 0..VOTERS.len() {
        let scene = Arc::clone(scene);
        at_work.spawn(async move {
            let Err(NoAnswer) = vote(&scene, round, number).await;
        });
    }
    at_work
}

/// Writes word after word and waits for each to be durable.
async fn write(
    scene: &Scene,
    round: usize,
    number: usize,
) -> Result<std::convert::Infallible, Gone> {
    let name = format!("writer-{number}-{round}");
    let socket = scene.writers[number].socket();
    let mut peer = Peer::join(&socket, &name, scene.draft).await?;
    peer.until_open().await?;
    for count in 0_usize.. {
        let word = format!("<{round}.{number}.{count}>");
        let change = peer.write(&scene.written, &word).await?;
        peer.until_durable(change).await?;
        scene.heard.word(word);
    }
    unreachable!("a writer counts until the program goes away")
}

/// Takes position after position, each with a reason of its own.
async fn vote(
    scene: &Scene,
    round: usize,
    number: usize,
) -> Result<std::convert::Infallible, NoAnswer> {
    let clause = scene.tabled["id"].as_str().unwrap();
    let path = format!(
        "/instruments/{}/clauses/{clause}/positions",
        scene.instrument
    );
    for count in 0_usize.. {
        let reason = format!("Reason {count} of voter {number} in round {round}.");
        let statement = json!({
            "revision": scene.revision,
            "text_hash": scene.tabled["text_hash"],
            "kind": if count % 2 == 0 { "accept" } else { "abstain" },
            "reason": reason,
        });
        let answer = scene.voters[number].try_post(&path, &statement).await?;
        let seq = answer.expect(201)["position"]["seq"].as_u64().unwrap();
        scene.heard.position(seq, reason);
    }
    unreachable!("a voter counts until the program goes away")
}

/// Every acknowledged word is in the draft, once.
async fn expect_words(scene: &Scene) {
    let mut peer = Peer::join(&scene.writers[0].socket(), "reader", scene.draft)
        .await
        .unwrap();
    peer.until_open().await.unwrap();
    let body = peer.body(&scene.written);
    for word in scene.heard.words.lock().unwrap().iter() {
        assert_eq!(body.matches(word.as_str()).count(), 1, "{word} in {body}");
    }
}

/// Every acknowledged position is in the record where its receipt says.
async fn expect_positions(scene: &Scene) {
    let positions = scene.heard.positions.lock().unwrap().clone();
    for (seq, reason) in positions {
        let entry = scene.voters[0]
            .get(&format!("/entries/{seq}"))
            .await
            .expect(200);
        assert_eq!(entry["type"], "position_taken", "{entry:#}");
        let contents = entry["contents"].as_array().unwrap();
        assert!(contents.contains(&json!(reason)), "{reason} in {entry:#}");
    }
}

/// The record has no gap, and each entry is its canonical bytes and what they commit to.
async fn expect_record(reader: &Caller) {
    let mut at = String::new();
    for seq in 0_u64.. {
        let answer = reader.get(&format!("/entries/{seq}")).await;
        if answer.status.as_u16() == 404 {
            assert_eq!(
                reader
                    .get(&format!("/entries?after={}", seq - 1))
                    .await
                    .expect(200),
                json!([])
            );
            return;
        }
        let entry = answer.expect(200);
        let bytes = STANDARD.decode(entry["bytes"].as_str().unwrap()).unwrap();
        let said: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            serde_json::to_vec(&said).unwrap(),
            bytes,
            "entry {seq} is canonical"
        );
        assert_eq!(said["seq"], json!(seq), "entry {seq} is in its place");
        assert!(
            said["at"].as_str().unwrap() >= at.as_str(),
            "entry {seq} is not before the last"
        );
        said["at"].as_str().unwrap().clone_into(&mut at);
        expect_commitments(&entry, &bytes);
    }
}

/// The words beside an entry are those it commits to.
fn expect_commitments(entry: &Value, bytes: &[u8]) {
    let text = String::from_utf8(bytes.to_owned()).unwrap();
    for beside in entry["beside"].as_array().unwrap() {
        let commitment = beside["commitment"].as_str().unwrap();
        assert!(text.contains(commitment), "{commitment} in {text}");
        if let (Some(salt), Some(words)) = (beside["salt"].as_str(), beside["text"].as_str()) {
            let hash = Sha256::new()
                .chain_update(hex::decode(salt).unwrap())
                .chain_update(words);
            assert_eq!(hex::encode(hash.finalize()), commitment, "{words}");
        }
    }
}
