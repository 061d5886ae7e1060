//! Rules for every Rust file.

use crate::expect_none;
use crate::source::{self, Source};

/// A file with more lines than this before its tests holds more than one idea.
const LONGEST: usize = 600;

fn rust() -> Vec<Source> {
    source::under("", &["rs"])
}

/// Lists every line for which `breaks` holds.
fn lines_where(files: &[Source], breaks: impl Fn(&str) -> bool) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        let bad = file.lines().filter(|(_, line)| breaks(line));
        complaints
            .extend(bad.map(|(number, line)| format!("{}: {}", file.at(number), line.trim())));
    }
    complaints
}

#[test]
fn nothing_is_left_to_do_without_an_issue() {
    let marks = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"]].map(|halves| halves.concat());
    let files = source::under("", &["rs", "ts", "html", "css", "sql", "md", "toml"]);
    let complaints = lines_where(&files, |line| {
        marks.iter().any(|mark| is_word(line, mark)) && !line.contains('#')
    });
    expect_none(
        "a mark of unfinished work names its issue, as in #12",
        &complaints,
    );
}

fn is_word(line: &str, word: &str) -> bool {
    line.split(|it: char| !it.is_alphanumeric())
        .any(|it| it == word)
}

#[test]
fn no_test_is_ignored() {
    let ignored = ["#[", "ignore"].concat();
    let complaints = lines_where(&rust(), |line| line.trim_start().starts_with(&ignored));
    expect_none("a test runs or is deleted", &complaints);
}

#[test]
fn bodies_are_extracted_by_the_checking_extractor() {
    let files = source::under("server/src/web", &["rs"]);
    let complaints = lines_where(&files, |line| {
        let line = line.trim_start();
        line.starts_with("Json(") && line.contains("): Json<")
            || line.contains("(Json(") && line.contains("): Json<")
    });
    expect_none(
        "take ValidJson, which names the field at fault",
        &complaints,
    );
}

#[test]
fn files_hold_one_idea() {
    let complaints: Vec<String> = rust()
        .iter()
        .filter(|file| !file.path.contains("/tests/"))
        .map(|file| (file, file.code().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| format!("{} has {lines} lines before its tests", file.path))
        .collect();
    expect_none("split", &complaints);
}

#[test]
fn no_comment_is_a_banner() {
    let complaints = lines_where(&rust(), |line| {
        let line = line.trim_start();
        line.starts_with("//") && (line.contains("====") || line.contains("----"))
    });
    expect_none("modules, not banners, divide code", &complaints);
}

#[test]
fn only_tasks_and_commands_print() {
    let complaints: Vec<String> = [
        "domain/src",
        "ledger/src",
        "replica/src",
        "client-wasm/src",
        "verify-wasm/src",
    ]
    .iter()
    .flat_map(|folder| source::under(folder, &["rs"]))
    .flat_map(|file| {
        let bad = file.code().filter(|(_, line)| line.contains("println!("));
        bad.map(|(number, _)| file.at(number)).collect::<Vec<_>>()
    })
    .collect();
    expect_none("the rules have no terminal", &complaints);
}
