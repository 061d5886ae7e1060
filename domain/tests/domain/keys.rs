//! Keys of organisations, and positions signed with them.
//!
//! No signature is verified here: a statement is proven under whatever key the test says.

use domain::api::{AdmitOrganisation, ConfirmKey, PositionStatement};
use domain::consensus::PositionKind;
use domain::fixture::{MORNING, Table};
use domain::id::OrganisationId;
use domain::network::KeyOrigin;
use domain::notices::{NoticeKind, recorded};
use domain::record::{Act, Commitment, Entry, Fact, Words};
use domain::refusal::Refusal;
use domain::role::NetworkRole;
use domain::signing::{
    Digest, FormalPosition, KeyPurpose, KeyStatement, Nonce, Proven, PublicKey, Salt, Salts, Seen,
    SheetNames, SignedStatement, SigningSheet, StatementKind,
};
use domain::time::Timestamp;

const NETWORK: Digest = Digest::from_bytes([42; 32]);
const SEEN: Seen = Seen {
    size: 0,
    root: Digest::from_bytes([0; 32]),
};

fn key(number: u8) -> PublicKey {
    PublicKey::from_bytes([number; 32])
}

fn nonce(number: u8) -> Nonce {
    Nonce::from_bytes([number; 16])
}

fn proven(kind: StatementKind, bytes: &[u8], key: PublicKey) -> Proven {
    use base64::Engine as _;
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    let signed = SignedStatement {
        protected: "e30".into(),
        payload,
        signature: "AA".into(),
    };
    signed.prove(kind, key, |_, _, _| true).unwrap()
}

/// A table whose organisations have keys, each the number of its place from 1.
fn with_keys(count: u8) -> Table {
    let mut table = Table::default();
    for number in 0..count {
        declares(&mut table, usize::from(number), key(number + 1)).unwrap();
        confirms(&mut table, usize::from(number), key(number + 1)).unwrap();
    }
    table
}

fn allow(table: &mut Table, act: Result<Act, Refusal>) -> Result<(), Refusal> {
    let act = act?;
    table.scene.allowed(Ok(vec![act]));
    Ok(())
}

fn said_of_key(table: &Table, purpose: KeyPurpose, about: usize, new: PublicKey) -> KeyStatement {
    let id = table.organisations[about];
    let active = table.scene.network().active_key(id);
    let fresh = (nonce(1), table.scene.now);
    KeyStatement::new((purpose, NETWORK), id, (new, active), fresh)
}

fn declares(table: &mut Table, member: usize, new: PublicKey) -> Result<(), Refusal> {
    let said = said_of_key(table, KeyPurpose::KeyDeclaration, member, new);
    let proven = proven(StatementKind::Key, &said.to_bytes(), new);
    let ground = (NETWORK, table.scene.now);
    let network = table.scene.network();
    let act = network.declare_key(&proven, table.heads[member], ground);
    allow(table, act)
}

fn confirms(table: &mut Table, member: usize, key: PublicKey) -> Result<(), Refusal> {
    let network = table.scene.network();
    let by = table.scene.secretariat;
    let act = network.confirm_key(table.organisations[member], ConfirmKey { key }, by);
    allow(table, act)
}

fn rotates(
    table: &mut Table,
    member: usize,
    (new, signing): (PublicKey, PublicKey),
) -> Result<(), Refusal> {
    let said = said_of_key(table, KeyPurpose::KeyRotation, member, new);
    let proven = proven(StatementKind::Key, &said.to_bytes(), signing);
    let ground = (NETWORK, table.scene.now);
    let network = table.scene.network();
    let act = network.rotate_key(&proven, table.heads[member], ground);
    allow(table, act)
}

fn approval(table: &Table, about: usize, by: usize, new: PublicKey) -> (OrganisationId, Proven) {
    let said = said_of_key(table, KeyPurpose::KeyRecovery, about, new);
    let id = table.organisations[by];
    let signing = table.scene.network().active_key(id).unwrap();
    let proven = proven(StatementKind::Key, &said.to_bytes(), signing);
    (id, proven)
}

fn recovers(
    table: &mut Table,
    about: usize,
    approvals: &[(OrganisationId, Proven)],
    by: usize,
) -> Result<(), Refusal> {
    let ground = (NETWORK, table.scene.now);
    let network = table.scene.network();
    let id = table.organisations[about];
    let act = network.recover_key(id, approvals, table.heads[by], ground);
    allow(table, act)
}

fn salts(statement: &PositionStatement) -> Salts {
    let salt = |number: u8| Some(Salt::from_bytes([number; 32]));
    Salts {
        reason: statement.reason.as_ref().and(salt(1)),
        remedy: statement.remedy.as_ref().and(salt(2)),
        reservation: statement.reservation.as_ref().and(salt(3)),
        passage: statement.passage.as_ref().and(salt(4)),
    }
}

fn to_sign(
    table: &Table,
    (member, clause): (usize, usize),
    statement: &PositionStatement,
    bits: u8,
) -> Result<FormalPosition, Refusal> {
    let acting = table.scene.acting(table.heads[member]);
    let to_sign = table.text().statement_to_sign(
        table.clauses[clause],
        (statement, &salts(statement)),
        &acting,
        (NETWORK, SEEN),
        (nonce(bits), table.scene.now),
    );
    to_sign.map(|(said, _)| said)
}

fn taking(
    table: &Table,
    (member, clause): (usize, usize),
    statement: &PositionStatement,
    (said, signing): (&FormalPosition, PublicKey),
) -> Result<Vec<Act>, Refusal> {
    let proven = proven(StatementKind::Position, &said.to_bytes(), signing);
    table.text().take_signed_position(
        table.clauses[clause],
        (statement, &salts(statement)),
        &proven,
        NETWORK,
        &table.scene.acting(table.heads[member]),
    )
}

fn signs(table: &mut Table, at: (usize, usize), kind: PositionKind, bits: u8) -> FormalPosition {
    let statement = table.statement(at.1, kind);
    let said = to_sign(table, at, &statement, bits).unwrap();
    let own = table.organisations[at.0];
    let signing = table.scene.network().active_key(own).unwrap();
    let acts = taking(table, at, &statement, (&said, signing));
    table.scene.allowed(acts);
    said
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Refusal>, expected: &Refusal) {
    assert_eq!(result.map(|_| ()).as_ref(), Err(expected));
}

#[test]
fn a_first_key_holds_once_the_secretariat_confirms_what_was_declared() {
    let mut table = Table::default();
    refused(confirms(&mut table, 0, key(1)), &Refusal::KeyNotDeclared);
    declares(&mut table, 0, key(1)).unwrap();
    assert_eq!(
        table.scene.network().active_key(table.organisations[0]),
        None
    );
    refused(confirms(&mut table, 0, key(2)), &Refusal::KeyNotDeclared);
    confirms(&mut table, 0, key(1)).unwrap();
    let id = table.organisations[0];
    let keys = &table.scene.network().organisation(id).unwrap().keys;
    assert_eq!(keys.active(), Some(key(1)));
    assert_eq!(keys.held()[0].origin, KeyOrigin::Confirmed);
    assert!(keys.declared().is_none());
}

#[test]
fn the_secretariat_confirms_no_second_key() {
    let mut table = with_keys(1);
    declares(&mut table, 0, key(9)).unwrap();
    refused(confirms(&mut table, 0, key(9)), &Refusal::KeyHeld);
}

#[test]
fn an_organisation_can_be_admitted_with_a_key_that_nobody_has() {
    let mut table = with_keys(1);
    let id = OrganisationId::from_uuid(table.scene.fresh());
    let mut admit = AdmitOrganisation {
        name: "Observers of the North".parse().unwrap(),
        short_name: "OBS-N".parse().unwrap(),
        constituency: "observers".parse().unwrap(),
        voting_from: MORNING,
        voting_until: None,
        key: Some(key(1)),
    };
    let by = table.scene.secretariat;
    refused(
        table.scene.network().admit_organisation(&admit, by, id),
        &Refusal::KeyTaken,
    );
    admit.key = Some(key(7));
    let act = table.scene.network().admit_organisation(&admit, by, id);
    allow(&mut table, act).unwrap();
    assert_eq!(table.scene.network().active_key(id), Some(key(7)));
}

#[test]
fn a_rogue_head_of_another_organisation_declares_nothing_for_it() {
    let table = with_keys(1);
    let said = said_of_key(&table, KeyPurpose::KeyDeclaration, 0, key(9));
    let proven = proven(StatementKind::Key, &said.to_bytes(), key(9));
    let ground = (NETWORK, table.scene.now);
    let network = table.scene.network();
    refused(
        network.declare_key(&proven, table.heads[1], ground),
        &Refusal::StatementDiffers("organisation"),
    );
}

#[test]
fn a_declaration_is_signed_by_the_key_itself_and_for_this_network() {
    let table = Table::default();
    let said = said_of_key(&table, KeyPurpose::KeyDeclaration, 0, key(9));
    let ground = (NETWORK, table.scene.now);
    let network = table.scene.network();
    let by = table.heads[0];
    let foreign = proven(StatementKind::Key, &said.to_bytes(), key(8));
    refused(
        network.declare_key(&foreign, by, ground),
        &Refusal::SignatureInvalid,
    );
    let own = proven(StatementKind::Key, &said.to_bytes(), key(9));
    let elsewhere = (Digest::from_bytes([1; 32]), table.scene.now);
    refused(
        network.declare_key(&own, by, elsewhere),
        &Refusal::StatementDiffers("network"),
    );
    let late = (NETWORK, table.scene.now.plus_seconds(15 * 86_400));
    refused(
        network.declare_key(&own, by, late),
        &Refusal::StatementNotFresh,
    );
}

#[test]
fn rotation_takes_the_present_key_and_ends_it() {
    let mut table = with_keys(1);
    refused(
        rotates(&mut table, 0, (key(9), key(9))),
        &Refusal::SignatureInvalid,
    );
    rotates(&mut table, 0, (key(9), key(1))).unwrap();
    let id = table.organisations[0];
    let keys = &table.scene.network().organisation(id).unwrap().keys;
    let rotated = keys.held()[1].from;
    assert_eq!(keys.active(), Some(key(9)));
    assert_eq!(
        keys.at(rotated),
        Some(key(1)),
        "the act itself is of the old key"
    );
    assert_eq!(keys.at(rotated + 1), Some(key(9)));
    refused(rotates(&mut table, 0, (key(1), key(9))), &Refusal::KeyTaken);
}

#[test]
fn recovery_takes_more_than_a_third_of_the_others_and_at_least_two() {
    for (holders, needed) in [
        (2, None),
        (3, Some(2)),
        (4, Some(2)),
        (5, Some(2)),
        (6, Some(2)),
    ] {
        let table = with_keys(holders);
        let found = table
            .scene
            .network()
            .approvals_needed(table.organisations[0]);
        assert_eq!(found, needed, "{holders}");
    }
}

#[test]
fn one_approval_too_few_recovers_nothing() {
    let mut table = with_keys(5);
    declares(&mut table, 0, key(9)).unwrap();
    let one = approval(&table, 0, 1, key(9));
    let awaited = Refusal::ApprovalsAwaited {
        needed: 2,
        given: 1,
    };
    let alone = std::slice::from_ref(&one);
    refused(recovers(&mut table, 0, alone, 1), &awaited);
    refused(
        recovers(&mut table, 0, &[one.clone(), one.clone()], 1),
        &awaited,
    );
    let two = approval(&table, 0, 2, key(9));
    recovers(&mut table, 0, &[one, two], 2).unwrap();
    let id = table.organisations[0];
    let keys = &table.scene.network().organisation(id).unwrap().keys;
    let by = vec![table.organisations[1], table.organisations[2]];
    assert_eq!(keys.active(), Some(key(9)));
    assert_eq!(keys.held()[1].origin, KeyOrigin::Recovered(by));
    assert!(keys.held()[0].ended.is_some());
}

#[test]
fn an_organisation_does_not_approve_its_own_recovery() {
    let mut table = with_keys(5);
    declares(&mut table, 0, key(9)).unwrap();
    let own = approval(&table, 0, 0, key(9));
    let other = approval(&table, 0, 1, key(9));
    refused(
        recovers(&mut table, 0, &[own, other.clone()], 1),
        &Refusal::SignatureInvalid,
    );
    let ground = (NETWORK, table.scene.now);
    let (network, id) = (table.scene.network(), table.organisations[0]);
    refused(
        network.check_approval(id, &other.1, table.heads[0], ground),
        &Refusal::NotPermitted,
    );
}

#[test]
fn approvals_of_another_key_than_the_declared_one_count_for_nothing() {
    let mut table = with_keys(5);
    declares(&mut table, 0, key(9)).unwrap();
    let approvals = [
        approval(&table, 0, 1, key(9)),
        approval(&table, 0, 2, key(9)),
    ];
    declares(&mut table, 0, key(10)).unwrap();
    refused(
        recovers(&mut table, 0, &approvals, 1),
        &Refusal::KeyNotDeclared,
    );
}

#[test]
fn with_a_key_an_organisation_has_to_sign() {
    let mut table = with_keys(1);
    let statement = table.statement(0, PositionKind::Endorse);
    let unsigned = |table: &Table, member: usize| {
        let acting = table.scene.acting(table.heads[member]);
        table
            .text()
            .take_position(table.clauses[0], &statement, &acting)
    };
    refused(unsigned(&table, 0), &Refusal::SignatureRequired);
    assert!(unsigned(&table, 1).is_ok(), "another one has no key");
    let said = signs(&mut table, (0, 0), PositionKind::Endorse, 1);
    let (own, clause) = (table.organisations[0], table.clauses[0]);
    let position = table.text().position_of(own, clause).unwrap();
    assert_eq!(position.signed.unwrap().statement, said.hash());
    let keys = &table.scene.network().organisation(own).unwrap().keys;
    assert_eq!(keys.at(position.seq), Some(key(1)));
}

#[test]
fn a_statement_counts_under_the_present_key_of_its_organisation_only() {
    let mut table = with_keys(2);
    let at = (0, 0);
    let statement = table.statement(0, PositionKind::Endorse);
    let said = to_sign(&table, at, &statement, 1).unwrap();
    refused(
        taking(&table, at, &statement, (&said, key(2))),
        &Refusal::SignatureInvalid,
    );
    refused(
        taking(&table, (1, 0), &statement, (&said, key(2))),
        &Refusal::StatementDiffers("organisation"),
    );
    rotates(&mut table, 0, (key(9), key(1))).unwrap();
    refused(
        taking(&table, at, &statement, (&said, key(1))),
        &Refusal::SignatureInvalid,
    );
    assert!(taking(&table, at, &statement, (&said, key(9))).is_ok());
}

#[test]
fn a_statement_is_not_replayed_on_another_clause_or_as_another_position() {
    let table = with_keys(1);
    let statement = table.statement(0, PositionKind::Endorse);
    let said = to_sign(&table, (0, 0), &statement, 1).unwrap();
    let elsewhere = table.statement(1, PositionKind::Endorse);
    refused(
        taking(&table, (0, 1), &elsewhere, (&said, key(1))),
        &Refusal::StatementDiffers("clause"),
    );
    let other = table.statement(0, PositionKind::Accept);
    refused(
        taking(&table, (0, 0), &other, (&said, key(1))),
        &Refusal::StatementDiffers("kind"),
    );
    let objecting = table.statement(0, PositionKind::Object);
    let said = to_sign(&table, (0, 0), &objecting, 1).unwrap();
    let reworded = PositionStatement {
        reason: Some("For another reason.".parse().unwrap()),
        ..objecting
    };
    refused(
        taking(&table, (0, 0), &reworded, (&said, key(1))),
        &Refusal::StatementDiffers("reason_hash"),
    );
}

#[test]
fn each_statement_names_the_one_before_it_on_the_clause() {
    let mut table = with_keys(1);
    let first = signs(&mut table, (0, 0), PositionKind::Endorse, 1);
    assert_eq!(first.supersedes, None);
    let statement = table.statement(0, PositionKind::Accept);
    let second = to_sign(&table, (0, 0), &statement, 2).unwrap();
    assert_eq!(second.supersedes, Some(first.hash()));
    let mut forgetting = second.clone();
    forgetting.supersedes = None;
    refused(
        taking(&table, (0, 0), &statement, (&forgetting, key(1))),
        &Refusal::StatementDiffers("supersedes"),
    );
    let elsewhere = table.statement(1, PositionKind::Endorse);
    let third = to_sign(&table, (0, 1), &elsewhere, 3).unwrap();
    assert_eq!(third.supersedes, None, "another clause has its own chain");
}

#[test]
fn random_bits_are_used_once() {
    let mut table = with_keys(1);
    signs(&mut table, (0, 0), PositionKind::Endorse, 1);
    let statement = table.statement(1, PositionKind::Endorse);
    let said = to_sign(&table, (0, 1), &statement, 1).unwrap();
    refused(
        taking(&table, (0, 1), &statement, (&said, key(1))),
        &Refusal::StatementReplayed,
    );
}

#[test]
fn an_old_statement_or_one_of_the_future_is_refused() {
    let table = with_keys(1);
    let statement = table.statement(0, PositionKind::Endorse);
    let said = to_sign(&table, (0, 0), &statement, 1).unwrap();
    let made = |issued_at: Timestamp| {
        let mut said = said.clone();
        said.issued_at = issued_at;
        taking(&table, (0, 0), &statement, (&said, key(1)))
    };
    let now = table.scene.now;
    refused(
        made(now.plus_seconds(-15 * 86_400)),
        &Refusal::StatementNotFresh,
    );
    refused(made(now.plus_seconds(600)), &Refusal::StatementNotFresh);
    assert!(made(now.plus_seconds(-86_400)).is_ok());
}

#[test]
fn the_salts_of_the_signer_become_those_of_the_record() {
    let mut table = with_keys(1);
    let statement = table.statement(0, PositionKind::Object);
    let said = to_sign(&table, (0, 0), &statement, 1).unwrap();
    let acts = taking(&table, (0, 0), &statement, (&said, key(1))).unwrap();
    let chosen = salts(&statement);
    assert_eq!(acts[0].contents.salts(), [chosen.reason, chosen.remedy]);
    let commitments: Vec<_> = acts[0]
        .contents
        .texts()
        .iter()
        .zip(acts[0].contents.salts())
        .map(|(text, salt)| Commitment::new(salt.unwrap().as_bytes(), text.as_bytes()))
        .collect();
    let Fact::PositionTaken(taken) = acts[0].fact.clone() else {
        panic!("a position was taken");
    };
    let language = domain::text::LanguageTag::english();
    let parties = (table.organisations[0], table.heads[0]);
    let place = (table.instrument, &language);
    let again = FormalPosition::of(&taken, &commitments, place, parties, &said.ground());
    assert_eq!(again, said, "what was signed follows from the entry alone");
    table.scene.allowed(Ok(acts));
    let entry = table.scene.entries.last().unwrap();
    let bytes = entry.encode(&commitments).unwrap();
    let words: Vec<Words> = entry.contents.clone();
    assert_eq!(Entry::decode(&bytes, words).as_ref(), Ok(entry));
}

#[test]
fn words_without_their_salt_are_refused() {
    let table = with_keys(1);
    let statement = table.statement(0, PositionKind::Object);
    let refusal = table.text().statement_to_sign(
        table.clauses[0],
        (&statement, &Salts::default()),
        &table.scene.acting(table.heads[0]),
        (NETWORK, SEEN),
        (nonce(1), table.scene.now),
    );
    refused(refusal, &Refusal::SaltMissing("reason"));
}

#[test]
fn a_signature_is_refused_of_an_organisation_without_a_key() {
    let table = with_keys(1);
    let statement = table.statement(0, PositionKind::Endorse);
    let said = to_sign(&table, (0, 0), &statement, 1).unwrap();
    refused(
        taking(&table, (1, 0), &statement, (&said, key(1))),
        &Refusal::SignatureUnexpected,
    );
    refused(to_sign(&table, (1, 0), &statement, 1), &Refusal::NoKey);
}

#[test]
fn an_entry_of_a_key_reads_back_and_old_entries_keep_their_bytes() {
    let mut table = with_keys(1);
    table.position(1, 0, PositionKind::Endorse);
    for entry in &table.scene.entries {
        let commitments = vec![Commitment::from_bytes([0; 32]); entry.contents.len()];
        let bytes = entry.encode(&commitments).unwrap();
        let again = Entry::decode(&bytes, entry.contents.clone());
        assert_eq!(again.as_ref(), Ok(entry));
        let text = String::from_utf8(bytes).unwrap();
        let is_old = !text.contains("organisation_key");
        assert!(!is_old || !text.contains("\"signed\"") && !text.contains("\"key\""));
    }
}

#[test]
fn everybody_of_the_organisation_and_who_watches_hears_of_a_changed_key() {
    let mut table = with_keys(1);
    let own = Some(table.organisations[0]);
    let colleague = table.scene.person("Ana Duarte", NetworkRole::Delegate, own);
    let auditor = table
        .scene
        .person("Jonas Weber", NetworkRole::Auditor, None);
    rotates(&mut table, 0, (key(9), key(1))).unwrap();
    let entry = table.scene.entries.last().unwrap();
    let told = |who| {
        let told = recorded(entry, &table.scene.register, who);
        told.first().map(|it| (it.kind, it.is_binding))
    };
    assert_eq!(told(colleague), Some((NoticeKind::KeyChanged, true)));
    assert_eq!(told(auditor), Some((NoticeKind::KeyChanged, false)));
    assert_eq!(
        told(table.scene.secretariat),
        Some((NoticeKind::KeyChanged, false))
    );
    assert_eq!(told(table.heads[1]), None);
}

#[test]
fn a_sheet_is_of_exactly_what_it_shows() {
    let table = with_keys(1);
    let position = table.statement(0, PositionKind::Object);
    let said = to_sign(&table, (0, 0), &position, 1).unwrap();
    let revision = table.text().current().unwrap();
    let clause = revision.clause(table.clauses[0]).unwrap();
    let sheet = SigningSheet {
        statement: said,
        salts: salts(&position),
        position,
        joins: None,
        cures: Vec::new(),
        wording: clause.wording().unwrap().clone(),
        names: SheetNames::default(),
    };
    assert_eq!(sheet.check(), Ok(()));
    let mut other = sheet.clone();
    other.wording.heading = "Another heading".into();
    refused(other.check(), &Refusal::StatementDiffers("text_hash"));
    let mut other = sheet.clone();
    other.position.reason = Some("Something else.".parse().unwrap());
    refused(other.check(), &Refusal::StatementDiffers("reason_hash"));
    let mut other = sheet.clone();
    other.position.kind = PositionKind::Concern;
    refused(other.check(), &Refusal::StatementDiffers("kind"));
    let mut other = sheet;
    other.salts.remedy = None;
    refused(other.check(), &Refusal::SaltMissing("remedy"));
}
