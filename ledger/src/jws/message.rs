//! The signature itself: reading, verifying, making.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::header::{KeyLabel, object};
use super::{HeaderError, StatementType};

/// Is the length of the longest signed statement that is read, in bytes.
pub const MAX_JWS_BYTES: usize = 128 * 1024;

/// Why bytes are not a signed statement, or not one of this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// The text is longer than [`MAX_JWS_BYTES`].
    #[error("the signed statement is too long")]
    TooLong,
    /// It is not a JSON object of `protected`, `payload` and `signature`, each once and a string.
    #[error(
        "a signed statement has the members protected, payload and signature, each once, and no others"
    )]
    BadMembers,
    /// A member is not Base 64 for addresses, without padding, in its one spelling.
    #[error("the members of a signed statement are in unpadded Base 64 for addresses")]
    BadBase64,
    /// The signature does not have 64 bytes.
    #[error("an Ed25519 signature has 64 bytes")]
    BadSignatureLength,
    /// The protected header is refused.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The key did not sign this.
    #[error("the key did not sign this statement")]
    BadSignature,
    /// The bytes are no public key that can be trusted to sign.
    #[error("this is not an Ed25519 public key that can be trusted to sign")]
    BadKey,
}

/// An Ed25519 public key that statements are verified with; written in unpadded Base 64 for addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// An Ed25519 private key that statements are signed with.
#[derive(Clone)]
pub struct StatementKey(SigningKey);

/// A statement with its signature, which is not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedStatement {
    protected: String,
    payload: String,
    statement: Vec<u8>,
    signature: [u8; 64],
    key_label: Option<KeyLabel>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    payload: String,
    protected: String,
    signature: String,
}

/// Writes what is signed for a statement: the header and the statement in Base 64, with a dot between them.
///
/// Whoever holds the key elsewhere, a browser for instance, signs these bytes
/// and hands the signature to [`SignedStatement::assemble`].
pub fn signing_input(statement_type: StatementType, statement: &[u8]) -> Vec<u8> {
    let header = URL_SAFE_NO_PAD.encode(statement_type.header());
    format!("{header}.{}", URL_SAFE_NO_PAD.encode(statement)).into_bytes()
}

impl PublicKey {
    /// Takes 32 bytes for a public key.
    ///
    /// # Errors
    ///
    /// * [`JwsError::BadKey`] if they are no point of the curve, or one of small order.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, JwsError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| JwsError::BadKey)?;
        if key.is_weak() {
            return Err(JwsError::BadKey);
        }
        Ok(Self(key))
    }

    /// Reads a key from unpadded Base 64 for addresses.
    ///
    /// # Errors
    ///
    /// * [`JwsError::BadKey`] if it is not the one spelling of a key that can be trusted to sign.
    pub fn from_base64url(text: &str) -> Result<Self, JwsError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| JwsError::BadKey)?;
        let bytes = bytes.as_slice().try_into().map_err(|_| JwsError::BadKey)?;
        Self::from_bytes(bytes)
    }

    /// Shows the 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Verifies a signature over any bytes, strictly.
    ///
    /// # Errors
    ///
    /// * [`JwsError::BadSignature`] if the key did not sign exactly these bytes.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), JwsError> {
        let signature = Signature::from_bytes(signature);
        let verified = self.0.verify_strict(message, &signature);
        verified.map_err(|_| JwsError::BadSignature)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl StatementKey {
    /// Makes the key from 32 secret bytes, which the caller draws or reads.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Shows the public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs any bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for StatementKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatementKey({}, ***)", self.public())
    }
}

impl SignedStatement {
    /// Signs a statement.
    pub fn sign(statement_type: StatementType, statement: &[u8], key: &StatementKey) -> Self {
        let signature = key.sign(&signing_input(statement_type, statement));
        Self::assemble(statement_type, statement, signature)
    }

    /// Puts a statement and the signature over its [`signing_input`] together.
    pub fn assemble(statement_type: StatementType, statement: &[u8], signature: [u8; 64]) -> Self {
        Self {
            protected: URL_SAFE_NO_PAD.encode(statement_type.header()),
            payload: URL_SAFE_NO_PAD.encode(statement),
            statement: statement.to_vec(),
            signature,
            key_label: None,
        }
    }

    /// Reads a signed statement of this type.
    ///
    /// # Errors
    ///
    /// * [`JwsError`] says which rule of the form the bytes break.
    pub fn parse(json: &[u8], statement_type: StatementType) -> Result<Self, JwsError> {
        if json.len() > MAX_JWS_BYTES {
            return Err(JwsError::TooLong);
        }
        let members: Members = object(json).ok_or(JwsError::BadMembers)?;
        let key_label = statement_type.check(&decode(&members.protected)?)?;
        let signature = decode(&members.signature)?;
        let signature = signature.as_slice().try_into();
        Ok(Self {
            statement: decode(&members.payload)?,
            signature: signature.map_err(|_| JwsError::BadSignatureLength)?,
            key_label,
            protected: members.protected,
            payload: members.payload,
        })
    }

    /// Verifies the signature, strictly; gives the statement that the key signed.
    ///
    /// # Errors
    ///
    /// * [`JwsError::BadSignature`] if the key did not sign this statement.
    pub fn verify(&self, key: &PublicKey) -> Result<&[u8], JwsError> {
        let message = format!("{}.{}", self.protected, self.payload);
        key.verify(message.as_bytes(), &self.signature)?;
        Ok(&self.statement)
    }

    /// Shows the statement although nothing is verified: to find the key that has to have signed it.
    pub fn unverified_statement(&self) -> &[u8] {
        &self.statement
    }

    /// Shows what the header calls the key; it proves nothing.
    pub fn key_label(&self) -> Option<&str> {
        self.key_label.as_deref()
    }
}

impl fmt::Display for SignedStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // None of the members has a character that JSON would escape.
        write!(
            f,
            r#"{{"payload":"{}","protected":"{}","signature":"{}"}}"#,
            self.payload,
            self.protected,
            URL_SAFE_NO_PAD.encode(self.signature)
        )
    }
}

fn decode(text: &str) -> Result<Vec<u8>, JwsError> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| JwsError::BadBase64)
}
