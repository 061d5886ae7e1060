//! The rules a clause is measured against.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A fraction between nought and one, written `[numerator, denominator]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "[u32; 2]", into = "[u32; 2]")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = [u32; 2]))]
pub struct Fraction([u32; 2]);

/// Two numbers that are no fraction between nought and one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a fraction [numerator, denominator] with the denominator above 0 and the numerator \
     not above the denominator, found [{0}, {1}]"
)]
pub struct InvalidFraction(u32, u32);

impl Fraction {
    /// A third.
    pub const ONE_THIRD: Self = Self([1, 3]);

    /// Makes a fraction of its two numbers.
    ///
    /// # Errors
    ///
    /// * [`InvalidFraction`] if the denominator is 0 or the numerator is above it.
    pub const fn new(numerator: u32, denominator: u32) -> Result<Self, InvalidFraction> {
        if denominator == 0 || numerator > denominator {
            return Err(InvalidFraction(numerator, denominator));
        }
        Ok(Self([numerator, denominator]))
    }

    /// Returns the number above the line.
    pub const fn numerator(self) -> u32 {
        self.0[0]
    }

    /// Returns the number below the line.
    pub const fn denominator(self) -> u32 {
        self.0[1]
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0[0], self.0[1])
    }
}

impl TryFrom<[u32; 2]> for Fraction {
    type Error = InvalidFraction;

    fn try_from([numerator, denominator]: [u32; 2]) -> Result<Self, Self::Error> {
        Self::new(numerator, denominator)
    }
}

impl From<Fraction> for [u32; 2] {
    fn from(fraction: Fraction) -> Self {
        fraction.0
    }
}

/// When the opposition of one constituency is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConstituencyRule {
    /// The part of those in it taking a side that has to be exceeded.
    pub majority: Fraction,
    /// The least number of its organisations that have to object.
    pub min_organisations: u32,
}

impl Default for ConstituencyRule {
    fn default() -> Self {
        Self {
            majority: Fraction([1, 2]),
            min_organisations: 2,
        }
    }
}

/// What an objection does beside counting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ObjectionMode {
    /// Every objection must be answered to the end.
    #[default]
    Address,
    /// Any counted objection blocks.
    Veto,
    /// Only the fractions matter.
    Count,
}

impl ObjectionMode {
    /// Every mode, the default first.
    pub const ALL: [Self; 3] = [Self::Address, Self::Veto, Self::Count];

    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Veto => "veto",
            Self::Count => "count",
        }
    }

    /// Finds a mode by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }
}

/// The fractions and modes by which an instrument's clauses are measured.
///
/// The record has no null, so an absent constituency rule is written `"none"`;
/// `null` is understood as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rules {
    /// The part of the eligible organisations that has to take part.
    pub quorum: Fraction,
    /// The part of those taking a side that has to be in favour.
    pub favour: Fraction,
    /// The part of those taking a side that may object.
    pub oppose: Fraction,
    /// The part of the eligible organisations that has to endorse.
    pub floor: Fraction,
    /// When the opposition of one constituency is too much; none if it never is.
    #[serde(
        serialize_with = "write_constituency",
        deserialize_with = "read_constituency"
    )]
    pub constituency: Option<ConstituencyRule>,
    /// What an objection does beside counting.
    pub objections: ObjectionMode,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            quorum: Fraction([1, 2]),
            favour: Fraction([2, 3]),
            oppose: Fraction([1, 4]),
            floor: Fraction([1, 3]),
            constituency: Some(ConstituencyRule::default()),
            objections: ObjectionMode::default(),
        }
    }
}

const NO_CONSTITUENCY_RULE: &str = "none";

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
fn write_constituency<S: Serializer>(
    rule: &Option<ConstituencyRule>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match rule {
        Some(rule) => rule.serialize(serializer),
        None => serializer.serialize_str(NO_CONSTITUENCY_RULE),
    }
}

/// Reads `null`, `"none"` or a rule by hand: an untagged enum would lose the path of a mistake.
fn read_constituency<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ConstituencyRule>, D::Error> {
    struct Visitor;

    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Option<ConstituencyRule>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a constituency rule, null or \"none\"")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
            if text == NO_CONSTITUENCY_RULE {
                return Ok(None);
            }
            Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            ConstituencyRule::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                .map(Some)
        }
    }

    deserializer.deserialize_any(Visitor)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: serde_json::Value) -> Result<Rules, String> {
        serde_path_to_error::deserialize(value).map_err(|error| error.to_string())
    }

    #[test]
    fn missing_rules_take_their_defaults() {
        assert_eq!(read(json!({})), Ok(Rules::default()));
        let rules = read(json!({"constituency": {"min_organisations": 3}})).unwrap();
        let majority = Fraction::new(1, 2).unwrap();
        assert_eq!(
            rules.constituency,
            Some(ConstituencyRule {
                majority,
                min_organisations: 3
            })
        );
    }

    #[test]
    fn no_constituency_rule_is_written_without_null() {
        let rules = Rules {
            constituency: None,
            ..Rules::default()
        };
        let written = serde_json::to_value(rules).unwrap();
        assert_eq!(written["constituency"], "none");
        assert_eq!(read(written), Ok(rules));
        assert_eq!(read(json!({"constituency": null})), Ok(rules));
    }

    #[test]
    fn rules_read_back_as_written() {
        let written = serde_json::to_value(Rules::default()).unwrap();
        assert_eq!(written["quorum"], json!([1, 2]));
        assert_eq!(read(written), Ok(Rules::default()));
    }

    #[test]
    fn impossible_rules_are_refused_with_their_path() {
        #[track_caller]
        fn check(value: serde_json::Value, expected: &str) {
            let message = read(value).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
        check(json!({"quorum": [1, 0]}), "quorum: expected a fraction");
        check(json!({"favour": [3, 2]}), "found [3, 2]");
        check(json!({"favour": [1]}), "favour: invalid length 1");
        check(json!({"qorum": [1, 2]}), "unknown field `qorum`");
        check(
            json!({"objections": "maybe"}),
            "objections: unknown variant",
        );
        check(
            json!({"constituency": "all"}),
            "constituency: invalid value",
        );
        check(
            json!({"constituency": {"majority": [2, 1]}}),
            "constituency.majority: expected a fraction",
        );
    }
}
