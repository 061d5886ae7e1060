//! Writing an outline: as Markdown that can be imported again, as a page to
//! print, as JSON for programs.

mod html;
mod json;
mod markdown;
pub mod rolling;

use std::collections::HashMap;

use domain::id::ClauseId;
use domain::text::{LanguageTag, Outline, OutlineClause, RefusedCharacter, WordingHash};
use domain::time::Timestamp;

pub(crate) use self::html::STYLE;
use crate::i18n::Locale;

/// The formats that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown; importing it gives the same outline.
    Markdown,
    /// One HTML page that needs nothing else.
    Html,
    /// JSON with every fact about the text and its clauses.
    Json,
}

/// The name of a format we do not write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected the format md, html or json, found {0:?}")]
pub struct UnknownFormat(String);

impl Format {
    /// Every format, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Html, Self::Json];

    /// Returns the name, which is also the ending of a file's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// Returns the value of the header `Content-Type`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// What is to be said of a text that has been tabled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionFacts {
    /// The number of the revision, counted from 1.
    pub number: u32,
    /// The hash of the whole revision.
    pub root: WordingHash,
    /// When it was tabled.
    pub tabled_at: Timestamp,
}

/// An outline with everything that is drawn beside its clauses.
#[derive(Debug)]
pub struct Document<'a> {
    outline: &'a Outline,
    revision: Option<&'a RevisionFacts>,
    locale: Locale,
    lines: Vec<Line<'a>>,
}

/// A clause with everything that is drawn beside it.
#[derive(Debug)]
struct Line<'a> {
    clause: &'a OutlineClause,
    /// The printed number; empty where there is none.
    number: String,
    hash: WordingHash,
    /// How many clauses it is nested in.
    depth: usize,
    language: &'a LanguageTag,
}

impl<'a> Document<'a> {
    /// Prepares an outline for writing; `revision` is absent for a working draft.
    ///
    /// # Errors
    ///
    /// * [`RefusedCharacter`] if a wording has a character that no text may contain.
    pub fn new(
        outline: &'a Outline,
        revision: Option<&'a RevisionFacts>,
    ) -> Result<Self, RefusedCharacter> {
        let mut depths: HashMap<ClauseId, usize> = HashMap::new();
        let mut lines = Vec::with_capacity(outline.clauses.len());
        for (clause, number) in outline.clauses.iter().zip(outline.numbers()) {
            let above = clause.parent.and_then(|parent| depths.get(&parent));
            let depth = above.map_or(0, |depth| depth + 1);
            depths.insert(clause.id, depth);
            lines.push(Line {
                clause,
                number,
                hash: clause.wording.hash()?,
                depth,
                language: clause.language.as_ref().unwrap_or(&outline.language),
            });
        }
        Ok(Self {
            outline,
            revision,
            locale: Locale::English,
            lines,
        })
    }

    /// Chooses the language of what is said beside the text; English unless chosen.
    #[must_use]
    pub fn in_language(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// Writes the text in a format.
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Markdown => markdown::write(self),
            Format::Html => html::write(self),
            Format::Json => json::write(self),
        }
    }
}

#[cfg(test)]
mod tests;
