//! A figure: its finding, its picture, and the data behind it.

use domain::time::Timestamp;

use crate::i18n::Markup;
use crate::web::page::Page;

/// A figure.
#[derive(Debug)]
pub(super) struct Figure {
    /// Its stable name.
    pub(super) name: &'static str,
    /// What it shows, in a sentence.
    pub(super) finding: String,
    /// The picture; empty where there is nothing to draw.
    pub(super) picture: Markup,
    /// The data behind it.
    pub(super) table: Table,
}

/// Data in rows.
#[derive(Debug)]
pub(super) struct Table {
    /// What each column is.
    pub(super) head: Vec<String>,
    /// The rows; the first cell names what the row is about.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(usize),
    /// An instant.
    At(Timestamp),
    /// Nothing to say.
    Nothing,
}

impl Cell {
    /// Shows it to a reader.
    pub(super) fn shown(&self, page: &Page) -> Markup {
        match self {
            Self::Text(text) => Markup::text(text),
            Self::Number(number) => Markup::text(&page.number(number)),
            Self::At(at) => page.moment(at),
            Self::Nothing => Markup::text("–"),
        }
    }

    /// Writes it for a program.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::At(at) => at.to_string(),
            Self::Nothing => String::new(),
        }
    }

    /// Reports whether it is a number, which stands at the end of its cell.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }
}
