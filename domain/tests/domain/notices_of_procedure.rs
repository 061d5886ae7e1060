//! Notices, deadlines and reminders of the road to consensus: who is told what, and who is not.

use domain::api::{
    AdoptInstrument, AgreeClauses, AnswerObjection, AttachStatement, BreakSilence,
    ChallengeDesignation, ChallengeEditorial, ChallengeRuling, ChangeProcedureRules, ConfirmEntry,
    ConfirmMandate, ContestEntry, DecideObjection, DeclareEditorial, DenyMandate, DesignateLevel,
    EndVoting, EnterPosition, ExtendCall, GroupSeat, HoldConsultation, NameCures, OpenCall,
    ParkClause, ReopenClause, ResolveObjection, RuleObjection, SignInstrument, SustainObjection,
    WithdrawCall, WithdrawObjection,
};
use domain::consensus::{Mandate, PositionKind};
use domain::fixture::Table;
use domain::id::{CallId, DelegateId};
use domain::instrument::{BreakerNames, CallKind, Channel, ProcedureRules, ProcedureStep as S};
use domain::notices::{
    Deadline, DeadlineKind, Marks, Matter, Notice, NoticeKind as K, deadlines, digest, recorded,
    reminders,
};
use domain::role::{GroupRole, NetworkRole};
use domain::words::Statement;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn say(words: &str) -> Statement {
    words.parse().unwrap()
}

/// The table, and how much of its record has been looked at.
struct Scene {
    table: Table,
    seen: usize,
}

impl Scene {
    fn new() -> Self {
        Self::of(Table::default())
    }

    fn of(table: Table) -> Self {
        let seen = table.scene.entries.len();
        Self { table, seen }
    }

    /// Takes a step, and forgets what was told before it.
    fn does(&mut self, by: DelegateId, step: &S) {
        self.seen = self.table.scene.entries.len();
        let acts = self
            .table
            .text()
            .proceed(step, &self.table.scene.acting(by));
        self.table.scene.allowed(acts);
    }

    fn chair_does(&mut self, step: &S) {
        self.does(self.table.chair, step);
    }

    fn head(&self, organisation: usize) -> DelegateId {
        self.table.heads[organisation]
    }

    fn takes(&mut self, organisation: usize, clause: usize, kind: PositionKind) -> u64 {
        self.seen = self.table.scene.entries.len();
        self.table.position(organisation, clause, kind);
        self.table.scene.entries[self.seen].seq
    }

    fn tables(&mut self, texts: &[&str]) {
        self.seen = self.table.scene.entries.len();
        self.table.table(texts);
    }

    /// Lets time pass, and the server record what has passed.
    fn waits(&mut self, seconds: i64) {
        self.seen = self.table.scene.entries.len();
        self.table.scene.now = self.table.scene.now.plus_seconds(seconds);
        let scene = |table: &Table| table.text().passed(table.scene.network(), table.scene.now);
        while let Some(act) = scene(&self.table) {
            self.table.scene.allowed(Ok(vec![act]));
        }
    }

    fn call(&mut self, kind: CallKind, clauses: &[usize], seconds: i64) -> CallId {
        let id = CallId::from_uuid(self.table.scene.fresh());
        let command = OpenCall {
            kind,
            revision: self.table.text().current().unwrap().number,
            clauses: clauses.iter().map(|it| self.table.clauses[*it]).collect(),
            closes_at: self.table.scene.now.plus_seconds(seconds),
            note: None,
        };
        self.chair_does(&S::OpenCall(id, command));
        id
    }

    /// The chair designates the level that is indicated.
    fn designates(&mut self, clause: usize) -> u64 {
        let clause = self.table.clauses[clause];
        let (network, now) = (self.table.scene.network(), self.table.scene.now);
        let text = self.table.text();
        let command = DesignateLevel {
            text_hash: text.tabled_hash(clause).unwrap(),
            level: text.evaluation(clause, network, now).unwrap().level,
            based_on: text.last_seq,
            reason: None,
        };
        self.chair_does(&S::DesignateLevel(clause, command));
        self.table.text().designation(clause).unwrap().seq
    }

    fn everyone_endorses(&mut self, clause: usize) {
        for organisation in 0..6 {
            self.takes(organisation, clause, PositionKind::Endorse);
        }
    }

    fn answers(&mut self, objection: u64) {
        let answer = say("The courts keep their say by clause 9.");
        self.chair_does(&S::AnswerObjection(objection, AnswerObjection { answer }));
    }

    fn notices(&self, who: DelegateId) -> Vec<Notice> {
        let entries = self.table.scene.entries[self.seen..].iter();
        let register = &self.table.scene.register;
        entries.flat_map(|it| recorded(it, register, who)).collect()
    }

    /// Says what the last step tells a person.
    fn told(&self, who: DelegateId) -> Vec<K> {
        self.notices(who).iter().map(|it| it.kind).collect()
    }

    /// Checks that a step tells these people this one thing, and everybody else nothing.
    #[track_caller]
    fn tells(&self, kind: K, concerned: &[DelegateId]) {
        let everyone = self.table.scene.network().delegates().map(|it| it.id);
        for who in everyone {
            let expected: &[K] = if concerned.contains(&who) {
                &[kind]
            } else {
                &[]
            };
            let name = self.table.scene.network().delegate_name(who);
            assert_eq!(self.told(who), expected, "{name}");
        }
    }

    fn heads(&self) -> Vec<DelegateId> {
        self.table.heads.clone()
    }

    fn with(&self, heads: &[usize], others: &[DelegateId]) -> Vec<DelegateId> {
        let heads = heads.iter().map(|it| self.head(*it));
        heads.chain(others.iter().copied()).collect()
    }

    fn chair(&self) -> DelegateId {
        self.table.chair
    }

    fn secretariat(&self) -> DelegateId {
        self.table.scene.secretariat
    }

    fn deadlines(&self, who: DelegateId) -> Vec<Deadline> {
        deadlines(
            &self.table.scene.register,
            &self.table.scene.acting(who),
            &[],
        )
    }

    fn due(&self, who: DelegateId) -> Vec<DeadlineKind> {
        self.deadlines(who).iter().map(|it| it.kind).collect()
    }

    fn enters(&mut self, organisation: usize, kind: PositionKind) -> u64 {
        let command = EnterPosition {
            organisation: self.table.organisations[organisation],
            position: self.table.statement(0, kind),
            channel: Channel::Letter,
            evidence: say("Their letter of 3 May."),
        };
        let clause = self.table.clauses[0];
        self.does(self.secretariat(), &S::EnterPosition(clause, command));
        self.table.scene.entries[self.seen].seq
    }

    fn takes_ad_referendum(&mut self, organisation: usize) -> u64 {
        let mut statement = self.table.statement(0, PositionKind::Endorse);
        statement.mandate = Mandate::AdReferendum;
        self.seen = self.table.scene.entries.len();
        let acting = self.table.scene.acting(self.head(organisation));
        let clause = self.table.clauses[0];
        let acts = self.table.text().take_position(clause, &statement, &acting);
        self.table.scene.allowed(acts);
        self.table.scene.entries[self.seen].seq
    }
}

#[test]
fn a_call_is_told_to_its_electorate_and_those_who_keep_the_record() {
    let mut scene = Scene::new();
    let call = scene.call(CallKind::Consensus, &[0, 1], 7 * DAY);
    let electorate = scene.with(&[0, 1, 2, 3, 4, 5], &[scene.secretariat()]);
    scene.tells(K::CallOpened, &electorate);
    let told = scene.notices(scene.head(2))[0];
    assert_eq!(told.matter, Matter::Call(scene.table.instrument, call));
    assert!(told.is_binding, "it has a deadline for the organisation");
    assert!(!scene.notices(scene.secretariat())[0].is_binding);

    let closes_at = scene.table.scene.now.plus_seconds(9 * DAY);
    let reason = say("A holiday falls into it.");
    let extension = ExtendCall { closes_at, reason };
    scene.chair_does(&S::ExtendCall(call, extension));
    scene.tells(K::CallExtended, &electorate);

    scene.does(scene.head(0), &S::OpenNotice(call));
    scene.tells(K::CallOpened, &[]);
    let statement = AttachStatement {
        clause: None,
        statement: say("We shall explain our vote."),
    };
    scene.does(scene.head(0), &S::AttachStatement(call, statement));
    scene.tells(K::StatementAttached, &[scene.chair()]);

    let reason = say("The text will change.");
    scene.chair_does(&S::WithdrawCall(call, WithdrawCall { reason }));
    scene.tells(K::CallWithdrawn, &electorate);
}

#[test]
fn whoever_joins_after_a_call_was_opened_is_not_told_of_it() {
    let mut scene = Scene::new();
    let call = scene.call(CallKind::Consensus, &[0], 7 * DAY);
    let late = scene.table.scene.organisation("CSO-3", "civil society");
    let head = scene
        .table
        .scene
        .person("Head of CSO-3", NetworkRole::Head, Some(late));
    scene.waits(7 * DAY);
    let told = scene.with(&[0, 1, 2, 3, 4, 5], &[scene.chair(), scene.secretariat()]);
    scene.tells(K::CallClosed, &told);
    assert_eq!(scene.due(head), []);
    assert!(!scene.table.text().call(call).unwrap().is_open());
}

#[test]
fn broken_silence_is_told_to_all_and_a_confidential_breaker_to_nobody() {
    let mut scene = Scene::new();
    let rules = ProcedureRules {
        breaker_names: BreakerNames::WithheldUntilConsultation,
        ..ProcedureRules::default()
    };
    let reason = say("To speak freely.");
    let change = ChangeProcedureRules { rules, reason };
    scene.does(scene.secretariat(), &S::ChangeRules(change));
    scene.tells(
        K::RulesChanged,
        &scene.with(&[0, 1, 2, 3, 4, 5], &[scene.chair()]),
    );
    for clause in [0, 1] {
        scene.everyone_endorses(clause);
    }
    let call = scene.call(CallKind::Silence, &[0, 1], 7 * DAY);
    scene.tells(
        K::SilenceOpened,
        &scene.with(&[0, 1, 2, 3, 4, 5], &[scene.secretariat()]),
    );
    let all = scene.with(&[0, 1, 2, 3, 4, 5], &[scene.chair(), scene.secretariat()]);
    let breach = BreakSilence {
        clause: scene.table.clauses[0],
        reason: say("Our minister is abroad."),
    };
    scene.does(scene.head(3), &S::BreakSilence(call, breach));
    scene.tells(K::SilenceBroken, &all);
    for who in &all {
        let told = scene.notices(*who)[0];
        assert_eq!((told.by, told.organisation), (None, None));
    }
    let note = say("They will say it themselves.");
    scene.chair_does(&S::HoldConsultation(call, HoldConsultation { note }));
    let but_chair = scene.with(&[0, 1, 2, 3, 4, 5], &[scene.secretariat()]);
    scene.tells(K::ConsultationHeld, &but_chair);

    scene.takes(4, 1, PositionKind::Object);
    assert_eq!(scene.told(scene.head(0)), [K::SilenceBroken]);
    assert_eq!(
        scene.told(scene.chair()),
        [K::ObjectionRaised, K::SilenceBroken]
    );
    assert_eq!(scene.told(scene.head(4)), [], "their own act");
}

#[test]
fn an_objection_is_told_to_the_chair_and_its_answers_to_all_who_raised_it() {
    let mut scene = Scene::new();
    let root = scene.takes(2, 0, PositionKind::Object);
    scene.tells(K::ObjectionRaised, &[scene.chair()]);
    let mut joining = scene.table.statement(0, PositionKind::Object);
    joining.joins = Some(root);
    scene.seen = scene.table.scene.entries.len();
    let acting = scene.table.scene.acting(scene.head(3));
    let clause = scene.table.clauses[0];
    let acts = scene.table.text().take_position(clause, &joining, &acting);
    scene.table.scene.allowed(acts);
    scene.tells(K::ObjectionRaised, &scene.with(&[2], &[scene.chair()]));

    scene.answers(root);
    scene.tells(K::ObjectionAnswered, &scene.with(&[2, 3], &[]));
    let sustain = SustainObjection { reason: None };
    scene.does(scene.head(2), &S::SustainObjection(root, sustain));
    scene.tells(K::ObjectionSustained, &[scene.chair()]);
    let decision = DecideObjection {
        reason: say("Heard twice."),
    };
    scene.chair_does(&S::DecideObjection(root, decision));
    scene.tells(K::ObjectionDecided, &[scene.head(2)]);
    let withdraw = WithdrawObjection { reason: None };
    scene.does(scene.head(2), &S::WithdrawObjection(root, withdraw));
    scene.tells(K::ObjectionEnded, &[scene.chair()]);
}

#[test]
fn a_ruling_is_told_to_those_who_can_challenge_it_and_its_challenge_to_those_concerned() {
    let mut scene = Scene::new();
    let objection = scene.takes(2, 0, PositionKind::Object);
    let reason = say("It is about another clause.");
    scene.chair_does(&S::RuleObjection(objection, RuleObjection { reason }));
    scene.tells(K::ObjectionRuled, &scene.heads());
    assert!(scene.notices(scene.head(5))[0].is_binding);
    assert_eq!(
        scene.due(scene.head(5)),
        [DeadlineKind::RulingChallengeable]
    );
    assert_eq!(scene.due(scene.chair()), []);
    let reason = say("It is about this one.");
    scene.does(
        scene.head(5),
        &S::ChallengeRuling(objection, ChallengeRuling { reason }),
    );
    scene.tells(K::RulingChallenged, &scene.with(&[2], &[scene.chair()]));
    assert_eq!(scene.due(scene.head(5)), []);
}

#[test]
fn a_new_wording_asks_those_who_object_to_the_one_before() {
    let mut scene = Scene::new();
    let objection = scene.takes(2, 0, PositionKind::Object);
    scene.takes(3, 1, PositionKind::Object);
    let texts = ["A first text that is new.", "A second.", "A third."];
    scene.tables(&texts);
    let asked = [K::RevisionTabled, K::ObjectionAsked];
    assert_eq!(scene.told(scene.head(2)), asked);
    let clause = scene.table.clauses[0];
    let about = scene.notices(scene.head(2))[1].matter;
    assert_eq!(about, Matter::Clause(scene.table.instrument, clause));
    assert_eq!(scene.told(scene.head(0)), [K::RevisionTabled]);
    scene.tables(&["A first text that is new.", "Another second.", "A third."]);
    assert_eq!(
        scene.told(scene.head(2)),
        [K::RevisionTabled],
        "the clause did not change again"
    );
    assert_eq!(scene.told(scene.head(3)), asked);
    let text_hash = scene.table.text().tabled_hash(clause).unwrap();
    let resolve = ResolveObjection { text_hash };
    scene.does(scene.head(2), &S::ResolveObjection(objection, resolve));
    scene.tells(K::ObjectionEnded, &[scene.chair()]);
}

#[test]
fn another_position_ends_an_objection_and_the_end_of_voting_lapses_it() {
    let mut scene = Scene::new();
    scene.takes(2, 0, PositionKind::Object);
    scene.takes(2, 0, PositionKind::Accept);
    scene.tells(K::ObjectionEnded, &[scene.chair()]);
    scene.takes(3, 0, PositionKind::Object);
    let end = EndVoting {
        voting_until: scene.table.scene.now.plus_seconds(DAY),
        reason: say("It leaves."),
    };
    let by = scene.secretariat();
    let act = (scene.table.scene.network()).end_voting(scene.table.organisations[3], &end, by);
    scene.table.scene.allowed(act.map(|act| vec![act]));
    scene.waits(DAY);
    scene.tells(K::ObjectionEnded, &scene.with(&[3], &[scene.chair()]));
}

#[test]
fn the_sponsor_hears_that_an_amendment_would_cure_an_objection() {
    let mut scene = Scene::new();
    let proposal = scene
        .table
        .rewording(0, "Results shall be published at once.");
    let amendment = scene.table.amendment(1, &proposal);
    let objection = scene.takes(2, 0, PositionKind::Object);
    let amendments = vec![amendment];
    let cures = NameCures { amendments };
    scene.does(scene.head(2), &S::NameCures(objection, cures));
    scene.tells(K::CureNamed, &[scene.head(1)]);
}

#[test]
fn a_designation_is_told_to_those_who_take_part_and_binds_those_who_vote() {
    let mut scene = Scene::new();
    let observer = (scene.table.scene).person("An Observer", NetworkRole::Observer, None);
    scene.everyone_endorses(0);
    scene.call(CallKind::Consensus, &[0], DAY);
    scene.waits(DAY);
    let designation = scene.designates(0);
    let part = scene.with(&[0, 1, 2, 3, 4, 5], &[scene.secretariat()]);
    scene.tells(K::LevelDesignated, &part);
    assert_eq!(scene.told(observer), []);
    assert!(scene.notices(scene.head(0))[0].is_binding);
    assert!(!scene.notices(scene.secretariat())[0].is_binding);
    let window = scene.deadlines(scene.head(0));
    assert_eq!(window.len(), 1);
    assert_eq!(window[0].kind, DeadlineKind::DesignationChallengeable);
    assert_eq!(scene.due(scene.secretariat()), []);

    let clause = scene.table.clauses[0];
    let reason = say("Two of us were not counted.");
    let challenge = ChallengeDesignation {
        designation,
        reason,
    };
    scene.does(scene.head(1), &S::ChallengeDesignation(clause, challenge));
    let others = [scene.chair(), scene.secretariat()];
    let told = scene.with(&[0, 2, 3, 4, 5], &others);
    scene.tells(K::DesignationChallenged, &told);
    assert_eq!(scene.due(scene.head(0)), []);

    scene.designates(0);
    scene.waits(7 * DAY);
    scene.tells(K::WindowPassed, &[scene.chair()]);
}

#[test]
fn an_editorial_change_is_told_to_those_whose_positions_it_carries() {
    let mut scene = Scene::new();
    scene.takes(0, 0, PositionKind::Endorse);
    scene.takes(1, 0, PositionKind::Object);
    scene.takes(2, 1, PositionKind::Endorse);
    let clause = scene.table.clauses[0];
    let before = scene.table.text().tabled_hash(clause).unwrap();
    scene.tables(&["A text with a comma less.", "A second.", "A third."]);
    let after = scene.table.text().tabled_hash(clause).unwrap();
    let reason = say("A comma.");
    let declaration = DeclareEditorial {
        before,
        after,
        reason,
    };
    scene.chair_does(&S::DeclareEditorial(clause, declaration));
    scene.tells(K::EditorialDeclared, &[scene.head(0)]);
    assert!(scene.notices(scene.head(0))[0].is_binding);
    let windows = [DeadlineKind::EditorialChallengeable];
    assert_eq!(scene.due(scene.head(5)), windows, "any member challenges");
    let declaration = scene.table.text().editorial_changes(clause)[0].seq;
    let reason = say("The comma was the point.");
    let challenge = ChallengeEditorial {
        declaration,
        reason,
    };
    scene.does(scene.head(5), &S::ChallengeEditorial(clause, challenge));
    let told = scene.with(&[0], &[scene.chair()]);
    scene.tells(K::EditorialChallenged, &told);
    assert_eq!(scene.due(scene.head(5)), []);
}

#[test]
fn a_head_of_delegation_is_asked_to_confirm_and_the_chair_hears_the_answer() {
    let mut scene = Scene::new();
    let own = scene.table.organisations[0];
    let colleague = (scene.table.scene).person("Colleague", NetworkRole::Delegate, Some(own));
    let position = scene.takes_ad_referendum(0);
    scene.tells(K::PositionTaken, &[colleague]);
    assert_eq!(scene.due(scene.head(0)), [DeadlineKind::MandateToConfirm]);
    assert_eq!(scene.due(colleague), [], "the head of delegation confirms");
    let clause = scene.table.clauses[0];
    let evidence = say("Their board met on 3 May.");
    let confirmation = ConfirmMandate { position, evidence };
    scene.does(scene.head(0), &S::ConfirmMandate(clause, confirmation));
    scene.tells(K::MandateAnswered, &[scene.chair(), colleague]);
    assert_eq!(scene.due(scene.head(0)), []);

    scene.seen = scene.table.scene.entries.len();
    let mut statement = scene.table.statement(1, PositionKind::Accept);
    statement.mandate = Mandate::AdReferendum;
    let acting = scene.table.scene.acting(colleague);
    let second = scene.table.clauses[1];
    let acts = (scene.table.text()).take_position(second, &statement, &acting);
    scene.table.scene.allowed(acts);
    let asked = [K::PositionTaken, K::MandateAwaited];
    assert_eq!(scene.told(scene.head(0)), asked);
    assert_eq!(scene.told(scene.head(1)), []);
    let position = scene.table.scene.entries[scene.seen].seq;
    let reason = say("The board said no.");
    let denial = DenyMandate { position, reason };
    scene.does(scene.head(0), &S::DenyMandate(second, denial));
    scene.tells(K::MandateAnswered, &[scene.chair(), colleague]);
}

#[test]
fn a_position_entered_is_told_to_its_organisation_and_the_answer_to_the_secretariat() {
    let mut scene = Scene::new();
    let position = scene.enters(0, PositionKind::Endorse);
    scene.tells(K::PositionEntered, &[scene.head(0)]);
    let clause = scene.table.clauses[0];
    let confirmation = ConfirmEntry { position };
    scene.does(scene.head(0), &S::ConfirmEntry(clause, confirmation));
    scene.tells(K::EntryAnswered, &[scene.secretariat()]);

    let position = scene.enters(1, PositionKind::Object);
    assert_eq!(scene.told(scene.head(1)), [K::PositionEntered]);
    assert_eq!(scene.told(scene.chair()), [K::ObjectionRaised]);
    let reason = say("We never wrote.");
    let contest = ContestEntry { position, reason };
    scene.does(scene.head(1), &S::ContestEntry(clause, contest));
    scene.tells(K::EntryAnswered, &[scene.secretariat()]);
}

#[test]
fn agreement_parking_and_adoption_are_told_to_those_who_take_part_and_adoption_to_everyone() {
    let mut scene = Scene::of(Table::of(&["Results shall be published.", "Maps too."]));
    let observer = (scene.table.scene).person("An Observer", NetworkRole::Observer, None);
    let member = (scene.table.scene).person("A Member", NetworkRole::Observer, None);
    let seat = GroupSeat {
        delegate: member,
        role: GroupRole::Member,
    };
    let (group, by) = (scene.table.group, scene.secretariat());
    let act = scene.table.scene.network().seat_in_group(group, seat, by);
    scene.table.scene.allowed(act.map(|act| vec![act]));
    let part = scene.with(&[0, 1, 2, 3, 4, 5], &[scene.secretariat(), member]);
    let clause = scene.table.clauses[0];
    let reason = say("Until May.");
    scene.chair_does(&S::ParkClause(clause, ParkClause { reason }));
    scene.tells(K::ClauseParked, &part);
    let reason = say("May has come.");
    scene.chair_does(&S::ReopenClause(clause, ReopenClause { reason }));
    scene.tells(K::ClauseReopened, &part);

    for clause in [0, 1] {
        scene.everyone_endorses(clause);
    }
    scene.call(CallKind::Consensus, &[0, 1], DAY);
    scene.waits(DAY);
    for clause in [0, 1] {
        scene.designates(clause);
    }
    let clauses = scene.table.clauses.clone();
    let agreed = AgreeClauses {
        clauses,
        note: None,
    };
    scene.chair_does(&S::AgreeClauses(agreed));
    scene.tells(K::ClausesAgreed, &part);
    let whole = Matter::Instrument(scene.table.instrument);
    assert_eq!(scene.notices(member)[0].matter, whole);

    let root = scene.table.text().current().unwrap().root;
    scene.chair_does(&S::Adopt(AdoptInstrument { root, note: None }));
    let everyone = [part.as_slice(), &[observer]].concat();
    scene.tells(K::InstrumentAdopted, &everyone);
    let signature = SignInstrument {
        root,
        reservations: Vec::new(),
        dissociations: Vec::new(),
        statement: None,
    };
    scene.does(scene.head(0), &S::Sign(signature));
    scene.tells(K::InstrumentSigned, &[scene.chair(), scene.secretariat()]);

    let proposal = scene
        .table
        .rewording(0, "Results shall be published at once.");
    scene.seen = scene.table.scene.entries.len();
    scene.table.amendment(1, &proposal);
    assert_eq!(scene.told(member), [K::VersionOpened]);
    assert_eq!(scene.told(observer), []);
}

#[test]
fn an_open_call_is_due_until_the_organisation_has_answered_on_every_clause() {
    let mut scene = Scene::new();
    scene.call(CallKind::Consensus, &[0, 1], 7 * DAY);
    assert_eq!(scene.due(scene.head(0)), [DeadlineKind::CallToAnswer]);
    assert_eq!(scene.due(scene.chair()), [DeadlineKind::CallCloses]);
    assert_eq!(scene.due(scene.secretariat()), [DeadlineKind::CallCloses]);
    scene.takes(0, 0, PositionKind::Endorse);
    assert_eq!(scene.due(scene.head(0)), [DeadlineKind::CallToAnswer]);
    scene.takes(0, 1, PositionKind::Abstain);
    assert_eq!(scene.due(scene.head(0)), []);
    scene.call(CallKind::Consensus, &[2], 3 * DAY);
    let due = scene.deadlines(scene.head(1));
    assert!(due[0].at < due[1].at, "the first one first");
    scene.waits(3 * DAY);
    assert_eq!(scene.due(scene.head(1)), [DeadlineKind::CallToAnswer]);
}

#[test]
fn nobody_waits_for_an_answer_on_a_clause_on_which_silence_is_broken() {
    let mut scene = Scene::new();
    for clause in [0, 1] {
        for organisation in 0..3 {
            scene.takes(organisation, clause, PositionKind::Endorse);
        }
    }
    scene.call(CallKind::Silence, &[0, 1], 7 * DAY);
    assert_eq!(scene.due(scene.head(4)), [DeadlineKind::SilenceToAnswer]);
    scene.takes(5, 0, PositionKind::Object);
    assert_eq!(scene.due(scene.head(4)), [DeadlineKind::SilenceToAnswer]);
    scene.takes(5, 1, PositionKind::Object);
    assert_eq!(scene.due(scene.head(4)), []);
    assert_eq!(scene.due(scene.chair()), [DeadlineKind::CallCloses]);
}

#[test]
fn what_the_organisation_has_not_answered_is_reminded_of_twice_before_it_closes() {
    let mut scene = Scene::new();
    let call = scene.call(CallKind::Consensus, &[0], 3 * DAY);
    let reminded = |scene: &Scene, who| {
        let all = reminders(&scene.deadlines(who), scene.table.scene.now);
        all.iter().map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!(reminded(&scene, scene.head(0)), []);
    scene.waits(DAY);
    assert_eq!(reminded(&scene, scene.head(0)), [K::ClosesSoon]);
    assert_eq!(reminded(&scene, scene.chair()), [], "nobody waits for them");
    scene.waits(45 * HOUR);
    let both = [K::ClosesSoon, K::ClosesVerySoon];
    assert_eq!(reminded(&scene, scene.head(0)), both);
    let told = reminders(&scene.deadlines(scene.head(0)), scene.table.scene.now);
    let closes_at = scene.table.text().call(call).unwrap().closes_at;
    assert_eq!(told[1].at, closes_at.plus_seconds(-3 * HOUR));
    scene.takes(0, 0, PositionKind::Endorse);
    assert_eq!(reminded(&scene, scene.head(0)), []);

    scene.waits(DAY);
    scene.call(CallKind::Consensus, &[1], DAY);
    scene.waits(HOUR);
    assert_eq!(
        reminded(&scene, scene.head(0)),
        [],
        "it was opened within that time"
    );
}

#[test]
fn what_sets_a_deadline_shows_though_its_kind_is_hidden() {
    let mut scene = Scene::new();
    scene.call(CallKind::Consensus, &[0], 3 * DAY);
    let marks = Marks {
        hidden: [K::CallOpened.as_str().to_owned()].into(),
        ..Marks::default()
    };
    let lines = |who| digest(&scene.notices(who), &marks, |_| 0).len();
    assert_eq!(lines(scene.head(0)), 1);
    assert_eq!(lines(scene.secretariat()), 0);
    assert!(K::CallOpened.can_bind() && !K::CallClosed.can_bind());
}
