//! A text in brackets as Markdown: brackets in bold, attributions in them.

use super::super::markdown::escape::{self, Place};
use super::{Alternative, Piece, RollingLine, RollingText};
use crate::i18n::Locale;

/// Writes the text.
pub(super) fn write(text: &RollingText, locale: Locale) -> String {
    let title = escape::text(&text.title, Place::Heading);
    let (bracketed, all) = text.counts;
    let facts = locale
        .t("rolling-export-facts")
        .arg("revision", text.revision)
        .arg("bracketed", bracketed)
        .arg("clauses", all)
        .arg("at", text.at.to_string())
        .to_string();
    let facts = escape::text(&facts, Place::Paragraph);
    let mut blocks = vec![format!("# {title}"), format!("*{facts}*")];
    for clause in &text.clauses {
        write_clause(&mut blocks, clause, locale);
    }
    blocks.join("\n\n") + "\n"
}

fn write_clause(blocks: &mut Vec<String>, clause: &RollingLine, locale: Locale) {
    let number = match clause.number.as_str() {
        "" => String::new(),
        number => format!("{number} "),
    };
    if !clause.heading.is_empty() {
        let level = "#".repeat((clause.depth + 2).min(6));
        let heading = pieces(&clause.heading, Place::Heading, locale);
        blocks.push(format!("{level} {number}{heading}"));
    }
    if !clause.text.is_empty() {
        let number = if clause.heading.is_empty() {
            number
        } else {
            String::new()
        };
        let text = pieces(&clause.text, Place::Paragraph, locale);
        blocks.push(format!("{number}{text}"));
    }
    for note in &clause.notes {
        let what = escape::text(&note.what, Place::Paragraph);
        let text = note.text.as_deref().map_or_else(String::new, |text| {
            let text = escape::text(text, Place::Paragraph).replace('\n', "\n> ");
            format!("\n>\n> {text}")
        });
        blocks.push(format!("> {what}{text}"));
    }
}

fn pieces(pieces: &[Piece], place: Place, locale: Locale) -> String {
    let drawn = pieces.iter().map(|piece| match piece {
        Piece::Words(words) => inner(words, place),
        Piece::Brackets { base, alternatives } => {
            let base = base.iter().map(|text| bracket(text, "", place));
            let alternatives = alternatives.iter().map(|it| alternative(it, place, locale));
            base.chain(alternatives).collect()
        }
    });
    drawn.collect()
}

fn alternative(alternative: &Alternative, place: Place, locale: Locale) -> String {
    let by = match alternative.by.as_str() {
        "" => String::new(),
        by => format!(" — {}", inner(by, place)),
    };
    if let Some(text) = &alternative.text {
        return bracket(text, &by, place);
    }
    let delete = locale.t("rolling-delete").to_string();
    format!("**\\[***{}*{by}**\\]**", inner(&delete, place))
}

fn bracket(text: &str, by: &str, place: Place) -> String {
    format!("**\\[**{}{by}**\\]**", inner(text, place))
}

/// Escapes words in the middle of a line, the white space at their ends kept.
fn inner(text: &str, place: Place) -> String {
    let mut out = String::new();
    let within = escape::Edges {
        follows: true,
        is_followed: true,
    };
    escape::append(&mut out, text, place, within);
    out
}
