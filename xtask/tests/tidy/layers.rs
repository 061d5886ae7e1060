//! Which part of the server may know which.

use crate::expect_none;
use crate::source;

/// Checks that no file of a layer mentions what the layer must not know.
#[track_caller]
fn check(layer: &str, forbidden: &[&str]) {
    let module = format!("server/src/{layer}.rs");
    let mut complaints = Vec::new();
    for file in source::under("server/src", &["rs"]) {
        let is_test = file.path.ends_with("/tests.rs") || file.path.contains("/tests/");
        if is_test || file.path != module && !file.path.starts_with(&format!("server/src/{layer}/"))
        {
            continue;
        }
        for (number, line) in file.code() {
            let found = forbidden.iter().filter(|word| mentions(line, word));
            complaints.extend(found.map(|word| format!("{} mentions {word}", file.at(number))));
        }
    }
    expect_none(&format!("what server::{layer} must not know"), &complaints);
}

/// Reports whether a line has `word` as a path of its own, not as the end of a longer name.
fn mentions(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|it| it.is_alphanumeric() || it == '_')
    })
}

#[test]
fn the_store_knows_no_web() {
    check(
        "store",
        &["axum", "crate::web", "crate::live", "crate::workflow"],
    );
}

#[test]
fn workflows_know_no_http() {
    check(
        "workflow",
        &["axum", "http::", "crate::web", "crate::live", "sqlx::"],
    );
}

#[test]
fn handlers_write_nothing_by_themselves() {
    check("web", &["sqlx::", ".begin("]);
}

#[test]
fn live_drafts_know_neither_sql_nor_html() {
    check("live", &["sqlx::", "askama", "crate::web"]);
}
