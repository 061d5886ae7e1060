//! Blocks as clauses: numbers are taken off where they are numbering, and
//! headings, lists and numbers give the nesting.

mod nesting;
mod pieces;

use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Wording};

use super::block::{Blocks, Fault, Role, Spot};
use super::{MAX_CLAUSE_CHARS, MAX_HEADING_CHARS};
use nesting::Nesting;

/// An outline and what did not fit in it.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) outline: Outline,
    pub(super) unmapped: Vec<Spot>,
}

/// A clause whose identifier is not known yet.
#[derive(Debug)]
struct Draft {
    /// The clause it is nested in, by its index.
    parent: Option<usize>,
    wording: Wording,
    commentary: String,
    language: Option<LanguageTag>,
    /// The identifier an exported file carries for it.
    id: Option<ClauseId>,
    at: usize,
}

/// Turns blocks into an outline.
pub(super) fn build(
    mut blocks: Blocks,
    mut id_for: impl FnMut(Option<ClauseId>) -> ClauseId,
) -> Result<Built, Fault> {
    let exported = blocks.exported.take();
    let title = take_title(&mut blocks, exported.is_some());
    let unmapped = std::mem::take(&mut blocks.unmapped);
    let mut nesting = Nesting::default();
    for piece in pieces::of(blocks.list)? {
        nesting.place(piece)?;
    }
    let drafts = nesting.finish();
    if drafts.is_empty() && title.is_empty() && exported.is_none() {
        return Err(Fault::Empty);
    }
    let outline = Outline {
        title,
        language: exported.unwrap_or_else(LanguageTag::english),
        clauses: name(drafts, &mut id_for),
    };
    Ok(Built { outline, unmapped })
}

/// Takes the first block away if it is the title: a heading of the highest
/// level that no other heading shares.
fn take_title(blocks: &mut Blocks, is_exported: bool) -> String {
    let highest = |role: &Role| matches!(role, Role::Heading(0 | 1));
    let is_first = blocks
        .list
        .first()
        .is_some_and(|block| highest(&block.role));
    let are_many = blocks
        .list
        .iter()
        .filter(|block| block.role == Role::Heading(1))
        .count()
        > 1;
    if !is_first || (are_many && !is_exported && blocks.list[0].role == Role::Heading(1)) {
        return String::new();
    }
    let title = pieces::joined(&std::mem::take(&mut blocks.list[0].text)).to_plain();
    // Other blocks are known by their index, so this one stays, emptied.
    blocks.list[0].role = Role::Paragraph;
    if is_exported {
        title
    } else {
        title.trim().to_owned()
    }
}

/// Gives each clause its identifier; one that a file carries twice counts once.
fn name(
    drafts: Vec<Draft>,
    id_for: &mut impl FnMut(Option<ClauseId>) -> ClauseId,
) -> Vec<OutlineClause> {
    let mut seen = std::collections::HashSet::new();
    let ids: Vec<_> = drafts
        .iter()
        .map(|draft| id_for(draft.id.filter(|id| seen.insert(*id))))
        .collect();
    drafts
        .into_iter()
        .zip(&ids)
        .map(|(draft, id)| OutlineClause {
            id: *id,
            parent: draft.parent.map(|parent| ids[parent]),
            wording: draft.wording,
            commentary: draft.commentary,
            language: draft.language,
        })
        .collect()
}

impl Draft {
    fn new(kind: ClauseKind, text: RichText, parent: Option<usize>, at: usize) -> Self {
        Self {
            parent,
            wording: Wording {
                kind,
                heading: String::new(),
                text,
            },
            commentary: String::new(),
            language: None,
            id: None,
            at,
        }
    }

    /// Checks the lengths, which are bounds on characters.
    fn check(&self) -> Result<(), Fault> {
        let at = self.at;
        if self.wording.heading.chars().count() > MAX_HEADING_CHARS {
            return Err(Fault::HeadingTooLong { at });
        }
        let text: usize = self
            .wording
            .text
            .runs()
            .iter()
            .map(|run| run.text.chars().count())
            .sum();
        if text > MAX_CLAUSE_CHARS || self.commentary.chars().count() > MAX_CLAUSE_CHARS {
            return Err(Fault::ClauseTooLong { at });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
