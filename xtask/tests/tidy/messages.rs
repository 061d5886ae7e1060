//! Every message that is asked for is written, and every written one is asked for.

use std::collections::BTreeSet;

use fluent_syntax::ast::Entry;
use fluent_syntax::parser;

use crate::expect_none;
use crate::source::{self, Source};

/// Calls that take the key of a message.
const CALLS: [&str; 4] = [".t(\"", " t(\"", "(t(\"", "::message(\""];

fn written() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for file in source::under("server/locales/en", &["ftl"]) {
        let resource = parser::parse(file.text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.path));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let key = message.id.name.to_owned();
                assert!(
                    keys.insert(key.clone()),
                    "{}: {key} is written twice",
                    file.path
                );
            }
        }
    }
    keys
}

fn users() -> Vec<Source> {
    let mut files = source::under("server/src", &["rs"]);
    files.extend(source::under("server/templates", &["html"]));
    files.extend(source::under("client-wasm/editor/src", &["ts"]));
    files
}

/// Returns every text beside a double quote on a line: in templates, attributes and
/// the literals inside of them use the same quotes, so that neither can be told apart.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1)
}

#[test]
fn every_message_asked_for_is_written() {
    let written = written();
    let mut complaints = Vec::new();
    for file in users() {
        for (number, line) in file.lines() {
            for call in CALLS {
                let keys = line
                    .split(call)
                    .skip(1)
                    .filter_map(|it| it.split('"').next());
                let missing = keys
                    .map(|key| key.split('.').next().unwrap_or(key))
                    .filter(|key| !key.contains('{') && !key.ends_with('-'))
                    .filter(|key| !written.contains(*key));
                complaints.extend(missing.map(|key| format!("{}: {key}", file.at(number))));
            }
        }
    }
    expect_none("server/locales/en lacks", &complaints);
}

#[test]
fn every_message_written_is_asked_for() {
    let mut whole = BTreeSet::new();
    let mut prefixes = BTreeSet::new();
    for file in users() {
        for literal in file.text.lines().flat_map(literals) {
            match literal.split_once('{') {
                Some((prefix, _)) if prefix.ends_with('-') => prefixes.insert(prefix.to_owned()),
                _ if literal.ends_with('-') => prefixes.insert(literal.to_owned()),
                _ => whole.insert(literal.split('.').next().unwrap_or(literal).to_owned()),
            };
        }
    }
    prefixes.remove("-");
    let complaints: Vec<String> = written()
        .into_iter()
        .filter(|key| !whole.contains(key))
        .filter(|key| {
            !prefixes
                .iter()
                .any(|prefix| key.starts_with(prefix.as_str()))
        })
        .collect();
    expect_none("nobody asks for", &complaints);
}

#[test]
fn pseudo_locales_are_made_not_stored() {
    let stored: Vec<String> = source::under("server/locales", &["ftl"])
        .into_iter()
        .map(|file| file.path)
        .filter(|path| path.contains("XA") || path.contains("XB"))
        .collect();
    expect_none("generated from English", &stored);
}
