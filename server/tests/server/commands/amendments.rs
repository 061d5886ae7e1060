//! `clausewise amendments compare`, as a secretariat calls it.

use std::process::{Command, Output};

use serde_json::{Value, json};

fn compare(case: &Value) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.json");
    std::fs::write(&path, case.to_string()).unwrap();
    Command::new(env!("CARGO_BIN_EXE_clausewise"))
        .args(["amendments", "compare"])
        .arg(path)
        .output()
        .unwrap()
}

fn a_case(kind: &str) -> Value {
    json!({
        "base": "Results should be published.",
        "amendments": [
            {"id": "A1", "sponsors": ["EMB-1"], "kind": kind, "text": "Results shall be published."},
            {"id": "A2", "sponsors": ["OBS-1"], "kind": "modify", "text": "Results should be published openly."},
        ],
    })
}

#[test]
fn prints_the_four_fields_of_the_result() {
    let output = compare(&a_case("modify"));
    assert_eq!(output.status.code(), Some(0));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        result,
        json!({
            "collisions": [],
            "compatible": [["A1", "A2"]],
            "results": ["Results shall be published openly."],
            "rolling": "Results [should][shall — EMB-1] be published [openly — OBS-1].",
        })
    );
}

#[test]
fn a_malformed_case_exits_with_2_and_the_path() {
    let output = compare(&a_case("rewrite"));
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("amendments[0].kind: unknown variant `rewrite`"),
        "{message}"
    );
}
