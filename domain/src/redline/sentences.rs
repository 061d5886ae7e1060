//! Redlines laid out in rows, a sentence or a few beside what becomes of them.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

use super::segments::{Change, Segment, redline};
use crate::text::RichText;

/// The fewest words that are said to have moved, rather than to stand in two places by chance.
const MOVED_WORDS: usize = 4;

/// Draws what changed between two texts in rows: a row ends where a sentence ends in both texts.
pub fn sentences(base: &RichText, target: &RichText) -> Vec<Vec<Segment>> {
    let mut rows = Rows {
        old_ends: ends(&base.to_plain()),
        new_ends: ends(&target.to_plain()),
        ..Rows::default()
    };
    let mut segments = redline(base, target).into_iter().peekable();
    while let Some(segment) = segments.next() {
        // What comes in the place of deleted words stands beside them.
        let is_answered = segment.change == Change::Deleted
            && segments
                .peek()
                .is_some_and(|it| it.change == Change::Inserted);
        rows.draw(segment);
        if !is_answered {
            rows.end_where_sentences_do();
        }
    }
    rows.end();
    rows.done
}

/// Returns for each run the one that has its words elsewhere: deleted here and inserted there.
pub fn moved(segments: &[Segment]) -> Vec<Option<usize>> {
    let words = |segment: &Segment| segment.text.to_plain().trim().to_owned();
    let mut found = vec![None; segments.len()];
    for (i, gone) in segments.iter().enumerate() {
        let text = words(gone);
        if gone.change != Change::Deleted || text.unicode_words().count() < MOVED_WORDS {
            continue;
        }
        let come = segments.iter().enumerate().find(|(j, it)| {
            it.change == Change::Inserted && found[*j].is_none() && words(it) == text
        });
        if let Some((j, _)) = come {
            (found[i], found[j]) = (Some(j), Some(i));
        }
    }
    found
}

/// Returns the bytes at which a sentence ends.
fn ends(text: &str) -> BTreeSet<usize> {
    text.split_sentence_bound_indices()
        .map(|(at, sentence)| at + sentence.len())
        .collect()
}

#[derive(Default)]
struct Rows {
    old_ends: BTreeSet<usize>,
    new_ends: BTreeSet<usize>,
    old: usize,
    new: usize,
    row: Vec<Segment>,
    done: Vec<Vec<Segment>>,
}

impl Rows {
    fn draw(&mut self, segment: Segment) {
        let length = segment.text.len_bytes();
        match segment.change {
            Change::Equal => self.draw_equal(&segment.text, length),
            Change::Deleted => {
                self.old += length;
                self.row.push(segment);
            }
            Change::Inserted => {
                self.new += length;
                self.row.push(segment);
            }
        }
    }

    fn draw_equal(&mut self, text: &RichText, length: usize) {
        let ends: Vec<usize> = (self.old_ends.range(self.old + 1..self.old + length))
            .map(|end| end - self.old)
            .filter(|at| self.new_ends.contains(&(self.new + at)))
            .collect();
        let mut start = 0;
        for end in ends.into_iter().chain([length]) {
            self.row.push(Segment {
                change: Change::Equal,
                text: text.slice(start..end),
            });
            if end < length {
                self.end();
            }
            start = end;
        }
        self.old += length;
        self.new += length;
    }

    fn end_where_sentences_do(&mut self) {
        if self.old_ends.contains(&self.old) && self.new_ends.contains(&self.new) {
            self.end();
        }
    }

    fn end(&mut self) {
        if !self.row.is_empty() {
            self.done.push(std::mem::take(&mut self.row));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws each row as what stood there and what stands there.
    fn rows(base: &str, target: &str) -> Vec<(String, String)> {
        let rows = sentences(&RichText::plain(base), &RichText::plain(target));
        let side = |row: &[Segment], without: Change| {
            let kept = row.iter().filter(|it| it.change != without);
            kept.map(|it| it.text.to_plain()).collect()
        };
        rows.iter()
            .map(|row| (side(row, Change::Inserted), side(row, Change::Deleted)))
            .collect()
    }

    fn pairs(rows: &[(&str, &str)]) -> Vec<(String, String)> {
        rows.iter()
            .map(|(old, new)| ((*old).to_owned(), (*new).to_owned()))
            .collect()
    }

    #[test]
    fn a_sentence_stands_beside_what_became_of_it() {
        assert_eq!(
            rows(
                "Results are published. They are complete. Anybody may copy them.",
                "Results are published. They shall be complete. Anybody may copy them."
            ),
            pairs(&[
                ("Results are published. ", "Results are published. "),
                ("They are complete. ", "They shall be complete. "),
                ("Anybody may copy them.", "Anybody may copy them."),
            ])
        );
    }

    #[test]
    fn a_new_sentence_stands_beside_nothing() {
        assert_eq!(
            rows(
                "Results are published. Anybody may copy them.",
                "Results are published. They are complete. Anybody may copy them."
            ),
            pairs(&[
                ("Results are published. ", "Results are published. "),
                ("", "They are complete. "),
                ("Anybody may copy them.", "Anybody may copy them."),
            ])
        );
    }

    #[test]
    fn sentences_made_into_one_share_a_row() {
        assert_eq!(
            rows(
                "Results are published. They are complete.",
                "Results are published and they are complete."
            ),
            pairs(&[(
                "Results are published. They are complete.",
                "Results are published and they are complete."
            )])
        );
    }

    #[test]
    fn words_deleted_here_and_inserted_there_have_moved() {
        let segments = redline(
            &RichText::plain("Anybody may copy the results. They are complete. They are signed."),
            &RichText::plain("They are complete. They are signed. Anybody may copy the results."),
        );
        let gone = segments
            .iter()
            .position(|it| it.change == Change::Deleted)
            .unwrap();
        let come = segments
            .iter()
            .position(|it| it.change == Change::Inserted)
            .unwrap();
        let found = moved(&segments);
        assert_eq!(
            (found[gone], found[come]),
            (Some(come), Some(gone)),
            "{segments:?}"
        );
    }

    #[test]
    fn a_word_or_two_in_another_place_has_not_moved() {
        let segments = redline(
            &RichText::plain("promptly published results are the aim"),
            &RichText::plain("published results are the aim promptly"),
        );
        assert!(moved(&segments).iter().all(Option::is_none));
    }
}
