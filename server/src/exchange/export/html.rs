//! An outline as one HTML page: no script, nothing loaded, made to be printed.

use std::fmt::Write as _;

use domain::text::{ClauseKind, LanguageTag, Run};

use super::{Document, Line, RevisionFacts};
use crate::i18n::{Locale, Markup};

/// How a page looks that is to be kept and printed.
pub(crate) const STYLE: &str = "
:root { color-scheme: light dark; --quiet: light-dark(#555, #aaa); }
body { font: 1.05rem/1.55 Georgia, 'Times New Roman', 'Noto Naskh Arabic', serif; max-inline-size: 46rem; margin: 2rem auto; padding-inline: 1rem; }
h1 { line-height: 1.2; }
h2, h3, h4, h5, h6 { line-height: 1.3; margin-block: 1.6em .3em; break-after: avoid; }
p { margin-block: .4em; }
.clause { margin-block: .8em; break-inside: avoid-page; }
.nested { margin-inline-start: 1.6em; }
.number { font-variant-numeric: tabular-nums; margin-inline-end: .6em; unicode-bidi: isolate; }
.hash, .facts { font: .75rem/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--quiet); overflow-wrap: anywhere; }
.commentary { border-inline-start: .2rem solid var(--quiet); padding-inline-start: .8em; font-size: .92em; }
@page { margin: 22mm 20mm; }
@media print { body { margin: 0; max-inline-size: none; font-size: 11pt; } a { color: inherit; } }
";

/// Writes an outline as a page.
pub(super) fn write(document: &Document<'_>) -> String {
    let outline = document.outline;
    let title = escape(&outline.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html{}>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        language(&outline.language),
    );
    if let Some(facts) = document.revision {
        page.push_str(&line_of_facts(facts, document.locale));
    }
    for line in &document.lines {
        write_clause(&mut page, line, &outline.language);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// Says which revision this is, when it was tabled, and what it is named by.
fn line_of_facts(facts: &RevisionFacts, locale: Locale) -> String {
    let at = Markup::trusted(format!("<time dir=\"ltr\">{}</time>", facts.tabled_at));
    let said = locale
        .t("export-facts")
        .arg("number", facts.number)
        .arg("at", at)
        .bdi("root", &facts.root)
        .html();
    let (tag, direction) = (locale.tag(), locale.direction());
    format!("<p class=\"facts\" lang=\"{tag}\" dir=\"{direction}\">{said}</p>\n")
}

fn push(page: &mut String, part: std::fmt::Arguments<'_>) {
    page.write_fmt(part)
        .expect("writing to a string does not fail");
}

fn write_clause(page: &mut String, line: &Line<'_>, whole: &LanguageTag) {
    let wording = &line.clause.wording;
    let nested = if is_indented(line) { " nested" } else { "" };
    push(
        page,
        format_args!(
            "<section class=\"clause kind-{}{nested}\" id=\"c-{}\"{}>\n",
            wording.kind.as_str(),
            line.clause.id,
            own_language(line, whole),
        ),
    );
    let number = number(line);
    if wording.heading.is_empty() {
        push(
            page,
            format_args!("<p>{number}{}</p>\n", runs(wording.text.runs())),
        );
    } else {
        let level = (line.depth + 2).min(6);
        let heading = escape(&wording.heading);
        push(
            page,
            format_args!("<h{level}>{number}{heading}</h{level}>\n"),
        );
        if !wording.text.is_empty() {
            push(page, format_args!("<p>{}</p>\n", runs(wording.text.runs())));
        }
    }
    if !line.clause.commentary.is_empty() {
        let commentary = lines(&line.clause.commentary);
        push(
            page,
            format_args!("<p class=\"commentary\">{commentary}</p>\n"),
        );
    }
    push(
        page,
        format_args!(
            "<p class=\"hash\" dir=\"ltr\">{}</p>\n</section>\n",
            line.hash
        ),
    );
}

/// Reports whether a clause is set in: it is nested in something that is no section.
fn is_indented(line: &Line<'_>) -> bool {
    line.depth > 1 && line.clause.wording.kind != ClauseKind::Section
}

fn number(line: &Line<'_>) -> String {
    if line.number.is_empty() {
        return String::new();
    }
    format!("<span class=\"number\">{}</span>", line.number)
}

pub(super) fn language(language: &LanguageTag) -> String {
    format!(" lang=\"{language}\" dir=\"{}\"", language.direction())
}

fn own_language(line: &Line<'_>, whole: &LanguageTag) -> String {
    if line.language == whole {
        return String::new();
    }
    language(line.language)
}

fn runs(runs: &[Run]) -> String {
    runs.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    let mut text = lines(&run.text);
    if run.em {
        text = format!("<em>{text}</em>");
    }
    if run.strong {
        text = format!("<strong>{text}</strong>");
    }
    match &run.link {
        Some(address) if Run::permits_link(address) => {
            format!(
                "<a href=\"{}\" rel=\"noreferrer\">{text}</a>",
                escape(address)
            )
        }
        _ => text,
    }
}

pub(super) fn lines(text: &str) -> String {
    escape(text).replace('\n', "<br>\n")
}

/// Escapes a text for an element or a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
