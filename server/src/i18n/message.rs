//! One message being put together for a page.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};

use super::Locale;

/// A message of the catalogue with its arguments; written where it is shown.
#[derive(Debug)]
pub struct Message<'a> {
    locale: Locale,
    key: Cow<'a, str>,
    args: FluentArgs<'static>,
}

/// Text that is already HTML: escaped, or written by us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup(String);

/// What a message can be given: a text, a whole number, or finished HTML.
pub trait Argument {
    /// Returns the value as Fluent takes it.
    fn value(&self) -> ArgumentValue;
}

/// An argument, as text, number or HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentValue {
    /// Plain text, isolated from the direction of the message around it.
    Text(String),
    /// A whole number, which also selects a plural form.
    Number(i64),
    /// HTML, for [`Message::html`] alone.
    Markup(Markup),
}

impl<'a> Message<'a> {
    pub(super) fn new(locale: Locale, key: impl Into<Cow<'a, str>>) -> Self {
        Self {
            locale,
            key: key.into(),
            args: FluentArgs::new(),
        }
    }

    /// Gives the message its argument `name`.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Argument) -> Self {
        let value = match value.value() {
            ArgumentValue::Text(text) => FluentValue::from(isolated(text, self.locale)),
            ArgumentValue::Number(number) => FluentValue::from(number),
            ArgumentValue::Markup(markup) => FluentValue::from(markup.0),
        };
        self.args.set(name.to_owned(), value);
        self
    }

    /// Gives the message a text that selects one of its variants.
    #[must_use]
    pub fn choose(mut self, name: &str, variant: &str) -> Self {
        self.args.set(name.to_owned(), variant.to_owned());
        self
    }

    /// Writes a message that contains HTML of ours; arguments given as text to
    /// [`Self::bdi`] are escaped there.
    pub fn html(self) -> Markup {
        Markup(self.to_string())
    }

    /// Gives a message that is written as HTML its argument `name`, escaped and
    /// kept apart from the direction of the text around it.
    #[must_use]
    pub fn bdi(self, name: &str, text: &(impl fmt::Display + ?Sized)) -> Self {
        self.arg(
            name,
            Markup(format!("<bdi>{}</bdi>", escaped(&text.to_string()))),
        )
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.locale.catalogue().write(&self.key, &self.args))
    }
}

impl Markup {
    /// Escapes a text.
    pub fn text(text: &str) -> Self {
        Self(escaped(text))
    }

    /// Wraps HTML written by us or cleaned before.
    pub fn trusted(html: String) -> Self {
        Self(html)
    }

    /// Returns the HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what a reader reads of it: no elements, and characters instead of their names.
    pub fn plain(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        let mut is_within = false;
        for letter in self.0.chars() {
            match letter {
                '<' => is_within = true,
                '>' => is_within = false,
                letter if !is_within => text.push(letter),
                _ => {}
            }
        }
        let escapes = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
        ];
        let plain = escapes
            .iter()
            .fold(text, |text, (name, it)| text.replace(name, it));
        plain.replace("&amp;", "&")
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> ArgumentValue {
        (**self).value()
    }
}

impl Argument for str {
    fn value(&self) -> ArgumentValue {
        ArgumentValue::Text(self.to_owned())
    }
}

impl Argument for String {
    fn value(&self) -> ArgumentValue {
        ArgumentValue::Text(self.clone())
    }
}

impl Argument for Markup {
    fn value(&self) -> ArgumentValue {
        ArgumentValue::Markup(self.clone())
    }
}

impl Argument for Message<'_> {
    fn value(&self) -> ArgumentValue {
        ArgumentValue::Text(self.to_string())
    }
}

impl Argument for ArgumentValue {
    fn value(&self) -> ArgumentValue {
        self.clone()
    }
}

macro_rules! number_argument {
    ($($number:ty),+) => {$(
        impl Argument for $number {
            fn value(&self) -> ArgumentValue {
                ArgumentValue::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )+};
}

number_argument!(i32, i64, u8, u16, u32, u64, usize);

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Isolates a text that runs against the interface, so that it cannot reorder
/// the message around it (UAX #9); others stay free of invisible characters.
fn isolated(text: String, locale: Locale) -> String {
    let foreign = if locale.is_right_to_left() {
        text.chars().any(char::is_alphanumeric)
    } else {
        text.chars().any(is_right_to_left)
    };
    if foreign {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text
    }
}

/// Reports whether a character belongs to a script written from right to left, or
/// steers direction.
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_selects_its_plural_and_is_grouped() {
        let write = |count: usize| {
            Locale::English
                .t("count-organisations")
                .arg("count", count)
                .to_string()
        };
        assert_eq!(write(1), "1 organisation");
        assert_eq!(write(1200), "1,200 organisations");
    }

    #[test]
    fn names_are_escaped_in_html_messages() {
        let html = Locale::English
            .t("signed-in-as")
            .bdi("name", "<script>alert(1)</script>")
            .html();
        assert!(
            html.as_str()
                .contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"),
            "{html}"
        );
    }

    #[test]
    fn only_text_against_the_direction_is_isolated() {
        assert_eq!(isolated("EMB-2".into(), Locale::English), "EMB-2");
        assert_eq!(
            isolated("مراقب".into(), Locale::English),
            "\u{2068}مراقب\u{2069}"
        );
        assert_eq!(
            isolated("EMB-2".into(), Locale::Mirrored),
            "\u{2068}EMB-2\u{2069}"
        );
    }
}
