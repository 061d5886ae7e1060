//! How the agreement on a clause went, and what changed it.

use domain::api::{AdmitOrganisation, ChangeRules, EndVoting};
use domain::chronicle::Chronicle;
use domain::consensus::{Fraction, Level, PositionKind, Rules, verdict};
use domain::fixture::{MORNING, Table};
use domain::id::OrganisationId;
use domain::instrument::{Cause, Course, Turn};
use domain::register::Register;
use domain::time::Timestamp;

use PositionKind::{Endorse, Object};

fn followed(table: &Table) -> Chronicle {
    let mut chronicle = Chronicle::default();
    for entry in &table.scene.entries {
        chronicle.apply(entry).unwrap();
    }
    chronicle
}

fn course(table: &Table) -> std::sync::Arc<Course> {
    let now = table.scene.now;
    followed(table).course(table.instrument, now).unwrap()
}

fn levels(turns: &[Turn]) -> Vec<Option<Level>> {
    let level = |turn: &Turn| turn.verdict.as_ref().map(|it| it.level);
    turns.iter().map(level).collect()
}

/// Returns the place of the last entry.
fn last(table: &Table) -> u64 {
    table.scene.register.next_seq() - 1
}

fn agreed() -> Table {
    let mut table = Table::default();
    for organisation in 0..4 {
        table.position(organisation, 0, Endorse);
    }
    table
}

#[test]
fn each_turn_names_the_entry_that_made_it() {
    let mut table = Table::default();
    let tabled = last(&table);
    for organisation in 0..2 {
        table.position(organisation, 0, Endorse);
    }
    table.position(2, 0, Endorse);
    let reached = last(&table);
    table.position(3, 0, Object);
    let objected = last(&table);
    let course = course(&table);
    let turns = course.turns(table.clauses[0]);
    assert_eq!(
        levels(turns),
        [Level::NoQuorum, Level::FullConsensus, Level::ObjectionsOpen].map(Some)
    );
    let causes: Vec<_> = turns.iter().map(|turn| turn.cause.clone()).collect();
    assert_eq!(causes, [tabled, reached, objected].map(Cause::Entry));
    assert_eq!(course.turns(table.clauses[1]).len(), 1);
}

#[test]
fn a_turn_says_what_the_record_said_at_that_entry() {
    let mut table = agreed();
    table.position(4, 0, Object);
    table.table(&["Another wording.", "Two.", "Three."]);
    table.position(4, 0, Endorse);
    let course = course(&table);
    let mut register = Register::default();
    let mut replayed = Vec::new();
    for entry in &table.scene.entries {
        register.apply(entry).unwrap();
        let Ok(text) = register.instrument(table.instrument) else {
            continue;
        };
        let now = text.situation(table.clauses[0], register.network(), entry.at);
        let now = now.map(|it| verdict(&it).level);
        if now.is_some() && replayed.last().map(|(_, level)| *level) != Some(now) {
            replayed.push((entry.seq, now));
        }
    }
    let turns = course.turns(table.clauses[0]);
    let followed: Vec<_> = turns
        .iter()
        .map(|it| it.cause.seq())
        .zip(levels(turns))
        .collect();
    assert_eq!(followed, replayed);
    assert_eq!(followed.len(), 4);
}

#[test]
fn a_new_wording_turns_only_the_clauses_that_it_changes() {
    let mut table = agreed();
    table.position(0, 1, Endorse);
    let unchanged = table.text().current().unwrap().clauses[1]
        .wording()
        .unwrap()
        .text
        .to_plain();
    table.table(&["Another wording.", &unchanged, "Three."]);
    let tabled = last(&table);
    let course = course(&table);
    let turns = course.turns(table.clauses[0]);
    assert_eq!(turns.last().unwrap().cause, Cause::Entry(tabled));
    let landmark = course.landmarks().last().unwrap();
    assert!(landmark.concerns(table.clauses[0]));
    assert!(!landmark.concerns(table.clauses[1]));
}

#[test]
fn a_clause_that_leaves_the_table_has_no_level_from_then_on() {
    let mut table = agreed();
    let kept = [(table.clauses[1], "Two.")];
    table.scene.table(table.chair, table.instrument, &kept);
    let course = course(&table);
    assert_eq!(levels(course.turns(table.clauses[0])).last(), Some(&None));
    let levels = course.levels(|_| true);
    assert_eq!(levels.last().unwrap().counts.iter().sum::<usize>(), 1);
}

#[test]
fn other_rules_turn_what_they_judge_differently() {
    let mut table = agreed();
    let change = ChangeRules {
        rules: Rules {
            quorum: Fraction::new(1, 1).unwrap(),
            ..Rules::default()
        },
        reason: "All must be heard.".parse().unwrap(),
    };
    let acting = table.scene.acting(table.scene.secretariat);
    let act = table.text().change_rules(&change, &acting);
    table.scene.allowed(act.map(|act| vec![act]));
    let course = course(&table);
    let turns = course.turns(table.clauses[0]);
    assert_eq!(levels(turns).last(), Some(&Some(Level::NoQuorum)));
    assert_eq!(turns.last().unwrap().cause, Cause::Entry(last(&table)));
    assert_eq!(course.landmarks().last().unwrap().clauses, None);
}

/// Admits organisations that vote from an instant on.
fn admits(table: &mut Table, count: u128, from: Timestamp) -> Vec<OrganisationId> {
    let admit = |number: u128| {
        let id = OrganisationId::from_uuid(uuid(1_000_000 + number));
        let admit = AdmitOrganisation {
            name: format!("Late member {number}").parse().unwrap(),
            short_name: format!("LATE-{number}").parse().unwrap(),
            constituency: "observers".parse().unwrap(),
            voting_from: from,
            voting_until: None,
            key: None,
        };
        let network = table.scene.network();
        let act = network.admit_organisation(&admit, table.scene.secretariat, id);
        table.scene.allowed(act.map(|act| vec![act]));
        id
    };
    (0..count).map(admit).collect()
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

#[test]
fn an_electorate_that_time_changes_is_no_entrys_doing() {
    let mut table = agreed();
    let from = MORNING.plus_seconds(86_400);
    let late = admits(&mut table, 6, from);
    let admitted = last(&table);
    let before = course(&table);
    assert_eq!(
        levels(before.turns(table.clauses[0])).last(),
        Some(&Some(Level::FullConsensus))
    );
    let chronicle = followed(&table);
    let quiet = chronicle
        .course(table.instrument, from.plus_seconds(60))
        .unwrap();
    // Also where an entry about another clause falls on that very instant.
    let spoken = [0, 3_600].map(|after| {
        let mut table = table.clone();
        table.scene.now = from.plus_seconds(after);
        table.position(5, 1, Endorse);
        course(&table)
    });
    for course in spoken.into_iter().chain([quiet]) {
        let turn = course.turns(table.clauses[0]).last().unwrap();
        assert_eq!(turn.verdict.as_ref().unwrap().level, Level::NoQuorum);
        assert_eq!(turn.at, from);
        let expected = Cause::Terms {
            after: admitted,
            began: late.clone(),
            ended: Vec::new(),
        };
        assert_eq!(turn.cause, expected);
    }
}

#[test]
fn the_end_of_a_vote_turns_the_level_at_its_instant() {
    let mut table = agreed();
    table.position(4, 0, Object);
    let until = table.scene.now.plus_seconds(86_400);
    let end = EndVoting {
        voting_until: until,
        reason: "It left the network.".parse().unwrap(),
    };
    let (objector, by) = (table.organisations[4], table.scene.secretariat);
    let act = (table.scene.network()).end_voting(objector, &end, by);
    table.scene.allowed(act.map(|act| vec![act]));
    let chronicle = followed(&table);
    let at = |now| {
        let course = chronicle.course(table.instrument, now).unwrap();
        levels(course.turns(table.clauses[0]))
            .last()
            .copied()
            .flatten()
    };
    assert_eq!(at(until.plus_seconds(-1)), Some(Level::ObjectionsOpen));
    assert_eq!(at(until), Some(Level::FullConsensus));
}

#[test]
fn levels_are_counted_from_each_instant_at_which_they_change() {
    let mut table = Table::default();
    let tabled = last(&table);
    for organisation in 0..3 {
        table.position(organisation, 0, Endorse);
    }
    let reached = last(&table);
    let counted = course(&table).levels(|clause| clause != table.clauses[2]);
    let at = |level: Level| Level::ALL.iter().position(|it| *it == level).unwrap();
    assert_eq!(counted.len(), 2);
    assert_eq!(counted[0].cause, Cause::Entry(tabled));
    assert_eq!(counted[0].counts[at(Level::NoQuorum)], 2);
    assert_eq!(counted[1].cause, Cause::Entry(reached));
    assert_eq!(counted[1].counts[at(Level::NoQuorum)], 1);
    assert_eq!(counted[1].counts[at(Level::FullConsensus)], 1);
}
