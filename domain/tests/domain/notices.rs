//! Notices: who is told what, once, and what is read.

use domain::consensus::PositionKind;
use domain::fixture::Table;
use domain::id::DelegateId;
use domain::notices::{Marks, Matter, Notice, NoticeKind, deadlines, digest, recorded};
use domain::record::Entry;
use domain::time::Timestamp;

const TEXTS: [&str; 2] = ["Results shall be published.", "Maps shall be published."];

/// Says what the last entries tell a person.
fn told(table: &Table, entries: &[Entry], who: DelegateId) -> Vec<NoticeKind> {
    let register = &table.scene.register;
    let all = entries.iter().flat_map(|it| recorded(it, register, who));
    all.map(|it| it.kind).collect()
}

fn since(table: &Table, seq: usize) -> Vec<Entry> {
    table.scene.entries[seq..].to_vec()
}

#[test]
fn sponsors_and_the_chair_hear_of_an_amendment() {
    let mut table = Table::of(&TEXTS);
    let seen = table.scene.entries.len();
    let mut proposal = table.rewording(0, "Results shall be published at once.");
    proposal.cosponsors = vec![table.organisations[1]];
    table.amendment(0, &proposal);
    let news = since(&table, seen);
    assert_eq!(told(&table, &news, table.heads[0]), [], "their own act");
    assert_eq!(
        told(&table, &news, table.heads[1]),
        [NoticeKind::CosponsorAsked]
    );
    assert_eq!(
        told(&table, &news, table.chair),
        [NoticeKind::AmendmentTabled]
    );
    assert_eq!(told(&table, &news, table.heads[2]), []);
}

#[test]
fn a_revision_tells_those_whose_positions_it_left_behind() {
    let mut table = Table::of(&TEXTS);
    table.position(0, 0, PositionKind::Endorse);
    table.position(1, 1, PositionKind::Endorse);
    table.position(2, 0, PositionKind::Object);
    let seen = table.scene.entries.len();
    table.table(&["Results shall be published at once.", TEXTS[1]]);
    let news = since(&table, seen);
    let both = [NoticeKind::RevisionTabled, NoticeKind::PositionStale];
    assert_eq!(told(&table, &news, table.heads[0]), both);
    assert_eq!(
        told(&table, &news, table.heads[1]),
        [NoticeKind::RevisionTabled]
    );
    // An objection never goes stale; its organisation is asked instead.
    assert_eq!(
        told(&table, &news, table.heads[2]),
        [NoticeKind::RevisionTabled, NoticeKind::ObjectionAsked]
    );
    let seen = table.scene.entries.len();
    table.table(&["Results shall be published at last.", TEXTS[1]]);
    let news = since(&table, seen);
    let told = told(&table, &news, table.heads[0]);
    assert_eq!(told, [NoticeKind::RevisionTabled], "it was stale before");
}

#[test]
fn whoever_no_longer_acts_hears_nothing() {
    let mut table = Table::of(&TEXTS);
    let withdraw = domain::api::WithdrawRole {
        reason: "Retired.".parse().unwrap(),
    };
    let (leaver, secretariat) = (table.heads[0], table.scene.secretariat);
    let act = (table.scene.network()).withdraw_role(leaver, &withdraw, secretariat);
    table.scene.allowed(act.map(|act| vec![act]));
    let seen = table.scene.entries.len();
    table.table(&["Results shall be published at once.", TEXTS[1]]);
    assert_eq!(told(&table, &since(&table, seen), leaver), []);
}

fn notice(kind: NoticeKind, matter: Matter, minutes: i64) -> Notice {
    Notice {
        kind,
        matter,
        by: Some(DelegateId::from_uuid(uuid::Uuid::from_u128(1))),
        organisation: None,
        at: Timestamp::from_micros(0).plus_seconds(60 * minutes),
        is_binding: false,
    }
}

fn day_of(at: Timestamp) -> i64 {
    at.as_micros() / 86_400_000_000
}

#[test]
fn a_thread_has_one_line_a_day_until_it_is_read() {
    let thread = |number| {
        Matter::Thread(domain::id::ThreadId::from_uuid(uuid::Uuid::from_u128(
            number,
        )))
    };
    let notices = [
        notice(NoticeKind::Reply, thread(1), 10),
        notice(NoticeKind::Reply, thread(1), 20),
        notice(NoticeKind::Reply, thread(2), 15),
        notice(NoticeKind::Reply, thread(1), 24 * 60 + 5),
        notice(NoticeKind::Mention, thread(1), 30),
    ];
    let mut marks = Marks::default();
    let lines = digest(&notices, &marks, day_of);
    let counts: Vec<_> = lines.iter().map(|it| (it.day, it.kind, it.count)).collect();
    let expected = [
        (1, NoticeKind::Reply, 1),
        (0, NoticeKind::Mention, 1),
        (0, NoticeKind::Reply, 2),
        (0, NoticeKind::Reply, 1),
    ];
    assert_eq!(counts, expected);
    assert!(lines.iter().all(|it| !it.is_read));

    marks.read.insert(thread(1).to_string(), notices[1].at);
    let lines = digest(&notices, &marks, day_of);
    let read: Vec<_> = lines.iter().map(|it| it.is_read).collect();
    assert_eq!(read, [false, false, true, false]);
    marks.read.insert(String::new(), notices[3].at);
    marks.hidden.insert("mention".into());
    let lines = digest(&notices, &marks, day_of);
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|it| it.is_read));
}

#[test]
fn the_end_of_voting_is_a_deadline_of_the_organisation() {
    let mut table = Table::of(&TEXTS);
    let end = domain::api::EndVoting {
        voting_until: table.scene.acting(table.chair).now.plus_seconds(86_400),
        reason: "It leaves.".parse().unwrap(),
    };
    let scene = &table.scene;
    let act = (scene.network()).end_voting(table.organisations[0], &end, scene.secretariat);
    table.scene.allowed(act.map(|act| vec![act]));
    let of = |by| {
        let acting = table.scene.acting(by);
        deadlines(&table.scene.register, &acting, &[])
    };
    assert_eq!(of(table.heads[0])[0].at, end.voting_until);
    assert_eq!(of(table.heads[1]), []);
}
