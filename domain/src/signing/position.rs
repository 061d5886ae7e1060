//! A formal position as an organisation signs it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Digest, First, Nonce, Salt, read, value_of};
use crate::consensus::{Mandate, PositionKind};
use crate::id::{ClauseId, DelegateId, InstrumentId, OrganisationId};
use crate::record::{Commitment, ContentRef, PositionTaken, RevisionNumber, canonical};
use crate::refusal::Refusal;
use crate::text::{LanguageTag, WordingHash};
use crate::time::Timestamp;

/// The newest sealed state of the record that a signer had in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seen {
    /// The number of entries.
    pub size: u64,
    /// The root hash over them.
    pub root: Digest,
}

/// What a statement of a position is: always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Type {
    Position,
}

/// An organisation's position on an exact wording, as it signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormalPosition {
    #[cfg_attr(feature = "openapi", schema(value_type = u8))]
    v: First,
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    is: Type,
    /// The network, by the leaf hash of its first entry.
    pub network: Digest,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The clause.
    pub clause: ClauseId,
    /// The revision in which the wording was read.
    pub revision: RevisionNumber,
    /// The wording.
    pub text_hash: WordingHash,
    /// The language of the wording.
    pub language: LanguageTag,
    /// The organisation whose position it is.
    pub organisation: OrganisationId,
    /// The person who takes it in the organisation's name.
    pub delegate: DelegateId,
    /// The kind of position.
    pub kind: PositionKind,
    /// Whether it binds already.
    pub mandate: Mandate,
    /// The hash over the commitments to its words and what it names; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_hash: Option<Digest>,
    /// Random bits that tell it from every other statement.
    pub nonce: Nonce,
    /// When it was made.
    pub issued_at: Timestamp,
    /// The newest sealed state of the record that the signer had in hand.
    pub seen: Seen,
    /// The hash of the organisation's previous statement on the clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Digest>,
}

/// What a statement rests on besides the position: where it is made, and after what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// The network, by the leaf hash of its first entry.
    pub network: Digest,
    /// Random bits that tell it from every other statement.
    pub nonce: Nonce,
    /// When it was made.
    pub issued_at: Timestamp,
    /// The newest sealed state of the record that the signer had in hand.
    pub seen: Seen,
    /// The hash of the organisation's previous statement on the clause.
    pub supersedes: Option<Digest>,
}

/// The salts that a signer chose for the words of a position.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Salts {
    /// Of the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Salt>,
    /// Of the remedy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Salt>,
    /// Of the reservation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservation: Option<Salt>,
    /// Of the passage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<Salt>,
}

impl FormalPosition {
    const MEMBERS: [&'static str; 17] = [
        "v",
        "type",
        "network",
        "instrument",
        "clause",
        "revision",
        "text_hash",
        "language",
        "organisation",
        "delegate",
        "kind",
        "mandate",
        "reason_hash",
        "nonce",
        "issued_at",
        "seen",
        "supersedes",
    ];

    /// Says a position that the record has, or is about to have, as the organisation signs it.
    ///
    /// `commitments` are those of the entry's contents, in order.
    pub fn of(
        taken: &PositionTaken,
        commitments: &[Commitment],
        (instrument, language): (InstrumentId, &LanguageTag),
        (organisation, delegate): (OrganisationId, DelegateId),
        ground: &Ground,
    ) -> Self {
        Self {
            v: First,
            is: Type::Position,
            network: ground.network,
            instrument,
            clause: taken.clause,
            revision: taken.revision,
            text_hash: taken.text_hash,
            language: language.clone(),
            organisation,
            delegate,
            kind: taken.kind,
            mandate: taken.mandate,
            reason_hash: reason_hash(taken, commitments),
            nonce: ground.nonce,
            issued_at: ground.issued_at,
            seen: ground.seen,
            supersedes: ground.supersedes,
        }
    }

    /// Reads a statement of its bytes.
    ///
    /// # Errors
    ///
    /// * [`Refusal::StatementUnreadable`] if they are not its canonical form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Refusal> {
        read(bytes)
    }

    /// Returns the bytes that are signed.
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical::write(&value_of(self))
    }

    /// Returns the hash by which a later statement names this one.
    pub fn hash(&self) -> Digest {
        Digest::of_statement(&self.to_bytes())
    }

    /// Returns what it rests on besides the position.
    pub const fn ground(&self) -> Ground {
        Ground {
            network: self.network,
            nonce: self.nonce,
            issued_at: self.issued_at,
            seen: self.seen,
            supersedes: self.supersedes,
        }
    }

    /// Names the first member in which two statements differ.
    pub fn differs_at(&self, other: &Self) -> Option<&'static str> {
        let (own, others) = (value_of(self), value_of(other));
        Self::MEMBERS
            .into_iter()
            .find(|member| own.get(member) != others.get(member))
    }
}

/// Hashes the commitments to a position's words, and what it names; none where there is nothing.
fn reason_hash(taken: &PositionTaken, commitments: &[Commitment]) -> Option<Digest> {
    let commitment = |place: Option<ContentRef>| {
        let found = commitments.get(place?.index())?;
        Some(Value::from(hex::encode(found.as_bytes())))
    };
    let cures = || taken.cures.iter().map(|id| Value::from(id.to_string()));
    let members = [
        (
            "cures",
            (!taken.cures.is_empty()).then(|| cures().collect()),
        ),
        ("joins", taken.joins.map(Value::from)),
        ("passage", commitment(taken.passage)),
        ("reason", commitment(taken.reason)),
        ("remedy", commitment(taken.remedy)),
        ("reservation", commitment(taken.reservation)),
    ];
    let named = members.into_iter();
    let present: Map<_, _> = named
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    let is_empty = present.is_empty();
    let bytes = canonical::write(&Value::Object(present));
    (!is_empty).then(|| Digest::of_statement(&bytes))
}
