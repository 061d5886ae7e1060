//! How amendments end.

use crate::id::AmendmentId;
use crate::record::{Actor, Words};
use crate::time::Timestamp;

/// How an amendment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposition {
    /// The way it ended.
    pub kind: DispositionKind,
    /// The reason or note given.
    pub reason: Option<Words>,
    /// The change that wrote it into the working draft, where one did.
    pub change: Option<String>,
    /// Who decided.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

/// The ways an amendment can end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DispositionKind {
    /// The chair took it into the working draft.
    Adopted,
    /// The chair took it into the working draft with another wording, to which its sponsor consented.
    AdoptedModified {
        /// The number of the offer the sponsor accepted.
        offer: u32,
    },
    /// The text has all of it already.
    Subsumed {
        /// The amendments whose adoption brought it about.
        by: Vec<AmendmentId>,
    },
    /// The chair rejected it.
    Rejected,
    /// The sponsor withdrew it.
    Withdrawn,
    /// It ended without a decision on its substance.
    Lapsed,
}

impl DispositionKind {
    /// Returns the disposition's stable name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::AdoptedModified { .. } => "adopted_modified",
            Self::Subsumed { .. } => "subsumed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    /// Returns the amendments whose adoption brought it about.
    pub fn through(&self) -> &[AmendmentId] {
        match self {
            Self::Subsumed { by } => by,
            _ => &[],
        }
    }

    /// Reports whether the text has the amendment, or what the sponsor consented to instead.
    pub const fn is_in_the_text(&self) -> bool {
        matches!(
            self,
            Self::Adopted | Self::AdoptedModified { .. } | Self::Subsumed { .. }
        )
    }
}
