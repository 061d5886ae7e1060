//! What the level is computed from.

use serde::{Deserialize, Serialize};

use super::{Mandate, ObjectionState, PositionKind, Rules};
use crate::time::Timestamp;

/// Everything the level of one clause depends on.
///
/// `O` names an organisation, `T` a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation<O, T> {
    /// The rules of the instrument.
    pub rules: Rules,
    /// The organisations that may be counted; one named twice counts once, as first named.
    pub electorate: Vec<Elector<O>>,
    /// The current tabled wording.
    pub text: T,
    /// The wordings that a declared editorial change carries over for now.
    pub carried: Vec<T>,
    /// The silence procedure on the current wording.
    pub silence: Silence<O>,
    /// Every position taken on the clause, in log order.
    pub positions: Vec<HeldPosition<O, T>>,
}

impl<O, T> Situation<O, T> {
    /// Makes the situation of a wording on which nobody has spoken.
    pub fn new(rules: Rules, electorate: Vec<Elector<O>>, text: T) -> Self {
        Self {
            rules,
            electorate,
            text,
            carried: Vec::new(),
            silence: Silence::default(),
            positions: Vec::new(),
        }
    }
}

/// An organisation with a seat, and the constituency it sits in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elector<O> {
    /// The organisation.
    pub organisation: O,
    /// The group of organisations that cannot be outvoted unseen.
    pub constituency: String,
}

/// One position as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPosition<O, T> {
    /// Who holds it.
    pub organisation: O,
    /// The stand taken.
    pub kind: PositionKind,
    /// The wording it is about.
    pub text: T,
    /// How firmly it is held; only a favourable position is held otherwise than firmly.
    pub mandate: Mandate,
    /// Where an objection stands; of no meaning for other kinds.
    pub objection: ObjectionState,
    /// When an objection was raised, where that is known.
    pub raised_at: Option<Timestamp>,
}

impl<O, T> HeldPosition<O, T> {
    /// Makes a firm position; an objection is raised and nothing more.
    pub fn new(organisation: O, kind: PositionKind, text: T) -> Self {
        Self {
            organisation,
            kind,
            text,
            mandate: Mandate::Firm,
            objection: ObjectionState::Raised,
            raised_at: None,
        }
    }

    /// Reports whether the position still waits for its organisation's own authority.
    pub fn is_ad_referendum(&self) -> bool {
        self.kind.is_favourable() && self.mandate == Mandate::AdReferendum
    }

    /// Returns where the position stands as an objection, if it is one.
    pub fn objection_state(&self) -> Option<ObjectionState> {
        (self.kind == PositionKind::Object).then_some(self.objection)
    }
}

/// A silence procedure on the current wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence<O> {
    /// How far it has come.
    pub state: SilenceState,
    /// The organisations that were told of it.
    pub notified: Vec<O>,
}

impl<O> Default for Silence<O> {
    fn default() -> Self {
        Self {
            state: SilenceState::None,
            notified: Vec::new(),
        }
    }
}

/// How far a silence procedure has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SilenceState {
    /// There is none on this wording, or it was broken.
    #[default]
    None,
    /// It runs.
    Open,
    /// Its instant passed unbroken.
    Passed,
}
