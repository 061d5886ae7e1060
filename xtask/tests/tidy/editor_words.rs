//! The editor's words: what its TypeScript says, what it lists, and what is written.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::expect_none;
use crate::source;

/// The beginning of the keys that belong to the editor.
const PREFIX: &str = "editor-";

/// Lists the keys of `strings.json` that may be absent (`true`) or must be present.
fn listed(optional: bool) -> BTreeSet<String> {
    let list = source::file("client-wasm/editor/strings.json");
    let list: Value = serde_json::from_str(&list.text).unwrap();
    list.as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["optional"].as_bool().unwrap_or(false) == optional)
        .map(|entry| entry["key"].as_str().unwrap().to_owned())
        .collect()
}

fn written() -> BTreeSet<String> {
    source::under("server/locales/en", &["ftl"])
        .iter()
        .flat_map(|file| file.text.lines())
        .filter_map(|line| line.strip_prefix(PREFIX)?.split_once(" ="))
        .map(|(key, _)| key.to_owned())
        .collect()
}

#[test]
fn the_editor_finds_every_word_it_lists() {
    let written = written();
    let missing = listed(false)
        .into_iter()
        .filter(|key| !written.contains(key));
    expect_none("no message editor-…", &missing.collect::<Vec<_>>());
}

#[test]
fn no_word_is_written_for_the_editor_that_it_does_not_list() {
    let known: BTreeSet<String> = listed(false).into_iter().chain(listed(true)).collect();
    let unknown = written().into_iter().filter(|key| !known.contains(key));
    expect_none(
        "client-wasm/editor/strings.json lacks",
        &unknown.collect::<Vec<_>>(),
    );
}

#[test]
fn the_editor_explains_refusals_by_codes_that_there_are_and_words_that_it_has() {
    let codes = source::file("replica/src/gate/refusal.rs").text;
    let words = listed(false);
    let explained = source::file("client-wasm/editor/src/refusals.ts");
    let lines = explained.text.lines();
    let entries = lines.filter_map(|line| line.trim().strip_suffix("\",")?.split_once(": \""));
    let mut wrong = Vec::new();
    for (code, key) in entries {
        let is_code = code == "\"draft-frozen\"" || codes.contains(&format!("=> {code},"));
        if !is_code || !words.contains(key) {
            wrong.push(format!("{code}: {key}"));
        }
    }
    expect_none("no such code or no such word", &wrong);
}
