//! What an adoption must not do: act on a text that nobody read, split a package, overwrite words
//! that came since, or take anyone's support along to another wording.

use domain::amendments::CollisionClass;
use domain::api::{
    AdoptModified, AdoptPart, AnswerCosponsorship, AnswerModification, AnswerProcedure,
    ChangeProposed, DeclareCollision, OfferModification, ProcedureAdvised, ProposeProcedure,
    ReviseAmendment,
};
use domain::fixture::{Table, outline, wording};
use domain::id::{AmendmentId, ClauseId, PackageId};
use domain::instrument::{DispositionKind, DraftEdit, FreshNames, Instrument, Standing};
use domain::refusal::Refusal;
use domain::text::Outline;

const TEXT: &str = "Results should be published.";
const SHALL: &str = "Results shall be published.";
const PROMPTLY: &str = "Results should be published promptly.";

fn draft(table: &Table, text: &str) -> Outline {
    outline(&[(table.clauses[0], text)])
}

/// Gives an amendment another text.
fn revise(table: &mut Table, id: AmendmentId, change: ChangeProposed) -> Result<(), Refusal> {
    let amendment = table.text().amendment(id).unwrap();
    let command = ReviseAmendment {
        text: amendment.text().number,
        revision: table.text().current().unwrap().number,
        change,
        rationale: "It is clearer so.".parse().unwrap(),
    };
    let acting = table.scene.acting(amendment.proposed_by);
    let act = table.text().revise_amendment(id, &command, &acting)?;
    table.scene.allowed(Ok(vec![act]));
    Ok(())
}

#[test]
fn a_text_that_was_not_read_is_not_adopted() {
    let mut table = Table::of(&[TEXT]);
    let id = table.amendment(0, &table.rewording(0, SHALL));
    let read = table.adopting(&[id]);
    let now = draft(&table, TEXT);
    let acting = table.scene.acting(table.chair);
    let planned = table.text().adoption(&read, &now, &acting).unwrap();
    let change = table.rewording(0, "Results must be published.").change;
    revise(&mut table, id, change).unwrap();
    let acting = table.scene.acting(table.chair);
    let refused = table.text().adoption(&read, &now, &acting);
    assert_eq!(refused, Err(Refusal::TextChanged));
    let refused = table.text().adopt(&read, (&planned, &now), None, &acting);
    assert_eq!(refused, Err(Refusal::TextChanged));
    // Nor is the present text entered with what was planned for the one before.
    let present = table.adopting(&[id]);
    let refused = table
        .text()
        .adopt(&present, (&planned, &now), None, &acting);
    assert_eq!(refused, Err(Refusal::TextChanged));
}

#[test]
fn what_is_in_the_draft_already_collides_too() {
    let mut table = Table::of(&[TEXT]);
    let shall = table.amendment(0, &table.rewording(0, SHALL));
    let mut whole = table.rewording(0, "Publish every result.");
    let ChangeProposed::Modify {
        clause,
        base,
        wording,
    } = whole.change.clone()
    else {
        panic!("a rewording modifies");
    };
    whole.change = ChangeProposed::Alternative {
        clause,
        base,
        wording,
    };
    let alternative = table.amendment(1, &whole);
    let mut going = table.rewording(0, SHALL);
    going.change = ChangeProposed::Delete { clause, base };
    let deletion = table.amendment(2, &going);
    let declared = table.amendment(3, &table.rewording(0, PROMPTLY));
    let command = DeclareCollision {
        other: shall,
        reason: "One makes the other void.".parse().unwrap(),
    };
    let acting = table.scene.acting(table.chair);
    let act = table.text().declare_collision(declared, &command, &acting);
    table.scene.allowed(act.map(|act| vec![act]));

    let before = draft(&table, TEXT);
    table.adopt(&[shall], &before);
    let after = draft(&table, SHALL);
    for (id, expected) in [
        (alternative, CollisionClass::Alternative),
        (deletion, CollisionClass::DeleteEdit),
        (declared, CollisionClass::Declared),
    ] {
        let refused = table.adoption(&[id], &after).unwrap_err();
        assert!(
            matches!(refused, Refusal::AmendmentsCollide { class, .. } if class == expected),
            "{refused:?}"
        );
    }
}

#[test]
fn what_takes_a_whole_clause_is_asked_for_again_when_the_clause_has_changed() {
    let mut table = Table::of(&[TEXT]);
    let mut going = table.rewording(0, SHALL);
    let ChangeProposed::Modify { clause, base, .. } = going.change else {
        panic!("a rewording modifies");
    };
    going.change = ChangeProposed::Delete { clause, base };
    let id = table.amendment(0, &going);
    // By hand, in the draft.
    let refused = table.adoption(&[id], &draft(&table, PROMPTLY));
    assert_eq!(refused, Err(Refusal::AmendmentConflict));
    table.table(&[PROMPTLY]);
    let amendment = table.text().amendment(id).unwrap();
    let standing = table.text().standing(amendment, Some(&wording(PROMPTLY)));
    assert!(matches!(standing, Standing::Conflict(_)), "{standing:?}");
    let base = table.text().tabled_hash(clause).unwrap();
    revise(&mut table, id, ChangeProposed::Delete { clause, base }).unwrap();
    assert!(table.adoption(&[id], &draft(&table, PROMPTLY)).is_ok());
}

#[test]
fn a_wording_carried_to_a_later_revision_waits_for_its_sponsor() {
    let mut table = Table::of(&[TEXT]);
    let id = table.amendment(0, &table.rewording(0, SHALL));
    table.table(&[PROMPTLY]);
    let now = draft(&table, PROMPTLY);
    assert_eq!(
        table.adoption(&[id], &now),
        Err(Refusal::ConsentAwaited(id))
    );
    let carried = "Results shall be published promptly.";
    let change = table.rewording(0, carried).change;
    revise(&mut table, id, change).unwrap();
    let adoption = table.adoption(&[id], &now).unwrap();
    let expected = DraftEdit::Reword {
        clause: table.clauses[0],
        wording: wording(carried),
    };
    assert_eq!(adoption.edits, [expected]);
}

#[test]
fn what_was_consented_to_is_what_is_written_for_an_amendment_to_an_amendment_too() {
    let mut table = Table::of(&[TEXT]);
    let first = table.amendment(0, &table.rewording(0, SHALL));
    let mut amending = table.rewording(0, "Results shall be published promptly.");
    let result = table
        .text()
        .amendment(first)
        .unwrap()
        .change()
        .result()
        .unwrap();
    if let ChangeProposed::Modify { base, .. } = &mut amending.change {
        *base = result;
    }
    amending.amends = Some(first);
    let second = table.amendment(1, &amending);
    let consented = "Results shall be published at once.";
    agree_on(&mut table, second, 1, consented);
    let now = draft(&table, TEXT);
    let command = AdoptModified {
        offer: 1,
        note: None,
    };
    let acting = table.scene.acting(table.chair);
    let text = table.text();
    let edit = text
        .modified_adoption(second, &command, &now, &acting)
        .unwrap();
    let expected = DraftEdit::Reword {
        clause: table.clauses[0],
        wording: wording(consented),
    };
    assert_eq!(edit, expected);
    let acts = text.adopt_modified(second, (&command, &edit, &now), "00".into(), &acting);
    table.scene.allowed(acts);
    let amended = table.text().amendment(first).unwrap();
    let ended = amended.disposition.as_ref().map(|it| it.kind.clone());
    assert_eq!(ended, Some(DispositionKind::Subsumed { by: vec![second] }));
}

/// Has the chair offer a wording, and its sponsor consent.
fn agree_on(table: &mut Table, id: AmendmentId, sponsor: usize, text: &str) {
    let command = OfferModification {
        text: 1,
        wording: wording(text),
        note: "Both can live with it.".parse().unwrap(),
    };
    let acting = table.scene.acting(table.chair);
    let act = table.text().offer_modification(id, &command, &acting);
    table.scene.allowed(act.map(|act| vec![act]));
    let answer = AnswerModification {
        offer: 1,
        accepted: true,
        reason: None,
    };
    let acting = table.scene.acting(table.heads[sponsor]);
    let act = table.text().answer_modification(id, &answer, &acting);
    table.scene.allowed(act.map(|act| vec![act]));
}

#[test]
fn a_package_is_not_divided_by_a_part_or_another_wording() {
    let mut table = Table::of(&[TEXT, "Forms are kept."]);
    let mut proposal = table.rewording(0, "Results shall be published promptly.");
    proposal
        .further
        .push(table.rewording(1, "Forms are archived.").change);
    let package = table.package(0, &proposal);
    let now = outline(&[
        (table.clauses[0], TEXT),
        (table.clauses[1], "Forms are kept."),
    ]);
    agree_on(
        &mut table,
        package[0],
        0,
        "Results shall be published at once.",
    );
    let acting = table.scene.acting(table.chair);
    let command = AdoptModified {
        offer: 1,
        note: None,
    };
    let refused = (table.text()).modified_adoption(package[0], &command, &now, &acting);
    assert_eq!(refused, Err(Refusal::PackageIncomplete(package[1])));
    let part = AdoptPart {
        text: 1,
        changes: vec![0],
        heading: false,
        note: None,
    };
    let refused = (table.text()).part_adoption(package[0], &part, &now, &acting);
    assert_eq!(refused, Err(Refusal::PackageIncomplete(package[1])));
}

#[test]
fn an_amendment_is_not_revised_into_another_clause_of_the_same_name() {
    let mut table = Table::of(&[TEXT]);
    let id = table.amendment(0, &table.rewording(0, SHALL));
    let insertion = ChangeProposed::Insert {
        clause: None,
        parent: None,
        after: None,
        wording: wording("Anything at all."),
    };
    let refused = revise(&mut table, id, insertion);
    assert_eq!(refused, Err(Refusal::NotAmendable(id)));
}

#[test]
fn support_and_advice_are_for_the_text_that_was_read() {
    let mut table = Table::of(&[TEXT]);
    let mut proposal = table.rewording(0, SHALL);
    proposal.cosponsors.push(table.organisations[1]);
    let id = table.amendment(0, &proposal);
    let advice = ProposeProcedure {
        text: 1,
        procedure: ProcedureAdvised::Adopt,
        note: None,
    };
    let acting = table.scene.acting(table.scene.secretariat);
    let act = table.text().propose_procedure(id, &advice, &acting);
    table.scene.allowed(act.map(|act| vec![act]));
    let change = table.rewording(0, PROMPTLY).change;
    revise(&mut table, id, change).unwrap();

    let answer = AnswerCosponsorship {
        text: 1,
        confirm: true,
    };
    let acting = table.scene.acting(table.heads[1]);
    let refused = table.text().answer_cosponsorship(id, &answer, &acting);
    assert_eq!(refused, Err(Refusal::TextChanged));
    let acting = table.scene.acting(table.scene.secretariat);
    let refused = table.text().propose_procedure(id, &advice, &acting);
    assert_eq!(refused, Err(Refusal::TextChanged));
    let answer = AnswerProcedure {
        version: 1,
        accepted: true,
        reason: None,
    };
    let acting = table.scene.acting(table.heads[0]);
    let refused = table.text().answer_procedure(id, &answer, &acting);
    assert_eq!(refused, Err(Refusal::NothingToAnswer));
}

#[test]
fn undoing_takes_out_nothing_that_others_have_written_since() {
    let mut table = Table::of(&[TEXT]);
    let mut proposal = table.rewording(0, SHALL);
    proposal.change = ChangeProposed::Insert {
        clause: None,
        parent: None,
        after: Some(table.clauses[0]),
        wording: wording("Forms are kept."),
    };
    let id = table.amendment(0, &proposal);
    let new = table.text().amendment(id).unwrap().change().clause();
    let before = draft(&table, TEXT);
    table.adopt(&[id], &before);
    let with = |text: &str| outline(&[(table.clauses[0], TEXT), (new, text)]);
    let (after, rewritten) = (
        with("Forms are kept."),
        with("Forms are kept for ten years."),
    );
    let acting = table.scene.acting(table.chair);
    let undoing = |now: &Outline| table.text().undoing(id, (&before, &after, now), &acting);
    assert_eq!(undoing(&after), Ok(vec![DraftEdit::Remove { clause: new }]));
    assert_eq!(undoing(&rewritten), Err(Refusal::AmendmentConflict));
}

#[test]
fn an_organisation_has_only_so_many_open_amendments() {
    let mut table = Table::of(&[TEXT]);
    for number in 0..Instrument::MAX_OPEN {
        let text = format!("Results shall be published within {number} hours.");
        table.amendment(0, &table.rewording(0, &text));
    }
    let proposal = table.rewording(0, SHALL);
    let acting = table.scene.acting(table.heads[0]);
    let refused = table.text().propose_amendment(&proposal, &acting, &fresh());
    let most = Instrument::MAX_OPEN;
    assert_eq!(refused, Err(Refusal::TooManyOpen { most }));
    let acting = table.scene.acting(table.heads[1]);
    assert!(
        table
            .text()
            .propose_amendment(&proposal, &acting, &fresh())
            .is_ok()
    );
}

fn fresh() -> FreshNames {
    let name = uuid::Uuid::from_u128(9_999_999);
    FreshNames {
        amendments: vec![(AmendmentId::from_uuid(name), ClauseId::from_uuid(name))],
        package: PackageId::from_uuid(name),
    }
}
