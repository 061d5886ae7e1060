//! One line of a note: who signed it, and the signature.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{KeyId, KeyKind, KeyName, NoteError, VerifierKey};
use crate::cosignature;

const DASH: &str = "— ";

/// One signature of a note, of a key that may be unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    name: KeyName,
    id: KeyId,
    bytes: Vec<u8>,
}

impl NoteSignature {
    pub(super) const fn new(name: KeyName, id: KeyId, bytes: Vec<u8>) -> Self {
        Self { name, id, bytes }
    }

    /// Shows the name of the key.
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// Shows what tells the key from others of its name.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Shows the signature without the four bytes of the key before it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Verifies a witness's signature over a text; gives its time if one of the keys made it.
    pub(crate) fn cosigned_at(&self, text: &str, witnesses: &[VerifierKey]) -> Option<u64> {
        let keys = witnesses.iter().filter(|key| {
            key.kind() == KeyKind::Cosignature && key.name() == &self.name && key.id() == self.id
        });
        let mut times = keys.filter_map(|key| cosignature::check(key, text, &self.bytes).ok()?);
        times.next()
    }

    /// Reads a line without its line feed: dash, name and Base 64.
    ///
    /// # Errors
    ///
    /// * [`NoteError::BadSignatureLine`] if it is anything else.
    pub fn from_line(line: &str) -> Result<Self, NoteError> {
        Self::read(line).ok_or(NoteError::BadSignatureLine)
    }

    fn read(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix(DASH)?.split_once(' ')?;
        let name = name.parse().ok()?;
        let bytes = STANDARD.decode(signature).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        if bytes.is_empty() {
            return None;
        }
        Some(Self::new(name, KeyId::new(*id), bytes.to_vec()))
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.id.as_bytes().to_vec();
        bytes.extend(&self.bytes);
        write!(f, "{DASH}{} {}", self.name, STANDARD.encode(bytes))
    }
}
