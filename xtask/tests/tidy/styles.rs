//! Style sheets know no left and right.

use crate::expect_none;
use crate::source;

/// Ends or beginnings of declarations that tie a page to one direction.
const PHYSICAL: [&str; 18] = [
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "border-left",
    "border-right",
    "border-top-left-radius",
    "border-top-right-radius",
    "border-bottom-left-radius",
    "border-bottom-right-radius",
    "left:",
    "right:",
    "text-align: left",
    "text-align: right",
    "text-align:left",
    "text-align:right",
    "float: left",
    "float: right",
];

fn is_physical(line: &str) -> bool {
    let declaration = line.trim().trim_start_matches(['{', ' ']);
    declaration.split([';', '{']).any(|one| {
        let one = one.trim();
        PHYSICAL.iter().any(|physical| one.starts_with(physical))
    })
}

#[test]
fn properties_are_logical() {
    let mut sheets = source::under("server/assets", &["css"]);
    sheets.extend(source::under("client-wasm/editor", &["css"]));
    let mut complaints = Vec::new();
    for sheet in sheets {
        let bad = sheet.lines().filter(|(_, line)| is_physical(line));
        complaints.extend(bad.map(|(number, line)| format!("{}: {line}", sheet.at(number))));
    }
    expect_none("use inline-start and inline-end", &complaints);
}

#[test]
fn physical_declarations_are_recognised() {
    for line in [
        "  margin-left: 1em;",
        "a { left: 0 }",
        "text-align:right;",
        "float: left",
    ] {
        assert!(is_physical(line), "{line}");
    }
    for line in [
        "margin-inline-start: 1em;",
        "inset-inline-end: 0",
        "text-align: start",
        "--left: 1",
    ] {
        assert!(!is_physical(line), "{line}");
    }
}
