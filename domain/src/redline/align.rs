//! Which tokens stay, and which go.
//!
//! A shortest edit is searched exactly, with as few hunks as one can have,
//! wherever the texts leave a field of at most [`EXACT_CELLS`] pairs of tokens
//! to compare: any clause, and long texts that are not rewritten throughout. A
//! greater field is first cut at the long runs that the edit of `similar`
//! leaves in place; a piece that is still too great keeps that edit.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::is_white_space;

/// The greatest number of pairs of tokens that are compared one by one.
const EXACT_CELLS: usize = 5_000_000;

/// How many tokens have to stay together for a great field to be cut there.
const LONG_RUN: usize = 12;

/// A change of tokens: a range of the base's becomes a range of the target's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) base: Range<usize>,
    pub(super) target: Range<usize>,
}

/// A token as the search sees it: which one it is, and whether it is white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Word {
    id: u32,
    is_white_space: bool,
}

/// Returns the changes that turn one list of tokens into another, in order and apart.
pub(super) fn edits(base: &[&str], target: &[&str]) -> Vec<Edit> {
    let mut seen = HashMap::new();
    let base = words(base, &mut seen);
    let target = words(target, &mut seen);
    let start = common(base.iter().zip(&target));
    let rest = base.len().min(target.len()) - start;
    let end = common(base.iter().rev().zip(target.iter().rev()).take(rest));
    let whole = Edit {
        base: start..base.len() - end,
        target: start..target.len() - end,
    };
    let mut edits = search(&base, &target, whole);
    slide(&mut edits, &base, &target);
    edits
}

fn words<'a>(tokens: &[&'a str], seen: &mut HashMap<&'a str, Word>) -> Vec<Word> {
    (tokens.iter())
        .map(|token| {
            let id = u32::try_from(seen.len()).expect("a text has fewer than 2^32 tokens");
            *seen.entry(token).or_insert_with(|| Word {
                id,
                is_white_space: is_white_space(token),
            })
        })
        .collect()
}

fn common<'a>(pairs: impl Iterator<Item = (&'a Word, &'a Word)>) -> usize {
    pairs.take_while(|(a, b)| a == b).count()
}

fn search(base: &[Word], target: &[Word], whole: Edit) -> Vec<Edit> {
    let script = script(base, target, &whole);
    let field = Field::new(base, target, whole, &script);
    if field.cells() <= EXACT_CELLS {
        return field.shortest();
    }
    let pieces = script.chunk_by(|one, next| next.base.start - one.base.end < LONG_RUN);
    pieces
        .flat_map(|script| piece(base, target, script))
        .collect()
}

/// Searches between two long runs; a piece that is too great keeps its script.
fn piece(base: &[Word], target: &[Word], script: &[Edit]) -> Vec<Edit> {
    let [first, .., last] = script else {
        return script.to_vec();
    };
    let whole = Edit {
        base: first.base.start..last.base.end,
        target: first.target.start..last.target.end,
    };
    let field = Field::new(base, target, whole, script);
    if field.cells() <= EXACT_CELLS / 4 {
        field.shortest()
    } else {
        script.to_vec()
    }
}

/// Returns a short edit, not always the shortest, in order and apart.
fn script(base: &[Word], target: &[Word], whole: &Edit) -> Vec<Edit> {
    let (from, to) = (whole.base.start, whole.target.start);
    let ops = capture_diff_slices(
        Algorithm::Myers,
        &base[whole.base.clone()],
        &target[whole.target.clone()],
    );
    let mut edits: Vec<Edit> = Vec::new();
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (old, new) = (op.old_range(), op.new_range());
        let edit = Edit {
            base: old.start + from..old.end + from,
            target: new.start + to..new.end + to,
        };
        match edits.last_mut().filter(|it| it.base.end == edit.base.start) {
            Some(last) => {
                last.base.end = edit.base.end;
                last.target.end = edit.target.end;
            }
            None => edits.push(edit),
        }
    }
    edits
}

/// The pairs of tokens that a shortest edit can pass.
///
/// No edit is shorter than the shortest, and an edit of known length bounds how far a shortest one
/// strays from the diagonal.
struct Field<'a> {
    base: &'a [Word],
    target: &'a [Word],
    /// Where the field starts in the texts.
    from: (usize, usize),
    /// The greatest number of tokens that are deleted, and inserted.
    deleted: usize,
    inserted: usize,
}

/// How many tokens change from a pair on, and in how many hunks; ordered in this way.
type Cost = u64;

const TOKEN: Cost = 1 << 32;
const HUNK: Cost = 1;
/// More than any edit costs, and far from overflowing.
const NO_WAY: Cost = 1 << 62;

/// What is best from a pair of tokens on, outside a hunk and within one.
const STAY_OUTSIDE: u8 = 1;
const STAY_WITHIN: u8 = 2;
const INSERT: u8 = 4;

impl<'a> Field<'a> {
    fn new(base: &'a [Word], target: &'a [Word], whole: Edit, script: &[Edit]) -> Self {
        let changed =
            |range: fn(&Edit) -> &Range<usize>| script.iter().map(|it| range(it).len()).sum();
        Self {
            from: (whole.base.start, whole.target.start),
            base: &base[whole.base],
            target: &target[whole.target],
            deleted: changed(|it| &it.base),
            inserted: changed(|it| &it.target),
        }
    }

    /// The number of target tokens that one base token can be paired with.
    fn width(&self) -> usize {
        self.target.len().min(self.deleted + self.inserted) + 1
    }

    fn cells(&self) -> usize {
        self.width().saturating_mul(self.base.len() + 1)
    }

    fn row(&self, x: usize) -> Range<usize> {
        x.saturating_sub(self.deleted)..self.target.len().min(x + self.inserted) + 1
    }

    fn shortest(&self) -> Vec<Edit> {
        self.walk(&self.choices())
    }

    /// Returns what is best at each pair, searched from the end.
    ///
    /// Within a hunk, white space that stays does not end it.
    fn choices(&self) -> Vec<u8> {
        let width = self.width();
        let mut choices = vec![0; width * (self.base.len() + 1)];
        let mut below = vec![(NO_WAY, NO_WAY); self.target.len() + 2];
        let mut here = below.clone();
        for x in (0..=self.base.len()).rev() {
            let row = self.row(x);
            let mut right = NO_WAY;
            for y in row.clone().rev() {
                let delete = below[y].1;
                let mut choice = if right < delete { INSERT } else { 0 };
                let change = delete.min(right) + TOKEN;
                let mut best = (change + HUNK, change);
                if x == self.base.len() && y == self.target.len() {
                    best = (0, 0);
                } else if let Some(word) =
                    self.base.get(x).filter(|it| self.target.get(y) == Some(it))
                {
                    let (outside, within) = below[y + 1];
                    let within = if word.is_white_space { within } else { outside };
                    if outside <= best.0 {
                        best.0 = outside;
                        choice |= STAY_OUTSIDE;
                    }
                    if within <= best.1 {
                        best.1 = within;
                        choice |= STAY_WITHIN;
                    }
                }
                choices[x * width + y - row.start] = choice;
                here[y] = best;
                right = best.1;
            }
            std::mem::swap(&mut below, &mut here);
        }
        choices
    }

    /// Follows the best choices from the start, staying as long as that is among them.
    fn walk(&self, choices: &[u8]) -> Vec<Edit> {
        let width = self.width();
        let mut edits: Vec<Edit> = Vec::new();
        let (mut x, mut y, mut within) = (0, 0, false);
        while x < self.base.len() || y < self.target.len() {
            let choice = choices[x * width + y - self.row(x).start];
            if choice & if within { STAY_WITHIN } else { STAY_OUTSIDE } != 0 {
                within = within && self.base[x].is_white_space;
                (x, y) = (x + 1, y + 1);
                continue;
            }
            let (at, to) = (x + self.from.0, y + self.from.1);
            if !within {
                edits.push(Edit {
                    base: at..at,
                    target: to..to,
                });
                within = true;
            }
            if choice & INSERT == 0 {
                x += 1;
            } else {
                y += 1;
            }
            if let Some(edit) = edits.last_mut() {
                edit.base.end = x + self.from.0;
                edit.target.end = y + self.from.1;
            }
        }
        edits
    }
}

/// Moves every insertion and every deletion as far back as it goes, and joins what then meets.
fn slide(edits: &mut Vec<Edit>, base: &[Word], target: &[Word]) {
    let mut done: Vec<Edit> = Vec::with_capacity(edits.len());
    for mut edit in edits.drain(..).rev() {
        let limit = done.last().map_or(base.len(), |next| next.base.start);
        while edit.base.end < limit && can_slide(&edit, base, target) {
            edit = Edit {
                base: edit.base.start + 1..edit.base.end + 1,
                target: edit.target.start + 1..edit.target.end + 1,
            };
        }
        match done.last_mut() {
            Some(next) if is_blank(&base[edit.base.end..next.base.start]) => {
                next.base.start = edit.base.start;
                next.target.start = edit.target.start;
            }
            _ => done.push(edit),
        }
    }
    done.reverse();
    *edits = done;
}

fn can_slide(edit: &Edit, base: &[Word], target: &[Word]) -> bool {
    let deletes = !edit.base.is_empty();
    let inserts = !edit.target.is_empty();
    if deletes && inserts {
        return false;
    }
    if deletes {
        base[edit.base.start] == base[edit.base.end]
    } else {
        target[edit.target.start] == base[edit.base.end]
    }
}

fn is_blank(words: &[Word]) -> bool {
    words.iter().all(|word| word.is_white_space)
}
