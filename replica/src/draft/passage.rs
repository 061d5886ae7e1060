//! Passages: words of a clause that are found again while others write.

use std::ops::Range;

use domain::deliberation::{Cursors, Passage};
use domain::id::ClauseId;

use super::{Draft, DraftError, Field};

impl Draft {
    /// Names the first and the last character of a part of a clause's text.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::NotAPosition`] if the part is empty or not inside the text.
    pub fn passage_ends(
        &self,
        clause: ClauseId,
        range: Range<usize>,
    ) -> Result<Cursors, DraftError> {
        let length = self.text(clause, Field::Body)?.encode_utf16().count();
        if range.is_empty() || range.end > length {
            return Err(DraftError::NotAPosition(range.end));
        }
        Ok(Cursors {
            from: self.cursor(clause, Field::Body, range.start)?,
            to: self.cursor(clause, Field::Body, range.end - 1)?,
        })
    }

    /// Finds what stands from the one character to the other; none where nothing of it is left.
    ///
    /// # Errors
    ///
    /// * as [`Draft::resolve_cursor`] says.
    pub fn between(
        &mut self,
        clause: ClauseId,
        ends: &Cursors,
    ) -> Result<Option<Range<usize>>, DraftError> {
        let from = self.resolve_cursor(clause, Field::Body, &ends.from)?;
        let last = self.resolve_cursor(clause, Field::Body, &ends.to)?;
        // A character that is gone is found where the next one stands.
        let is_there = self.cursor(clause, Field::Body, last)? == ends.to;
        let text = self.text(clause, Field::Body)?;
        let to = if is_there {
            last + width_at(&text, last)
        } else {
            last
        };
        Ok((from < to).then_some(from..to))
    }

    /// Finds a passage in the text as it reads now: by its characters, else by its words; none in
    /// a clause that is removed.
    pub fn find_passage(
        &mut self,
        clause: ClauseId,
        ends: Option<&Cursors>,
        passage: &Passage,
    ) -> Option<Range<usize>> {
        if !self.is_living(clause) {
            return None;
        }
        let between = ends.and_then(|ends| self.between(clause, ends).ok());
        let text = self.text(clause, Field::Body).ok()?;
        let bytes = match between {
            Some(Some(range)) => return Some(range),
            Some(None) => passage.find_again(&text),
            None => passage.find(&text),
        }?;
        let units = |text: &str| text.encode_utf16().count();
        let start = units(&text[..bytes.start]);
        Some(start..start + units(&text[bytes]))
    }
}

/// Returns how many units the character at a position has.
fn width_at(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for character in text.chars() {
        if units >= unit {
            return character.len_utf16();
        }
        units += character.len_utf16();
    }
    0
}
