//! A bound on nesting, checked before the Markdown parser sees a file: its
//! work grows with depth times length.

use super::block::Fault;

/// How many quotation marks and list markers may begin one line.
const MAX_MARKERS: usize = 40;
/// How far a line may be indented, in columns, markers included.
const MAX_INDENT: usize = 160;

/// Finds the first line that nests or is indented too deeply.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if let Some(at) = too_deep(line.trim_end_matches(['\n', '\r'])) {
            return Err(Fault::TooDeep { at: start + at });
        }
        start += line.len();
    }
    Ok(())
}

/// Returns where a line goes too deep, if it does.
fn too_deep(line: &str) -> Option<usize> {
    if is_rule(line) || line.trim().is_empty() {
        return None;
    }
    let bytes = line.as_bytes();
    let (mut at, mut markers, mut columns) = (0, 0, 0);
    while at < bytes.len() {
        let width = match bytes[at] {
            b' ' => 1,
            b'\t' => 4,
            _ => {
                markers += 1;
                marker_width(&bytes[at..])?
            }
        };
        at += if bytes[at] == b'\t' { 1 } else { width };
        columns += width;
        if markers > MAX_MARKERS || columns > MAX_INDENT {
            return Some(at);
        }
    }
    None
}

/// Returns the width of a quotation mark or list marker; `None` where text begins.
fn marker_width(bytes: &[u8]) -> Option<usize> {
    if bytes[0] == b'>' {
        return Some(1);
    }
    let digits = bytes
        .iter()
        .take(9)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let ends_number = digits == 0 || bytes.get(digits).is_some_and(|b| b".)".contains(b));
    let width = if digits == 0 { 1 } else { digits + 1 };
    let is_marker = digits > 0 || b"-+*".contains(&bytes[0]);
    let is_apart = bytes.get(width).is_none_or(|b| b" \t".contains(b));
    (is_marker && ends_number && is_apart).then_some(width)
}

/// Reports whether a line consists of one of the signs of a horizontal rule.
fn is_rule(line: &str) -> bool {
    b"-*_".iter().any(|sign| {
        line.bytes().all(|b| b == *sign || b == b' ' || b == b'\t')
            && line.bytes().filter(|b| b == sign).count() >= 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_found_at_its_line() {
        assert_eq!(
            check(&format!("text\n{}text", "> ".repeat(50))),
            Err(Fault::TooDeep { at: 5 + 81 })
        );
        for line in [
            "- ".repeat(50),
            "1. ".repeat(50),
            " ".repeat(200),
            "\t".repeat(50),
        ] {
            assert!(check(&(line.clone() + "a")).is_err(), "{line:?}");
        }
    }

    #[test]
    fn ordinary_files_pass() {
        for line in [
            "> > - 1. text".to_owned(),
            "-".repeat(300),
            "* ".repeat(300),
            " ".repeat(300),
            "a".repeat(300),
            "=".repeat(300),
        ] {
            assert_eq!(check(&line), Ok(()), "{line:?}");
        }
    }
}
