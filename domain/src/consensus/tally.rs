//! The level in numbers alone, kept up as organisations move.
//!
//! [`evaluate`](super::evaluate) says why; this says what, for thousands of clauses at once. The
//! two agree on every situation, which a property test holds them to.

use serde::Serialize;

use super::situation::{Elector, HeldPosition, SilenceState, Situation};
use super::standing::{Basis, Ground, Status};
use super::{Counts, Flag, Fraction, Level, ObjectionMode, ObjectionState, PositionKind, Rules};

/// How much agreement there is, without the reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    /// How much agreement the positions show.
    pub level: Level,
    /// The level with every position held ad referendum taken as silent.
    pub firm_level: Level,
    /// Remarks that go with the level, sorted by name.
    pub flags: Vec<Flag>,
    /// How many organisations there are of each sort.
    pub counts: Counts,
}

/// The rules and the electorate that many clauses share, each organisation with the number of its seat.
#[derive(Debug, Clone)]
pub struct Panel<O> {
    rules: Rules,
    /// Sorted; the place in it is the number of the seat.
    organisations: Vec<O>,
    /// The number of each seat's constituency.
    constituencies: Vec<usize>,
    /// How many constituencies there are.
    size: usize,
}

/// What one clause's positions add up to, seat by seat.
#[derive(Debug, Clone)]
pub struct Tally<T> {
    text: T,
    carried: Vec<T>,
    silence: SilenceState,
    notified: Vec<bool>,
    stands: Vec<Stand>,
    sums: Sums,
}

/// What one organisation counts as, as far as a number depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stand {
    status: Status,
    is_open: bool,
    is_stale: bool,
    is_ad_referendum: bool,
}

/// Everything the tests compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Sums {
    counts: Counts,
    /// The part of the counts that rests on positions held ad referendum.
    unconfirmed: Counts,
    open: u64,
    by_silence: u64,
    carried: u64,
    sides: Vec<Sides>,
}

/// Those of one constituency who take a side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sides {
    taking: u64,
    /// Those of them who do so ad referendum.
    unconfirmed: u64,
    oppose: u64,
}

/// Whether a stand comes or goes.
#[derive(Clone, Copy)]
enum Change {
    Comes,
    Goes,
}

impl Change {
    const fn by(self, number: &mut u64, holds: bool) {
        match self {
            Self::Comes => *number += holds as u64,
            Self::Goes => *number -= holds as u64,
        }
    }
}

impl<O: Ord + Clone> Panel<O> {
    /// Seats an electorate; an organisation named twice has one seat, as first named.
    pub fn new(rules: Rules, electorate: &[Elector<O>]) -> Self {
        let mut seats: Vec<&Elector<O>> = electorate.iter().collect();
        seats.sort_by(|a, b| a.organisation.cmp(&b.organisation));
        seats.dedup_by(|a, b| a.organisation == b.organisation);
        let mut names: Vec<&str> = seats.iter().map(|it| it.constituency.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let number = |it: &&Elector<O>| names.partition_point(|name| **name < *it.constituency);
        Self {
            rules,
            constituencies: seats.iter().map(number).collect(),
            organisations: seats.iter().map(|it| it.organisation.clone()).collect(),
            size: names.len(),
        }
    }

    fn seat(&self, organisation: &O) -> Option<usize> {
        self.organisations.binary_search(organisation).ok()
    }
}

impl<T: Eq + Clone> Tally<T> {
    /// Counts the positions of a situation, whose rules and electorate are those of the panel.
    pub fn new<O: Ord + Clone>(panel: &Panel<O>, situation: &Situation<O, T>) -> Self {
        let mut latest = vec![None; panel.organisations.len()];
        for held in &situation.positions {
            if let Some(seat) = panel.seat(&held.organisation) {
                latest[seat] = Some(held);
            }
        }
        let mut notified = vec![false; panel.organisations.len()];
        for organisation in &situation.silence.notified {
            if let Some(seat) = panel.seat(organisation) {
                notified[seat] = true;
            }
        }
        let ground = Ground::of(situation);
        let stands = (latest.into_iter().zip(&notified)).map(|(held, it)| ground.stand(held, *it));
        let mut tally = Self {
            stands: stands.collect(),
            text: situation.text.clone(),
            carried: situation.carried.clone(),
            silence: situation.silence.state,
            notified,
            sums: Sums::default(),
        };
        tally.recount(panel);
        tally
    }

    /// Counts every stand again.
    pub fn recount<O>(&mut self, panel: &Panel<O>) {
        self.sums.clear(panel.size);
        for (stand, constituency) in self.stands.iter().zip(&panel.constituencies) {
            self.sums.change(Change::Comes, *stand, *constituency);
        }
    }

    /// Takes in a further position; reports whether its organisation has a seat.
    pub fn take<O: Ord + Clone>(&mut self, panel: &Panel<O>, held: &HeldPosition<O, T>) -> bool {
        let Some(seat) = panel.seat(&held.organisation) else {
            return false;
        };
        let ground = Ground {
            text: &self.text,
            carried: &self.carried,
            silence: self.silence,
        };
        let stand = ground.stand(Some(held), self.notified[seat]);
        let former = std::mem::replace(&mut self.stands[seat], stand);
        let constituency = panel.constituencies[seat];
        self.sums.change(Change::Goes, former, constituency);
        self.sums.change(Change::Comes, stand, constituency);
        true
    }

    /// Says how much agreement there is.
    pub fn verdict<O>(&self, panel: &Panel<O>) -> Verdict {
        self.sums.verdict(&panel.rules)
    }
}

/// Says how much agreement the positions on a clause show, without the reasons.
pub fn verdict<O: Ord + Clone, T: Eq + Clone>(situation: &Situation<O, T>) -> Verdict {
    let panel = Panel::new(situation.rules, &situation.electorate);
    Tally::new(&panel, situation).verdict(&panel)
}

impl<T: Eq> Ground<'_, T> {
    fn stand<O>(&self, held: Option<&HeldPosition<O, T>>, is_notified: bool) -> Stand {
        let state = held.and_then(HeldPosition::objection_state);
        Stand {
            status: self.status(held, is_notified),
            is_open: state.is_some_and(ObjectionState::is_open),
            is_stale: held.is_some_and(|it| self.is_stale(it)),
            is_ad_referendum: held.is_some_and(HeldPosition::is_ad_referendum),
        }
    }
}

impl Sums {
    fn clear(&mut self, constituencies: usize) {
        let mut sides = std::mem::take(&mut self.sides);
        sides.clear();
        sides.resize(constituencies, Sides::default());
        *self = Self {
            sides,
            ..Self::default()
        };
    }

    fn change(&mut self, change: Change, stand: Stand, constituency: usize) {
        let status = stand.status;
        let unconfirmed = stand.is_ad_referendum;
        count(&mut self.counts, change, status);
        change.by(&mut self.counts.stale, stand.is_stale);
        if unconfirmed {
            count(&mut self.unconfirmed, change, status);
        }
        let Status::Counted { kind, basis } = status else {
            return;
        };
        let sides = &mut self.sides[constituency];
        let takes_side = kind != PositionKind::Abstain;
        let objects = kind == PositionKind::Object;
        change.by(&mut sides.taking, takes_side);
        change.by(&mut sides.unconfirmed, takes_side && unconfirmed);
        change.by(&mut sides.oppose, objects);
        change.by(&mut self.open, objects && stand.is_open);
        change.by(&mut self.by_silence, basis == Basis::Silence);
        change.by(&mut self.carried, basis == Basis::Carried);
    }

    fn verdict(&self, rules: &Rules) -> Verdict {
        let counts = completed(self.counts);
        let level = self.level(rules, &counts, |it| it.taking);
        let firm = completed(self.firm());
        let firm_level = self.level(rules, &firm, |it| it.taking - it.unconfirmed);
        Verdict {
            level,
            firm_level,
            flags: self.flags(level, firm_level, &counts),
            counts,
        }
    }

    /// Takes what is held ad referendum as silent, which keeps it eligible.
    fn firm(&self) -> Counts {
        let (all, less) = (&self.counts, &self.unconfirmed);
        Counts {
            support: all.support - less.support,
            favour: all.favour - less.favour,
            reservations: all.reservations - less.reservations,
            ..*all
        }
    }

    /// The rows of the specification; the first that applies.
    fn level(&self, rules: &Rules, counts: &Counts, taking: impl Fn(&Sides) -> u64) -> Level {
        let sides = counts.taking_side;
        if is_less(counts.participating, counts.eligible, rules.quorum) {
            Level::NoQuorum
        } else if sides == 0 {
            Level::InsufficientSupport
        } else if 2 * counts.favour <= sides {
            Level::Divergence
        } else if is_less(counts.favour, sides, rules.favour)
            || is_more(counts.oppose, sides, rules.oppose)
            || self.is_opposed(rules, taking)
        {
            Level::SignificantOpposition
        } else if is_less(counts.support, counts.eligible, rules.floor) {
            Level::InsufficientSupport
        } else if self.is_blocked(rules.objections, counts) {
            Level::ObjectionsOpen
        } else if counts.concern + counts.oppose + counts.reservations == 0 {
            Level::FullConsensus
        } else {
            Level::Consensus
        }
    }

    fn is_opposed(&self, rules: &Rules, taking: impl Fn(&Sides) -> u64) -> bool {
        let Some(rule) = rules.constituency else {
            return false;
        };
        self.sides.iter().any(|it| {
            it.oppose >= u64::from(rule.min_organisations)
                && is_more(it.oppose, taking(it), rule.majority)
        })
    }

    const fn is_blocked(&self, mode: ObjectionMode, counts: &Counts) -> bool {
        match mode {
            ObjectionMode::Address => self.open > 0,
            ObjectionMode::Veto => counts.oppose > 0,
            ObjectionMode::Count => false,
        }
    }

    fn flags(&self, level: Level, firm_level: Level, counts: &Counts) -> Vec<Flag> {
        let holds = |flag: &Flag| match flag {
            Flag::AdReferendum => level.is_consensus() && !firm_level.is_consensus(),
            Flag::BySilence => self.by_silence > 0,
            Flag::Dissent => level == Level::Consensus && counts.oppose > 0,
            Flag::Provisional => self.carried > 0,
            Flag::Reservations => counts.reservations > 0,
            Flag::Unanimity => level == Level::FullConsensus && counts.support == counts.eligible,
        };
        Flag::ALL.into_iter().filter(holds).collect()
    }
}

fn count(counts: &mut Counts, change: Change, status: Status) {
    change.by(&mut counts.eligible, status != Status::Recused);
    let Some(kind) = status.counted_as() else {
        return;
    };
    change.by(&mut counts.support, kind.is_support());
    change.by(&mut counts.favour, kind.is_favourable());
    let is = |other| kind == other;
    change.by(
        &mut counts.reservations,
        is(PositionKind::EndorseWithReservation),
    );
    change.by(&mut counts.abstain, is(PositionKind::Abstain));
    change.by(&mut counts.concern, is(PositionKind::Concern));
    change.by(&mut counts.oppose, is(PositionKind::Object));
}

const fn completed(mut counts: Counts) -> Counts {
    counts.taking_side = counts.favour + counts.concern + counts.oppose;
    counts.participating = counts.taking_side + counts.abstain;
    counts
}

/// Reports whether `part` of `of` is less than a share.
fn is_less(part: u64, of: u64, share: Fraction) -> bool {
    product(part, share.denominator()) < product(of, share.numerator())
}

/// Reports whether `part` of `of` is more than a share.
fn is_more(part: u64, of: u64, share: Fraction) -> bool {
    product(part, share.denominator()) > product(of, share.numerator())
}

fn product(number: u64, by: u32) -> u128 {
    u128::from(number) * u128::from(by)
}
