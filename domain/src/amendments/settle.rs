//! Conflicts settled by a person, sentence by sentence.
//!
//! Where an amendment and what changed since touch each other, the words around them seldom make
//! sense mixed: the sentences that are touched are chosen as a whole.

use std::ops::Range;

use super::applied_within;
use super::rebase::{Conflict, clusters};
use super::sentences::Sentences;
use crate::redline::{Hunk, hunks};

/// Returns the sentences of the base in which an amendment touches what changed since, in order.
pub fn conflicts(base: &str, proposed: &str, current: &str) -> Vec<Conflict> {
    let (own, since) = (hunks(base, proposed), hunks(base, current));
    let merge = Merge::new(base, &own, &since);
    let spans = merge.spans.iter();
    spans.filter_map(|span| merge.conflict(span)).collect()
}

/// Puts an amendment and what changed since together in one text: of the sentences in conflict, in
/// their order, those the amendment proposes where `prefer_own` says so, otherwise those that stand
/// there now.
///
/// A conflict of which nothing is said is settled in favour of what stands there now.
pub fn settled(base: &str, proposed: &str, current: &str, prefer_own: &[bool]) -> String {
    let (own, since) = (hunks(base, proposed), hunks(base, current));
    let merge = Merge::new(base, &own, &since);
    let mut choices = prefer_own.iter();
    let spans = merge.spans.iter();
    spans
        .map(|span| match merge.conflict(span) {
            None => merge.merged(span),
            Some(views) if *choices.next().unwrap_or(&false) => views.proposed,
            Some(views) => views.current,
        })
        .collect()
}

/// Both sides' changes of one base.
struct Merge<'a> {
    text: Sentences<'a>,
    /// The sentences, those joined that a change runs across.
    spans: Vec<Range<usize>>,
    own: Vec<&'a Hunk>,
    since: Vec<&'a Hunk>,
}

impl<'a> Merge<'a> {
    fn new(base: &'a str, own: &'a [Hunk], since: &'a [Hunk]) -> Self {
        let text = Sentences::of(base);
        let (own, since): (Vec<_>, Vec<_>) = (own.iter().collect(), since.iter().collect());
        let spans = spans(&text, &own, &since);
        Self {
            text,
            spans,
            own,
            since,
        }
    }

    /// Returns the three views of sentences in which the sides touch.
    fn conflict(&self, span: &Range<usize>) -> Option<Conflict> {
        let own = self.text.within(span, &self.own);
        let since = self.text.within(span, &self.since);
        let left: Vec<&Hunk> = own
            .iter()
            .copied()
            .filter(|it| !since.contains(it))
            .collect();
        let tokens = &self.text.tokens;
        let is_contested = clusters(&left, &since).iter().any(|it| {
            !it.own.is_empty()
                && !it.since.is_empty()
                && Conflict::at(tokens, &it.span, &it.own, &it.since).is_some()
        });
        if is_contested {
            Conflict::at(tokens, span, &own, &since)
        } else {
            None
        }
    }

    /// Returns sentences with the changes of both sides, which say the same where they touch.
    fn merged(&self, span: &Range<usize>) -> String {
        let own = self.text.within(span, &self.own);
        let since = self.text.within(span, &self.since);
        let left: Vec<&Hunk> = own.into_iter().filter(|it| !since.contains(it)).collect();
        let both: Vec<&Hunk> = (clusters(&left, &since).into_iter())
            .flat_map(|it| {
                if it.since.is_empty() {
                    it.own
                } else {
                    it.since
                }
            })
            .collect();
        applied_within(&self.text.tokens, span, &both)
    }
}

/// Returns the sentences, those joined that a change runs across or where changes meet.
fn spans(text: &Sentences<'_>, own: &[&Hunk], since: &[&Hunk]) -> Vec<Range<usize>> {
    let both: Vec<&Hunk> = own.iter().chain(since).copied().collect();
    let meeting = clusters(own, since);
    let meets_at = |at: usize| {
        meeting.iter().any(|it| {
            let mut starts = it.own.iter().chain(&it.since).map(|hunk| hunk.start);
            starts.clone().any(|start| start < at) && starts.any(|start| start >= at)
        })
    };
    let mut joined: Vec<Range<usize>> = Vec::new();
    for span in text.spans(&both) {
        match joined.last_mut().filter(|last| meets_at(last.end)) {
            Some(last) => last.end = span.end,
            None => joined.push(span),
        }
    }
    if joined.is_empty() {
        // An empty base has no sentence, but words can come into it.
        joined.push(0..text.tokens.len());
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "Bodies should consult citizens first. They publish what they heard.";

    #[test]
    fn sentences_in_conflict_are_chosen_one_by_one_and_the_others_merged() {
        let proposed = "Bodies must consult voters first. They promptly publish what they heard.";
        let current = "Bodies shall consult parties first. They publish all they heard.";
        let first = Conflict {
            base: "Bodies should consult citizens first. ".to_owned(),
            current: "Bodies shall consult parties first. ".to_owned(),
            proposed: "Bodies must consult voters first. ".to_owned(),
        };
        assert_eq!(conflicts(BASE, proposed, current), [first]);
        assert_eq!(
            settled(BASE, proposed, current, &[true]),
            "Bodies must consult voters first. They promptly publish all they heard."
        );
        assert_eq!(
            settled(BASE, proposed, current, &[]),
            "Bodies shall consult parties first. They promptly publish all they heard."
        );
    }

    #[test]
    fn changes_that_meet_between_two_sentences_are_one_conflict() {
        let proposed = "They publish what they heard.";
        let current = "Bodies should consult citizens first. Twice. They publish what they heard.";
        assert_eq!(conflicts(BASE, proposed, current).len(), 1);
        assert_eq!(settled(BASE, proposed, current, &[true]), proposed);
        assert_eq!(settled(BASE, proposed, current, &[false]), current);
    }

    #[test]
    fn both_may_write_into_an_empty_text() {
        assert_eq!(conflicts("", "One.", "Two.").len(), 1);
        assert_eq!(settled("", "One.", "Two.", &[true]), "One.");
        assert_eq!(settled("", "One.", "", &[]), "One.");
        assert_eq!(settled("", "", "", &[]), "");
    }
}
