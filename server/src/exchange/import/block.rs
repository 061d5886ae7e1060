//! Blocks: what both syntaxes become before numbers and nesting are worked out.

use domain::text::{
    ClauseKind, LanguageTag, Outline, RefusedCharacter, RichText, Run, refused_character,
};

use super::{Construct, MAX_CLAUSE_CHARS, MAX_HEADING_CHARS, MAX_UNMAPPED};
use crate::exchange::annotation::ClauseNote;

/// Stands for a line end of the source within a paragraph. The character is
/// refused in sources, so it can stand for nothing else.
pub(super) const SOFT_BREAK: char = '\u{1}';

/// Blocks of a file that are accepted; a clause may be made of a few.
const MAX_BLOCKS: usize = 4 * Outline::MAX_CLAUSES;

/// One paragraph, heading or list item of the source.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) role: Role,
    /// The block that begins the list item this one stands in.
    pub(super) inside: Option<usize>,
    pub(super) text: RichText,
    /// The length of the text in bytes.
    size: usize,
    /// Where it begins, in bytes of the source.
    pub(super) at: usize,
}

/// What a block is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading and its level, 1 being the highest.
    Heading(u8),
    /// A paragraph, which may carry a printed number.
    Paragraph,
    /// The beginning of an item of a list.
    Item(List),
    /// The text of something that cannot be mapped; never numbered.
    Kept(ClauseKind),
    /// The comment that announces a clause of an exported file; no text.
    Announced(ClauseNote),
    /// The commentary of the clause before, in an exported file.
    Commentary,
}

/// The list an item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    /// Tells the lists of one file apart.
    pub(super) id: usize,
    /// The number of its first item, if its items are numbered.
    pub(super) first: Option<u64>,
}

/// What a syntax makes of a file.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) list: Vec<Block>,
    pub(super) unmapped: Vec<Spot>,
    /// The language, where the file was exported by us.
    pub(super) exported: Option<LanguageTag>,
}

/// A place that cannot be mapped, not yet turned into line and column.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) at: usize,
    pub(super) what: Construct,
    pub(super) excerpt: String,
}

/// Why a file is turned down, not yet turned into line and column.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Refused { at: usize, code: u32 },
    TooDeep { at: usize },
    TooManyClauses { at: usize },
    ClauseTooLong { at: usize },
    HeadingTooLong { at: usize },
    TooMuchUnmapped { at: usize },
    Empty,
}

impl Blocks {
    /// Appends an empty block and returns its index.
    pub(super) fn open(
        &mut self,
        role: Role,
        inside: Option<usize>,
        at: usize,
    ) -> Result<usize, Fault> {
        if self.list.len() >= MAX_BLOCKS {
            return Err(Fault::TooManyClauses { at });
        }
        self.list.push(Block {
            role,
            inside,
            text: RichText::default(),
            size: 0,
            at,
        });
        Ok(self.list.len() - 1)
    }

    /// Appends characters to a block.
    ///
    /// Characters written as entities reach us only here, so the refused ones are looked for again.
    pub(super) fn append(&mut self, block: usize, run: Run, at: usize) -> Result<(), Fault> {
        if let Some(RefusedCharacter { code, .. }) = refused_character(&run.text) {
            return Err(Fault::Refused { at, code });
        }
        self.push_unchecked(block, run)
    }

    /// Appends a line end of the source to a block, under the marks of `like`.
    pub(super) fn append_soft_break(&mut self, block: usize, like: Run) -> Result<(), Fault> {
        let text = SOFT_BREAK.to_string();
        self.push_unchecked(block, Run { text, ..like })
    }

    fn push_unchecked(&mut self, block: usize, run: Run) -> Result<(), Fault> {
        let block = &mut self.list[block];
        block.size += run.text.len();
        block.text.push(run);
        // Bytes bound the work while a block grows; characters are counted when clauses are made.
        match block.role {
            Role::Heading(_) if block.size > MAX_HEADING_CHARS * 4 => {
                Err(Fault::HeadingTooLong { at: block.at })
            }
            _ if block.size > MAX_CLAUSE_CHARS * 4 => Err(Fault::ClauseTooLong { at: block.at }),
            _ => Ok(()),
        }
    }

    /// Lists a place that cannot be mapped.
    pub(super) fn list_unmapped(
        &mut self,
        at: usize,
        what: Construct,
        excerpt: &str,
    ) -> Result<(), Fault> {
        if self.unmapped.len() >= MAX_UNMAPPED {
            return Err(Fault::TooMuchUnmapped { at });
        }
        self.unmapped.push(Spot {
            at,
            what,
            excerpt: shorten(excerpt),
        });
        Ok(())
    }
}

/// Returns the beginning of a text on one line, at most 80 characters.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut short = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        let separator = usize::from(!short.is_empty());
        if separator == 1 {
            short.push(' ');
        }
        count += separator;
        for c in word.chars() {
            if count >= LONGEST - 1 {
                short.push('…');
                return short;
            }
            short.push(c);
            count += 1;
        }
    }
    short
}
