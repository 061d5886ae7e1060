//! Carets: positions that stay with their character while others type.

use automerge::{Cursor, CursorPosition, ReadDoc};
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
    /// * [`DraftError::Automerge`] if it names a character this replica does not know.
    pub fn resolve_cursor(
        &self,
        clause: ClauseId,
        field: Field,
        caret: &str,
    ) -> Result<usize, DraftError> {
        if !is_caret(caret) {
            return Err(DraftError::NotACaret);
        }
        let cursor = Cursor::try_from(caret)?;
        let text = self.text_object(clause, field)?;
        Ok(self.doc.get_cursor_position(&text, &cursor, None)?)
    }
}

/// Reports whether a text has the form of a caret: `s`, `e`, or a counter and
/// an actor. Automerge panics on some that have not.
pub fn is_caret(text: &str) -> bool {
    if matches!(text, "s" | "e") {
        return true;
    }
    let Some((counter, actor)) = text.split_once('@') else {
        return false;
    };
    let digits = counter.strip_prefix('-').unwrap_or(counter);
    (1..=10).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
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
        for good in ["s", "e", "12@ab", "-0@0123456789abcdef"] {
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
            "99999999999@ab",
            "--1@ab",
            "@ab",
        ] {
            assert!(!is_caret(bad), "{bad}");
        }
    }
}
