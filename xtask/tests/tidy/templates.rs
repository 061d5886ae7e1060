//! Templates hold no words of their own.

use crate::expect_none;
use crate::source;

/// What remains of a template when tags, expressions, scripts and entities are taken out.
fn words(template: &str) -> String {
    let mut rest = template.to_owned();
    for (open, close) in [
        ("{#", "#}"),
        ("{%", "%}"),
        ("{{", "}}"),
        ("<!--", "-->"),
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("<", ">"),
        ("&", ";"),
    ] {
        rest = without(&rest, open, close);
    }
    rest
}

/// Takes out everything from `open` to `close`, keeping line breaks.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        kept.push_str(before);
        kept.push(' ');
        let (inside, following) = after.split_once(close).unwrap_or((after, ""));
        kept.extend(inside.chars().filter(|it| *it == '\n'));
        rest = following;
    }
    kept.push_str(rest);
    kept
}

/// Names of the product and of formats, the same in every language.
const NAMES: [&str; 8] = [
    "Clausewise",
    "SHA",
    "JSON",
    "API",
    "OpenAPI",
    "Markdown",
    "HTML",
    "UTC",
];

#[test]
fn every_word_comes_from_the_catalogue() {
    let mut complaints = Vec::new();
    for template in source::under("server/templates", &["html"]) {
        for (index, line) in words(&template.text).lines().enumerate() {
            let found = line
                .split(|it: char| !it.is_alphabetic())
                .find(|word| word.chars().count() > 1 && !NAMES.contains(word));
            complaints.extend(found.map(|word| format!("{}: {word:?}", template.at(index + 1))));
        }
    }
    expect_none("say it with a message", &complaints);
}

#[test]
fn attributes_that_are_read_aloud_come_from_the_catalogue() {
    let mut complaints = Vec::new();
    for template in source::under("server/templates", &["html"]) {
        for (number, line) in template.lines() {
            for attribute in [" title=\"", " alt=\"", " aria-label=\"", " placeholder=\""] {
                let spoken = line
                    .split(attribute)
                    .skip(1)
                    .filter_map(|it| it.chars().next());
                let foreign = spoken.filter(|it| it.is_alphabetic());
                complaints.extend(foreign.map(|_| format!("{}:{attribute}", template.at(number))));
            }
        }
    }
    expect_none("say it with a message", &complaints);
}

#[test]
fn words_are_told_from_markup() {
    assert_eq!(words("<p class=\"a\">{{ t.x }}</p>{# note #}").trim(), "");
    assert_eq!(words("<p>\n<b>Hello</b> {% if a > b %}").trim(), "Hello");
}
