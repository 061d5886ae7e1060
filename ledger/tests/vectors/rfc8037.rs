//! The example of RFC 8037, appendix A: a key, a signature, a JWS of no type.

use ledger::jws::{HeaderError, JwsError, PublicKey, SignedStatement, StatementKey, StatementType};

use crate::seed;

const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const HEADER: &str = "eyJhbGciOiJFZERTQSJ9";
const PAYLOAD: &str = "RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
const SIGNATURE: &str =
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

#[test]
fn the_example_is_signed_as_it_is_written() {
    let key = StatementKey::from_seed(&seed(SEED));
    assert_eq!(PublicKey::from_base64url(PUBLIC), Ok(key.public()));
    let signature = key.sign(format!("{HEADER}.{PAYLOAD}").as_bytes());
    let made = SignedStatement::assemble(StatementType::new("any"), b"", signature);
    assert!(made.to_string().contains(SIGNATURE));
}

#[test]
fn a_signature_of_no_type_is_no_statement_of_ours() {
    let json =
        format!(r#"{{"payload":"{PAYLOAD}","protected":"{HEADER}","signature":"{SIGNATURE}"}}"#);
    let read = SignedStatement::parse(
        json.as_bytes(),
        StatementType::new("clausewise-position+jws"),
    );
    assert_eq!(read, Err(JwsError::Header(HeaderError::BadMembers)));
}
