//! A position, as an entry says it.

use serde::{Deserialize, Serialize};

use super::{ContentRef, RevisionNumber};
use crate::consensus::{Mandate, PositionKind};
use crate::id::{AmendmentId, ClauseId};
use crate::signing::SignedStatement;
use crate::text::WordingHash;

/// An organisation's stand on an exact wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositionTaken {
    /// The clause.
    pub clause: ClauseId,
    /// The revision in which it was read.
    pub revision: RevisionNumber,
    /// The wording.
    pub text_hash: WordingHash,
    /// The kind of position.
    pub kind: PositionKind,
    /// Whether it binds already.
    pub mandate: Mandate,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ContentRef>,
    /// What would cure an objection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<ContentRef>,
    /// The part of the clause that is not joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservation: Option<ContentRef>,
    /// The words that an objection is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<ContentRef>,
    /// The objection that an objection joins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins: Option<u64>,
    /// The amendments that would cure an objection, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cures: Vec<AmendmentId>,
    /// The statement that the organisation signed; without one the server alone says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedStatement>,
}
