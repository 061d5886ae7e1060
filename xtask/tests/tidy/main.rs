//! House rules that a program can check.
//!
//! Each test names the places that break its rule, with file and line.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read the workspace fails"
)]

mod actions;
mod dependencies;
mod editor_words;
mod layers;
mod messages;
mod migrations;
mod problems;
mod refusals;
mod source;
mod sources;
mod styles;
mod templates;

/// Fails with all complaints, one a line.
#[track_caller]
fn expect_none(rule: &str, complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "{rule}:\n  {}",
        complaints.join("\n  ")
    );
}
