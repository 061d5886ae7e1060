//! The road to consensus: objections, calls, silence, designation, agreement, adoption.

use domain::api::{
    AdoptInstrument, AgreeClauses, AnswerObjection, AttachStatement, BreakSilence,
    ChallengeDesignation, ChallengeEditorial, ChallengeRuling, ChangeProcedureRules, ChangeRules,
    ConfirmMandate, ContestEntry, DecideObjection, DeclareEditorial, DenyMandate, DesignateLevel,
    EnterPosition, ExtendCall, HoldConsultation, ListHolidays, OpenCall, ParkClause, ReopenClause,
    ResolveObjection, RuleObjection, SignInstrument, SustainObjection, WithdrawObjection,
};
use domain::consensus::{Flag, Level, Mandate, ObjectionState, PositionKind, Rules};
use domain::fixture::Table;
use domain::id::{CallId, ClauseId};
use domain::instrument::{
    Acting, BreakerNames, CallEnd, CallKind, Channel, Instrument, ProcedureRules, Silenced, Stage,
};
use domain::record::{Act, Entry};
use domain::refusal::Refusal;
use domain::register::Register;
use domain::time::Timestamp;
use domain::words::Statement;

pub(crate) const DAY: i64 = 86_400;

pub(crate) fn say(words: &str) -> Statement {
    words.parse().unwrap()
}

/// What somebody asks of the instrument.
pub(crate) trait Asks {
    fn ask<T>(
        &self,
        by: domain::id::DelegateId,
        ask: impl FnOnce(&Instrument, &Acting<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal>;
    fn does(
        &mut self,
        by: domain::id::DelegateId,
        ask: impl FnOnce(&Instrument, &Acting<'_>) -> Result<Act, Refusal>,
    );
    fn waits_until(&mut self, at: Timestamp);
    fn level(&self, clause: usize) -> Level;
    fn state(&self, objection: u64) -> ObjectionState;
    fn last(&self) -> u64;
    fn call(&mut self, kind: CallKind, clauses: &[usize], days: i64) -> CallId;
    fn stage(&self, clause: usize) -> Stage;
}

impl Asks for Table {
    fn ask<T>(
        &self,
        by: domain::id::DelegateId,
        ask: impl FnOnce(&Instrument, &Acting<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        ask(self.text(), &self.scene.acting(by))
    }

    fn does(
        &mut self,
        by: domain::id::DelegateId,
        ask: impl FnOnce(&Instrument, &Acting<'_>) -> Result<Act, Refusal>,
    ) {
        let act = self.ask(by, ask);
        self.scene.allowed(act.map(|act| vec![act]));
    }

    /// Lets time pass, and the server record what has passed.
    fn waits_until(&mut self, at: Timestamp) {
        self.scene.now = at;
        while let Some(act) = self.text().passed(self.scene.network(), self.scene.now) {
            self.scene.allowed(Ok(vec![act]));
        }
    }

    fn level(&self, clause: usize) -> Level {
        let (network, now) = (self.scene.network(), self.scene.now);
        let evaluation = self.text().evaluation(self.clauses[clause], network, now);
        evaluation.unwrap().level
    }

    fn state(&self, objection: u64) -> ObjectionState {
        self.text().objection(objection).unwrap().state
    }

    fn last(&self) -> u64 {
        self.scene.entries.last().unwrap().seq
    }

    fn call(&mut self, kind: CallKind, clauses: &[usize], days: i64) -> CallId {
        let id = CallId::from_uuid(self.scene.fresh());
        let command = opening(self, kind, clauses, days);
        let chair = self.chair;
        self.does(chair, |text, acting| {
            text.open_call_on(id, &command, acting)
        });
        id
    }

    fn stage(&self, clause: usize) -> Stage {
        self.text().stage(self.clauses[clause])
    }
}

pub(crate) fn opening(table: &Table, kind: CallKind, clauses: &[usize], days: i64) -> OpenCall {
    OpenCall {
        kind,
        revision: table.text().current().unwrap().number,
        clauses: clauses.iter().map(|it| table.clauses[*it]).collect(),
        closes_at: table.scene.now.plus_seconds(days * DAY),
        note: None,
    }
}

/// Everyone endorses some clauses.
pub(crate) fn everyone_endorses(table: &mut Table, clauses: &[usize]) {
    for clause in clauses {
        for organisation in 0..6 {
            table.position(organisation, *clause, PositionKind::Endorse);
        }
    }
}

/// An organisation objects to the first clause; returns the objection's name.
pub(crate) fn objects(table: &mut Table, organisation: usize) -> u64 {
    table.position(organisation, 0, PositionKind::Object);
    let own = table.organisations[organisation];
    let clause = table.clauses[0];
    let raised = table.text().objections(clause);
    raised
        .filter(|it| it.organisation == own)
        .last()
        .unwrap()
        .seq
}

pub(crate) fn answer(table: &mut Table, objection: u64) {
    let command = AnswerObjection {
        answer: say("The courts keep their say by clause 9."),
    };
    let chair = table.chair;
    table.does(chair, |text, acting| {
        text.answer_objection(objection, &command, acting)
    });
}

fn sustain(table: &Table, by: usize, objection: u64) -> Result<Act, Refusal> {
    table.ask(table.heads[by], |text, acting| {
        text.sustain_objection(objection, &SustainObjection { reason: None }, acting)
    })
}

#[test]
fn an_objection_is_answered_sustained_and_decided() {
    let mut table = Table::default();
    everyone_endorses(&mut table, &[0]);
    let objection = objects(&mut table, 0);
    assert_eq!(table.level(0), Level::ObjectionsOpen);
    assert_eq!(
        sustain(&table, 0, objection),
        Err(Refusal::ObjectionNotAnswered(objection))
    );
    let decide = |table: &Table| {
        let reason = say("It was addressed at length.");
        table.ask(table.chair, |text, acting| {
            text.decide_objection(objection, &DecideObjection { reason }, acting)
        })
    };
    let not_yet = Refusal::ObjectionNotSustained(objection);
    assert_eq!(decide(&table), Err(not_yet));
    answer(&mut table, objection);
    assert_eq!(table.state(objection), ObjectionState::Answered);
    assert_eq!(sustain(&table, 1, objection), Err(Refusal::NotTheObjector));
    let act = sustain(&table, 0, objection);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(
        sustain(&table, 0, objection),
        Err(Refusal::ObjectionEnded(objection))
    );
    assert_eq!(table.level(0), Level::ObjectionsOpen);
    let act = decide(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(table.state(objection), ObjectionState::Decided);
    assert_eq!(table.level(0), Level::Consensus);
}

#[test]
fn those_who_join_are_answered_together_and_end_their_own() {
    let mut table = Table::default();
    let first = objects(&mut table, 0);
    let mut statement = table.statement(0, PositionKind::Object);
    statement.joins = Some(first);
    let acting = table.scene.acting(table.heads[1]);
    let acts = (table.text()).take_position(table.clauses[0], &statement, &acting);
    table.scene.allowed(acts);
    let second = table.last();
    assert_eq!(table.text().joined(first).count(), 2);
    let joining = |joined: u64, head: usize| {
        let mut statement = statement.clone();
        statement.joins = Some(joined);
        let acting = table.scene.acting(table.heads[head]);
        let acts = (table.text()).take_position(table.clauses[0], &statement, &acting);
        acts.unwrap_err()
    };
    assert_eq!(joining(second, 1), Refusal::PositionUnchanged);
    assert_eq!(joining(first, 0), Refusal::UnknownObjection(first));
    assert_eq!(joining(first, 1), Refusal::PositionUnchanged);
    answer(&mut table, first);
    assert_eq!(table.state(second), ObjectionState::Answered);
    let to_a_part = table.ask(table.chair, |text, acting| {
        let answer = say("No.");
        text.answer_objection(second, &AnswerObjection { answer }, acting)
    });
    assert_eq!(to_a_part, Err(Refusal::UnknownObjection(second)));
    let head = table.heads[1];
    table.does(head, |text, acting| {
        text.withdraw_objection(second, &WithdrawObjection { reason: None }, acting)
    });
    assert_eq!(table.state(second), ObjectionState::Withdrawn);
    assert_eq!(table.state(first), ObjectionState::Answered);
    table.position(0, 0, PositionKind::Accept);
    assert_eq!(table.state(first), ObjectionState::Withdrawn);
}

#[test]
fn a_new_wording_asks_the_objector_and_ends_nothing_by_itself() {
    let mut table = Table::of(&["The count is public.", "Two."]);
    let objection = objects(&mut table, 0);
    table.table(&["The count is public, as the law has it.", "Two."]);
    assert_eq!(table.state(objection), ObjectionState::Raised);
    let tabled = table.text().tabled_hash(table.clauses[0]).unwrap();
    assert!(
        table
            .text()
            .objection(objection)
            .unwrap()
            .is_asked(Some(tabled))
    );
    let resolve = |table: &Table, text_hash| {
        let command = ResolveObjection { text_hash };
        table.ask(table.heads[0], |text, acting| {
            text.resolve_objection(objection, &command, acting)
        })
    };
    let former = table
        .text()
        .revision(1)
        .unwrap()
        .clause(table.clauses[0])
        .unwrap()
        .hash;
    assert_eq!(
        resolve(&table, former),
        Err(Refusal::WordingNotOnTable(former))
    );
    let act = resolve(&table, tabled);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(table.state(objection), ObjectionState::Resolved);
}

#[test]
fn a_ruling_can_be_challenged_once_and_within_its_window() {
    let mut table = Table::default();
    let objection = objects(&mut table, 0);
    let rule = |table: &Table| {
        let reason = say("It concerns another text.");
        table.ask(table.chair, |text, acting| {
            text.rule_objection(objection, &RuleObjection { reason }, acting)
        })
    };
    let challenge = |table: &Table| {
        let reason = say("It concerns this one.");
        table.ask(table.heads[3], |text, acting| {
            text.challenge_ruling(objection, &ChallengeRuling { reason }, acting)
        })
    };
    assert_eq!(challenge(&table), Err(Refusal::NothingToChallenge));
    let act = rule(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(table.state(objection), ObjectionState::Inadmissible);
    let mut late = table.clone();
    late.scene.now = late.scene.now.plus_seconds(8 * DAY);
    assert_eq!(challenge(&late), Err(Refusal::WindowClosed));
    let act = challenge(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(table.state(objection), ObjectionState::Raised);
    assert_eq!(rule(&table), Err(Refusal::AlreadyChallenged));
}

#[test]
fn an_objection_lapses_with_the_vote_of_its_organisation() {
    let mut table = Table::default();
    let objection = objects(&mut table, 0);
    let until = table.scene.now.plus_seconds(DAY);
    let end = domain::api::EndVoting {
        voting_until: until,
        reason: say("It left the network."),
    };
    let by = table.scene.secretariat;
    let act = table
        .scene
        .network()
        .end_voting(table.organisations[0], &end, by);
    table.scene.allowed(act.map(|it| vec![it]));
    table.waits_until(until);
    assert_eq!(table.state(objection), ObjectionState::Lapsed);
}

#[test]
fn a_call_freezes_wording_electorate_and_rules() {
    let mut table = Table::of(&["One.", "Two."]);
    let call = table.call(CallKind::Consensus, &[0], 7);
    assert_eq!(table.stage(0), Stage::Called(call));
    let chair = table.chair;
    let twice = opening(&table, CallKind::Consensus, &[0, 1], 7);
    let again = table.ask(chair, |text, acting| {
        text.open_call_on(CallId::from_uuid(uuid::Uuid::nil()), &twice, acting)
    });
    assert_eq!(again, Err(Refusal::ClauseInCall(table.clauses[0])));
    let rules = ChangeRules {
        rules: Rules {
            constituency: None,
            ..Rules::default()
        },
        reason: say("Simpler."),
    };
    let secretariat = table.scene.secretariat;
    let frozen = table.ask(secretariat, |text, acting| {
        text.change_rules(&rules, acting)
    });
    assert_eq!(frozen, Err(Refusal::RulesFrozen));
    let newcomer = table.scene.organisation("NEW-1", "observers");
    let situation = table
        .text()
        .situation(table.clauses[0], table.scene.network(), table.scene.now)
        .unwrap();
    assert!(
        !situation
            .electorate
            .iter()
            .any(|it| it.organisation == newcomer)
    );
    assert_eq!(situation.electorate.len(), 6);
    let changed = std::panic::catch_unwind(move || table.table(&["Other.", "Two."]));
    assert!(changed.is_err(), "a called wording was changed");
}

#[test]
fn a_call_closes_at_its_instant_or_when_everyone_has_answered() {
    let mut table = Table::default();
    let call = table.call(CallKind::Consensus, &[0, 1], 7);
    let complete =
        |table: &Table| table.ask(table.chair, |text, acting| text.complete_call(call, acting));
    assert_eq!(complete(&table), Err(Refusal::AnswersAwaited(6)));
    everyone_endorses(&mut table, &[0, 1]);
    let mut early = table.clone();
    let act = complete(&early);
    early.scene.allowed(act.map(|it| vec![it]));
    let results = &early.text().call(call).unwrap().results;
    assert_eq!(
        results[&early.clauses[0]],
        (Level::FullConsensus, Level::FullConsensus)
    );

    let closes_at = table.text().call(call).unwrap().closes_at;
    let shorter = ExtendCall {
        closes_at: closes_at.plus_seconds(-1),
        reason: say("Enough."),
    };
    let chair = table.chair;
    let refused = table.ask(chair, |text, acting| {
        text.extend_call(call, &shorter, acting)
    });
    assert_eq!(refused, Err(Refusal::NeverShortened));
    let longer = ExtendCall {
        closes_at: closes_at.plus_seconds(DAY),
        reason: say("A holiday."),
    };
    table.does(chair, |text, acting| {
        text.extend_call(call, &longer, acting)
    });
    table.waits_until(closes_at);
    assert!(table.text().call(call).unwrap().is_open());
    table.waits_until(closes_at.plus_seconds(2 * DAY));
    let closed = table.text().call(call).unwrap();
    assert!(matches!(closed.end, Some(CallEnd::Deadline { .. })));
    let fact = serde_json::to_string(&table.scene.entries.last().unwrap().fact.to_value());
    assert!(fact.unwrap().contains(&longer.closes_at.to_string()));
}

#[test]
fn a_silence_procedure_is_refused_where_it_must_not_be_opened() {
    let mut table = Table::default();
    let ask = |table: &Table, days| {
        let command = opening(table, CallKind::Silence, &[0], days);
        table.ask(table.chair, |text, acting| {
            text.open_call_on(CallId::from_uuid(uuid::Uuid::nil()), &command, acting)
        })
    };
    let clause = table.clauses[0];
    assert_eq!(ask(&table, 7), Err(Refusal::SupportTooLow(clause)));
    table.position(1, 0, PositionKind::Endorse);
    table.position(2, 0, PositionKind::Endorse);
    assert!(ask(&table, 7).is_ok());
    assert_eq!(ask(&table, 4), Err(Refusal::ClosesTooSoon { hours: 120 }));
    let day = table.scene.now.plus_seconds(7 * DAY).as_jiff();
    let day = day.to_zoned(jiff::tz::TimeZone::UTC).date();
    let list = ListHolidays {
        days: [day].into_iter().collect(),
    };
    let act = table
        .scene
        .network()
        .list_holidays(&list, table.scene.secretariat);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(ask(&table, 7), Err(Refusal::ClosesOnHoliday));
    assert!(ask(&table, 8).is_ok());
    objects(&mut table, 0);
    assert_eq!(ask(&table, 8), Err(Refusal::ObjectionsOpen(clause)));
}

pub(crate) fn silent(table: &mut Table) -> CallId {
    for clause in [0, 1] {
        table.position(1, clause, PositionKind::Endorse);
        table.position(2, clause, PositionKind::Endorse);
    }
    table.call(CallKind::Silence, &[0, 1], 7)
}

#[test]
fn an_objection_or_an_amendment_breaks_silence_on_its_clause_alone() {
    let mut table = Table::default();
    let call = silent(&mut table);
    let before = table.text().call(call).unwrap().closes_at.plus_seconds(-60);
    table.scene.now = before.plus_seconds(-120);
    let objection = objects(&mut table, 0);
    let broken = table.text().call(call).unwrap();
    let Some(Silenced::Broken(breach)) = broken.silenced.get(&table.clauses[0]) else {
        panic!("silence was not broken");
    };
    assert_eq!(breach.objection, Some(objection));
    assert_eq!(table.stage(0), Stage::Tabled);
    let mut amended = table.clone();
    let proposal = amended.rewording(1, "Observers see every stage.");
    let amendment = amended.amendment(4, &proposal);
    let broken = amended.text().call(call).unwrap();
    assert!(matches!(
        broken.silenced.get(&amended.clauses[1]),
        Some(Silenced::Broken(breach)) if breach.amendment == Some(amendment)
    ));
    table.waits_until(before.plus_seconds(60));
    assert_eq!(table.stage(1), Stage::AgreedAdReferendum);
    assert_eq!(table.stage(0), Stage::Tabled);
}

#[test]
fn silence_is_acceptance_of_those_told_and_a_late_objection_breaks_nothing() {
    let mut table = Table::default();
    let silent_one = table.scene.organisation("NEW-1", "observers");
    for clause in [0, 1] {
        table.position(3, clause, PositionKind::Endorse);
    }
    let call = silent(&mut table);
    let closes_at = table.text().call(call).unwrap().closes_at;
    table.waits_until(closes_at);
    let evaluation = table
        .text()
        .evaluation(table.clauses[0], table.scene.network(), table.scene.now)
        .unwrap();
    assert!(evaluation.flags.contains(&Flag::BySilence));
    assert_eq!(evaluation.level, Level::FullConsensus);
    let counts = &evaluation.counts;
    assert_eq!((counts.support, counts.favour), (3, 6));
    let told = evaluation
        .standings
        .iter()
        .find(|it| it.organisation == silent_one);
    assert_eq!(told.unwrap().status.counted_as(), None);
    table.position(5, 0, PositionKind::Object);
    assert_eq!(table.stage(0), Stage::AgreedAdReferendum);
    let head = table.heads[5];
    let late = AttachStatement {
        clause: None,
        statement: say("Our letter came too late."),
    };
    table.does(head, |text, acting| {
        text.attach_statement(call, &late, acting)
    });
    assert!(table.text().call(call).unwrap().statements[0].is_late);
}

#[test]
fn an_instant_that_passed_while_nobody_looked_counts_as_it_was_set() {
    let mut table = Table::default();
    let call = silent(&mut table);
    let closes_at = table.text().call(call).unwrap().closes_at;
    table.scene.now = closes_at.plus_seconds(3 * DAY);
    let acts = {
        let statement = table.statement(0, PositionKind::Object);
        let acting = table.scene.acting(table.heads[0]);
        (table.text()).take_position(table.clauses[0], &statement, &acting)
    };
    assert_eq!(acts.unwrap().len(), 1, "a late objection broke silence");
    let act = table.text().passed(table.scene.network(), table.scene.now);
    let fact = act.unwrap().fact.to_value();
    assert_eq!(fact["body"]["instant"], closes_at.to_string());
}

#[test]
fn silence_is_broken_in_confidence_only_where_the_rules_say_so() {
    let mut table = Table::default();
    let clause = table.clauses[1];
    let rules = ChangeProcedureRules {
        rules: ProcedureRules {
            breaker_names: BreakerNames::WithheldUntilConsultation,
            ..ProcedureRules::default()
        },
        reason: say("Small delegations asked for it."),
    };
    let break_it = |table: &Table, call| {
        let reason = say("Our parliament has not been asked.");
        table.ask(table.heads[4], |text, acting| {
            text.break_silence(call, &BreakSilence { clause, reason }, acting)
        })
    };
    let mut open = table.clone();
    let call = silent(&mut open);
    assert_eq!(break_it(&open, call), Err(Refusal::NoConfidence));
    let secretariat = table.scene.secretariat;
    table.does(secretariat, |text, acting| {
        text.change_procedure_rules(&rules, acting)
    });
    let call = silent(&mut table);
    let act = break_it(&table, call);
    table.scene.allowed(act.map(|it| vec![it]));
    let entry = table.scene.entries.last().unwrap();
    assert_eq!(entry.organisation, None);
    assert_eq!(entry.actor, domain::record::Actor::System);
    let own = table.organisations[4].to_string();
    assert_eq!(entry.contents[0].as_str(), Some(own.as_str()));
    assert!(
        !serde_json::to_string(&entry.fact.to_value())
            .unwrap()
            .contains(&own)
    );
    assert_eq!(break_it(&table, call), Err(Refusal::SilenceEnded(clause)));
    assert!(!table.text().call(call).unwrap().shows_names());
    let chair = table.chair;
    let note = HoldConsultation {
        note: say("They will answer in May."),
    };
    table.does(chair, |text, acting| {
        text.hold_consultation(call, &note, acting)
    });
    assert!(table.text().call(call).unwrap().shows_names());
}

/// Calls for positions on the first clause, which everyone endorses, and lets the call close.
pub(crate) fn closed(table: &mut Table) -> CallId {
    let call = table.call(CallKind::Consensus, &[0], 7);
    everyone_endorses(table, &[0]);
    let closes_at = table.text().call(call).unwrap().closes_at;
    table.waits_until(closes_at);
    call
}

pub(crate) fn designate(
    table: &Table,
    level: Level,
    reason: Option<Statement>,
) -> Result<Act, Refusal> {
    let clause = table.clauses[0];
    let command = DesignateLevel {
        text_hash: table.text().tabled_hash(clause).unwrap(),
        level,
        based_on: table.text().last_seq,
        reason,
    };
    table.ask(table.chair, |text, acting| {
        text.designate_level(clause, &command, acting)
    })
}

pub(crate) fn agree(table: &Table) -> Result<Act, Refusal> {
    let command = AgreeClauses {
        clauses: vec![table.clauses[0]],
        note: None,
    };
    table.ask(table.chair, |text, acting| {
        text.agree_clauses(&command, acting)
    })
}

#[test]
fn the_chair_designates_after_the_call_and_says_why_when_it_differs() {
    let mut table = Table::default();
    let clause = table.clauses[0];
    let early = designate(&table, Level::Consensus, None);
    assert_eq!(early, Err(Refusal::CallAwaited(clause)));
    let call = closed(&mut table);
    assert_eq!(
        designate(&table, Level::Consensus, None),
        Err(Refusal::ReasonMissing)
    );
    assert_eq!(agree(&table), Err(Refusal::NotAgreeable(clause)));
    let act = designate(
        &table,
        Level::Consensus,
        Some(say("Two abstained in the room.")),
    );
    table.scene.allowed(act.map(|it| vec![it]));
    let designation = table.text().designation(clause).unwrap();
    assert_eq!(designation.indicated, Level::FullConsensus);
    let seq = designation.seq;
    let act = agree(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(table.stage(0), Stage::AgreedAdReferendum);
    let challenge = |table: &Table| {
        let command = ChallengeDesignation {
            designation: seq,
            reason: say("We were not heard."),
        };
        table.ask(table.heads[2], |text, acting| {
            text.challenge_designation(clause, &command, acting)
        })
    };
    let mut late = table.clone();
    late.waits_until(late.scene.now.plus_seconds(7 * DAY));
    assert_eq!(challenge(&late), Err(Refusal::WindowClosed));
    let act = challenge(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(table.stage(0), Stage::Called(call));
    assert_eq!(table.text().designation(clause), None);
    assert_eq!(challenge(&table), Err(Refusal::NothingToChallenge));
    table.position(3, 0, PositionKind::Concern);
    assert_eq!(table.text().positions_since(clause, seq), 1);
}

#[test]
fn an_editorial_change_carries_positions_unless_somebody_objects() {
    let mut table = Table::of(&["The count is publick.", "Two."]);
    everyone_endorses(&mut table, &[0]);
    table.table(&["The count is public.", "Two."]);
    assert_eq!(table.level(0), Level::NoQuorum);
    let clause = table.clauses[0];
    let first = table.organisations[0];
    let left_behind = |table: &Table| table.text().stale_positions(first).len();
    assert_eq!(left_behind(&table), 1);
    let hash = |number| {
        table
            .text()
            .revision(number)
            .unwrap()
            .clause(clause)
            .unwrap()
            .hash
    };
    let command = DeclareEditorial {
        before: hash(1),
        after: hash(2),
        reason: say("A spelling mistake."),
    };
    let chair = table.chair;
    table.does(chair, |text, acting| {
        text.declare_editorial(clause, &command, acting)
    });
    let evaluation = |table: &Table| {
        let (network, now) = (table.scene.network(), table.scene.now);
        table.text().evaluation(clause, network, now).unwrap()
    };
    assert_eq!(table.level(0), Level::FullConsensus);
    assert!(evaluation(&table).flags.contains(&Flag::Provisional));
    assert_eq!(left_behind(&table), 0);
    let declaration = table.last();
    let mut settled = table.clone();
    settled.waits_until(settled.scene.now.plus_seconds(7 * DAY));
    assert_eq!(settled.level(0), Level::FullConsensus);
    assert!(!evaluation(&settled).flags.contains(&Flag::Provisional));
    let challenge = |table: &Table| {
        let reason = say("It changes who counts.");
        let command = ChallengeEditorial {
            declaration,
            reason,
        };
        table.ask(table.heads[1], |text, acting| {
            text.challenge_editorial(clause, &command, acting)
        })
    };
    assert_eq!(challenge(&settled), Err(Refusal::WindowClosed));
    let act = challenge(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(table.level(0), Level::NoQuorum);
    assert_eq!(left_behind(&table), 1);
    let again = table.ask(chair, |text, acting| {
        text.declare_editorial(clause, &command, acting)
    });
    assert_eq!(again, Err(Refusal::AlreadyDeclared));
}

fn take(table: &mut Table, by: usize, kind: PositionKind, mandate: Mandate) -> u64 {
    let mut statement = table.statement(0, kind);
    statement.mandate = mandate;
    let acting = table.scene.acting(table.heads[by]);
    let acts = (table.text()).take_position(table.clauses[0], &statement, &acting);
    table.scene.allowed(acts);
    table.last()
}

#[test]
fn a_mandate_is_confirmed_by_the_head_or_the_position_is_void() {
    let mut table = Table::default();
    let clause = table.clauses[0];
    for by in 0..6 {
        take(&mut table, by, PositionKind::Endorse, Mandate::AdReferendum);
    }
    let evaluation = |table: &Table| {
        let (network, now) = (table.scene.network(), table.scene.now);
        table.text().evaluation(clause, network, now).unwrap()
    };
    assert_eq!(evaluation(&table).level, Level::FullConsensus);
    assert_eq!(evaluation(&table).firm_level, Level::NoQuorum);
    let position = |table: &Table, by: usize| {
        let held = table.text().position_of(table.organisations[by], clause);
        held.unwrap().seq
    };
    for by in 0..5 {
        let command = ConfirmMandate {
            position: position(&table, by),
            evidence: say("Letter of the ministry of 4 March."),
        };
        let head = table.heads[by];
        table.does(head, |text, acting| {
            text.confirm_mandate(clause, &command, acting)
        });
    }
    assert_eq!(evaluation(&table).firm_level, Level::FullConsensus);
    let denied = DenyMandate {
        position: position(&table, 5),
        reason: say("Parliament said no."),
    };
    let head = table.heads[5];
    table.does(head, |text, acting| {
        text.deny_mandate(clause, &denied, acting)
    });
    assert_eq!(
        table.text().position_of(table.organisations[5], clause),
        None
    );
    assert_eq!(evaluation(&table).counts.participating, 5);
    let again = table.ask(table.heads[0], |text, acting| {
        let command = ConfirmMandate {
            position: position(&table, 0),
            evidence: say("Once more."),
        };
        text.confirm_mandate(clause, &command, acting)
    });
    assert_eq!(again, Err(Refusal::NothingToConfirm));
}

#[test]
fn a_position_entered_for_an_organisation_can_be_contested_and_then_never_was() {
    let mut table = Table::default();
    let clause = table.clauses[0];
    let objection = objects(&mut table, 3);
    let command = EnterPosition {
        organisation: table.organisations[3],
        position: table.statement(0, PositionKind::Endorse),
        channel: Channel::Letter,
        evidence: say("Letter 2026/14, on file."),
    };
    let by_chair = table.ask(table.chair, |text, acting| {
        text.enter_position(clause, &command, acting)
    });
    assert_eq!(by_chair, Err(Refusal::NotPermitted));
    let secretariat = table.scene.secretariat;
    let acts = table.ask(secretariat, |text, acting| {
        text.enter_position(clause, &command, acting)
    });
    table.scene.allowed(acts);
    let position = table.last();
    assert_eq!(table.state(objection), ObjectionState::Withdrawn);
    let contest = |table: &Table, by: usize| {
        let command = ContestEntry {
            position,
            reason: say("We sent no letter."),
        };
        table.ask(table.heads[by], |text, acting| {
            text.contest_entry(clause, &command, acting)
        })
    };
    assert_eq!(contest(&table, 0), Err(Refusal::UnknownPosition(position)));
    let act = contest(&table, 3);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(contest(&table, 3), Err(Refusal::NothingToConfirm));
    let held = table.text().position_of(table.organisations[3], clause);
    assert_eq!(held.unwrap().kind, PositionKind::Object);
    assert_eq!(table.state(objection), ObjectionState::Raised);
}

#[test]
fn an_agreed_clause_is_left_alone_until_it_is_reopened() {
    let mut table = Table::of(&["One.", "Two."]);
    closed(&mut table);
    let act = designate(&table, Level::FullConsensus, None);
    table.scene.allowed(act.map(|it| vec![it]));
    let act = agree(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    let clause: ClauseId = table.clauses[0];
    let mut other = table.clone();
    let changed = std::panic::catch_unwind(move || other.table(&["Other.", "Two."]));
    assert!(changed.is_err(), "an agreed wording was changed");
    let chair = table.chair;
    let park = ParkClause {
        reason: say("Later."),
    };
    let parked = table.ask(chair, |text, acting| {
        text.park_clause(clause, &park, acting)
    });
    assert_eq!(parked, Err(Refusal::ClauseAgreed(clause)));
    let reopen = ReopenClause {
        reason: say("New facts."),
    };
    table.does(chair, |text, acting| {
        text.reopen_clause(clause, &reopen, acting)
    });
    assert_eq!(table.stage(0), Stage::Reopened);
    table.does(chair, |text, acting| {
        text.park_clause(clause, &park, acting)
    });
    assert_eq!(table.stage(0), Stage::Parked);
    table.table(&["Other.", "Two."]);
    assert_eq!(table.stage(0), Stage::Tabled);
}

#[test]
fn what_says_nothing_by_itself_is_adopted_with_the_whole_unless_somebody_speaks_of_it() {
    let mut table = Table::of(&["One.", ""]);
    let adopt = |table: &Table| {
        let root = table.text().current().unwrap().root;
        table.ask(table.chair, |text, acting| {
            text.adopt_instrument(&AdoptInstrument { root, note: None }, acting)
        })
    };
    assert_eq!(adopt(&table), Err(Refusal::NotAllAgreed(1)));
    let mut contested = table.clone();
    contested.position(0, 1, PositionKind::Concern);
    assert_eq!(adopt(&contested), Err(Refusal::NotAllAgreed(2)));
    closed(&mut table);
    let act = designate(&table, Level::FullConsensus, None);
    table.scene.allowed(act.map(|it| vec![it]));
    let act = agree(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    let act = adopt(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    assert_eq!(table.stage(1), Stage::Agreed);
}

#[test]
fn nothing_is_adopted_until_everything_is_agreed_and_then_an_amendment_opens_a_version() {
    let mut table = Table::of(&["One."]);
    let root = table.text().current().unwrap().root;
    let command = AdoptInstrument { root, note: None };
    let adopt = |table: &Table| {
        table.ask(table.chair, |text, acting| {
            text.adopt_instrument(&command, acting)
        })
    };
    assert_eq!(adopt(&table), Err(Refusal::NotAllAgreed(1)));
    closed(&mut table);
    let act = designate(&table, Level::FullConsensus, None);
    table.scene.allowed(act.map(|it| vec![it]));
    let act = agree(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    let mut waiting = table.clone();
    for by in 0..6 {
        take(
            &mut waiting,
            by,
            PositionKind::Accept,
            Mandate::AdReferendum,
        );
        take(
            &mut waiting,
            by,
            PositionKind::Endorse,
            Mandate::AdReferendum,
        );
    }
    let clause = table.clauses[0];
    assert_eq!(adopt(&waiting), Err(Refusal::ReferendumAwaited(clause)));
    let act = adopt(&table);
    table.scene.allowed(act.map(|it| vec![it]));
    assert!(table.text().is_adopted());
    assert_eq!(table.stage(0), Stage::Agreed);
    let sign = SignInstrument {
        root,
        reservations: Vec::new(),
        dissociations: vec![clause],
        statement: None,
    };
    let head = table.heads[0];
    table.does(head, |text, acting| text.sign_instrument(&sign, acting));
    let twice = table.ask(head, |text, acting| text.sign_instrument(&sign, acting));
    assert_eq!(twice, Err(Refusal::AlreadySigned));
    let by_chair = table.ask(table.chair, |text, acting| {
        text.sign_instrument(&sign, acting)
    });
    assert_eq!(by_chair, Err(Refusal::NotPermitted));
    let statement = table.statement(0, PositionKind::Abstain);
    let acting = table.scene.acting(head);
    let closed = table.text().take_position(clause, &statement, &acting);
    assert_eq!(closed, Err(Refusal::NotPermitted));
    let proposal = table.rewording(0, "One, and only one.");
    table.amendment(2, &proposal);
    assert_eq!(
        (table.text().version(), table.text().is_adopted()),
        (2, false)
    );
    assert_eq!(table.text().adopted().len(), 1);
}

#[test]
fn what_was_done_on_the_road_reads_back_from_its_bytes() {
    let mut table = Table::default();
    let call = silent(&mut table);
    let closes_at = table.text().call(call).unwrap().closes_at;
    objects(&mut table, 0);
    table.waits_until(closes_at);
    let mut again = Register::default();
    for entry in &table.scene.entries {
        let commitments: Vec<_> = (entry.contents.iter())
            .map(|_| domain::record::Commitment::from_bytes([0; 32]))
            .collect();
        let bytes = entry.encode(&commitments).unwrap();
        let read = Entry::decode(&bytes, entry.contents.clone()).unwrap();
        assert_eq!(read, *entry);
        again.apply(&read).unwrap();
    }
    assert_eq!(again, table.scene.register);
}
