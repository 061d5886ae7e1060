//! Edits of texts, in UTF-16 positions.

use std::ops::Range;

use automerge::ObjId;
use automerge::marks::Mark as RawMark;
use automerge::transaction::Transactable;
use domain::id::ClauseId;
use domain::text::{RichText, Run, refused_character};

use super::{Draft, DraftError, Field, Mark, MarkName, Marks};

/// The most characters that go into or out of a text in one change, and the
/// number of operations after which a new change begins; far below what the
/// gate lets through.
const PIECE: usize = 4_000;

impl Draft {
    /// Replaces `delete` units at `index` of a clause's text by `insert`.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::NotAPosition`] if either end is outside the text or inside a character;
    /// * [`DraftError::RefusedCharacter`] if `insert` has a character that no text may contain.
    pub fn splice(
        &mut self,
        clause: ClauseId,
        field: Field,
        index: usize,
        delete: usize,
        insert: &str,
    ) -> Result<(), DraftError> {
        let text = self.text_object(clause, field)?;
        self.splice_object(&text, index, delete, insert)
    }

    /// Replaces a part of the title; see [`Draft::splice`].
    ///
    /// # Errors
    ///
    /// * [`DraftError::NotADraft`] before the draft has arrived;
    /// * [`DraftError::NotAPosition`], [`DraftError::RefusedCharacter`] as [`Draft::splice`].
    pub fn splice_title(
        &mut self,
        index: usize,
        delete: usize,
        insert: &str,
    ) -> Result<(), DraftError> {
        let text = self.title_object()?;
        self.splice_object(&text, index, delete, insert)
    }

    /// Replaces a part of a body by text of exactly these marks. Marks that the
    /// new text inherits from its surroundings are not written again.
    ///
    /// # Errors
    ///
    /// * as [`Draft::splice`], and [`DraftError::RefusedLink`].
    pub fn splice_marked(
        &mut self,
        clause: ClauseId,
        index: usize,
        delete: usize,
        insert: &RichText,
    ) -> Result<(), DraftError> {
        check_links(insert)?;
        let text = self.text_object(clause, Field::Body)?;
        self.splice_object(&text, index, delete, &insert.to_plain())?;
        let mut start = index;
        for run in insert.runs() {
            let end = start + utf16_len(&run.text);
            self.settle_marks(clause, &text, start..end, &Marks::of(run))?;
            start = end;
        }
        Ok(())
    }

    /// Puts a mark on a range of a body.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::NotAPosition`] if either end is outside the text or inside a character;
    /// * [`DraftError::RefusedLink`] if the address may not stand in a link.
    pub fn mark(
        &mut self,
        clause: ClauseId,
        start: usize,
        end: usize,
        mark: &Mark,
    ) -> Result<(), DraftError> {
        if let Mark::Link(address) = mark {
            check_link(address)?;
        }
        let text = self.body_range(clause, start, end)?;
        self.begin_edit();
        self.put_mark(&text, start, end, mark)
    }

    /// Takes a mark off a range of a body.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::NotAPosition`] if either end is outside the text or inside a character.
    pub fn unmark(
        &mut self,
        clause: ClauseId,
        start: usize,
        end: usize,
        name: MarkName,
    ) -> Result<(), DraftError> {
        let text = self.body_range(clause, start, end)?;
        self.begin_edit();
        self.take_mark(&text, start, end, name)
    }

    pub(super) fn splice_object(
        &mut self,
        text: &ObjId,
        index: usize,
        delete: usize,
        insert: &str,
    ) -> Result<(), DraftError> {
        if let Some(refused) = refused_character(insert) {
            return Err(refused.into());
        }
        self.check_range(text, index, index.saturating_add(delete))?;
        self.begin_edit();
        if delete + insert.len() > PIECE {
            return self.splice_in_pieces(text, index, delete, insert);
        }
        self.splice_raw(text, index, delete, insert)
    }

    /// Commits what is pending once it is much, so that no change grows larger
    /// than the gate lets through.
    pub(super) fn begin_edit(&mut self) {
        if self.doc.pending_ops() >= PIECE {
            self.commit(None);
        }
    }

    fn splice_in_pieces(
        &mut self,
        text: &ObjId,
        index: usize,
        delete: usize,
        insert: &str,
    ) -> Result<(), DraftError> {
        let mut rest = part(&self.text_of(text, None), index, delete);
        while !rest.is_empty() {
            let tail = rest.split_off(piece_end(&rest));
            self.splice_raw(text, index, utf16_len(&rest), "")?;
            self.commit(None);
            rest = tail;
        }
        let (mut at, mut rest) = (index, insert);
        while !rest.is_empty() {
            let (piece, tail) = rest.split_at(piece_end(rest));
            self.splice_raw(text, at, 0, piece)?;
            self.commit(None);
            at += utf16_len(piece);
            rest = tail;
        }
        Ok(())
    }

    fn splice_raw(
        &mut self,
        text: &ObjId,
        index: usize,
        delete: usize,
        insert: &str,
    ) -> Result<(), DraftError> {
        let delete = isize::try_from(delete).map_err(|_| DraftError::NotAPosition(delete))?;
        Ok(self.doc.splice_text(text, index, delete, insert)?)
    }

    pub(super) fn put_mark(
        &mut self,
        text: &ObjId,
        start: usize,
        end: usize,
        mark: &Mark,
    ) -> Result<(), DraftError> {
        if start == end {
            return Ok(());
        }
        let name = mark.name();
        let raw = RawMark::new(name.as_str().to_owned(), mark.value(), start, end);
        Ok(self.doc.mark(text, raw, name.expand())?)
    }

    fn take_mark(
        &mut self,
        text: &ObjId,
        start: usize,
        end: usize,
        name: MarkName,
    ) -> Result<(), DraftError> {
        if start == end {
            return Ok(());
        }
        let expand = name.expand();
        Ok(self.doc.unmark(text, name.as_str(), start, end, expand)?)
    }

    /// Leaves a range, all of whose characters carry the same marks, with exactly these.
    pub(super) fn settle_marks(
        &mut self,
        clause: ClauseId,
        text: &ObjId,
        range: Range<usize>,
        wanted: &Marks,
    ) -> Result<(), DraftError> {
        let Range { start, end } = range;
        if start == end {
            return Ok(());
        }
        let present = self.marks_at(clause, start)?;
        for name in MarkName::ALL {
            let mark = wanted.mark(name);
            if present.mark(name) == mark {
                continue;
            }
            match mark {
                Some(mark) => self.put_mark(text, start, end, &mark)?,
                None => self.take_mark(text, start, end, name)?,
            }
        }
        Ok(())
    }

    fn body_range(&self, clause: ClauseId, start: usize, end: usize) -> Result<ObjId, DraftError> {
        let text = self.text_object(clause, Field::Body)?;
        self.check_range(&text, start, end)?;
        Ok(text)
    }

    fn check_range(&self, text: &ObjId, start: usize, end: usize) -> Result<(), DraftError> {
        if start > end {
            return Err(DraftError::NotAPosition(end));
        }
        let characters = self.text_of(text, None);
        check_position(&characters, start)?;
        check_position(&characters, end)
    }
}

/// Returns the part of a text between two positions that are known to be good.
fn part(text: &str, index: usize, length: usize) -> String {
    let mut at = 0;
    let mut inside = String::new();
    for c in text.chars() {
        if (index..index + length).contains(&at) {
            inside.push(c);
        }
        at += c.len_utf16();
    }
    inside
}

/// Returns where the first piece of a text ends, in bytes.
fn piece_end(text: &str) -> usize {
    text.char_indices()
        .nth(PIECE)
        .map_or(text.len(), |(end, _)| end)
}

/// Refuses a position outside the text or inside a character.
fn check_position(text: &str, index: usize) -> Result<(), DraftError> {
    let mut at = 0;
    for c in text.chars() {
        if at >= index {
            break;
        }
        at += c.len_utf16();
    }
    if at == index {
        Ok(())
    } else {
        Err(DraftError::NotAPosition(index))
    }
}

pub(super) fn check_link(address: &str) -> Result<(), DraftError> {
    if Run::permits_link(address) {
        Ok(())
    } else {
        Err(DraftError::RefusedLink(address.to_owned()))
    }
}

pub(super) fn check_links(text: &RichText) -> Result<(), DraftError> {
    let addresses = text.runs().iter().filter_map(|run| run.link.as_deref());
    addresses.into_iter().try_for_each(check_link)
}

pub(super) fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
