//! One line of the record.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::canonical::{self, NotCanonical};
use super::{AuditFact, Commitment, ContentRef, Contents, Fact, KeyFact, ProcedureFact, Words};
use crate::id::{DelegateId, InstrumentId, OrganisationId};
use crate::time::Timestamp;

/// Who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A person, by pseudonym.
    Delegate(DelegateId),
    /// The server itself, at an instant that people set.
    System,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Delegate(id) => id.fmt(f),
            Self::System => f.write_str("system"),
        }
    }
}

/// A fact that the rules have allowed and that is about to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who acts.
    pub actor: Actor,
    /// The organisation acted for.
    pub organisation: Option<OrganisationId>,
    /// The instrument it is about.
    pub instrument: Option<InstrumentId>,
    /// What is said.
    pub fact: Fact,
    /// The words beside it.
    pub contents: Contents,
}

/// An entry of the record, with the words beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the record, from 0 and without gaps.
    pub seq: u64,
    /// When the server appended it; strictly later than the entry before.
    pub at: Timestamp,
    /// Who acted.
    pub actor: Actor,
    /// The organisation acted for.
    pub organisation: Option<OrganisationId>,
    /// The instrument it is about.
    pub instrument: Option<InstrumentId>,
    /// What it says.
    pub fact: Fact,
    /// The words beside it, in the order of their commitments.
    pub contents: Vec<Words>,
}

/// An entry that would have more than [`Entry::MAX_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this would be an entry of {found} bytes; at most 65535 are permitted")]
pub struct EntryTooLarge {
    /// The number of bytes it would have.
    pub found: usize,
}

/// Bytes that are no entry of the record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEntry {
    /// The bytes are not canonical.
    #[error(transparent)]
    Form(#[from] NotCanonical),
    /// A member is missing, unknown or of the wrong type.
    #[error("the entry's members are not as they must be: {0}")]
    Shape(String),
    /// The number of contents differs from the number of commitments.
    #[error("{commitments} commitments, but {contents} contents")]
    Contents {
        /// The number of commitments in the entry.
        commitments: usize,
        /// The number of contents beside it.
        contents: usize,
    },
}

/// An entry that does not follow from the entries before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq} does not follow from the record before it: {why}")]
pub struct Inconsistent {
    /// The entry's place.
    pub seq: u64,
    /// What is amiss.
    pub why: &'static str,
}

impl Inconsistent {
    pub(crate) const fn at(entry: &Entry, why: &'static str) -> Self {
        Self {
            seq: entry.seq,
            why,
        }
    }
}

/// The members of an entry as they are read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<'a> {
    v: u8,
    seq: u64,
    at: Timestamp,
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default)]
    instrument: Option<InstrumentId>,
    #[serde(borrow)]
    actor: Cow<'a, str>,
    #[serde(default)]
    organisation: Option<OrganisationId>,
    #[serde(borrow)]
    body: &'a RawValue,
    #[serde(default)]
    contents: Vec<String>,
}

/// The members of an entry as they are written.
#[derive(Serialize)]
struct Written {
    v: u8,
    seq: u64,
    at: Timestamp,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument: Option<InstrumentId>,
    actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    body: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contents: Vec<String>,
}

impl Entry {
    /// The greatest number of bytes of an entry.
    pub const MAX_BYTES: usize = 65_535;
    /// The version of the format that is written.
    const VERSION: u8 = 1;

    /// Places an act in the record.
    pub fn new(seq: u64, at: Timestamp, act: Act) -> Self {
        let contents = act
            .contents
            .texts()
            .iter()
            .map(|text| Words::given(text))
            .collect();
        let Act {
            actor,
            organisation,
            instrument,
            fact,
            ..
        } = act;
        Self {
            seq,
            at,
            actor,
            organisation,
            instrument,
            fact,
            contents,
        }
    }

    /// Returns the words at a place; erased words where there are none.
    pub fn words(&self, place: ContentRef) -> Words {
        self.contents
            .get(place.index())
            .cloned()
            .unwrap_or(Words::Erased)
    }

    /// Writes the entry's bytes, with the commitments to its contents.
    ///
    /// # Errors
    ///
    /// * [`EntryTooLarge`] if there would be more than [`Self::MAX_BYTES`].
    ///
    /// # Panics
    ///
    /// If the fact serialises outside the canonical subset, which its types exclude.
    pub fn encode(&self, commitments: &[Commitment]) -> Result<Vec<u8>, EntryTooLarge> {
        let (kind, body) = self.fact.to_parts();
        let written = Written {
            v: Self::VERSION,
            seq: self.seq,
            at: self.at,
            kind,
            instrument: self.instrument,
            actor: self.actor.to_string(),
            organisation: self.organisation,
            body,
            contents: commitments
                .iter()
                .map(|c| hex::encode(c.as_bytes()))
                .collect(),
        };
        let value = serde_json::to_value(written).expect("an entry serialises to JSON");
        canonical::check_subset(&value).expect("facts hold nothing outside the canonical subset");
        let bytes = canonical::write(&value);
        if bytes.len() > Self::MAX_BYTES {
            return Err(EntryTooLarge { found: bytes.len() });
        }
        Ok(bytes)
    }

    /// Reads an entry of its bytes alone, with the commitments to the words beside it, all of
    /// which count as erased until they are put in.
    ///
    /// # Errors
    ///
    /// * [`InvalidEntry`] says what is wrong with them.
    pub fn read(bytes: &[u8]) -> Result<(Self, Vec<Commitment>), InvalidEntry> {
        let shape = |error: &dyn std::fmt::Display| InvalidEntry::Shape(error.to_string());
        canonical::check(bytes)?;
        let read: Read<'_> = serde_json::from_slice(bytes).map_err(|e| shape(&e))?;
        if read.v != Self::VERSION {
            return Err(shape(&format_args!("version {} is not known", read.v)));
        }
        let commitments = read.contents.iter().map(|it| parse_commitment(it));
        let commitments: Vec<_> = commitments.collect::<Result<_, _>>()?;
        let entry = Self {
            seq: read.seq,
            at: read.at,
            actor: parse_actor(&read.actor).ok_or_else(|| shape(&"the actor is no id"))?,
            organisation: read.organisation,
            instrument: read.instrument,
            fact: Fact::from_parts(&read.kind, read.body.get()).map_err(|e| shape(&e))?,
            contents: vec![Words::Erased; commitments.len()],
        };
        Ok((entry, commitments))
    }

    /// Reads an entry of its bytes and the words beside it.
    ///
    /// # Errors
    ///
    /// * [`InvalidEntry`] says what is wrong with them.
    pub fn decode(bytes: &[u8], contents: Vec<Words>) -> Result<Self, InvalidEntry> {
        let (mut entry, commitments) = Self::read(bytes)?;
        if commitments.len() != contents.len() {
            return Err(InvalidEntry::Contents {
                commitments: commitments.len(),
                contents: contents.len(),
            });
        }
        entry.contents = contents;
        Ok(entry)
    }

    /// Reads the commitments that an entry's bytes hold, in order.
    ///
    /// # Errors
    ///
    /// * [`InvalidEntry`] if the bytes are no entry.
    pub fn commitments(bytes: &[u8]) -> Result<Vec<Commitment>, InvalidEntry> {
        Self::read(bytes).map(|(_, commitments)| commitments)
    }
}

fn parse_commitment(text: &str) -> Result<Commitment, InvalidEntry> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes)
        .map_err(|error| InvalidEntry::Shape(format!("a commitment: {error}")))?;
    Ok(Commitment::from_bytes(bytes))
}

fn parse_actor(text: &str) -> Option<Actor> {
    if text == "system" {
        return Some(Actor::System);
    }
    text.parse().ok().map(Actor::Delegate)
}

impl Fact {
    /// Returns the type's name, as it stands in the entry.
    pub fn type_name(&self) -> String {
        self.to_parts().0
    }

    /// Returns the fact as JSON, with its `type` and its `body`.
    pub fn to_value(&self) -> Value {
        let (kind, body) = self.to_parts();
        serde_json::json!({"type": kind, "body": body})
    }

    fn to_parts(&self) -> (String, Value) {
        let written = match self {
            Self::Procedure(fact) => serde_json::to_value(fact),
            Self::Audit(fact) => serde_json::to_value(fact),
            Self::Key(fact) => serde_json::to_value(fact),
            fact => serde_json::to_value(fact),
        };
        let Ok(Value::Object(mut parts)) = written else {
            unreachable!("a fact serialises to an object with type and body");
        };
        let Some(Value::String(kind)) = parts.remove("type") else {
            unreachable!("a fact's type is a string");
        };
        (
            kind,
            parts
                .remove("body")
                .unwrap_or_else(|| Value::Object(Map::new())),
        )
    }

    fn from_parts(kind: &str, body: &str) -> Result<Self, serde_json::Error> {
        if !kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return Err(serde::de::Error::custom("no fact has this type"));
        }
        // With its type before it, the body is read in one go.
        let parts = format!(r#"{{"type":"{kind}","body":{body}}}"#);
        if ProcedureFact::TYPES.contains(&kind) {
            serde_json::from_str(&parts).map(Self::Procedure)
        } else if AuditFact::TYPES.contains(&kind) {
            serde_json::from_str(&parts).map(Self::Audit)
        } else if KeyFact::TYPES.contains(&kind) {
            serde_json::from_str(&parts).map(Self::Key)
        } else {
            serde_json::from_str(&parts)
        }
    }
}
