//! What statements look like, and what is refused of them.

use super::*;
use crate::id::OrganisationId;

const KEY: PublicKey = PublicKey::from_bytes([7; 32]);

fn statement() -> KeyStatement {
    KeyStatement::new(
        (KeyPurpose::KeyRotation, Digest::from_bytes([1; 32])),
        OrganisationId::from_uuid(uuid::Uuid::from_u128(5)),
        (KEY, Some(PublicKey::from_bytes([8; 32]))),
        (
            Nonce::from_bytes([2; 16]),
            Timestamp::from_micros(1_772_355_600_000_000),
        ),
    )
}

#[test]
fn a_statement_is_canonical_json_and_reads_back() {
    let bytes = statement().to_bytes();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.starts_with("{\"issued_at\":\"2026-03-01T09:00:00.000000Z\",\"key\":"));
    assert_eq!(KeyStatement::from_bytes(&bytes), Ok(statement()));
}

#[test]
fn a_statement_in_another_form_is_refused() {
    let text = String::from_utf8(statement().to_bytes()).unwrap();
    for other in [
        text.replace(":\"key_rotation\"", ": \"key_rotation\""),
        text.replace("\"v\":1", "\"v\":2"),
        text.replace("\"v\":1", "\"v\":1,\"w\":1"),
        text.replace("key_rotation", "position"),
    ] {
        assert_ne!(other, text);
        let read = KeyStatement::from_bytes(other.as_bytes());
        assert_eq!(read, Err(Refusal::StatementUnreadable), "{other}");
    }
}

#[test]
fn statements_are_accepted_for_14_days() {
    let now = Timestamp::from_micros(1_772_355_600_000_000);
    let made = |seconds| check_fresh(now.plus_seconds(seconds), now);
    assert_eq!(made(-14 * 86_400), Ok(()));
    assert_eq!(made(300), Ok(()));
    assert_eq!(made(-14 * 86_400 - 1), Err(Refusal::StatementNotFresh));
    assert_eq!(made(301), Err(Refusal::StatementNotFresh));
}

#[test]
fn a_key_has_one_form_and_a_fingerprint_of_eight_groups() {
    let text = KEY.to_string();
    assert_eq!(text.parse(), Ok(KEY));
    assert_eq!(format!(" {text}\n").parse(), Ok(KEY));
    assert!(PublicKey::try_from(format!(" {text}")).is_err());
    assert!("AAAA".parse::<PublicKey>().is_err());
    let fingerprint = KEY.fingerprint().to_string();
    assert_eq!(fingerprint, "4bb0 6f8e 4e3a 7715 d201 d573 d0aa 4237");
    assert_eq!(KEY.fingerprint().short(), "4bb0 6f8e");
}

#[test]
fn only_what_was_verified_is_proven() {
    let signed = SignedStatement {
        protected: String::new(),
        payload: "e30".into(),
        signature: String::new(),
    };
    let refused = signed.prove(StatementKind::Key, KEY, |_, _, _| false);
    assert_eq!(refused, Err(Refusal::SignatureInvalid));
    let proven = signed
        .prove(StatementKind::Key, KEY, |_, _, _| true)
        .unwrap();
    assert_eq!(proven.payload(StatementKind::Key), Ok(&b"{}"[..]));
    assert_eq!(
        proven.payload(StatementKind::Position),
        Err(Refusal::StatementUnreadable)
    );
}

#[test]
fn the_first_member_that_differs_is_named() {
    let mut other = statement();
    other.key = PublicKey::from_bytes([9; 32]);
    assert_eq!(statement().differs_at(&other), Some("key"));
    assert_eq!(statement().differs_at(&statement()), None);
}
