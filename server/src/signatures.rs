//! Signatures of organisations: flattened JWS with Ed25519, as strict as they can be read.

mod key_file;

pub use key_file::{KeyFileError, read_key, write_key};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::refusal::Refusal;
use domain::signing::{PublicKey, SignedStatement, StatementKind};
use ledger::jws::{self, StatementKey, StatementType};

/// Reports whether a JWS has the type of its kind and a valid signature of a key.
pub fn verify(kind: StatementKind, key: &PublicKey, signed: &SignedStatement) -> bool {
    let (Ok(json), Ok(key)) = (serde_json::to_vec(signed), usable(*key)) else {
        return false;
    };
    jws::SignedStatement::parse(&json, statement_type(kind))
        .is_ok_and(|signed| signed.verify(&key).is_ok())
}

/// Signs a statement.
pub fn sign(kind: StatementKind, key: &StatementKey, statement: &[u8]) -> SignedStatement {
    let input = jws::signing_input(statement_type(kind), statement);
    let text = String::from_utf8_lossy(&input);
    let (protected, payload) = text.split_once('.').unwrap_or_default();
    SignedStatement {
        protected: protected.to_owned(),
        payload: payload.to_owned(),
        signature: URL_SAFE_NO_PAD.encode(key.sign(&input)),
    }
}

/// Returns the public half of a key.
pub fn public_of(key: &StatementKey) -> PublicKey {
    PublicKey::from_bytes(*key.public().as_bytes())
}

/// Checks that a key can verify signatures: a point of the curve, and none of the weak ones.
///
/// # Errors
///
/// * [`Refusal::KeyUnusable`] if not.
pub fn check_usable(key: PublicKey) -> Result<(), Refusal> {
    usable(key).map(|_| ())
}

fn usable(key: PublicKey) -> Result<jws::PublicKey, Refusal> {
    jws::PublicKey::from_bytes(key.as_bytes()).map_err(|_| Refusal::KeyUnusable)
}

const fn statement_type(kind: StatementKind) -> StatementType {
    StatementType::new(kind.typ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> StatementKey {
        StatementKey::from_seed(&[3; 32])
    }

    #[test]
    fn what_is_signed_verifies_under_its_key_and_as_its_kind_only() {
        let signed = sign(StatementKind::Position, &key(), b"{}");
        let public = public_of(&key());
        assert!(verify(StatementKind::Position, &public, &signed));
        assert!(!verify(StatementKind::Key, &public, &signed));
        let other = public_of(&StatementKey::from_seed(&[4; 32]));
        assert!(!verify(StatementKind::Position, &other, &signed));
    }

    #[test]
    fn another_payload_or_header_does_not_verify() {
        let signed = sign(StatementKind::Position, &key(), b"{}");
        let public = public_of(&key());
        let reworded = SignedStatement {
            payload: URL_SAFE_NO_PAD.encode("[]"),
            ..signed.clone()
        };
        assert!(!verify(StatementKind::Position, &public, &reworded));
        // A signature that is good over a header with one more member is refused all the same.
        let protected = URL_SAFE_NO_PAD
            .encode(r#"{"alg":"EdDSA","typ":"clausewise-position+jws","crit":["b64"]}"#);
        let input = format!("{protected}.{}", signed.payload);
        let signature = URL_SAFE_NO_PAD.encode(key().sign(input.as_bytes()));
        let extended = SignedStatement {
            protected,
            signature,
            ..signed
        };
        assert!(!verify(StatementKind::Position, &public, &extended));
    }

    #[test]
    fn a_weak_key_verifies_nothing() {
        // The neutral element, under which a forged signature can hold for any message.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let weak = PublicKey::from_bytes(neutral);
        assert_eq!(check_usable(weak), Err(Refusal::KeyUnusable));
        assert_eq!(check_usable(public_of(&key())), Ok(()));
    }
}
