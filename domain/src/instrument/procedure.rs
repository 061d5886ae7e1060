//! The road to consensus: objections, calls, silence, designation, agreement and adoption.
//!
//! # Invariants
//!
//! * Nothing ends by itself: a stage is moved by people, or by an instant that people set.
//! * What was set in motion on a wording is about that wording; another one begins anew.
//! * Whether an instant has passed is what the record says, never a clock.

mod adoption;
mod agreement;
mod call;
mod calls;
mod deadlines;
mod designation;
mod editorial;
mod entering;
mod fold;
mod mandate;
mod objection;
mod rules;
mod silence;
mod stage;
mod step;

use std::collections::BTreeMap;

pub use adoption::{Adopted, Signature};
pub use call::{Call, CallEnd, CallKind, Notice, Statement, StillToAnswer};
pub use deadlines::{Deadline, Due};
pub use designation::{Challenge, Designation};
pub use editorial::EditorialChange;
pub use entering::{Channel, Entered, EntryAnswer};
pub use mandate::MandateEnd;
pub use objection::{Objection, ObjectionAct, ObjectionStep};
pub use rules::{BreakerNames, Holidays, Hours, InvalidHours, ProcedureRules};
pub use silence::{Breach, Silenced};
pub use stage::Stage;
pub use step::ProcedureStep;

use crate::id::{CallId, ClauseId};

/// What has happened on the road to consensus of one instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) rules: ProcedureRules,
    /// By the entry that raised them.
    pub(super) objections: BTreeMap<u64, Objection>,
    pub(super) calls: BTreeMap<CallId, Call>,
    /// In the order they were made, clause by clause.
    pub(super) designations: BTreeMap<ClauseId, Vec<Designation>>,
    pub(super) editorial: BTreeMap<ClauseId, Vec<EditorialChange>>,
    pub(super) stages: BTreeMap<ClauseId, Stage>,
    pub(super) adopted: Vec<Adopted>,
    /// The version that is negotiated, from 1; 0 stands for the first one too.
    pub(super) version: u32,
}
