//! A text as it was given.

use axum::body::Bytes;
use domain::words::Name;

use crate::exchange::import::Format;

/// A text as it was given, and how it is to be read.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// What the record calls it.
    pub(super) name: Name,
    /// The syntax it is read in.
    pub(super) format: Format,
    /// The text, which may be no text at all.
    pub(super) bytes: Bytes,
    /// Whether it was pasted into the form, not chosen as a file.
    pub(super) is_pasted: bool,
}

/// Returns the name of a syntax in forms.
pub(super) const fn syntax_name(format: Format) -> &'static str {
    match format {
        Format::Markdown => "markdown",
        Format::Plain => "plain",
    }
}

/// Returns the syntax with this name in forms; none for a syntax that is to be told.
pub(super) fn syntax_named(name: &str) -> Option<Format> {
    [Format::Markdown, Format::Plain]
        .into_iter()
        .find(|format| syntax_name(*format) == name)
}
