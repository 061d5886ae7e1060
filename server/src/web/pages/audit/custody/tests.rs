//! The chain of custody as a file, checked by what stands in it alone.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::record::Commitment;
use ledger::hash::leaf_hash;
use ledger::note::{KeyKind, SigningKey};
use ledger::policy::Policy;
use ledger::proof::TlogProof;
use serde_json::Value;

use super::super::tests::{at_work, clause};
use crate::web::ledger::tests::seal;
use crate::web::pages::fixture::{World, read};

async fn taken_out(world: &World) -> String {
    let path = format!("{}/custody", clause(world, 2));
    let response = world.post(world.secretariat, &path, &[]).await;
    let (status, html) = read(response).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    html
}

/// Returns the files that a report holds, by name.
fn files(html: &str) -> BTreeMap<String, Vec<u8>> {
    let links = html.split("<a href=\"data:").skip(1).map(|link| {
        let (_, data) = link.split_once(";base64,").unwrap();
        let (data, rest) = data.split_once('"').unwrap();
        let name = rest.split('"').nth(1).unwrap();
        (name.to_owned(), STANDARD.decode(data).unwrap())
    });
    links.collect()
}

/// Returns what trusts the key that seals a world, and no witness.
fn policy() -> Policy {
    let name = "clausewise.example/ledger".parse().unwrap();
    let key = SigningKey::from_seed(name, KeyKind::Ed25519, &[7; 32]).unwrap();
    let key = key.verifier();
    Policy::parse(format!("log {key}\nquorum none\n").as_bytes()).unwrap()
}

#[tokio::test]
async fn every_entry_of_a_report_is_proved_by_the_report_alone() {
    let world = at_work().await;
    seal(&world).await;
    let html = taken_out(&world).await;
    let files = files(&html);
    let policy = policy();
    let mut proved = 0;
    for (name, bytes) in &files {
        let Some(stem) = name.strip_suffix(".tlog-proof") else {
            continue;
        };
        let proof = TlogProof::parse(bytes).unwrap();
        let entry = &files[&format!("{stem}.json")];
        assert_eq!(format!("entry-{}", proof.index), stem);
        proof.verify(&leaf_hash(entry), &policy).unwrap();
        let mut altered = entry.clone();
        altered[entry.len() / 2] ^= 1;
        assert!(proof.verify(&leaf_hash(&altered), &policy).is_err());
        proved += 1;
    }
    // What is told of, and what that rests on: each has its place in the appendix and its proof.
    let told = html.matches("<a href=\"#entry-").count();
    assert!(told >= 5 && proved >= told, "{told} {proved}: {html}");
    assert_eq!(html.matches("<details id=\"entry-").count(), proved);
    assert!(html.contains("it is sealed, not witnessed"), "{html}");
}

#[tokio::test]
async fn the_words_of_a_report_are_those_committed_to() {
    let world = at_work().await;
    seal(&world).await;
    let files = files(&taken_out(&world).await);
    let mut found = Vec::new();
    for (name, bytes) in files
        .iter()
        .filter(|(name, _)| name.ends_with(".words.json"))
    {
        let stem = name.strip_suffix(".words.json").unwrap();
        let entry: Value = serde_json::from_slice(&files[&format!("{stem}.json")]).unwrap();
        let words: Vec<Value> = serde_json::from_slice(bytes).unwrap();
        for (place, it) in words.iter().enumerate() {
            assert_eq!(entry["contents"][place], it["commitment"], "{name}");
            let salt = hex::decode(it["salt"].as_str().unwrap()).unwrap();
            let text = it["text"].as_str().unwrap();
            let commitment = Commitment::new(&salt.try_into().unwrap(), text.as_bytes());
            assert_eq!(
                hex::encode(commitment.as_bytes()),
                it["commitment"],
                "{name}"
            );
            found.push(text.to_owned());
        }
    }
    for wanted in [
        "Our law sets another deadline.",
        "promptly and in full",
        "48 hours",
    ] {
        assert!(
            found.iter().any(|it| it.contains(wanted)),
            "{wanted}: {found:?}"
        );
    }
}

#[tokio::test]
async fn a_report_before_the_first_seal_says_that_nothing_is_proved() {
    let world = at_work().await;
    let html = taken_out(&world).await;
    assert!(html.contains("nothing here is proved"), "{html}");
    assert!(!html.contains(".tlog-proof\""), "{html}");
}
