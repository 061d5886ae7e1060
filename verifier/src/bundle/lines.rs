//! The lines within a bundle's parts, each canonical JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::DelegateId;
use domain::record::canonical;
use domain::time::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a bundle is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the format, [`Manifest::VERSION`].
    pub v: u8,
    /// The network: the leaf hash of its first entry; absent while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// The origin of its log; absent while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The key of its log, as C2SP writes it; absent while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_key: Option<String>,
    /// The number of entries.
    pub size: u64,
    /// When it was made, not before its last entry.
    pub made_at: Timestamp,
}

impl Manifest {
    /// The version of the format.
    pub const VERSION: u8 = 1;
}

/// An older checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OlderCheckpoint {
    /// The signed note.
    pub note: String,
}

/// What is beside an entry in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentLine {
    /// The place among the contents of the entry.
    pub position: u64,
    /// The salt in hexadecimal; absent where there are no words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// The entry.
    pub seq: u64,
    /// Whether there are words.
    pub state: ContentState,
    /// The words; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Whether there are words behind a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentState {
    /// There are.
    Given,
    /// They were erased, and their salt with them.
    Erased,
}

/// A change of a working draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeLine {
    /// The bytes of the change, in Base 64.
    pub bytes: String,
    /// Whose actor made it.
    pub delegate: DelegateId,
}

impl ChangeLine {
    /// Makes the line of a change.
    pub fn new(bytes: &[u8], delegate: DelegateId) -> Self {
        let bytes = STANDARD.encode(bytes);
        Self { bytes, delegate }
    }

    /// Returns the bytes of the change; none if they are not in Base 64.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.bytes).ok()
    }
}

impl OlderCheckpoint {
    /// Makes the line of a checkpoint.
    pub fn new(note: impl Into<String>) -> Self {
        Self { note: note.into() }
    }
}

impl ContentLine {
    /// Makes the line of words.
    pub fn given((seq, position): (u64, u64), salt: &[u8; 32], text: impl Into<String>) -> Self {
        Self {
            position,
            salt: Some(hex::encode(salt)),
            seq,
            state: ContentState::Given,
            text: Some(text.into()),
        }
    }

    /// Makes the line of words that were erased.
    pub const fn erased((seq, position): (u64, u64)) -> Self {
        Self {
            position,
            salt: None,
            seq,
            state: ContentState::Erased,
            text: None,
        }
    }
}

/// Writes a value as canonical JSON.
///
/// # Panics
///
/// If the value does not serialise, which those of a bundle do.
pub fn write_json(value: &impl Serialize) -> Vec<u8> {
    let value = serde_json::to_value(value).expect("the values of a bundle serialise to JSON");
    canonical::write(&value)
}

/// Adds the line of a value.
pub fn write_line(value: &impl Serialize, lines: &mut Vec<u8>) {
    lines.extend(write_json(value));
    lines.push(b'\n');
}

/// Reads a value of canonical JSON, no byte of which is free.
pub(crate) fn read_json<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(bytes).ok()?;
    (write_json(&value) == bytes).then_some(value)
}

/// Cuts a part into its lines, each of which has an end; none if the last has none.
pub(crate) fn lines(body: &[u8]) -> Option<impl Iterator<Item = &[u8]>> {
    let lines = match body.split_last() {
        None => None,
        Some((b'\n', lines)) => Some(lines),
        Some(_) => return None,
    };
    Some(lines.into_iter().flat_map(|it| it.split(|b| *b == b'\n')))
}
