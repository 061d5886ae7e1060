//! The private halves of the keys that sign notes.

use std::fmt;

use ed25519_dalek::Signer as _;

use super::{KeyError, KeyKind, KeyName, Note, NoteSignature, VerifierKey};
use crate::cosignature;

/// The private half of a key that signs notes: the key of a log or of a witness.
#[derive(Clone)]
pub struct SigningKey {
    secret: ed25519_dalek::SigningKey,
    public: VerifierKey,
}

impl SigningKey {
    /// Makes the key from its name and 32 secret bytes, which the caller draws or reads.
    ///
    /// # Errors
    ///
    /// * [`KeyError::BadPublicKey`] if the seed gives a public key of small order.
    pub fn from_seed(name: KeyName, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = VerifierKey::new(name, kind, secret.verifying_key().as_bytes())?;
        Ok(Self { secret, public })
    }

    /// Shows the public half.
    pub const fn verifier(&self) -> &VerifierKey {
        &self.public
    }

    /// Signs the text of a note: by itself for the key of a log, with the time for that of a witness.
    ///
    /// `now` is in seconds since 1970 and is not used by the key of a log.
    pub fn sign(&self, note: &Note, now: u64) -> NoteSignature {
        let mut bytes = Vec::new();
        let message = match self.public.kind() {
            KeyKind::Ed25519 => note.text().as_bytes().to_vec(),
            KeyKind::Cosignature => {
                bytes.extend(now.to_be_bytes());
                cosignature::message(note.text(), now)
            }
        };
        bytes.extend(self.secret.sign(&message).to_bytes());
        NoteSignature::new(self.public.name().clone(), self.public.id(), bytes)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, ***)", self.public)
    }
}
