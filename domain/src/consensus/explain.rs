//! The sentence that explains an evaluation, derived from the evaluation alone.
//!
//! The sentence is a list of parts with their numbers and organisations, so
//! that an interface can say it in any language; [`Explanation::to_english`]
//! says it in plain English.

mod english;

use serde::Serialize;

use super::{
    Ending, Evaluation, Flag, Level, ObjectionMode, ObjectionState, PositionKind, Reason, Standing,
    Test, Wanted,
};
use crate::consensus::{Basis, Measure};
use crate::time::Timestamp;

/// The sentence that explains an evaluation, in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Explanation<O> {
    /// The parts, in the order they are said.
    pub parts: Vec<Part<O>>,
}

/// One part of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "part", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Part<O> {
    /// Nobody is eligible: the electorate is empty, or all have recused themselves.
    NobodyEligible,
    /// How many have taken part, of how many, and how many have to.
    TakenPart {
        /// Those who have taken part.
        participating: u64,
        /// Those who could have.
        eligible: u64,
        /// Those who have to, at least.
        needed: u64,
    },
    /// Positions that do not count because they are on an earlier wording.
    Stale {
        /// Whose they are, sorted.
        organisations: Vec<O>,
    },
    /// Nobody is in favour, has a concern or objects.
    NobodyTakesSide,
    /// How many of those taking a side are in favour, and how many have to be.
    InFavour {
        /// Those in favour.
        favour: u64,
        /// Those taking a side.
        taking_side: u64,
        /// Those who have to be in favour, at least.
        needed: u64,
    },
    /// More object than the rules bear.
    TooManyObject {
        /// Those who object.
        oppose: u64,
        /// Those taking a side.
        taking_side: u64,
        /// Those who may object, at most.
        allowed: u64,
    },
    /// One constituency is opposed.
    ConstituencyOpposed {
        /// The constituency.
        constituency: String,
        /// Those in it taking a side.
        taking_side: u64,
        /// Those in it who object, sorted.
        organisations: Vec<O>,
    },
    /// Too few endorse.
    TooFewEndorse {
        /// Those who endorse.
        support: u64,
        /// Those who could.
        eligible: u64,
        /// Those who have to, at least.
        needed: u64,
    },
    /// Objections that still wait for their end.
    ObjectionsOpen {
        /// The objections, sorted by organisation.
        objections: Vec<StandingObjection<O>>,
    },
    /// Objections that block, decided or not, since the rules give a veto.
    ObjectionsBlock {
        /// The objections, sorted by organisation.
        objections: Vec<StandingObjection<O>>,
    },
    /// The level that there is.
    Reached {
        /// One of the two levels of consensus.
        level: Level,
    },
    /// Concerns on record.
    Concerns {
        /// Whose they are, sorted.
        organisations: Vec<O>,
    },
    /// Reservations on record.
    Reservations {
        /// Whose they are, sorted.
        organisations: Vec<O>,
    },
    /// Objections on record in spite of which there is consensus.
    Dissent {
        /// Whose they are, sorted.
        organisations: Vec<O>,
    },
    /// Acceptances that rest on silence.
    BySilence {
        /// Whose they are, sorted.
        organisations: Vec<O>,
    },
    /// Positions that a declared editorial change carries over for now.
    Provisional {
        /// Whose they are, sorted.
        organisations: Vec<O>,
    },
    /// The level holds only thanks to positions held ad referendum.
    AdReferendum {
        /// The level without them.
        firm_level: Level,
    },
    /// The fewest steps that would give consensus.
    WouldGive {
        /// How many of the wanted positions have to be endorsements.
        endorsements: u64,
        /// How many of the wanted positions may be acceptances.
        acceptances: u64,
        /// The organisations that these positions have to come from.
        favourable: Vec<Wanted<O>>,
        /// The objections that have to end, sorted by organisation.
        objections: Vec<Ending<O>>,
        /// Whether these objections, no other step, are what the part before speaks of.
        follows: bool,
    },
}

/// An objection as the sentence names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandingObjection<O> {
    /// Who objects.
    pub organisation: O,
    /// Where the objection stands.
    pub state: ObjectionState,
    /// When it was raised, where that is known.
    pub raised_at: Option<Timestamp>,
}

/// Explains an evaluation.
pub fn explain<O: Ord + Clone>(evaluation: &Evaluation<O>) -> Explanation<O> {
    let counts = &evaluation.counts;
    if counts.eligible == 0 {
        let parts = vec![Part::NobodyEligible];
        return Explanation { parts };
    }
    let mut parts = Vec::new();
    for reason in &evaluation.reasons {
        parts.extend(part(evaluation, reason));
    }
    parts.extend(marks(evaluation));
    parts.extend(ending(evaluation, parts.last()));
    Explanation { parts }
}

fn part<O: Ord + Clone>(evaluation: &Evaluation<O>, reason: &Reason<O>) -> Vec<Part<O>> {
    let (value, of, limit) = (reason.value, reason.of, reason.limit);
    let failed = |part| (!reason.passed).then_some(part).into_iter().collect();
    match reason.test {
        Test::Quorum => taken_part(evaluation, reason),
        Test::TakingSide => failed(Part::NobodyTakesSide),
        Test::Favour => in_favour(evaluation, reason).into_iter().collect(),
        Test::Oppose => failed(Part::TooManyObject {
            oppose: value,
            taking_side: of,
            allowed: limit,
        }),
        Test::Constituency => failed(Part::ConstituencyOpposed {
            constituency: reason.constituency.clone().unwrap_or_default(),
            taking_side: of,
            organisations: reason.organisations.clone(),
        }),
        Test::Floor => failed(Part::TooFewEndorse {
            support: value,
            eligible: of,
            needed: limit,
        }),
        Test::Objections => failed(objections(evaluation, reason)),
        // The majority is said with the rule's own share; dissent is on record beside the level.
        Test::Majority | Test::Dissent => Vec::new(),
    }
}

fn taken_part<O: Clone>(evaluation: &Evaluation<O>, reason: &Reason<O>) -> Vec<Part<O>> {
    let mut parts = vec![Part::TakenPart {
        participating: reason.value,
        eligible: reason.of,
        needed: reason.limit,
    }];
    let organisations = those(evaluation, |it| it.stale);
    if !organisations.is_empty() {
        parts.push(Part::Stale { organisations });
    }
    parts
}

/// Says how many are in favour where they are too few, or where that is what gave consensus.
fn in_favour<O>(evaluation: &Evaluation<O>, reason: &Reason<O>) -> Option<Part<O>> {
    let taking_side = reason.of;
    let needed = reason.limit.max(taking_side / 2 + 1);
    let is_short = taking_side > 0 && reason.value < needed;
    (is_short || evaluation.level.is_consensus()).then_some(Part::InFavour {
        favour: reason.value,
        taking_side,
        needed,
    })
}

fn objections<O: Ord + Clone>(evaluation: &Evaluation<O>, reason: &Reason<O>) -> Part<O> {
    let objections = (evaluation.standings.iter())
        .filter(|it| reason.organisations.binary_search(&it.organisation).is_ok())
        .map(|it| StandingObjection {
            organisation: it.organisation.clone(),
            state: it.objection.unwrap_or_default(),
            raised_at: it.raised_at,
        })
        .collect();
    match reason.rule {
        Some(Measure::Objections(ObjectionMode::Veto)) => Part::ObjectionsBlock { objections },
        _ => Part::ObjectionsOpen { objections },
    }
}

/// Says what else has to be known of a level of consensus.
fn marks<O: Clone>(evaluation: &Evaluation<O>) -> Vec<Part<O>> {
    let level = evaluation.level;
    if !level.is_consensus() {
        return Vec::new();
    }
    let holding = |kind| those(evaluation, move |it| it.status.counted_as() == Some(kind));
    let resting = |basis| those(evaluation, move |it| it.status.basis() == Some(basis));
    let lists = [
        (
            holding(PositionKind::EndorseWithReservation),
            reservations as fn(Vec<O>) -> Part<O>,
        ),
        (holding(PositionKind::Concern), concerns),
        (holding(PositionKind::Object), dissent),
        (resting(Basis::Silence), by_silence),
        (resting(Basis::Carried), provisional),
    ];
    let mut parts: Vec<Part<O>> = (lists.into_iter())
        .filter(|(organisations, _)| !organisations.is_empty())
        .map(|(organisations, part)| part(organisations))
        .collect();
    parts.push(Part::Reached { level });
    if evaluation.flags.contains(&Flag::AdReferendum) {
        let firm_level = evaluation.firm_level;
        parts.push(Part::AdReferendum { firm_level });
    }
    parts
}

fn reservations<O>(organisations: Vec<O>) -> Part<O> {
    Part::Reservations { organisations }
}

fn concerns<O>(organisations: Vec<O>) -> Part<O> {
    Part::Concerns { organisations }
}

fn dissent<O>(organisations: Vec<O>) -> Part<O> {
    Part::Dissent { organisations }
}

fn by_silence<O>(organisations: Vec<O>) -> Part<O> {
    Part::BySilence { organisations }
}

fn provisional<O>(organisations: Vec<O>) -> Part<O> {
    Part::Provisional { organisations }
}

fn ending<O: Ord + Clone>(evaluation: &Evaluation<O>, before: Option<&Part<O>>) -> Option<Part<O>> {
    let missing = &evaluation.missing;
    let named = match before {
        Some(Part::ObjectionsOpen { objections } | Part::ObjectionsBlock { objections }) => {
            objections.as_slice()
        }
        _ => &[],
    };
    let follows = missing.favourable.is_empty()
        && (missing.objections.iter().map(|it| &it.organisation))
            .eq(named.iter().map(|it| &it.organisation));
    (missing.steps > 0).then(|| Part::WouldGive {
        endorsements: missing.endorsements,
        acceptances: missing.acceptances,
        favourable: missing.favourable.clone(),
        objections: missing.objections.clone(),
        follows,
    })
}

fn those<O: Clone>(evaluation: &Evaluation<O>, is_one: impl Fn(&Standing<O>) -> bool) -> Vec<O> {
    (evaluation.standings.iter())
        .filter(|it| is_one(it))
        .map(|it| it.organisation.clone())
        .collect()
}
