//! A monitor that asks the real server over real sockets: what holds, and everything that does not.

mod forged;
mod served;

use domain::api::{ConfirmKey, DraftKeyStatement, EnterPosition, RotateKey};
use domain::consensus::PositionKind;
use domain::instrument::{Channel, ProcedureStep};
use domain::record::{Act, Actor, Contents, Fact, PositionTaken};
use domain::signing::{KeyPurpose, StatementKind};
use ledger::jws::StatementKey;

use self::served::{OWN, Office};
use super::finding::Kind;
use crate::signatures::{self, public_of};
use crate::workflow;

const MULTI: &str = "block_in_place wants another thread";

fn key(number: u8) -> StatementKey {
    StatementKey::from_seed(&[number; 32])
}

fn fingerprint(number: u8) -> String {
    public_of(&key(number)).fingerprint().to_string()
}

impl Office {
    /// Has the organisation declare a key, which the secretariat confirms.
    async fn holds(&self, number: u8) {
        let signed = self.says(KeyPurpose::KeyDeclaration, number, number).await;
        let (office, by) = (&self.world.office, self.world.delegates[OWN]);
        let command = domain::api::DeclareKey { signed };
        workflow::declare_key(office, by, &command).await.unwrap();
        let command = ConfirmKey {
            key: public_of(&key(number)),
        };
        let (secretariat, own) = (self.world.secretariat, self.world.members[OWN]);
        let confirmed = workflow::confirm_key(office, secretariat, own, command);
        confirmed.await.unwrap();
    }

    /// Has something said about a key, and signed with one.
    async fn says(
        &self,
        purpose: KeyPurpose,
        about: u8,
        by: u8,
    ) -> domain::signing::SignedStatement {
        let wanted = DraftKeyStatement {
            purpose,
            organisation: None,
            key: public_of(&key(about)),
        };
        let office = &self.world.office;
        let said = workflow::key_statement(office, self.world.delegates[OWN], &wanted);
        let said = said.await.unwrap();
        signatures::sign(StatementKind::Key, &key(by), &said.to_bytes())
    }

    /// Has a position signed with a key, as a program sends it.
    async fn signed(&self, clause: u128, number: u8) -> domain::api::PositionStatement {
        let position = self.world.statement(clause, PositionKind::Endorse);
        let place = (self.world.instrument, self.world.clause(clause));
        let (office, by) = (&self.world.office, self.world.delegates[OWN]);
        let to_sign = workflow::statement_to_sign(office, by, place, &position);
        let to_sign = to_sign.await.unwrap();
        let payload = to_sign.said.to_bytes();
        let signed = domain::api::SignedPosition {
            jws: signatures::sign(StatementKind::Position, &key(number), &payload),
            salts: to_sign.salts,
        };
        domain::api::PositionStatement {
            signed: Some(Box::new(signed)),
            ..position
        }
    }

    /// Takes a position, whoever signed it.
    async fn takes(&self, clause: u128, position: &domain::api::PositionStatement) -> u64 {
        self.world.later();
        let place = (self.world.instrument, self.world.clause(clause));
        let (office, by) = (&self.world.office, self.world.delegates[OWN]);
        let taken = workflow::take_position(office, by, place, position).await;
        taken.unwrap().position().unwrap()
    }

    /// Records a position in the organisation's name as no rule allows it.
    async fn forges(&self, clause: u128, signed: Option<domain::signing::SignedStatement>) -> u64 {
        let statement = self.world.statement(clause, PositionKind::Accept);
        let fact = Fact::PositionTaken(PositionTaken {
            clause: self.world.clause(clause),
            revision: statement.revision,
            text_hash: statement.text_hash,
            kind: statement.kind,
            mandate: statement.mandate,
            reason: None,
            remedy: None,
            reservation: None,
            passage: None,
            joins: None,
            cures: Vec::new(),
            signed,
        });
        let act = Act {
            actor: Actor::Delegate(self.world.delegates[OWN]),
            organisation: Some(self.world.members[OWN]),
            instrument: Some(self.world.instrument),
            fact,
            contents: Contents::default(),
        };
        let mut writing = self.world.office.begin().await.expect(MULTI);
        writing.append([act]).await.unwrap();
        writing.commit().await.unwrap().seq().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_everything_is_right_nothing_is_found_and_only_what_is_new_is_read() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    let first = office.look();
    assert_eq!(first.findings, []);
    assert_eq!((first.exit_status, first.new_entries), (0, first.size));
    assert!(first.own_entries > 0);
    let seq = office.world.takes(OWN, 2, PositionKind::Endorse).await;
    office.has_receipt("position", &[seq]).await;
    office.seal().await;
    let second = office.look();
    assert_eq!(second.findings, []);
    assert_eq!((second.new_entries, second.size), (1, first.size + 1));
    assert_eq!(second.own_entries, first.own_entries + 1);
    assert_eq!(office.look().new_entries, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_is_found_by_a_short_name_that_the_record_bears_out() {
    let mut office = Office::new().await;
    office.has_receipts("all").await;
    let own = office.world.members[OWN];
    office.wanted.organisation = "EMB-2".into();
    assert_eq!(office.look().organisation, Some(own));
    office.wanted.organisation = "EMB-1".into();
    let other = office.try_look().unwrap_err().to_string();
    assert!(other.contains("watches EMB-2"), "{other}");
    office.forget();
    office.wanted.organisation = "EMB-9".into();
    let none = office.try_look().unwrap_err().to_string();
    assert!(none.contains("none of that name"), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_without_a_paper_is_foreign_until_it_is_accepted() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    let seq = office.world.takes(OWN, 2, PositionKind::Endorse).await;
    // Somebody else's act concerns nobody here.
    office.world.takes(0, 2, PositionKind::Endorse).await;
    office.seal().await;
    let report = office.look();
    assert_eq!(office.found(), [(Kind::Foreign, Some(seq))]);
    assert_eq!(report.exit_status, Kind::Foreign.exit_status());
    office.accept(seq);
    assert_eq!(office.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_file_is_a_paper_too() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    let seq = office.world.takes(OWN, 2, PositionKind::Endorse).await;
    office.seal().await;
    office.has_proof(seq).await;
    assert_eq!(office.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_invited_in_the_organisations_name_is_foreign() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    office.world.promotes(OWN).await;
    office.seal().await;
    let found = office.look().findings;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].kind, Kind::Foreign);
    assert!(found[0].what.contains("role_changed"), "{}", found[0].what);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_entered_by_the_secretariat_is_foreign() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    let enter = EnterPosition {
        organisation: office.world.members[OWN],
        position: office.world.statement(2, PositionKind::Accept),
        channel: Channel::Telephone,
        evidence: "Call of 3 March".parse().unwrap(),
    };
    let step = ProcedureStep::EnterPosition(office.world.clause(2), enter);
    office.world.proceeds(office.world.secretariat, step).await;
    office.seal().await;
    let found = office.look().findings;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].what.contains("the secretariat says"), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_organisation_signed_is_its_own_and_nothing_else_is() {
    let mut office = Office::new().await;
    office.world.promotes(OWN).await;
    office.holds(3).await;
    office.wanted.pin = Some(fingerprint(3));
    office.has_receipts("all").await;
    let position = office.signed(2, 3).await;
    office.writes("endorse.signed.json", &position);
    office.takes(2, &position).await;
    office.seal().await;
    assert_eq!(office.found(), []);
    // A signature of another key, a good one over something else, and none at all.
    let rogue = office.signed(3, 66).await.signed.unwrap().jws;
    let rogue = office.forges(3, Some(rogue)).await;
    let replayed = position.signed.unwrap().jws;
    let replayed = office.forges(3, Some(replayed)).await;
    let unsigned = office.forges(3, None).await;
    // Receipts make none of them right.
    office
        .has_receipt("forged", &[rogue, replayed, unsigned])
        .await;
    office.seal().await;
    let found = office.look().findings;
    let words: Vec<_> = found.iter().map(|it| it.what.as_str()).collect();
    let expected = [
        (rogue, "signed with another key"),
        (replayed, "has another clause"),
        (unsigned, "not signed although"),
    ];
    assert_eq!(found.len(), expected.len(), "{words:?}");
    for (finding, (seq, what)) in found.iter().zip(expected) {
        assert_eq!((finding.kind, finding.entry), (Kind::Foreign, Some(seq)));
        assert!(finding.what.contains(what), "{}", finding.what);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_than_the_pinned_one_is_told_as_long_as_it_is_held() {
    let mut office = Office::new().await;
    office.world.promotes(OWN).await;
    office.has_receipts("before").await;
    office.wanted.pin = Some(fingerprint(3));
    office.seal().await;
    assert_eq!(office.found(), [(Kind::ChangedKey, None)]);
    office.holds(3).await;
    office.seal().await;
    assert_eq!(office.found(), []);
    let signed = office.says(KeyPurpose::KeyRotation, 4, 3).await;
    let (by, rotation) = (office.world.delegates[OWN], RotateKey { signed });
    workflow::rotate_key(&office.world.office, by, &rotation)
        .await
        .unwrap();
    office.seal().await;
    let [pin, at] = office.found().try_into().unwrap();
    assert_eq!((pin, at.0), ((Kind::ChangedKey, None), Kind::ChangedKey));
    // Its own file says that it was the organisation itself, and the new pin that it is right.
    office.writes("rotation.signed.json", &rotation);
    assert_eq!(office.found(), [(Kind::ChangedKey, None)]);
    office.wanted.pin = Some(fingerprint(4));
    assert_eq!(office.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_statement_that_is_not_in_the_record_is_missing_once_it_is_due() {
    let mut office = Office::new().await;
    office.world.promotes(OWN).await;
    office.holds(3).await;
    office.wanted.pin = Some(fingerprint(3));
    office.has_receipts("all").await;
    let position = office.signed(2, 3).await;
    office.writes("dropped.signed.json", &position);
    office.seal().await;
    assert_eq!(office.found(), []);
    office.world.passes(3_700);
    let report = office.look();
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    assert_eq!(report.findings[0].name, "file-dropped.signed.json");
    assert_eq!(report.exit_status, Kind::Missing.exit_status());
    office.takes(2, &position).await;
    office.seal().await;
    assert_eq!(office.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_for_what_is_not_there_is_missing() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    let size = office.look().size;
    let at = office.world.now();
    let leaf = "ab".repeat(32);
    let receipt = |seq| serde_json::json!({"entries": [{"seq": seq, "at": at, "type": "x", "leaf_hash": leaf}]});
    office.writes("replaced.json", &receipt(size - 1));
    office.writes("unsealed.json", &receipt(size));
    office.writes_text("damaged.receipt.json", "{\"entries\": 3}");
    office.writes_text("notes.txt", "not a paper");
    let missing = |name: &str| format!("file-{name}");
    let names = office.names();
    assert_eq!(
        names,
        [missing("damaged.receipt.json"), missing("replaced.json")]
    );
    office.world.passes(3_700);
    assert!(office.names().contains(&missing("unsealed.json")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_of_something_else_is_missing() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    office.has_proof(3).await;
    assert_eq!(office.found(), []);
    let path = office.papers().join("entry-3.tlog-proof");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("index 3\n", "index 2\n")).unwrap();
    assert_eq!(office.names(), ["file-entry-3.tlog-proof"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_too_long_to_be_sealed_is_stale() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    office.world.takes(0, 2, PositionKind::Endorse).await;
    assert_eq!(office.found(), []);
    office.world.passes(3_700);
    assert_eq!(office.found(), [(Kind::Stale, None)]);
    office.seal().await;
    assert_eq!(office.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_is_cut_short_is_done_again() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    let seq = office.world.takes(OWN, 2, PositionKind::Endorse).await;
    office.seal().await;
    // The process ends after it has read everything, and before it has written anything.
    drop(office.observe().unwrap());
    assert_eq!(office.found(), [(Kind::Foreign, Some(seq))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_is_replaced_on_disk_before_it_is_used() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    let before = office.token_on_disk();
    assert_eq!(office.found(), []);
    let after = office.token_on_disk();
    assert_ne!(before, after);
    assert_eq!(office.found(), []);
    // A token that was used before ends everything that was bought with it.
    office.puts_token(&before);
    assert_eq!(office.found(), [(Kind::Unreachable, None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_monitors_do_not_share_a_folder() {
    let office = Office::new().await;
    let first = super::Monitor::open(&office.state()).unwrap();
    let second = super::Monitor::open(&office.state());
    assert!(
        matches!(second, Err(super::MonitorError::Held(_))),
        "{second:?}"
    );
    drop(first);
}
