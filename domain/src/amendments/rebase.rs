//! Carrying an amendment onto a wording that has changed since.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::applied_within;
use crate::redline::{Hunk, hunks, tokens};

/// What becomes of an amendment's changes on the current wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebased {
    /// The changes that moved along, over the tokens of the current wording.
    pub hunks: Vec<Hunk>,
    /// How many changes the current wording has already.
    pub dropped: usize,
    /// The changes that touch what changed since.
    pub conflicts: Vec<Conflict>,
}

impl Rebased {
    /// Reports whether nothing is left of the amendment: the current wording has it all.
    pub const fn is_subsumed(&self) -> bool {
        self.hunks.is_empty() && self.conflicts.is_empty()
    }
}

/// A change that touches what changed since, in three views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// The words as the amendment found them.
    pub base: String,
    /// The words that stand there now.
    pub current: String,
    /// The words the amendment proposes.
    pub proposed: String,
}

/// Carries the changes of an amendment, written against `base`, onto the `current` wording.
///
/// A change clear of what changed since moves along, one that is there already is dropped, and one
/// that touches what changed is in conflict.
pub fn rebase(base: &str, proposed: &str, current: &str) -> Rebased {
    let (own, since) = (hunks(base, proposed), hunks(base, current));
    let shared = |it: &&Hunk| since.binary_search(it).is_ok();
    let left: Vec<&Hunk> = own.iter().filter(|it| !shared(it)).collect();
    let mut rebased = Rebased {
        hunks: Vec::new(),
        dropped: own.len() - left.len(),
        conflicts: Vec::new(),
    };
    let ground = Ground::new(base, current, &since);
    for cluster in clusters(&left, &since.iter().collect::<Vec<_>>()) {
        if cluster.since.is_empty() {
            rebased
                .hunks
                .extend(cluster.own.iter().map(|it| ground.moved(it)));
        } else if !cluster.own.is_empty() {
            match ground.conflict(&cluster) {
                Some(conflict) => rebased.conflicts.push(conflict),
                None => rebased.dropped += cluster.own.len(),
            }
        }
    }
    rebased
}

/// Changes of both sides that touch each other.
pub(super) struct Cluster<'a> {
    pub(super) span: Range<usize>,
    pub(super) own: Vec<&'a Hunk>,
    pub(super) since: Vec<&'a Hunk>,
}

pub(super) fn clusters<'a>(own: &[&'a Hunk], since: &[&'a Hunk]) -> Vec<Cluster<'a>> {
    let own = own.iter().map(|it| (*it, true));
    let mut all: Vec<(&Hunk, bool)> = own.chain(since.iter().map(|it| (*it, false))).collect();
    all.sort_by_key(|(it, is_own)| (it.start, it.end, *is_own));
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    for (hunk, is_own) in all {
        if clusters.last().is_none_or(|it| it.span.end < hunk.start) {
            clusters.push(Cluster {
                span: hunk.start..hunk.end,
                own: Vec::new(),
                since: Vec::new(),
            });
        }
        if let Some(cluster) = clusters.last_mut() {
            cluster.span.end = cluster.span.end.max(hunk.end);
            let side = if is_own {
                &mut cluster.own
            } else {
                &mut cluster.since
            };
            side.push(hunk);
        }
    }
    clusters
}

/// The base, and the way from its tokens to those of the current wording.
struct Ground<'a> {
    base: Vec<&'a str>,
    since: &'a [Hunk],
    /// Where each token starts, in bytes.
    starts: Vec<usize>,
    current_starts: Vec<usize>,
}

impl<'a> Ground<'a> {
    fn new(base: &'a str, current: &str, since: &'a [Hunk]) -> Self {
        let base = tokens(base);
        Self {
            starts: starts(&base),
            base,
            since,
            current_starts: starts(&tokens(current)),
        }
    }

    fn moved(&self, hunk: &Hunk) -> Hunk {
        Hunk {
            start: self.place(hunk.start),
            end: self.place(hunk.end),
            replacement: hunk.replacement.clone(),
        }
    }

    /// Returns the current wording's token at which a token of the base now stands.
    fn place(&self, token: usize) -> usize {
        let before = || self.since.iter().filter(|it| it.end <= token);
        let come: usize = before().map(|it| it.replacement.len()).sum();
        let gone: usize = before()
            .map(|it| self.starts[it.end] - self.starts[it.start])
            .sum();
        let at = self.starts[token] + come - gone;
        self.current_starts.partition_point(|start| *start < at)
    }

    /// Returns the three views; none if both sides say the same.
    fn conflict(&self, cluster: &Cluster<'_>) -> Option<Conflict> {
        Conflict::at(&self.base, &cluster.span, &cluster.own, &cluster.since)
    }
}

impl Conflict {
    /// Returns the three views of a part of the base; none if both sides say the same.
    pub(super) fn at(
        base: &[&str],
        span: &Range<usize>,
        own: &[&Hunk],
        since: &[&Hunk],
    ) -> Option<Self> {
        let conflict = Self {
            base: applied_within(base, span, &[]),
            current: applied_within(base, span, since),
            proposed: applied_within(base, span, own),
        };
        (conflict.current != conflict.proposed).then_some(conflict)
    }
}

fn starts(tokens: &[&str]) -> Vec<usize> {
    let ends = tokens.iter().scan(0, |end, token| {
        *end += token.len();
        Some(*end)
    });
    [0].into_iter().chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redline::apply;

    const BASE: &str = "Election bodies should consult civil society before changing any rule.";

    #[track_caller]
    fn rebased(proposed: &str, current: &str) -> Rebased {
        let rebased = rebase(BASE, proposed, current);
        assert!(apply(current, &rebased.hunks).is_ok());
        rebased
    }

    #[test]
    fn a_change_clear_of_the_others_moves_along() {
        let current = "Public election bodies and courts should consult civil society before changing any rule.";
        let rebased = rebased(
            "Election bodies should consult civil society before lawfully changing each rule.",
            current,
        );
        assert_eq!(
            apply(current, &rebased.hunks).as_deref(),
            Ok(
                "Public election bodies and courts should consult civil society before lawfully changing each rule."
            )
        );
        assert_eq!(rebased.conflicts, []);
    }

    #[test]
    fn what_is_there_already_is_dropped() {
        let shall = "Election bodies shall consult civil society before changing any rule.";
        let rebased = rebased(shall, shall);
        assert!(rebased.is_subsumed());
        assert_eq!(rebased.dropped, 1);
    }

    #[test]
    fn what_touches_a_change_is_in_conflict() {
        let rebased = rebased(
            "Election bodies should consult citizens before changing any rule.",
            "Election bodies should consult civil groups ahead of changing any rule.",
        );
        assert_eq!(rebased.hunks, []);
        assert_eq!(
            rebased.conflicts,
            [Conflict {
                base: "civil society before".to_owned(),
                current: "civil groups ahead of".to_owned(),
                proposed: "citizens before".to_owned(),
            }]
        );
    }
}
