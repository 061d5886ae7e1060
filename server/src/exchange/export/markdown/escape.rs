//! Characters that Markdown would take for something else.
//!
//! What could begin or end a construct is escaped by a backslash, white space
//! that a parser would trim is written as an entity, and a line feed is a
//! backslash at the end of a line where it can be one.

use std::fmt::Write as _;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange::export) enum Place {
    /// On the one line of a heading.
    Heading,
    /// In a paragraph.
    Paragraph,
}

/// Escapes a whole heading or paragraph without marks.
pub(in crate::exchange::export) fn text(text: &str, place: Place) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    append(&mut out, text, place, Edges::default());
    out
}

/// What stands around a text.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::exchange::export) struct Edges {
    /// Whether something was written before it, on the same line.
    pub(in crate::exchange::export) follows: bool,
    /// Whether something will be written after it, on the same line.
    pub(in crate::exchange::export) is_followed: bool,
}

/// Appends an escaped text.
pub(in crate::exchange::export) fn append(
    out: &mut String,
    text: &str,
    place: Place,
    edges: Edges,
) {
    let mut starts_line = !edges.follows;
    // Whether the line has nothing but digits so far, as the marker of a list has.
    let mut is_number = starts_line;
    let mut chars = text.chars().peekable();
    let mut last: Option<char> = None;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let ends_line = next.map_or(!edges.is_followed, |c| c == '\n');
        let is_inner =
            last.is_some_and(|c| !c.is_whitespace()) && next.is_some_and(|c| !c.is_whitespace());
        match c {
            '\n' if place == Place::Paragraph && is_inner => out.push_str("\\\n"),
            '\n' | '\r' | '\t' => entity(out, c),
            c if c.is_whitespace() && (starts_line || ends_line) => entity(out, c),
            c => {
                if needs_backslash(c, next, starts_line) || (is_number && ends_number(c, next)) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        starts_line = c == '\n' && out.ends_with('\n');
        is_number = starts_line || (is_number && c.is_ascii_digit());
        last = Some(c);
    }
}

fn entity(out: &mut String, c: char) {
    write!(out, "&#{};", u32::from(c)).expect("writing to a string does not fail");
}

fn needs_backslash(c: char, next: Option<char>, starts_line: bool) -> bool {
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' | '^' | '#' => true,
        // Before a link it would make an image of it.
        '!' => next.is_none(),
        '&' => next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
        '>' | '+' | '-' | '=' | ':' => starts_line,
        _ => false,
    }
}

/// Reports whether a character after digits could end the marker of a list.
fn ends_number(c: char, next: Option<char>) -> bool {
    matches!(c, '.' | ')') && next.is_none_or(char::is_whitespace)
}
