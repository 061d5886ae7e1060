//! Signed statements: flattened JSON Web Signatures with Ed25519 (RFC 7515, RFC 8037).
//!
//! Only one form is understood: three members, none twice, an algorithm and a
//! type in the protected header, and nothing that changes what is signed.

mod header;
mod message;

pub use header::{HeaderError, KeyLabel, StatementType};
pub use message::{
    JwsError, MAX_JWS_BYTES, PublicKey, SignedStatement, StatementKey, signing_input,
};
