//! Where a clause stands in the procedure, moved by people.

use super::super::Instrument;
use crate::id::{CallId, ClauseId};

/// Where a clause stands in the procedure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// It has not been tabled.
    #[default]
    Drafting,
    /// Its wording is on the table.
    Tabled,
    /// The chair has called for positions on it.
    Called(CallId),
    /// A silence procedure runs on it.
    Silence(CallId),
    /// It is agreed until the whole instrument is adopted.
    AgreedAdReferendum,
    /// It is agreed, with the whole instrument.
    Agreed,
    /// It was agreed or parked and is negotiated again.
    Reopened,
    /// It is left in brackets for now.
    Parked,
    /// It is in the text no more.
    Withdrawn,
}

impl Stage {
    /// Returns the stage's stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drafting => "drafting",
            Self::Tabled => "tabled",
            Self::Called(_) => "called",
            Self::Silence(_) => "silence",
            Self::AgreedAdReferendum => "agreed_ad_referendum",
            Self::Agreed => "agreed",
            Self::Reopened => "reopened",
            Self::Parked => "parked",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reports whether the clause is agreed, ad referendum or for good.
    pub const fn is_agreed(self) -> bool {
        matches!(self, Self::AgreedAdReferendum | Self::Agreed)
    }

    /// Reports whether a call is what holds the clause, be it open or closed.
    pub(super) fn is_held_by(self, call: CallId) -> bool {
        matches!(self, Self::Called(id) | Self::Silence(id) if id == call)
    }

    /// Reports whether the clause is negotiated without anything running on it.
    pub const fn is_negotiated(self) -> bool {
        matches!(self, Self::Tabled | Self::Reopened)
    }
}

impl Instrument {
    /// Returns where a clause stands in the procedure.
    pub fn stage(&self, clause: ClauseId) -> Stage {
        self.progress
            .stages
            .get(&clause)
            .copied()
            .unwrap_or_default()
    }
}
