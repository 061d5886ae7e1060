//! Normal form `N`, version 1: what makes two texts the same text.
//!
//! A change of `N` would be version 2; stored hashes are never recomputed.

use unicode_normalization::UnicodeNormalization;

/// A character that a text must not contain, because a signed text could then
/// read differently from what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the character U+{code:04X} at position {position} is not permitted: it is invisible or changes how the text reads"
)]
pub struct RefusedCharacter {
    /// The character's code point.
    pub code: u32,
    /// Its place in the text, counted in characters from 1.
    pub position: usize,
}

/// Returns the first character that no text may contain: a control character
/// other than LF, TAB and CR, or a bidi embedding, override or isolate.
///
/// CR and U+0085 are line ends in the normal form and are let through.
pub fn refused_character(text: &str) -> Option<RefusedCharacter> {
    text.chars()
        .zip(1..)
        .find(|(c, _)| is_refused(*c))
        .map(|(c, position)| RefusedCharacter {
            code: c.into(),
            position,
        })
}

fn is_refused(c: char) -> bool {
    match c {
        '\n' | '\t' | '\r' | '\u{85}' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

/// Returns the normal form of a text. Idempotent.
///
/// # Errors
///
/// * [`RefusedCharacter`] names the first character that no text may contain.
pub fn normal_form(text: &str) -> Result<String, RefusedCharacter> {
    match refused_character(text) {
        Some(refused) => Err(refused),
        // Dropping a character can bring a letter and its accent together, hence the second pass.
        None => Ok(collapse_white_space(text.nfc().filter_map(fold).nfc())),
    }
}

/// Folds quotation marks and hyphens, and drops what cannot be seen. The
/// joiners U+200C and U+200D stay: they carry meaning.
fn fold(c: char) -> Option<char> {
    match c {
        '\u{2018}'..='\u{201B}' => Some('\''),
        '\u{201C}'..='\u{201F}' => Some('"'),
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}' | '\u{61C}' => {
            None
        }
        c => Some(c),
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Turns each run of white space into one line feed or one space, none at the ends.
fn collapse_white_space(chars: impl Iterator<Item = char>) -> String {
    let mut normal = String::new();
    let mut pending = None;
    for c in chars {
        if c.is_whitespace() {
            let breaks = is_line_end(c) || pending == Some('\n');
            pending = Some(if breaks { '\n' } else { ' ' });
            continue;
        }
        if let Some(space) = pending.take().filter(|_| !normal.is_empty()) {
            normal.push(space);
        }
        normal.push(c);
    }
    normal
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn removing_an_invisible_character_joins_the_white_space_around_it() {
        assert_eq!(normal_form("a \u{200B} b").unwrap(), "a b");
        assert_eq!(normal_form("a \u{200B}\n b").unwrap(), "a\nb");
    }

    #[test]
    fn names_the_refused_character_and_its_place() {
        let refused = normal_form("ab\u{202E}c").unwrap_err();
        assert_eq!(
            refused,
            RefusedCharacter {
                code: 0x202E,
                position: 3
            }
        );
    }

    proptest! {
        #[test]
        fn is_idempotent(text in "\\PC*|[ \\n\\r\\t\u{AD}\u{200B}\u{301}e\u{2028}a\u{61C}\u{1161}\u{1100}]*") {
            if let Ok(once) = normal_form(&text) {
                prop_assert_eq!(normal_form(&once).unwrap(), once);
            }
        }
    }
}
