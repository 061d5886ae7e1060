//! Writing a text with all open amendments in brackets: as Markdown to read, as a page to print.
//!
//! The file is to be read, not to be imported: brackets are no wording.

mod html;
mod markdown;

use domain::record::RevisionNumber;
use domain::text::LanguageTag;
use domain::time::Timestamp;

use crate::i18n::Locale;

/// A text with all open amendments in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollingText {
    /// The title of the text.
    pub title: String,
    /// Its language.
    pub language: LanguageTag,
    /// The revision on the table.
    pub revision: RevisionNumber,
    /// When the brackets stood so.
    pub at: Timestamp,
    /// How many clauses are in brackets, and how many there are.
    pub counts: (usize, usize),
    /// The clauses to be written, in order.
    pub clauses: Vec<RollingLine>,
}

/// A clause with its brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollingLine {
    /// The printed number; empty where there is none.
    pub number: String,
    /// How many clauses it is nested in.
    pub depth: usize,
    /// Its language.
    pub language: LanguageTag,
    /// The heading; empty where there is none.
    pub heading: Vec<Piece>,
    /// The text.
    pub text: Vec<Piece>,
    /// What brackets do not show.
    pub notes: Vec<Note>,
}

/// Words as they stand, or brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that no amendment touches.
    Words(String),
    /// Words in brackets: those on the table, then what would stand in their place.
    Brackets {
        /// The words on the table; none where there is only something to insert.
        base: Option<String>,
        /// What would stand there.
        alternatives: Vec<Alternative>,
    },
}

/// What would stand in the place of some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The words; none where those on the table would go.
    pub text: Option<String>,
    /// The sponsors, joined; empty where they are not to be named.
    pub by: String,
}

/// An amendment that no bracket shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it would do, in words.
    pub what: String,
    /// The words it proposes, where it proposes some.
    pub text: Option<String>,
}

impl RollingText {
    /// Writes the text as Markdown, in the language of a reader.
    pub fn to_markdown(&self, locale: Locale) -> String {
        markdown::write(self, locale)
    }

    /// Writes the text as one HTML page that needs nothing else, in the language of a reader.
    pub fn to_html(&self, locale: Locale) -> String {
        html::write(self, locale)
    }
}

#[cfg(test)]
mod tests;
