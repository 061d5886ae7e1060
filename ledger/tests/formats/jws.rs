//! Signed statements.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ledger::jws::{
    HeaderError, JwsError, PublicKey, SignedStatement, StatementKey, StatementType, signing_input,
};

const POSITION: StatementType = StatementType::new("clausewise-position+jws");
const STATEMENT: &[u8] = br#"{"kind":"endorse"}"#;
const HEADER: &str = r#"{"alg":"EdDSA","typ":"clausewise-position+jws"}"#;

fn key() -> StatementKey {
    StatementKey::from_seed(&[5; 32])
}

/// A signature over whatever header and payload, as somebody who holds the key could make it.
fn signed(header: &str, payload: &[u8]) -> String {
    let input = format!("{}.{}", encode(header.as_bytes()), encode(payload));
    let signature = key().sign(input.as_bytes());
    object(
        &encode(header.as_bytes()),
        &encode(payload),
        &encode(&signature),
    )
}

fn object(protected: &str, payload: &str, signature: &str) -> String {
    format!(r#"{{"protected":"{protected}","payload":"{payload}","signature":"{signature}"}}"#)
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn parse(json: &str) -> Result<SignedStatement, JwsError> {
    SignedStatement::parse(json.as_bytes(), POSITION)
}

#[test]
fn a_statement_comes_back_from_its_signature() {
    let signed = SignedStatement::sign(POSITION, STATEMENT, &key());
    let read = parse(&signed.to_string()).unwrap();
    assert_eq!(read, signed);
    assert_eq!(read.verify(&key().public()), Ok(STATEMENT));
    let other = StatementKey::from_seed(&[6; 32]).public();
    assert_eq!(read.verify(&other), Err(JwsError::BadSignature));
}

#[test]
fn a_signature_made_elsewhere_fits() {
    let signature = key().sign(&signing_input(POSITION, STATEMENT));
    let assembled = SignedStatement::assemble(POSITION, STATEMENT, signature);
    assert_eq!(
        assembled,
        SignedStatement::sign(POSITION, STATEMENT, &key())
    );
    assert_eq!(assembled.to_string(), {
        let parts = [
            encode(STATEMENT),
            encode(HEADER.as_bytes()),
            encode(&signature),
        ];
        format!(
            r#"{{"payload":"{}","protected":"{}","signature":"{}"}}"#,
            parts[0], parts[1], parts[2]
        )
    });
}

#[test]
fn a_header_may_be_spelled_otherwise_and_name_the_key() {
    let spelled = r#" { "typ": "clausewise-position+jws", "kid": "2026", "alg": "EdDSA" } "#;
    let read = parse(&signed(spelled, STATEMENT)).unwrap();
    assert_eq!(read.verify(&key().public()), Ok(STATEMENT));
    assert_eq!(read.key_label(), Some("2026"));
}

#[test]
fn any_other_header_is_refused() {
    let cases = [
        (
            r#"{"typ":"clausewise-position+jws"}"#,
            HeaderError::BadMembers,
        ),
        (r#"{"alg":"EdDSA"}"#, HeaderError::BadMembers),
        (
            r#"["EdDSA","clausewise-position+jws",null]"#,
            HeaderError::BadMembers,
        ),
        (r#""EdDSA""#, HeaderError::BadMembers),
        ("", HeaderError::BadMembers),
        (
            r#"{"alg":"EdDSA","alg":"EdDSA","typ":"clausewise-position+jws"}"#,
            HeaderError::BadMembers,
        ),
        (
            r#"{"alg":"EdDSA","\u0061lg":"none","typ":"clausewise-position+jws"}"#,
            HeaderError::BadMembers,
        ),
        (
            r#"{"alg":"EdDSA","typ":"clausewise-position+jws","crit":["b64"],"b64":false}"#,
            HeaderError::BadMembers,
        ),
        (
            r#"{"alg":"EdDSA","typ":"clausewise-position+jws","b64":true}"#,
            HeaderError::BadMembers,
        ),
        (
            r#"{"alg":"EdDSA","typ":"clausewise-position+jws","jwk":{}}"#,
            HeaderError::BadMembers,
        ),
        (
            r#"{"alg":"EdDSA","typ":"clausewise-position+jws","kid":7}"#,
            HeaderError::BadMembers,
        ),
        (
            r#"{"alg":"EdDSA","typ":"clausewise-position+jws"} {}"#,
            HeaderError::BadMembers,
        ),
        (
            r#"{"alg":"none","typ":"clausewise-position+jws"}"#,
            HeaderError::OtherAlgorithm,
        ),
        (
            r#"{"alg":"HS256","typ":"clausewise-position+jws"}"#,
            HeaderError::OtherAlgorithm,
        ),
        (
            r#"{"alg":"eddsa","typ":"clausewise-position+jws"}"#,
            HeaderError::OtherAlgorithm,
        ),
        (
            r#"{"alg":"EdDSA","typ":"clausewise-key+jws"}"#,
            HeaderError::OtherType,
        ),
        (
            r#"{"alg":"EdDSA","typ":"Clausewise-Position+JWS"}"#,
            HeaderError::OtherType,
        ),
    ];
    for (header, expected) in cases {
        let refused = parse(&signed(header, STATEMENT));
        assert_eq!(refused, Err(JwsError::Header(expected)), "{header}");
    }
}

#[test]
fn any_other_form_is_refused() {
    let (header, payload) = (encode(HEADER.as_bytes()), encode(STATEMENT));
    let signature = encode(&key().sign(&signing_input(POSITION, STATEMENT)));
    let good = object(&header, &payload, &signature);
    assert!(parse(&good).is_ok());
    let members = [
        format!("{header}.{payload}.{signature}"),
        format!(r#"["{payload}","{header}","{signature}"]"#),
        good.replace('}', r#","header":{}}"#),
        good.replace('}', r#","signatures":[]}"#),
        good.replace('}', &format!(r#","payload":"{payload}"}}"#)),
        good.replace(r#""payload""#, r#""Payload""#),
        good.replace(&format!(r#","signature":"{signature}""#), ""),
        format!("{good}x"),
        "{".repeat(100_000),
    ];
    for bad in members {
        assert_eq!(parse(&bad), Err(JwsError::BadMembers), "{bad}");
    }
    let base64 = [
        object(&header, &format!("{payload}="), &signature),
        object(&header, &payload.replacen('e', " ", 1), &signature),
        object(
            &header,
            &payload,
            &signature
                .replace('-', "+")
                .replace('_', "/")
                .replacen(|_: char| true, "+", 1),
        ),
        object(&header, &payload, &format!("{}B", &signature[..85])),
    ];
    for bad in base64 {
        assert_eq!(parse(&bad), Err(JwsError::BadBase64), "{bad}");
    }
    let short = object(&header, &payload, &encode(&[0; 63]));
    assert_eq!(parse(&short), Err(JwsError::BadSignatureLength));
    assert_eq!(parse(&" ".repeat(200_000)), Err(JwsError::TooLong));
}

#[test]
fn no_bit_of_a_statement_can_be_changed() {
    let good = SignedStatement::sign(POSITION, STATEMENT, &key()).to_string();
    for at in 0..good.len() {
        for bit in 0..7 {
            let mut bytes = good.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let read = SignedStatement::parse(&bytes, POSITION);
            let verified = read
                .as_ref()
                .is_ok_and(|it| it.verify(&key().public()).is_ok());
            assert!(!verified, "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn a_public_key_has_one_spelling_and_signs_for_itself() {
    let public = key().public();
    assert_eq!(PublicKey::from_base64url(&public.to_string()), Ok(public));
    assert_eq!(
        PublicKey::from_base64url(&format!("{public}=")),
        Err(JwsError::BadKey)
    );
    assert_eq!(PublicKey::from_base64url(""), Err(JwsError::BadKey));
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert_eq!(PublicKey::from_bytes(&neutral), Err(JwsError::BadKey));
    assert_eq!(
        format!("{:?}", key()),
        format!("StatementKey({public}, ***)")
    );
}
