//! Adopted texts, read by programs of nobody in particular.

use axum::http::Method;
use sha2::{Digest, Sha256};

use super::Caller;
use crate::web::ledger::tests::seal;
use crate::web::pages::fixture::{ALL, World, clause_id};

#[tokio::test]
async fn a_stranger_reads_what_was_adopted_and_nothing_else() {
    let world = World::tabled().await;
    let stranger = Caller::stranger(&world);
    let newest = format!("/adopted/{}", world.instrument);
    world.is_agreed_on(&ALL).await;
    stranger.get(&newest).await.expect_problem(404, "not-found");
    assert_eq!(
        stranger.get("/adopted").await.expect(200),
        serde_json::json!([])
    );
    world.adopts().await;
    world.signs(3, "Not by post.", "Thank you.").await;

    let listed = stranger.get("/adopted").await.expect(200);
    assert_eq!(listed[0]["instrument"], world.instrument.to_string());
    assert_eq!(listed[0]["signatories"], 1);
    let answer = stranger.get(&format!("{newest}/1")).await;
    assert_eq!(answer.header("cache-control"), "public, no-cache");
    let text = answer.expect(200);
    assert_eq!(stranger.get(&newest).await.expect(200), text);
    let signed = &text["signatories"][0];
    assert_eq!(signed["short_name"], "OBS-1");
    assert_eq!(
        signed["reservations"][0]["clause"],
        clause_id(2).to_string()
    );
    assert_eq!(signed["reservations"][0]["text"], "Not by post.");
    assert_eq!(signed["dissociations"][0], clause_id(3).to_string());
    for person in world.delegates.iter().chain([&world.secretariat]) {
        assert!(
            !answer.text.contains(&person.to_string()),
            "{}",
            answer.text
        );
    }
    stranger
        .get(&format!("{newest}/2"))
        .await
        .expect_problem(404, "not-found");
    let tag = answer.header("etag").to_owned();
    let request = stranger.request(Method::GET, &format!("{newest}/1"));
    let again = stranger
        .send(request.header("if-none-match", tag), None)
        .await;
    again.expect(304);
}

#[tokio::test]
async fn the_root_hash_can_be_computed_from_what_is_public() {
    let world = World::tabled().await;
    world.is_adopted().await;
    let path = format!("/adopted/{}", world.instrument);
    let text = Caller::stranger(&world).get(&path).await.expect(200);
    let clauses = text["clauses"].as_array().unwrap().iter();
    let clauses = clauses.map(|it| serde_json::json!([it["id"], it["text_hash"], it["parent"]]));
    let whole = serde_json::json!({
        "clauses": clauses.collect::<Vec<_>>(),
        "language": text["language"],
        "title": text["title"],
        "v": 1,
    });
    let written = serde_json::to_vec(&whole).unwrap();
    assert_eq!(text["root"], hex::encode(Sha256::digest(&written)));
}

#[tokio::test]
async fn it_says_how_the_signatures_are_kept_and_where_their_files_are() {
    let world = World::tabled().await;
    world.is_adopted().await;
    world.signs(3, "Not by post.", "Thank you.").await;
    let path = format!("/adopted/{}", world.instrument);
    let stranger = Caller::stranger(&world);
    let text = stranger.get(&path).await.expect(200);
    let signed = &text["signatories"][0];
    assert_eq!(signed["recorded_by"], "server");
    let held = serde_json::json!({"own_key": 0, "server": 5, "fingerprints": []});
    assert_eq!(signed["positions"], held);
    let entries = text["entries"].as_array().unwrap();
    let places: Vec<_> = entries.iter().map(|it| it["entry"].clone()).collect();
    assert_eq!(places, [text["seq"].clone(), signed["seq"].clone()]);
    assert!(entries.iter().all(|it| it["kept"] == "recorded"), "{text}");
    seal(&world).await;
    let text = stranger.get(&path).await.expect(200);
    for it in text["entries"].as_array().unwrap() {
        assert_eq!(it["kept"], "sealed");
        let prefix = format!("/adopted/{}/1/entry-{}.", world.instrument, it["entry"]);
        let expected = ["json", "tlog-proof", "words.json"].map(|it| format!("{prefix}{it}"));
        assert_eq!(it["files"], serde_json::json!(expected));
    }
}
