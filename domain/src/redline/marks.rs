//! Marks carried through a change of words, three ways.

use std::collections::HashMap;

use super::{positions, tokens};
use crate::text::{RichText, Run};

/// Gives `words` the marks of `now`, and those that `proposed` has beyond `base`.
///
/// A word that stands in `now` alone has the marks it has there; one that stands in `proposed`
/// alone has those; of a word in both, the marks that `proposed` changed win.
pub fn with_marks(words: &str, base: &RichText, proposed: &RichText, now: &RichText) -> RichText {
    let in_now = Places::of(&now.to_plain(), words);
    let proposed_words = proposed.to_plain();
    let in_proposed = Places::of(&proposed_words, words);
    let in_base = Places::of(&base.to_plain(), &proposed_words);
    let mut marked = RichText::default();
    let mut at = 0;
    for token in tokens(words) {
        let slice = |text: &RichText, start: Option<usize>| {
            start.map(|start| text.slice(start..start + token.len()))
        };
        let there = in_proposed.get(at);
        let proposed = slice(proposed, there);
        let base = slice(base, there.and_then(|start| in_base.get(start)));
        let now = slice(now, in_now.get(at));
        let chosen = match (now, proposed) {
            (Some(_), Some(proposed)) if base.as_ref() != Some(&proposed) => proposed,
            (Some(text), _) | (None, Some(text)) => text,
            (None, None) => RichText::plain(token),
        };
        for run in Vec::<Run>::from(chosen) {
            marked.push(run);
        }
        at += token.len();
    }
    marked
}

/// Where the words of one text stand in another, by the byte at which each begins.
struct Places(HashMap<usize, usize>);

impl Places {
    fn of(there: &str, here: &str) -> Self {
        let (old, new) = (starts(there), starts(here));
        let pairs = positions(there, here).into_iter().zip(new);
        Self(
            pairs
                .filter_map(|(at, to)| Some((to, *old.get(at?)?)))
                .collect(),
        )
    }

    fn get(&self, at: usize) -> Option<usize> {
        self.0.get(&at).copied()
    }
}

/// Returns the byte at which each token begins.
fn starts(text: &str) -> Vec<usize> {
    let starts = tokens(text).into_iter().scan(0, |at, token| {
        let start = *at;
        *at += token.len();
        Some(start)
    });
    starts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strong(text: &str) -> Run {
        Run {
            text: text.into(),
            strong: true,
            ..Run::default()
        }
    }

    fn plain(text: &str) -> Run {
        Run {
            text: text.into(),
            ..Run::default()
        }
    }

    #[test]
    fn inserted_words_keep_the_marks_they_were_proposed_with() {
        let base = RichText::plain("Results are published.");
        let proposed = RichText::from(vec![
            plain("Results are published"),
            strong(" at once"),
            plain("."),
        ]);
        let now = RichText::from(vec![strong("All results"), plain(" are published.")]);
        let marked = with_marks("All results are published at once.", &base, &proposed, &now);
        assert_eq!(
            marked.runs(),
            [
                strong("All results"),
                plain(" are published"),
                strong(" at once"),
                plain(".")
            ]
        );
    }

    #[test]
    fn a_proposal_may_change_marks_alone() {
        let base = RichText::plain("Results are published.");
        let proposed = RichText::from(vec![strong("Results"), plain(" are published.")]);
        let marked = with_marks("Results are published.", &base, &proposed, &base);
        assert_eq!(marked, proposed);
    }

    #[test]
    fn marks_given_since_stay_where_the_proposal_has_none() {
        let base = RichText::plain("Results are published.");
        let now = RichText::from(vec![strong("Results"), plain(" are published.")]);
        let marked = with_marks("Results are published.", &base, &base, &now);
        assert_eq!(marked, now);
    }
}
