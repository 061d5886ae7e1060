//! Random histories: what somebody might try next, more often than not something allowed.

mod around;
mod conducting;
mod speaking;

use super::attempt::{Act, Attempt, DAY, HOUR, Name, Person, WORDINGS};
use super::model::{ACTING, Model};

/// A source of numbers that look random (`SplitMix64`); the same seed gives the same ones.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD134_2543_DE82_EF95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is above nought.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// One of some things that were made, now and then one that was not.
    fn made(&mut self, all: impl Iterator<Item = Name>) -> Name {
        let all: Vec<_> = all.collect();
        if all.is_empty() || self.percent(2) {
            100_000
        } else {
            self.of(&all)
        }
    }

    fn micros(&mut self, from: i64, to: i64) -> i64 {
        let range = usize::try_from(to - from).unwrap();
        from + i64::try_from(self.below(range)).unwrap()
    }
}

/// What a history is inclined to.
#[derive(Debug, Clone)]
pub(crate) struct Draw {
    pub(crate) chance: Chance,
    /// How many of a hundred positions are not in favour.
    quarrel: usize,
    /// How much time passes.
    haste: i64,
    /// Whether an instant has just been waited for.
    is_pressed: bool,
}

type Drawn = (Person, Attempt);
type Drawer = fn(&mut Draw, &Model) -> Drawn;

/// How likely each kind of attempt is, and how it is drawn.
const KINDS: &[(usize, Drawer)] = &[
    (45, Draw::take),
    (8, Draw::enter),
    (4, Draw::confirm_entry),
    (6, Draw::contest_entry),
    (6, Draw::confirm_mandate),
    (3, Draw::deny_mandate),
    (3, Draw::name_cures),
    (7, Draw::answer),
    (7, Draw::sustain),
    (3, Draw::withdraw),
    (4, Draw::resolve),
    (7, Draw::decide),
    (4, Draw::rule),
    (5, Draw::challenge_ruling),
    (22, Draw::open_call),
    (4, Draw::extend),
    (9, Draw::complete),
    (3, Draw::withdraw_call),
    (5, Draw::open_notice),
    (4, Draw::attach),
    (14, Draw::break_silence),
    (9, Draw::consult),
    (12, Draw::designate),
    (7, Draw::challenge_designation),
    (8, Draw::declare_editorial),
    (3, Draw::challenge_editorial),
    (20, Draw::agree),
    (3, Draw::park),
    (4, Draw::reopen),
    (10, Draw::adopt),
    (14, Draw::sign),
    (10, Draw::table),
    (4, Draw::amend),
    (4, Draw::withdraw_amendment),
    (5, Draw::reject_amendment),
    (2, Draw::change_rules),
    (3, Draw::change_procedure),
    (2, Draw::list_holidays),
    (1, Draw::end_voting),
    (1, Draw::reserve),
    (1, Draw::leave),
    (16, Draw::wait),
    (22, Draw::wait_for),
    (2, Draw::record),
];

/// What matters when an instant is near.
const PRESSING: &[Drawer] = &[
    Draw::object,
    Draw::object,
    Draw::amend,
    Draw::break_silence,
    Draw::extend,
    Draw::withdraw_call,
    Draw::attach,
    Draw::challenge_designation,
    Draw::challenge_editorial,
    Draw::challenge_ruling,
];

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let quarrel = chance.of(&[4, 12, 30, 60]);
        let haste = chance.of(&[HOUR, 12 * HOUR, 2 * DAY]);
        Self {
            chance,
            quarrel,
            haste,
            is_pressed: false,
        }
    }

    /// Draws whether the server records what has passed before the next attempt; mostly it does.
    pub(crate) fn is_recorded_before(&mut self) -> bool {
        let percent = if self.is_pressed { 60 } else { 94 };
        self.chance.percent(percent)
    }

    /// Draws an attempt: an allowed one if chance finds it, now and then whatever comes.
    pub(crate) fn act(&mut self, model: &Model, number: Name, is_recorded_before: bool) -> Act {
        let is_pressed = std::mem::take(&mut self.is_pressed);
        loop {
            let drawer = if is_pressed && self.chance.percent(60) {
                self.chance.of(PRESSING)
            } else {
                self.kind()
            };
            let tries = if self.chance.percent(30) { 1 } else { 6 };
            let mut act = None;
            for _ in 0..tries {
                let (by, attempt) = drawer(self, model);
                self.is_pressed = matches!(attempt, Attempt::WaitFor { .. });
                let drawn = Act {
                    number,
                    by,
                    is_recorded_before,
                    attempt,
                };
                if model.refusals(&drawn).is_empty() {
                    return drawn;
                }
                act = Some(drawn);
            }
            if tries == 1 || self.chance.percent(45) {
                return act.unwrap();
            }
        }
    }

    fn kind(&mut self) -> Drawer {
        let mut left = self
            .chance
            .below(KINDS.iter().map(|(weight, _)| weight).sum());
        for (weight, drawer) in KINDS {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *drawer,
            }
        }
        unreachable!("the weights add up")
    }

    fn anybody(&mut self) -> Person {
        match self.chance.below(10) {
            0 => Person::Chair,
            1 => Person::Pen,
            2 => Person::Secretariat,
            3 => Person::Auditor,
            4 => Person::Stranger,
            5..=7 => Person::Delegate(self.chance.below(ACTING + 1)),
            _ => Person::Head(self.chance.below(ACTING)),
        }
    }

    /// Mostly the one who may, now and then somebody else.
    fn mostly(&mut self, who: Person) -> Person {
        if self.chance.percent(90) {
            who
        } else {
            self.anybody()
        }
    }

    fn delegate(&mut self) -> Person {
        let own = self.chance.below(ACTING);
        self.delegate_of(own)
    }

    fn delegate_of(&mut self, own: usize) -> Person {
        let who = if self.chance.percent(50) {
            Person::Head(own)
        } else {
            Person::Delegate(own)
        };
        if self.chance.percent(94) {
            who
        } else {
            self.anybody()
        }
    }

    fn clause(&mut self, model: &Model) -> usize {
        self.chance.below(model.clauses())
    }

    /// Mostly the wording on the table.
    fn wording(&mut self, model: &Model, clause: usize) -> usize {
        match model.tabled(clause) {
            Some(tabled) if self.chance.percent(93) => tabled,
            _ => self.chance.below(WORDINGS),
        }
    }

    fn is_on_table(&mut self, model: &Model) -> bool {
        model.revisions.len() < 2 || self.chance.percent(98)
    }
}
