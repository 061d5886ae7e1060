//! The names and public halves of the keys that sign notes.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// The name of a key: not empty, without spaces, control characters and plus signs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// What tells keys of one name apart: four bytes, written as eight hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 4]);

/// What a key signs, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Signs the text of the note: the key of a log.
    Ed25519,
    /// Signs the text after a line with the time: the key of a witness.
    Cosignature,
}

/// Why a text is not the public half of a key that is understood here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not three parts with plus signs between them.
    #[error(
        "a verifier key is a name, eight hexadecimal digits and Base 64 with plus signs between them"
    )]
    NotAKey,
    /// The name is empty or has characters that names do not have.
    #[error("the name of a key is not empty and has no spaces, control characters or plus signs")]
    BadName,
    /// The kind of signature is not one of those understood here.
    #[error("signatures of kind {0:#04x} are not understood here")]
    UnknownKind(u8),
    /// The public key is no point of the curve, or one of those that sign anything.
    #[error("this is not an Ed25519 public key that can be trusted to sign")]
    BadPublicKey,
    /// The digits are not those of this name and key.
    #[error("the key's digits are {found}, its name and key give {expected}")]
    OtherId {
        /// Are the digits that belong there.
        expected: KeyId,
        /// Are the digits that are there.
        found: KeyId,
    },
}

/// The public half of a key that signs notes.
///
/// Written as C2SP's vkey: name, digits and key with plus signs between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    kind: KeyKind,
    id: KeyId,
    public: VerifyingKey,
}

impl KeyName {
    /// Shows the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = KeyError;

    fn from_str(name: &str) -> Result<Self, KeyError> {
        let is_foreign = |it: char| it.is_whitespace() || it.is_ascii_control() || it == '+';
        if name.is_empty() || name.contains(is_foreign) {
            return Err(KeyError::BadName);
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl KeyId {
    pub(super) const fn new(bytes: [u8; 4]) -> Self {
        Self(bytes)
    }

    /// Shows the four bytes.
    pub const fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }

    fn of(name: &KeyName, kind: KeyKind, public: &[u8; 32]) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(name.as_str());
        hasher.update(b"\n");
        hasher.update([kind.byte()]);
        hasher.update(public);
        let [a, b, c, d, ..] = <[u8; 32]>::from(hasher.finalize());
        Self([a, b, c, d])
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl KeyKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }

    const fn from_byte(byte: u8) -> Result<Self, KeyError> {
        match byte {
            0x01 => Ok(Self::Ed25519),
            0x04 => Ok(Self::Cosignature),
            other => Err(KeyError::UnknownKind(other)),
        }
    }
}

impl VerifierKey {
    /// Takes a name, a kind and the 32 bytes of an Ed25519 public key.
    ///
    /// # Errors
    ///
    /// * [`KeyError::BadPublicKey`] if the bytes are no point of the curve or one of small order.
    pub fn new(name: KeyName, kind: KeyKind, public: &[u8; 32]) -> Result<Self, KeyError> {
        let id = KeyId::of(&name, kind, public);
        let public = VerifyingKey::from_bytes(public).map_err(|_| KeyError::BadPublicKey)?;
        if public.is_weak() {
            return Err(KeyError::BadPublicKey);
        }
        Ok(Self {
            name,
            kind,
            id,
            public,
        })
    }

    /// Shows the name.
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// Says what the key signs.
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Shows what tells the key from others of its name.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Shows the 32 bytes of the public key.
    pub fn public_bytes(&self) -> &[u8; 32] {
        self.public.as_bytes()
    }

    /// Reports whether the key made the signature over exactly these bytes.
    pub(crate) fn signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.public.verify_strict(message, &signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![self.kind.byte()];
        bytes.extend(self.public.as_bytes());
        write!(f, "{}+{}+{}", self.name, self.id, STANDARD.encode(bytes))
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, rest) = text.split_once('+').ok_or(KeyError::NotAKey)?;
        let (digits, key) = rest.split_once('+').ok_or(KeyError::NotAKey)?;
        let name: KeyName = name.parse()?;
        let found = read_id(digits).ok_or(KeyError::NotAKey)?;
        let bytes = STANDARD.decode(key).map_err(|_| KeyError::NotAKey)?;
        let (kind, public) = bytes.split_first().ok_or(KeyError::NotAKey)?;
        let kind = KeyKind::from_byte(*kind)?;
        let public = public.try_into().map_err(|_| KeyError::BadPublicKey)?;
        let key = Self::new(name, kind, public)?;
        if key.id != found {
            return Err(KeyError::OtherId {
                expected: key.id,
                found,
            });
        }
        Ok(key)
    }
}

fn read_id(digits: &str) -> Option<KeyId> {
    let mut id = [0; 4];
    hex::decode_to_slice(digits, &mut id).ok()?;
    let id = KeyId(id);
    (id.to_string() == digits).then_some(id)
}
