//! `clausewise consensus evaluate`, as a secretariat calls it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

const CASE: &str = r#"{
    "electorate": [
        {"organisation": "EMB-1", "constituency": "election_bodies"},
        {"organisation": "EMB-2", "constituency": "election_bodies"},
        {"organisation": "OBS-1", "constituency": "observers"},
        {"organisation": "OBS-2", "constituency": "observers"}
    ],
    "text": "H2",
    "positions": [
        {"organisation": "EMB-1", "kind": "endorse", "text": "H2"},
        {"organisation": "OBS-1", "kind": "endorse", "text": "H2"},
        {"organisation": "OBS-2", "kind": "accept", "text": "H2"},
        {"organisation": "EMB-2", "kind": "object", "text": "H1"}
    ]
}"#;

fn evaluate(case: &str, options: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clausewise"))
        .args(["consensus", "evaluate", "-"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(case.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

#[test]
fn prints_the_six_fields_of_the_result() {
    let output = evaluate(CASE, &[]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn says_the_sentence_on_demand() {
    let output = evaluate(CASE, &["--sentence"]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "4 of 4 have taken part (2 needed); 1 objection is open: EMB-2; \
         its withdrawal or a decision would give Consensus\n"
    );
}

#[test]
fn a_malformed_case_exits_with_2_and_the_path() {
    let output = evaluate(&CASE.replace("\"accept\"", "\"like\""), &[]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.starts_with("clausewise: -: positions[2].kind: unknown variant `like`"),
        "{message}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn a_missing_file_is_not_a_malformed_case() {
    let output = Command::new(env!("CARGO_BIN_EXE_clausewise"))
        .args(["consensus", "evaluate", "no-such-case.json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
}
