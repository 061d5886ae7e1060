//! Amendments that are compatible and yet change the same sentence.

use std::collections::BTreeSet;

use super::sentences::Sentences;
use super::{Comparison, Effect};
use crate::redline::Hunk;

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
            let sentences = combined(&text, here, there);
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

/// Returns the sentences that come out as neither amendment alone proposes them.
fn combined(text: &Sentences<'_>, one: &[Hunk], other: &[Hunk]) -> Vec<String> {
    let both: BTreeSet<&Hunk> = one.iter().chain(other).collect();
    let both: Vec<&Hunk> = both.into_iter().collect();
    let (one, other): (Vec<_>, Vec<_>) = (one.iter().collect(), other.iter().collect());
    (text.spans(&both).into_iter())
        .filter_map(|span| {
            let combined = text.applied(&span, &both);
            let is_new = [&one, &other]
                .iter()
                .all(|it| text.applied(&span, it) != combined);
            is_new.then(|| combined.trim().to_owned())
        })
        .collect()
}
