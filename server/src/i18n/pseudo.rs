//! English made strange: accented and longer, or mirrored.
//!
//! The transformation sees the literal text of messages alone, so arguments stay
//! as they are; HTML tags and character references are stepped over.

use std::borrow::Cow;

/// Rewrites one literal piece of a message.
pub(super) type Transform = fn(&str) -> Cow<'_, str>;

/// Puts accents on letters and doubles vowels, about a third more text.
pub(super) fn accented(text: &str) -> Cow<'_, str> {
    Cow::Owned(outside_markup(text, |word, out| {
        for c in word.chars() {
            out.push(accent(c));
            if matches!(c, 'a' | 'e' | 'o' | 'u') {
                out.push(accent(c));
            }
        }
    }))
}

/// Overrides each word's direction, so that English runs from right to left.
pub(super) fn mirrored(text: &str) -> Cow<'_, str> {
    Cow::Owned(outside_markup(text, |word, out| {
        out.push_str("\u{200f}\u{202e}");
        out.push_str(word);
        out.push_str("\u{202c}\u{200f}");
    }))
}

/// Applies `rewrite` to each run of letters and digits outside of tags and references.
fn outside_markup(text: &str, rewrite: impl Fn(&str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    // An argument inside a tag splits it; the second piece begins in the tag.
    if let Some(end) = rest.find('>')
        && rest.find('<').is_none_or(|start| end < start)
    {
        out.push_str(&rest[..=end]);
        rest = &rest[end + 1..];
    }
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '<' => rest.find('>').map_or(rest.len(), |end| end + 1),
            '&' => rest.find(';').map_or(1, |end| end + 1),
            _ if first.is_alphanumeric() => {
                let length = rest
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(rest.len());
                rewrite(&rest[..length], &mut out);
                rest = &rest[length..];
                continue;
            }
            _ => first.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

fn accent(c: char) -> char {
    const PLAIN: &str = "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpRrSsTtUuWwYyZz";
    const ACCENTED: &str = "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀɱÑñÖöÞþŔŕŠšŢţÛûŴŵÝýŽž";
    PLAIN
        .chars()
        .position(|plain| plain == c)
        .and_then(|at| ACCENTED.chars().nth(at))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accented_text_is_longer_and_still_readable() {
        assert_eq!(accented("Save draft"), "Šååvéé ðŕååƒţ");
    }

    #[test]
    fn tags_and_references_are_left_alone() {
        assert_eq!(
            accented("a <a href=\"x\">b</a>&nbsp;c"),
            "åå <a href=\"x\">ƀ</a>&nbsp;ç"
        );
        assert_eq!(accented("\">here"), "\">ĥééŕéé");
    }

    #[test]
    fn mirrored_words_override_their_direction() {
        assert_eq!(
            mirrored("Hi, b"),
            "\u{200f}\u{202e}Hi\u{202c}\u{200f}, \u{200f}\u{202e}b\u{202c}\u{200f}"
        );
    }
}
