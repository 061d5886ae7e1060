//! What changed between two wordings, in words.
//!
//! A text is split into tokens at Unicode word boundaries (UAX #29); white
//! space and punctuation are tokens too. The difference of two texts is a list
//! of [`Hunk`]s over the tokens of the first. Every redline, on whatever page,
//! is drawn from the same hunks.
//!
//! # Invariants
//!
//! * Hunks are in order and apart; applied to the base they give the target.
//! * No boundary of a hunk lies inside a grapheme cluster.
//! * The same two texts always have the same hunks; no clock cuts the search short.

mod align;
mod changes;
mod marks;
mod phrases;
mod segments;
mod sentences;
mod tokens;

use serde::{Deserialize, Serialize};

pub use changes::{PlainChange, plain_changes};
pub use marks::with_marks;
pub use phrases::{Phrase, Quote, excerpt, phrases};
pub use segments::{Change, Segment, redline};
pub use sentences::{moved, sentences};
pub use tokens::tokens;

use align::edits;
use tokens::is_white_space;

/// One change: the base's tokens from `start` up to `end` become `replacement`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hunk {
    /// The first token that goes; where nothing goes, the one that the insertion comes before.
    pub start: usize,
    /// The first token after it that stays.
    pub end: usize,
    /// What stands there instead; empty where nothing does.
    pub replacement: String,
}

/// Why hunks cannot be applied to a base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("change {0} is out of order or beyond the end of the text")]
pub struct InvalidHunk(
    /// The position of the hunk in its list.
    pub usize,
);

/// Returns the changes that turn one text into another.
///
/// They are as few as a shortest edit allows; two changes separated by white
/// space alone are one; and one that could slide sits as late as it can, so
/// that an inserted or deleted word takes the space after it along.
pub fn hunks(base: &str, target: &str) -> Vec<Hunk> {
    let (base, target) = (tokens(base), tokens(target));
    (edits(&base, &target).into_iter())
        .map(|edit| Hunk {
            start: edit.base.start,
            end: edit.base.end,
            replacement: target[edit.target].concat(),
        })
        .collect()
}

/// Returns for each token of `there` the token of `here` that it is, where it is one that stays.
pub fn positions(here: &str, there: &str) -> Vec<Option<usize>> {
    let (here, there) = (tokens(here), tokens(there));
    let mut positions = Vec::with_capacity(there.len());
    let mut at = 0;
    for edit in edits(&here, &there) {
        positions.extend((at..edit.base.start).map(Some));
        positions.extend(edit.target.map(|_| None));
        at = edit.base.end;
    }
    positions.extend((at..here.len()).map(Some));
    positions
}

/// Applies changes to the text they were made from.
///
/// # Errors
///
/// * [`InvalidHunk`] if a hunk lies beyond the text, or before the end of the one before it.
pub fn apply(base: &str, hunks: &[Hunk]) -> Result<String, InvalidHunk> {
    let tokens = tokens(base);
    let mut text = String::with_capacity(base.len());
    let mut done = 0;
    for (i, hunk) in hunks.iter().enumerate() {
        let kept = tokens.get(done..hunk.start).ok_or(InvalidHunk(i))?;
        tokens.get(hunk.start..hunk.end).ok_or(InvalidHunk(i))?;
        text.extend(kept.iter().copied());
        text.push_str(&hunk.replacement);
        done = hunk.end;
    }
    text.extend(tokens[done..].iter().copied());
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws hunks as `[-deleted-]{+inserted+}` in the base.
    fn drawn(base: &str, target: &str) -> String {
        let words = tokens(base);
        let mut out = Vec::new();
        let mut done = 0;
        for hunk in hunks(base, target) {
            out.push(words[done..hunk.start].concat());
            let deleted = words[hunk.start..hunk.end].concat();
            out.extend((!deleted.is_empty()).then(|| format!("[-{deleted}-]")));
            let inserted = hunk.replacement;
            out.extend((!inserted.is_empty()).then(|| format!("{{+{inserted}+}}")));
            done = hunk.end;
        }
        out.push(words[done..].concat());
        out.concat()
    }

    #[track_caller]
    fn check(base: &str, target: &str, expected: &str) {
        assert_eq!(drawn(base, target), expected);
        assert_eq!(apply(base, &hunks(base, target)).as_deref(), Ok(target));
    }

    #[test]
    fn equal_texts_have_no_hunks() {
        assert_eq!(
            hunks("Results are published.", "Results are published."),
            []
        );
        assert_eq!(hunks("", ""), []);
    }

    #[test]
    fn a_word_is_replaced_as_a_whole() {
        check(
            "Bodies should publish the results.",
            "Bodies shall publish the results.",
            "Bodies [-should-]{+shall+} publish the results.",
        );
    }

    #[test]
    fn an_inserted_word_takes_the_space_after_it_along() {
        check(
            "before changing any rule",
            "before lawfully changing any rule",
            "before {+lawfully +}changing any rule",
        );
        check(
            "before lawfully changing any rule",
            "before changing any rule",
            "before [-lawfully -]changing any rule",
        );
    }

    #[test]
    fn changes_separated_by_white_space_alone_are_one() {
        check(
            "before changing any rule that governs",
            "before changing a law that governs",
            "before changing [-any rule-]{+a law+} that governs",
        );
    }

    #[test]
    fn changes_separated_by_a_word_are_two() {
        check(
            "any rule or law",
            "each rule and law",
            "[-any-]{+each+} rule [-or-]{+and+} law",
        );
    }

    #[test]
    fn punctuation_is_a_token_of_its_own() {
        check(
            "promptly, fully and openly.",
            "promptly and openly.",
            "promptly[-, fully-] and openly.",
        );
        check("results", "results.", "results{+.+}");
    }

    #[test]
    fn a_repeated_word_is_taken_where_it_comes_last() {
        check("very fair", "very very fair", "very {+very +}fair");
        check("a a a", "a a", "a a[- a-]");
    }

    #[test]
    fn texts_without_spaces_change_by_the_sign() {
        check(
            "选举结果应公布",
            "选举结果必须公布",
            "选举结果[-应-]{+必须+}公布",
        );
        check("ผลการเลือกตั้ง", "ผลเลือกตั้ง", "ผล[-การ-]เลือกตั้ง");
    }

    #[test]
    fn vowel_signs_stay_with_their_letters() {
        check("نُشِرَت النتائج", "نُشِرَ النتائج", "[-نُشِرَت-]{+نُشِرَ+} النتائج");
    }

    #[test]
    fn from_nothing_and_to_nothing() {
        check("", "All of it.", "{+All of it.+}");
        check("All of it.", "", "[-All of it.-]");
    }

    #[test]
    fn hunks_of_another_text_are_refused() {
        let hunk = |start, end| Hunk {
            start,
            end,
            replacement: String::new(),
        };
        assert_eq!(apply("one two", &[hunk(0, 4)]), Err(InvalidHunk(0)));
        assert_eq!(apply("one two", &[hunk(2, 1)]), Err(InvalidHunk(0)));
        assert_eq!(
            apply("one two", &[hunk(0, 2), hunk(1, 3)]),
            Err(InvalidHunk(1))
        );
    }
}
