//! The numbered lines of a revision, clause by clause, with the marks of their words.

use std::collections::HashMap;

use domain::id::ClauseId;
use domain::instrument::{Line, LinePart, Revision};

use crate::i18n::Markup;
use crate::web::text::draw;

/// The lines of one clause.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    /// Those of the heading.
    pub(super) heading: Vec<NumberedLine>,
    /// Those of the text.
    pub(super) text: Vec<NumberedLine>,
}

/// A line, ready to be shown.
#[derive(Debug)]
pub(super) struct NumberedLine {
    /// Its number in the revision.
    pub(super) number: u32,
    /// Its words with their marks.
    pub(super) words: Markup,
}

impl Numbered {
    /// Reports whether there is no line.
    pub(super) fn is_empty(&self) -> bool {
        self.heading.is_empty() && self.text.is_empty()
    }
}

/// Returns the lines of a revision, by clause.
pub(super) fn by_clause(revision: &Revision) -> HashMap<ClauseId, Numbered> {
    let mut all: HashMap<ClauseId, Numbered> = HashMap::new();
    for line in revision.lines() {
        let words = words(revision, &line);
        let clause = all.entry(line.clause).or_default();
        let lines = match line.part {
            LinePart::Heading => &mut clause.heading,
            LinePart::Text => &mut clause.text,
        };
        lines.push(NumberedLine {
            number: line.number,
            words,
        });
    }
    all
}

/// Draws the words of a line, without the white space at its end.
pub(super) fn words(revision: &Revision, line: &Line) -> Markup {
    let wording = revision.clause(line.clause).and_then(|it| it.wording());
    match (line.part, wording) {
        (LinePart::Text, Some(wording)) => {
            let end = line.span.start + line.words.len();
            draw(&wording.text.slice(line.span.start..end))
        }
        (LinePart::Heading | LinePart::Text, _) => Markup::text(&line.words),
    }
}
