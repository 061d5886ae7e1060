//! Amendments: proposals to change the text on the table.
//!
//! An amendment carries its own base and stays readable whatever happens to
//! the clause. It never edits a draft; the chair *incorporates* it.

use std::sync::Arc;

use crate::id::{AmendmentId, ClauseId, DelegateId, OrganisationId};
use crate::record::{Actor, RevisionNumber, Words};
use crate::text::{Wording, WordingHash};
use crate::time::Timestamp;

/// A tabled amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// The amendment.
    pub id: AmendmentId,
    /// Its printed number within the instrument, from 1.
    pub number: u32,
    /// The revision it is written against.
    pub revision: RevisionNumber,
    /// What it would change.
    pub change: AmendmentChange,
    /// Why.
    pub rationale: Words,
    /// The organisation that proposed it.
    pub sponsor: OrganisationId,
    /// The person who proposed it.
    pub proposed_by: DelegateId,
    /// The organisations asked to co-sponsor, in the order they were asked.
    pub cosponsors: Vec<Cosponsor>,
    /// When it was tabled.
    pub tabled_at: Timestamp,
    /// The entry that tabled it.
    pub seq: u64,
    /// How it ended; absent while it is open.
    pub disposition: Option<Disposition>,
}

/// What an amendment would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmendmentChange {
    /// Another wording for a clause.
    Modify {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// The wording that would result.
        result: WordingHash,
        /// That wording; absent where it was erased.
        wording: Option<Arc<Wording>>,
    },
    /// A new clause.
    Insert {
        /// The clause it would be nested in.
        parent: Option<ClauseId>,
        /// The sibling it would follow.
        after: Option<ClauseId>,
        /// The clause's name if it is adopted.
        clause: ClauseId,
        /// The wording it would have.
        result: WordingHash,
        /// That wording; absent where it was erased.
        wording: Option<Arc<Wording>>,
    },
    /// No such clause any more.
    Delete {
        /// The clause.
        clause: ClauseId,
        /// The wording it has.
        base: WordingHash,
    },
}

impl AmendmentChange {
    /// Returns the clause that would change, appear or go.
    pub const fn clause(&self) -> ClauseId {
        match self {
            Self::Modify { clause, .. }
            | Self::Insert { clause, .. }
            | Self::Delete { clause, .. } => *clause,
        }
    }

    /// Returns the wording it is written against; none for a new clause.
    pub const fn base(&self) -> Option<WordingHash> {
        match self {
            Self::Modify { base, .. } | Self::Delete { base, .. } => Some(*base),
            Self::Insert { .. } => None,
        }
    }

    /// Returns the resulting wording; none for a deletion.
    pub const fn result(&self) -> Option<WordingHash> {
        match self {
            Self::Modify { result, .. } | Self::Insert { result, .. } => Some(*result),
            Self::Delete { .. } => None,
        }
    }

    /// Returns the words of the resulting wording.
    pub fn wording(&self) -> Option<&Wording> {
        match self {
            Self::Modify { wording, .. } | Self::Insert { wording, .. } => wording.as_deref(),
            Self::Delete { .. } => None,
        }
    }

    /// Returns the kind's stable name.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Modify { .. } => "modify",
            Self::Insert { .. } => "insert",
            Self::Delete { .. } => "delete",
        }
    }
}

/// An organisation asked to co-sponsor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cosponsor {
    /// The organisation.
    pub organisation: OrganisationId,
    /// What it answered.
    pub state: CosponsorState,
}

/// What an organisation answered when asked to co-sponsor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CosponsorState {
    /// Nothing yet.
    Invited,
    /// It co-sponsors.
    Confirmed,
    /// It does not.
    Declined,
}

impl CosponsorState {
    /// Returns the state's stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
        }
    }
}

/// How an amendment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disposition {
    /// The chair took it into the working draft.
    Adopted {
        /// What the chair said of it.
        note: Option<Words>,
        /// Who decided.
        by: Actor,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    },
    /// The chair rejected it.
    Rejected {
        /// Why.
        reason: Words,
        /// Who decided.
        by: Actor,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    },
    /// The sponsor withdrew it.
    Withdrawn {
        /// Why, where the sponsor said so.
        reason: Option<Words>,
        /// Who decided.
        by: Actor,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    },
}

impl Disposition {
    /// Returns the disposition's stable name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Adopted { .. } => "adopted",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Returns the reason or note given.
    pub const fn reason(&self) -> Option<&Words> {
        match self {
            Self::Adopted { note, .. } => note.as_ref(),
            Self::Rejected { reason, .. } => Some(reason),
            Self::Withdrawn { reason, .. } => reason.as_ref(),
        }
    }

    /// Returns who decided, when, and the entry that says so.
    pub const fn decided(&self) -> (Actor, Timestamp, u64) {
        match self {
            Self::Adopted { by, at, seq, .. }
            | Self::Rejected { by, at, seq, .. }
            | Self::Withdrawn { by, at, seq, .. } => (*by, *at, *seq),
        }
    }
}

impl Amendment {
    /// Reports whether nothing has been decided yet.
    pub const fn is_open(&self) -> bool {
        self.disposition.is_none()
    }

    /// Returns the sponsor and the confirmed co-sponsors.
    pub fn sponsors(&self) -> Vec<OrganisationId> {
        let confirmed = self
            .cosponsors
            .iter()
            .filter(|c| c.state == CosponsorState::Confirmed);
        std::iter::once(self.sponsor)
            .chain(confirmed.map(|c| c.organisation))
            .collect()
    }

    /// Returns what an organisation answered when asked to co-sponsor.
    pub fn cosponsor(&self, organisation: OrganisationId) -> Option<CosponsorState> {
        self.cosponsors
            .iter()
            .find(|c| c.organisation == organisation)
            .map(|c| c.state)
    }
}
