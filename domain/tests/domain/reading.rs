//! What readers are told: brackets and their course, what is new, where lines went, who wrote what.

use domain::amendments::{Alternative, RollingPart, rolling_text};
use domain::api::{AmendmentProposal, ChangeProposed, RejectAmendment};
use domain::consensus::PositionKind;
use domain::fixture::{Table, outline, wording};
use domain::id::{AmendmentId, ClauseId, DelegateId, OrganisationId};
use domain::instrument::{BracketCount, LineFate, RollingClause, Written};

const STATION: &str = "Results should be published by station within two days.";
const SIGNED: &str = "Every results form is signed by the agents present.";

/// Returns a proposal of another kind than a rewording.
fn proposing(table: &Table, change: ChangeProposed) -> AmendmentProposal {
    AmendmentProposal {
        change,
        ..table.rewording(0, "unused")
    }
}

fn reject(table: &mut Table, id: AmendmentId) {
    let command = RejectAmendment {
        reason: "It goes too far.".parse().unwrap(),
    };
    let acting = table.scene.acting(table.chair);
    let acts = table.text().reject_amendment(id, &command, &acting);
    table.scene.allowed(acts);
}

fn drawn(parts: &[RollingPart<OrganisationId>]) -> String {
    rolling_text(parts, false)
}

fn ids(clauses: &[RollingClause]) -> Vec<ClauseId> {
    clauses.iter().map(|it| it.id).collect()
}

#[test]
fn the_rolling_text_shows_rewordings_in_brackets_and_names_the_rest() {
    let mut table = Table::of(&[STATION, SIGNED]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let shall = table.amendment(0, &shall);
    let delete = ChangeProposed::Delete {
        clause: table.clauses[0],
        base: table.text().tabled_hash(table.clauses[0]).unwrap(),
    };
    let delete = proposing(&table, delete);
    let delete = table.amendment(1, &delete);
    let rolling = table.text().rolling();
    assert_eq!(
        drawn(&rolling[0].text),
        "Results [should][shall] be published by station within two days."
    );
    assert_eq!(rolling[0].amendments, [shall, delete]);
    assert_eq!(rolling[0].others, [delete]);
    assert!(!rolling[1].is_bracketed());
    assert_eq!(drawn(&rolling[1].text), SIGNED);
}

#[test]
fn an_amendment_that_no_longer_fits_is_named_beside_the_text() {
    let mut table = Table::of(&[STATION]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let shall = table.amendment(0, &shall);
    table.table(&[&STATION.replace("should", "must")]);
    let rolling = table.text().rolling();
    assert_eq!(drawn(&rolling[0].text), STATION.replace("should", "must"));
    assert_eq!(rolling[0].others, [shall]);
}

#[test]
fn a_proposed_clause_stands_in_brackets_where_it_would_be_inserted() {
    let mut table = Table::of(&[STATION, SIGNED]);
    let insert = |after, text: &str| ChangeProposed::Insert {
        clause: None,
        parent: None,
        after,
        wording: wording(text),
    };
    let first = proposing(&table, insert(None, "The people are sovereign."));
    let first = table.amendment(0, &first);
    let between = insert(Some(table.clauses[0]), "Copies are free.");
    let between = proposing(&table, between);
    let between = table.amendment(2, &between);
    let named = |id| table.text().amendment(id).unwrap().change().clause();
    let (first, between) = (named(first), named(between));
    let rolling = table.text().rolling();
    assert_eq!(
        ids(&rolling),
        [first, table.clauses[0], between, table.clauses[1]]
    );
    assert!(rolling[2].is_proposed);
    let brackets = RollingPart::Brackets {
        base: None,
        alternatives: vec![Alternative {
            text: Some("Copies are free.".into()),
            sponsors: vec![table.organisations[2]],
        }],
    };
    assert_eq!(rolling[2].text, [brackets]);
}

#[test]
fn bracketed_clauses_are_counted_for_each_revision_at_their_most_and_at_its_end() {
    let mut table = Table::of(&[STATION, SIGNED]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let shall = table.amendment(0, &shall);
    let must = table.rewording(0, &STATION.replace("should", "must"));
    table.amendment(1, &must);
    let party = table.rewording(1, &SIGNED.replace("agents", "party agents"));
    let party = table.amendment(2, &party);
    reject(&mut table, party);
    reject(&mut table, shall);
    let count = |revision, most, left| BracketCount {
        revision,
        clauses: 2,
        most,
        left,
    };
    assert_eq!(table.text().bracket_course(), [count(1, 2, 1)]);
    table.table(&[STATION, &SIGNED.replace("form", "sheet")]);
    assert_eq!(
        table.text().bracket_course(),
        [count(1, 2, 1), count(2, 1, 1)]
    );
    assert_eq!(
        table.text().bracketed(),
        [table.clauses[0]].into_iter().collect()
    );
}

#[test]
fn what_is_new_is_what_came_after_the_entry_read_last() {
    let mut table = Table::of(&[STATION, SIGNED]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let shall = table.amendment(0, &shall);
    table.position(0, 1, PositionKind::Endorse);
    let read = table.text().last_seq;
    assert!(table.text().since(read).is_empty());
    let must = table.rewording(0, &STATION.replace("should", "must"));
    let must = table.amendment(1, &must);
    reject(&mut table, shall);
    table.position(3, 1, PositionKind::Accept);
    table.table(&[STATION, &SIGNED.replace("form", "sheet")]);
    let since = table.text().since(read);
    assert_eq!(since.read.map(|it| it.number), Some(1));
    let numbers: Vec<_> = since.revisions.iter().map(|it| it.number).collect();
    assert_eq!(numbers, [2]);
    let tabled: Vec<_> = since.tabled.iter().map(|it| it.id).collect();
    assert_eq!(tabled, [must]);
    let decided: Vec<_> = since.decided.iter().map(|it| it.id).collect();
    assert_eq!(decided, [shall]);
    assert!(since.revised.is_empty());
    let taken: Vec<_> = (since.positions.iter())
        .map(|(clause, it)| (*clause, it.organisation))
        .collect();
    assert_eq!(taken, [(table.clauses[1], table.organisations[3])]);
    assert_eq!(table.text().since(0).read, None);
}

#[test]
fn a_line_says_since_when_its_words_are_gone_and_what_stands_there() {
    let padding = "Every polling station counts in public before those who wish to see it done. ";
    let mut table = Table::of(&[&format!("{padding}{STATION}")]);
    let clause = table.clauses[0];
    let fate = |table: &Table| table.text().line_fate(1, 2).unwrap();
    assert!(matches!(fate(&table), (_, LineFate::Stands(line)) if line.number == 2));
    table.table(&[&format!("Preface! {padding}{STATION} {SIGNED}")]);
    assert!(
        matches!(fate(&table), (it, LineFate::Stands(line)) if it == clause && line.number == 2)
    );
    table.table(&[&format!("{padding}Copies are free.")]);
    table.table(&[&format!("{padding}Copies are free. Anybody may watch.")]);
    let gone = LineFate::Gone { since: 3 };
    assert_eq!(fate(&table), (clause, gone));
    assert_eq!(table.text().line_fate(1, 3), None);
}

#[test]
fn a_line_whose_words_went_leads_to_what_followed_them() {
    let first = "Every polling station counts in public before those who wish to see it done.";
    let mut table = Table::of(&[&format!("{first} {STATION}")]);
    table.table(&[&format!("In public: {STATION}")]);
    let (_, fate) = table.text().line_fate(1, 1).unwrap();
    assert!(
        matches!(&fate, LineFate::Replaced { since: 2, by } if by.number == 1),
        "{fate:?}"
    );
}

#[test]
fn words_the_drafters_wrote_are_traced_to_who_wrote_them() {
    let mut table = Table::of(&[STATION]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let shall = table.amendment(0, &shall);
    let draft = outline(&[(table.clauses[0], STATION)]);
    table.adopt(&[shall], &draft);
    let now = STATION
        .replace("should", "shall")
        .replace("two days", "three days");
    table.table(&[&now]);
    let (one, other) = (table.heads[0], table.heads[1]);
    let by = |text: &str, by: DelegateId| Written {
        text: text.into(),
        by: Some(by),
    };
    let written = [
        by("Results ", one),
        by("shall", table.chair),
        by(" be pub", one),
        by("lished by station within ", other),
        Written {
            text: "three".into(),
            by: None,
        },
        by(" days.", one),
    ];
    let blame = table.text().blame(table.clauses[0], 2).unwrap();
    let blame = blame.with_drafters(&[], &written);
    let runs: Vec<_> = (blame.text.iter())
        .map(|it| (it.text.as_str(), it.drafters.as_slice()))
        .collect();
    let expected: [(&str, &[DelegateId]); 7] = [
        ("Results ", &[one]),
        ("shall", &[]),
        (" be ", &[one]),
        ("published ", &[one, other]),
        ("by station within ", &[other]),
        ("three", &[]),
        (" days.", &[one]),
    ];
    assert_eq!(runs, expected);
    let whole: String = blame.text.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(whole, now);
}

#[test]
fn drafters_are_named_though_the_draft_has_gone_on() {
    let table = Table::of(&[STATION]);
    let one = table.heads[0];
    let written = [Written {
        text: format!("In short: {STATION} And more."),
        by: Some(one),
    }];
    let blame = table.text().blame(table.clauses[0], 1).unwrap();
    let blame = blame.with_drafters(&[], &written);
    assert_eq!(blame.text.len(), 1);
    assert_eq!(blame.text[0].drafters, [one]);
}

#[test]
fn blame_survives_a_move() {
    let mut table = Table::of(&[STATION, SIGNED]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let shall = table.amendment(0, &shall);
    let draft = outline(&[(table.clauses[0], STATION), (table.clauses[1], SIGNED)]);
    table.adopt(&[shall], &draft);
    let now = STATION.replace("should", "shall");
    table.table(&[&now, SIGNED]);
    table.clauses.swap(0, 1);
    table.table(&[SIGNED, &now]);
    let blame = table.text().blame(table.clauses[1], 3).unwrap();
    assert_eq!(blame.text[1].text, "shall");
    assert_eq!(blame.text[1].origin.amendments, [shall]);
    assert_eq!(blame.text[1].origin.revision, 2);
}
