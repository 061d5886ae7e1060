//! The interface's languages: messages, numbers, lists, dates, directions.
//!
//! Every string a reader sees is a Fluent message of `server/locales/`; numbers
//! and dates are written by ICU4X. English is the source; the two pseudo-locales
//! are English transformed, so that a test (or a person) sees at once which text
//! escaped the catalogue, and how pages look when longer or mirrored.
//!
//! The language of the interface says nothing about the language of a clause:
//! texts carry their own `lang` and `dir`.

mod catalogue;
mod message;
mod negotiate;
mod pseudo;
mod time;

pub use message::{Argument, ArgumentValue, Markup, Message};
pub use negotiate::negotiate;
pub use time::{TimeStyle, Zone};

use catalogue::Catalogue;

/// One language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English, in British spelling and conventions.
    English,
    /// English with accents and a third more letters, for tests.
    Accented,
    /// English mirrored from right to left, for tests.
    Mirrored,
}

impl Locale {
    /// The languages offered to readers.
    pub const OFFERED: &[Self] = &[Self::English];
    /// The languages offered where pseudo-locales are switched on.
    pub const WITH_PSEUDO: &[Self] = &[Self::English, Self::Accented, Self::Mirrored];

    /// Returns the language tag, for `lang` attributes and preferences.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Accented => "en-XA",
            Self::Mirrored => "ar-XB",
        }
    }

    /// Returns the language's own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Accented => "Éñĝļîšĥ",
            Self::Mirrored => "\u{202e}English\u{202c}",
        }
    }

    /// Reports whether the interface runs from right to left.
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Mirrored)
    }

    /// Returns the value of HTML's `dir` attribute for the interface.
    pub const fn direction(self) -> &'static str {
        if self.is_right_to_left() {
            "rtl"
        } else {
            "ltr"
        }
    }

    /// Starts the message named `key`, or `key.attribute`.
    pub fn t<'a>(self, key: impl Into<std::borrow::Cow<'a, str>>) -> Message<'a> {
        Message::new(self, key)
    }

    /// Reports whether there is a message named `key`.
    pub fn has(self, key: &str) -> bool {
        self.catalogue().has(key)
    }

    /// Writes a whole number with the language's digits and grouping.
    pub fn number(self, value: impl Into<i64>) -> String {
        self.catalogue().number(value.into())
    }

    /// Joins items as in “a, b and c”.
    pub fn list<I: AsRef<str>>(self, items: &[I]) -> String {
        self.catalogue().list(items)
    }

    /// Returns the messages whose key starts with `prefix`, for a script to use:
    /// where a message takes an argument `name`, its text has `{name}`.
    pub fn messages_for_script(
        self,
        prefix: &str,
    ) -> std::collections::BTreeMap<&'static str, String> {
        self.catalogue().messages_for_script(prefix)
    }

    fn catalogue(self) -> &'static Catalogue {
        Catalogue::of(self)
    }
}

/// A tag that is none of an interface's languages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected one of the languages {all}, found {0:?}", all = tags())]
pub struct UnknownLocale(String);

fn tags() -> String {
    let all: Vec<_> = Locale::WITH_PSEUDO.iter().map(|it| it.tag()).collect();
    all.join(", ")
}

impl std::str::FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(tag: &str) -> Result<Self, UnknownLocale> {
        let mut all = Self::WITH_PSEUDO.iter().copied();
        all.find(|locale| locale.tag().eq_ignore_ascii_case(tag))
            .ok_or_else(|| UnknownLocale(tag.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_numbers_follow_british_conventions() {
        assert_eq!(Locale::English.list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(Locale::English.number(1_234_567), "1,234,567");
    }

    #[test]
    fn scripts_receive_their_arguments_as_names_in_braces() {
        let messages = Locale::English.messages_for_script("live-");
        assert!(!messages.is_empty());
        assert!(messages.values().all(|text| !text.contains("{$")));
    }
}
