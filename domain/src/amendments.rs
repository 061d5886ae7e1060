//! Amendments to one wording, side by side: which collide, which sets can be
//! adopted together, what that gives, and the text with all of them in brackets.
//!
//! # Map
//!
//! * [`Proposal`]: one amendment as the comparison sees it
//! * [`Comparison`]: what there is to say of several of them
//! * [`rolling`](Comparison::rolling), [`RollingPart`]: the text in brackets
//! * [`rebase`]: an amendment carried onto a changed wording
//! * [`compare_case`]: the same for a case in a file
//!
//! # Invariants
//!
//! * Nothing depends on the order in which amendments are given.
//! * Nothing rewrites what its sponsors wrote.

mod carry;
mod case;
mod collision;
mod contest;
mod near;
mod rebase;
mod rolling;
mod sentences;
mod sets;
mod settle;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::redline::{Hunk, apply, hunks};

pub use carry::{Carried, Settlement, WordingConflict, carry};
pub use case::{CompareError, CompareResult, compare_case};
pub use collision::{Collision, CollisionClass};
pub(crate) use contest::joined;
pub use near::Near;
pub use rebase::{Conflict, Rebased, rebase};
pub use rolling::{Alternative, RollingPart, rolling_text};
pub use sets::{TooManySets, compatible_sets};
pub use settle::{conflicts, settled};

/// An amendment to one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<I, O> {
    /// The amendment.
    pub id: I,
    /// The organisations behind it.
    pub sponsors: Vec<O>,
    /// What it would do to the clause.
    pub change: ProposedChange,
    /// The amendment it amends; it then stands for that one's wording with its own change.
    pub amends: Option<I>,
}

/// What an amendment would do to a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposedChange {
    /// Gives it this wording.
    Modify(String),
    /// Puts a new clause beside it.
    Insert,
    /// Removes it.
    Delete,
    /// Moves it to this place.
    Move(String),
    /// Replaces it as a whole by this wording.
    Alternative(String),
    /// Tells the drafters in words what to do.
    EditorialHint,
}

/// What adopting a set of amendments gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<I, O> {
    /// The amendments, sorted.
    pub amendments: Vec<I>,
    /// The resulting wording; none where the clause is deleted.
    pub wording: Option<String>,
    /// The organisations behind them and behind what they amend, sorted.
    pub credited: Vec<O>,
}

/// Several amendments to one wording, compared.
#[derive(Debug, Clone)]
pub struct Comparison<I, O> {
    base: String,
    proposals: BTreeMap<I, Compared<O>>,
    collisions: Vec<Collision<I>>,
    /// What each amendment amends, and what that amends in turn.
    lines: BTreeMap<I, Vec<I>>,
}

/// An amendment with what it comes to on the base.
#[derive(Debug, Clone)]
struct Compared<O> {
    sponsors: BTreeSet<O>,
    effect: Effect,
}

/// What an amendment comes to on the base, after what it amends.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Effect {
    Hunks(Vec<Hunk>),
    Whole(String),
    Delete,
    Move(String),
    /// The clause stays as it is.
    None,
}

impl<I: Ord + Clone, O: Ord + Clone> Comparison<I, O> {
    /// Compares amendments to the wording `base`; of two with one identifier the last counts.
    ///
    /// `declared` lists the pairs that a person declared to collide.
    pub fn new(base: &str, proposals: Vec<Proposal<I, O>>, declared: &[(I, I)]) -> Self {
        let proposals: BTreeMap<I, Proposal<I, O>> = (proposals.into_iter())
            .map(|it| (it.id.clone(), it))
            .collect();
        let lines = (proposals.keys())
            .map(|id| (id.clone(), line(&proposals, id)))
            .collect();
        let compared = (proposals.iter())
            .map(|(id, it)| (id.clone(), compared(base, &proposals, &lines, it)))
            .collect();
        let mut comparison = Self {
            base: base.to_owned(),
            proposals: compared,
            collisions: Vec::new(),
            lines,
        };
        comparison.collisions = collision::collisions(&comparison, declared);
        comparison
    }

    /// Returns the pairs that cannot both be adopted as they stand, sorted.
    pub fn collisions(&self) -> &[Collision<I>] {
        &self.collisions
    }

    /// Returns the largest sets of amendments that can be adopted together, largest first, then by
    /// their identifiers.
    ///
    /// # Errors
    ///
    /// * [`TooManySets`] if there are more of them than anybody could read.
    pub fn compatible(&self) -> Result<Vec<Vec<I>>, TooManySets> {
        sets::compatible_sets(
            &self.proposals.keys().cloned().collect::<Vec<_>>(),
            &self.collisions,
        )
    }

    /// Returns the compatible pairs that change the same sentence, sorted.
    ///
    /// The chair reads the combined sentences before adopting both.
    pub fn near(&self) -> Vec<Near<I>> {
        near::near(self)
    }

    /// Returns what adopting these amendments gives; the order in which they are given is of no
    /// account. None if two of them collide, or one is unknown.
    pub fn adopt(&self, amendments: &[I]) -> Option<Outcome<I, O>> {
        let chosen: BTreeSet<&I> = amendments.iter().collect();
        let collides = |it: &Collision<I>| chosen.contains(&it.one) && chosen.contains(&it.other);
        if self.collisions.iter().any(collides) {
            return None;
        }
        let compared: Vec<&Compared<O>> = (chosen.iter())
            .map(|id| self.proposals.get(*id))
            .collect::<Option<_>>()?;
        let amended = chosen.iter().filter_map(|id| self.lines.get(*id)).flatten();
        let credited: BTreeSet<O> = (compared.iter().copied())
            .chain(amended.filter_map(|id| self.proposals.get(id)))
            .flat_map(|it| it.sponsors.iter().cloned())
            .collect();
        Some(Outcome {
            amendments: chosen.iter().map(|id| (*id).clone()).collect(),
            wording: self.wording(&compared),
            credited: credited.into_iter().collect(),
        })
    }

    fn wording(&self, compared: &[&Compared<O>]) -> Option<String> {
        let mut all = BTreeSet::new();
        for it in compared {
            match &it.effect {
                Effect::Delete => return None,
                Effect::Whole(text) => return Some(text.clone()),
                Effect::Hunks(hunks) => all.extend(hunks.iter().cloned()),
                Effect::Move(_) | Effect::None => {}
            }
        }
        Some(self.applied(all))
    }

    /// Applies hunks that do not collide; in order, an insertion comes before what it touches.
    fn applied(&self, hunks: BTreeSet<Hunk>) -> String {
        let hunks: Vec<Hunk> = hunks.into_iter().collect();
        apply(&self.base, &hunks).expect("hunks of the base that do not collide can be applied")
    }
}

/// Returns what an amendment amends, then what that amends, and so on; each once.
fn line<I: Ord + Clone, O>(proposals: &BTreeMap<I, Proposal<I, O>>, id: &I) -> Vec<I> {
    let mut line: Vec<I> = Vec::new();
    let mut at = proposals.get(id);
    while let Some(amended) = at.and_then(|it| it.amends.as_ref()) {
        if amended == id || line.contains(amended) {
            break;
        }
        line.push(amended.clone());
        at = proposals.get(amended);
    }
    line
}

fn compared<I: Ord, O: Ord + Clone>(
    base: &str,
    proposals: &BTreeMap<I, Proposal<I, O>>,
    lines: &BTreeMap<I, Vec<I>>,
    proposal: &Proposal<I, O>,
) -> Compared<O> {
    let mut amended = (lines.get(&proposal.id).into_iter().flatten())
        .filter_map(|id| proposals.get(id))
        .map(|it| &it.change);
    let effect = match &proposal.change {
        ProposedChange::Modify(text) => {
            // What amends a whole alternative, or a new clause, is one itself.
            match amended.find(|it| !matches!(it, ProposedChange::Modify(_))) {
                Some(ProposedChange::Alternative(_)) => Effect::Whole(text.clone()),
                Some(ProposedChange::Insert) => Effect::None,
                _ => Effect::Hunks(hunks(base, text)),
            }
        }
        ProposedChange::Alternative(text) => Effect::Whole(text.clone()),
        ProposedChange::Delete => Effect::Delete,
        ProposedChange::Move(to) => Effect::Move(to.clone()),
        ProposedChange::Insert | ProposedChange::EditorialHint => Effect::None,
    };
    Compared {
        sponsors: proposal.sponsors.iter().cloned().collect(),
        effect,
    }
}

/// Returns a part of a text with the changes that lie within it.
fn applied_within(tokens: &[&str], span: &Range<usize>, hunks: &[&Hunk]) -> String {
    let mut text = String::new();
    let mut done = span.start;
    for hunk in hunks {
        text.extend(tokens[done..hunk.start].iter().copied());
        text.push_str(&hunk.replacement);
        done = hunk.end;
    }
    text.extend(tokens[done..span.end].iter().copied());
    text
}
