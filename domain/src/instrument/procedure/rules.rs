//! The rules of the procedure: windows, least durations, what is shown of whom.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::consensus::Fraction;
use crate::time::Timestamp;

/// Whether the names of those who break silence are shown at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BreakerNames {
    /// Whoever breaks silence objects or tables an amendment, under its name.
    #[default]
    Shown,
    /// Silence can also be broken in confidence: the name is withheld until the chair has consulted.
    WithheldUntilConsultation,
}

impl BreakerNames {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Shown, Self::WithheldUntilConsultation];

    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::WithheldUntilConsultation => "withheld_until_consultation",
        }
    }

    /// Finds a way by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

/// A duration of 1 to [`Hours::MOST`] hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = u32, minimum = 1, maximum = 8760)
)]
pub struct Hours(u32);

/// A number of hours that is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 1 to 8760 hours, found {0}")]
pub struct InvalidHours(u32);

impl Hours {
    /// The longest duration, a year.
    pub const MOST: u32 = 8_760;

    /// Returns the number of hours.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Returns the duration in seconds.
    pub fn seconds(self) -> i64 {
        i64::from(self.0) * 3_600
    }
}

impl TryFrom<u32> for Hours {
    type Error = InvalidHours;

    fn try_from(hours: u32) -> Result<Self, Self::Error> {
        if (1..=Self::MOST).contains(&hours) {
            Ok(Self(hours))
        } else {
            Err(InvalidHours(hours))
        }
    }
}

impl From<Hours> for u32 {
    fn from(hours: Hours) -> Self {
        hours.0
    }
}

/// The rules of an instrument's procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureRules {
    /// The least time that a silence procedure runs.
    pub silence_hours: Hours,
    /// The part of the eligible organisations that must endorse before a silence procedure.
    pub silence_support: Fraction,
    /// Whether the names of those who break silence are shown at once.
    pub breaker_names: BreakerNames,
    /// How long a designation, an editorial change or a ruling can be challenged.
    pub challenge_hours: Hours,
    /// How long an organisation has to confirm a position held ad referendum.
    pub referendum_hours: Hours,
}

impl Default for ProcedureRules {
    fn default() -> Self {
        Self {
            silence_hours: Hours(120),
            silence_support: Fraction::ONE_THIRD,
            breaker_names: BreakerNames::default(),
            challenge_hours: Hours(168),
            referendum_hours: Hours(720),
        }
    }
}

/// The days on which nothing closes by silence, in UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = Vec<String>))]
pub struct Holidays(BTreeSet<Date>);

impl Holidays {
    /// The greatest number of days listed.
    pub const MOST: usize = 500;

    /// Returns the days, in order.
    pub fn days(&self) -> impl ExactSizeIterator<Item = Date> {
        self.0.iter().copied()
    }

    /// Reports whether an instant falls on one of the days, in UTC.
    pub fn contains(&self, at: Timestamp) -> bool {
        let day = at.as_jiff().to_zoned(TimeZone::UTC).date();
        self.0.contains(&day)
    }
}

impl FromIterator<Date> for Holidays {
    fn from_iter<I: IntoIterator<Item = Date>>(days: I) -> Self {
        Self(days.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn durations_are_bounded_and_missing_rules_take_their_defaults() {
        let read = |value| serde_json::from_value::<ProcedureRules>(value);
        assert_eq!(read(json!({})).unwrap(), ProcedureRules::default());
        assert_eq!(ProcedureRules::default().silence_hours.get(), 120);
        assert!(read(json!({"silence_hours": 0})).is_err());
        assert!(read(json!({"challenge_hours": 8761})).is_err());
        assert!(read(json!({"silence": 5})).is_err());
        let written = serde_json::to_value(ProcedureRules::default()).unwrap();
        assert_eq!(read(written).unwrap(), ProcedureRules::default());
    }

    #[test]
    fn a_holiday_is_a_day_of_utc() {
        let days: Holidays = ["2026-12-25".parse().unwrap()].into_iter().collect();
        let is_listed = |at: &str| days.contains(at.parse().unwrap());
        assert!(is_listed("2026-12-25T00:00:00Z"));
        assert!(is_listed("2026-12-25T23:59:59.999999Z"));
        assert!(!is_listed("2026-12-26T00:00:00Z"));
        assert!(!is_listed("2026-12-24T23:59:59Z"));
    }
}
