//! An outline as JSON.

use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, RichText, WordingHash};
use domain::time::Timestamp;
use serde::Serialize;

use super::{Document, Line};

#[derive(Serialize)]
struct Text<'a> {
    format: &'static str,
    v: u32,
    title: &'a str,
    language: &'a LanguageTag,
    revision: Option<Revision>,
    clauses: Vec<Clause<'a>>,
}

#[derive(Serialize)]
struct Revision {
    number: u32,
    root: WordingHash,
    tabled_at: Timestamp,
}

#[derive(Serialize)]
struct Clause<'a> {
    id: ClauseId,
    parent: Option<ClauseId>,
    number: &'a str,
    kind: ClauseKind,
    heading: &'a str,
    text: String,
    runs: &'a RichText,
    commentary: &'a str,
    language: &'a LanguageTag,
    hash: WordingHash,
}

/// Writes an outline as indented JSON.
pub(super) fn write(document: &Document<'_>) -> String {
    let text = Text {
        format: "clausewise",
        v: 1,
        title: &document.outline.title,
        language: &document.outline.language,
        revision: document.revision.map(|facts| Revision {
            number: facts.number,
            root: facts.root,
            tabled_at: facts.tabled_at,
        }),
        clauses: document.lines.iter().map(clause).collect(),
    };
    let mut json = serde_json::to_string_pretty(&text).expect("strings and numbers are JSON");
    json.push('\n');
    json
}

fn clause<'a>(line: &'a Line<'_>) -> Clause<'a> {
    Clause {
        id: line.clause.id,
        parent: line.clause.parent,
        number: &line.number,
        kind: line.clause.wording.kind,
        heading: &line.clause.wording.heading,
        text: line.clause.wording.text.to_plain(),
        runs: &line.clause.wording.text,
        commentary: &line.clause.commentary,
        language: line.language,
        hash: line.hash,
    }
}
