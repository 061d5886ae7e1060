//! `clausewise export --custody` and `clausewise proofs`, as somebody who doubts calls them.

use std::path::Path;

use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::note::{KeyKind, SigningKey};
use server::clock::Clock;
use server::store::{self, Database, Store};

use super::exchange::{TITLE, clausewise, demonstration, prints};

const NAME: &str = "clausewise.example/ledger";

/// Seals the record of a data folder and returns the key to check it by.
async fn seal(data: &Path) -> String {
    let key = SigningKey::from_seed(NAME.parse().unwrap(), KeyKind::Ed25519, &[7; 32]).unwrap();
    let database = Database::Sqlite(data.join("clausewise.sqlite"));
    let store = Store::open(&database).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    if tx.ledger_origin().await.unwrap().is_none() {
        tx.name_ledger(NAME).await.unwrap();
        let public = key.verifier().public_bytes();
        tx.set_ledger_key(public).await.unwrap();
    }
    let size = tx.tree_size().await.unwrap();
    let root = tx.tree_root(size).await.unwrap();
    let signed = SignedCheckpoint::sign(&Checkpoint::new(NAME, size, root), &key).unwrap();
    tx.insert_checkpoint(&store::Checkpoint {
        size,
        root,
        note: signed.to_string(),
        at: Clock::System.now(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    key.verifier().to_string()
}

fn take_out(data: &Path, by: &str) -> std::process::Output {
    let to = data.join("custody.html");
    let to = to.to_str().unwrap();
    clausewise(
        data,
        &["export", TITLE, "--custody", "1.1", "--to", to, "--as", by],
    )
}

fn check(folder: &Path, key: &str) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_clausewise"))
        .args(["proofs", folder.to_str().unwrap(), "--log-key", key])
        .output()
        .unwrap()
}

#[tokio::test]
async fn a_chain_of_custody_is_checked_without_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    demonstration(data).await;
    let key = seal(data).await;
    let auditor = server::demo::players().unwrap();
    let by = |role| auditor.iter().find(|it| it.role == role).unwrap();
    let delegate = &by(domain::role::NetworkRole::Delegate).address;
    let output = take_out(data, delegate);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let output = take_out(data, &by(domain::role::NetworkRole::Secretariat).address);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let html = std::fs::read_to_string(data.join("custody.html")).unwrap();
    assert!(html.contains("download=\"entry-0.tlog-proof\""), "{html}");
    assert!(!html.contains("<script") && !html.contains("src=\""));
    let entries = data.join("custody-entries");
    let output = check(&entries, &key);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("entry-0: leaf 0 of "), "{said}");
    // That it was taken out is in the record.
    seal(data).await;
    let bundle = data.join("bundle.tar");
    prints(data, &["export", "--bundle", bundle.to_str().unwrap()]);
    let record = std::fs::read(&bundle).unwrap();
    let record = String::from_utf8_lossy(&record);
    assert!(record.contains("\"scope\":\"custody\""));

    let first = entries.join("entry-0.json");
    let mut bytes = std::fs::read(&first).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&first, &bytes).unwrap();
    let output = check(&entries, &key);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("entry-0: FAILED"), "{said}");
}

#[tokio::test]
async fn other_words_or_another_key_fail() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    demonstration(data).await;
    let key = seal(data).await;
    let people = server::demo::players().unwrap();
    let output = take_out(data, &people[0].address);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let entries = data.join("custody-entries");
    let other = SigningKey::from_seed(NAME.parse().unwrap(), KeyKind::Ed25519, &[8; 32]).unwrap();
    let output = check(&entries, &other.verifier().to_string());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let words = entries.join("entry-0.words.json");
    let text = std::fs::read_to_string(&words).unwrap();
    std::fs::write(&words, text.replacen("\"text\": \"", "\"text\": \"x", 1)).unwrap();
    let output = check(&entries, &key);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("entry-0: FAILED: words beside it"), "{said}");
}

#[tokio::test]
async fn the_demonstration_verifies_with_the_signatures_of_its_members() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    demonstration(data).await;
    let key = seal(data).await;
    let bundle = data.join("bundle.tar");
    let bundle = bundle.to_str().unwrap();
    prints(data, &["export", "--bundle", bundle]);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_clausewise"))
        .args(["verify", bundle, "--json", "--log-key", &key])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    let checks = report["checks"].as_array().unwrap();
    let held = |name: &str| {
        let found = checks.iter().find(|it| it["check"] == name);
        found.and_then(|it| it["held"].as_u64())
    };
    assert!(held("positions") > Some(200), "{report:#}");
    assert!(held("keys") >= Some(12), "{report:#}");
}
