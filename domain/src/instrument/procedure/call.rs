//! A consensus call: a time for positions on frozen wordings, with a frozen electorate and rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::silence::Silenced;
use crate::consensus::{Level, Rules};
use crate::id::{CallId, ClauseId, DelegateId, OrganisationId};
use crate::record::{RevisionNumber, Words};
use crate::time::Timestamp;
use crate::words::Constituency;

/// What a call is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CallKind {
    /// A time for positions.
    #[default]
    Consensus,
    /// A silence procedure: agreed at the closing instant unless broken.
    Silence,
}

impl CallKind {
    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consensus => "consensus",
            Self::Silence => "silence",
        }
    }
}

/// A call for positions, or a silence procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The call.
    pub id: CallId,
    /// What it is.
    pub kind: CallKind,
    /// The revision whose wordings it is about.
    pub revision: RevisionNumber,
    /// The clauses, in the order of the text.
    pub clauses: Vec<ClauseId>,
    /// The organisations that are counted, by constituency.
    pub electorate: BTreeMap<Constituency, Vec<OrganisationId>>,
    /// Those of them that were told.
    pub notified: BTreeSet<OrganisationId>,
    /// The rules in force for it.
    pub rules: Rules,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The entry that opened it.
    pub seq: u64,
    /// When it closes.
    pub closes_at: Timestamp,
    /// Whether the names of those who break silence in confidence are withheld until they were consulted.
    pub withholds_names: bool,
    /// What the chair said of it.
    pub note: Option<Words>,
    /// Every instant it was to close at before, with why it was put off.
    pub extensions: Vec<(Timestamp, Words)>,
    /// Who has opened the notice of it, the first of each organisation.
    pub notices: BTreeMap<OrganisationId, Notice>,
    /// What was attached to it.
    pub statements: Vec<Statement>,
    /// What became of silence on each clause; nothing for a call of the other kind.
    pub silenced: BTreeMap<ClauseId, Silenced>,
    /// The level and firm level that each clause showed when it closed.
    pub results: BTreeMap<ClauseId, (Level, Level)>,
    /// What came of consulting those who broke silence in confidence.
    pub consultation: Option<Words>,
    /// How it ended; absent while it is open.
    pub end: Option<CallEnd>,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEnd {
    /// Its closing instant passed.
    Deadline {
        /// The entry that says so.
        seq: u64,
    },
    /// The chair closed it, every organisation having answered.
    Completed {
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    },
    /// The chair took it back.
    Withdrawn {
        /// Why.
        reason: Words,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    },
}

impl CallEnd {
    /// Returns the end's stable name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Deadline { .. } => "deadline",
            Self::Completed { .. } => "completed",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Returns the entry that says so.
    pub const fn seq(&self) -> u64 {
        match self {
            Self::Deadline { seq } | Self::Completed { seq, .. } | Self::Withdrawn { seq, .. } => {
                *seq
            }
        }
    }
}

/// That an organisation has opened the notice of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// The person who did.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

/// What an organisation attached to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The clause it is about; all of them where absent.
    pub clause: Option<ClauseId>,
    /// What it says.
    pub words: Words,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
    /// Whether it came when the call had closed.
    pub is_late: bool,
}

/// How much an organisation has still to answer in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StillToAnswer {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The number of clauses on which it holds no position on the wording called.
    pub clauses: usize,
}

impl Call {
    /// The greatest number of clauses of one call.
    pub const MOST_CLAUSES: usize = 1_000;
    /// The longest time that one runs, in seconds: a year.
    pub const LONGEST: i64 = 366 * 86_400;

    /// Reports whether it is still open.
    pub const fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// Reports whether the chair took it back.
    pub const fn was_withdrawn(&self) -> bool {
        matches!(self.end, Some(CallEnd::Withdrawn { .. }))
    }

    /// Reports whether an organisation is counted in it.
    pub fn counts(&self, organisation: OrganisationId) -> bool {
        (self.electorate.values()).any(|among| among.contains(&organisation))
    }

    /// Returns the organisations that are counted, with their constituencies.
    pub fn electors(&self) -> impl Iterator<Item = (OrganisationId, &Constituency)> {
        let among = self.electorate.iter();
        among.flat_map(|(constituency, among)| among.iter().map(move |id| (*id, constituency)))
    }
}
