//! The procedure once more, written from the specification and from what the commands promise.
//!
//! Nothing here calls the code under test, nor keeps anything the way it does: an objection that
//! was replaced is seen from the positions, a running call from its clauses.

mod counting;
mod following;
mod passing;
mod refusing;

use std::collections::{BTreeMap, BTreeSet};

use domain::consensus::{Level, Mandate, ObjectionState, PositionKind};
use domain::instrument::CallKind;

pub(crate) use counting::Judged;
pub(crate) use passing::{Due, Passed};

use super::attempt::{HOUR, Name, ORGANISATIONS, Person, Said, WORDINGS};

/// Organisations for which somebody acts; nobody hears of anything for the others.
pub(crate) const ACTING: usize = 10;

/// Where a clause stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Tabled,
    Called(Name),
    Silence(Name),
    AgreedAdReferendum,
    Agreed,
    Reopened,
    Parked,
    Withdrawn,
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) constituency: usize,
    pub(crate) votes_from: i64,
    pub(crate) votes_until: Option<i64>,
    pub(crate) is_reserved: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) name: Name,
    pub(crate) organisation: usize,
    pub(crate) clause: usize,
    pub(crate) said: Said,
    /// The objection that the others of its kind joined.
    root: Option<Name>,
    at: i64,
    /// Whether its organisation's own authority confirmed it, once it has said so.
    is_confirmed: Option<bool>,
    is_entered: bool,
    /// Whether its organisation contested the entry, once it has answered.
    is_contested: Option<bool>,
}

#[derive(Debug, Clone)]
pub(crate) struct Objection {
    pub(crate) organisation: usize,
    pub(crate) clause: usize,
    wording: usize,
    pub(crate) root: Name,
    state: ObjectionState,
    before_ruling: ObjectionState,
    pub(crate) ruling_until: i64,
    was_challenged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Deadline,
    Completed,
    Withdrawn,
}

#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) kind: CallKind,
    pub(crate) clauses: BTreeMap<usize, Called>,
    pub(crate) electorate: BTreeSet<usize>,
    pub(crate) notified: BTreeSet<usize>,
    rules: usize,
    opened_at: i64,
    pub(crate) closes_at: i64,
    pub(crate) withholds_names: bool,
    pub(crate) notices: BTreeSet<usize>,
    pub(crate) statements: Vec<(usize, bool)>,
    pub(crate) has_confided: bool,
    pub(crate) was_consulted: bool,
    pub(crate) end: Option<End>,
}

/// A clause of a call.
#[derive(Debug, Clone)]
pub(crate) struct Called {
    wording: usize,
    pub(crate) is_broken: bool,
    /// The level and the firm level when the call closed.
    pub(crate) result: Option<(Level, Level)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Designation {
    pub(crate) name: Name,
    wording: usize,
    level: Level,
    pub(crate) until: i64,
    is_settled: bool,
    is_challenged: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Editorial {
    pub(crate) name: Name,
    before: usize,
    after: usize,
    pub(crate) until: i64,
    is_settled: bool,
    is_challenged: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Amendment {
    clause: usize,
    wording: usize,
    pub(crate) sponsor: usize,
    pub(crate) is_open: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Adopted {
    version: u32,
    pub(crate) signatories: BTreeSet<usize>,
}

/// A fraction, the number above the line first.
type Part = (u64, u64);

/// A set of rules by which clauses are measured.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub(crate) quorum: Part,
    pub(crate) favour: Part,
    pub(crate) oppose: Part,
    pub(crate) floor: Part,
    /// The majority, and the least number of organisations.
    pub(crate) constituency: Option<(Part, u64)>,
    pub(crate) objections: &'static str,
}

/// The sets of rules that an instrument is measured by; the first one is the default.
pub(crate) const RULES: [RuleSet; 4] = [
    RuleSet {
        quorum: (1, 2),
        favour: (2, 3),
        oppose: (1, 4),
        floor: (1, 3),
        constituency: Some(((1, 2), 2)),
        objections: "address",
    },
    RuleSet {
        quorum: (1, 3),
        favour: (3, 4),
        oppose: (1, 5),
        floor: (1, 4),
        constituency: None,
        objections: "count",
    },
    RuleSet {
        quorum: (5, 12),
        favour: (1, 2),
        oppose: (1, 2),
        floor: (0, 1),
        constituency: Some(((1, 3), 1)),
        objections: "veto",
    },
    RuleSet {
        quorum: (2, 7),
        favour: (3, 5),
        oppose: (1, 3),
        floor: (1, 6),
        constituency: Some(((2, 3), 1)),
        objections: "address",
    },
];

/// A set of rules of the procedure.
#[derive(Debug)]
pub(crate) struct ProcedureSet {
    pub(crate) silence_hours: u32,
    pub(crate) support: Part,
    pub(crate) withholds_names: bool,
    pub(crate) challenge_hours: u32,
    pub(crate) referendum_hours: u32,
}

/// The sets of rules of the procedure; the first one is the default.
pub(crate) const PROCEDURES: [ProcedureSet; 3] = [
    ProcedureSet {
        silence_hours: 120,
        support: (1, 3),
        withholds_names: false,
        challenge_hours: 168,
        referendum_hours: 720,
    },
    ProcedureSet {
        silence_hours: 72,
        support: (1, 4),
        withholds_names: true,
        challenge_hours: 48,
        referendum_hours: 240,
    },
    ProcedureSet {
        silence_hours: 24,
        support: (0, 1),
        withholds_names: false,
        challenge_hours: 24,
        referendum_hours: 100,
    },
];

/// Everything the procedure depends on.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    /// What the server's clock says.
    pub(crate) clock: i64,
    /// The instant of what is being done.
    pub(crate) now: i64,
    pub(crate) last_at: i64,
    pub(crate) next_seq: u64,
    /// The last entry about the instrument.
    last_seq: u64,
    pub(crate) members: Vec<Member>,
    left: BTreeSet<Person>,
    /// The days on which nothing closes by silence, since 1970.
    pub(crate) holidays: BTreeSet<i64>,
    /// The day on which it begins, since 1970.
    first_day: i64,
    pub(crate) rules: usize,
    pub(crate) procedure: usize,
    pub(crate) revisions: Vec<Vec<Option<usize>>>,
    pub(crate) stages: Vec<Stage>,
    /// By clause and organisation, in the order they were taken.
    positions: Vec<Vec<Taken>>,
    /// The positions in the order they were taken, and where they are.
    pub(crate) taken: Vec<(Name, usize)>,
    pub(crate) objections: BTreeMap<Name, Objection>,
    pub(crate) calls: BTreeMap<Name, Call>,
    pub(crate) designations: Vec<Vec<Designation>>,
    pub(crate) editorial: Vec<Vec<Editorial>>,
    pub(crate) amendments: BTreeMap<Name, Amendment>,
    pub(crate) adopted: Vec<Adopted>,
    pub(crate) version: u32,
    /// How often something worth seeing has happened.
    pub(crate) seen: BTreeMap<&'static str, u64>,
}

impl Model {
    /// What is worth seeing in a walk.
    pub(crate) const EVENTS: [&'static str; 17] = [
        "a call was opened",
        "a designation was settled",
        "a late statement",
        "a notice was opened",
        "a silence procedure was opened",
        "a statement in time",
        "a version was opened",
        "an amendment was subsumed",
        "an editorial change was settled",
        "an entry was contested",
        "an instant was recorded late",
        "an instrument was adopted",
        "an objection lapsed",
        "silence broken by an amendment",
        "silence broken by an objection",
        "silence broken in confidence",
        "silence passed",
    ];

    /// Begins where a record stands that has tabled every clause in its first wording.
    pub(crate) fn new(
        clauses: usize,
        members: Vec<Member>,
        (next_seq, last_at): (u64, i64),
    ) -> Self {
        assert_eq!(members.len(), ORGANISATIONS);
        Self {
            clock: last_at,
            now: last_at,
            last_at,
            next_seq,
            last_seq: next_seq - 1,
            members,
            left: BTreeSet::new(),
            holidays: BTreeSet::new(),
            first_day: day(last_at),
            rules: 0,
            procedure: 0,
            revisions: vec![vec![Some(0); clauses]],
            stages: vec![Stage::Tabled; clauses],
            positions: vec![Vec::new(); clauses * ORGANISATIONS],
            taken: Vec::new(),
            objections: BTreeMap::new(),
            calls: BTreeMap::new(),
            designations: vec![Vec::new(); clauses],
            editorial: vec![Vec::new(); clauses],
            amendments: BTreeMap::new(),
            adopted: Vec::new(),
            version: 1,
            seen: BTreeMap::new(),
        }
    }

    /// Returns the clause and the organisation of a position by where it is.
    pub(crate) fn of_slot(slot: usize) -> (usize, usize) {
        (slot / ORGANISATIONS, slot % ORGANISATIONS)
    }

    pub(crate) fn clauses(&self) -> usize {
        self.stages.len()
    }

    /// Notes that something worth seeing has happened.
    fn saw(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    pub(crate) fn tabled(&self, clause: usize) -> Option<usize> {
        *self.revisions.last()?.get(clause)?
    }

    /// The wording in the revision before the one on the table.
    pub(crate) fn former(&self, clause: usize) -> Option<usize> {
        *self.revisions.iter().rev().nth(1)?.get(clause)?
    }

    pub(crate) fn is_adopted(&self) -> bool {
        self.adopted
            .last()
            .is_some_and(|it| it.version == self.version)
    }

    fn acts(&self, person: Person) -> bool {
        let is_known = match person {
            Person::Head(it) | Person::Delegate(it) => it < ACTING,
            Person::Stranger => false,
            Person::Chair | Person::Pen | Person::Secretariat | Person::Auditor => true,
        };
        is_known && !self.left.contains(&person)
    }

    /// The organisation that somebody acts for.
    fn delegation(&self, person: Person) -> Option<usize> {
        match person {
            Person::Head(it) | Person::Delegate(it) if self.acts(person) => Some(it),
            _ => None,
        }
    }

    fn is_head(&self, person: Person) -> bool {
        matches!(person, Person::Head(_)) && self.acts(person)
    }

    fn is(&self, person: Person, whom: Person) -> bool {
        person == whom && self.acts(person)
    }

    fn holds_the_pen(&self, person: Person) -> bool {
        let may = [Person::Chair, Person::Pen, Person::Delegate(1)];
        may.contains(&person) && self.acts(person)
    }

    fn votes(&self, organisation: usize) -> bool {
        let it = &self.members[organisation];
        it.votes_from <= self.now && it.votes_until.is_none_or(|until| self.now < until)
    }

    pub(crate) fn electorate(&self) -> BTreeSet<usize> {
        (0..ORGANISATIONS).filter(|it| self.votes(*it)).collect()
    }

    fn is_reached(&self, organisation: usize) -> bool {
        let people = [Person::Head(organisation), Person::Delegate(organisation)];
        people.into_iter().any(|it| self.acts(it))
    }

    /// The positions that an organisation has taken on a clause.
    fn taken_by(&self, organisation: usize, clause: usize) -> &[Taken] {
        &self.positions[clause * ORGANISATIONS + organisation]
    }

    /// The position that an organisation holds: the last one that it really took.
    pub(crate) fn held(&self, organisation: usize, clause: usize) -> Option<&Taken> {
        let mut latest = self.taken_by(organisation, clause).iter().rev();
        latest.find(|it| it.stands())
    }

    /// Finds a position.
    fn position(&self, name: Name) -> Option<&Taken> {
        let &(_, slot) = self.taken.iter().find(|(it, _)| *it == name)?;
        self.positions[slot].iter().find(|it| it.name == name)
    }

    /// Until when an organisation's own authority is to confirm the position it holds.
    pub(crate) fn confirm_by(&self, organisation: usize, clause: usize) -> Option<i64> {
        let held = self
            .held(organisation, clause)
            .filter(|it| it.is_ad_referendum());
        held.map(|it| it.at + i64::from(self.procedure().referendum_hours) * HOUR)
    }

    /// Where an objection stands; another position of its organisation takes it back.
    pub(crate) fn state(&self, name: Name) -> ObjectionState {
        let it = &self.objections[&name];
        let may_be_replaced = is_counted(it.state) || it.state == ObjectionState::Inadmissible;
        let held = self.held(it.organisation, it.clause);
        if may_be_replaced && held.is_some_and(|held| held.name > name) {
            ObjectionState::Withdrawn
        } else {
            it.state
        }
    }

    /// An objection and those that joined it.
    fn joined(&self, root: Name) -> Vec<Name> {
        let all = self.objections.iter();
        all.filter(|(_, it)| it.root == root)
            .map(|(name, _)| *name)
            .collect()
    }

    /// Whether another wording asks an objecting organisation if it is met.
    fn is_faced(&self, it: &Objection) -> bool {
        self.tabled(it.clause)
            .is_some_and(|tabled| tabled != it.wording)
    }

    /// The call that runs on a clause: open, with silence on it unbroken.
    pub(crate) fn running(&self, clause: usize) -> Option<Name> {
        let runs = |it: &Call| {
            it.end.is_none()
                && it
                    .clauses
                    .get(&clause)
                    .is_some_and(|called| !called.is_broken)
        };
        let mut all = self.calls.iter();
        all.find(|(_, it)| runs(it)).map(|(name, _)| *name)
    }

    /// The designation in force: the last one on the wording on the table, since which nobody has
    /// challenged it and the chair has not called again.
    fn designated(&self, clause: usize) -> Option<&Designation> {
        let last = self.designations[clause].last()?;
        let called_again = self
            .calls
            .range(last.name..)
            .any(|(_, it)| it.clauses.contains_key(&clause));
        let is_in_force =
            !last.is_challenged && Some(last.wording) == self.tabled(clause) && !called_again;
        is_in_force.then_some(last)
    }

    /// The wordings whose positions count on a wording for good, and those for now.
    fn carried(&self, clause: usize, text: usize) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let reach = |is_good: &dyn Fn(&Editorial) -> bool| {
            let mut found = BTreeSet::from([text]);
            for _ in 1..WORDINGS {
                let good = self.editorial[clause].iter().filter(|it| is_good(it));
                let before = good
                    .filter(|it| found.contains(&it.after))
                    .map(|it| it.before);
                found.extend(before.collect::<Vec<_>>());
            }
            found
        };
        let settled = reach(&|it| !it.is_challenged && it.is_settled);
        let standing = reach(&|it| !it.is_challenged);
        let provisional = standing.difference(&settled).copied().collect();
        (settled, provisional)
    }

    fn procedure(&self) -> &'static ProcedureSet {
        &PROCEDURES[self.procedure]
    }

    fn challengeable_until(&self, at: i64) -> i64 {
        at + i64::from(self.procedure().challenge_hours) * HOUR
    }
}

impl Taken {
    /// Whether it was really taken: neither denied by its own authority nor contested.
    fn stands(&self) -> bool {
        self.is_confirmed != Some(false) && self.is_contested != Some(true)
    }

    fn is_ad_referendum(&self) -> bool {
        self.said.mandate == Mandate::AdReferendum && self.is_confirmed.is_none()
    }
}

pub(crate) fn is_favourable(kind: PositionKind) -> bool {
    use PositionKind::{Accept, Endorse, EndorseWithReservation};
    matches!(kind, Endorse | EndorseWithReservation | Accept)
}

pub(crate) fn is_open(state: ObjectionState) -> bool {
    use ObjectionState::{Answered, Raised, Sustained};
    matches!(state, Raised | Answered | Sustained)
}

fn is_counted(state: ObjectionState) -> bool {
    is_open(state) || state == ObjectionState::Decided
}

/// The day of an instant, since 1970.
fn day(at: i64) -> i64 {
    at.div_euclid(super::attempt::DAY)
}
