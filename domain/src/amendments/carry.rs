//! A proposed wording carried onto the one a clause has now, heading, text and marks.

use serde::{Deserialize, Serialize};

use super::rebase::{Conflict, Rebased, rebase};
use super::settle::{conflicts, settled};
use crate::redline::{apply, with_marks};
use crate::text::{ClauseKind, Wording};

/// What becomes of a proposed wording on the wording a clause has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// Its changes moved along: this is the wording they result in.
    Along(Wording),
    /// The clause has all of it already.
    Subsumed,
    /// Some of its changes touch what changed since.
    Conflict(WordingConflict),
}

/// Where a proposed wording and what changed since touch each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WordingConflict {
    /// Whether both made something else of the clause's kind.
    pub kind: bool,
    /// The sentences of the heading in which they touch.
    pub heading: Vec<Conflict>,
    /// The sentences of the text in which they touch.
    pub text: Vec<Conflict>,
}

/// Carries the changes from `base` to `proposed` onto the wording `now`.
pub fn carry(base: &Wording, proposed: &Wording, now: &Wording) -> Carried {
    let kind = kind(base.kind, proposed.kind, now.kind);
    let plain = |it: &Wording| it.text.to_plain();
    let heading = rebase(&base.heading, &proposed.heading, &now.heading);
    let text = rebase(&plain(base), &plain(proposed), &plain(now));
    let (Some(kind), [], []) = (kind, &*heading.conflicts, &*text.conflicts) else {
        return Carried::Conflict(WordingConflict {
            kind: kind.is_none(),
            heading: conflicts(&base.heading, &proposed.heading, &now.heading),
            text: conflicts(&plain(base), &plain(proposed), &plain(now)),
        });
    };
    let text = applied(&plain(now), &text);
    let carried = Wording {
        kind,
        heading: applied(&now.heading, &heading),
        text: with_marks(&text, &base.text, &proposed.text, &now.text),
    };
    if carried == *now && base != proposed {
        Carried::Subsumed
    } else {
        Carried::Along(carried)
    }
}

/// How the conflicts between a proposed wording and what changed since are settled, in their order:
/// true for what is proposed, false for what stands there now. What is not said is what stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Whether the clause's kind is the one proposed.
    pub kind: bool,
    /// The conflicts of the heading.
    pub heading: Vec<bool>,
    /// The conflicts of the text.
    pub text: Vec<bool>,
}

impl Settlement {
    /// Puts a proposed wording, written against `base`, and the wording `now` together.
    pub fn of(&self, base: &Wording, proposed: &Wording, now: &Wording) -> Wording {
        let plain = |it: &Wording| it.text.to_plain();
        let text = settled(&plain(base), &plain(proposed), &plain(now), &self.text);
        let contested = if self.kind { proposed.kind } else { now.kind };
        Wording {
            kind: kind(base.kind, proposed.kind, now.kind).unwrap_or(contested),
            heading: settled(
                &base.heading,
                &proposed.heading,
                &now.heading,
                &self.heading,
            ),
            text: with_marks(&text, &base.text, &proposed.text, &now.text),
        }
    }
}

fn kind(base: ClauseKind, proposed: ClauseKind, now: ClauseKind) -> Option<ClauseKind> {
    if base == proposed || proposed == now {
        Some(now)
    } else {
        (base == now).then_some(proposed)
    }
}

fn applied(now: &str, rebased: &Rebased) -> String {
    apply(now, &rebased.hunks).expect("hunks carried onto a text can be applied to it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RichText;

    fn wording(heading: &str, text: &str) -> Wording {
        Wording {
            kind: ClauseKind::Clause,
            heading: heading.into(),
            text: RichText::plain(text),
        }
    }

    #[test]
    fn heading_and_text_are_carried_each_by_itself() {
        let base = wording("Publication", "Results should be published.");
        let proposed = wording("Prompt publication", "Results should be published.");
        let now = wording("Publication", "Results shall be published.");
        let expected = wording("Prompt publication", "Results shall be published.");
        assert_eq!(carry(&base, &proposed, &now), Carried::Along(expected));
    }

    #[test]
    fn what_the_clause_has_already_is_subsumed() {
        let base = wording("", "Results should be published.");
        let shall = wording("", "Results shall be published.");
        assert_eq!(carry(&base, &shall, &shall), Carried::Subsumed);
    }

    #[test]
    fn two_kinds_for_one_clause_are_a_conflict() {
        let of = |kind| Wording {
            kind,
            ..wording("", "Definitions.")
        };
        let carried = carry(
            &of(ClauseKind::Clause),
            &of(ClauseKind::Principle),
            &of(ClauseKind::Section),
        );
        assert!(matches!(
            carried,
            Carried::Conflict(WordingConflict { kind: true, .. })
        ));
    }

    #[test]
    fn onto_its_own_base_it_is_as_written() {
        let base = wording("Publication", "Results should be published.");
        let proposed = wording("", "Results shall be published at once.");
        assert_eq!(carry(&base, &proposed, &base), Carried::Along(proposed));
    }
}
