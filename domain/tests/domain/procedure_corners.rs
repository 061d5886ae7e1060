//! Corners of the road to consensus that a walk at random has come to.

use domain::api::{
    ChallengeDesignation, ChallengeRuling, ContestEntry, DeclareEditorial, DenyMandate,
    EnterPosition, RuleObjection, WithdrawCall, WithdrawObjection,
};
use domain::consensus::{Flag, Level, Mandate, ObjectionState, PositionKind};
use domain::fixture::Table;
use domain::instrument::{CallKind, Channel, Stage};
use domain::refusal::Refusal;

use crate::procedure::{
    Asks, DAY, agree, closed, designate, everyone_endorses, objects, say, silent,
};

/// Silence runs on two clauses, is broken on the first one, and the chair calls on that one.
fn called_after_a_breach(table: &mut Table) -> (domain::id::CallId, domain::id::CallId) {
    let silence = silent(table);
    objects(table, 0);
    let call = table.call(CallKind::Consensus, &[0], 20);
    (silence, call)
}

#[test]
fn silence_that_is_taken_back_leaves_alone_what_broke_from_it() {
    let mut table = Table::default();
    let (silence, call) = called_after_a_breach(&mut table);
    let chair = table.chair;
    let command = WithdrawCall {
        reason: say("We shall talk first."),
    };
    table.does(chair, |text, acting| {
        text.withdraw_call(silence, &command, acting)
    });
    assert_eq!(table.stage(0), Stage::Called(call));
    assert_eq!(table.stage(1), Stage::Tabled);
}

#[test]
fn silence_keeps_no_result_for_a_clause_on_which_it_was_broken() {
    let mut table = Table::default();
    let (silence, call) = called_after_a_breach(&mut table);
    let closes_at = table.text().call(silence).unwrap().closes_at;
    table.waits_until(closes_at);
    let results = &table.text().call(silence).unwrap().results;
    assert_eq!(
        results.keys().collect::<Vec<_>>(),
        [&table.clauses[1]],
        "the first clause is in another call"
    );
    assert_eq!(table.stage(0), Stage::Called(call));
}

#[test]
fn a_designation_is_over_when_the_chair_calls_again() {
    let mut table = Table::default();
    let clause = table.clauses[0];
    closed(&mut table);
    let act = designate(&table, Level::FullConsensus, None);
    table.scene.allowed(act.map(|it| vec![it]));
    let designation = table.text().designation(clause).unwrap().seq;
    assert!(agree(&table).is_ok());
    let again = table.call(CallKind::Silence, &[0], 6);
    assert_eq!(table.text().designation(clause), None);
    let challenge = ChallengeDesignation {
        designation,
        reason: say("We were not heard."),
    };
    let challenged = table.ask(table.heads[2], |text, acting| {
        text.challenge_designation(clause, &challenge, acting)
    });
    assert_eq!(challenged, Err(Refusal::NothingToChallenge));
    table.scene.now = table.scene.now.plus_seconds(DAY);
    let other = WithdrawCall {
        reason: say("Positions are wanted instead."),
    };
    let chair = table.chair;
    table.does(chair, |text, acting| {
        text.withdraw_call(again, &other, acting)
    });
    table.call(CallKind::Consensus, &[0], 7);
    assert_eq!(
        agree(&table),
        Err(Refusal::NotAgreeable(clause)),
        "a call runs"
    );
}

/// The secretariat enters a position of an organisation on the first clause; returns its entry.
fn enters(table: &mut Table, organisation: usize, kind: PositionKind) -> u64 {
    let command = EnterPosition {
        organisation: table.organisations[organisation],
        position: table.statement(0, kind),
        channel: Channel::Letter,
        evidence: say("Letter 2026/15, on file."),
    };
    let clause = table.clauses[0];
    let acts = table.ask(table.scene.secretariat, |text, acting| {
        text.enter_position(clause, &command, acting)
    });
    table.scene.allowed(acts);
    table.last()
}

fn contests(table: &mut Table, organisation: usize, position: u64) {
    let command = ContestEntry {
        position,
        reason: say("We sent no letter."),
    };
    let (clause, head) = (table.clauses[0], table.heads[organisation]);
    table.does(head, |text, acting| {
        text.contest_entry(clause, &command, acting)
    });
}

#[test]
fn contesting_an_entry_revives_no_objection_that_its_organisation_gave_up_itself() {
    let mut table = Table::default();
    let clause = table.clauses[0];
    let objection = objects(&mut table, 3);
    let entered = enters(&mut table, 3, PositionKind::Endorse);
    let mut statement = table.statement(0, PositionKind::Accept);
    statement.mandate = Mandate::AdReferendum;
    let acting = table.scene.acting(table.heads[3]);
    let acts = table.text().take_position(clause, &statement, &acting);
    table.scene.allowed(acts);
    let own = table.last();
    contests(&mut table, 3, entered);
    assert_eq!(table.state(objection), ObjectionState::Withdrawn);
    let last = table.text().objection(objection).unwrap().acts.last();
    assert_eq!(last.unwrap().seq, own, "its own position took it back");
    let denied = DenyMandate {
        position: own,
        reason: say("Parliament said no."),
    };
    let head = table.heads[3];
    table.does(head, |text, acting| {
        text.deny_mandate(clause, &denied, acting)
    });
    assert_eq!(table.state(objection), ObjectionState::Raised);
}

fn rule(table: &mut Table, objection: u64) {
    let command = RuleObjection {
        reason: say("It concerns another text."),
    };
    let chair = table.chair;
    table.does(chair, |text, acting| {
        text.rule_objection(objection, &command, acting)
    });
}

#[test]
fn an_objection_that_has_ended_can_be_raised_again_in_the_same_words() {
    let mut table = Table::default();
    let clause = table.clauses[0];
    let first = objects(&mut table, 0);
    let raise = |table: &Table| {
        let statement = table.statement(0, PositionKind::Object);
        table.ask(table.heads[0], |text, acting| {
            text.take_position(clause, &statement, acting)
        })
    };
    assert_eq!(raise(&table), Err(Refusal::PositionUnchanged));
    let mut ruled = table.clone();
    rule(&mut ruled, first);
    assert_eq!(raise(&ruled), Err(Refusal::PositionUnchanged));
    let head = table.heads[0];
    table.does(head, |text, acting| {
        text.withdraw_objection(first, &WithdrawObjection { reason: None }, acting)
    });
    let second = objects(&mut table, 0);
    assert_ne!(second, first);
    assert_eq!(table.state(second), ObjectionState::Raised);
}

#[test]
fn joining_an_objection_through_one_that_joined_it_is_nothing_new() {
    let mut table = Table::default();
    let clause = table.clauses[0];
    let first = objects(&mut table, 0);
    let join = |table: &Table, by: usize, joined: u64| {
        let mut statement = table.statement(0, PositionKind::Object);
        statement.joins = Some(joined);
        table.ask(table.heads[by], |text, acting| {
            text.take_position(clause, &statement, acting)
        })
    };
    let acts = join(&table, 1, first);
    table.scene.allowed(acts);
    let second = table.last();
    let acts = join(&table, 2, second);
    table.scene.allowed(acts);
    let third = table.last();
    for joined in [first, second, third] {
        assert_eq!(join(&table, 2, joined), Err(Refusal::PositionUnchanged));
    }
}

#[test]
fn who_gave_up_an_objection_to_an_earlier_wording_has_still_to_answer() {
    let mut table = Table::of(&["The count is public.", "Two."]);
    let objection = objects(&mut table, 0);
    table.table(&["The count is public, as the law has it.", "Two."]);
    let call = table.call(CallKind::Consensus, &[0], 7);
    let awaited = |table: &Table| {
        let text = table.text();
        text.still_to_answer(text.call(call).unwrap()).len()
    };
    assert_eq!(awaited(&table), 5, "an objection is about every wording");
    let head = table.heads[0];
    table.does(head, |text, acting| {
        text.withdraw_objection(objection, &WithdrawObjection { reason: None }, acting)
    });
    assert_eq!(awaited(&table), 6);
    let again = objects(&mut table, 0);
    table.does(head, |text, acting| {
        text.withdraw_objection(again, &WithdrawObjection { reason: None }, acting)
    });
    assert_eq!(awaited(&table), 5, "it has spoken on the wording called");
}

#[test]
fn a_ruling_on_those_who_joined_later_has_a_window_of_its_own() {
    let mut table = Table::default();
    let clause = table.clauses[0];
    let first = objects(&mut table, 0);
    let mut statement = table.statement(0, PositionKind::Object);
    statement.joins = Some(first);
    let acting = table.scene.acting(table.heads[1]);
    let acts = table.text().take_position(clause, &statement, &acting);
    table.scene.allowed(acts);
    let second = table.last();
    let entered = enters(&mut table, 1, PositionKind::Accept);
    rule(&mut table, first);
    contests(&mut table, 1, entered);
    table.scene.now = table.scene.now.plus_seconds(5 * DAY);
    rule(&mut table, first);
    table.scene.now = table.scene.now.plus_seconds(5 * DAY);
    let challenge = ChallengeRuling {
        reason: say("It concerns this one."),
    };
    let head = table.heads[4];
    table.does(head, |text, acting| {
        text.challenge_ruling(first, &challenge, acting)
    });
    assert_eq!(table.state(second), ObjectionState::Raised);
}

#[test]
fn what_is_carried_for_good_one_way_is_not_provisional_by_another() {
    let texts = [
        "The count is publick.",
        "The count is public",
        "The count is public.",
    ];
    let mut table = Table::of(&[texts[0], "Two."]);
    let clause = table.clauses[0];
    everyone_endorses(&mut table, &[0]);
    let chair = table.chair;
    let declare = |table: &mut Table| {
        let hash = |number: u32| {
            table
                .text()
                .revision(number)
                .unwrap()
                .clause(clause)
                .unwrap()
                .hash
        };
        let last = table.text().current().unwrap().number;
        let command = DeclareEditorial {
            before: hash(last - 1),
            after: hash(last),
            reason: say("A spelling mistake."),
        };
        table.does(chair, |text, acting| {
            text.declare_editorial(clause, &command, acting)
        });
    };
    for text in &texts[1..] {
        table.table(&[text, "Two."]);
        declare(&mut table);
    }
    table.waits_until(table.scene.now.plus_seconds(8 * DAY));
    table.table(&[texts[0], "Two."]);
    table.table(&[texts[2], "Two."]);
    declare(&mut table);
    let (network, now) = (table.scene.network(), table.scene.now);
    let evaluation = table.text().evaluation(clause, network, now).unwrap();
    assert_eq!(evaluation.level, Level::FullConsensus);
    assert!(!evaluation.flags.contains(&Flag::Provisional));
}
