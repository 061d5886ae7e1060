//! Checked texts that people type: names, addresses, statements.
//!
//! Parsed once, at the edge; serde goes through `TryFrom`, so that a value of
//! these types is always within its bounds.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{RefusedCharacter, refused_character};

/// A typed text that is out of bounds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidWords {
    /// Nothing but white space was typed.
    #[error("this must not be empty")]
    Empty,
    /// More characters than permitted.
    #[error("this has {found} characters; at most {most} are permitted")]
    TooLong {
        /// The number of characters found.
        found: usize,
        /// The greatest number permitted.
        most: usize,
    },
    /// A line break in a text of one line.
    #[error("this must be on one line")]
    SeveralLines,
    /// A character that no text may contain.
    #[error(transparent)]
    Refused(#[from] RefusedCharacter),
    /// A text that is not an e-mail address.
    #[error("this is not an e-mail address such as name@organisation.example")]
    Address,
}

fn check(text: &str, most: usize, one_line: bool) -> Result<String, InvalidWords> {
    if let Some(refused) = refused_character(text) {
        return Err(refused.into());
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(InvalidWords::Empty);
    }
    if one_line && trimmed.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        return Err(InvalidWords::SeveralLines);
    }
    let found = trimmed.chars().count();
    if found > most {
        return Err(InvalidWords::TooLong { found, most });
    }
    Ok(trimmed.to_owned())
}

macro_rules! words_type {
    ($(#[$meta:meta])* $name:ident, $most:tt, $one_line:literal) => {
        words_type!($(#[$meta])* $name, $most, $one_line, |text: &str| Ok(text.to_owned()));
    };
    ($(#[$meta:meta])* $name:ident, $most:tt, $one_line:literal, $more:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(
            feature = "openapi",
            derive(utoipa::ToSchema),
            schema(value_type = String, min_length = 1, max_length = $most)
        )]
        pub struct $name(String);

        impl $name {
            /// The greatest number of characters.
            pub const MAX_CHARS: usize = $most;

            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidWords;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                check(&text, $most, $one_line).and_then(|text| ($more)(&text)).map(Self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidWords;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(words: $name) -> Self {
                words.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

words_type! {
    /// A name or a title: one line of 1 to 200 characters.
    Name, 200, true
}
words_type! {
    /// A short name such as `EMB-2`: one line of 1 to 20 characters.
    ShortName, 20, true
}
words_type! {
    /// The name of a constituency: one line of 1 to 60 characters.
    Constituency, 60, true
}
words_type! {
    /// A reason, rationale, remedy, reservation or note: 1 to 10,000 characters.
    Statement, 10_000, false
}
words_type! {
    /// A message of a discussion: 1 to 4,000 characters.
    MessageText, 4_000, false
}
words_type! {
    /// Words of a text that a discussion is about, as they stand there: 1 to 1,000 characters.
    Quote, 1_000, false
}
words_type! {
    /// A remark beside the answer to a temperature check: 1 to 500 characters.
    Remark, 500, false
}
words_type! {
    /// An e-mail address, in lower case: one line of 3 to 254 characters.
    EmailAddress, 254, true, lower_case_address
}

fn lower_case_address(text: &str) -> Result<String, InvalidWords> {
    let lower = text.to_lowercase();
    let (local, host) = lower.rsplit_once('@').ok_or(InvalidWords::Address)?;
    let permitted =
        |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[]\\,;:\"@".contains(c);
    let well_formed = !local.is_empty()
        && !host.is_empty()
        && lower.chars().filter(|c| *c == '@').count() == 1
        && local.chars().chain(host.chars()).all(permitted);
    if well_formed {
        Ok(lower)
    } else {
        Err(InvalidWords::Address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_stays_on_one_line() {
        assert_eq!(" Chair ".parse::<Name>().unwrap().as_str(), "Chair");
        assert_eq!("a\nb".parse::<Name>(), Err(InvalidWords::SeveralLines));
        assert_eq!(" \t".parse::<Name>(), Err(InvalidWords::Empty));
    }

    #[test]
    fn lengths_count_characters() {
        assert!("é".repeat(20).parse::<ShortName>().is_ok());
        let refused = InvalidWords::TooLong {
            found: 21,
            most: 20,
        };
        assert_eq!("é".repeat(21).parse::<ShortName>(), Err(refused));
    }

    #[test]
    fn an_address_is_lower_case_and_has_one_at() {
        assert_eq!(
            "Ana@EMB.example".parse::<EmailAddress>().unwrap().as_str(),
            "ana@emb.example"
        );
        for bad in ["ana", "@x", "a@", "a@b@c", "a b@c", "<a@b>"] {
            assert_eq!(
                bad.parse::<EmailAddress>(),
                Err(InvalidWords::Address),
                "{bad}"
            );
        }
    }
}
