//! A redline in plain language: what is replaced, inserted and deleted, in quoted words.
//!
//! The phrases are data; the interface writes them as sentences in the reader's language, the
//! server and the browser with the same messages.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::align::{Edit, edits};
use super::{is_white_space, tokens};
use crate::text::{ClauseKind, Wording};

/// How many words before an insertion say where it is.
const CONTEXT_WORDS: usize = 3;
/// A quotation of more signs (grapheme clusters) than this is shortened in the middle.
const LONGEST_QUOTE: usize = 90;
/// How many signs of a shortened quotation stay at its start, and how many at its end.
const KEPT: (usize, usize) = (48, 32);

/// One thing that changes in a clause, in plain language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phrase", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Phrase {
    /// Words are replaced by others.
    Replace {
        /// The words.
        words: Quote,
        /// What stands there instead, shortened where it is long.
        by: String,
    },
    /// Words come in after others.
    InsertAfter {
        /// What comes in, shortened where it is long.
        words: String,
        /// The words they follow.
        after: Quote,
    },
    /// Words come in at the start of the text.
    InsertAtStart {
        /// What comes in, shortened where it is long.
        words: String,
    },
    /// Words go.
    Delete {
        /// The words.
        words: Quote,
    },
    /// The heading becomes another one.
    Heading {
        /// The heading there was; empty for none.
        from: String,
        /// The heading there is; empty for none.
        to: String,
    },
    /// The clause becomes one of another kind.
    Kind {
        /// What it was.
        from: ClauseKind,
        /// What it is.
        to: ClauseKind,
    },
    /// Only spaces or line breaks change.
    Spacing,
    /// Only emphasis or links change.
    Formatting,
}

/// Words of a text, and which of several alike they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    /// The words, shortened in the middle where they are long.
    pub text: String,
    /// Which occurrence of these words is meant, from 1; absent where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<usize>,
}

/// Lists what turns one wording of a clause into another, in the order of the text.
pub fn phrases(base: &Wording, target: &Wording) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    if base.kind != target.kind {
        phrases.push(Phrase::Kind {
            from: base.kind,
            to: target.kind,
        });
    }
    if base.heading != target.heading {
        phrases.push(Phrase::Heading {
            from: excerpt(base.heading.trim()),
            to: excerpt(target.heading.trim()),
        });
    }
    let (old, new) = (base.text.to_plain(), target.text.to_plain());
    phrases.extend(phrases_of_text(&old, &new));
    if old == new && base.text != target.text {
        phrases.push(Phrase::Formatting);
    }
    phrases
}

fn phrases_of_text(base: &str, target: &str) -> Vec<Phrase> {
    let (old, new) = (tokens(base), tokens(target));
    let mut phrases: Vec<Phrase> = Vec::new();
    for edit in edits(&old, &new) {
        let phrase = phrase(&old, &new, &edit);
        if phrase != Phrase::Spacing || !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases
}

fn phrase(old: &[&str], new: &[&str], edit: &Edit) -> Phrase {
    let come = new[edit.target.clone()].concat();
    let come = excerpt(come.trim());
    match (quote(old, edit.base.clone()), come.is_empty()) {
        (None, true) => Phrase::Spacing,
        (Some(words), true) => Phrase::Delete { words },
        (Some(words), false) => Phrase::Replace { words, by: come },
        (None, false) => match quote(old, context(old, edit.base.start)) {
            Some(after) => Phrase::InsertAfter { words: come, after },
            None => Phrase::InsertAtStart { words: come },
        },
    }
}

/// Returns the tokens of the last words before a place.
fn context(tokens: &[&str], end: usize) -> std::ops::Range<usize> {
    let mut words = 0;
    let near = tokens[..end].iter().rev().take_while(|token| {
        words += usize::from(!is_white_space(token));
        words <= CONTEXT_WORDS
    });
    end - near.count()..end
}

/// Quotes a part of a text without the white space at its ends; none if nothing else is there.
fn quote(tokens: &[&str], part: std::ops::Range<usize>) -> Option<Quote> {
    let is_word = |index: &usize| !is_white_space(tokens[*index]);
    let start = part.clone().find(is_word)?;
    let end = part.rev().find(is_word)? + 1;
    let words = &tokens[start..end];
    let mut places = (tokens.windows(words.len()).enumerate())
        .filter(|(_, there)| *there == words)
        .map(|(at, _)| at);
    let nth = places.by_ref().take_while(|at| *at < start).count() + 1;
    let is_only = nth == 1 && places.next().is_none();
    Some(Quote {
        text: excerpt(&words.concat()),
        nth: (!is_only).then_some(nth),
    })
}

/// Shortens a long text in the middle, between words where it has such, never within a sign.
pub fn excerpt(text: &str) -> String {
    let signs: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    if signs.len() <= LONGEST_QUOTE {
        return text.to_owned();
    }
    let words: Vec<usize> = (tokens(text).iter())
        .scan(0, |at, token| {
            *at += token.len();
            Some(*at)
        })
        .collect();
    let (first, last) = KEPT;
    let start = signs[first].0;
    let end = signs[signs.len() - last].0;
    // A word that is cut is left out, unless it is nearly all that would be kept.
    let start = (words.iter().rev().copied())
        .find(|at| *at <= start && *at * 2 > start)
        .unwrap_or(start);
    let end = (words.iter().copied())
        .find(|at| *at >= end && (text.len() - *at) * 2 > text.len() - end)
        .unwrap_or(end);
    let (start, end) = (text[..start].trim_end(), text[end..].trim_start());
    format!("{start} … {end}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{RichText, Run};

    fn wording(text: &str) -> Wording {
        Wording {
            text: RichText::plain(text),
            ..Wording::default()
        }
    }

    fn quoted(quote: &Quote) -> String {
        match quote.nth {
            Some(nth) => format!("“{}” no. {nth}", quote.text),
            None => format!("“{}”", quote.text),
        }
    }

    fn said(base: &str, target: &str) -> Vec<String> {
        (phrases(&wording(base), &wording(target)).iter())
            .map(|phrase| match phrase {
                Phrase::Replace { words, by } => format!("replace {} by “{by}”", quoted(words)),
                Phrase::InsertAfter { words, after } => {
                    format!("insert “{words}” after {}", quoted(after))
                }
                Phrase::InsertAtStart { words } => format!("insert “{words}” at the start"),
                Phrase::Delete { words } => format!("delete {}", quoted(words)),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn words_are_quoted_with_what_becomes_of_them() {
        assert_eq!(
            said(
                "Bodies should publish all results promptly.",
                "Bodies shall publish results promptly and openly."
            ),
            [
                "replace “should” by “shall”",
                "delete “all”",
                "insert “and openly” after “all results promptly”",
            ]
        );
        assert_eq!(said("", "All of it."), ["insert “All of it.” at the start"]);
        assert_eq!(said("one two", "one\ntwo"), ["Spacing"]);
    }

    #[test]
    fn words_that_occur_more_than_once_are_counted() {
        let base = "Bodies should act, and should say so, and should hear.";
        assert_eq!(
            said(
                base,
                "Bodies should act, and shall say so, and should hear."
            ),
            ["replace “should” no. 2 by “shall”"]
        );
        assert_eq!(
            said(
                base,
                "Bodies should act, and should say so, and shall hear."
            ),
            ["replace “should” no. 3 by “shall”"]
        );
    }

    #[test]
    fn texts_without_spaces_and_from_right_to_left_are_quoted_by_the_sign() {
        assert_eq!(
            said("选举结果应公布", "选举结果必须公布"),
            ["replace “应” by “必须”"]
        );
        assert_eq!(
            said("نُشِرَت النتائج", "نُشِرَ النتائج"),
            ["replace “نُشِرَت” by “نُشِرَ”"]
        );
    }

    #[test]
    fn headings_kinds_and_marks_are_changes_too() {
        let base = wording("Results.");
        let target = Wording {
            kind: ClauseKind::Principle,
            heading: "Publication".into(),
            text: RichText::from(vec![Run {
                text: "Results.".into(),
                strong: true,
                ..Run::default()
            }]),
        };
        assert_eq!(
            phrases(&base, &target),
            [
                Phrase::Kind {
                    from: ClauseKind::Clause,
                    to: ClauseKind::Principle
                },
                Phrase::Heading {
                    from: String::new(),
                    to: "Publication".into()
                },
                Phrase::Formatting,
            ]
        );
    }

    #[test]
    fn a_long_quotation_is_shortened_in_the_middle() {
        let long = "Election management bodies publish every result of every polling place as soon as it has been counted, signed and sent.";
        let short = excerpt(long);
        assert_eq!(
            short,
            "Election management bodies publish every result … been counted, signed and sent."
        );
        assert_eq!(excerpt("short"), "short");
    }

    proptest! {
        #[test]
        fn no_quotation_is_long_or_cuts_a_sign(text in "(\\PC|e\u{301}|👩‍👩‍👧|选|नि|\\s){0,300}") {
            let short = excerpt(&text);
            prop_assert!(short.graphemes(true).count() <= LONGEST_QUOTE.max(KEPT.0 + KEPT.1 + 3));
            for part in short.split(" … ") {
                prop_assert!(text.contains(part));
            }
        }

        #[test]
        fn equal_texts_say_nothing(text in "\\PC{0,60}") {
            prop_assert_eq!(phrases(&wording(&text), &wording(&text)), []);
        }
    }
}
