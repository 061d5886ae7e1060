//! Amendments in preparation: what they propose, who may do what with them.

use domain::api::{ChangeProposed, OpenDraftAmendment, TableDraftAmendment};
use domain::fixture::{Table, outline, wording};
use domain::id::{AmendmentId, ClauseId, DelegateId, DraftId, OrganisationId};
use domain::instrument::{
    AmendmentChange, DraftAmendment, DraftClosed, DraftEdit, DraftOrigin, DraftOutcome, DraftRight,
    DraftSponsor, DraftSponsorState, Drafted, DraftedChanges,
};
use domain::refusal::Refusal;
use domain::text::{Outline, OutlineClause, RichText};

const TEXTS: [&str; 3] = ["Results should be published.", "Two.", "Three."];

fn base(table: &Table) -> Outline {
    let clauses: Vec<_> = table.clauses.iter().copied().zip(TEXTS).collect();
    outline(&clauses)
}

fn organisation(table: &Table, person: DelegateId) -> OrganisationId {
    let delegate = table.scene.network().delegate(person).unwrap();
    delegate.organisation.unwrap()
}

/// The first organisation drafts; the second has joined, the third is invited.
fn a_draft(table: &mut Table) -> DraftAmendment {
    let sponsor = |table: &Table, index: usize, state| DraftSponsor {
        organisation: organisation(table, table.heads[index]),
        state,
        by: table.heads[0],
        at: table.scene.acting(table.chair).now,
    };
    DraftAmendment {
        draft: DraftId::from_uuid(table.scene.fresh()),
        instrument: table.text().id,
        amendment: AmendmentId::from_uuid(table.scene.fresh()),
        epoch: 0,
        organisation: organisation(table, table.heads[0]),
        title: "Publication within a day".parse().unwrap(),
        revision: 1,
        base: Vec::new(),
        origin: DraftOrigin::Table,
        opened_by: table.heads[0],
        opened_at: table.scene.acting(table.chair).now,
        sponsors: vec![
            sponsor(table, 1, DraftSponsorState::Joined),
            sponsor(table, 2, DraftSponsorState::Invited),
        ],
        closed: None,
    }
}

fn closed(draft: &DraftAmendment) -> DraftAmendment {
    DraftAmendment {
        closed: Some(DraftClosed {
            outcome: DraftOutcome::Discarded,
            by: draft.opened_by,
            at: draft.opened_at,
        }),
        ..draft.clone()
    }
}

fn a_table() -> Table {
    Table::of(&TEXTS)
}

fn right(table: &Table, draft: &DraftAmendment, by: DelegateId) -> DraftRight {
    draft.right(table.text(), &table.scene.acting(by))
}

#[test]
fn sponsors_write_the_invited_read_and_nobody_else_knows_of_it() {
    let mut table = a_table();
    let draft = a_draft(&mut table);
    let rights: Vec<_> = (table.heads.iter())
        .map(|head| right(&table, &draft, *head))
        .collect();
    let mut expected = vec![DraftRight::Nothing; rights.len()];
    expected[..3].copy_from_slice(&[DraftRight::Edit, DraftRight::Edit, DraftRight::Read]);
    assert_eq!(rights, expected);
    for outsider in [table.chair, table.scene.secretariat] {
        let is_sponsor = table.heads[..3].contains(&outsider);
        assert!(!is_sponsor);
        assert_eq!(right(&table, &draft, outsider), DraftRight::Nothing);
        let refused = draft.check_reading(table.text(), &table.scene.acting(outsider));
        assert_eq!(refused, Err(Refusal::UnknownDraft(draft.draft)));
    }
}

#[test]
fn what_is_closed_is_read_by_its_sponsors_alone() {
    let mut table = a_table();
    let draft = closed(&a_draft(&mut table));
    let of = |head: usize| right(&table, &draft, table.heads[head]);
    assert_eq!(
        [of(0), of(1), of(2)],
        [DraftRight::Read, DraftRight::Read, DraftRight::Nothing]
    );
    let acting = table.scene.acting(table.heads[0]);
    let refused = draft.check_editing(table.text(), &acting);
    assert_eq!(refused, Err(Refusal::DraftAmendmentClosed));
}

#[test]
fn an_invitation_is_answered_once_and_left_by_declining() {
    let mut table = a_table();
    let mut draft = a_draft(&mut table);
    let answer = |draft: &DraftAmendment, head: usize, join| {
        draft
            .answer(join, table.text(), &table.scene.acting(table.heads[head]))
            .map(|it| it.state)
    };
    assert_eq!(answer(&draft, 2, true), Ok(DraftSponsorState::Joined));
    assert_eq!(answer(&draft, 1, false), Ok(DraftSponsorState::Declined));
    assert_eq!(answer(&draft, 1, true), Err(Refusal::NotInvitedToCosponsor));
    assert_eq!(
        answer(&draft, 0, false),
        Err(Refusal::NotInvitedToCosponsor)
    );
    draft.sponsors[1].state = DraftSponsorState::Withdrawn;
    let gone = Err(Refusal::UnknownDraft(draft.draft));
    assert_eq!(answer(&draft, 2, true), gone);
}

#[test]
fn only_who_opened_it_invites_and_nobody_twice() {
    let mut table = a_table();
    let draft = a_draft(&mut table);
    let invite = |by: usize, whom: usize| {
        let acting = table.scene.acting(table.heads[by]);
        draft
            .invite(
                organisation(&table, table.heads[whom]),
                table.text(),
                &acting,
            )
            .map(|it| it.state)
    };
    assert_eq!(invite(1, 2), Err(Refusal::NotTheSponsor));
    assert_eq!(invite(0, 2), Err(Refusal::AlreadySponsor));
    let acting = table.scene.acting(table.heads[0]);
    let withdrawn = |whom: usize| {
        let whom = organisation(&table, table.heads[whom]);
        draft
            .withdraw_invitation(whom, table.text(), &acting)
            .map(|it| it.state)
    };
    assert_eq!(withdrawn(2), Ok(DraftSponsorState::Withdrawn));
    assert_eq!(withdrawn(1), Err(Refusal::NotInvitedToCosponsor));
}

#[test]
fn an_organisation_has_a_bounded_number_of_drafts_open() {
    let table = a_table();
    let command = OpenDraftAmendment {
        title: "Publication".parse().unwrap(),
        amends: None,
        revises: None,
        invited: Vec::new(),
    };
    let open = |count| {
        let acting = table.scene.acting(table.heads[0]);
        table.text().open_draft_amendment(&command, count, &acting)
    };
    assert!(open(DraftAmendment::MOST_OPEN - 1).is_ok());
    let refused = open(DraftAmendment::MOST_OPEN);
    assert_eq!(refused, Err(Refusal::TooManyDraftAmendments));
}

fn command(alternatives: &[ClauseId]) -> TableDraftAmendment {
    TableDraftAmendment {
        heads: Vec::new(),
        rationale: "It closes a gap.".parse().unwrap(),
        alternatives: alternatives.to_vec(),
    }
}

fn tabled(
    table: &Table,
    draft: &DraftAmendment,
    present: &Outline,
    alternatives: &[ClauseId],
) -> Result<Drafted, Refusal> {
    let drafted = DraftedChanges::between(&base(table), present)?;
    let acting = table.scene.acting(draft.opened_by);
    draft.tabled(drafted, &command(alternatives), table.text(), &acting)
}

#[test]
fn what_is_drafted_is_proposed_and_everyone_concerned_is_asked() {
    let mut table = a_table();
    let draft = a_draft(&mut table);
    let mut present = base(&table);
    assert_eq!(
        tabled(&table, &draft, &present, &[]),
        Err(Refusal::NothingChanged)
    );
    present.clauses[0].wording = wording("Results shall be published.");
    let Ok(Drafted::Proposal(proposal)) = tabled(&table, &draft, &present, &[table.clauses[0]])
    else {
        panic!("it is a proposal");
    };
    assert!(matches!(
        proposal.change,
        ChangeProposed::Alternative { .. }
    ));
    assert_eq!(proposal.cosponsors, draft.concerned()[1..]);
    let refused = tabled(&table, &draft, &present, &[table.clauses[1]]);
    assert_eq!(refused, Err(Refusal::UnknownClause(table.clauses[1])));
    let id = table.amendment(0, &proposal);
    assert_eq!(table.text().amendment(id).unwrap().cosponsors.len(), 2);
}

#[test]
fn a_draft_of_an_earlier_revision_is_carried_first() {
    let mut table = a_table();
    let draft = a_draft(&mut table);
    let old = base(&table);
    let mut present = old.clone();
    present.clauses[0].wording = wording("Results shall be published.");
    present.clauses[1].wording = wording("Second.");
    let later = ["Results should be published at once.", "Deux.", "Three."];
    table.table(&later);
    let refused = tabled(&table, &draft, &present, &[]);
    assert_eq!(refused, Err(Refusal::RevisionNotOnTable(1)));
    let now = outline(&table.clauses.iter().copied().zip(later).collect::<Vec<_>>());
    let drafted = DraftedChanges::between(&old, &present).unwrap();
    let carried = drafted.carried(&old, &now);
    let along = DraftEdit::Reword {
        clause: table.clauses[0],
        wording: wording("Results shall be published at once."),
    };
    assert_eq!(carried.edits, [along]);
    assert!(
        matches!(&carried.lost[..], [ChangeProposed::Modify { clause, .. }] if *clause == table.clauses[1])
    );
}

#[test]
fn another_text_of_an_amendment_changes_its_clause_alone() {
    let mut table = a_table();
    let id = table.amendment(0, &table.rewording(0, "Results shall be published."));
    let draft = DraftAmendment {
        origin: DraftOrigin::Revises(id, 1),
        ..a_draft(&mut table)
    };
    let begun = table.text().beginning(draft.origin, &base(&table)).unwrap();
    assert_eq!(begun.base, []);
    assert_eq!(begun.present.len(), 1);
    let mut present = base(&table);
    present.clauses[0].wording = wording("Results must be published.");
    let Ok(Drafted::Revision(revised, command)) = tabled(&table, &draft, &present, &[]) else {
        panic!("it is another text");
    };
    assert_eq!((revised, command.text), (id, 1));
    present.clauses[1].wording = wording("Second.");
    let refused = tabled(&table, &draft, &present, &[]);
    assert_eq!(refused, Err(Refusal::OtherClausesChanged));
}

#[test]
fn new_clauses_of_a_package_stand_beside_and_in_each_other_when_adopted() {
    let mut table = a_table();
    let draft = a_draft(&mut table);
    let mut present = base(&table);
    let [section, inner] = [900, 901].map(|n| ClauseId::from_uuid(uuid::Uuid::from_u128(n)));
    let new = |id, parent, text: &str| OutlineClause {
        parent,
        ..OutlineClause::new(id, domain::text::ClauseKind::Clause, RichText::plain(text))
    };
    // The last clause moves into the new section, after the new clause in it.
    let mut moved = present.clauses.pop().unwrap();
    moved.parent = Some(section);
    present.clauses.extend([
        new(section, None, "New section."),
        new(inner, Some(section), "New clause."),
        moved,
    ]);
    let Ok(Drafted::Proposal(proposal)) = tabled(&table, &draft, &present, &[]) else {
        panic!("it is a proposal");
    };
    let package = table.package(0, &proposal);
    let of = |index: usize| table.text().amendment(package[index]).unwrap().change();
    let section = of(0).clause();
    assert_eq!(of(1).place(), Some((Some(section), None)));
    assert_eq!(of(2).place(), Some((Some(section), Some(of(1).clause()))));
    assert!(matches!(of(2), AmendmentChange::Move { .. }));
    let before = base(&table);
    let edits = table.adopt(&package, &before).edits;
    let placed: Vec<_> = edits.iter().map(DraftEdit::clause).collect();
    assert_eq!(placed, [section, of_clause(&edits, 1), table.clauses[2]]);
    assert!(
        matches!(edits[2], DraftEdit::Move { parent, after, .. }
            if parent == Some(section) && after == Some(placed[1])),
        "{edits:?}"
    );
}

fn of_clause(edits: &[DraftEdit], index: usize) -> ClauseId {
    edits[index].clause()
}

#[test]
fn a_name_of_a_clause_on_the_table_is_no_name_for_a_new_one() {
    let table = a_table();
    let mut proposal = table.rewording(0, "x");
    proposal.change = ChangeProposed::Insert {
        clause: Some(table.clauses[1]),
        parent: None,
        after: None,
        wording: wording("New."),
    };
    let fresh = domain::instrument::FreshNames {
        amendments: vec![(
            AmendmentId::from_uuid(uuid::Uuid::from_u128(1)),
            ClauseId::from_uuid(uuid::Uuid::from_u128(2)),
        )],
        package: domain::id::PackageId::from_uuid(uuid::Uuid::from_u128(3)),
    };
    let acting = table.scene.acting(table.heads[0]);
    let refused = table.text().propose_amendment(&proposal, &acting, &fresh);
    assert_eq!(refused, Err(Refusal::UnknownClause(table.clauses[1])));
}
