//! `clausewise import` and `clausewise export`, as a secretariat calls them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use server::clock::Clock;
use server::demo::{self, SPAN_SECONDS};
use server::random::Random;
use server::secret::Secret;
use server::store::{Database, Store};
use server::workflow::Office;

pub(super) const TITLE: &str = "Principles for Transparent Results Management";

pub(super) fn clausewise(data: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausewise"))
        .args(args)
        .arg("--data")
        .arg(data)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap()
}

#[track_caller]
pub(super) fn prints(data: &Path, args: &[&str]) -> String {
    let output = clausewise(data, args);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Fills the demonstration in, in a data folder.
pub(super) async fn demonstration(data: &Path) {
    let database = Database::Sqlite(data.join("clausewise.sqlite"));
    let store = Store::open(&database).await.unwrap();
    let clock = Clock::fixed(Clock::System.now().plus_seconds(-SPAN_SECONDS));
    let office = Office::open(store.clone(), clock.clone(), Random::System)
        .await
        .unwrap();
    let password = Secret::new("not a stretched password".into());
    demo::fill(
        &office,
        &clock,
        &password,
        Some(&demo::Keyring::new([9; 32])),
    )
    .await
    .unwrap();
    store.close().await;
}

fn hashes(json: &str) -> Vec<String> {
    let text: Value = serde_json::from_str(json).unwrap();
    let clauses = text["clauses"].as_array().unwrap().iter();
    clauses
        .map(|clause| clause["hash"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_exported_revision_imported_into_a_draft_has_the_same_wordings() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    demonstration(data).await;
    let markdown = prints(data, &["export", TITLE, "--revision", "2"]);
    let tabled = hashes(&prints(
        data,
        &["export", TITLE, "--revision", "2", "--format", "json"],
    ));
    let file = data.join("second.md");
    std::fs::write(&file, markdown).unwrap();
    let draft = [
        "export",
        TITLE,
        "--draft",
        "--as",
        "tomasz@ota.example",
        "--format",
        "json",
    ];
    let before = hashes(&prints(data, &draft)).len();
    let said = prints(
        data,
        &[
            "import",
            file.to_str().unwrap(),
            "--into",
            TITLE,
            "--as",
            "tomasz@ota.example",
        ],
    );
    assert!(
        said.ends_with("Stored 66 clauses in the working draft.\n"),
        "{said}"
    );
    let drafted = hashes(&prints(data, &draft));
    assert_eq!(drafted[before..], tabled);
}

#[tokio::test]
async fn only_those_who_hold_the_pen_import_into_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    demonstration(data).await;
    let file = data.join("text.txt");
    std::fs::write(&file, "One clause.\n").unwrap();
    let file = file.to_str().unwrap();
    for (by, code) in [("elena@network.example", 1), ("nobody@network.example", 2)] {
        let output = clausewise(data, &["import", file, "--into", TITLE, "--as", by]);
        assert_eq!(output.status.code(), Some(code), "{by}");
    }
}

#[test]
fn a_file_is_shown_without_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("text.md");
    std::fs::write(&file, "# Title\n\nA *clause*.\n\n---\n").unwrap();
    let said = prints(folder.path(), &["import", file.to_str().unwrap()]);
    assert!(
        said.starts_with("Title: 1 clause\n1          clause     A clause.\n"),
        "{said}"
    );
    assert!(
        said.contains("text.md:5:1: a horizontal rule; it was left out (---)"),
        "{said}"
    );
}

#[test]
fn a_file_that_is_turned_down_is_named_with_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("text.md");
    std::fs::write(&file, b"One\nt\xFFo\n").unwrap();
    let output = clausewise(folder.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("text.md: line 2, column 2: the file is not UTF-8"),
        "{message}"
    );
}

#[test]
fn what_is_not_there_cannot_be_exported() {
    let folder = tempfile::tempdir().unwrap();
    let output = clausewise(folder.path(), &["export", TITLE]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("name the server's data folder with --data"),
        "{message}"
    );
}
