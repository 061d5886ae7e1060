//! Programs that know nothing of ours judge 1,000 random logs and a spoiled copy of each.
//!
//! README.md beside this file says which programs, and how they are found.

mod golang;
mod logs;
mod verifiers;

use std::io::Write as _;
use std::sync::LazyLock;

use logs::{Case, Spoiled};
use verifiers::Verifier;

const LOGS: u64 = 1_000;

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| (0..LOGS).flat_map(logs::cases).collect());

/// Has a verifier judge every case, and compares: it must refuse what was spoiled within its sight, and nothing else.
#[track_caller]
fn check(verifier: Option<Verifier>, name: &str, sees: fn(Spoiled) -> bool) {
    let Some(verifier) = verifier else {
        let notice = format!("NOTICE: {name} is not installed; {LOGS} logs were not checked by it");
        writeln!(std::io::stderr(), "{notice}").expect("standard error takes a line");
        return;
    };
    let answers = verifier.judge(&CASES);
    assert_eq!(answers.len(), CASES.len(), "{name} answers every case");
    for (number, (case, answer)) in CASES.iter().zip(&answers).enumerate() {
        let is_bad = case.spoiled.is_some_and(sees);
        assert_eq!(
            answer != "ok",
            is_bad,
            "{name}, case {number}, {:?}: {answer}",
            case.spoiled
        );
    }
}

#[test]
fn go_agrees_about_every_log() {
    check(verifiers::go(), "Go", |it| it != Spoiled::Statement);
}

#[test]
fn aics_tlog_agrees_about_every_log() {
    check(verifiers::aics(), "aics-tlog", |it| {
        it != Spoiled::Statement
    });
}

#[test]
fn jose_agrees_about_every_statement() {
    check(verifiers::jose(), "jose", |it| it == Spoiled::Statement);
}
