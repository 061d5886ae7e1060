//! What an organisation can say about a wording.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The stand an organisation takes on a wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PositionKind {
    /// Formal support.
    Endorse,
    /// Joins, with dissent from a part on record.
    EndorseWithReservation,
    /// Can live with it.
    Accept,
    /// Stands aside.
    Abstain,
    /// Disagrees, and will not block.
    Concern,
    /// Sustained opposition.
    Object,
    /// Leaves the electorate of this clause.
    Recuse,
}

impl PositionKind {
    /// Every kind, from the most to the least favourable, then recusal.
    pub const ALL: [Self; 7] = [
        Self::Endorse,
        Self::EndorseWithReservation,
        Self::Accept,
        Self::Abstain,
        Self::Concern,
        Self::Object,
        Self::Recuse,
    ];

    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Endorse => "endorse",
            Self::EndorseWithReservation => "endorse_with_reservation",
            Self::Accept => "accept",
            Self::Abstain => "abstain",
            Self::Concern => "concern",
            Self::Object => "object",
            Self::Recuse => "recuse",
        }
    }

    /// Finds a kind by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Reports whether the kind counts in favour; only such a position can be held ad referendum.
    pub const fn is_favourable(self) -> bool {
        matches!(
            self,
            Self::Endorse | Self::EndorseWithReservation | Self::Accept
        )
    }

    /// Reports whether the kind is an endorsement, with or without reservation.
    pub const fn is_support(self) -> bool {
        matches!(self, Self::Endorse | Self::EndorseWithReservation)
    }

    /// Reports whether a position of this kind is an objection.
    pub const fn is_objection(self) -> bool {
        matches!(self, Self::Object)
    }

    /// Returns the texts a position of this kind must carry, in the order they are asked for.
    pub const fn required_texts(self) -> &'static [PositionText] {
        match self {
            Self::Endorse | Self::Accept | Self::Abstain => &[],
            Self::EndorseWithReservation => &[PositionText::Reservation],
            Self::Concern | Self::Recuse => &[PositionText::Reason],
            Self::Object => &[PositionText::Reason, PositionText::Remedy],
        }
    }
}

impl fmt::Display for PositionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that a position carries beside its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PositionText {
    /// The part the organisation does not join.
    Reservation,
    /// Why the organisation takes this stand.
    Reason,
    /// The change that would cure the objection.
    Remedy,
}

/// How firmly a favourable position is held.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Mandate {
    /// The organisation is bound.
    #[default]
    Firm,
    /// Subject to confirmation by the organisation's own authority.
    AdReferendum,
}

impl Mandate {
    /// Both mandates, the firm one first.
    pub const ALL: [Self; 2] = [Self::Firm, Self::AdReferendum];

    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::AdReferendum => "ad_referendum",
        }
    }

    /// Finds a mandate by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

impl fmt::Display for Mandate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Where an objection stands in its life.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ObjectionState {
    /// Made, and not answered yet.
    #[default]
    Raised,
    /// Answered; its organisation has not said whether that is enough.
    Answered,
    /// Upheld by its organisation after the answer.
    Sustained,
    /// Taken back by its organisation.
    Withdrawn,
    /// Met by a change of the text.
    Resolved,
    /// Addressed and not accommodated, with the chair's written reason.
    Decided,
    /// Ruled out of order; the ruling can be challenged.
    Inadmissible,
    /// Ended because its organisation is no longer a voting member.
    Lapsed,
}

impl ObjectionState {
    /// Every state, in the order of an objection's life.
    pub const ALL: [Self; 8] = [
        Self::Raised,
        Self::Answered,
        Self::Sustained,
        Self::Withdrawn,
        Self::Resolved,
        Self::Decided,
        Self::Inadmissible,
        Self::Lapsed,
    ];

    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Answered => "answered",
            Self::Sustained => "sustained",
            Self::Withdrawn => "withdrawn",
            Self::Resolved => "resolved",
            Self::Decided => "decided",
            Self::Inadmissible => "inadmissible",
            Self::Lapsed => "lapsed",
        }
    }

    /// Finds a state by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Reports whether the objection still waits for its end.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Raised | Self::Answered | Self::Sustained)
    }

    /// Reports whether the objection counts as opposition: open, or decided against.
    pub const fn is_counted(self) -> bool {
        self.is_open() || matches!(self, Self::Decided)
    }
}

impl fmt::Display for ObjectionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_ones_of_the_record() {
        for kind in PositionKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(PositionKind::from_name(kind.as_str()), Some(kind));
        }
        for mandate in Mandate::ALL {
            assert_eq!(serde_json::to_value(mandate).unwrap(), mandate.as_str());
        }
        for state in ObjectionState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
    }

    #[test]
    fn a_decided_objection_counts_without_being_open() {
        assert!(ObjectionState::Decided.is_counted());
        assert!(!ObjectionState::Decided.is_open());
        assert!(!ObjectionState::Resolved.is_counted());
    }

    #[test]
    fn an_objection_must_say_why_and_what_would_cure_it() {
        assert_eq!(
            PositionKind::Object.required_texts(),
            [PositionText::Reason, PositionText::Remedy]
        );
    }
}
