//! The answer: how much agreement there is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much agreement the positions show, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Level {
    /// Too few organisations have taken part.
    NoQuorum,
    /// Half or more of those taking a side are not in favour.
    Divergence,
    /// A majority is in favour, against too much opposition.
    SignificantOpposition,
    /// Nobody takes a side, or too few endorse.
    InsufficientSupport,
    /// Only objections stand in the way.
    ObjectionsOpen,
    /// Agreement, with concerns, reservations or answered objections on record.
    Consensus,
    /// Agreement, and nobody disagrees.
    FullConsensus,
}

impl Level {
    /// Every level, from the least to the most agreement.
    pub const ALL: [Self; 7] = [
        Self::NoQuorum,
        Self::Divergence,
        Self::SignificantOpposition,
        Self::InsufficientSupport,
        Self::ObjectionsOpen,
        Self::Consensus,
        Self::FullConsensus,
    ];

    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoQuorum => "no_quorum",
            Self::Divergence => "divergence",
            Self::SignificantOpposition => "significant_opposition",
            Self::InsufficientSupport => "insufficient_support",
            Self::ObjectionsOpen => "objections_open",
            Self::Consensus => "consensus",
            Self::FullConsensus => "full_consensus",
        }
    }

    /// Finds a level by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == name)
    }

    /// Reports whether this is one of the two levels at which a clause can be agreed.
    pub const fn is_consensus(self) -> bool {
        matches!(self, Self::Consensus | Self::FullConsensus)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A remark that goes with a level; ordered by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Flag {
    /// The level is consensus only thanks to positions held ad referendum.
    AdReferendum,
    /// An organisation counts as accepting because it kept silent.
    BySilence,
    /// Consensus in spite of a counted objection.
    Dissent,
    /// A position on a carried wording counts until the challenge window ends.
    Provisional,
    /// An endorsement carries a reservation.
    Reservations,
    /// Full consensus, and every eligible organisation endorses.
    Unanimity,
}

impl Flag {
    /// Every flag, ordered by name.
    pub const ALL: [Self; 6] = [
        Self::AdReferendum,
        Self::BySilence,
        Self::Dissent,
        Self::Provisional,
        Self::Reservations,
        Self::Unanimity,
    ];

    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AdReferendum => "ad_referendum",
            Self::BySilence => "by_silence",
            Self::Dissent => "dissent",
            Self::Provisional => "provisional",
            Self::Reservations => "reservations",
            Self::Unanimity => "unanimity",
        }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_ones_of_the_record() {
        for level in Level::ALL {
            assert_eq!(serde_json::to_value(level).unwrap(), level.as_str());
            assert_eq!(Level::from_name(level.as_str()), Some(level));
        }
        for flag in Flag::ALL {
            assert_eq!(serde_json::to_value(flag).unwrap(), flag.as_str());
        }
    }

    #[test]
    fn flags_are_ordered_by_name() {
        assert!(Flag::ALL.is_sorted_by_key(|flag| flag.as_str()));
        assert!(Flag::ALL.is_sorted());
    }
}
