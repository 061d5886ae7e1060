//! Paragraphs with a number or bullet typed in front of them.

use domain::text::{ClauseKind, RichText};

use super::Nesting;
use crate::exchange::import::block::Fault;
use crate::exchange::import::marker::{Marker, Style, Word, Wrap};
use crate::exchange::import::structure::Draft;
use crate::exchange::import::structure::pieces::Piece;

/// A sequence of numbered paragraphs that is open, and its last clause.
pub(super) struct Level {
    style: Style,
    prefix: Vec<u32>,
    value: u32,
    inside: Option<usize>,
    clause: usize,
}

impl Nesting {
    pub(super) fn place_numbered(&mut self, piece: &Piece, text: RichText) -> Result<(), Fault> {
        let Some(marker) = &piece.marker else {
            return Ok(());
        };
        while self
            .levels
            .last()
            .is_some_and(|l| l.inside.is_some() && l.inside != piece.inside)
        {
            self.levels.pop();
        }
        let parent = self.parent_of_number(marker, piece);
        let kind = match marker.style {
            Style::Word(Word::Principle) => ClauseKind::Principle,
            _ => self.holds(parent),
        };
        let is_alone = text.is_empty();
        let clause = self.push(Draft::new(kind, text, parent, piece.at))?;
        self.levels.push(Level {
            style: marker.style,
            prefix: marker.prefix.clone(),
            value: marker.value,
            inside: piece.inside,
            clause,
        });
        if is_alone {
            self.awaits_text = Some(clause);
        }
        Ok(())
    }

    /// Returns the clause that a numbered paragraph is nested in, and closes
    /// the sequences that it ends.
    fn parent_of_number(&mut self, marker: &Marker, piece: &Piece) -> Option<usize> {
        let is_sibling = |level: &Level| {
            level.style == marker.style
                && level.prefix.len() == marker.prefix.len()
                && level.inside == piece.inside
        };
        if let Some(at) = self.levels.iter().rposition(is_sibling) {
            let parent = self.drafts[self.levels[at].clause].parent;
            self.levels.truncate(at);
            return parent;
        }
        if let Some((last, prefix)) = marker.prefix.split_last() {
            let is_above = |level: &Level| level.prefix == prefix && level.value == *last;
            if let Some(at) = self.levels.iter().rposition(is_above) {
                self.levels.truncate(at + 1);
                return Some(self.levels[at].clause);
            }
            return self.parent_inside(piece);
        }
        self.parent_of_new_sequence(marker, piece)
    }

    fn parent_of_new_sequence(&self, marker: &Marker, piece: &Piece) -> Option<usize> {
        if let Style::Bullet(_, indent) = marker.style
            && let Some(level) = self
                .levels
                .iter()
                .rev()
                .find(|level| level.is_bullet_at(indent))
        {
            return self.drafts[level.clause].parent;
        }
        let runs_at_top = matches!(
            marker.style,
            Style::Number(Wrap::Dot) | Style::Word(_) | Style::UpperRoman(Wrap::Dot)
        );
        if runs_at_top && self.levels.is_empty() && !self.is_announced_by_last() {
            return self.parent_inside(piece);
        }
        if marker.value > 1 && self.levels.is_empty() {
            return self.parent_inside(piece);
        }
        self.last()
    }
}

impl Level {
    /// Reports whether this is a list of other bullets, indented as far.
    fn is_bullet_at(&self, indent: usize) -> bool {
        matches!(self.style, Style::Bullet(_, other) if other == indent)
    }
}
