//! Sentences, and the changes that belong to each.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::applied_within;
use crate::redline::{Hunk, tokens};

/// A text as its sentences (UAX #29).
pub(super) struct Sentences<'a> {
    pub(super) tokens: Vec<&'a str>,
    /// The tokens of each sentence.
    sentences: Vec<Range<usize>>,
}

impl<'a> Sentences<'a> {
    /// Finds the sentences of a text.
    pub(super) fn of(text: &'a str) -> Self {
        let tokens = tokens(text);
        let mut sentences: Vec<Range<usize>> = Vec::new();
        let (mut token, mut reached) = (0, 0);
        for (at, sentence) in text.split_sentence_bound_indices() {
            let start = token;
            while token < tokens.len() && reached < at + sentence.len() {
                reached += tokens[token].len();
                token += 1;
            }
            if start < token {
                sentences.push(start..token);
            }
        }
        Self { tokens, sentences }
    }

    /// Returns the sentences, those joined that a change runs across.
    pub(super) fn spans(&self, hunks: &[&Hunk]) -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for sentence in &self.sentences {
            let runs_on = |at: usize| hunks.iter().any(|it| it.start < at && at < it.end);
            match spans.last_mut().filter(|last| runs_on(last.end)) {
                Some(last) => last.end = sentence.end,
                None => spans.push(sentence.clone()),
            }
        }
        spans
    }

    /// Returns a span with the changes that belong to it.
    pub(super) fn applied(&self, span: &Range<usize>, hunks: &[&Hunk]) -> String {
        applied_within(&self.tokens, span, &self.within(span, hunks))
    }

    /// Returns the changes that belong to a span.
    pub(super) fn within<'h>(&self, span: &Range<usize>, hunks: &[&'h Hunk]) -> Vec<&'h Hunk> {
        // What is inserted between two sentences belongs to the second one.
        let is_last = span.end == self.tokens.len();
        let starts_here =
            |it: &&Hunk| span.contains(&it.start) || (is_last && it.start == span.end);
        hunks.iter().copied().filter(starts_here).collect()
    }
}
