//! Splitting a text into tokens.

use unicode_segmentation::UnicodeSegmentation;

/// Splits a text at its word boundaries (UAX #29), never inside a grapheme cluster.
///
/// White space and punctuation are tokens too; together the tokens are the text.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut graphemes = text.grapheme_indices(true).map(|(at, _)| at).peekable();
    let mut tokens = Vec::new();
    let mut start = 0;
    let boundaries = text.split_word_bound_indices().map(|(at, _)| at).skip(1);
    for at in boundaries.chain([text.len()]) {
        // The two annexes differ at a few prefixed signs, such as the Arabic number sign.
        while graphemes.next_if(|it| *it < at).is_some() {}
        let is_whole = at == text.len() || graphemes.peek() == Some(&at);
        if is_whole && start < at {
            tokens.push(&text[start..at]);
            start = at;
        }
    }
    tokens
}

/// Reports whether a token is white space and nothing else.
pub(super) fn is_white_space(token: &str) -> bool {
    token.chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_spaces_and_signs_are_tokens() {
        assert_eq!(
            tokens("Don't publish 1,000.5 e-mails!"),
            [
                "Don't", " ", "publish", " ", "1,000.5", " ", "e", "-", "mails", "!"
            ]
        );
        assert_eq!(
            tokens("one  two\nthree"),
            ["one", "  ", "two", "\n", "three"]
        );
        assert_eq!(tokens(""), Vec::<&str>::new());
    }

    #[test]
    fn a_prefixed_sign_stays_with_what_it_prefixes() {
        let text = "صفحة \u{600}12";
        assert_eq!(tokens(text).last(), Some(&"\u{600}12"));
    }
}
