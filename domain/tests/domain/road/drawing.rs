//! Random histories: what somebody might try next, more often than not something allowed.

use domain::consensus::{Level, Mandate, ObjectionState, PositionKind};
use domain::instrument::CallKind;

use super::attempt::{
    Act, Attempt, DAY, HOUR, Moment, Name, ORGANISATIONS, Person, Said, WORDINGS,
};
use super::model::{ACTING, Call, Model, PROCEDURES, Passed, RULES, Stage, is_favourable, is_open};

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

    fn position_kind(&mut self) -> PositionKind {
        use PositionKind::{
            Abstain, Accept, Concern, Endorse, EndorseWithReservation, Object, Recuse,
        };
        if self.chance.percent(self.quarrel) {
            self.chance
                .of(&[Object, Object, Object, Concern, Abstain, Recuse])
        } else {
            self.chance
                .of(&[Endorse, Endorse, Endorse, Accept, EndorseWithReservation])
        }
    }

    fn said(&mut self, model: &Model, clause: usize) -> Said {
        let kind = self.position_kind();
        let mut text = |needed: bool| {
            let is_given = if needed {
                self.chance.percent(98)
            } else {
                self.chance.percent(2)
            };
            is_given.then(|| u8::try_from(self.chance.below(3)).unwrap())
        };
        let needs_reason = matches!(
            kind,
            PositionKind::Concern | PositionKind::Object | PositionKind::Recuse
        );
        let (reason, remedy) = (text(needs_reason), text(kind == PositionKind::Object));
        let reservation = text(kind == PositionKind::EndorseWithReservation);
        let subject = if is_favourable(kind) { 25 } else { 2 };
        let mandate = Mandate::ALL[usize::from(self.chance.percent(subject))];
        let names = if kind == PositionKind::Object { 35 } else { 1 };
        let others = model
            .objections
            .iter()
            .filter(|(name, it)| it.clause == clause && is_open(model.state(**name)));
        let others: Vec<_> = others.map(|(name, _)| *name).collect();
        let joins = (!others.is_empty() && self.chance.percent(names))
            .then(|| self.chance.made(others.into_iter()));
        let cures = if self.chance.percent(names / 3) {
            self.amendments(model)
        } else {
            Vec::new()
        };
        let (wording, is_on_table) = (self.wording(model, clause), self.is_on_table(model));
        Said {
            wording,
            is_on_table,
            kind,
            mandate,
            reason,
            remedy,
            reservation,
            joins,
            cures,
        }
    }

    fn is_on_table(&mut self, model: &Model) -> bool {
        model.revisions.len() < 2 || self.chance.percent(98)
    }

    fn amendments(&mut self, model: &Model) -> Vec<Name> {
        let count = self.chance.below(3);
        (0..count)
            .map(|_| self.chance.made(model.amendments.keys().copied()))
            .collect()
    }

    /// Draws a clause of a call and an organisation that has not answered on it, mostly.
    fn awaited(&mut self, model: &Model) -> (usize, usize) {
        let open = model.calls.iter().rev().find(|(_, it)| it.end.is_none());
        let awaited: Vec<_> = open.map_or_else(Vec::new, |(_, call)| {
            let each = call
                .electorate
                .iter()
                .flat_map(|it| call.clauses.keys().map(move |of| (*it, *of)));
            each.filter(|(own, clause)| model.held(*own, *clause).is_none())
                .collect()
        });
        if awaited.is_empty() || self.chance.percent(30) {
            (self.chance.below(ORGANISATIONS), self.clause(model))
        } else {
            self.chance.of(&awaited)
        }
    }

    fn take(&mut self, model: &Model) -> Drawn {
        let (own, clause) = self.awaited(model);
        let said = self.said(model, clause);
        (
            self.delegate_of(own % ACTING),
            Attempt::Take { clause, said },
        )
    }

    /// Draws an objection to a clause on which something runs, if there is one.
    fn object(&mut self, model: &Model) -> Drawn {
        let running: Vec<_> = (0..model.clauses())
            .filter(|it| model.running(*it).is_some())
            .collect();
        let clause = if running.is_empty() {
            self.clause(model)
        } else {
            self.chance.of(&running)
        };
        let mut text = || Some(u8::try_from(self.chance.below(3)).unwrap());
        let (reason, remedy) = (text(), text());
        let said = Said {
            wording: self.wording(model, clause),
            is_on_table: true,
            kind: PositionKind::Object,
            mandate: Mandate::Firm,
            reason,
            remedy,
            reservation: None,
            joins: None,
            cures: Vec::new(),
        };
        (self.delegate(), Attempt::Take { clause, said })
    }

    fn enter(&mut self, model: &Model) -> Drawn {
        let (organisation, clause) = self.awaited(model);
        let said = self.said(model, clause);
        let attempt = Attempt::Enter {
            organisation,
            clause,
            said,
        };
        (self.mostly(Person::Secretariat), attempt)
    }

    /// Draws one of the latest positions, and somebody of the organisation that holds it.
    fn position(&mut self, model: &Model) -> (Person, usize, Name) {
        let latest: Vec<_> = model.taken.iter().rev().take(40).copied().collect();
        if latest.is_empty() {
            return (self.delegate(), self.clause(model), 0);
        }
        let (name, slot) = self.chance.of(&latest);
        let (clause, own) = Model::of_slot(slot);
        let clause = if self.chance.percent(99) {
            clause
        } else {
            self.clause(model)
        };
        (self.delegate_of(own), clause, name)
    }

    fn confirm_entry(&mut self, model: &Model) -> Drawn {
        let (by, clause, position) = self.position(model);
        (by, Attempt::ConfirmEntry { clause, position })
    }

    fn contest_entry(&mut self, model: &Model) -> Drawn {
        let (by, clause, position) = self.position(model);
        (by, Attempt::ContestEntry { clause, position })
    }

    fn confirm_mandate(&mut self, model: &Model) -> Drawn {
        let (by, clause, position) = self.position(model);
        (by, Attempt::ConfirmMandate { clause, position })
    }

    fn deny_mandate(&mut self, model: &Model) -> Drawn {
        let (by, clause, position) = self.position(model);
        (by, Attempt::DenyMandate { clause, position })
    }

    /// Draws an objection, mostly one in these states, and somebody of its organisation.
    fn objection(&mut self, model: &Model, states: &[ObjectionState]) -> (Person, Name) {
        let fits = |it: &Name| states.contains(&model.state(*it));
        let all: Vec<_> = model.objections.keys().copied().collect();
        let fitting: Vec<_> = all.iter().copied().filter(fits).collect();
        let from = if fitting.is_empty() || self.chance.percent(8) {
            all
        } else {
            fitting
        };
        let name = self.chance.made(from.into_iter());
        let by = match model.objections.get(&name) {
            Some(it) => self.delegate_of(it.organisation),
            None => self.delegate(),
        };
        (by, name)
    }

    /// Draws an objection that others joined, or the only one.
    fn root(&mut self, model: &Model, states: &[ObjectionState]) -> Name {
        let (_, name) = self.objection(model, states);
        let root = model.objections.get(&name).map(|it| it.root);
        root.filter(|_| self.chance.percent(97)).unwrap_or(name)
    }

    fn name_cures(&mut self, model: &Model) -> Drawn {
        let (by, objection) =
            self.objection(model, &[ObjectionState::Raised, ObjectionState::Answered]);
        let cures = self.amendments(model);
        (by, Attempt::NameCures { objection, cures })
    }

    fn answer(&mut self, model: &Model) -> Drawn {
        let objection = self.root(model, &[ObjectionState::Raised]);
        let by = self
            .chance
            .of(&[Person::Chair, Person::Pen, Person::Delegate(1)]);
        (self.mostly(by), Attempt::Answer { objection })
    }

    fn sustain(&mut self, model: &Model) -> Drawn {
        let (by, objection) =
            self.objection(model, &[ObjectionState::Answered, ObjectionState::Raised]);
        (by, Attempt::Sustain { objection })
    }

    fn withdraw(&mut self, model: &Model) -> Drawn {
        use ObjectionState::{Answered, Decided, Raised, Sustained};
        let (by, objection) = self.objection(model, &[Raised, Answered, Sustained, Decided]);
        (by, Attempt::Withdraw { objection })
    }

    fn resolve(&mut self, model: &Model) -> Drawn {
        use ObjectionState::{Answered, Raised, Sustained};
        let (by, objection) = self.objection(model, &[Raised, Answered, Sustained]);
        let clause = model.objections.get(&objection).map_or(0, |it| it.clause);
        (
            by,
            Attempt::Resolve {
                objection,
                wording: self.wording(model, clause),
            },
        )
    }

    fn decide(&mut self, model: &Model) -> Drawn {
        let objection = self.root(model, &[ObjectionState::Sustained]);
        (self.mostly(Person::Chair), Attempt::Decide { objection })
    }

    fn rule(&mut self, model: &Model) -> Drawn {
        use ObjectionState::{Answered, Raised, Sustained};
        let objection = self.root(model, &[Raised, Answered, Sustained]);
        (self.mostly(Person::Chair), Attempt::Rule { objection })
    }

    fn challenge_ruling(&mut self, model: &Model) -> Drawn {
        let objection = self.root(model, &[ObjectionState::Inadmissible]);
        (self.delegate(), Attempt::ChallengeRuling { objection })
    }

    fn clauses(&mut self, model: &Model) -> Vec<usize> {
        let all: Vec<_> = (0..model.clauses())
            .filter(|_| self.chance.percent(60))
            .collect();
        if all.is_empty() && self.chance.percent(95) {
            vec![self.clause(model)]
        } else {
            all
        }
    }

    fn open_call(&mut self, model: &Model) -> Drawn {
        let kind = self.chance.of(&[CallKind::Consensus, CallKind::Silence]);
        let least = match kind {
            CallKind::Consensus => HOUR,
            CallKind::Silence => i64::from(PROCEDURES[model.procedure].silence_hours) * HOUR,
        };
        let closes_in = match self.chance.below(12) {
            0 => least - 1,
            1 => 366 * DAY + 1,
            2 => least,
            _ => least + self.chance.micros(0, 4 * DAY),
        };
        let (is_on_table, clauses) = (self.is_on_table(model), self.clauses(model));
        (
            self.mostly(Person::Chair),
            Attempt::OpenCall {
                kind,
                is_on_table,
                clauses,
                closes_in,
            },
        )
    }

    /// Draws a call, mostly one that is open, or silence in which names are withheld.
    fn call(&mut self, model: &Model) -> Name {
        let open = model.calls.iter().filter(|(_, it)| it.end.is_none());
        let open: Vec<_> = open.map(|(name, _)| *name).collect();
        let is_open = !open.is_empty() && self.chance.percent(75);
        let all = model.calls.keys().copied().rev().take(6).collect();
        self.chance
            .made(if is_open { open } else { all }.into_iter())
    }

    fn extend(&mut self, model: &Model) -> Drawn {
        let by = match self.chance.below(8) {
            0 => 0,
            1 => -HOUR,
            2 => 366 * DAY,
            3 => 1,
            _ => self.chance.micros(1, 5 * DAY),
        };
        (
            self.mostly(Person::Chair),
            Attempt::Extend {
                call: self.call(model),
                by,
            },
        )
    }

    fn complete(&mut self, model: &Model) -> Drawn {
        let call = self.call_that(model, |it| {
            let mut electorate = it.electorate.iter();
            let is_open = it.end.is_none() && it.kind == CallKind::Consensus;
            is_open && electorate.all(|own| model.has_answered(it, *own))
        });
        (self.mostly(Person::Chair), Attempt::Complete { call })
    }

    fn withdraw_call(&mut self, model: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::WithdrawCall {
                call: self.call(model),
            },
        )
    }

    fn open_notice(&mut self, model: &Model) -> Drawn {
        (
            self.delegate(),
            Attempt::OpenNotice {
                call: self.call(model),
            },
        )
    }

    fn attach(&mut self, model: &Model) -> Drawn {
        let clause = self.chance.percent(50).then(|| self.clause(model));
        (
            self.delegate(),
            Attempt::Attach {
                call: self.call(model),
                clause,
            },
        )
    }

    /// Draws a call of this sort, mostly.
    fn call_that(&mut self, model: &Model, fits: impl Fn(&Call) -> bool) -> Name {
        let fitting = model.calls.iter().filter(|(_, it)| fits(it));
        let fitting: Vec<_> = fitting.map(|(name, _)| *name).collect();
        if fitting.is_empty() || self.chance.percent(15) {
            self.call(model)
        } else {
            self.chance.of(&fitting)
        }
    }

    fn break_silence(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let call = self.call_that(model, |it| it.end.is_none() && it.withholds_names);
        (self.delegate(), Attempt::BreakSilence { call, clause })
    }

    fn consult(&mut self, model: &Model) -> Drawn {
        let call = self.call_that(model, |it| it.has_confided);
        (self.mostly(Person::Chair), Attempt::Consult { call })
    }

    fn designate(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let indicated = model.judged(clause).map_or(Level::NoQuorum, |it| it.level);
        let other = self
            .chance
            .of(&[Level::Consensus, Level::Consensus, Level::Divergence]);
        let level = if self.chance.percent(50) {
            indicated
        } else {
            other
        };
        let attempt = Attempt::Designate {
            clause,
            wording: self.wording(model, clause),
            level,
            is_fresh: self.chance.percent(96),
            has_reason: self.chance.percent(75),
        };
        (self.mostly(Person::Chair), attempt)
    }

    fn challenge_designation(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let all = model.designations[clause]
            .iter()
            .rev()
            .take(2)
            .map(|it| it.name);
        let designation = self.chance.made(all);
        (
            self.delegate(),
            Attempt::ChallengeDesignation {
                clause,
                designation,
            },
        )
    }

    fn declare_editorial(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let before = model.former(clause).filter(|_| self.chance.percent(95));
        let before = before.unwrap_or_else(|| self.chance.below(WORDINGS));
        let after = self.wording(model, clause);
        let by = self
            .chance
            .of(&[Person::Chair, Person::Pen, Person::Delegate(1)]);
        (
            self.mostly(by),
            Attempt::DeclareEditorial {
                clause,
                before,
                after,
            },
        )
    }

    fn challenge_editorial(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let declaration = self
            .chance
            .made(model.editorial[clause].iter().map(|it| it.name));
        (
            self.delegate(),
            Attempt::ChallengeEditorial {
                clause,
                declaration,
            },
        )
    }

    fn agree(&mut self, model: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::Agree {
                clauses: self.clauses(model),
            },
        )
    }

    fn park(&mut self, model: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::Park {
                clause: self.clause(model),
            },
        )
    }

    fn reopen(&mut self, model: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::Reopen {
                clause: self.clause(model),
            },
        )
    }

    fn adopt(&mut self, _: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::Adopt {
                is_root: self.chance.percent(96),
            },
        )
    }

    fn sign(&mut self, model: &Model) -> Drawn {
        let own = self.chance.below(ACTING);
        let dissociates = self.chance.percent(20).then(|| self.clause(model));
        (
            self.mostly(Person::Head(own)),
            Attempt::Sign {
                is_root: self.chance.percent(96),
                dissociates,
            },
        )
    }

    fn table(&mut self, model: &Model) -> Drawn {
        let mut wordings = model.revisions.last().unwrap().clone();
        let clause = self.clause(model);
        wordings[clause] = match self.chance.below(20) {
            0 => None,
            1..=4 => model.former(clause).or(Some(0)),
            _ => Some(self.chance.below(WORDINGS)),
        };
        let is_missing = |it: &Option<usize>| it.is_none();
        if let Some(gone) = wordings
            .iter()
            .position(is_missing)
            .filter(|_| self.chance.percent(50))
        {
            wordings[gone] = Some(self.chance.below(WORDINGS));
        }
        let is_held_back =
            matches!(model.stages[clause], Stage::Called(_)) && self.chance.percent(50);
        let carries = self.chance.percent(90) || is_held_back;
        (
            self.mostly(Person::Chair),
            Attempt::Table { wordings, carries },
        )
    }

    fn amend(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let attempt = Attempt::Amend {
            clause,
            base: self.wording(model, clause),
            wording: self.chance.below(WORDINGS),
            is_on_table: self.is_on_table(model),
        };
        (self.delegate(), attempt)
    }

    /// Draws an amendment and somebody of its sponsor.
    fn amendment(&mut self, model: &Model) -> (Person, Name) {
        let open = model
            .amendments
            .iter()
            .filter(|(_, it)| it.is_open)
            .map(|(name, _)| *name);
        let open: Vec<_> = open.collect();
        let all = model.amendments.keys().copied().collect();
        let from = if open.is_empty() || self.chance.percent(8) {
            all
        } else {
            open
        };
        let name = self.chance.made(from.into_iter());
        let by = match model.amendments.get(&name) {
            Some(it) => self.delegate_of(it.sponsor),
            None => self.delegate(),
        };
        (by, name)
    }

    fn withdraw_amendment(&mut self, model: &Model) -> Drawn {
        let (by, amendment) = self.amendment(model);
        (by, Attempt::WithdrawAmendment { amendment })
    }

    fn reject_amendment(&mut self, model: &Model) -> Drawn {
        let (_, amendment) = self.amendment(model);
        (
            self.mostly(Person::Chair),
            Attempt::RejectAmendment { amendment },
        )
    }

    fn change_rules(&mut self, _: &Model) -> Drawn {
        let set = self.chance.below(RULES.len());
        (
            self.mostly(Person::Secretariat),
            Attempt::ChangeRules { set },
        )
    }

    fn change_procedure(&mut self, _: &Model) -> Drawn {
        let set = self.chance.below(PROCEDURES.len());
        (
            self.mostly(Person::Secretariat),
            Attempt::ChangeProcedure { set },
        )
    }

    fn list_holidays(&mut self, _: &Model) -> Drawn {
        let count = self.chance.below(25);
        let days = (0..count)
            .map(|_| u8::try_from(self.chance.below(90)).unwrap())
            .collect();
        (
            self.mostly(Person::Secretariat),
            Attempt::ListHolidays { days },
        )
    }

    fn end_voting(&mut self, _: &Model) -> Drawn {
        let organisation = self.chance.below(ORGANISATIONS);
        let ends_in = self.chance.micros(-4 * DAY, 12 * DAY);
        (
            self.mostly(Person::Secretariat),
            Attempt::EndVoting {
                organisation,
                ends_in,
            },
        )
    }

    fn reserve(&mut self, _: &Model) -> Drawn {
        let own = self.chance.below(ACTING);
        let is_reserved = self.chance.percent(50);
        (
            self.mostly(Person::Head(own)),
            Attempt::Reserve { is_reserved },
        )
    }

    fn leave(&mut self, _: &Model) -> Drawn {
        // The chair is missed too much.
        let who = match self.anybody() {
            Person::Chair => Person::Pen,
            who => who,
        };
        (self.mostly(Person::Secretariat), Attempt::Leave { who })
    }

    fn wait(&mut self, _: &Model) -> Drawn {
        let micros = match self.chance.below(12) {
            0 => -self.chance.micros(0, 3 * DAY),
            1 => self.chance.micros(0, 4 * self.haste),
            _ => self.chance.micros(0, self.haste / 4),
        };
        (Person::Stranger, Attempt::Wait { micros })
    }

    /// Waits for an instant that is due, or just before or after it.
    fn wait_for(&mut self, model: &Model) -> Drawn {
        let due = model.due().into_iter().map(|it| match it.of {
            Passed::Call(call) => Moment::Closing(call),
            Passed::Designation(clause, _) => Moment::Designation(clause),
            Passed::Editorial(clause, _) => Moment::Editorial(clause),
            Passed::Voting(organisation) => Moment::Voting(organisation),
        });
        let ruled = model
            .objections
            .iter()
            .filter(|(_, it)| it.ruling_until > model.now);
        let ruled = ruled.map(|(name, _)| Moment::Ruling(*name));
        let all: Vec<_> = due.take(3).chain(ruled.take(1)).collect();
        if all.is_empty() {
            return self.wait(model);
        }
        let moment = self.chance.of(&all);
        let micros = self.chance.of(&[-1, -1, 0, 0, 1, -HOUR, HOUR]);
        (Person::Stranger, Attempt::WaitFor { moment, micros })
    }

    fn record(_: &mut Self, _: &Model) -> Drawn {
        (Person::Stranger, Attempt::Record)
    }
}
