//! Discussions, prepared positions, temperature checks: who reads what, and what becomes of it.

use domain::api::{
    AnswerCheck, CheckAnswer, EditMessage, NamedSubject, OpenCheck, OpenThread, ReserveSubmission,
    WriteMessage,
};
use domain::consensus::PositionKind;
use domain::deliberation::{
    AudienceKind, Beside, Message, Prepared, PreparedState, Reach, Respondents, Temperature,
    TemperatureCheck, Thread, Whereabouts,
};
use domain::fixture::{Table, outline};
use domain::id::{CheckId, DelegateId, MessageId, PreparationId, ThreadId};
use domain::permission::Operation;
use domain::refusal::Refusal;
use domain::role::{GroupRole, NetworkRole};

const TEXTS: [&str; 2] = [
    "Results shall be published by station.",
    "Maps shall be published too.",
];

fn on_clause(table: &Table, clause: usize) -> NamedSubject {
    let clause = table.clauses[clause];
    NamedSubject::Clause {
        clause,
        text_hash: table.text().tabled_hash(clause).unwrap(),
    }
}

fn command(table: &Table, audience: AudienceKind) -> OpenThread {
    OpenThread {
        subject: on_clause(table, 0),
        audience,
        words: "Which stations?".parse().unwrap(),
        quote: Some("by station".parse().unwrap()),
        at: None,
        cursors: None,
        mentions: Vec::new(),
    }
}

fn open(table: &Table, by: DelegateId, command: &OpenThread) -> Result<(Thread, Message), Refusal> {
    let ids = (
        ThreadId::from_uuid(uuid::Uuid::from_u128(900)),
        MessageId::from_uuid(uuid::Uuid::from_u128(901)),
    );
    let acting = table.scene.acting(by);
    Thread::open(command, (Beside::Nothing, 0), table.text(), &acting, ids)
}

fn reply(table: &Table, thread: &Thread, by: DelegateId) -> Result<Message, Refusal> {
    let words = WriteMessage {
        words: "All of them.".parse().unwrap(),
        mentions: Vec::new(),
    };
    let id = MessageId::from_uuid(uuid::Uuid::from_u128(902));
    thread.reply(&words, (1, 0), table.text(), &table.scene.acting(by), id)
}

/// Two delegates of the first organisation (the second one outside the group), and readers.
struct People {
    table: Table,
    colleague: DelegateId,
    auditor: DelegateId,
    observer: DelegateId,
    watcher: DelegateId,
}

impl People {
    fn new() -> Self {
        let mut table = Table::of(&TEXTS);
        let own = table.organisations[0];
        let scene = &mut table.scene;
        let colleague = scene.person("Ines Duarte", NetworkRole::Delegate, Some(own));
        let auditor = scene.person("Omar Haddad", NetworkRole::Auditor, None);
        let observer = scene.person("Lena Vogt", NetworkRole::Observer, None);
        let watcher = scene.person("Tomas Lind", NetworkRole::Observer, None);
        let group = table.group;
        let seat = domain::api::GroupSeat {
            delegate: watcher,
            role: GroupRole::Observer,
        };
        let act = (table.scene.network()).seat_in_group(group, seat, table.scene.secretariat);
        table.scene.allowed(act.map(|act| vec![act]));
        Self {
            table,
            colleague,
            auditor,
            observer,
            watcher,
        }
    }

    fn reach(&self, thread: &Thread, by: DelegateId) -> Reach {
        thread.reach(self.table.text(), &self.table.scene.acting(by))
    }

    #[track_caller]
    fn check(&self, kind: AudienceKind, expected: [Reach; 8]) {
        let (thread, _) = open(
            &self.table,
            self.table.heads[0],
            &command(&self.table, kind),
        )
        .unwrap();
        let people = [
            self.table.heads[0],
            self.colleague,
            self.table.heads[1],
            self.table.chair,
            self.table.scene.secretariat,
            self.auditor,
            self.watcher,
            self.observer,
        ];
        assert_eq!(
            people.map(|it| self.reach(&thread, it)),
            expected,
            "{kind:?}"
        );
    }
}

#[test]
fn each_circle_reads_what_was_opened_for_it() {
    use Reach::{Nothing, Read, Write};
    let people = People::new();
    people.check(
        AudienceKind::Organisation,
        [
            Write, Write, Nothing, Nothing, Nothing, Nothing, Nothing, Nothing,
        ],
    );
    people.check(
        AudienceKind::Group,
        [Write, Nothing, Write, Write, Read, Read, Read, Nothing],
    );
    people.check(
        AudienceKind::Delegates,
        [Write, Write, Write, Write, Write, Read, Read, Read],
    );
}

#[test]
fn whoever_leaves_the_group_has_lost_access_at_once() {
    let mut people = People::new();
    let leaver = people.table.heads[1];
    let command = command(&people.table, AudienceKind::Group);
    let (thread, _) = open(&people.table, leaver, &command).unwrap();
    assert_eq!(people.reach(&thread, leaver), Reach::Write);
    let scene = &people.table.scene;
    let act = scene
        .network()
        .leave_group(people.table.group, leaver, scene.secretariat);
    people.table.scene.allowed(act.map(|act| vec![act]));
    assert_eq!(people.reach(&thread, leaver), Reach::Nothing);
    let refused = reply(&people.table, &thread, leaver);
    assert_eq!(refused, Err(Refusal::UnknownThread));
}

#[test]
fn whoever_leaves_the_organisation_has_lost_access_at_once() {
    let mut people = People::new();
    let command = command(&people.table, AudienceKind::Organisation);
    let (thread, _) = open(&people.table, people.colleague, &command).unwrap();
    let scene = &people.table.scene;
    let withdraw = domain::api::WithdrawRole {
        reason: "Left the commission.".parse().unwrap(),
    };
    let act = (scene.network()).withdraw_role(people.colleague, &withdraw, scene.secretariat);
    people.table.scene.allowed(act.map(|act| vec![act]));
    assert_eq!(people.reach(&thread, people.colleague), Reach::Nothing);
    assert_eq!(people.reach(&thread, people.table.heads[0]), Reach::Write);
}

#[test]
fn nobody_opens_a_circle_they_are_not_in() {
    let people = People::new();
    let (table, refused) = (&people.table, Err(Refusal::AudienceNotPossible));
    for (by, kind) in [
        (table.chair, AudienceKind::Organisation),
        (people.colleague, AudienceKind::Group),
        (people.auditor, AudienceKind::Delegates),
        (people.watcher, AudienceKind::Group),
    ] {
        assert_eq!(open(table, by, &command(table, kind)), refused, "{kind:?}");
    }
}

#[test]
fn only_readers_can_be_mentioned() {
    let people = People::new();
    let table = &people.table;
    let mut inside = command(table, AudienceKind::Organisation);
    inside.mentions = vec![people.colleague, table.heads[1]];
    let refused = Err(Refusal::MentionNotPermitted(table.heads[1]));
    assert_eq!(open(table, table.heads[0], &inside), refused);
    inside.mentions.pop();
    let (_, message) = open(table, table.heads[0], &inside).unwrap();
    assert!(message.mentions.contains(&people.colleague));
}

#[test]
fn a_thread_is_about_the_wording_on_the_table() {
    let mut table = Table::of(&TEXTS);
    let stale = command(&table, AudienceKind::Delegates);
    table.table(&["Results shall be published at once, by station.", TEXTS[1]]);
    let NamedSubject::Clause { text_hash, .. } = stale.subject else {
        unreachable!("it is about a clause")
    };
    let refused = open(&table, table.heads[0], &stale);
    assert_eq!(refused, Err(Refusal::WordingNotOnTable(text_hash)));
}

#[test]
fn a_passage_is_found_again_or_kept_as_lost() {
    let mut table = Table::of(&TEXTS);
    let command = command(&table, AudienceKind::Delegates);
    let (thread, _) = open(&table, table.heads[0], &command).unwrap();
    assert_eq!(
        thread.whereabouts(table.text(), None),
        Whereabouts::Here(Some(27..37))
    );
    assert!(!thread.is_about_earlier_text(table.text()));
    table.table(&["Publish results by station.", TEXTS[1]]);
    assert_eq!(
        thread.whereabouts(table.text(), None),
        Whereabouts::Here(Some(16..26))
    );
    assert!(thread.is_about_earlier_text(table.text()));
    table.table(&["Publish results per polling station.", TEXTS[1]]);
    assert_eq!(thread.whereabouts(table.text(), None), Whereabouts::Lost);
    assert_eq!(thread.passage.unwrap().quote.as_str(), "by station");
}

#[test]
fn a_message_is_its_authors_for_a_day() {
    let table = Table::of(&TEXTS);
    let (thread, message) = open(
        &table,
        table.heads[0],
        &command(&table, AudienceKind::Group),
    )
    .unwrap();
    let edit = EditMessage {
        words: "Which stations exactly?".parse().unwrap(),
        mentions: Vec::new(),
    };
    let other = table.scene.acting(table.heads[1]);
    let refused = thread.edit(&message, &edit, table.text(), &other);
    assert_eq!(refused, Err(Refusal::NotTheAuthor));
    let refused = thread.delete(&message, table.text(), &other);
    assert_eq!(refused, Err(Refusal::NotTheAuthor));
    let mut acting = table.scene.acting(table.heads[0]);
    let edited = thread.edit(&message, &edit, table.text(), &acting).unwrap();
    assert_eq!(
        (edited.words, edited.edited_at),
        (Some(edit.words.clone()), Some(acting.now))
    );
    acting.now = message.sent_at.plus_seconds(Message::EDITABLE_FOR + 1);
    let refused = thread.edit(&message, &edit, table.text(), &acting);
    assert_eq!(refused, Err(Refusal::EditTooLate));
    let deleted = thread.delete(&message, table.text(), &acting).unwrap();
    assert_eq!(
        (deleted.words.clone(), deleted.deleted_at),
        (None, Some(acting.now))
    );
    let refused = thread.delete(&deleted, table.text(), &acting);
    assert_eq!(refused, Err(Refusal::MessageDeleted));
}

#[test]
fn a_resolved_thread_takes_no_messages_until_it_is_reopened() {
    let table = Table::of(&TEXTS);
    let (mut thread, _) = open(
        &table,
        table.heads[0],
        &command(&table, AudienceKind::Group),
    )
    .unwrap();
    let acting = table.scene.acting(table.heads[1]);
    let refused = thread.settle(false, table.text(), &acting);
    assert_eq!(refused, Err(Refusal::ThreadNotResolved));
    thread.resolved = thread.settle(true, table.text(), &acting).unwrap();
    assert_eq!(thread.resolved.unwrap().by, table.heads[1]);
    assert_eq!(
        reply(&table, &thread, table.heads[0]),
        Err(Refusal::ThreadResolved)
    );
    thread.resolved = thread.settle(false, table.text(), &acting).unwrap();
    assert!(reply(&table, &thread, table.heads[0]).is_ok());
}

#[test]
fn messages_are_bounded_in_number_and_in_time() {
    let table = Table::of(&TEXTS);
    let (thread, _) = open(
        &table,
        table.heads[0],
        &command(&table, AudienceKind::Group),
    )
    .unwrap();
    let words = WriteMessage {
        words: "Again.".parse().unwrap(),
        mentions: Vec::new(),
    };
    let acting = table.scene.acting(table.heads[0]);
    let id = MessageId::from_uuid(uuid::Uuid::from_u128(903));
    for (counts, refusal) in [
        ((Thread::MOST_MESSAGES, 0), Refusal::ThreadFull),
        ((1, Thread::PACE), Refusal::TooManyMessages),
    ] {
        let refused = thread.reply(&words, counts, table.text(), &acting, id);
        assert_eq!(refused, Err(refusal));
    }
}

#[test]
fn what_is_said_of_the_draft_stays_with_its_readers() {
    let people = People::new();
    let table = &people.table;
    let mut wanted = command(table, AudienceKind::Delegates);
    wanted.subject = NamedSubject::Draft {
        clause: table.clauses[0],
    };
    let ids = (
        ThreadId::from_uuid(uuid::Uuid::from_u128(900)),
        MessageId::from_uuid(uuid::Uuid::from_u128(901)),
    );
    let beside = Beside::Draft(TEXTS[0], None);
    let acting = table.scene.acting(table.heads[0]);
    let refused = Thread::open(&wanted, (beside, 0), table.text(), &acting, ids);
    assert_eq!(refused, Err(Refusal::AudienceNotPossible));
    wanted.audience = AudienceKind::Organisation;
    let (thread, _) = Thread::open(&wanted, (beside, 0), table.text(), &acting, ids).unwrap();
    // The colleague is of the organisation, but not of the working group.
    assert_eq!(people.reach(&thread, people.colleague), Reach::Nothing);
}

#[test]
fn the_head_submits_what_a_colleague_prepared() {
    let mut people = People::new();
    let table = &mut people.table;
    let statement = table.statement(0, PositionKind::Endorse);
    let id = PreparationId::from_uuid(uuid::Uuid::from_u128(700));
    let acting = table.scene.acting(people.colleague);
    let about = (table.clauses[0], &statement);
    let prepared = Prepared::prepare(about, 0, table.text(), &acting, id).unwrap();
    assert_eq!(
        prepared.submitted(table.text(), &acting),
        Err(Refusal::NotPermitted)
    );
    let stranger = table.scene.acting(table.heads[1]);
    let refused = prepared.submitted(table.text(), &stranger);
    assert_eq!(refused, Err(Refusal::UnknownPreparation));
    let head = table.scene.acting(table.heads[0]);
    assert_eq!(
        prepared.submitted(table.text(), &head),
        Ok(statement.clone())
    );
    let full = Prepared::prepare(about, Prepared::MOST_OPEN, table.text(), &acting, id);
    assert_eq!(full, Err(Refusal::TooManyPreparations));

    table.table(&[TEXTS[0], "Maps shall be published."]);
    let head = table.scene.acting(table.heads[0]);
    let again = prepared.submitted(table.text(), &head).unwrap();
    assert_eq!(
        again.revision, 2,
        "the wording is the same, read in the later revision"
    );
    table.table(&["Another text.", TEXTS[1]]);
    let head = table.scene.acting(table.heads[0]);
    assert!(prepared.is_stale(table.text()));
    let refused = prepared.submitted(table.text(), &head);
    assert_eq!(
        refused,
        Err(Refusal::WordingNotOnTable(statement.text_hash))
    );
}

#[test]
fn what_was_sent_back_waits_again_once_written_anew() {
    let people = People::new();
    let table = &people.table;
    let statement = table.statement(0, PositionKind::Concern);
    let id = PreparationId::from_uuid(uuid::Uuid::from_u128(700));
    let acting = table.scene.acting(people.colleague);
    let about = (table.clauses[0], &statement);
    let mut prepared = Prepared::prepare(about, 0, table.text(), &acting, id).unwrap();
    let head = table.scene.acting(table.heads[0]);
    let reason = "Say which law.".parse().unwrap();
    let refused = prepared.send_back(&reason, table.text(), &acting);
    assert_eq!(refused, Err(Refusal::NotPermitted));
    prepared.answer = Some(prepared.send_back(&reason, table.text(), &head).unwrap());
    assert_eq!(prepared.state(), PreparedState::SentBack);
    let refused = prepared.submitted(table.text(), &head);
    assert_eq!(refused, Err(Refusal::PreparationAnswered));
    let anew = prepared.rewrite(&statement, table.text(), &acting).unwrap();
    assert_eq!((anew.state(), anew.version), (PreparedState::Open, 2));
    prepared.answer = Some(anew.withdraw(table.text(), &acting).unwrap());
    let refused = prepared.rewrite(&statement, table.text(), &acting);
    assert_eq!(refused, Err(Refusal::PreparationAnswered));
}

#[test]
fn a_reserved_submission_leaves_positions_to_the_head() {
    let mut people = People::new();
    let statement = people.table.statement(0, PositionKind::Endorse);
    let clause = people.table.clauses[0];
    let take = |people: &People, by| {
        let acting = people.table.scene.acting(by);
        let text = people.table.text();
        text.take_position(clause, &statement, &acting).map(|_| ())
    };
    assert_eq!(take(&people, people.colleague), Ok(()));
    let reserve = ReserveSubmission { reserved: true };
    let network = people.table.scene.network();
    let refused = network.reserve_submission(&reserve, people.colleague);
    assert_eq!(refused, Err(Refusal::NotPermitted));
    let act = network.reserve_submission(&reserve, people.table.heads[0]);
    people.table.scene.allowed(act.map(|act| vec![act]));
    assert_eq!(
        take(&people, people.colleague),
        Err(Refusal::SubmissionReserved)
    );
    assert_eq!(take(&people, people.table.heads[0]), Ok(()));
    assert_eq!(
        take(&people, people.table.heads[1]),
        Ok(()),
        "another organisation"
    );
    let network = people.table.scene.network();
    let again = network.reserve_submission(&reserve, people.table.heads[0]);
    assert_eq!(again, Err(Refusal::NothingChanged));
}

fn check_command(table: &Table, respondents: Respondents) -> OpenCheck {
    OpenCheck {
        clauses: vec![table.clauses[1]],
        respondents,
        closes_at: table.scene.acting(table.chair).now.plus_seconds(3_600),
        question: None,
    }
}

fn open_check(
    table: &Table,
    by: DelegateId,
    command: &OpenCheck,
) -> Result<TemperatureCheck, Refusal> {
    let clauses: Vec<_> = table.clauses.iter().copied().zip(TEXTS).collect();
    let draft = outline(&clauses);
    let id = CheckId::from_uuid(uuid::Uuid::from_u128(600));
    let acting = table.scene.acting(by);
    TemperatureCheck::open(command, (&draft, 0), table.text(), &acting, id)
}

#[test]
fn the_chair_asks_and_the_group_answers_until_it_closes() {
    let people = People::new();
    let table = &people.table;
    let command = check_command(table, Respondents::Organisations);
    let refused = open_check(table, table.heads[0], &command);
    assert_eq!(refused, Err(Refusal::NotPermitted));
    let mut check = open_check(table, table.chair, &command).unwrap();
    assert_eq!(check.clauses[0].wording.text.to_plain(), TEXTS[1]);
    let answer = AnswerCheck {
        answers: vec![CheckAnswer {
            clause: table.clauses[1],
            temperature: Temperature::MoreTalk,
            remark: None,
        }],
    };
    let answered = |check: &TemperatureCheck, by, later| {
        let mut acting = table.scene.acting(by);
        acting.now = acting.now.plus_seconds(later);
        check.answer(&answer, table.text(), &acting)
    };
    let reply = answered(&check, table.heads[0], 0).unwrap();
    assert_eq!(
        check.respondent(&reply[0]),
        table.organisations[0].as_uuid()
    );
    for (by, later, refusal) in [
        (table.chair, 0, Refusal::NotPermitted),
        (people.watcher, 0, Refusal::NotPermitted),
        (people.colleague, 0, Refusal::UnknownCheck),
        (table.heads[0], 3_600, Refusal::CheckClosed),
    ] {
        assert_eq!(answered(&check, by, later), Err(refusal));
    }
    let acting = table.scene.acting(table.heads[0]);
    assert_eq!(
        check.close(table.text(), &acting),
        Err(Refusal::NotPermitted)
    );
    let acting = table.scene.acting(table.chair);
    check.closed = Some(check.close(table.text(), &acting).unwrap());
    let refused = answered(&check, table.heads[0], 0);
    assert_eq!(refused, Err(Refusal::CheckClosed));
}

#[test]
fn where_persons_are_asked_the_chair_answers_too() {
    let table = Table::of(&TEXTS);
    let check = open_check(
        &table,
        table.chair,
        &check_command(&table, Respondents::Persons),
    );
    let acting = table.scene.acting(table.chair);
    assert!(check.unwrap().may_answer(table.text(), &acting));
}

#[test]
fn a_check_is_about_clauses_of_the_draft_and_closes_in_time() {
    let table = Table::of(&TEXTS);
    let good = check_command(&table, Respondents::Persons);
    let now = table.scene.acting(table.chair).now;
    let late = now.plus_seconds(TemperatureCheck::LONGEST + 1);
    for closes_at in [now, late] {
        let wrong = OpenCheck {
            closes_at,
            ..good.clone()
        };
        assert_eq!(
            open_check(&table, table.chair, &wrong),
            Err(Refusal::CheckTimes)
        );
    }
    let none = OpenCheck {
        clauses: Vec::new(),
        ..good.clone()
    };
    assert_eq!(
        open_check(&table, table.chair, &none),
        Err(Refusal::NothingChosen)
    );
    let unknown = domain::id::ClauseId::from_uuid(uuid::Uuid::from_u128(5));
    let elsewhere = OpenCheck {
        clauses: vec![unknown],
        ..good
    };
    let refused = open_check(&table, table.chair, &elsewhere);
    assert_eq!(refused, Err(Refusal::UnknownClause(unknown)));
}

#[test]
fn the_inside_of_an_organisation_is_not_for_the_secretariat_or_auditors() {
    let people = People::new();
    let table = &people.table;
    for by in [table.scene.secretariat, people.auditor, people.observer] {
        let text = table.text();
        assert!(!text.permits(Operation::ConferInside, table.scene.network(), by));
        assert!(!text.permits(Operation::SubmitPosition, table.scene.network(), by));
    }
}
