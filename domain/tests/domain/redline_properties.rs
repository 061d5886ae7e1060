//! What holds of the difference of any two texts.

use std::collections::HashMap;

use domain::redline::{Change, Hunk, apply, hunks, redline, tokens};
use domain::text::RichText;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use unicode_segmentation::UnicodeSegmentation;

const WORDS: [&str; 24] = [
    "results",
    "the",
    "a",
    "any",
    "shall",
    "should",
    "count",
    "publish",
    "Don't",
    "1,000.5",
    ",",
    ".",
    "(",
    "\n",
    "النتائج",
    "نُشِرَت",
    "ผลการเลือกตั้ง",
    "ที่นี่",
    "选举结果",
    "应公布",
    "👩‍👩‍👧",
    "e\u{301}",
    "क्षत्रिय",
    "\u{600}12",
];

fn a_text() -> impl Strategy<Value = String> {
    let words = vec(select(WORDS.to_vec()), 0..40).prop_map(|words| words.join(" "));
    prop_oneof![4 => words, 1 => any::<String>(), 1 => "[ab ]{0,30}"]
}

/// Pairs of texts that are related, as an amended text is to its base, and some that are not.
fn two_texts() -> impl Strategy<Value = (String, String)> {
    let related = vec(select(WORDS.to_vec()), 1..40).prop_flat_map(|words| {
        let n = words.len();
        let kept = subsequence(words.clone(), n / 2..=n);
        (
            Just(words.join(" ")),
            kept,
            vec((0..n, select(WORDS.to_vec())), 0..6),
        )
            .prop_map(|(base, mut kept, inserted)| {
                for (at, word) in inserted {
                    kept.insert(at.min(kept.len()), word);
                }
                (base, kept.join(" "))
            })
    });
    prop_oneof![related, (a_text(), a_text())]
}

fn texts_of(base: &str, target: &str) -> (String, String) {
    let drawn = redline(&RichText::plain(base), &RichText::plain(target));
    let without = |change| -> String {
        let kept = drawn.iter().filter(|it| it.change != change);
        kept.map(|it| it.text.to_plain()).collect()
    };
    (without(Change::Inserted), without(Change::Deleted))
}

/// Returns where each token of a text starts, and where the text ends.
fn starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    for token in tokens(text) {
        starts.push(starts.last().unwrap() + token.len());
    }
    starts
}

fn is_blank(tokens: &[&str]) -> bool {
    tokens.concat().trim().is_empty()
}

/// The fewest tokens changed, then the fewest hunks, tried in every way.
///
/// `open` tells whether white space alone lies between here and the last change.
fn best(
    base: &[&str],
    target: &[&str],
    open: bool,
    known: &mut HashMap<(usize, usize, bool), (usize, usize)>,
) -> (usize, usize) {
    let key = (base.len(), target.len(), open);
    if base.is_empty() && target.is_empty() {
        return (0, 0);
    }
    if let Some(cost) = known.get(&key) {
        return *cost;
    }
    let mut ways = Vec::new();
    if let ([a, base @ ..], [b, target @ ..]) = (base, target)
        && a == b
    {
        ways.push(best(base, target, open && a.trim().is_empty(), known));
    }
    let rests = [
        base.split_first().map(|(_, rest)| (rest, target)),
        target.split_first().map(|(_, rest)| (base, rest)),
    ];
    for (base, target) in rests.into_iter().flatten() {
        let (changed, hunks) = best(base, target, true, known);
        ways.push((changed + 1, hunks + usize::from(!open)));
    }
    let cost = ways.into_iter().min().unwrap();
    known.insert(key, cost);
    cost
}

fn changed_within(base: &[&str], hunks: &[Hunk]) -> usize {
    (hunks.iter())
        .map(|hunk| {
            let replacement = tokens(&hunk.replacement);
            let gone = &base[hunk.start..hunk.end];
            best(gone, &replacement, false, &mut HashMap::new()).0
        })
        .sum()
}

proptest! {
    #[test]
    fn the_difference_applied_is_the_target((base, target) in two_texts()) {
        let hunks = hunks(&base, &target);
        prop_assert_eq!(apply(&base, &hunks), Ok(target));
    }

    #[test]
    fn accepting_all_gives_the_target_and_rejecting_all_the_base((base, target) in two_texts()) {
        prop_assert_eq!(texts_of(&base, &target), (base, target));
    }

    #[test]
    fn hunks_are_apart_by_more_than_white_space((base, target) in two_texts()) {
        let words = tokens(&base);
        let hunks = hunks(&base, &target);
        for pair in hunks.windows(2) {
            prop_assert!(!is_blank(&words[pair[0].end..pair[1].start]), "{:?}", hunks);
        }
        for hunk in &hunks {
            prop_assert!(hunk.start < hunk.end || !hunk.replacement.is_empty());
        }
    }

    #[test]
    fn no_hunk_cuts_a_grapheme_cluster((base, target) in two_texts()) {
        let starts = starts(&base);
        let mut clusters: Vec<usize> = base.grapheme_indices(true).map(|(at, _)| at).collect();
        clusters.push(base.len());
        let mut new_clusters: Vec<usize> = target.grapheme_indices(true).map(|(at, _)| at).collect();
        new_clusters.push(target.len());
        let mut grown = 0_isize;
        for hunk in hunks(&base, &target) {
            let [start, end] = [hunk.start, hunk.end].map(|at| starts[at]);
            prop_assert!(clusters.contains(&start) && clusters.contains(&end));
            let new_start = start.checked_add_signed(grown).unwrap();
            grown += hunk.replacement.len().cast_signed() - (end - start).cast_signed();
            let new_end = end.checked_add_signed(grown).unwrap();
            prop_assert!(new_clusters.contains(&new_start) && new_clusters.contains(&new_end));
        }
    }

    #[test]
    fn the_edit_is_shortest_with_the_fewest_hunks((base, target) in two_texts()) {
        let (old, new) = (tokens(&base), tokens(&target));
        let hunks = hunks(&base, &target);
        let (changed, fewest) = best(&old, &new, false, &mut HashMap::new());
        prop_assert_eq!(hunks.len(), fewest);
        prop_assert_eq!(changed_within(&old, &hunks), changed);
    }

    #[test]
    fn what_could_slide_sits_as_late_as_it_can((base, target) in two_texts()) {
        let words = tokens(&base);
        let hunks = hunks(&base, &target);
        for (i, hunk) in hunks.iter().enumerate() {
            let next = hunks.get(i + 1).map_or(words.len(), |it| it.start);
            let deletes = hunk.replacement.is_empty() && hunk.end < next;
            prop_assert!(!deletes || words[hunk.start] != words[hunk.end], "{:?}", hunk);
            let inserts = hunk.start == hunk.end && hunk.end < next;
            let first = tokens(&hunk.replacement).first().copied();
            prop_assert!(!inserts || first != Some(words[hunk.end]), "{:?}", hunk);
        }
    }
}

/// Writes numbered words, every `step`th one of another text.
fn a_long_text(words: usize, step: usize) -> String {
    let word = |i: usize| {
        let rank = i.wrapping_mul(2_654_435_761) % 700;
        match i % step {
            0 => format!("other{rank}"),
            _ => format!("word{rank}"),
        }
    };
    (0..words).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn long_texts_are_compared_word_by_word_to_the_end() {
    let base = a_long_text(5_000, 5_001);
    for step in [2, 7, 400] {
        let target = a_long_text(5_000, step);
        let hunks = hunks(&base, &target);
        assert_eq!(apply(&base, &hunks).as_deref(), Ok(target.as_str()));
        let replaced: usize = hunks.iter().map(|it| it.end - it.start).sum();
        let expected = 5_000 / step;
        assert!(
            replaced <= expected * 2 + 2,
            "{replaced} of {expected} words, every {step}th"
        );
    }
}

#[test]
fn a_text_rewritten_throughout_is_one_change() {
    let base = a_long_text(5_000, 5_001);
    let target = a_long_text(4_000, 1);
    assert!(
        hunks(&base, &target).len() <= 3,
        "{}",
        hunks(&base, &target).len()
    );
}
