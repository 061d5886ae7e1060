//! Reading a file into an outline.
//!
//! A file passes three steps: its syntax becomes a list of blocks
//! (`markdown`, `plain`), the printed numbers in front of blocks are
//! recognised where they are consistent (`numbering`), and the blocks become
//! nested clauses (`structure`).

mod block;
mod depth;
mod markdown;
mod marker;
mod numbering;
mod plain;
mod source;
mod structure;

use domain::id::ClauseId;
use domain::text::Outline;
use serde::Serialize;

/// The greatest size of a file, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The greatest length of the text or commentary of one clause, in characters.
pub const MAX_CLAUSE_CHARS: usize = 20_000;
/// The greatest length of a heading or title, in characters.
pub const MAX_HEADING_CHARS: usize = 1_000;
/// The greatest number of places that are listed as not mapped.
pub const MAX_UNMAPPED: usize = 10_000;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The syntax of `CommonMark`, with tables, footnotes, strikethrough and front matter recognised.
    Markdown,
    /// Paragraphs and lists as people type them without a markup language.
    Plain,
}

impl Format {
    /// Returns the format that a file's name stands for, plain text unless it ends as Markdown does.
    pub fn of_file(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let markdown = [".md", ".markdown", ".mdown", ".mkd"]
            .iter()
            .any(|ending| lower.ends_with(ending));
        if markdown {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

/// What an imported file became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The text; its title is empty where the file names none.
    pub outline: Outline,
    /// What no clause can carry, in the order of the file.
    pub unmapped: Vec<Unmapped>,
}

/// A place in an imported file whose form or content no clause can carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmapped {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
    /// What stands there.
    pub what: Construct,
    /// How it begins, at most 80 characters.
    pub excerpt: String,
}

/// A construct of an imported file that no clause can carry as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Construct {
    /// A table; its rows became plain clauses.
    Table,
    /// An image; its description became plain text.
    Image,
    /// A block of code; it became a plain clause.
    CodeBlock,
    /// Code within a text; it became plain text.
    Code,
    /// A reference to a footnote; it became its label in square brackets.
    FootnoteReference,
    /// A footnote; it became a commentary.
    Footnote,
    /// HTML; its text became plain text, its tags were left out.
    Html,
    /// A comment; left out.
    Comment,
    /// A block quote; its contents became ordinary clauses.
    BlockQuote,
    /// A horizontal rule; left out.
    Rule,
    /// Struck-through text; it became plain text.
    Strikethrough,
    /// Front matter; left out.
    FrontMatter,
    /// A link to somewhere a clause must not point; its text was kept.
    Link,
    /// The title of a link; left out.
    LinkTitle,
    /// A link definition that nothing refers to; left out.
    LinkDefinition,
    /// Emphasis or a link in a heading, which is plain; its text was kept.
    HeadingMark,
}

impl Construct {
    /// Every construct, for tables of messages.
    pub const ALL: [Self; 16] = [
        Self::Table,
        Self::Image,
        Self::CodeBlock,
        Self::Code,
        Self::FootnoteReference,
        Self::Footnote,
        Self::Html,
        Self::Comment,
        Self::BlockQuote,
        Self::Rule,
        Self::Strikethrough,
        Self::FrontMatter,
        Self::Link,
        Self::LinkTitle,
        Self::LinkDefinition,
        Self::HeadingMark,
    ];

    /// Returns the stable name, in kebab case.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Image => "image",
            Self::CodeBlock => "code-block",
            Self::Code => "code",
            Self::FootnoteReference => "footnote-reference",
            Self::Footnote => "footnote",
            Self::Html => "html",
            Self::Comment => "comment",
            Self::BlockQuote => "block-quote",
            Self::Rule => "rule",
            Self::Strikethrough => "strikethrough",
            Self::FrontMatter => "front-matter",
            Self::Link => "link",
            Self::LinkTitle => "link-title",
            Self::LinkDefinition => "link-definition",
            Self::HeadingMark => "heading-mark",
        }
    }

    /// Says in English what stands there and what became of it.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Table => "a table; each row was kept as a plain clause",
            Self::Image => "an image; its description was kept as plain text",
            Self::CodeBlock => "a block of code; it was kept as a plain clause",
            Self::Code => "code; it was kept as plain text",
            Self::FootnoteReference => {
                "a reference to a footnote; its label was kept in square brackets"
            }
            Self::Footnote => "a footnote; it was kept as a commentary",
            Self::Html => "HTML; its text was kept, its tags were left out",
            Self::Comment => "a comment; it was left out",
            Self::BlockQuote => "a quotation; its contents were kept as ordinary clauses",
            Self::Rule => "a horizontal rule; it was left out",
            Self::Strikethrough => "struck-through text; it was kept as plain text",
            Self::FrontMatter => "front matter; it was left out",
            Self::Link => "a link that is not https, http or mailto; its text was kept",
            Self::LinkTitle => "the title of a link; it was left out",
            Self::LinkDefinition => "a link definition that nothing refers to; it was left out",
            Self::HeadingMark => "emphasis or a link in a heading; its text was kept",
        }
    }
}

/// Why a file is turned down as a whole. Lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file is larger than [`MAX_BYTES`].
    #[error(
        "the file has {bytes} bytes; at most {MAX_BYTES} (10 MiB) are accepted. Divide it, or save it as text without pictures"
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The file is not text in UTF-8.
    #[error(
        "line {line}, column {column}: the file is not UTF-8 text. Open it in an editor or word processor and save it as plain text with the encoding UTF-8"
    )]
    NotUtf8 {
        /// The line of the first byte that is no text.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// The file contains a character that no text may contain.
    #[error(
        "line {line}, column {column}: the character U+{code:04X} is not permitted: it is invisible or changes how the text reads. Remove it and import the file again"
    )]
    RefusedCharacter {
        /// The character's code point.
        code: u32,
        /// Its line.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// Lists or quotations are nested, or a line indented, beyond what any text needs.
    #[error(
        "line {line}, column {column}: lists or quotations are nested, or the line is indented, too deeply. Reduce the indentation and import the file again"
    )]
    TooDeep {
        /// The line.
        line: usize,
        /// Where it goes too deep.
        column: usize,
    },
    /// The file would become more than [`Outline::MAX_CLAUSES`] clauses.
    #[error(
        "line {line}, column {column}: the file has more than {} clauses from here on. Divide it into several instruments",
        Outline::MAX_CLAUSES
    )]
    TooManyClauses {
        /// The line of the first clause too many.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// A clause is longer than [`MAX_CLAUSE_CHARS`].
    #[error(
        "line {line}, column {column}: the clause that begins here is longer than {MAX_CLAUSE_CHARS} characters. Divide it with a blank line where a new clause may begin"
    )]
    ClauseTooLong {
        /// The line where it begins.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// A heading or title is longer than [`MAX_HEADING_CHARS`].
    #[error(
        "line {line}, column {column}: the heading that begins here is longer than {MAX_HEADING_CHARS} characters. Make it a paragraph, or shorten it"
    )]
    HeadingTooLong {
        /// The line where it begins.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// More than [`MAX_UNMAPPED`] places could not be mapped.
    #[error(
        "line {line}, column {column}: more than {MAX_UNMAPPED} places up to here cannot be carried by a clause. Save the file as plain text and import that"
    )]
    TooMuchUnmapped {
        /// The line of the first place too many.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// The file has neither title nor clause.
    #[error("the file has no text in it. Choose another file")]
    Empty,
}

impl ImportError {
    /// Returns the stable name, in kebab case.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "file-too-large",
            Self::NotUtf8 { .. } => "file-not-utf8",
            Self::RefusedCharacter { .. } => "refused-character",
            Self::TooDeep { .. } => "file-too-deep",
            Self::TooManyClauses { .. } => "import-too-many-clauses",
            Self::ClauseTooLong { .. } => "import-clause-too-long",
            Self::HeadingTooLong { .. } => "heading-too-long",
            Self::TooMuchUnmapped { .. } => "too-much-unmapped",
            Self::Empty => "file-empty",
        }
    }
}

/// Reads a file into an outline.
///
/// `id_for` names each clause. It is given the identifier that a file exported
/// by us carries for it, each at most once, and may keep it (a re-import into
/// the same instrument) or return a fresh one (anything else).
///
/// # Errors
///
/// Every variant of [`ImportError`].
pub fn import(
    bytes: &[u8],
    format: Format,
    id_for: impl FnMut(Option<ClauseId>) -> ClauseId,
) -> Result<Import, ImportError> {
    let text = source::decode(bytes)?;
    let blocks = match format {
        Format::Markdown => markdown::read(text),
        Format::Plain => plain::read(text),
    };
    let source = source::Places::new(text);
    blocks
        .and_then(|blocks| structure::build(blocks, id_for))
        .map(|built| Import {
            outline: built.outline,
            unmapped: source.locate_all(built.unmapped),
        })
        .map_err(|fault| source.explain(&fault))
}
