//! Which clause each piece is nested in.
//!
//! # Invariants
//!
//! * A clause is nested in the one before it or in one of its ancestors, so
//!   that clauses are in document order.

mod announced;
mod numbered;

use std::collections::HashMap;

use domain::text::{ClauseKind, Outline, RichText, Run};

use super::Draft;
use super::pieces::{Piece, joined, trimmed};
use crate::exchange::import::block::{Fault, List, Role};
use crate::exchange::import::marker::{Style, Word};
use announced::Announced;
use numbered::Level;

/// How deeply clauses nest; what would go deeper becomes a sibling.
const MAX_DEPTH: usize = 64;

/// The clauses placed so far and where the next one may go.
#[derive(Default)]
pub(super) struct Nesting {
    drafts: Vec<Draft>,
    depths: Vec<usize>,
    sections: Vec<Section>,
    /// The numbered sequences that are open, outermost first.
    levels: Vec<Level>,
    /// The clause each list is nested in.
    lists: HashMap<usize, Option<usize>>,
    /// What each block that began a list item became.
    items: HashMap<usize, Item>,
    /// A clause whose number stood alone; the next paragraph is its text.
    awaits_text: Option<usize>,
    /// A division whose number stood alone; the next heading is its heading.
    awaits_heading: Option<usize>,
    announced: Announced,
}

struct Section {
    level: u8,
    clause: usize,
    /// The kind of the clauses directly below it.
    holds: ClauseKind,
}

#[derive(Clone, Copy)]
struct Item {
    /// The clause that what stands in the item is nested in.
    clause: Option<usize>,
    /// Whether that clause is the item itself.
    is_own: bool,
}

impl Nesting {
    /// Places one piece.
    pub(super) fn place(&mut self, piece: Piece) -> Result<(), Fault> {
        let awaits_text = self.awaits_text.take();
        let awaits_heading = self.awaits_heading.take();
        let Some(piece) = self.place_announced(piece)? else {
            return Ok(());
        };
        match piece.role {
            Role::Heading(level) => self.place_heading(&piece, level, awaits_heading),
            Role::Item(list) => self.place_item(&piece, list),
            Role::Kept(kind) => self.place_kept(&piece, kind),
            Role::Paragraph => self.place_paragraph(&piece, awaits_text),
            Role::Announced(_) | Role::Commentary => Ok(()),
        }
    }

    /// Returns the clauses.
    pub(super) fn finish(self) -> Vec<Draft> {
        self.drafts
    }

    fn place_heading(
        &mut self,
        piece: &Piece,
        level: u8,
        awaits_heading: Option<usize>,
    ) -> Result<(), Fault> {
        let heading = trimmed(&joined(&piece.text)).to_plain();
        if let Some(clause) = awaits_heading
            && piece.marker.is_none()
        {
            self.drafts[clause].wording.heading = heading;
            return self.drafts[clause].check();
        }
        if heading.is_empty() && piece.marker.is_none() {
            return Ok(());
        }
        self.levels.clear();
        self.sections.retain(|section| section.level < level);
        if piece.marker.is_some() {
            // Recitals end where the numbered text begins, however their heading is set.
            let recitals = |s: &Section| s.holds == ClauseKind::Preamble;
            let end = self.sections.iter().position(recitals);
            self.sections.truncate(end.unwrap_or(self.sections.len()));
        }
        let parent = self.section();
        let (kind, holds) = kinds_of_heading(piece, &heading, self.holds(parent));
        let clause = self.push(Draft::new(kind, RichText::default(), parent, piece.at))?;
        self.sections.push(Section {
            level,
            clause,
            holds,
        });
        let word = word_of(piece);
        if word.is_some_and(|word| !word.is_division()) {
            self.awaits_text = Some(clause);
        } else if heading.is_empty() {
            self.awaits_heading = Some(clause);
        }
        let draft = &mut self.drafts[clause];
        draft.wording.heading = if heading.is_empty() && self.awaits_heading.is_some() {
            piece.printed.trim().to_owned()
        } else {
            heading
        };
        draft.check()
    }

    fn place_item(&mut self, piece: &Piece, list: List) -> Result<(), Fault> {
        let text = trimmed(&joined(&piece.text));
        let parent = match piece.inside.and_then(|block| self.items.get(&block)) {
            Some(item) => item.clause,
            None => self.parent_of_list(list),
        };
        let is_own = !text.is_empty();
        let clause = if is_own {
            let kind = self.holds(parent);
            Some(self.push(Draft::new(kind, text, parent, piece.at))?)
        } else {
            parent
        };
        self.items.insert(piece.block, Item { clause, is_own });
        Ok(())
    }

    /// Returns the clause that a list outside any item is nested in: bullets
    /// belong to what stands before them, numbers only if that announces them.
    fn parent_of_list(&mut self, list: List) -> Option<usize> {
        if let Some(parent) = self.lists.get(&list.id) {
            return *parent;
        }
        let is_below = match list.first {
            None => true,
            Some(first) => first == 1 && self.is_announced_by_last(),
        };
        let parent = if is_below {
            self.last()
        } else {
            self.section()
        };
        self.lists.insert(list.id, parent);
        parent
    }

    /// Reports whether the last clause leads into what follows.
    fn is_announced_by_last(&self) -> bool {
        self.drafts.last().is_some_and(|draft| {
            let text = draft.wording.text.to_plain();
            text.trim_end().ends_with([':', '—', '–', '：'])
        })
    }

    fn place_kept(&mut self, piece: &Piece, kind: ClauseKind) -> Result<(), Fault> {
        let text = trimmed(&joined(&piece.text));
        if text.is_empty() {
            return Ok(());
        }
        let parent = self.parent_inside(piece);
        self.push(Draft::new(kind, text, parent, piece.at))
            .map(|_| ())
    }

    fn place_paragraph(&mut self, piece: &Piece, awaits_text: Option<usize>) -> Result<(), Fault> {
        let text = trimmed(&joined(&piece.text));
        if piece.marker.is_some() {
            return self.place_numbered(piece, text);
        }
        if text.is_empty() {
            return Ok(());
        }
        let continued = awaits_text
            .filter(|_| piece.inside.is_none())
            .or_else(|| self.own_item_ending_here(piece));
        if let Some(clause) = continued {
            return self.continue_clause(clause, &text);
        }
        if piece.inside.is_none() {
            self.levels.clear();
        }
        let parent = self.parent_inside(piece);
        let kind = self.holds(parent);
        let clause = self.push(Draft::new(kind, text, parent, piece.at))?;
        self.items.insert(
            piece.block,
            Item {
                clause: Some(clause),
                is_own: true,
            },
        );
        Ok(())
    }

    /// Returns the item a paragraph stands in, if nothing came between.
    fn own_item_ending_here(&self, piece: &Piece) -> Option<usize> {
        let item = self.items.get(&piece.inside?)?;
        item.clause
            .filter(|clause| item.is_own && self.last() == Some(*clause))
    }

    fn continue_clause(&mut self, clause: usize, text: &RichText) -> Result<(), Fault> {
        let draft = &mut self.drafts[clause];
        if !draft.wording.text.is_empty() {
            draft.wording.text.push(Run {
                text: "\n".to_owned(),
                ..Run::default()
            });
        }
        for run in text.runs() {
            draft.wording.text.push(run.clone());
        }
        draft.check()
    }

    fn parent_inside(&self, piece: &Piece) -> Option<usize> {
        match piece.inside.and_then(|block| self.items.get(&block)) {
            Some(item) => item.clause,
            None => self.section(),
        }
    }

    fn section(&self) -> Option<usize> {
        match self.sections.last() {
            Some(section) => Some(section.clause),
            None => self.announced.around(),
        }
    }

    fn last(&self) -> Option<usize> {
        self.drafts.len().checked_sub(1)
    }

    /// Returns the kind of a clause below another.
    fn holds(&self, parent: Option<usize>) -> ClauseKind {
        let Some(parent) = parent else {
            return ClauseKind::Clause;
        };
        if self.drafts[parent].wording.kind == ClauseKind::Preamble {
            return ClauseKind::Preamble;
        }
        self.sections
            .iter()
            .rev()
            .find(|section| section.clause == parent)
            .map_or(ClauseKind::Clause, |section| section.holds)
    }

    /// Appends a clause below the open clause nearest to the wanted parent.
    fn push(&mut self, mut draft: Draft) -> Result<usize, Fault> {
        if self.drafts.len() >= Outline::MAX_CLAUSES {
            return Err(Fault::TooManyClauses { at: draft.at });
        }
        draft.check()?;
        draft.parent = self.nearest_open(draft.parent);
        let depth = draft.parent.map_or(0, |parent| self.depths[parent] + 1);
        self.drafts.push(draft);
        self.depths.push(depth);
        Ok(self.drafts.len() - 1)
    }

    fn nearest_open(&self, wanted: Option<usize>) -> Option<usize> {
        let up = |clause: usize| self.drafts[clause].parent;
        let mut wanted = wanted;
        let mut open = self.last();
        // Ancestors come before their descendants, so the two chains meet going down in index.
        while let Some(clause) = wanted
            && open != wanted
        {
            match open {
                Some(other) if other > clause => open = up(other),
                _ => wanted = up(clause),
            }
        }
        while let Some(clause) = wanted
            && self.depths[clause] + 1 >= MAX_DEPTH
        {
            wanted = up(clause);
        }
        wanted
    }
}

fn word_of(piece: &Piece) -> Option<Word> {
    match piece.marker.as_ref()?.style {
        Style::Word(word) => Some(word),
        _ => None,
    }
}

/// Headings over recitals, in lower case.
const PREAMBLES: &[&str] = &[
    "preamble",
    "recitals",
    "préambule",
    "preámbulo",
    "preâmbulo",
    "preambolo",
    "präambel",
    "преамбула",
    "الديباجة",
    "ديباجة",
];
/// Headings over definitions, in lower case.
const DEFINITIONS: &[&str] = &[
    "definitions",
    "terms and definitions",
    "use of terms",
    "définitions",
    "definiciones",
    "definições",
    "definizioni",
    "begriffe",
    "определения",
    "التعاريف",
    "تعاريف",
];

/// Returns the kind of a heading and the kind of the clauses below it.
fn kinds_of_heading(piece: &Piece, heading: &str, around: ClauseKind) -> (ClauseKind, ClauseKind) {
    let lower = heading.to_lowercase();
    if around == ClauseKind::Preamble || PREAMBLES.contains(&lower.as_str()) {
        return (ClauseKind::Preamble, ClauseKind::Preamble);
    }
    if DEFINITIONS.contains(&lower.as_str()) {
        return (ClauseKind::Section, ClauseKind::Definition);
    }
    let kind = match word_of(piece) {
        Some(Word::Principle) => ClauseKind::Principle,
        Some(word) if !word.is_division() => ClauseKind::Clause,
        _ => ClauseKind::Section,
    };
    (kind, ClauseKind::Clause)
}
