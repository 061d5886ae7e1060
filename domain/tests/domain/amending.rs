//! Amendments from proposal to disposition: kinds, packages, adoption together, in part, otherwise
//! worded, undone, and carried onto a changed text.

use domain::amendments::CollisionClass;
use domain::api::{
    AdoptModified, AdoptPart, AnswerModification, AnswerProcedure, ChangeProposed,
    DeclareCollision, LiftCollision, OfferModification, ProcedureAdvised, ProposeProcedure,
    RejectAmendment, ReopenAmendment, ReviseAmendment, TableRevision, UndoAdoption, UndoPart,
};
use domain::fixture::{Table, adopting, outline, wording};
use domain::id::{AmendmentId, ClauseId};
use domain::instrument::{CosponsorState, DispositionKind, DraftEdit, Standing, Tabling};
use domain::record::Act;
use domain::refusal::Refusal;
use domain::text::{Outline, Wording};

const YES: domain::api::AnswerCosponsorship = domain::api::AnswerCosponsorship {
    text: 1,
    confirm: true,
};

fn statement<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Returns the working draft with these texts in the clauses on the table.
fn draft_of(table: &Table, texts: &[&str]) -> Outline {
    let pairs = table.clauses.iter().copied().zip(texts.iter().copied());
    outline(&pairs.collect::<Vec<_>>())
}

fn reworded(clause: ClauseId, text: &str) -> DraftEdit {
    DraftEdit::Reword {
        clause,
        wording: wording(text),
    }
}

#[track_caller]
fn done(table: &mut Table, act: Result<Act, Refusal>) {
    table.scene.allowed(act.map(|act| vec![act]));
}

fn ended(table: &Table, id: AmendmentId) -> Option<DispositionKind> {
    let amendment = table.text().amendment(id).unwrap();
    amendment.disposition.as_ref().map(|it| it.kind.clone())
}

const STATION: &str = "Results should be published by station within two days.";

#[test]
fn compatible_amendments_are_adopted_in_one_act_whatever_the_order() {
    let mut table =
        Table::of(&["Results should be published by station. The data are open within two days."]);
    let draft = draft_of(
        &table,
        &["Results should be published by station. The data are open within two days."],
    );
    let shall = table.rewording(
        0,
        "Results shall be published by station. The data are open within two days.",
    );
    let shall = table.amendment(0, &shall);
    let one = table.rewording(
        0,
        "Results should be published by station. The data are open within one day.",
    );
    let one = table.amendment(2, &one);
    let adoption = table.adoption(&[one, shall], &draft).unwrap();
    assert_eq!(table.adoption(&[shall, one], &draft).unwrap(), adoption);
    let expected = "Results shall be published by station. The data are open within one day.";
    assert_eq!(adoption.edits, [reworded(table.clauses[0], expected)]);
    table.adopt(&[one, shall], &draft);
    let act = |id| {
        table
            .text()
            .amendment(id)
            .unwrap()
            .disposition
            .as_ref()
            .unwrap()
            .seq
    };
    assert_eq!(act(one), act(shall));
}

#[test]
fn colliding_amendments_are_not_adopted_together() {
    let mut table = Table::of(&[STATION]);
    let draft = draft_of(&table, &[STATION]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let must = table.rewording(0, &STATION.replace("should", "must"));
    let (shall, must) = (table.amendment(0, &shall), table.amendment(1, &must));
    let refused = table.adoption(&[must, shall], &draft).unwrap_err();
    let (one, other) = (shall.min(must), shall.max(must));
    let class = CollisionClass::Overlap;
    assert_eq!(refused, Refusal::AmendmentsCollide { one, other, class });
    let sets = table.text().compare_clause(table.clauses[0]).compatible();
    assert_eq!(sets, Ok(vec![vec![one], vec![other]]));
}

#[test]
fn two_changes_of_one_sentence_are_read_together_before_both_are_adopted() {
    let mut table = Table::of(&[STATION]);
    let draft = draft_of(&table, &[STATION]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let one_day = table.rewording(0, &STATION.replace("two days", "one day"));
    let (a, b) = (table.amendment(0, &shall), table.amendment(1, &one_day));
    let refused = table.adoption(&[a, b], &draft).unwrap_err();
    let (one, other) = (a.min(b), a.max(b));
    assert_eq!(refused, Refusal::SentenceUnread { one, other });
    let mut command = adopting(&[a, b]);
    command.read_together = vec![(b, a)];
    let acting = table.scene.acting(table.chair);
    let adoption = table.text().adoption(&command, &draft, &acting).unwrap();
    let expected = "Results shall be published by station within one day.";
    assert_eq!(adoption.edits, [reworded(table.clauses[0], expected)]);
}

#[test]
fn a_package_stands_or_falls_together() {
    let mut table = Table::of(&["One.", "Two."]);
    let draft = draft_of(&table, &["One.", "Two."]);
    let mut proposal = table.rewording(0, "First.");
    proposal.further = vec![table.rewording(1, "Second.").change];
    let package = table.package(0, &proposal);
    assert_eq!(
        table.adoption(&package[..1], &draft),
        Err(Refusal::PackageIncomplete(package[1]))
    );
    let adoption = table.adopt(&package, &draft);
    assert_eq!(adoption.edits.len(), 2);
    for id in package {
        assert_eq!(ended(&table, id), Some(DispositionKind::Adopted));
    }
}

#[test]
fn rejecting_one_of_a_package_rejects_all_of_it() {
    let mut table = Table::of(&["One.", "Two."]);
    let mut proposal = table.rewording(0, "First.");
    proposal.further = vec![table.rewording(1, "Second.").change];
    let package = table.package(0, &proposal);
    let command = RejectAmendment {
        reason: statement("Neither is an improvement."),
    };
    let acting = table.scene.acting(table.chair);
    let acts = table.text().reject_amendment(package[0], &command, &acting);
    table.scene.allowed(acts);
    for id in &package {
        assert_eq!(ended(&table, *id), Some(DispositionKind::Rejected));
    }
    let reopen = |table: &Table, by| {
        let reason = statement("The wrong one was ticked.");
        let acting = table.scene.acting(by);
        let command = ReopenAmendment { reason };
        (table.text()).reopen_amendment(package[1], &command, &acting)
    };
    let stranger = reopen(&table, table.heads[0]);
    assert_eq!(stranger, Err(Refusal::NotPermitted));
    let act = reopen(&table, table.chair);
    done(&mut table, act);
    for id in &package {
        assert_eq!(ended(&table, *id), None);
    }
    let again = reopen(&table, table.chair);
    assert_eq!(again, Err(Refusal::NotUndoable));
}

#[test]
fn a_move_puts_the_clause_where_it_says() {
    let mut table = Table::of(&["One.", "Two.", "Three."]);
    let draft = draft_of(&table, &["One.", "Two.", "Three."]);
    let mut proposal = table.rewording(0, "x");
    let base = table.text().tabled_hash(table.clauses[0]).unwrap();
    let moved = |after| ChangeProposed::Move {
        clause: table.clauses[0],
        base,
        parent: None,
        after,
    };
    let (stays, goes) = (moved(None), moved(Some(table.clauses[2])));
    proposal.change = goes;
    let id = table.amendment(0, &proposal);
    let adoption = table.adoption(&[id], &draft).unwrap();
    let expected = DraftEdit::Move {
        clause: table.clauses[0],
        parent: None,
        after: Some(table.clauses[2]),
    };
    assert_eq!(adoption.edits, [expected]);
    proposal.change = stays;
    let refused = propose(&table, &proposal);
    assert_eq!(refused, Err(Refusal::PlaceUnchanged(table.clauses[0])));
}

fn propose(table: &Table, proposal: &domain::api::AmendmentProposal) -> Result<Vec<Act>, Refusal> {
    let mut scene = table.scene.clone();
    let fresh = domain::instrument::FreshNames {
        amendments: vec![(
            AmendmentId::from_uuid(scene.fresh()),
            ClauseId::from_uuid(scene.fresh()),
        )],
        package: domain::id::PackageId::from_uuid(scene.fresh()),
    };
    let acting = scene.acting(table.heads[0]);
    table.text().propose_amendment(proposal, &acting, &fresh)
}

#[test]
fn a_clause_is_not_moved_into_itself() {
    let table = Table::of(&["One.", "Two."]);
    let mut proposal = table.rewording(0, "x");
    proposal.change = ChangeProposed::Move {
        clause: table.clauses[0],
        base: table.text().tabled_hash(table.clauses[0]).unwrap(),
        parent: Some(table.clauses[0]),
        after: None,
    };
    let refused = propose(&table, &proposal);
    assert_eq!(refused, Err(Refusal::UnknownClause(table.clauses[0])));
}

#[test]
fn an_alternative_replaces_the_clause_and_collides_with_every_change_of_it() {
    let mut table = Table::of(&[STATION]);
    let draft = draft_of(&table, &[STATION]);
    let mut proposal = table.rewording(0, "x");
    proposal.change = ChangeProposed::Alternative {
        clause: table.clauses[0],
        base: table.text().tabled_hash(table.clauses[0]).unwrap(),
        wording: wording("Everything is published at once."),
    };
    let whole = table.amendment(0, &proposal);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let shall = table.amendment(1, &shall);
    let refused = table.adoption(&[whole, shall], &draft).unwrap_err();
    assert!(matches!(
        refused,
        Refusal::AmendmentsCollide {
            class: CollisionClass::Alternative,
            ..
        }
    ));
    let adoption = table.adoption(&[whole], &draft).unwrap();
    let expected = reworded(table.clauses[0], "Everything is published at once.");
    assert_eq!(adoption.edits, [expected]);
}

#[test]
fn an_editorial_hint_is_adopted_without_touching_the_draft() {
    let mut table = Table::of(&["One."]);
    let draft = draft_of(&table, &["One."]);
    let mut proposal = table.rewording(0, "x");
    proposal.change = ChangeProposed::EditorialHint {
        clause: table.clauses[0],
        base: table.text().tabled_hash(table.clauses[0]).unwrap(),
        instruction: statement("Use the defined term throughout."),
    };
    let id = table.amendment(0, &proposal);
    let adoption = table.adopt(&[id], &draft);
    assert_eq!(adoption.edits, []);
    assert_eq!(ended(&table, id), Some(DispositionKind::Adopted));
}

#[test]
fn amending_an_amendment_makes_the_two_depend_on_each_other() {
    let mut table = Table::of(&[STATION]);
    let draft = draft_of(&table, &[STATION]);
    let shall = STATION.replace("should", "shall");
    let first = table.rewording(0, &shall);
    let first = table.amendment(0, &first);
    let mut proposal = table.rewording(0, &shall.replace("two days", "one day"));
    if let ChangeProposed::Modify { base, .. } = &mut proposal.change {
        *base = wording(&shall).hash().unwrap();
    }
    assert!(matches!(
        propose(&table, &proposal),
        Err(Refusal::WordingNotOnTable(_))
    ));
    proposal.amends = Some(first);
    let second = table.amendment(1, &proposal);
    let refused = table.adoption(&[first, second], &draft).unwrap_err();
    assert!(matches!(
        refused,
        Refusal::AmendmentsCollide {
            class: CollisionClass::Dependent,
            ..
        }
    ));
    let adoption = table.adopt(&[second], &draft);
    let expected = "Results shall be published by station within one day.";
    assert_eq!(adoption.edits, [reworded(table.clauses[0], expected)]);
    let by = vec![second];
    assert_eq!(ended(&table, first), Some(DispositionKind::Subsumed { by }));
}

#[test]
fn an_amendment_follows_the_draft_where_its_words_are_untouched() {
    let mut table = Table::of(&["Results should be published by station."]);
    let shall = table.rewording(0, "Results shall be published by station.");
    let id = table.amendment(0, &shall);
    let adopted = |text: &str| {
        table
            .adoption(&[id], &draft_of(&table, &[text]))
            .map(|it| it.edits)
    };
    let expected = "Results shall be published at once by polling station.";
    assert_eq!(
        adopted("Results should be published at once by polling station."),
        Ok(vec![reworded(table.clauses[0], expected)])
    );
    let conflict = adopted("Results must be published by station.");
    assert_eq!(conflict, Err(Refusal::AmendmentConflict));
    let gone = table.adoption(&[id], &outline(&[])).map(|it| it.edits);
    assert_eq!(gone, Err(Refusal::AmendmentConflict));
}

#[test]
fn what_an_adoption_leaves_nothing_of_is_subsumed_with_credit() {
    let mut table = Table::of(&[STATION]);
    let draft = draft_of(&table, &[STATION]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let (one, same) = (table.amendment(0, &shall), table.amendment(1, &shall));
    let other = table.rewording(0, &STATION.replace("two days", "one day"));
    let other = table.amendment(2, &other);
    table.adopt(&[one], &draft);
    let by = vec![one];
    assert_eq!(ended(&table, same), Some(DispositionKind::Subsumed { by }));
    assert_eq!(ended(&table, other), None);
}

#[test]
fn an_adoption_is_undone_until_the_next_tabling_with_what_it_subsumed() {
    let mut table = Table::of(&[STATION]);
    let before = draft_of(&table, &[STATION]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let (one, same) = (table.amendment(0, &shall), table.amendment(1, &shall));
    table.adopt(&[one], &before);
    let after = draft_of(&table, &[&STATION.replace("should", "shall")]);
    let now = draft_of(
        &table,
        &[&STATION.replace("should", "shall").replace("two", "three")],
    );
    let acting = table.scene.acting(table.chair);
    let edits = table.text().undoing(one, (&before, &after, &now), &acting);
    let expected = STATION.replace("two", "three");
    assert_eq!(edits, Ok(vec![reworded(table.clauses[0], &expected)]));
    let must = draft_of(&table, &[&STATION.replace("should", "must")]);
    let conflict = table.text().undoing(one, (&before, &after, &must), &acting);
    assert_eq!(conflict, Err(Refusal::AmendmentConflict));
    let command = UndoAdoption {
        reason: statement("The wrong one was ticked."),
    };
    let act = table.text().undo_adoption(one, &command, None, &acting);
    done(&mut table, act);
    assert_eq!((ended(&table, one), ended(&table, same)), (None, None));
    table.adopt(&[one], &before);
    table.table(&[&STATION.replace("should", "shall")]);
    let acting = table.scene.acting(table.chair);
    let late = table.text().undo_adoption(one, &command, None, &acting);
    assert_eq!(late, Err(Refusal::NotUndoable));
}

#[test]
fn part_of_an_amendment_is_adopted_and_the_rest_stays_open() {
    let mut table = Table::of(&[STATION]);
    let proposed = STATION
        .replace("should", "shall")
        .replace("two days", "one day");
    let proposal = table.rewording(0, &proposed);
    let id = table.amendment(0, &proposal);
    let draft = draft_of(&table, &[STATION]);
    let part = |changes: &[u32]| AdoptPart {
        text: 1,
        changes: changes.to_vec(),
        heading: false,
        note: None,
    };
    let acting = table.scene.acting(table.chair);
    let planned = |changes: &[u32]| {
        table
            .text()
            .part_adoption(id, &part(changes), &draft, &acting)
    };
    assert_eq!(planned(&[]), Err(Refusal::NotAPart));
    assert_eq!(planned(&[0, 1]), Err(Refusal::NotAPart));
    assert_eq!(planned(&[7]), Err(Refusal::NotAPart));
    let shall = STATION.replace("should", "shall");
    let taken = planned(&[0]).unwrap();
    assert_eq!(taken.0, reworded(table.clauses[0], &shall));
    let command = part(&[0]);
    let change = "00".to_owned();
    let act = (table.text()).adopt_part(id, (&command, &taken, &draft), change, &acting);
    done(&mut table, act);
    let amendment = table.text().amendment(id).unwrap();
    assert!(amendment.is_open());
    assert_eq!(amendment.parts.len(), 1);
    let adoption = table.adoption(&[id], &draft_of(&table, &[&shall])).unwrap();
    assert_eq!(adoption.edits, [reworded(table.clauses[0], &proposed)]);
}

#[test]
fn a_part_is_undone_until_the_next_tabling_and_what_came_since_stays() {
    let mut table = Table::of(&[STATION]);
    let shall = STATION.replace("should", "shall");
    let proposal = table.rewording(0, &shall.replace("two days", "one day"));
    let id = table.amendment(0, &proposal);
    let take = |table: &mut Table, draft: &str| {
        let draft = draft_of(table, &[draft]);
        let command = AdoptPart {
            text: 1,
            changes: vec![0],
            heading: false,
            note: None,
        };
        let acting = table.scene.acting(table.chair);
        let taken = (table.text()).part_adoption(id, &command, &draft, &acting);
        let taken = taken.unwrap();
        let plan = (&command, &taken, &draft);
        let act = (table.text()).adopt_part(id, plan, "00".to_owned(), &acting);
        done(table, act);
    };
    let undo = |table: &Table, part| {
        let reason = statement("The wrong one was ticked.");
        let command = UndoPart { part, reason };
        let acting = table.scene.acting(table.chair);
        table.text().undo_part(id, &command, None, &acting)
    };
    take(&mut table, STATION);
    let (before, after) = (draft_of(&table, &[STATION]), draft_of(&table, &[&shall]));
    let later = draft_of(&table, &[&shall.replace("station", "polling station")]);
    let acting = table.scene.acting(table.chair);
    let undoing =
        |now: &Outline| (table.text()).undoing_part((id, 1), (&before, &after, now), &acting);
    let expected = STATION.replace("station", "polling station");
    assert_eq!(
        undoing(&later),
        Ok(vec![reworded(table.clauses[0], &expected)])
    );
    let must = draft_of(&table, &[&STATION.replace("should", "must")]);
    assert_eq!(undoing(&must), Err(Refusal::AmendmentConflict));
    let sponsor = table.scene.acting(table.heads[0]);
    let outlines = (&before, &after, &later);
    let stranger = table.text().undoing_part((id, 1), outlines, &sponsor);
    assert_eq!(stranger, Err(Refusal::NotPermitted));

    assert_eq!(undo(&table, 2), Err(Refusal::NotUndoable));
    let act = undo(&table, 1);
    done(&mut table, act);
    let amendment = table.text().amendment(id).unwrap();
    assert_eq!(amendment.parts_taken().count(), 0);
    assert_eq!(
        table.text().adopted_wording(table.clauses[0]),
        Some(wording(STATION))
    );
    assert_eq!(undo(&table, 1), Err(Refusal::NotUndoable));
    take(&mut table, STATION);
    assert!(undo(&table, 2).is_ok());
    table.table(&[&shall]);
    assert_eq!(undo(&table, 2), Err(Refusal::NotUndoable));
}

#[test]
fn the_sentence_made_with_one_adopted_before_is_read_too() {
    let mut table = Table::of(&[STATION]);
    let shall = STATION.replace("should", "shall");
    let proposal = table.rewording(0, &shall);
    let first = table.amendment(0, &proposal);
    let proposal = table.rewording(0, &STATION.replace("two days", "one day"));
    let second = table.amendment(1, &proposal);
    table.adopt(&[first], &draft_of(&table, &[STATION]));
    let draft = draft_of(&table, &[&shall]);
    let unread = Refusal::SentenceUnread {
        one: first.min(second),
        other: first.max(second),
    };
    assert_eq!(table.adoption(&[second], &draft), Err(unread));
    let acting = table.scene.acting(table.chair);
    let weighed = table.text().weigh(&[second], &draft, &acting);
    let sentences: Vec<_> = weighed.near.iter().flat_map(|it| &it.sentences).collect();
    assert_eq!(sentences, [&shall.replace("two days", "one day")]);
    let mut command = adopting(&[second]);
    command.read_together = vec![(second, first)];
    assert!(table.text().adoption(&command, &draft, &acting).is_ok());
}

#[test]
fn another_wording_is_adopted_only_with_the_sponsors_consent() {
    let mut table = Table::of(&[STATION]);
    let draft = draft_of(&table, &[STATION]);
    let must = table.rewording(0, &STATION.replace("should", "must"));
    let id = table.amendment(0, &must);
    let shall = STATION.replace("should", "shall");
    let offer = OfferModification {
        text: 1,
        wording: wording(&shall),
        note: statement("The house style has no must."),
    };
    let acting = table.scene.acting(table.chair);
    let act = table.text().offer_modification(id, &offer, &acting);
    done(&mut table, act);
    let command = AdoptModified {
        offer: 1,
        note: None,
    };
    let planned = |table: &Table| {
        let acting = table.scene.acting(table.chair);
        (table.text()).modified_adoption(id, &command, &draft, &acting)
    };
    assert_eq!(planned(&table), Err(Refusal::NoConsent));
    let answer = AnswerModification {
        offer: 1,
        accepted: true,
        reason: None,
    };
    let acting = table.scene.acting(table.heads[1]);
    let stranger = table.text().answer_modification(id, &answer, &acting);
    assert_eq!(stranger, Err(Refusal::NotTheSponsor));
    let acting = table.scene.acting(table.heads[0]);
    let act = table.text().answer_modification(id, &answer, &acting);
    done(&mut table, act);
    let edit = reworded(table.clauses[0], &shall);
    assert_eq!(planned(&table), Ok(edit.clone()));
    let acting = table.scene.acting(table.chair);
    let taken = (&command, &edit, &draft);
    let acts = (table.text()).adopt_modified(id, taken, "00".into(), &acting);
    table.scene.allowed(acts);
    let modified = DispositionKind::AdoptedModified { offer: 1 };
    assert_eq!(ended(&table, id), Some(modified));
}

#[test]
fn a_new_text_keeps_the_old_and_asks_its_co_sponsors_again() {
    let mut table = Table::of(&[STATION]);
    let mut proposal = table.rewording(0, &STATION.replace("should", "shall"));
    proposal.cosponsors = vec![table.organisations[1]];
    let id = table.amendment(0, &proposal);
    let acting = table.scene.acting(table.heads[1]);
    let act = table.text().answer_cosponsorship(id, &YES, &acting);
    done(&mut table, act);
    let command = ReviseAmendment {
        text: 1,
        revision: 1,
        change: table
            .rewording(0, &STATION.replace("should", "must"))
            .change,
        rationale: statement("Stronger."),
    };
    let by_other = table.scene.acting(table.heads[1]);
    let refused = table.text().revise_amendment(id, &command, &by_other);
    assert_eq!(refused, Err(Refusal::NotTheSponsor));
    let acting = table.scene.acting(table.heads[0]);
    let act = table.text().revise_amendment(id, &command, &acting);
    done(&mut table, act);
    let amendment = table.text().amendment(id).unwrap();
    assert_eq!(amendment.texts().len(), 2);
    assert_eq!(amendment.sponsors(), [table.organisations[0]]);
    assert_eq!(
        amendment.cosponsor(table.organisations[1]),
        Some(CosponsorState::Invited)
    );
    let acting = table.scene.acting(table.heads[0]);
    let stale = table.text().revise_amendment(id, &command, &acting);
    assert_eq!(stale, Err(Refusal::TextChanged));
}

#[test]
fn a_declared_collision_keeps_two_amendments_apart_until_it_is_lifted() {
    let mut table = Table::of(&["Results are public. Data are open."]);
    let text = "Results are public. Data are open.";
    let draft = draft_of(&table, &[text]);
    let a = table.rewording(0, &text.replace("public", "published"));
    let b = table.rewording(0, &text.replace("open", "free"));
    let (a, b) = (table.amendment(0, &a), table.amendment(1, &b));
    table.adoption(&[a, b], &draft).unwrap();
    let command = DeclareCollision {
        other: a,
        reason: statement("One defines what the other uses."),
    };
    let by_sponsor = table.scene.acting(table.heads[0]);
    let refused = table.text().declare_collision(b, &command, &by_sponsor);
    assert_eq!(refused, Err(Refusal::NotPermitted));
    let acting = table.scene.acting(table.scene.secretariat);
    let act = table.text().declare_collision(b, &command, &acting);
    done(&mut table, act);
    assert!(matches!(
        table.adoption(&[a, b], &draft),
        Err(Refusal::AmendmentsCollide {
            class: CollisionClass::Declared,
            ..
        })
    ));
    let command = LiftCollision {
        other: b,
        reason: statement("The definition was withdrawn."),
    };
    let acting = table.scene.acting(table.chair);
    let act = table.text().lift_collision(a, &command, &acting);
    done(&mut table, act);
    table.adoption(&[a, b], &draft).unwrap();
    let acting = table.scene.acting(table.chair);
    let again = table.text().lift_collision(a, &command, &acting);
    assert_eq!(again, Err(Refusal::CollisionNotDeclared));
}

#[test]
fn the_sponsor_answers_the_procedure_proposed_last() {
    let mut table = Table::of(&["One."]);
    let two = table.rewording(0, "Two.");
    let id = table.amendment(0, &two);
    let mut command = ProposeProcedure {
        text: 1,
        procedure: ProcedureAdvised::Reject,
        note: None,
    };
    let by_chair = table.scene.acting(table.chair);
    let refused = table.text().propose_procedure(id, &command, &by_chair);
    assert_eq!(refused, Err(Refusal::NotPermitted));
    for advice in [ProcedureAdvised::Reject, ProcedureAdvised::Discuss] {
        command.procedure = advice;
        let acting = table.scene.acting(table.scene.secretariat);
        let act = table.text().propose_procedure(id, &command, &acting);
        done(&mut table, act);
    }
    let answer = |version| AnswerProcedure {
        version,
        accepted: false,
        reason: Some(statement("It can be adopted as it stands.")),
    };
    let acting = table.scene.acting(table.heads[0]);
    let old = table.text().answer_procedure(id, &answer(1), &acting);
    assert_eq!(old, Err(Refusal::NothingToAnswer));
    let act = table.text().answer_procedure(id, &answer(2), &acting);
    done(&mut table, act);
    let amendment = table.text().amendment(id).unwrap();
    let answered = |it: &domain::instrument::ProposedProcedure| it.answer.is_some();
    let answers: Vec<_> = amendment.procedures.iter().map(answered).collect();
    assert_eq!(answers, [false, true]);
}

#[test]
fn tabling_passes_no_amendment_by_in_silence() {
    let mut table = Table::of(&[STATION]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let one = table.rewording(0, &STATION.replace("two days", "one day"));
    let (shall, open) = (table.amendment(0, &shall), table.amendment(1, &one));
    let text = draft_of(&table, &[&STATION.replace("should", "shall")]);
    let heads = ["00".to_owned()];
    let tabled = |table: &Table, carries: &[AmendmentId]| {
        let command = TableRevision {
            heads: heads.to_vec(),
            carries: carries.to_vec(),
            note: None,
        };
        let tabling = Tabling {
            outline: &text,
            heads: &heads,
            undecided: None,
        };
        let acting = table.scene.acting(table.chair);
        table.text().table_revision(&command, &tabling, &acting)
    };
    assert_eq!(tabled(&table, &[]), Err(Refusal::AmendmentsUndecided(1)));
    let acts = tabled(&table, &[open]);
    table.scene.allowed(acts);
    let by = Vec::new();
    assert_eq!(ended(&table, shall), Some(DispositionKind::Subsumed { by }));
    assert_eq!(ended(&table, open), None);
}

#[test]
fn an_open_amendment_says_how_it_stands_to_a_changed_clause() {
    let mut table = Table::of(&[STATION]);
    let one = table.rewording(0, &STATION.replace("two days", "one day"));
    let one = table.amendment(0, &one);
    let must = table.rewording(0, &STATION.replace("should", "must"));
    let must = table.amendment(1, &must);
    table.table(&[&STATION.replace("should", "shall")]);
    let standing = |id| {
        let text = table.text();
        let now = text.current().unwrap().clause(table.clauses[0]).unwrap();
        text.standing(text.amendment(id).unwrap(), now.wording())
    };
    let carried = "Results shall be published by station within one day.";
    assert_eq!(standing(one), Standing::Carried(wording(carried)));
    let Standing::Conflict(conflict) = standing(must) else {
        panic!("the clause has changed where the amendment changes it");
    };
    let views = &conflict.text[0];
    assert_eq!(
        (&*views.base, &*views.current, &*views.proposed),
        (
            "Results should be published by station within two days.",
            "Results shall be published by station within two days.",
            "Results must be published by station within two days."
        )
    );
    let comparison = table.text().compare_clause(table.clauses[0]);
    assert_eq!(comparison.compatible(), Ok(vec![vec![one]]));
}

#[test]
fn headings_collide_apart_from_texts() {
    let mut table = Table::of(&["One."]);
    let headed = |heading: &str, text: &str| Wording {
        heading: heading.into(),
        ..wording(text)
    };
    let mut proposal = table.rewording(0, "x");
    let mut propose = |table: &mut Table, organisation, to: Wording| {
        if let ChangeProposed::Modify { wording, .. } = &mut proposal.change {
            *wording = to;
        }
        table.amendment(organisation, &proposal)
    };
    let a = propose(&mut table, 0, headed("Results", "One."));
    let b = propose(&mut table, 1, headed("Publication", "One."));
    let c = propose(&mut table, 2, headed("", "Two."));
    let comparison = table.text().compare_clause(table.clauses[0]);
    let pairs: Vec<_> = comparison
        .collisions()
        .iter()
        .map(|it| (it.one, it.other))
        .collect();
    assert_eq!(pairs, [(a.min(b), a.max(b))]);
    let both = comparison.adopted(&[a, c]);
    assert_eq!(both, Some(headed("Results", "Two.")));
}

#[test]
fn weighing_says_what_a_choice_results_in_and_what_it_excludes() {
    let mut table = Table::of(&[STATION, "Data are open."]);
    let text = draft_of(&table, &[STATION, "Data are open."]);
    let shall = table.rewording(0, &STATION.replace("should", "shall"));
    let must = table.rewording(0, &STATION.replace("should", "must"));
    let free = table.rewording(1, "Data are free.");
    let shall = table.amendment(0, &shall);
    let must = table.amendment(1, &must);
    let free = table.amendment(2, &free);
    let declared = DeclareCollision {
        other: must,
        reason: statement("One speaks of a duty that the other has not."),
    };
    let acting = table.scene.acting(table.chair);
    let act = table.text().declare_collision(free, &declared, &acting);
    done(&mut table, act);
    let acting = table.scene.acting(table.chair);
    let weighing = table.text().weigh(&[shall, free], &text, &acting);
    assert_eq!(weighing.adoption.unwrap().edits.len(), 2);
    assert_eq!(weighing.collisions, []);
    let excluded: Vec<_> = weighing.excluded.iter().map(|it| it.class).collect();
    assert_eq!(excluded.len(), 2);
    assert!(excluded.contains(&CollisionClass::Overlap));
    assert!(excluded.contains(&CollisionClass::Declared));
    let refused = table.text().weigh(&[free, must], &text, &acting);
    assert_eq!(refused.collisions.len(), 1);
    assert!(refused.adoption.is_err());
}

#[test]
fn words_are_traced_to_the_amendment_and_the_revision_that_brought_them() {
    let mut table = Table::of(&[STATION]);
    let shall = STATION.replace("should", "shall");
    let proposal = table.rewording(0, &shall);
    let id = table.amendment(0, &proposal);
    let text = draft_of(&table, &[STATION]);
    table.adopt(&[id], &text);
    let reworked = shall.replace("station", "polling station");
    table.table(&[&reworked]);
    table.table(&[&reworked.replace("two days", "a day")]);
    let blame = table.text().blame(table.clauses[0], 3).unwrap();
    let runs: Vec<_> = (blame.text.iter())
        .map(|it| {
            (
                it.text.as_str(),
                it.origin.revision,
                it.origin.amendments.len(),
            )
        })
        .collect();
    assert_eq!(
        runs,
        [
            ("Results ", 1, 0),
            ("shall", 2, 1),
            (" be published by ", 1, 0),
            ("polling ", 2, 0),
            ("station within ", 1, 0),
            ("a day", 3, 0),
            (".", 1, 0),
        ]
    );
    assert_eq!(blame.text[1].origin.amendments, [id]);
}

#[test]
fn a_numbered_line_leads_to_where_its_words_stand_now() {
    let long = format!(
        "{}{STATION}",
        "Every polling station counts in public. ".repeat(4)
    );
    let mut table = Table::of(&["One.", &long]);
    let lines = table.text().current().unwrap().lines();
    let numbers: Vec<_> = lines.iter().map(|it| (it.number, it.clause)).collect();
    assert_eq!(numbers.len(), 4);
    assert_eq!(numbers[0], (1, table.clauses[0]));
    assert_eq!(numbers[3], (4, table.clauses[1]));
    table.table(&[
        "One. And a sentence that fills the line so that more than eighty signs are in it.",
        &long,
    ]);
    let (clause, now) = table.text().line_now(1, 4).unwrap();
    assert_eq!((clause, now.unwrap().number), (table.clauses[1], 5));
    table.table(&["One.", "Another thing altogether!"]);
    assert_eq!(table.text().line_now(1, 4), Some((clause, None)));
    assert_eq!(table.text().line_now(1, 5), None);
}
