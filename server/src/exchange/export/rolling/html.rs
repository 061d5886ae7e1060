//! A text in brackets as one HTML page: no script, nothing loaded, made to be printed.

use super::super::html::{STYLE, escape, language, lines};
use super::{Alternative, Note, Piece, RollingLine, RollingText};
use crate::i18n::Locale;

const BRACKETS: &str = "
.bracket { font-weight: 600; }
.bracket::before { content: '['; }
.bracket::after { content: ']'; }
.alternative { text-decoration: underline; text-underline-offset: .2em; }
.by { font-weight: 400; font-size: .85em; }
.note { border-inline-start: .2rem solid var(--quiet); padding-inline-start: .8em; }
";

/// Writes the text as a page.
pub(super) fn write(text: &RollingText, locale: Locale) -> String {
    let title = escape(&text.title);
    let clauses: String = (text.clauses.iter())
        .map(|clause| write_clause(clause, locale))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html{}>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}{BRACKETS}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{}{clauses}</main>\n</body>\n</html>\n",
        language(&text.language),
        facts(text, locale),
    )
}

fn facts(text: &RollingText, locale: Locale) -> String {
    let (bracketed, all) = text.counts;
    let said = locale
        .t("rolling-export-facts")
        .arg("revision", text.revision)
        .arg("bracketed", bracketed)
        .arg("clauses", all)
        .arg("at", text.at.to_string())
        .to_string();
    let (tag, direction) = (locale.tag(), locale.direction());
    format!(
        "<p class=\"facts\" lang=\"{tag}\" dir=\"{direction}\">{}</p>\n",
        escape(&said)
    )
}

fn write_clause(clause: &RollingLine, locale: Locale) -> String {
    let number = match clause.number.as_str() {
        "" => String::new(),
        number => format!("<span class=\"number\">{}</span>", escape(number)),
    };
    let text = pieces(&clause.text, locale);
    let words = if clause.heading.is_empty() {
        format!("<p>{number}{text}</p>\n")
    } else {
        let level = (clause.depth + 2).min(6);
        let heading = pieces(&clause.heading, locale);
        let heading = format!("<h{level}>{number}{heading}</h{level}>\n");
        if clause.text.is_empty() {
            heading
        } else {
            format!("{heading}<p>{text}</p>\n")
        }
    };
    let notes: String = (clause.notes.iter())
        .map(|note| write_note(note, locale))
        .collect();
    let language = language(&clause.language);
    format!("<section class=\"clause\"{language}>\n{words}{notes}</section>\n")
}

fn write_note(note: &Note, locale: Locale) -> String {
    let (tag, direction) = (locale.tag(), locale.direction());
    let what = escape(&note.what);
    let text = (note.text.iter()).map(|text| format!("<p dir=\"auto\">{}</p>", lines(text)));
    format!(
        "<div class=\"note\"><p lang=\"{tag}\" dir=\"{direction}\">{what}</p>{}</div>\n",
        text.collect::<String>()
    )
}

fn pieces(pieces: &[Piece], locale: Locale) -> String {
    let drawn = pieces.iter().map(|piece| match piece {
        Piece::Words(words) => lines(words),
        Piece::Brackets { base, alternatives } => {
            let base =
                (base.iter()).map(|text| format!("<span class=\"bracket\">{}</span>", lines(text)));
            let alternatives = alternatives.iter().map(|it| alternative(it, locale));
            base.chain(alternatives).collect()
        }
    });
    drawn.collect()
}

fn alternative(alternative: &Alternative, locale: Locale) -> String {
    let by = match alternative.by.as_str() {
        "" => String::new(),
        by => format!("<span class=\"by\"> — <bdi>{}</bdi></span>", escape(by)),
    };
    let text = match &alternative.text {
        Some(text) => lines(text),
        None => format!(
            "<em>{}</em>",
            escape(&locale.t("rolling-delete").to_string())
        ),
    };
    format!("<span class=\"bracket alternative\">{text}{by}</span>")
}
