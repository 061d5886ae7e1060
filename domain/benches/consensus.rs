//! What it costs to know the level of 10,000 clauses on which 200 organisations have spoken.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark prints its figures, and fails where something does not work"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::consensus::{
    Elector, Evaluation, HeldPosition, Mandate, ObjectionState, Panel, PositionKind, Rules,
    Situation, Tally, Verdict, evaluate,
};
use domain::id::OrganisationId;
use domain::text::WordingHash;
use uuid::Uuid;

type Clause = Situation<OrganisationId, WordingHash>;

const CLAUSES: usize = 10_000;
const ORGANISATIONS: u128 = 200;
/// The clauses that the full evaluation is measured on.
const SAMPLE: usize = 200;
/// How many positions change in one run.
const CHANGES: usize = 1_000;
/// How often each thing is measured.
const RUNS: usize = 15;

/// Numbers that follow from each other, so that every run is the same.
struct Dice(u64);

impl Dice {
    /// Returns a number below `sides`; Knuth's multiplier, whose high bits are the good ones.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = (self.0.wrapping_mul(6_364_136_223_846_793_005))
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }
}

fn main() {
    let mut dice = Dice(1);
    let clauses: Vec<Clause> = (0..CLAUSES).map(|_| a_clause(&mut dice)).collect();
    let panel = Panel::new(Rules::default(), &clauses[0].electorate);
    println!("| what | measured | beside |\n|---|---|---|");

    let tallies: Vec<Tally<WordingHash>> =
        clauses.iter().map(|it| Tally::new(&panel, it)).collect();
    let all = median(
        || tallies.clone(),
        |mut tallies| {
            let levels = tallies.iter_mut().map(|it| {
                it.recount(&panel);
                it.verdict(&panel)
            });
            levels.collect::<Vec<Verdict>>()
        },
    );
    print(
        "levels of 10,000 clauses × 200 organisations, every stand counted",
        all,
        &format!("limit {}", said(Duration::from_millis(50))),
    );

    let changes: Vec<_> = (0..CHANGES)
        .map(|_| (dice.roll(CLAUSES), a_position(&mut dice)))
        .collect();
    let taken = median(
        || tallies.clone(),
        |mut tallies| {
            for (clause, position) in &changes {
                let tally = &mut tallies[*clause];
                assert!(tally.take(&panel, position), "everybody has a seat");
                black_box(tally.verdict(&panel));
            }
            tallies
        },
    );
    let each = taken / u32::try_from(CHANGES).unwrap_or(u32::MAX);
    print(
        "the level after one changed position",
        each,
        &format!("limit {}", said(Duration::from_micros(10))),
    );

    let sample = &clauses[..SAMPLE];
    let full = median(
        || sample,
        |sample| -> Vec<Evaluation<OrganisationId>> { sample.iter().map(evaluate).collect() },
    );
    let short = median(
        || sample,
        |sample| {
            let tallies = sample
                .iter()
                .map(|it| Tally::new(&panel, it).verdict(&panel));
            tallies.collect::<Vec<Verdict>>()
        },
    );
    let agree = sample.iter().zip(&tallies).all(|(clause, tally)| {
        let evaluation = evaluate(clause);
        let verdict = tally.verdict(&panel);
        (evaluation.level, evaluation.counts) == (verdict.level, verdict.counts)
    });
    assert!(agree, "the numbers alone give what the evaluation gives");
    print(
        "levels of 200 clauses from the positions on record",
        short,
        &format!("with every reason and what is missing: {}", said(full)),
    );
}

fn print(what: &str, measured: Duration, beside: &str) {
    println!("| {what} | {} | {beside} |", said(measured));
}

fn said(duration: Duration) -> String {
    if duration < Duration::from_millis(1) {
        format!("{:.2} µs", duration.as_secs_f64() * 1e6)
    } else {
        format!("{:.1} ms", duration.as_secs_f64() * 1e3)
    }
}

/// Returns the median time of doing something to what is made ready each time.
#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures the time that passes"
)]
fn median<T, R>(ready: impl Fn() -> T, act: impl Fn(T) -> R) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let subject = ready();
            let start = Instant::now();
            let made = act(subject);
            let time = start.elapsed();
            drop(black_box(made));
            time
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

/// Makes a clause on which nearly everybody has spoken, some of them twice.
fn a_clause(dice: &mut Dice) -> Clause {
    let electorate = (0..ORGANISATIONS).map(|number| Elector {
        organisation: organisation(number),
        constituency: format!("constituency {}", number % 7),
    });
    let mut clause = Situation::new(Rules::default(), electorate.collect(), wording(1));
    let positions = (0..ORGANISATIONS).filter_map(|number| {
        let position = HeldPosition {
            organisation: organisation(number),
            ..a_position(dice)
        };
        (dice.roll(10) > 0).then_some(position)
    });
    clause.positions = positions.collect();
    let again = (0..20).map(|_| a_position(dice));
    clause.positions.extend(again);
    clause
}

/// Takes some organisation's position, mostly in favour and on the wording on the table.
fn a_position(dice: &mut Dice) -> HeldPosition<OrganisationId, WordingHash> {
    use PositionKind::{Abstain, Accept, Concern, Endorse, EndorseWithReservation, Object, Recuse};
    let kind = match dice.roll(100) {
        0..60 => Endorse,
        60..68 => EndorseWithReservation,
        68..83 => Accept,
        83..88 => Abstain,
        88..94 => Concern,
        94..98 => Object,
        _ => Recuse,
    };
    let is_late = dice.roll(12) == 0;
    let who = organisation(u128::try_from(dice.roll(200)).unwrap_or_default());
    let objection = [ObjectionState::Raised, ObjectionState::Decided][dice.roll(2)];
    let is_unconfirmed = kind.is_favourable() && dice.roll(8) == 0;
    HeldPosition {
        objection,
        mandate: if is_unconfirmed {
            Mandate::AdReferendum
        } else {
            Mandate::Firm
        },
        ..HeldPosition::new(who, kind, wording(u8::from(!is_late)))
    }
}

fn organisation(number: u128) -> OrganisationId {
    OrganisationId::from_uuid(Uuid::from_u128(
        0x0195_0000_0000_7000_8000_0000_0000_0000 + number,
    ))
}

fn wording(number: u8) -> WordingHash {
    WordingHash::from_bytes([number; 32])
}
