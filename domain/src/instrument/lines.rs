//! Numbered lines of a tabled revision.
//!
//! A reference such as "revision 2, line 14" must mean the same words for ever, on every screen
//! and on paper. So lines are not those of a window: every heading and every text is broken after
//! at most [`Line::WIDTH`] grapheme clusters, at white space where there is some, and lines are
//! numbered through the whole revision.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Instrument, Revision, RevisionClause};
use crate::id::ClauseId;
use crate::record::RevisionNumber;
use crate::redline::{positions, tokens};

/// A numbered line of a tabled revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the revision, from 1.
    pub number: u32,
    /// The clause it belongs to.
    pub clause: ClauseId,
    /// Whether it is of the heading or of the text.
    pub part: LinePart,
    /// The bytes of the heading or plain text that stand in it, white space at its end included.
    pub span: Range<usize>,
    /// Its words, without the white space at its end.
    pub words: String,
}

/// What a line is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinePart {
    /// The heading.
    Heading,
    /// The text.
    Text,
}

impl Line {
    /// The greatest number of grapheme clusters in a line.
    pub const WIDTH: usize = 80;
}

impl Revision {
    /// Returns the lines of the whole revision, in order.
    pub fn lines(&self) -> Vec<Line> {
        let parts = self.clauses.iter().flat_map(|clause| {
            [LinePart::Heading, LinePart::Text]
                .into_iter()
                .filter_map(move |part| Some((clause.id, part, words(clause, part)?)))
        });
        let lines = parts.flat_map(|(clause, part, words)| {
            let spans = broken(&words).into_iter();
            let cut = |span: Range<usize>| {
                let line = words[span.clone()].trim_end().to_owned();
                (clause, part, span, line)
            };
            spans.map(cut).collect::<Vec<_>>()
        });
        lines
            .zip(1..)
            .map(|((clause, part, span, words), number)| Line {
                number,
                clause,
                part,
                span,
                words,
            })
            .collect()
    }
}

impl Instrument {
    /// Finds where a line of some revision stands now: its clause, and the line of the revision on
    /// the table that has its first word, or the next word that is left of it.
    ///
    /// None if there is no such line; the line is none if the clause, or all that followed in it, is gone.
    pub fn line_now(
        &self,
        revision: RevisionNumber,
        number: u32,
    ) -> Option<(ClauseId, Option<Line>)> {
        let then = self.revision(revision)?;
        let line = then.lines().into_iter().find(|it| it.number == number)?;
        let old = words(then.clause(line.clause)?, line.part)?;
        let table = self.current()?;
        let now = table
            .clause(line.clause)
            .and_then(|it| words(it, line.part));
        let at = now.and_then(|now| carried(&old, line.span.start, &now));
        let mut lines = table.lines().into_iter();
        let found = at.and_then(|at| {
            lines.find(|it| {
                it.clause == line.clause && it.part == line.part && it.span.contains(&at)
            })
        });
        Some((line.clause, found))
    }
}

/// Returns the words of a clause's part; none where it has none, or they were erased.
fn words(clause: &RevisionClause, part: LinePart) -> Option<String> {
    let wording = clause.wording()?;
    let words = match part {
        LinePart::Heading => wording.heading.clone(),
        LinePart::Text => wording.text.to_plain(),
    };
    (!words.is_empty()).then_some(words)
}

/// Breaks words into lines; a line feed ends one too.
fn broken(words: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut width) = (0, 0);
    // Where the line can end so far, and how wide it is up to there.
    let mut opportunity = None;
    for (at, cluster) in words.grapheme_indices(true) {
        let is_white_space = cluster.chars().all(char::is_whitespace);
        if width >= Line::WIDTH && !is_white_space {
            let (end, before) = opportunity.take().unwrap_or((at, width));
            lines.push(start..end);
            start = end;
            width -= before;
        }
        width += 1;
        let end = at + cluster.len();
        if cluster.contains('\n') {
            lines.push(start..end);
            (start, width, opportunity) = (end, 0, None);
        } else if is_white_space {
            opportunity = Some((end, width));
        }
    }
    if start < words.len() {
        lines.push(start..words.len());
    }
    lines
}

/// Returns where the word at a byte of the old text, or the next one that stayed, begins in the new one.
fn carried(old: &str, byte: usize, new: &str) -> Option<usize> {
    let mut at = 0;
    let first = tokens(old).into_iter().position(|token| {
        at += token.len();
        at > byte
    })?;
    let mut begins = 0;
    let places = positions(old, new).into_iter().zip(tokens(new));
    for (place, token) in places {
        if place.is_some_and(|place| place >= first) {
            return Some(begins);
        }
        begins += token.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_white_space_and_never_within_a_cluster() {
        let words = "word ".repeat(40);
        let lines = broken(&words);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|it| words[it.clone()].ends_with(' ')));
        let thai = "กำ".repeat(100);
        let lines = broken(&thai);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].end, "กำ".len() * Line::WIDTH);
    }

    #[test]
    fn nothing_of_the_words_is_lost_between_lines() {
        let words = format!("{} {}\nshort", "x".repeat(200), "y ".repeat(90));
        let lines = broken(&words);
        let joined: String = lines.iter().map(|it| &words[it.clone()]).collect();
        assert_eq!(joined, words);
    }
}
