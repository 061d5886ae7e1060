//! Redlines: a text with what is inserted and deleted, in runs.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::align::{Edit, edits};
use super::tokens;
use crate::text::{RichText, Run};

/// What happens to a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Change {
    /// It stands in both texts.
    Equal,
    /// It stands in the base alone.
    Deleted,
    /// It stands in the target alone.
    Inserted,
}

/// A run of words to which one thing happens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    /// What happens to it.
    pub change: Change,
    /// The words, with the marks of the base where they are deleted, else of the target.
    pub text: RichText,
}

/// Draws what changed between two texts; deleted words come before those inserted in their place.
///
/// Marks do not belong to the wording: where they alone differ, nothing is inserted or deleted.
pub fn redline(base: &RichText, target: &RichText) -> Vec<Segment> {
    let (old, new) = (base.to_plain(), target.to_plain());
    let (old, new) = (tokens(&old), tokens(&new));
    let mut base = Slicer::new(base, &old);
    let mut target = Slicer::new(target, &new);
    let mut drawing = Drawing::default();
    let mut done = 0;
    for Edit {
        base: gone,
        target: come,
    } in edits(&old, &new)
    {
        drawing.draw(Change::Equal, target.slice(done..come.start));
        drawing.draw(Change::Deleted, base.slice(gone));
        done = come.end;
        drawing.draw(Change::Inserted, target.slice(come));
    }
    drawing.draw(Change::Equal, target.slice(done..new.len()));
    drawing.0
}

#[derive(Default)]
struct Drawing(Vec<Segment>);

impl Drawing {
    fn draw(&mut self, change: Change, text: RichText) {
        if !text.is_empty() {
            self.0.push(Segment { change, text });
        }
    }
}

/// Cuts a text with marks by its tokens, from front to back.
struct Slicer<'a> {
    runs: &'a [Run],
    /// Where each token starts in the characters, and where the last one ends.
    starts: Vec<usize>,
    /// The run that was reached, and where it starts.
    run: usize,
    run_start: usize,
}

impl<'a> Slicer<'a> {
    fn new(text: &'a RichText, tokens: &[&str]) -> Self {
        let mut starts = vec![0];
        for token in tokens {
            starts.push(starts.last().copied().unwrap_or_default() + token.len());
        }
        Self {
            runs: text.runs(),
            starts,
            run: 0,
            run_start: 0,
        }
    }

    fn slice(&mut self, tokens: Range<usize>) -> RichText {
        let (mut at, end) = (self.starts[tokens.start], self.starts[tokens.end]);
        let mut text = RichText::default();
        while at < end {
            let Some(run) = self.runs.get(self.run) else {
                break;
            };
            let run_end = self.run_start + run.text.len();
            let upto = end.min(run_end);
            if at < upto {
                text.push(Run {
                    text: run.text[at - self.run_start..upto - self.run_start].to_owned(),
                    ..run.clone()
                });
                at = upto;
            }
            if run_end <= at {
                self.run += 1;
                self.run_start = run_end;
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strong(text: &str) -> Run {
        Run {
            text: text.to_owned(),
            strong: true,
            ..Run::default()
        }
    }

    fn plain(text: &str) -> Run {
        Run {
            text: text.to_owned(),
            ..Run::default()
        }
    }

    #[test]
    fn words_are_drawn_with_the_marks_of_their_text() {
        let base = RichText::from(vec![
            plain("Bodies "),
            strong("should publish"),
            plain(" results."),
        ]);
        let target = RichText::from(vec![
            plain("Bodies "),
            strong("must"),
            plain(" publish all results."),
        ]);
        let drawn: Vec<_> = redline(&base, &target)
            .into_iter()
            .map(|it| (it.change, Vec::from(it.text)))
            .collect();
        assert_eq!(
            drawn,
            [
                (Change::Equal, vec![plain("Bodies ")]),
                (Change::Deleted, vec![strong("should")]),
                (Change::Inserted, vec![strong("must")]),
                (Change::Equal, vec![plain(" publish ")]),
                (Change::Inserted, vec![plain("all ")]),
                (Change::Equal, vec![plain("results.")]),
            ]
        );
    }

    #[test]
    fn a_change_of_marks_alone_draws_no_change() {
        let drawn = redline(
            &RichText::plain("word"),
            &RichText::from(vec![strong("word")]),
        );
        assert_eq!(drawn.len(), 1);
        assert_eq!(drawn[0].change, Change::Equal);
        assert_eq!(drawn[0].text.runs(), [strong("word")]);
    }

    #[test]
    fn a_word_can_carry_several_marks() {
        let target = RichText::from(vec![plain("re"), strong("count"), plain("s")]);
        let drawn = redline(&RichText::plain("counts"), &target);
        assert_eq!(drawn[1].change, Change::Inserted);
        assert_eq!(drawn[1].text, target);
    }
}
