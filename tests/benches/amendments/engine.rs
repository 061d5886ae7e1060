//! Collisions and compatible sets of all clauses.

use std::time::Duration;

use domain::api::{AmendmentProposal, ChangeProposed};
use domain::fixture::Table;
use domain::instrument::Instrument;
use domain::register::Register;
use domain::role::{GroupRole, NetworkRole};

use crate::report::{duration, median};
use crate::sample::{Dice, clauses, reworded};

/// 100 pages.
pub(crate) const CLAUSES: usize = 800;
pub(crate) const AMENDMENTS: usize = 200;
pub(crate) const ORGANISATIONS: usize = 60;
/// The clauses on which people differ; the other amendments are spread.
const CONTESTED: usize = 30;

/// Measures the engine from cold, and after one more amendment.
pub(crate) fn run() {
    let (table, texts) = negotiation();
    let entries = &table.scene.entries;
    let (last, before) = entries.split_last().expect("the network has a record");
    let replayed = || {
        let mut register = Register::default();
        for entry in before {
            register.apply(entry).expect("a record follows from itself");
        }
        register
    };
    let cold = median(replayed, |register| {
        let found = compare_all(
            register
                .instrument(table.instrument)
                .expect("it was opened"),
        );
        (register, found)
    });
    let limit = Duration::from_millis(200);
    let what = format!(
        "collisions and compatible sets of {CLAUSES} clauses with {AMENDMENTS} amendments, from cold"
    );
    duration(&what, cold, "limit", limit);

    let register = replayed();
    compare_all(
        register
            .instrument(table.instrument)
            .expect("it was opened"),
    );
    let once_more = median(
        || register.clone(),
        |mut register| {
            register.apply(last).expect("a record follows from itself");
            let found = compare_all(
                register
                    .instrument(table.instrument)
                    .expect("it was opened"),
            );
            (register, found)
        },
    );
    let what = "the same after one more amendment, taking it in included";
    duration(what, once_more, "limit", Duration::from_millis(5));
    let found = compare_all(table.text());
    println!(
        "| (collisions found) | {} | compatible sets: {} | of {} clauses |",
        found.0,
        found.1,
        texts.len()
    );
}

/// Finds every collision and every largest compatible set, and counts them.
fn compare_all(instrument: &Instrument) -> (usize, usize) {
    let table = instrument.current().expect("a revision is on the table");
    let sets = table.clauses.iter().map(|clause| {
        let sets = instrument.compare_clause(clause.id).compatible();
        sets.map_or(0, |sets| sets.len())
    });
    let sets = sets.sum();
    (instrument.collisions().len(), sets)
}

/// Tables the text and the amendments of all organisations.
fn negotiation() -> (Table, Vec<String>) {
    let texts = clauses(CLAUSES);
    let mut table = Table::of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    while table.organisations.len() < ORGANISATIONS {
        let name = format!("ORG-{}", table.organisations.len());
        let organisation = table.scene.organisation(&name, "observers");
        let head = table.scene.person(
            &format!("Head of {name}"),
            NetworkRole::Head,
            Some(organisation),
        );
        let seat = domain::api::GroupSeat {
            delegate: head,
            role: GroupRole::Member,
        };
        let seated =
            table
                .scene
                .network()
                .seat_in_group(table.group, seat, table.scene.secretariat);
        table.scene.allowed(seated.map(|act| vec![act]));
        table.organisations.push(organisation);
        table.heads.push(head);
    }
    let mut dice = Dice::new(3);
    for amendment in 0..AMENDMENTS {
        let proposal = proposal(&table, &texts, &mut dice, amendment);
        let by = dice.roll(ORGANISATIONS);
        table.amendment(by, &proposal);
    }
    (table, texts)
}

fn proposal(table: &Table, texts: &[String], dice: &mut Dice, number: usize) -> AmendmentProposal {
    let place = if number % 4 == 3 {
        dice.roll(CLAUSES)
    } else {
        dice.roll(CONTESTED) * 20
    };
    let mut text = reworded(&texts[place], 8, dice);
    if text == texts[place] {
        text.push_str(" Nothing else is asked.");
    }
    let mut proposal = table.rewording(place, &text);
    if let ChangeProposed::Modify {
        clause,
        base,
        wording,
    } = &proposal.change
    {
        let (clause, base, wording) = (*clause, *base, wording.clone());
        match number % 20 {
            7 => proposal.change = ChangeProposed::Delete { clause, base },
            14 => {
                proposal.change = ChangeProposed::Alternative {
                    clause,
                    base,
                    wording,
                }
            }
            _ => {}
        }
    }
    proposal
}
