//! Every code a problem can have is explained at `/problems/CODE`, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, PatternElement};
use fluent_syntax::parser;

use crate::expect_none;
use crate::source::{self, Source};

/// Where the codes of refusals are written, each in its `code()`.
const REFUSALS: [&str; 3] = [
    "domain/src/refusal/naming.rs",
    "server/src/auth.rs",
    "server/src/exchange/import.rs",
];
/// Answered as `too-many-requests`.
const ANSWERED_OTHERWISE: [&str; 1] = ["too-many-attempts"];

fn is_code(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_lowercase())
        && text
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
}

/// Returns the literal that a text begins with, if it is one.
fn literal(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next()
}

fn codes_of_refusals() -> BTreeSet<String> {
    let files = source::under("domain/src", &["rs"]);
    let files = files
        .into_iter()
        .chain(source::under("server/src", &["rs"]));
    let files = files.filter(|file| REFUSALS.contains(&file.path.as_str()));
    files
        .flat_map(|file| {
            let body = file.text.split("fn code(&self)").nth(1).unwrap_or_default();
            let body = body.split("\n    }").next().unwrap_or_default();
            body.split("=>")
                .skip(1)
                .filter_map(literal)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|code| !ANSWERED_OTHERWISE.contains(&code.as_str()))
        .collect()
}

/// Returns the codes given where a problem is made: the second argument, after the status.
fn codes_of_problems(file: &Source) -> Vec<String> {
    let code: Vec<_> = file.code().map(|(_, line)| line).collect();
    let text = code.join("\n");
    let made = text
        .split("::new(")
        .skip(1)
        .filter_map(|rest| rest.split_once(','))
        .filter(|(status, _)| status.trim().starts_with("StatusCode::") || *status == "status")
        .filter_map(|(_, rest)| literal(rest))
        .map(str::to_owned);
    let of_status = text
        .split("=> (")
        .chain(text.split("=> {"))
        .filter_map(|rest| literal(rest.trim_start().trim_start_matches('(')))
        .map(str::to_owned);
    let of_status: Vec<_> = if file.path.ends_with("web/problem.rs") {
        of_status.collect()
    } else {
        Vec::new()
    };
    made.chain(of_status).filter(|it| is_code(it)).collect()
}

fn codes() -> BTreeSet<String> {
    let mut codes = codes_of_refusals();
    for file in source::under("server/src/web", &["rs"]) {
        if !file.path.contains("/tests") {
            codes.extend(codes_of_problems(&file));
        }
    }
    codes
}

/// Returns the codes that are explained, and whether each can be without its arguments.
fn explained() -> BTreeMap<String, bool> {
    let mut explained = BTreeMap::new();
    for file in source::under("server/locales/en", &["ftl"]) {
        let resource = parser::parse(file.text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.path));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let Some(code) = message.id.name.strip_prefix("problem-") else {
                continue;
            };
            let elements = message.value.iter().flat_map(|value| &value.elements);
            let is_plain = elements
                .clone()
                .all(|it| matches!(it, PatternElement::TextElement { .. }));
            let has_about = message.attributes.iter().any(|it| it.id.name == "about");
            explained.insert(code.to_owned(), is_plain || has_about);
        }
    }
    explained
}

#[test]
fn every_code_is_explained() {
    let explained = explained();
    let codes = codes();
    assert!(codes.len() > 75, "{codes:?}");
    let missing: Vec<String> = codes
        .iter()
        .filter(|code| !explained.contains_key(*code))
        .cloned()
        .collect();
    expect_none("no message problem-CODE for", &missing);
}

#[test]
fn only_codes_are_explained() {
    let codes = codes();
    let others: Vec<String> = explained()
        .into_keys()
        .filter(|code| !codes.contains(code))
        .collect();
    expect_none("no problem has the code", &others);
}

#[test]
fn an_explanation_needs_no_arguments() {
    let needy: Vec<String> = explained()
        .into_iter()
        .filter(|(_, stands_alone)| !stands_alone)
        .map(|(code, _)| code)
        .collect();
    expect_none("lacks its attribute .about", &needy);
}
