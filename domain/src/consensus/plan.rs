//! The fewest steps to consensus, in numbers.
//!
//! Every test is linear in the counts, and a further favourable position never
//! fails a test that was passed. So it is enough to enumerate how many
//! objections are withdrawn where, and how many concerns turn; the least number
//! of other positions then follows. The search doubles its budget until it
//! holds a solution, which is then the cheapest one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::reason::{least, tolerated};
use super::{Fraction, Rules};

/// The organisations a plan can move, after the steps that no plan can do without.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) rules: Rules,
    pub(super) eligible: u64,
    pub(super) participating: u64,
    pub(super) taking_side: u64,
    pub(super) favour: u64,
    pub(super) support: u64,
    pub(super) oppose: u64,
    /// Those with a concern.
    pub(super) concerned: u64,
    /// Those accepting.
    pub(super) accepting: u64,
    /// All constituencies that are not opposed, as one, then each opposed one.
    pub(super) areas: Vec<Area>,
}

/// What can be moved within one opposed constituency, or in all the others together.
#[derive(Debug, Clone, Default)]
pub(super) struct Area {
    /// Whether the constituency rule has still to be met here.
    pub(super) is_opposed: bool,
    pub(super) taking_side: u64,
    pub(super) oppose: u64,
    pub(super) silent: u64,
    pub(super) abstaining: u64,
    /// Objections that have to end, one way or the other.
    pub(super) open: u64,
    /// Objections that may stand; withdrawing one is a step.
    pub(super) settled: u64,
    /// The same, of organisations that accept by silence once they withdraw.
    pub(super) yielding: u64,
}

/// What a plan does in one area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moves {
    /// Open objections withdrawn; the others are decided.
    pub(super) open: u64,
    pub(super) settled: u64,
    pub(super) yielding: u64,
    /// Favourable positions that have to come from here: of the silent, of those abstaining.
    pub(super) silent: u64,
    pub(super) abstaining: u64,
}

/// The fewest steps, beyond those that no plan can do without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// By area, in the field's order.
    pub(super) moves: Vec<Moves>,
    /// Favourable positions from anywhere: of the silent, of those abstaining, of those concerned.
    pub(super) silent: u64,
    pub(super) abstaining: u64,
    pub(super) concerned: u64,
    /// Endorsements by anybody who does not endorse.
    pub(super) anyone: u64,
}

/// A choice of withdrawals in the areas seen so far, and the positions these areas then need.
#[derive(Debug, Clone, Default)]
struct Route {
    moves: Vec<Moves>,
    /// How many of the positions needed come from the silent.
    silent: u64,
}

/// What routes are told apart by: withdrawals of each sort, and positions needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    open: u64,
    settled: u64,
    yielding: u64,
    positions: u64,
}

impl Sum {
    const fn cost(self) -> u64 {
        self.settled + self.yielding + self.positions
    }
}

/// What the tests see once a route is taken and some concerns have turned.
struct Totals {
    participating: u64,
    taking_side: u64,
    favour: u64,
    oppose: u64,
    /// Positions that the route needs, and how many of them come from the silent.
    positions: u64,
    silent_used: u64,
    silent: u64,
    abstaining: u64,
}

impl Field {
    /// Returns the cheapest plan; none if nobody is eligible.
    pub(super) fn cheapest_plan(&self) -> Option<Plan> {
        // Everybody withdrawing and endorsing meets any rules.
        let enough = self.eligible.saturating_mul(2);
        let mut budget = 4;
        loop {
            let plan = self.cheapest_within(budget);
            if plan.is_some() || budget > enough {
                return plan;
            }
            budget *= 2;
        }
    }

    fn cheapest_within(&self, budget: u64) -> Option<Plan> {
        let mut best = None;
        for (sum, route) in self.routes(budget) {
            for concerned in 0..=self.concerned {
                let Some((cost, plan)) = self.complete(sum, &route, concerned) else {
                    continue;
                };
                let withdrawn = sum.settled + sum.yielding;
                let rank = (cost, withdrawn, concerned, plan.asked(), Reverse(sum.open));
                if cost <= budget && best.as_ref().is_none_or(|(least, _)| rank < *least) {
                    best = Some((rank, plan));
                }
            }
        }
        best.map(|(_, plan)| plan)
    }

    fn routes(&self, budget: u64) -> BTreeMap<Sum, Route> {
        let mut routes = BTreeMap::from([(Sum::default(), Route::default())]);
        for area in &self.areas {
            let options = self.options(area, budget);
            let mut longer: BTreeMap<Sum, Route> = BTreeMap::new();
            for (sum, route) in &routes {
                for option in &options {
                    let sum = sum.plus(option);
                    if sum.cost() > budget {
                        continue;
                    }
                    let silent = route.silent + option.silent;
                    if longer.get(&sum).is_some_and(|it| it.silent >= silent) {
                        continue;
                    }
                    let mut moves = route.moves.clone();
                    moves.push(*option);
                    longer.insert(sum, Route { moves, silent });
                }
            }
            routes = longer;
        }
        routes
    }

    fn options(&self, area: &Area, budget: u64) -> Vec<Moves> {
        let mut options = Vec::new();
        for open in 0..=area.open {
            for settled in 0..=area.settled.min(budget) {
                for yielding in 0..=area.yielding.min(budget - settled) {
                    let withdrawn = Moves {
                        open,
                        settled,
                        yielding,
                        ..Moves::default()
                    };
                    options.extend(self.settle(area, withdrawn));
                }
            }
        }
        options
    }

    /// Adds the positions that an opposed constituency needs after these withdrawals.
    fn settle(&self, area: &Area, withdrawn: Moves) -> Option<Moves> {
        let gone = withdrawn.open + withdrawn.settled;
        let positions = self.positions_needed(
            area,
            area.oppose - gone - withdrawn.yielding,
            area.taking_side - gone,
        )?;
        let silent = positions.min(area.silent + gone);
        let abstaining = positions - silent;
        (abstaining <= area.abstaining).then_some(Moves {
            silent,
            abstaining,
            ..withdrawn
        })
    }

    fn positions_needed(&self, area: &Area, oppose: u64, taking_side: u64) -> Option<u64> {
        let rule = (self.rules.constituency).filter(|_| area.is_opposed);
        let Some(rule) = rule.filter(|rule| oppose > tolerated(*rule, taking_side)) else {
            return Some(0);
        };
        let part = u128::from(rule.majority.numerator());
        let whole = u128::from(rule.majority.denominator());
        if part == 0 {
            return None;
        }
        let needed = (u128::from(oppose) * whole).div_ceil(part);
        u64::try_from(needed).ok()?.checked_sub(taking_side)
    }

    /// Adds the fewest further positions that make a route and some turned concerns pass every test.
    fn complete(&self, sum: Sum, route: &Route, concerned: u64) -> Option<(u64, Plan)> {
        let totals = self.totals(sum, route, concerned);
        let positions = self.fewest_positions(&totals)?;
        let pool = totals.silent + totals.abstaining - positions;
        let anyone = least(self.rules.floor, self.eligible)
            .saturating_sub(self.support + positions + concerned);
        if anyone > self.accepting + sum.yielding + pool + (self.concerned - concerned) {
            return None;
        }
        let further = positions - totals.positions;
        let silent = further.min(totals.silent - totals.silent_used);
        let plan = Plan {
            moves: route.moves.clone(),
            silent,
            abstaining: further - silent,
            concerned,
            anyone,
        };
        let cost = sum.settled + sum.yielding + positions + concerned + anyone;
        Some((cost, plan))
    }

    fn totals(&self, sum: Sum, route: &Route, concerned: u64) -> Totals {
        let gone = sum.open + sum.settled;
        Totals {
            participating: self.participating - gone,
            taking_side: self.taking_side - gone,
            favour: self.favour + sum.yielding + concerned,
            oppose: self.oppose - gone - sum.yielding,
            positions: sum.positions,
            silent_used: route.silent,
            silent: self.areas.iter().map(|area| area.silent).sum::<u64>() + gone,
            abstaining: self.areas.iter().map(|area| area.abstaining).sum(),
        }
    }

    /// Returns the least number of favourable positions, of the silent first, that passes all
    /// tests but the floor.
    fn fewest_positions(&self, totals: &Totals) -> Option<u64> {
        let quorum = least(self.rules.quorum, self.eligible);
        let lack = quorum.saturating_sub(totals.participating + totals.silent_used);
        if lack > totals.silent - totals.silent_used {
            return None;
        }
        let needs = [
            Some(totals.positions + lack),
            Some((totals.taking_side + 1).saturating_sub(2 * totals.favour)),
            self.for_favour(totals),
            self.for_oppose(totals),
        ];
        let needed = needs.into_iter().collect::<Option<Vec<_>>>()?;
        (needed.into_iter().max()).filter(|it| *it <= totals.silent + totals.abstaining)
    }

    /// `(favour + n) / (taking_side + n)` has to reach the rule.
    fn for_favour(&self, totals: &Totals) -> Option<u64> {
        let (part, whole) = numbers(self.rules.favour);
        let wanted = part * u128::from(totals.taking_side);
        let lack = wanted.saturating_sub(whole * u128::from(totals.favour));
        quotient(lack, whole - part)
    }

    /// `oppose / (taking_side + n)` must not be above the rule.
    fn for_oppose(&self, totals: &Totals) -> Option<u64> {
        let (part, whole) = numbers(self.rules.oppose);
        let wanted = whole * u128::from(totals.oppose);
        let lack = wanted.saturating_sub(part * u128::from(totals.taking_side));
        quotient(lack, part)
    }
}

impl Sum {
    const fn plus(self, moves: &Moves) -> Self {
        Self {
            open: self.open + moves.open,
            settled: self.settled + moves.settled,
            yielding: self.yielding + moves.yielding,
            positions: self.positions + moves.silent + moves.abstaining,
        }
    }
}

impl Plan {
    /// Returns how many of those abstaining the plan asks.
    fn asked(&self) -> u64 {
        self.abstaining + self.moves.iter().map(|it| it.abstaining).sum::<u64>()
    }
}

fn numbers(share: Fraction) -> (u128, u128) {
    (share.numerator().into(), share.denominator().into())
}

/// Returns the least n with `n * by >= lack`; none if there is no such n.
fn quotient(lack: u128, by: u128) -> Option<u64> {
    if lack == 0 {
        return Some(0);
    }
    let least = (by > 0).then(|| lack.div_ceil(by))?;
    u64::try_from(least).ok()
}
