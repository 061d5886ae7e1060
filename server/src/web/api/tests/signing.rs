//! Keys and signed positions over the API.

use domain::id::OrganisationId;
use domain::signing::{KeySheet, PublicKey, SignedStatement, SigningSheet, StatementKind};
use ledger::jws::StatementKey;
use serde_json::{Value, json};

use super::{Answer, Caller, instrument};
use crate::signatures::{self, public_of};
use crate::web::pages::fixture::{World, clause_id};

fn key(number: u8) -> StatementKey {
    StatementKey::from_seed(&[number; 32])
}

/// A head of delegation with a program.
struct Head<'a> {
    caller: Caller<'a>,
    own: OrganisationId,
}

impl<'a> Head<'a> {
    async fn of(world: &'a World, member: usize) -> Self {
        world.promotes(member).await;
        Self {
            caller: Caller::of(world, world.delegates[member]).await,
            own: world.members[member],
        }
    }

    /// Has a statement about a key made and signs it.
    async fn signs(&self, wanted: Value, by: &StatementKey) -> SignedStatement {
        let sheet = self
            .caller
            .post("/organisation/key/statement", &wanted)
            .await;
        let sheet: KeySheet = serde_json::from_value(sheet.expect(200)).unwrap();
        signatures::sign(StatementKind::Key, by, &sheet.statement.to_bytes())
    }

    async fn declares(&self, key: &StatementKey) {
        let wanted = json!({"purpose": "key_declaration", "key": public_of(key)});
        let signed = self.signs(wanted, key).await;
        let body = json!({"signed": signed});
        let declared = self.caller.post("/organisation/key/declare", &body).await;
        declared.expect(200);
    }

    async fn approves(&self, of: OrganisationId, new: &StatementKey, by: &StatementKey) -> Answer {
        let wanted = json!({
            "purpose": "key_recovery", "organisation": of, "key": public_of(new),
        });
        let body = json!({"signed": self.signs(wanted, by).await});
        let path = format!("/organisations/{of}/key/approvals");
        self.caller.post(&path, &body).await
    }
}

async fn confirms(secretariat: &Caller<'_>, of: OrganisationId, key: &StatementKey) -> Answer {
    let path = format!("/organisations/{of}/key/confirm");
    secretariat
        .post(&path, &json!({"key": public_of(key)}))
        .await
}

async fn keyed<'a>(world: &'a World, member: usize, key: &StatementKey) -> Head<'a> {
    let head = Head::of(world, member).await;
    head.declares(key).await;
    let secretariat = Caller::of(world, world.secretariat).await;
    confirms(&secretariat, head.own, key).await.expect(200);
    head
}

fn positions(world: &World, number: u128) -> String {
    instrument(world, &format!("/clauses/{}/positions", clause_id(number)))
}

async fn sheet(head: &Head<'_>, path: &str, position: &Value) -> SigningSheet {
    let sheet = head
        .caller
        .post(&format!("{path}/statement"), position)
        .await;
    let sheet: SigningSheet = serde_json::from_value(sheet.expect(200)).unwrap();
    sheet.check().unwrap();
    sheet
}

fn signed(sheet: &SigningSheet, by: &StatementKey) -> Value {
    let jws = signatures::sign(StatementKind::Position, by, &sheet.statement.to_bytes());
    let mut position = serde_json::to_value(&sheet.position).unwrap();
    position["signed"] = json!({"jws": jws, "salts": sheet.salts});
    position
}

fn position(world: &World, number: u128) -> Value {
    let kind = domain::consensus::PositionKind::Object;
    serde_json::to_value(world.statement(number, kind)).unwrap()
}

#[tokio::test]
async fn a_position_is_signed_from_the_statement_to_the_entry() {
    let world = World::tabled().await;
    let head = keyed(&world, 1, &key(1)).await;
    let path = positions(&world, 2);
    let position = position(&world, 2);
    let unsigned = head.caller.post(&path, &position).await;
    unsigned.expect_problem(403, "signature-required");

    let sheet = sheet(&head, &path, &position).await;
    let foreign = head.caller.post(&path, &signed(&sheet, &key(2))).await;
    foreign.expect_problem(422, "signature-invalid");
    let elsewhere = positions(&world, 3);
    let replayed = head.caller.post(&elsewhere, &signed(&sheet, &key(1))).await;
    replayed.expect_problem(409, "wording-not-on-table");

    let taken = head.caller.post(&path, &signed(&sheet, &key(1))).await;
    let taken = taken.expect(201);
    assert_eq!(taken["position"]["signed"], true);
    let hash = json!(sheet.statement.hash());
    assert_eq!(taken["position"]["statement"], hash);
    let entry = head
        .caller
        .get(&format!("/entries/{}", taken["position"]["seq"]))
        .await;
    let entry = entry.expect(200);
    let jws: SignedStatement = serde_json::from_value(entry["body"]["signed"].clone()).unwrap();
    assert_eq!(jws.payload().unwrap(), sheet.statement.to_bytes());
    assert!(signatures::verify(
        StatementKind::Position,
        &public_of(&key(1)),
        &jws
    ));

    let again = head.caller.post(&path, &signed(&sheet, &key(1))).await;
    again.expect_problem(409, "position-unchanged");
    let accepting = json!({
        "revision": position["revision"], "text_hash": position["text_hash"], "kind": "accept",
    });
    let next = self::sheet(&head, &path, &accepting).await;
    assert_eq!(json!(next.statement.supersedes), hash);
    head.caller
        .post(&path, &signed(&next, &key(1)))
        .await
        .expect(201);
}

#[tokio::test]
async fn an_adopted_text_says_whose_positions_are_signed_and_with_which_key() {
    let world = World::tabled().await;
    let head = keyed(&world, 4, &key(1)).await;
    let path = positions(&world, 2);
    let sheet = sheet(&head, &path, &accepting(&world)).await;
    let taken = head.caller.post(&path, &signed(&sheet, &key(1))).await;
    taken.expect(201);
    world.is_adopted().await;
    world.signs_as_head(4, "Not by post.", "Thank you.").await;
    let path = format!("/adopted/{}", world.instrument);
    let text = Caller::stranger(&world).get(&path).await.expect(200);
    let fingerprint = public_of(&key(1)).fingerprint().to_string();
    let expected = json!({"own_key": 1, "server": 0, "fingerprints": [fingerprint]});
    assert_eq!(text["signatories"][0]["positions"], expected, "{text}");
    let (_, html) = world.page_signed_out(&path).await;
    assert!(html.contains(&fingerprint), "{html}");
    assert!(
        html.contains("1 position on this text is signed with a key of its own"),
        "{html}"
    );
}

/// Writes an acceptance of clause 2.
fn accepting(world: &World) -> Value {
    let kind = domain::consensus::PositionKind::Accept;
    serde_json::to_value(world.statement(2, kind)).unwrap()
}

#[tokio::test]
async fn the_salts_that_were_signed_are_those_that_are_kept() {
    let world = World::tabled().await;
    let head = keyed(&world, 1, &key(1)).await;
    let path = positions(&world, 2);
    let sheet = sheet(&head, &path, &position(&world, 2)).await;
    let taken = head.caller.post(&path, &signed(&sheet, &key(1))).await;
    let seq = taken.expect(201)["position"]["seq"].as_u64().unwrap();
    let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
    let salts: Vec<_> = (kept.contents.iter())
        .map(|it| it.words.as_ref().unwrap().salt)
        .collect();
    let chosen = [sheet.salts.reason, sheet.salts.remedy];
    assert_eq!(salts, chosen.map(|salt| *salt.unwrap().as_bytes()));
}

#[tokio::test]
async fn a_state_of_the_record_that_never_was_is_refused() {
    let world = World::tabled().await;
    let head = keyed(&world, 1, &key(1)).await;
    let path = positions(&world, 2);
    let mut sheet = sheet(&head, &path, &position(&world, 2)).await;
    sheet.statement.seen.root = domain::signing::Digest::from_bytes([9; 32]);
    let refused = head.caller.post(&path, &signed(&sheet, &key(1))).await;
    refused.expect_problem(422, "seen-unknown");
}

#[tokio::test]
async fn keys_are_declared_confirmed_replaced_and_shown() {
    let world = World::tabled().await;
    let head = Head::of(&world, 1).await;
    head.declares(&key(1)).await;
    let path = format!("/organisations/{}", head.own);
    let shown = head.caller.get(&path).await.expect(200);
    assert_eq!(shown["declared_key"], json!(public_of(&key(1))));
    assert_eq!(shown["keys"], json!([]));
    let secretariat = Caller::of(&world, world.secretariat).await;
    let other = confirms(&secretariat, head.own, &key(2)).await;
    other.expect_problem(409, "key-not-declared");
    confirms(&head.caller, head.own, &key(1))
        .await
        .expect_problem(403, "not-permitted");
    confirms(&secretariat, head.own, &key(1)).await.expect(200);

    let wanted = json!({"purpose": "key_rotation", "key": public_of(&key(2))});
    let rogue = json!({"signed": head.signs(wanted.clone(), &key(2)).await});
    let refused = head.caller.post("/organisation/key/rotate", &rogue).await;
    refused.expect_problem(422, "signature-invalid");
    let right = head.signs(wanted, &key(1)).await;
    let body = json!({"signed": right});
    let rotated = head.caller.post("/organisation/key/rotate", &body).await;
    rotated.expect(200);
    let shown = head.caller.get(&path).await.expect(200);
    assert_eq!(shown["keys"][0]["until"], shown["keys"][1]["from"]);
    assert_eq!(shown["keys"][1]["origin"], "rotated");
    let fingerprint = public_of(&key(2)).fingerprint().to_string();
    assert_eq!(shown["keys"][1]["fingerprint"], fingerprint);
}

#[tokio::test]
async fn enough_others_replace_a_lost_key() {
    let world = World::tabled().await;
    let lost = keyed(&world, 0, &key(1)).await;
    let second = keyed(&world, 1, &key(2)).await;
    let third = keyed(&world, 2, &key(3)).await;
    lost.declares(&key(9)).await;
    let first = second
        .approves(lost.own, &key(9), &key(2))
        .await
        .expect(200);
    assert_eq!(first["is_recovered"], false);
    assert_eq!(first["approved_by"], json!([second.own]));
    assert_eq!(first["needed"], 2);
    let again = second.approves(lost.own, &key(9), &key(2)).await;
    again.expect_problem(409, "already-approved");
    let rogue = third.approves(lost.own, &key(9), &key(2)).await;
    rogue.expect_problem(422, "signature-invalid");
    let second_approval = third.approves(lost.own, &key(9), &key(3)).await.expect(200);
    assert_eq!(second_approval["is_recovered"], true);
    let shown = lost
        .caller
        .get(&format!("/organisations/{}", lost.own))
        .await;
    let keys = shown.expect(200)["keys"].clone();
    assert_eq!(keys[1]["approved_by"], json!([second.own, third.own]));
    assert_eq!(keys[1]["key"], json!(public_of(&key(9))));
}

#[tokio::test]
async fn a_prepared_position_is_signed_by_the_head_who_submits_it() {
    let world = World::tabled().await;
    let head = keyed(&world, 1, &key(1)).await;
    let command = json!({"clause": clause_id(2), "statement": position(&world, 2)});
    let path = instrument(&world, "/prepared-positions");
    let made = head.caller.post(&path, &command).await.expect(201);
    let path = format!("/prepared-positions/{}", made["id"].as_str().unwrap());
    let submit = format!("{path}/submit");
    let unsigned = head.caller.post(&submit, &json!({})).await;
    unsigned.expect_problem(403, "signature-required");
    let sheet = sheet(&head, &path, &Value::Null).await;
    let signed = signed(&sheet, &key(1))["signed"].clone();
    let taken = head.caller.post(&submit, &json!({"signed": signed})).await;
    taken.expect(200);
    let register = world.office.register();
    let position = world
        .on_table(&register)
        .position_of(head.own, clause_id(2));
    assert!(position.unwrap().signed.is_some());
}

#[tokio::test]
async fn a_key_that_verifies_nothing_is_refused() {
    let world = World::tabled().await;
    let head = Head::of(&world, 1).await;
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let wanted = json!({
        "purpose": "key_declaration", "key": PublicKey::from_bytes(neutral),
    });
    let refused = head
        .caller
        .post("/organisation/key/statement", &wanted)
        .await;
    refused.expect_problem(422, "key-unusable");
}
