//! An outline as Markdown that imports as the same outline.

pub(super) mod escape;
mod marks;

use super::{Document, Line};
use crate::exchange::annotation::{Annotation, ClauseNote, DocumentNote};
use escape::Place;

/// Writes an outline as Markdown.
pub(super) fn write(document: &Document<'_>) -> String {
    let mut blocks = vec![Annotation::Document(note_of(document)).to_string()];
    if !document.outline.title.is_empty() {
        let title = escape::text(&document.outline.title, Place::Heading);
        blocks.push(format!("# {title}"));
    }
    for line in &document.lines {
        write_clause(&mut blocks, line);
    }
    blocks.join("\n\n") + "\n"
}

fn note_of(document: &Document<'_>) -> DocumentNote {
    let facts = document.revision.map_or_else(Vec::new, |revision| {
        vec![
            ("revision", revision.number.to_string()),
            ("root", revision.root.to_string()),
            ("tabled", revision.tabled_at.to_string()),
        ]
    });
    DocumentNote {
        language: document.outline.language.clone(),
        facts,
    }
}

fn write_clause(blocks: &mut Vec<String>, line: &Line<'_>) {
    let clause = line.clause;
    let wording = &clause.wording;
    blocks.push(
        Annotation::Clause(ClauseNote {
            kind: wording.kind,
            depth: line.depth,
            number: Some(line.number.clone()).filter(|number| !number.is_empty()),
            language: clause.language.clone(),
            id: Some(clause.id),
            hash: Some(line.hash),
        })
        .to_string(),
    );
    let number = match line.number.as_str() {
        "" => String::new(),
        number => format!("{number} "),
    };
    if !wording.heading.is_empty() {
        let level = "#".repeat((line.depth + 2).min(6));
        let heading = escape::text(&wording.heading, Place::Heading);
        blocks.push(format!("{level} {number}{heading}"));
    }
    if !wording.text.is_empty() {
        let text = marks::text(&wording.text);
        let number = if wording.heading.is_empty() {
            number.as_str()
        } else {
            ""
        };
        blocks.push(format!("{number}{text}"));
    }
    if !clause.commentary.is_empty() {
        blocks.push(Annotation::Commentary.to_string());
        let text = escape::text(&clause.commentary, Place::Paragraph);
        blocks.push(format!("> {}", text.replace('\n', "\n> ")));
    }
}
