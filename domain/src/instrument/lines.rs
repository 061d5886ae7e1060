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

/// What has become of a line of an earlier revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFate {
    /// The first of its words that are left stand in this line of the revision on the table.
    Stands(Line),
    /// None of its words is left; what followed them stands in this line of the revision on the table.
    Replaced {
        /// The first revision without its words.
        since: RevisionNumber,
        /// The line where what followed stands.
        by: Line,
    },
    /// Neither its words nor anything that followed them in the clause is left.
    Gone {
        /// The first revision without its words.
        since: RevisionNumber,
    },
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
        let (clause, fate) = self.line_fate(revision, number)?;
        let line = match fate {
            LineFate::Stands(line) | LineFate::Replaced { by: line, .. } => Some(line),
            LineFate::Gone { .. } => None,
        };
        Some((clause, line))
    }

    /// Says what has become of a line of some revision, and of which clause it is; none if there is no such line.
    pub fn line_fate(&self, revision: RevisionNumber, number: u32) -> Option<(ClauseId, LineFate)> {
        let then = self.revision(revision)?;
        let line = then.lines().into_iter().find(|it| it.number == number)?;
        let old = words(then.clause(line.clause)?, line.part)?;
        let left = |revision: &Revision| {
            let now = words(revision.clause(line.clause)?, line.part)?;
            left(&old, &line.span, &now)
        };
        let table = self.current()?;
        let found = left(table).and_then(|it| Some((table.line_at(&line, it.byte)?, it)));
        let fate = match found {
            Some((now, it)) if it.is_own => LineFate::Stands(now),
            found => {
                let later = self.revisions().iter().rev();
                let without = later
                    .take_while(|it| it.number > revision && !left(it).is_some_and(|it| it.is_own));
                let since = without.last().map_or(table.number, |it| it.number);
                match found {
                    Some((by, _)) => LineFate::Replaced { since, by },
                    None => LineFate::Gone { since },
                }
            }
        };
        Some((line.clause, fate))
    }
}

impl Revision {
    /// Returns the line that has a byte of the part of a clause that another line is of.
    fn line_at(&self, like: &Line, byte: usize) -> Option<Line> {
        let mut lines = self.lines().into_iter();
        lines.find(|it| it.clause == like.clause && it.part == like.part && it.span.contains(&byte))
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

/// What is left of a line, or of what followed it, in another text.
struct Left {
    /// Where the first word that is left begins there.
    byte: usize,
    /// Whether a third of the words of the line are left; a word such as “the” alone stays by chance.
    is_own: bool,
}

/// Finds what is left in the new text of a span of the old one, or of what follows it.
fn left(old: &str, span: &Range<usize>, new: &str) -> Option<Left> {
    let (before, after) = (places(old), places(new));
    let stayed: Vec<(usize, usize)> = (positions(old, new).into_iter().zip(after))
        .filter(|(_, (_, is_word))| *is_word)
        .filter_map(|(from, (byte, _))| Some((before.get(from?)?.0, byte)))
        .filter(|(was, _)| *was >= span.start)
        .collect();
    let own = stayed.iter().filter(|(was, _)| *was < span.end).count();
    let words = before
        .iter()
        .filter(|(at, is_word)| *is_word && span.contains(at))
        .count();
    let (_, byte) = stayed.first()?;
    Some(Left {
        byte: *byte,
        is_own: own > 0 && own * 3 >= words,
    })
}

/// Returns where each token of a text begins, and whether it is a word.
fn places(text: &str) -> Vec<(usize, bool)> {
    let places = tokens(text).into_iter().scan(0, |at, token| {
        *at += token.len();
        Some((*at - token.len(), token.contains(char::is_alphanumeric)))
    });
    places.collect()
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
