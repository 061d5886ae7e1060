//! Carets: positions that stay with their character while others type.

use automerge::{ChangeHash, Cursor, CursorPosition, ReadDoc};
use domain::id::ClauseId;

use super::{Draft, DraftError, Field};

impl Draft {
    /// Names a position of a text so that other replicas find it again.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::Automerge`] if the position is outside the text.
    pub fn cursor(
        &self,
        clause: ClauseId,
        field: Field,
        index: usize,
    ) -> Result<String, DraftError> {
        let text = self.text_object(clause, field)?;
        let position = if index >= self.doc.length(&text) {
            CursorPosition::End
        } else {
            CursorPosition::Index(index)
        };
        Ok(self.doc.get_cursor(&text, position, None)?.to_string())
    }

    /// Finds the position that a caret names now.
    ///
    /// # Errors
    ///
    /// * [`DraftError::NotACaret`] if the text is none;
    /// * [`DraftError::UnknownClause`];
    /// * [`DraftError::Automerge`] if it names a character that never stood in this text.
    pub fn resolve_cursor(
        &mut self,
        clause: ClauseId,
        field: Field,
        caret: &str,
    ) -> Result<usize, DraftError> {
        if !is_caret(caret) {
            return Err(DraftError::NotACaret);
        }
        let cursor = Cursor::try_from(caret)?;
        let text = self.text_object(clause, field)?;
        // Where nothing or the present heads are named, Automerge takes a short way that panics
        // on a character of another text; a hash that no change has keeps it off that.
        let mut heads = self.doc.get_heads();
        heads.push(ChangeHash([0; 32]));
        Ok((self.doc).get_cursor_position(&text, &cursor, Some(&heads))?)
    }
}

/// Reports whether a text has the form of a caret: `s`, `e`, or a counter and
/// an actor. Automerge panics on some that have not, and on counters beyond its own.
pub fn is_caret(text: &str) -> bool {
    if matches!(text, "s" | "e") {
        return true;
    }
    let Some((counter, actor)) = text.split_once('@') else {
        return false;
    };
    counter.bytes().all(|b| b.is_ascii_digit())
        && counter.parse::<u32>().is_ok()
        && (2..=64).contains(&actor.len())
        && actor
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_three_forms_are_carets() {
        for good in ["s", "e", "12@ab", "4294967295@0123456789abcdef"] {
            assert!(is_caret(good), "{good}");
        }
        for bad in [
            "",
            "x",
            "ü",
            "é@ab",
            "1@",
            "1@AB",
            "1@a b",
            "4294967296@ab",
            "-1@ab",
            "+1@ab",
            "@ab",
        ] {
            assert!(!is_caret(bad), "{bad}");
        }
    }
}
