//! The level of a clause, with everything that explains it.

use serde::Serialize;

use super::missing::{Missing, missing};
use super::reason::{Reason, level, reasons};
use super::situation::Situation;
use super::standing::{Basis, FormerStatement, Roll, Standing, Status};
use super::{Counts, Flag, Level};

/// The level of a clause, with everything that explains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evaluation<O> {
    /// How much agreement the positions show.
    pub level: Level,
    /// The level with every position held ad referendum taken as silent.
    pub firm_level: Level,
    /// Remarks that go with the level, sorted by name.
    pub flags: Vec<Flag>,
    /// How many organisations there are of each sort.
    pub counts: Counts,
    /// Every test in order; the first one not passed gives the level.
    pub reasons: Vec<Reason<O>>,
    /// The fewest steps that give consensus.
    pub missing: Missing<O>,
    /// Where each organisation of the electorate stands, sorted by organisation.
    pub standings: Vec<Standing<O>>,
    /// What organisations outside the electorate last said, sorted by organisation.
    pub former: Vec<FormerStatement<O>>,
}

/// Evaluates how much agreement the positions on a clause show.
pub fn evaluate<O: Ord + Clone, T: Eq>(situation: &Situation<O, T>) -> Evaluation<O> {
    let rules = &situation.rules;
    let roll = Roll::new(situation);
    let standings = roll.standings();
    let counts = Counts::of(&standings);
    let reasons_now = reasons(rules, &standings);
    let indicated = level(&reasons_now);
    let firm_level = level(&reasons(rules, &roll.firm(&standings)));
    Evaluation {
        level: indicated,
        firm_level,
        flags: flags(indicated, firm_level, &counts, &standings),
        counts,
        missing: missing(rules, &standings, &reasons_now, |it| {
            roll.accepts_by_silence(it)
        }),
        reasons: reasons_now,
        standings,
        former: roll.former(),
    }
}

/// Makes every test once more with what is held ad referendum taken as silent; the first one not
/// passed gives the firm level.
pub fn firm_reasons<O: Ord + Clone, T: Eq>(situation: &Situation<O, T>) -> Vec<Reason<O>> {
    let roll = Roll::new(situation);
    reasons(&situation.rules, &roll.firm(&roll.standings()))
}

fn flags<O>(
    level: Level,
    firm_level: Level,
    counts: &Counts,
    standings: &[Standing<O>],
) -> Vec<Flag> {
    let rests_on = |basis| {
        let mut bases = standings.iter().map(|it| it.status);
        bases.any(|status: Status| status.basis() == Some(basis))
    };
    let holds = |flag: &Flag| match flag {
        Flag::AdReferendum => level.is_consensus() && !firm_level.is_consensus(),
        Flag::BySilence => rests_on(Basis::Silence),
        Flag::Dissent => level == Level::Consensus && counts.oppose > 0,
        Flag::Provisional => rests_on(Basis::Carried),
        Flag::Reservations => counts.reservations > 0,
        Flag::Unanimity => level == Level::FullConsensus && counts.support == counts.eligible,
    };
    Flag::ALL.into_iter().filter(holds).collect()
}
