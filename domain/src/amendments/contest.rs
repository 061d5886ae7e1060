//! Which words of the base two amendments both lay claim to.

use std::ops::Range;

use super::{Comparison, Effect};
use crate::redline::{Hunk, tokens};

impl<I: Ord + Clone, O: Ord + Clone> Comparison<I, O> {
    /// Returns what of the base both amendments change, each in its own way: ranges of bytes, in
    /// order. Empty where they insert at one point, or where one is unknown.
    pub fn overlap(&self, one: &I, other: &I) -> Vec<Range<usize>> {
        let tokens = tokens(&self.base);
        let (Some(here), Some(there)) = (
            self.claims(one, tokens.len()),
            self.claims(other, tokens.len()),
        ) else {
            return Vec::new();
        };
        let mut spans: Vec<Range<usize>> = Vec::new();
        for hunk in &here {
            // A change that both make is shared, not contested.
            let contested = there.iter().filter(|it| *it != hunk);
            spans.extend(contested.filter_map(|it| common(hunk, it)));
        }
        joined(spans)
            .into_iter()
            .map(|span| bytes(&tokens, &span))
            .collect()
    }

    /// Returns the changes an amendment makes; one that takes the clause as a whole claims it all.
    fn claims(&self, id: &I, count: usize) -> Option<Vec<Hunk>> {
        let whole = |replacement: &str| {
            vec![Hunk {
                start: 0,
                end: count,
                replacement: replacement.to_owned(),
            }]
        };
        match &self.proposals.get(id)?.effect {
            Effect::Hunks(hunks) => Some(hunks.clone()),
            Effect::Whole(text) => Some(whole(text)),
            Effect::Delete => Some(whole("")),
            Effect::Move(_) | Effect::None => None,
        }
    }
}

/// Joins ranges that overlap or touch.
pub(crate) fn joined(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// Returns the tokens that two changes share; of an insertion within what the other replaces, all
/// that the other replaces.
fn common(one: &Hunk, other: &Hunk) -> Option<Range<usize>> {
    let span = one.start.max(other.start)..one.end.min(other.end);
    if !span.is_empty() {
        return Some(span);
    }
    let within = |point: &Hunk, range: &Hunk| {
        point.start == point.end && range.start < point.start && point.start < range.end
    };
    if within(one, other) {
        Some(other.start..other.end)
    } else {
        within(other, one).then_some(one.start..one.end)
    }
}

fn bytes(tokens: &[&str], span: &Range<usize>) -> Range<usize> {
    let length = |tokens: &[&str]| tokens.iter().map(|it| it.len()).sum::<usize>();
    let start = length(&tokens[..span.start]);
    start..start + length(&tokens[span.clone()])
}

#[cfg(test)]
mod tests {
    use crate::amendments::{Comparison, Proposal, ProposedChange};

    const BASE: &str = "Results should be published promptly and in full.";

    #[track_caller]
    fn contested(one: &str, other: ProposedChange) -> Vec<&'static str> {
        let of = |id, change| Proposal {
            id,
            sponsors: vec![id],
            change,
            amends: None,
        };
        let proposals = vec![
            of('A', ProposedChange::Modify(one.to_owned())),
            of('B', other),
        ];
        let comparison = Comparison::new(BASE, proposals, &[]);
        let spans = comparison.overlap(&'A', &'B');
        assert_eq!(spans, comparison.overlap(&'B', &'A'));
        spans.into_iter().map(|span| &BASE[span]).collect()
    }

    #[test]
    fn words_that_both_change_are_contested() {
        let one = "Results shall be published at once and in full.";
        let other = "Results shall be published promptly, completely and in full.";
        let contest = contested(one, ProposedChange::Modify(other.to_owned()));
        assert!(contest.is_empty(), "{contest:?}");
        let other = "Results must be published within a day and in full.";
        let contest = contested(one, ProposedChange::Modify(other.to_owned()));
        assert_eq!(contest, ["should", "promptly"]);
    }

    #[test]
    fn a_deletion_contests_every_word_that_the_other_changes() {
        let one = "Results shall be published promptly and in full.";
        assert_eq!(contested(one, ProposedChange::Delete), ["should"]);
    }

    #[test]
    fn what_is_inserted_into_replaced_words_contests_all_of_them() {
        let one = "Results should be published very promptly and in full.";
        let other = "Results are public and in full.";
        let contest = contested(one, ProposedChange::Modify(other.to_owned()));
        assert_eq!(contest, ["should be published promptly"]);
    }
}
