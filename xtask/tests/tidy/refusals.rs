//! Every refusal is one that some rule gives.

use crate::expect_none;
use crate::source::{self, Source};

const DEFINITION: &str = "domain/src/refusal.rs";

/// A variant of the enum, as it stands there.
struct Variant {
    name: String,
    /// Whether an error of another type becomes it by itself.
    is_converted: bool,
}

fn variants() -> Vec<Variant> {
    let file = source::file(DEFINITION);
    let body = file.text.split("pub enum Refusal {").nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let names = body.lines().filter_map(|line| {
        let line = line.strip_prefix("    ")?;
        line.starts_with(|c: char| c.is_ascii_uppercase())
            .then_some(line)
    });
    let variant = |line: &str| Variant {
        name: line
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect(),
        is_converted: line.contains("#[from]"),
    };
    names.map(variant).collect()
}

/// Reports whether a line of code makes a refusal, and not only looks for one.
fn makes(line: &str, name: &str) -> bool {
    let call = format!("Refusal::{name}");
    line.split(&call).skip(1).any(|rest| {
        let is_longer = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_pattern = ["(_)", " { .. }", " =>"]
            .iter()
            .any(|it| rest.starts_with(it));
        !is_longer && !is_pattern
    })
}

#[test]
fn every_refusal_is_given_by_some_rule() {
    let mut files: Vec<Source> = ["domain/src", "replica/src", "server/src"]
        .iter()
        .flat_map(|folder| source::under(folder, &["rs"]))
        .collect();
    files.retain(|file| file.path != DEFINITION && !file.path.ends_with("web/refused.rs"));
    let all = variants();
    assert!(all.len() > 30, "only {} refusals were found", all.len());
    let is_given = |variant: &&Variant| {
        variant.is_converted
            || files
                .iter()
                .flat_map(Source::code)
                .any(|(_, line)| makes(line, &variant.name))
    };
    let never = all.iter().filter(|variant| !is_given(variant));
    let complaints: Vec<_> = never.map(|variant| variant.name.clone()).collect();
    expect_none("no rule ever gives", &complaints);
}
