//! Amendments negotiated over the API: weighed, adopted together, undone, revised, offered otherwise.

use domain::id::AmendmentId;
use serde_json::{Value, json};

use super::Caller;
use crate::web::pages::fixture::World;

const STATION: &str = "Results should be published by station within two days.";

/// A text on the table, its chair and two sponsors.
struct Round<'a> {
    world: &'a World,
    chair: Caller<'a>,
    sponsor: Caller<'a>,
    other: Caller<'a>,
    clause: Value,
}

impl<'a> Round<'a> {
    async fn of(world: &'a World) -> Self {
        let chair = Caller::of(world, world.delegates[0]).await;
        let file = json!({"name": "text.md", "text": format!("1. {STATION}\n")});
        let import = format!("/drafts/{}/import", world.draft);
        chair.post(&import, &file).await.expect(200);
        let mut round = Self {
            world,
            chair,
            sponsor: Caller::of(world, world.delegates[3]).await,
            other: Caller::of(world, world.delegates[4]).await,
            clause: Value::Null,
        };
        round.table(&[]).await.expect(201);
        let text = round.chair.get(&round.path("/revisions/1")).await;
        round.clause = text.expect(200)["text"][0].clone();
        round
    }

    fn path(&self, path: &str) -> String {
        format!("/instruments/{}{path}", self.world.instrument)
    }

    async fn draft(&self) -> Value {
        let draft = format!("/drafts/{}", self.world.draft);
        self.chair.get(&draft).await.expect(200)
    }

    async fn draft_says(&self, words: &str) {
        let draft = self.draft().await;
        let text = &draft["outline"]["clauses"][0]["wording"]["text"][0]["text"];
        assert_eq!(text, words);
    }

    async fn table(&self, carries: &[&str]) -> super::Answer {
        let heads = self.draft().await["heads"].clone();
        let revision = json!({"heads": heads, "carries": carries});
        self.chair.post(&self.path("/revisions"), &revision).await
    }

    fn modify(&self, words: &str) -> Value {
        json!({
            "kind": "modify",
            "clause": self.clause["id"],
            "base": self.clause["text_hash"],
            "wording": {"kind": "clause", "heading": "", "text": [{"text": words}]},
        })
    }

    async fn propose(&self, by: &Caller<'_>, words: &str) -> String {
        let change = self.modify(words);
        let proposal = json!({"revision": 1, "change": change, "rationale": "It is clearer."});
        let made = by.post(&self.path("/amendments"), &proposal).await;
        let id = made.expect(201)["id"].as_str().unwrap().to_owned();
        id.parse::<AmendmentId>().unwrap();
        id
    }

    async fn act(&self, by: &Caller<'_>, amendment: &str, act: &str, body: Value) -> super::Answer {
        let path = self.path(&format!("/amendments/{amendment}/{act}"));
        by.post(&path, &body).await
    }

    async fn read(&self, amendment: &str) -> Value {
        let path = self.path(&format!("/amendments/{amendment}"));
        self.chair.get(&path).await.expect(200)
    }
}

#[tokio::test]
async fn amendments_are_weighed_adopted_together_and_the_adoption_undone() {
    let world = World::new().await;
    let round = Round::of(&world).await;
    let shall = STATION.replace("should", "shall");
    let shall = round.propose(&round.sponsor, &shall).await;
    let one_day = STATION.replace("two days", "one day");
    let one_day = round.propose(&round.other, &one_day).await;
    let must = STATION.replace("should", "must");
    let must = round.propose(&round.other, &must).await;

    let weigh = format!("/adoption?amendments={shall},{one_day}");
    let weighed = round.chair.get(&round.path(&weigh)).await.expect(200);
    assert_eq!(weighed["possible"], true);
    assert_eq!(weighed["excluded"][0]["class"], "overlap");
    let together = "Results shall be published by station within one day.";
    assert_eq!(weighed["near"][0]["sentences"], json!([together]));

    let adoption = round.path("/adoption");
    let mut both = json!({"amendments": [shall, one_day], "texts": [1, 1]});
    let unread = round.chair.post(&adoption, &both).await;
    unread.expect_problem(409, "sentence-unread");
    both["read_together"] = json!([[shall, one_day]]);
    let colliding = json!({"amendments": [shall, must], "texts": [1, 1]});
    let refused = round.chair.post(&adoption, &colliding).await;
    refused.expect_problem(409, "amendments-collide");
    let stranger = round.sponsor.post(&adoption, &both).await;
    stranger.expect_problem(403, "not-permitted");
    round.chair.post(&adoption, &both).await.expect(200);
    round.draft_says(together).await;
    assert_eq!(round.read(&shall).await["disposition"], "adopted");

    let why = json!({"reason": "The wrong ones were ticked."});
    let undone = round.act(&round.chair, &shall, "undo", why.clone()).await;
    undone.expect(200);
    round.draft_says(STATION).await;
    assert_eq!(round.read(&one_day).await.get("disposition"), None);
    let again = round.act(&round.chair, &shall, "undo", why).await;
    again.expect_problem(409, "not-undoable");
}

#[tokio::test]
async fn a_new_clause_taken_back_can_be_adopted_again() {
    let world = World::new().await;
    let round = Round::of(&world).await;
    let proposal = json!({
        "revision": 1, "rationale": "Nothing says who keeps them.",
        "change": {"kind": "insert", "after": round.clause["id"],
            "wording": {"kind": "clause", "heading": "", "text": [{"text": "Forms are kept."}]}},
    });
    let made = round
        .sponsor
        .post(&round.path("/amendments"), &proposal)
        .await;
    let made = made
        .header("location")
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let adopt = json!({"text": 1});
    let adopted = round
        .act(&round.chair, &made, "incorporate", adopt.clone())
        .await;
    adopted.expect(200);
    let why = json!({"reason": "Too early."});
    round
        .act(&round.chair, &made, "undo", why)
        .await
        .expect(200);
    let again = round.act(&round.chair, &made, "incorporate", adopt).await;
    again.expect(200);
    assert_eq!(round.read(&made).await["disposition"], "adopted");
}

#[tokio::test]
async fn a_revision_is_tabled_once_every_amendment_is_decided_or_carried_over() {
    let world = World::new().await;
    let round = Round::of(&world).await;
    let shall = STATION.replace("should", "shall");
    let shall = round.propose(&round.sponsor, &shall).await;
    let one_day = STATION.replace("two days", "one day");
    let one_day = round.propose(&round.other, &one_day).await;
    let adopted = round
        .act(&round.chair, &shall, "incorporate", json!({"text": 1}))
        .await;
    adopted.expect(200);
    let gate = round.table(&[]).await;
    gate.expect_problem(409, "amendments-undecided");
    round.table(&[&one_day]).await.expect(201);

    let standing = format!("/amendments/{one_day}/standing");
    let standing = round.chair.get(&round.path(&standing)).await.expect(200);
    assert_eq!(standing["standing"], "carried");
    let clause = round.clause["id"].as_str().unwrap();
    let blame = format!("/revisions/2/clauses/{clause}/blame");
    let blame = round.chair.get(&round.path(&blame)).await.expect(200);
    assert_eq!(blame["text"][1]["text"], "shall");
    assert_eq!(blame["text"][1]["amendments"], json!([shall]));
    let line = round
        .chair
        .get(&round.path("/revisions/1/lines/1/now"))
        .await;
    let line = line.expect(200);
    assert_eq!(line["fate"], "stands");
    assert_eq!(line["line"]["number"], 1);
    let rolling = round
        .chair
        .get(&round.path("/rolling-text"))
        .await
        .expect(200);
    let alternatives = &rolling[0]["parts"][1]["alternatives"];
    assert_eq!(alternatives[0]["text"], "one day");
}

#[tokio::test]
async fn a_sponsor_revises_and_consents_and_an_amendment_is_adopted_otherwise_worded() {
    let world = World::new().await;
    let round = Round::of(&world).await;
    let must = STATION.replace("should", "must");
    let must = round.propose(&round.sponsor, &must).await;
    let revised = json!({
        "text": 1,
        "revision": 1,
        "change": round.modify(&STATION.replace("should", "have to")),
        "rationale": "Plainer.",
    });
    let stranger = round
        .act(&round.other, &must, "revise", revised.clone())
        .await;
    stranger.expect_problem(403, "not-the-sponsor");
    let done = round.act(&round.sponsor, &must, "revise", revised).await;
    done.expect(200);
    let shall = STATION.replace("should", "shall");
    let offer = json!({
        "text": 2,
        "wording": {"kind": "clause", "heading": "", "text": [{"text": shall}]},
        "note": "The house style says shall.",
    });
    round
        .act(&round.chair, &must, "offers", offer)
        .await
        .expect(200);
    let adopt = json!({"offer": 1});
    let early = round
        .act(&round.chair, &must, "adopt-modified", adopt.clone())
        .await;
    early.expect_problem(409, "no-consent");
    let consent = json!({"offer": 1, "accepted": true});
    let answered = round
        .act(&round.sponsor, &must, "offers/answer", consent)
        .await;
    answered.expect(200);
    let adopted = round
        .act(&round.chair, &must, "adopt-modified", adopt)
        .await;
    adopted.expect(200);
    round.draft_says(&shall).await;
    let read = round.read(&must).await;
    assert_eq!(read["disposition"], "adopted_modified");
    assert_eq!(read["earlier"][0]["text"], 1);
}

#[tokio::test]
async fn part_of_an_amendment_is_adopted_and_the_rest_lapses() {
    let world = World::new().await;
    let round = Round::of(&world).await;
    let both = STATION
        .replace("should", "shall")
        .replace("two days", "one day");
    let both = round.propose(&round.sponsor, &both).await;
    let part = json!({"text": 1, "changes": [1]});
    let taken = round.act(&round.chair, &both, "adopt-part", part).await;
    taken.expect(200);
    round
        .draft_says(&STATION.replace("two days", "one day"))
        .await;
    let back = json!({"part": 1, "reason": "The wrong change was ticked."});
    let stranger = round
        .act(&round.sponsor, &both, "undo-part", back.clone())
        .await;
    stranger.expect_problem(403, "not-permitted");
    let undone = round
        .act(&round.chair, &both, "undo-part", back.clone())
        .await;
    undone.expect(200);
    round.draft_says(STATION).await;
    let part = &round.read(&both).await["parts"][0];
    assert_eq!(part["undone"]["reason"], "The wrong change was ticked.");
    let again = round.act(&round.chair, &both, "undo-part", back).await;
    again.expect_problem(409, "not-undoable");
    let why = json!({"reason": "The round is over."});
    round
        .act(&round.chair, &both, "lapse", why)
        .await
        .expect(200);
    assert_eq!(round.read(&both).await["disposition"], "lapsed");
    let why = json!({"reason": "The wrong one was ticked."});
    let stranger = round
        .act(&round.sponsor, &both, "reopen", why.clone())
        .await;
    stranger.expect_problem(403, "not-permitted");
    let reopened = round.act(&round.chair, &both, "reopen", why.clone()).await;
    reopened.expect(200);
    assert_eq!(round.read(&both).await.get("disposition"), None);
    let again = round.act(&round.chair, &both, "reopen", why).await;
    again.expect_problem(409, "not-undoable");
}

#[tokio::test]
async fn a_procedure_is_proposed_and_contested_and_a_collision_declared_and_lifted() {
    let world = World::new().await;
    let round = Round::of(&world).await;
    let secretariat = Caller::of(&world, world.secretariat).await;
    let shall = STATION.replace("should", "shall");
    let shall = round.propose(&round.sponsor, &shall).await;
    let one_day = STATION.replace("two days", "one day");
    let one_day = round.propose(&round.other, &one_day).await;
    let procedure =
        json!({"text": 1, "procedure": {"advice": "overtaken_by", "amendment": one_day}});
    let proposed = round
        .act(&secretariat, &shall, "procedure", procedure)
        .await;
    proposed.expect(200);
    let answer = json!({"version": 1, "accepted": false, "reason": "They differ."});
    let answered = round
        .act(&round.sponsor, &shall, "procedure/answer", answer)
        .await;
    answered.expect(200);
    let read = round.read(&shall).await;
    assert_eq!(read["procedures"][0]["advice"], "overtaken_by");
    assert_eq!(read["procedures"][0]["answer"]["accepted"], false);

    let declared = json!({"other": one_day, "reason": "One makes the other pointless."});
    let done = round
        .act(&secretariat, &shall, "collisions", declared)
        .await;
    done.expect(200);
    let collisions = round.path("/collisions");
    let listed = round.chair.get(&collisions).await.expect(200);
    assert_eq!(listed[0]["class"], "declared");
    assert_eq!(listed[0]["reason"], "One makes the other pointless.");
    let clause = round.clause["id"].as_str().unwrap();
    let comparison = round.path(&format!("/clauses/{clause}/comparison"));
    let compared = round.chair.get(&comparison).await.expect(200);
    assert_eq!(compared["compatible"].as_array().unwrap().len(), 2);
    let lift = json!({"other": shall, "reason": "Both can stand."});
    let done = round
        .act(&round.chair, &one_day, "collisions/lift", lift)
        .await;
    done.expect(200);
    assert_eq!(round.chair.get(&collisions).await.expect(200), json!([]));
}
