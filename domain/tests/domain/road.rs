//! The road to consensus walked at random, beside a small model of it.
//!
//! A history is 200 attempts of the people of twelve organisations, legal and illegal ones mixed. A
//! model says of each whether it is allowed, and where everything stands after it; the instrument
//! has to say the same. A history on which they differ is made as short as it goes, and shown.
//!
//! The histories are the same in every run; `HISTORIES=5000..9000` walks others.

mod attempt;
mod cast;
mod comparing;
mod drawing;
mod model;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use domain::id::InstrumentId;
use domain::record::Entry;
use domain::register::Register;

use self::attempt::{Act, Attempt};
use self::cast::Cast;
use self::drawing::Draw;
use self::model::Model;
use self::world::World;

/// How many attempts a history has.
const ATTEMPTS: usize = 200;

/// How many histories are walked.
const HISTORIES: u64 = 2_000;

/// Every refusal that the walk meets.
const CODES: [&str; 58] = [
    "already-challenged",
    "already-declared",
    "already-signed",
    "amendment-ended",
    "amendments-undecided",
    "answers-awaited",
    "call-awaited",
    "call-closed",
    "clause-agreed",
    "clause-in-call",
    "clause-parked",
    "closes-on-holiday",
    "closes-too-late",
    "closes-too-soon",
    "last-of-secretariat",
    "mandate-not-possible",
    "never-shortened",
    "no-clauses",
    "no-confidence",
    "not-agreeable",
    "not-all-agreed",
    "not-in-electorate",
    "not-permitted",
    "not-reopenable",
    "not-the-objector",
    "not-the-sponsor",
    "not-voting",
    "nothing-changed",
    "nothing-to-answer",
    "nothing-to-challenge",
    "nothing-to-confirm",
    "nothing-to-consult",
    "nothing-to-table",
    "objection-ended",
    "objection-not-answered",
    "objection-not-sustained",
    "objections-open",
    "position-unchanged",
    "reason-missing",
    "referendum-awaited",
    "revision-not-on-table",
    "rules-frozen",
    "silence-ended",
    "submission-reserved",
    "support-too-low",
    "text-changed",
    "text-missing",
    "text-not-carried",
    "unknown-amendment",
    "unknown-call",
    "unknown-clause",
    "unknown-delegate",
    "unknown-objection",
    "unknown-position",
    "voting-ends-before-it-begins",
    "window-closed",
    "wording-not-on-table",
    "wording-unchanged",
];

/// The model and the instrument, side by side.
struct Walk {
    model: Model,
    world: World,
    tally: Tally,
    /// The number of entries and the electorate when the two were last found to be the same.
    compared: Option<(u64, BTreeSet<usize>)>,
}

/// How often each kind of attempt was allowed, and refused with which code.
#[derive(Debug, Default)]
struct Tally {
    allowed: BTreeMap<&'static str, u64>,
    refused: BTreeMap<&'static str, u64>,
    codes: BTreeMap<&'static str, u64>,
    seen: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Checks that the walk has been everywhere, so that it proves something.
    fn check(&self) {
        let times = |counts: &BTreeMap<&'static str, u64>, what| {
            counts.get(what).copied().unwrap_or_default()
        };
        for kind in Attempt::KINDS {
            let allowed = times(&self.allowed, kind);
            assert!(allowed >= 50, "{kind} was allowed only {allowed} times");
            let refused = times(&self.refused, kind);
            let takes_time = ["Wait", "WaitFor", "Record"].contains(&kind);
            assert!(takes_time || refused > 0, "{kind} was never refused");
        }
        for code in CODES {
            assert!(
                times(&self.codes, code) > 0,
                "nothing was refused as {code}"
            );
        }
        for event in Model::EVENTS {
            let seen = times(&self.seen, event);
            assert!(seen >= 50, "{event}: seen only {seen} times");
        }
        let sum = |counts: &BTreeMap<&'static str, u64>| counts.values().sum::<u64>();
        let (allowed, refused) = (sum(&self.allowed), sum(&self.refused));
        assert_eq!(allowed + refused, HISTORIES * ATTEMPTS as u64);
        assert!(
            refused * 3 > allowed && allowed > refused,
            "{allowed} allowed, {refused} refused"
        );
    }

    fn add(&mut self, other: Self) {
        let sums = [
            (&mut self.allowed, other.allowed),
            (&mut self.refused, other.refused),
            (&mut self.codes, other.codes),
            (&mut self.seen, other.seen),
        ];
        for (sum, counts) in sums {
            for (what, count) in counts {
                *sum.entry(what).or_default() += count;
            }
        }
    }
}

impl Walk {
    fn new(cast: &Arc<Cast>) -> Self {
        Self {
            model: cast.model(),
            world: World::new(Arc::clone(cast)),
            tally: Tally::default(),
            compared: None,
        }
    }

    /// Both begin with an attempt: what has passed is recorded before, if the server is at it.
    fn begin(&mut self, is_recorded_before: bool) {
        self.model.begin(is_recorded_before);
        self.world.begin(self.model.clock, is_recorded_before);
    }

    /// Makes an attempt; says how the two differ, if they do, and else how it went.
    fn make(&mut self, act: &Act) -> Result<String, String> {
        if act.attempt.is_time() {
            self.model.wait(&act.attempt);
            self.begin(matches!(act.attempt, Attempt::Record));
            *self.tally.allowed.entry(act.attempt.kind()).or_default() += 1;
            return self.compare().map(|()| String::new());
        }
        let expected = self.model.refusals(act);
        let went = match self.world.decide(act) {
            Ok(acts) if expected.is_empty() => {
                self.world.keep(act.number, acts);
                self.model.follow(act);
                *self.tally.allowed.entry(act.attempt.kind()).or_default() += 1;
                "allowed".to_owned()
            }
            Err(refusal) if expected.contains(refusal.code()) => {
                *self.tally.refused.entry(act.attempt.kind()).or_default() += 1;
                *self.tally.codes.entry(refusal.code()).or_default() += 1;
                format!("refused: {}", refusal.code())
            }
            Ok(_) => return Err(format!("allowed, and should be refused: {expected:?}")),
            Err(refusal) if expected.is_empty() => {
                return Err(format!(
                    "refused, and should be allowed: {}",
                    refusal.code()
                ));
            }
            Err(refusal) => {
                return Err(format!(
                    "refused as {}, and not as {expected:?}",
                    refusal.code()
                ));
            }
        };
        self.compare()?;
        Ok(went)
    }

    /// Compares the two, unless nothing has changed since they were compared.
    fn compare(&mut self) -> Result<(), String> {
        let present = (self.model.next_seq, self.model.electorate());
        if self.compared.as_ref() != Some(&present) {
            comparing::compare_present(&self.model, &self.world)?;
            self.compared = Some(present);
        }
        Ok(())
    }
}

/// Walks a history drawn from a seed; returns it where the two differ at its end.
fn walk(cast: &Arc<Cast>, seed: u64) -> (Walk, Option<Vec<Act>>) {
    let mut walk = Walk::new(cast);
    let mut draw = Draw::new(seed);
    let mut history = Vec::new();
    for number in 0..ATTEMPTS {
        let is_recorded_before = draw.is_recorded_before();
        walk.begin(is_recorded_before);
        let act = draw.act(&walk.model, number, is_recorded_before);
        history.push(act);
        if walk.make(&history[number]).is_err() {
            return (walk, Some(history));
        }
    }
    let same = comparing::compare(&walk.model, &walk.world);
    (walk, same.is_err().then_some(history))
}

/// Walks a given history; says how each attempt went, and how the two differ, if they do.
fn again(cast: &Arc<Cast>, history: &[Act]) -> (Vec<String>, Option<String>) {
    let mut walk = Walk::new(cast);
    let mut went = Vec::new();
    for act in history {
        walk.begin(act.is_recorded_before);
        match walk.make(act) {
            Ok(it) => went.push(it),
            Err(difference) => return (went, Some(difference)),
        }
    }
    let difference = comparing::compare(&walk.model, &walk.world).err();
    (went, difference)
}

/// Takes out of a history whatever is not needed for the two to differ.
fn shortened(cast: &Arc<Cast>, mut history: Vec<Act>) -> Vec<Act> {
    let mut size = history.len() / 2;
    while size > 0 {
        let before = history.len();
        let mut from = 0;
        while from < history.len() {
            let mut shorter = history.clone();
            shorter.drain(from..(from + size).min(shorter.len()));
            let (went, difference) = again(cast, &shorter);
            if difference.is_some() {
                shorter.truncate(went.len() + 1);
                history = shorter;
            } else {
                from += size;
            }
        }
        if history.len() == before {
            size /= 2;
        }
    }
    history
}

fn shown(cast: &Arc<Cast>, history: &[Act]) -> String {
    let (mut went, difference) = again(cast, history);
    went.extend(difference);
    let lines = history.iter().zip(went).map(|(act, went)| {
        let Act {
            number,
            by,
            is_recorded_before,
            attempt,
        } = act;
        let unrecorded = if *is_recorded_before {
            ""
        } else {
            " (nothing recorded before)"
        };
        format!("  #{number} {by:?}: {attempt:?}{unrecorded}\n      {went}\n")
    });
    lines.collect()
}

/// Texts of one to three clauses.
fn casts() -> Vec<Arc<Cast>> {
    (1..=3)
        .map(|clauses| Arc::new(Cast::with_clauses(clauses)))
        .collect()
}

fn cast_for(casts: &[Arc<Cast>], seed: u64) -> &Arc<Cast> {
    &casts[usize::try_from(seed).unwrap() % casts.len()]
}

/// Walks a part of the histories.
fn walk_all(casts: &[Arc<Cast>], seeds: impl Iterator<Item = u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let cast = cast_for(casts, seed);
        let (walk, differs) = walk(cast, seed);
        if let Some(history) = differs {
            let shortest = shortened(cast, history);
            panic!(
                "history {seed}, {} clauses, differs:\n{}",
                cast.clauses.len(),
                shown(cast, &shortest)
            );
        }
        let mut made = walk.tally;
        made.seen = walk.model.seen;
        let late = walk
            .world
            .entries
            .iter()
            .filter(|it| comparing::passed_late(it))
            .count();
        made.seen
            .insert("an instant was recorded late", late as u64);
        tally.add(made);
    }
    tally
}

fn chosen() -> Range<u64> {
    let Ok(range) = std::env::var("HISTORIES") else {
        return 0..HISTORIES;
    };
    let (from, to) = range
        .split_once("..")
        .expect("HISTORIES is a range such as 0..2000");
    from.parse().unwrap()..to.parse().unwrap()
}

#[test]
fn the_procedure_does_what_a_small_model_of_it_does() {
    let (casts, chosen) = (casts(), chosen());
    let casts = &casts;
    let tally = std::thread::scope(|scope| {
        let halves = [0, 1].map(|half| {
            let seeds = chosen.clone().filter(move |it| it % 2 == half);
            scope.spawn(move || walk_all(casts, seeds))
        });
        let mut tally = Tally::default();
        for half in halves {
            tally.add(
                half.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            );
        }
        tally
    });
    println!("{tally:#?}");
    if chosen == (0..HISTORIES) {
        tally.check();
    }
}

/// A record of a whole history, and what it came to after every attempt that was allowed.
pub(crate) struct Recorded {
    pub(crate) instrument: InstrumentId,
    pub(crate) entries: Vec<Entry>,
    /// The number of entries, and what they came to as they were made.
    pub(crate) states: Vec<(usize, Register)>,
}

/// Records a history drawn from a seed, on a text of two clauses.
pub(crate) fn recorded(seed: u64) -> Recorded {
    let cast = Arc::new(Cast::with_clauses(2));
    let mut walk = Walk::new(&cast);
    let mut draw = Draw::new(seed);
    let beginning = cast.entries.len();
    let mut states = Vec::new();
    for number in 0..ATTEMPTS {
        walk.begin(true);
        let act = draw.act(&walk.model, number, true);
        walk.make(&act).unwrap();
        let length = beginning + walk.world.entries.len();
        if states.last().is_none_or(|(known, _)| *known < length) {
            states.push((length, walk.world.register.clone()));
        }
    }
    let entries = cast.entries.iter().chain(&walk.world.entries).cloned();
    Recorded {
        instrument: cast.instrument,
        entries: entries.collect(),
        states,
    }
}
