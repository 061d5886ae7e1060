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
    for cluster in clusters(&left, &since) {
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

/// Puts an amendment and what changed since together in one text: for each conflict, in their order,
/// the words the amendment proposes where `prefer_own` says so, otherwise those that stand there now.
///
/// A conflict of which nothing is said is settled in favour of what stands there now.
pub fn settled(base: &str, proposed: &str, current: &str, prefer_own: &[bool]) -> String {
    let (own, since) = (hunks(base, proposed), hunks(base, current));
    let left: Vec<&Hunk> = (own.iter())
        .filter(|it| since.binary_search(it).is_err())
        .collect();
    let ground = Ground::new(base, current, &since);
    let mut choices = prefer_own.iter();
    let chosen: Vec<&Hunk> = clusters(&left, &since)
        .into_iter()
        .flat_map(|it| {
            let is_own = it.since.is_empty()
                || (ground.conflict(&it).is_some() && *choices.next().unwrap_or(&false));
            if is_own { it.own } else { it.since }
        })
        .collect();
    applied_within(&ground.base, &(0..ground.base.len()), &chosen)
}

/// Changes of both sides that touch each other.
struct Cluster<'a> {
    span: Range<usize>,
    own: Vec<&'a Hunk>,
    since: Vec<&'a Hunk>,
}

fn clusters<'a>(own: &[&'a Hunk], since: &'a [Hunk]) -> Vec<Cluster<'a>> {
    let own = own.iter().map(|it| (*it, true));
    let mut all: Vec<(&Hunk, bool)> = own.chain(since.iter().map(|it| (it, false))).collect();
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

    /// Returns the three views; none if one side is silent, or both say the same.
    fn conflict(&self, cluster: &Cluster<'_>) -> Option<Conflict> {
        if cluster.own.is_empty() {
            return None;
        }
        let conflict = Conflict {
            base: applied_within(&self.base, &cluster.span, &[]),
            current: applied_within(&self.base, &cluster.span, &cluster.since),
            proposed: applied_within(&self.base, &cluster.span, &cluster.own),
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

    #[test]
    fn what_is_in_conflict_is_settled_one_by_one() {
        let base = "Bodies should consult citizens before changing any rule.";
        let proposed = "Bodies must consult voters before changing any rule, in public.";
        let current = "Bodies shall consult parties before changing any rule.";
        assert_eq!(rebase(base, proposed, current).conflicts.len(), 2);
        assert_eq!(
            settled(base, proposed, current, &[true, false]),
            "Bodies must consult parties before changing any rule, in public."
        );
        assert_eq!(
            settled(base, proposed, current, &[]),
            "Bodies shall consult parties before changing any rule, in public."
        );
    }
}
