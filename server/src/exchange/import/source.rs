//! The file as bytes and as places: what is accepted at all, and which line
//! and column an offset is.

use domain::text::refused_character;

use super::block::{Fault, Spot};
use super::{ImportError, MAX_BYTES, Unmapped};

/// Returns the text of a file without its byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match text.char_indices().find(|(_, c)| is_refused(*c)) {
        Some((at, c)) => Err(Places::new(text).explain(&Fault::Refused { at, code: c.into() })),
        None => Ok(text),
    }
}

fn is_refused(c: char) -> bool {
    refused_character(c.encode_utf8(&mut [0; 4])).is_some()
}

fn not_utf8(bytes: &[u8], valid_up_to: usize) -> ImportError {
    let valid = std::str::from_utf8(&bytes[..valid_up_to]).unwrap_or_default();
    let valid = valid.strip_prefix('\u{FEFF}').unwrap_or(valid);
    let (line, column) = Places::new(valid).find(valid.len());
    ImportError::NotUtf8 { line, column }
}

/// Turns offsets of a source into lines and columns.
pub(super) struct Places<'a> {
    text: &'a str,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// Returns the line and column of an offset, both counted from 1.
    fn find(&self, at: usize) -> (usize, usize) {
        advance(self.text, (0, 1, 1), at)
    }

    /// Turns the places that could not be mapped into lines and columns, in
    /// order, with one pass over the source.
    pub(super) fn locate_all(&self, mut spots: Vec<Spot>) -> Vec<Unmapped> {
        spots.sort_by_key(|spot| spot.at);
        let mut from = (0, 1, 1);
        let mut unmapped = Vec::with_capacity(spots.len());
        for Spot { at, what, excerpt } in spots {
            let (line, column) = advance(self.text, from, at);
            from = (at, line, column);
            unmapped.push(Unmapped {
                line,
                column,
                what,
                excerpt,
            });
        }
        unmapped
    }

    /// Turns a fault into the error that names its line and column.
    pub(super) fn explain(&self, fault: &Fault) -> ImportError {
        let place = |at: &usize| self.find(*at);
        match fault {
            Fault::Refused { at, code } => {
                let (line, column) = place(at);
                ImportError::RefusedCharacter {
                    code: *code,
                    line,
                    column,
                }
            }
            Fault::TooDeep { at } => {
                let (line, column) = place(at);
                ImportError::TooDeep { line, column }
            }
            Fault::TooManyClauses { at } => {
                let (line, column) = place(at);
                ImportError::TooManyClauses { line, column }
            }
            Fault::ClauseTooLong { at } => {
                let (line, column) = place(at);
                ImportError::ClauseTooLong { line, column }
            }
            Fault::HeadingTooLong { at } => {
                let (line, column) = place(at);
                ImportError::HeadingTooLong { line, column }
            }
            Fault::TooMuchUnmapped { at } => {
                let (line, column) = place(at);
                ImportError::TooMuchUnmapped { line, column }
            }
            Fault::Empty => ImportError::Empty,
        }
    }
}

/// Walks from a known offset, line and column to a later offset.
fn advance(
    text: &str,
    (from, mut line, mut column): (usize, usize, usize),
    to: usize,
) -> (usize, usize) {
    let passed = text.get(from..to).unwrap_or_default();
    let mut after_return = text[..from].ends_with('\r');
    for c in passed.chars() {
        match c {
            '\n' if after_return => {}
            '\n' | '\r' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        after_return = c == '\r';
    }
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8]) -> ImportError {
        decode(bytes).unwrap_err()
    }

    #[test]
    fn a_refused_character_is_named_with_its_line_and_column() {
        assert_eq!(
            error("one\r\ntwo\rthré\u{202E}e".as_bytes()),
            ImportError::RefusedCharacter {
                code: 0x202E,
                line: 3,
                column: 5
            }
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_named_with_their_line_and_column() {
        assert_eq!(
            error(b"\xEF\xBB\xBFone\nt\xFFo"),
            ImportError::NotUtf8 { line: 2, column: 2 }
        );
        assert_eq!(
            error(b"\xFF\xFEo\0n\0e\0"),
            ImportError::NotUtf8 { line: 1, column: 1 }
        );
    }

    #[test]
    fn a_file_over_ten_mebibytes_is_turned_down() {
        let bytes = vec![b'a'; MAX_BYTES + 1];
        assert_eq!(
            error(&bytes),
            ImportError::TooLarge {
                bytes: MAX_BYTES + 1
            }
        );
    }

    #[test]
    fn the_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(decode("\u{FEFF}text".as_bytes()), Ok("text"));
    }
}
