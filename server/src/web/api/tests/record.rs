//! The record read back, to the byte.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::consensus::PositionKind;
use sha2::{Digest, Sha256};

use super::Caller;
use crate::web::pages::fixture::World;

#[tokio::test]
async fn an_entry_can_be_checked_with_what_is_sent_of_it() {
    let world = World::tabled().await;
    let seq = world.takes(1, 2, PositionKind::Object).await;
    let caller = Caller::of(&world, world.delegates[0]).await;
    let entry = caller.get(&format!("/entries/{seq}")).await.expect(200);
    let bytes = STANDARD.decode(entry["bytes"].as_str().unwrap()).unwrap();
    assert_eq!(entry["text"].as_str().unwrap().as_bytes(), bytes);
    assert_eq!(entry["type"], "position_taken");
    let written: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    for (place, content) in entry["beside"].as_array().unwrap().iter().enumerate() {
        let salt = hex::decode(content["salt"].as_str().unwrap()).unwrap();
        let text = content["text"].as_str().unwrap();
        let hash = Sha256::new()
            .chain_update(salt)
            .chain_update(text)
            .finalize();
        assert_eq!(content["commitment"], hex::encode(hash));
        assert_eq!(content["commitment"], written["contents"][place]);
    }
    assert_eq!(entry["contents"][0], "Our law sets another deadline.");
}

#[tokio::test]
async fn entries_are_found_by_who_acted_for_whom_about_what_and_when() {
    let world = World::tabled().await;
    let seq = world.takes(1, 2, PositionKind::Endorse).await;
    world.takes(2, 3, PositionKind::Endorse).await;
    let caller = Caller::of(&world, world.delegates[0]).await;
    for query in [
        format!("actor={}&type=position", world.delegates[1]),
        format!("organisation={}&type=position", world.members[1]),
        format!("clause={}&type=position_taken", world.clause(2)),
        format!("instrument={}&after={}&limit=1", world.instrument, seq - 1),
        format!(
            "from={}&until={}&type=position",
            world.now().plus_seconds(-60),
            world.now()
        ),
    ] {
        let found = caller.get(&format!("/entries?{query}")).await.expect(200);
        let seqs: Vec<_> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["seq"].as_u64())
            .collect();
        assert_eq!(seqs, [Some(seq)], "{query}");
    }
}

#[tokio::test]
async fn addresses_are_for_the_secretariat() {
    let world = World::new().await;
    let delegate = Caller::of(&world, world.delegates[0]).await;
    let list = delegate.get("/entries?limit=200").await;
    assert!(!list.text.contains("@members.example"), "{}", list.text);
    let invited = "/entries?type=delegate_invited&limit=1";
    let seq = &delegate.get(invited).await.expect(200)[0]["seq"];
    let hidden = delegate.get(&format!("/entries/{seq}")).await;
    assert!(!hidden.text.contains("@members.example"), "{}", hidden.text);
    assert!(hidden.text.contains("withheld"), "{}", hidden.text);
    let secretariat = Caller::of(&world, world.secretariat).await;
    let shown = secretariat.get(&format!("/entries/{seq}")).await;
    assert!(shown.text.contains("@members.example"), "{}", shown.text);
}

#[tokio::test]
async fn the_record_is_for_those_who_are_signed_in() {
    let world = World::new().await;
    let stranger = Caller::stranger(&world);
    for path in [
        "/entries",
        "/entries/0",
        "/me",
        "/organisations",
        "/instruments",
    ] {
        stranger
            .get(path)
            .await
            .expect_problem(401, "sign-in-required");
    }
    assert_eq!(stranger.get("/health").await.expect(200)["status"], "ok");
}
