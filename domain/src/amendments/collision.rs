//! Why two amendments cannot both be adopted as they stand.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Comparison, Effect};
use crate::redline::Hunk;

/// Two amendments that cannot both be adopted as they stand; the smaller identifier comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Collision<I> {
    /// One amendment.
    pub one: I,
    /// The other one.
    pub other: I,
    /// Why.
    pub class: CollisionClass,
}

/// Why two amendments cannot both be adopted; of several reasons the first one listed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CollisionClass {
    /// One amends the other.
    Dependent,
    /// One deletes the clause, the other changes, moves or replaces it.
    DeleteEdit,
    /// One replaces the clause as a whole, the other changes or replaces it too.
    Alternative,
    /// They move the clause to different places.
    MoveMove,
    /// They change the same words differently, or one inserts into what the other replaces.
    Overlap,
    /// They insert different words at the same point.
    SamePoint,
    /// A person declared it.
    Declared,
}

impl CollisionClass {
    /// Returns the class's stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dependent => "dependent",
            Self::DeleteEdit => "delete_edit",
            Self::Alternative => "alternative",
            Self::MoveMove => "move_move",
            Self::Overlap => "overlap",
            Self::SamePoint => "same_point",
            Self::Declared => "declared",
        }
    }
}

pub(super) fn collisions<I: Ord + Clone, O>(
    comparison: &Comparison<I, O>,
    declared: &[(I, I)],
) -> Vec<Collision<I>> {
    let declared: BTreeSet<(&I, &I)> = (declared.iter())
        .flat_map(|(one, other)| [(one, other), (other, one)])
        .collect();
    let mut collisions = Vec::new();
    let mut others = comparison.proposals.iter();
    while let Some((one, here)) = others.next() {
        for (other, there) in others.clone() {
            let amends = |a: &I, b: &I| comparison.lines.get(a).is_some_and(|it| it.contains(b));
            let class = if amends(one, other) || amends(other, one) {
                Some(CollisionClass::Dependent)
            } else {
                let declared = declared.contains(&(one, other));
                class(&here.effect, &there.effect).or(declared.then_some(CollisionClass::Declared))
            };
            collisions.extend(class.map(|class| Collision {
                one: one.clone(),
                other: other.clone(),
                class,
            }));
        }
    }
    collisions
}

fn class(one: &Effect, other: &Effect) -> Option<CollisionClass> {
    use Effect::{Delete, Hunks, Move, None as Nothing, Whole};
    match (one, other) {
        (Delete, Hunks(_) | Move(_) | Whole(_)) | (Hunks(_) | Move(_) | Whole(_), Delete) => {
            Some(CollisionClass::DeleteEdit)
        }
        (Whole(_), Hunks(_)) | (Hunks(_), Whole(_)) => Some(CollisionClass::Alternative),
        (Whole(one), Whole(other)) => (one != other).then_some(CollisionClass::Alternative),
        (Move(one), Move(other)) => (one != other).then_some(CollisionClass::MoveMove),
        (Hunks(one), Hunks(other)) => class_of_hunks(one, other),
        (Delete, Delete)
        | (Move(_), Hunks(_) | Whole(_))
        | (Hunks(_) | Whole(_), Move(_))
        | (Nothing, _)
        | (_, Nothing) => None,
    }
}

/// Looks at each pair of hunks that are near each other, both lists being in order and apart.
fn class_of_hunks(one: &[Hunk], other: &[Hunk]) -> Option<CollisionClass> {
    let (mut one, mut other) = (one, other);
    let mut found = None;
    while let ([a, after_a @ ..], [b, after_b @ ..]) = (one, other) {
        if a == b {
            (one, other) = (after_a, after_b);
            continue;
        }
        match class_of_pair(a, b) {
            Some(CollisionClass::Overlap) => return Some(CollisionClass::Overlap),
            Some(class) => found = Some(class),
            None => {}
        }
        if (a.end, a.start) <= (b.end, b.start) {
            one = after_a;
        } else {
            other = after_b;
        }
    }
    found
}

fn class_of_pair(a: &Hunk, b: &Hunk) -> Option<CollisionClass> {
    let inserts = |it: &Hunk| it.start == it.end;
    if inserts(a) && inserts(b) {
        return (a.start == b.start).then_some(CollisionClass::SamePoint);
    }
    // For an insertion on one side this says that it lies strictly inside the other's range.
    let overlap = a.start < b.end && b.start < a.end;
    overlap.then_some(CollisionClass::Overlap)
}
