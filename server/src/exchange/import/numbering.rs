//! Which of the numbers printed in front of lines are numbering.
//!
//! A marker is accepted if its sequence goes on: the one before it or the one
//! after it is there too. A lone "(a)" or "3.14" is part of the text.

use std::collections::{HashMap, HashSet};

use super::marker::{Marker, Style, Wrap};

/// A line that may begin with a marker.
#[derive(Debug)]
pub(super) struct Candidate {
    /// The readings of its beginning; none for an ordinary paragraph.
    pub(super) readings: Vec<Marker>,
    pub(super) is_heading: bool,
    /// The list item it stands in, by block.
    pub(super) inside: Option<usize>,
}

/// Tells sequences of markers apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    style: Style,
    prefix: Vec<u32>,
    is_heading: bool,
    /// Letters begin again in every section, numbers may run through the text.
    place: Option<(usize, Option<usize>)>,
}

impl Key {
    fn new(marker: &Marker, candidate: &Candidate, section: usize) -> Self {
        let runs_through = candidate.is_heading
            || matches!(marker.style, Style::Number(Wrap::Dot) | Style::Word(_));
        Self {
            style: marker.style,
            prefix: marker.prefix.clone(),
            is_heading: candidate.is_heading,
            place: (!runs_through).then_some((section, candidate.inside)),
        }
    }
}

/// Returns, for each candidate, the reading that is part of a consistent sequence.
pub(super) fn resolve(candidates: &[Candidate]) -> Vec<Option<Marker>> {
    let sections = sections(candidates);
    let followed = followed(candidates, &sections);
    let mut reached: HashMap<Key, u32> = HashMap::new();
    candidates
        .iter()
        .zip(sections)
        .zip(followed)
        .map(|((candidate, section), followed)| {
            let (key, marker) = choose(candidate, section, &followed, &reached)?;
            reached.insert(key, marker.value);
            Some(marker)
        })
        .collect()
}

/// Returns the number of headings up to each candidate.
fn sections(candidates: &[Candidate]) -> Vec<usize> {
    candidates
        .iter()
        .scan(0, |section, candidate| {
            *section += usize::from(candidate.is_heading);
            Some(*section)
        })
        .collect()
}

/// Returns, for each reading of each candidate, whether the next number comes later.
fn followed(candidates: &[Candidate], sections: &[usize]) -> Vec<Vec<bool>> {
    let mut later: HashSet<(Key, u32)> = HashSet::new();
    let mut followed: Vec<Vec<bool>> = candidates
        .iter()
        .zip(sections)
        .rev()
        .map(|(candidate, section)| {
            let keys: Vec<_> = candidate
                .readings
                .iter()
                .map(|marker| (Key::new(marker, candidate, *section), marker.value))
                .collect();
            let goes_on = keys
                .iter()
                .map(|(key, value)| later.contains(&(key.clone(), value + 1)))
                .collect();
            later.extend(keys);
            goes_on
        })
        .collect();
    followed.reverse();
    followed
}

/// Picks the reading with the best evidence, if one has any.
fn choose(
    candidate: &Candidate,
    section: usize,
    followed: &[bool],
    reached: &HashMap<Key, u32>,
) -> Option<(Key, Marker)> {
    candidate
        .readings
        .iter()
        .zip(followed)
        .filter(|(marker, _)| marker.closed || candidate.is_heading)
        .map(|(marker, is_followed)| {
            let key = Key::new(marker, candidate, section);
            let continues = reached
                .get(&key)
                .is_some_and(|last| last + 1 == marker.value);
            let weight = evidence(marker, continues, *is_followed, candidate, reached);
            (weight, key, marker)
        })
        .filter(|(weight, ..)| *weight > 0)
        .max_by_key(|(weight, ..)| *weight)
        .map(|(_, key, marker)| (key, marker.clone()))
}

fn evidence(
    marker: &Marker,
    continues: bool,
    is_followed: bool,
    candidate: &Candidate,
    reached: &HashMap<Key, u32>,
) -> u8 {
    match marker.style {
        Style::Bullet(..) => 1,
        _ if continues && is_followed => 4,
        // A new sequence that goes on beats an old one that ends: (h), (i), (ii).
        _ if is_followed => 3,
        _ if continues => 2,
        _ => u8::from(marker.value == 1 && is_below_a_number(marker, candidate, reached)),
    }
}

/// Reports whether `2.1` stands below a `2`, be that a paragraph or a heading.
fn is_below_a_number(marker: &Marker, candidate: &Candidate, reached: &HashMap<Key, u32>) -> bool {
    let Some((last, prefix)) = marker.prefix.split_last() else {
        return false;
    };
    let parent = |style, is_heading| Key {
        style,
        prefix: prefix.to_vec(),
        is_heading,
        place: None,
    };
    [
        parent(marker.style, candidate.is_heading),
        parent(Style::Number(Wrap::Dot), true),
        parent(Style::Number(Wrap::Bare), true),
    ]
    .iter()
    .any(|key| reached.get(key) == Some(last))
}

#[cfg(test)]
mod tests {
    use super::super::marker;
    use super::*;

    /// Lines beginning with `#` are headings; returns which lines are numbered.
    fn numbered(lines: &str) -> Vec<bool> {
        let candidates: Vec<_> = lines
            .lines()
            .map(|line| Candidate {
                readings: marker::readings(line.trim_start_matches('#')),
                is_heading: line.starts_with('#'),
                inside: None,
            })
            .collect();
        resolve(&candidates).iter().map(Option::is_some).collect()
    }

    #[track_caller]
    fn check(lines: &str, expected: &[bool]) {
        assert_eq!(numbered(lines), expected, "{lines}");
    }

    #[test]
    fn a_sequence_is_numbering_and_a_lone_number_is_text() {
        check("1. One\n2. Two", &[true, true]);
        check("(a) One\nplain\n(b) Two", &[true, false, true]);
        check("3.14 is no clause", &[false]);
        check("(a) alone", &[false]);
        check("2024. Then", &[false]);
        check("7. Seven\n8. Eight", &[true, true]);
        check("1. One\n3. Three", &[false, false]);
    }

    #[test]
    fn letters_do_not_run_on_across_headings() {
        check("#A\n(a) One\n#B\n(b) Two", &[false, false, false, false]);
        check("#A\n1. One\n#B\n2. Two", &[false, true, false, true]);
    }

    #[test]
    fn a_first_subnumber_below_its_number_is_numbering() {
        check("#1 Scope\n1.1 One\n#2 Terms", &[true, true, true]);
        check("1. One\n1.1 Below\n2. Two", &[true, true, true]);
        check("1. One\n2.1 Not below\n2. Two", &[true, false, true]);
    }

    #[test]
    fn the_letter_i_and_the_roman_one_are_told_apart() {
        let values = |lines: &str| -> Vec<u32> {
            let candidates: Vec<_> = lines
                .lines()
                .map(|line| Candidate {
                    readings: marker::readings(line),
                    is_heading: false,
                    inside: None,
                })
                .collect();
            resolve(&candidates)
                .iter()
                .flatten()
                .map(|m| m.value)
                .collect()
        };
        assert_eq!(values("(g) g\n(h) h\n(i) i\n(j) j"), [7, 8, 9, 10]);
        assert_eq!(values("(g) g\n(h) h\n(i) one\n(ii) two"), [7, 8, 1, 2]);
        assert_eq!(values("(g) g\n(h) h\n(i) i"), [7, 8, 9]);
    }

    #[test]
    fn a_number_that_a_sentence_begins_with_is_text() {
        check(
            "Article 3 of the Covenant\nArticle 4 of it",
            &[false, false],
        );
        check("12 stations\n13 stations", &[false, false]);
    }
}
