//! Amendments that are compatible and yet change the same sentence.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Comparison, Effect, applied_within};
use crate::redline::{Hunk, tokens};

/// Two compatible amendments that change the same sentence.
///
/// Apart is not always harmless: the chair reads the combined sentences before adopting both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near<I> {
    /// One amendment, that with the smaller identifier.
    pub one: I,
    /// The other one.
    pub other: I,
    /// The sentences that neither of them proposes as they would be.
    pub sentences: Vec<String>,
}

pub(super) fn near<I: Ord + Clone, O>(comparison: &Comparison<I, O>) -> Vec<Near<I>> {
    let text = Sentences::of(&comparison.base);
    let colliding: BTreeSet<(&I, &I)> = (comparison.collisions.iter())
        .map(|it| (&it.one, &it.other))
        .collect();
    let modifying: Vec<(&I, &[Hunk])> = (comparison.proposals.iter())
        .filter_map(|(id, it)| match &it.effect {
            Effect::Hunks(hunks) => Some((id, hunks.as_slice())),
            Effect::Whole(_) | Effect::Delete | Effect::Move(_) | Effect::None => None,
        })
        .collect();
    let mut found = Vec::new();
    for (i, (one, here)) in modifying.iter().enumerate() {
        for (other, there) in &modifying[i + 1..] {
            if colliding.contains(&(*one, *other)) {
                continue;
            }
            let sentences = text.combined(here, there);
            if !sentences.is_empty() {
                found.push(Near {
                    one: (*one).clone(),
                    other: (*other).clone(),
                    sentences,
                });
            }
        }
    }
    found
}

struct Sentences<'a> {
    tokens: Vec<&'a str>,
    /// The tokens of each sentence.
    sentences: Vec<Range<usize>>,
}

impl<'a> Sentences<'a> {
    fn of(text: &'a str) -> Self {
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

    /// Returns the sentences that come out as neither amendment alone proposes them.
    fn combined(&self, one: &[Hunk], other: &[Hunk]) -> Vec<String> {
        let both: BTreeSet<&Hunk> = one.iter().chain(other).collect();
        let both: Vec<&Hunk> = both.into_iter().collect();
        let (one, other): (Vec<_>, Vec<_>) = (one.iter().collect(), other.iter().collect());
        (self.spans(&both).into_iter())
            .filter_map(|span| {
                let combined = self.applied(&span, &both);
                let is_new = [&one, &other]
                    .iter()
                    .all(|it| self.applied(&span, it) != combined);
                is_new.then(|| combined.trim().to_owned())
            })
            .collect()
    }

    /// Returns the sentences, those joined that a change runs across.
    fn spans(&self, hunks: &[&Hunk]) -> Vec<Range<usize>> {
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

    fn applied(&self, span: &Range<usize>, hunks: &[&Hunk]) -> String {
        // What is inserted between two sentences belongs to the second one.
        let is_last = span.end == self.tokens.len();
        let starts_here =
            |it: &&Hunk| span.contains(&it.start) || (is_last && it.start == span.end);
        let here: Vec<&Hunk> = hunks.iter().copied().filter(starts_here).collect();
        applied_within(&self.tokens, span, &here)
    }
}
