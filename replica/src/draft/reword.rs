//! Giving a text other words, one word at a time.
//!
//! Only words that differ are touched, so that edits made elsewhere in the text
//! at the same time stay where they belong.

use std::ops::Range;

use automerge::ObjId;
use domain::id::ClauseId;
use domain::redline::{hunks, tokens};
use domain::text::{RichText, Wording};

use super::edit::{check_links, utf16_len};
use super::{Draft, DraftError, Field, Marks};

/// A part of a text that is replaced; positions count UTF-16 units.
#[derive(Debug, PartialEq, Eq)]
struct Splice {
    range: Range<usize>,
    insert: String,
}

/// A run of a text: where it ends, and its marks.
struct Stretch {
    end: usize,
    marks: Marks,
}

impl Draft {
    /// Gives a clause another wording: its kind, heading and text.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::RefusedCharacter`] or [`DraftError::RefusedLink`] if the wording holds one.
    pub fn reword(&mut self, clause: ClauseId, wording: &Wording) -> Result<(), DraftError> {
        check_links(&wording.text)?;
        self.set_kind(clause, wording.kind)?;
        self.rewrite(clause, Field::Heading, &wording.heading)?;
        self.rewrite_body(clause, &wording.text)
    }

    /// Gives the title other words.
    ///
    /// # Errors
    ///
    /// * [`DraftError::NotADraft`] before the draft has arrived;
    /// * [`DraftError::RefusedCharacter`] if the title holds one.
    pub fn retitle(&mut self, title: &str) -> Result<(), DraftError> {
        let text = self.title_object()?;
        self.rewrite_object(&text, title)
    }

    /// Gives a text of a clause other words, without regard to marks.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::RefusedCharacter`] if the text holds one.
    pub fn rewrite(
        &mut self,
        clause: ClauseId,
        field: Field,
        text: &str,
    ) -> Result<(), DraftError> {
        let object = self.text_object(clause, field)?;
        self.rewrite_object(&object, text)
    }

    /// Gives a clause's text other words and exactly these marks.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::RefusedCharacter`] or [`DraftError::RefusedLink`] if the text holds one.
    pub fn rewrite_body(&mut self, clause: ClauseId, text: &RichText) -> Result<(), DraftError> {
        check_links(text)?;
        let object = self.text_object(clause, Field::Body)?;
        self.rewrite_object(&object, &text.to_plain())?;
        let (found, wanted) = (stretches(&self.body(clause)?), stretches(text));
        let mut start = 0;
        for end in ends_of_both(&found, &wanted) {
            let marks = wanted.iter().find(|stretch| stretch.end >= end);
            let marks = marks.map(|stretch| stretch.marks.clone());
            self.settle_marks(clause, &object, start..end, &marks.unwrap_or_default())?;
            start = end;
        }
        Ok(())
    }

    fn rewrite_object(&mut self, object: &ObjId, text: &str) -> Result<(), DraftError> {
        // From the last to the first, so that no splice moves those still to come.
        for splice in splices(&self.text_of(object, None), text).iter().rev() {
            let Range { start, end } = splice.range;
            self.splice_object(object, start, end - start, &splice.insert)?;
        }
        Ok(())
    }
}

fn splices(old: &str, new: &str) -> Vec<Splice> {
    let mut positions = vec![0];
    for token in tokens(old) {
        positions.push(positions[positions.len() - 1] + utf16_len(token));
    }
    let splices = hunks(old, new).into_iter().map(|hunk| Splice {
        range: positions[hunk.start]..positions[hunk.end],
        insert: hunk.replacement,
    });
    splices.collect()
}

fn stretches(text: &RichText) -> Vec<Stretch> {
    let mut end = 0;
    let runs = text.runs().iter().map(|run| {
        end += utf16_len(&run.text);
        let marks = Marks::of(run);
        Stretch { end, marks }
    });
    runs.collect()
}

/// Returns where the parts end within which neither side's marks change.
fn ends_of_both(one: &[Stretch], other: &[Stretch]) -> Vec<usize> {
    let mut ends: Vec<_> = one.iter().chain(other).map(|s| s.end).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_that_differ_are_replaced() {
        let splice = |range, insert: &str| Splice {
            range,
            insert: insert.to_owned(),
        };
        assert_eq!(
            splices(
                "within 10 days 🗳 of the count",
                "within 14 days 🗳 of every count"
            ),
            [splice(7..9, "14"), splice(21..24, "every")]
        );
        assert_eq!(splices("same", "same"), []);
    }
}
