//! The record folds into the network and its instruments, and back again.

use domain::api::{DecideRemoval, FreezeDraft, TableRevision};
use domain::consensus::{Level, PositionKind};
use domain::fixture::{Scene, Table, adopting, outline, wording};
use domain::id::{AmendmentId, ClauseId, InvitationId, PackageId};
use domain::instrument::{Adoption, CosponsorState, FreshNames, Tabling};
use domain::record::{Commitment, Entry, Fact, Words, canonical};
use domain::refusal::Refusal;
use domain::register::Register;
use domain::role::{GroupRole, NetworkRole};

const YES: domain::api::AnswerCosponsorship = domain::api::AnswerCosponsorship {
    text: 1,
    confirm: true,
};

/// Writes an entry and reads it back, contents beside it.
pub(crate) fn through_bytes(entry: &Entry) -> Entry {
    let salt = [7; 32];
    let commit = |words: &Words| Commitment::new(&salt, words.or_mark().as_bytes());
    let commitments: Vec<_> = entry.contents.iter().map(commit).collect();
    let bytes = entry.encode(&commitments).unwrap();
    assert_eq!(canonical::write(&canonical::read(&bytes).unwrap()), bytes);
    assert_eq!(Entry::commitments(&bytes).unwrap(), commitments);
    Entry::decode(&bytes, entry.contents.clone()).unwrap()
}

fn a_busy_record() -> Table {
    let mut table = Table::default();
    for (organisation, kind) in (0..).zip([
        PositionKind::Endorse,
        PositionKind::EndorseWithReservation,
        PositionKind::Accept,
        PositionKind::Concern,
        PositionKind::Object,
        PositionKind::Recuse,
    ]) {
        table.position(organisation, 0, kind);
    }
    let mut proposal = table.rewording(1, "Observers shall follow every stage of the tabulation.");
    proposal.cosponsors = vec![table.organisations[3]];
    let amendment = table.amendment(2, &proposal);
    let acting = table.scene.acting(table.heads[3]);
    let act = table.text().answer_cosponsorship(amendment, &YES, &acting);
    table.scene.allowed(act.map(|act| vec![act]));
    table.table(&[
        "One.",
        "Observers follow every stage of the tabulation.",
        "Three.",
    ]);
    table
}

#[test]
fn a_record_read_back_from_its_bytes_gives_the_same_state() {
    let table = a_busy_record();
    let mut replayed = Register::default();
    for entry in &table.scene.entries {
        replayed.apply(&through_bytes(entry)).unwrap();
    }
    assert_eq!(replayed, table.scene.register);
}

#[test]
fn an_entry_out_of_order_or_not_later_is_inconsistent() {
    let scene = Scene::founded();
    let next = Entry {
        seq: 1,
        ..scene.entries[0].clone()
    };
    assert!(
        scene.register.clone().apply(&next).is_err(),
        "the instant is not later"
    );
    let skipped = Entry {
        seq: 2,
        at: scene.now.plus_seconds(60),
        ..next
    };
    assert!(
        scene.register.clone().apply(&skipped).is_err(),
        "a sequence number is missing"
    );
}

#[test]
fn any_byte_flipped_in_an_entry_is_noticed() {
    let table = Table::default();
    let entry = table.scene.entries.last().unwrap();
    let commitments = vec![Commitment::from_bytes([1; 32]); entry.contents.len()];
    let bytes = entry.encode(&commitments).unwrap();
    for place in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1;
        let same = Entry::decode(&flipped, entry.contents.clone()).is_ok_and(|read| read == *entry)
            && Entry::commitments(&flipped).is_ok_and(|read| read == commitments);
        assert!(!same, "byte {place}");
    }
}

#[test]
fn an_erased_name_leaves_a_state_with_a_mark() {
    let mut entry = Table::default().scene.entries[0].clone();
    entry.contents[0] = Words::Erased;
    let mut register = Register::default();
    register.apply(&entry).unwrap();
    assert_eq!(register.network().name(), Some(&Words::Erased));
}

#[test]
fn a_person_acts_only_between_accreditation_and_withdrawal() {
    let mut scene = Scene::founded();
    let auditor = scene.person("Noor Haddad", NetworkRole::Auditor, None);
    assert!(!scene.network().roles(auditor, None).is_empty());
    let command = domain::api::WithdrawRole {
        reason: "Term ended".parse().unwrap(),
    };
    let act = scene
        .network()
        .withdraw_role(auditor, &command, scene.secretariat);
    scene.allowed(act.map(|act| vec![act]));
    assert!(scene.network().roles(auditor, None).is_empty());
    let again = scene
        .network()
        .withdraw_role(auditor, &command, scene.secretariat);
    assert_eq!(again, Err(Refusal::UnknownDelegate(auditor)));
}

#[test]
fn the_last_person_of_the_secretariat_cannot_leave() {
    let scene = Scene::founded();
    let command = domain::api::WithdrawRole {
        reason: "Leaving".parse().unwrap(),
    };
    let act = scene
        .network()
        .withdraw_role(scene.secretariat, &command, scene.secretariat);
    assert_eq!(act, Err(Refusal::LastOfSecretariat));
}

#[test]
fn a_person_who_acts_signs_in_anew_by_one_link_at_a_time() {
    let mut scene = Scene::founded();
    let auditor = scene.person("Ivo Marsh", NetworkRole::Auditor, None);
    let [first, second] = [(); 2].map(|()| InvitationId::from_uuid(scene.fresh()));
    for id in [first, second] {
        let span = (scene.now, scene.now.plus_seconds(3_600));
        let network = scene.network();
        let act = network.renew_invitation(auditor, scene.secretariat, span, id);
        scene.allowed(act.map(|act| vec![act]));
    }
    let person = scene.network().delegate(auditor).unwrap();
    assert!(person.is_accredited() && person.invitation().is_none());
    assert_eq!(person.link().map(|link| link.id), Some(second));
    let late = scene.now.plus_seconds(3_600);
    for (id, now) in [(first, scene.now), (second, late)] {
        let refused = scene.network().accept_invitation(id, now);
        assert_eq!(refused, Err(Refusal::InvitationNotOpen(id)));
    }
    let act = scene.network().accept_invitation(second, scene.now);
    scene.allowed(act.map(|act| vec![act]));
    let last = scene.entries.last().unwrap();
    assert_eq!(last.fact.type_name(), "sign_in_link_used");
    assert_eq!(scene.network().delegate(auditor).unwrap().link(), None);
    let again = scene.network().revoke_invitation(second, scene.secretariat);
    assert_eq!(again, Err(Refusal::InvitationNotOpen(second)));
}

#[test]
fn only_the_secretariat_changes_the_network() {
    let table = Table::default();
    let network = table.scene.network();
    let seat = domain::api::GroupSeat {
        delegate: table.heads[0],
        role: GroupRole::Chair,
    };
    for by in [table.chair, table.heads[0]] {
        assert_eq!(
            network.seat_in_group(table.group, seat, by),
            Err(Refusal::NotPermitted)
        );
    }
}

#[test]
fn a_revision_numbers_its_clauses_and_keeps_its_words() {
    let mut table = Table::default();
    table.table(&[
        "Changed.",
        "Observers shall have access to every stage of the tabulation.",
        "C.",
    ]);
    let first = table.text().revision(1).unwrap();
    let second = table.text().revision(2).unwrap();
    let words = |clause: &domain::instrument::RevisionClause| {
        clause
            .wording()
            .map(|wording| wording.text.to_plain())
            .unwrap()
    };
    assert_eq!(words(&second.clauses[0]), "Changed.");
    assert!(words(&first.clauses[0]).starts_with("Election management bodies"));
    assert_eq!(first.clauses[1].content, second.clauses[1].content);
    assert_eq!(second.clauses[2].number, "3");
    assert_ne!(first.root, second.root);
}

#[test]
fn the_same_text_is_not_tabled_twice() {
    let table = Table::of(&["One."]);
    let outline = outline(&[(table.clauses[0], "One.")]);
    let heads = vec!["aa".to_owned()];
    let tabling = Tabling {
        outline: &outline,
        heads: &heads,
        undecided: None,
    };
    let command = TableRevision {
        heads: heads.clone(),
        carries: Vec::new(),
        note: None,
    };
    let acts = table
        .text()
        .table_revision(&command, &tabling, &table.scene.acting(table.chair));
    assert_eq!(acts, Err(Refusal::NothingChanged));
}

#[test]
fn a_draft_that_moved_on_is_not_tabled() {
    let table = Table::of(&["One."]);
    let outline = outline(&[(table.clauses[0], "Two.")]);
    let heads = vec!["bb".to_owned()];
    let tabling = Tabling {
        outline: &outline,
        heads: &heads,
        undecided: None,
    };
    let command = TableRevision {
        heads: vec!["aa".into()],
        carries: Vec::new(),
        note: None,
    };
    let acting = table.scene.acting(table.chair);
    let acts = table.text().table_revision(&command, &tabling, &acting);
    assert_eq!(acts, Err(Refusal::TextChanged));
    let undecided = Tabling {
        undecided: Some(table.clauses[0]),
        ..tabling
    };
    let command = TableRevision {
        heads: heads.clone(),
        carries: Vec::new(),
        note: None,
    };
    let acts = table.text().table_revision(&command, &undecided, &acting);
    assert_eq!(acts, Err(Refusal::RemovalUndecided(table.clauses[0])));
}

#[test]
fn a_text_of_many_clauses_is_tabled_in_entries_within_the_limit() {
    let texts = vec!["The same short clause again and again."; 800];
    let table = Table::of(&texts);
    assert_eq!(table.text().current().unwrap().clauses.len(), 800);
    for entry in &table.scene.entries {
        let commitments = vec![Commitment::from_bytes([0; 32]); entry.contents.len()];
        entry.encode(&commitments).unwrap();
    }
}

#[test]
fn a_position_goes_stale_with_the_wording_and_revives_with_it() {
    let mut table = Table::of(&["One.", "Two."]);
    for organisation in 0..6 {
        table.position(organisation, 0, PositionKind::Endorse);
    }
    let level = |table: &Table| {
        let network = table.scene.network();
        table
            .text()
            .evaluation(table.clauses[0], network, table.scene.now)
            .unwrap()
            .level
    };
    assert_eq!(level(&table), Level::FullConsensus);
    table.table(&["One, changed.", "Two."]);
    assert_eq!(level(&table), Level::NoQuorum);
    assert_eq!(
        table.text().stale_positions(table.organisations[0]).len(),
        1
    );
    table.table(&["One.", "Two."]);
    assert_eq!(level(&table), Level::FullConsensus);
    assert!(
        table
            .text()
            .stale_positions(table.organisations[0])
            .is_empty()
    );
}

#[test]
fn a_position_needs_the_texts_of_its_kind_and_the_wording_on_the_table() {
    let mut table = Table::of(&["One."]);
    let clause = table.clauses[0];
    let good = table.statement(0, PositionKind::Object);
    let try_position = |statement: &domain::api::PositionStatement| {
        let acting = table.scene.acting(table.heads[0]);
        table
            .text()
            .take_position(clause, statement, &acting)
            .unwrap_err()
    };
    let without_remedy = domain::api::PositionStatement {
        remedy: None,
        ..good.clone()
    };
    let missing = Refusal::TextMissing {
        kind: PositionKind::Object,
        text: "remedy",
    };
    assert_eq!(try_position(&without_remedy), missing);
    let other = wording("Other.").hash().unwrap();
    let elsewhere = domain::api::PositionStatement {
        text_hash: other,
        ..good.clone()
    };
    assert_eq!(try_position(&elsewhere), Refusal::WordingNotOnTable(other));
    let open = domain::api::PositionStatement {
        mandate: domain::consensus::Mandate::AdReferendum,
        ..good
    };
    assert_eq!(try_position(&open), Refusal::MandateNotPossible);
    table.position(0, 0, PositionKind::Endorse);
    let again = table.statement(0, PositionKind::Endorse);
    let acting = table.scene.acting(table.heads[0]);
    let refused = table.text().take_position(clause, &again, &acting);
    assert_eq!(refused, Err(Refusal::PositionUnchanged));
}

#[test]
fn an_organisation_whose_voting_has_ended_takes_no_position() {
    let mut table = Table::of(&["One."]);
    let command = domain::api::EndVoting {
        voting_until: table.scene.now,
        reason: "The membership has ended.".parse().unwrap(),
    };
    let network = table.scene.network();
    let act = network.end_voting(table.organisations[0], &command, table.scene.secretariat);
    table.scene.allowed(act.map(|act| vec![act]));
    let statement = table.statement(0, PositionKind::Endorse);
    let acting = table.scene.acting(table.heads[0]);
    let refused = table
        .text()
        .take_position(table.clauses[0], &statement, &acting);
    assert_eq!(refused, Err(Refusal::NotVoting));
    assert_eq!(network_size(&table), 5);
}

fn network_size(table: &Table) -> usize {
    table.scene.network().electorate(table.scene.now).count()
}

#[test]
fn an_amendment_is_written_against_the_wording_on_the_table() {
    let table = Table::of(&["One."]);
    let acting = table.scene.acting(table.heads[0]);
    let fresh = FreshNames {
        amendments: vec![(
            AmendmentId::from_uuid(uuid::Uuid::nil()),
            ClauseId::from_uuid(uuid::Uuid::max()),
        )],
        package: PackageId::from_uuid(uuid::Uuid::nil()),
    };
    let refused = |proposal: &domain::api::AmendmentProposal| {
        table
            .text()
            .propose_amendment(proposal, &acting, &fresh)
            .unwrap_err()
    };
    let same = table.rewording(0, " One. ");
    assert_eq!(refused(&same), Refusal::WordingUnchanged(table.clauses[0]));
    let empty = table.rewording(0, "\u{200B} ");
    assert_eq!(refused(&empty), Refusal::WordingEmpty);
    let mut late = table.rewording(0, "Two.");
    late.revision = 7;
    assert_eq!(refused(&late), Refusal::RevisionNotOnTable(7));
    let mut own = table.rewording(0, "Two.");
    own.cosponsors = vec![table.organisations[0]];
    assert_eq!(refused(&own), Refusal::AlreadySponsor);
}

#[test]
fn a_cosponsor_counts_once_it_has_confirmed() {
    let table = a_busy_record();
    let amendment = table.text().amendments()[0];
    assert_eq!(
        amendment.sponsors(),
        [table.organisations[2], table.organisations[3]]
    );
    assert_eq!(
        amendment.cosponsor(table.organisations[3]),
        Some(CosponsorState::Confirmed)
    );
    let acting = table.scene.acting(table.heads[4]);
    let answered = table
        .text()
        .answer_cosponsorship(amendment.id, &YES, &acting);
    assert_eq!(answered, Err(Refusal::NotInvitedToCosponsor));
}

#[test]
fn a_frozen_draft_is_thawed_only_by_the_chair() {
    let mut table = Table::of(&["One."]);
    let freeze = FreezeDraft {
        frozen: true,
        reason: "Legal review".parse().unwrap(),
    };
    let acting = table.scene.acting(table.chair);
    let act = table.text().freeze_draft(&freeze, &acting);
    table.scene.allowed(act.map(|act| vec![act]));
    let acting = table.scene.acting(table.heads[0]);
    assert_eq!(
        table.text().freeze_draft(&freeze, &acting),
        Err(Refusal::DraftFrozen)
    );
    let thaw = FreezeDraft {
        frozen: false,
        ..freeze
    };
    assert_eq!(
        table.text().freeze_draft(&thaw, &acting),
        Err(Refusal::NotPermitted)
    );
}

#[test]
fn no_act_changes_a_frozen_draft() {
    let mut table = Table::of(&["One."]);
    let id = table.amendment(0, &table.rewording(0, "Two."));
    let draft = outline(&[(table.clauses[0], "One.")]);
    let acting = table.scene.acting(table.chair);
    table.adoption(&[id], &draft).unwrap();
    let freeze = FreezeDraft {
        frozen: true,
        reason: "Legal review".parse().unwrap(),
    };
    let act = table.text().freeze_draft(&freeze, &acting);
    table.scene.allowed(act.map(|act| vec![act]));
    let (text, acting) = (table.text(), table.scene.acting(table.chair));
    let adopted = text.adopt(
        &adopting(&[id]),
        (&Adoption::default(), &draft),
        None,
        &acting,
    );
    assert_eq!(adopted, Err(Refusal::DraftFrozen));
    assert_eq!(table.adoption(&[id], &draft), Err(Refusal::DraftFrozen));
    let imported = text.import_text(&"text.md".parse().unwrap(), (1, 0), &acting);
    assert_eq!(imported, Err(Refusal::NotPermitted));
    let decided = text.decide_removal(table.clauses[0], DecideRemoval { keep: true }, &acting);
    assert_eq!(decided, Err(Refusal::NotPermitted));
}

#[test]
fn only_an_objection_has_been_raised() {
    let mut table = Table::of(&["One."]);
    table.position(0, 0, PositionKind::Endorse);
    table.position(1, 0, PositionKind::Object);
    let objected_at = table.scene.now;
    let situation = table
        .text()
        .situation(table.clauses[0], table.scene.network(), table.scene.now)
        .unwrap();
    let raised: Vec<_> = situation.positions.iter().map(|it| it.raised_at).collect();
    assert_eq!(raised, [None, Some(objected_at)]);
}

#[test]
fn facts_are_named_in_snake_case() {
    let table = a_busy_record();
    let names: Vec<_> = table
        .scene
        .entries
        .iter()
        .map(|e| e.fact.type_name())
        .collect();
    assert_eq!(names[0], "network_founded");
    assert!(names.contains(&"position_taken".to_owned()));
    let tabled = |entry: &&Entry| matches!(entry.fact, Fact::RevisionTabled { .. });
    assert_eq!(table.scene.entries.iter().filter(tabled).count(), 2);
}
