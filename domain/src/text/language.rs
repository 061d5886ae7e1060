//! Language tags and the direction of a text.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language tag of BCP 47, such as `en`, `fr` or `ar`: letters, digits and
/// hyphens, 2 to 35 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "en"))]
pub struct LanguageTag(String);

/// A text that is no language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a language tag such as en, fr or ar, found {0:?}")]
pub struct InvalidLanguage(String);

/// Languages written from right to left (CLDR), by their primary subtag.
const RIGHT_TO_LEFT: &[&str] = &[
    "ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi",
];

impl LanguageTag {
    /// Returns English, the language an instrument has unless another is named.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// Returns the tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reports whether the language is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        let primary = self.0.split('-').next().unwrap_or_default();
        RIGHT_TO_LEFT.contains(&primary)
    }

    /// Returns the value of HTML's `dir` attribute for a text in this language.
    pub fn direction(&self) -> &'static str {
        if self.is_right_to_left() {
            "rtl"
        } else {
            "ltr"
        }
    }
}

fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && text.len() <= 35
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

impl TryFrom<String> for LanguageTag {
    type Error = InvalidLanguage;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_tag(&text) {
            Ok(Self(text))
        } else {
            Err(InvalidLanguage(text))
        }
    }
}

impl std::str::FromStr for LanguageTag {
    type Err = InvalidLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl From<LanguageTag> for String {
    fn from(tag: LanguageTag) -> Self {
        tag.0
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_the_language() {
        for (tag, direction) in [
            ("ar", "rtl"),
            ("fr", "ltr"),
            ("he-IL", "rtl"),
            ("az-Latn", "ltr"),
        ] {
            assert_eq!(
                tag.parse::<LanguageTag>().unwrap().direction(),
                direction,
                "{tag}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_tag() {
        for text in [
            "",
            "e",
            "english",
            "EN",
            "en--gb",
            "en-",
            "en\"onload",
            "ar\u{202e}",
        ] {
            assert!(text.parse::<LanguageTag>().is_err(), "{text:?}");
        }
    }
}
