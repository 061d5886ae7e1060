//! What is missing to reach consensus, in the fewest steps.

use serde::{Deserialize, Serialize};

use super::board::Board;
use super::reason::level;
use super::standing::Standing;
use super::{Reason, Rules};

/// The fewest steps that give consensus or full consensus.
///
/// A step is one of these: an organisation that does not object endorses or
/// accepts; an objection is withdrawn; the chair decides an open objection. An
/// objector that comes round to endorse takes two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Missing<O> {
    /// Whether any steps give consensus; they do unless nobody is eligible.
    pub reachable: bool,
    /// How many steps it takes; 0 where there is consensus.
    pub steps: u64,
    /// How many of the wanted positions have to be endorsements.
    pub endorsements: u64,
    /// How many of the wanted positions may be acceptances.
    pub acceptances: u64,
    /// The organisations that these positions have to come from.
    pub favourable: Vec<Wanted<O>>,
    /// The objections that have to end, sorted by organisation.
    pub objections: Vec<Ending<O>>,
}

/// A number of favourable positions, from any of some organisations.
///
/// Where two of these name the same organisation, it can serve only one of them; the first ones
/// choose first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wanted<O> {
    /// How many.
    pub count: u64,
    /// Where these organisations stand now.
    pub among: Among,
    /// The constituency they have to sit in, where that matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constituency: Option<String>,
    /// The organisations to choose from, sorted.
    pub candidates: Vec<O>,
}

/// Where the organisations stand that a position is wanted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Among {
    /// They have said nothing that counts.
    Silent,
    /// They abstain.
    Abstaining,
    /// They have a concern.
    Concerned,
    /// They do not endorse, whatever else they say.
    Anyone,
}

/// An objection that has to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ending<O> {
    /// Who objects.
    pub organisation: O,
    /// The ways it can end; each of them will do.
    pub by: Vec<EndedBy>,
}

/// How an objection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EndedBy {
    /// Its organisation takes it back.
    Withdrawal,
    /// The chair records it as addressed and not accommodated.
    Decision,
}

impl<O> Missing<O> {
    fn nothing(reachable: bool) -> Self {
        Self {
            reachable,
            steps: 0,
            endorsements: 0,
            acceptances: 0,
            favourable: Vec::new(),
            objections: Vec::new(),
        }
    }
}

/// Returns what is missing; `accepts` tells who accepts by silence once it says nothing that counts.
pub(super) fn missing<O: Ord + Clone>(
    rules: &Rules,
    standings: &[Standing<O>],
    tests: &[Reason<O>],
    accepts: impl Fn(&O) -> bool,
) -> Missing<O> {
    if level(tests).is_consensus() {
        return Missing::nothing(true);
    }
    let board = Board::new(rules, standings, accepts);
    match board.field().cheapest_plan() {
        Some(plan) => board.describe(&plan),
        None => Missing::nothing(false),
    }
}
