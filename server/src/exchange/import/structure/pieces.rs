//! Pieces: blocks, or lines of blocks, that become a clause of their own.

use domain::text::{Outline, RichText, Run};

use crate::exchange::import::block::{Block, Fault, Role, SOFT_BREAK};
use crate::exchange::import::marker::{self, Marker};
use crate::exchange::import::numbering::{self, Candidate};

/// What becomes one clause, or a part of one.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) block: usize,
    pub(super) role: Role,
    pub(super) inside: Option<usize>,
    /// The marker that stood before the text.
    pub(super) marker: Option<Marker>,
    /// The marker as it was printed.
    pub(super) printed: String,
    pub(super) text: RichText,
    pub(super) at: usize,
}

/// Divides blocks at their numbered lines and takes the numbers off.
pub(super) fn of(blocks: Vec<Block>) -> Result<Vec<Piece>, Fault> {
    let mut pieces = Vec::new();
    let mut candidates = Vec::new();
    let mut is_announced = false;
    for (index, block) in blocks.into_iter().enumerate() {
        is_announced |= matches!(block.role, Role::Announced(_));
        let is_numberable = !is_announced
            && matches!(
                block.role,
                Role::Heading(_) | Role::Paragraph | Role::Item(_)
            );
        if is_numberable {
            divide(index, &block, &mut pieces, &mut candidates)?;
        } else {
            candidates.push(candidate(&block, Vec::new()));
            pieces.push(whole(index, block));
        }
    }
    let markers = numbering::resolve(&candidates);
    Ok(join(pieces, markers))
}

fn candidate(block: &Block, readings: Vec<Marker>) -> Candidate {
    Candidate {
        readings,
        is_heading: matches!(block.role, Role::Heading(_)),
        inside: block.inside,
    }
}

fn whole(index: usize, block: Block) -> Piece {
    Piece {
        block: index,
        role: block.role,
        inside: block.inside,
        marker: None,
        printed: String::new(),
        text: block.text,
        at: block.at,
    }
}

/// Begins a piece at each line that could be numbered.
fn divide(
    index: usize,
    block: &Block,
    pieces: &mut Vec<Piece>,
    candidates: &mut Vec<Candidate>,
) -> Result<(), Fault> {
    let plain = block.text.to_plain();
    let mut cuts = Vec::new();
    let mut chars = 0;
    for (number, line) in plain.split_inclusive(SOFT_BREAK).enumerate() {
        let readings = marker::readings(line.trim_end_matches(SOFT_BREAK));
        if number == 0 || (!readings.is_empty() && !matches!(block.role, Role::Heading(_))) {
            candidates.push(candidate(block, readings));
            cuts.push(chars);
        }
        chars += line.chars().count();
    }
    if plain.is_empty() {
        candidates.push(candidate(block, Vec::new()));
        cuts.push(0);
    }
    if candidates.len() > 4 * Outline::MAX_CLAUSES {
        return Err(Fault::TooManyClauses { at: block.at });
    }
    for (number, text) in cut(&block.text, &cuts).into_iter().enumerate() {
        // A later line of an item is nested in it.
        let (role, inside) = match (&block.role, number) {
            (Role::Heading(level), _) => (Role::Heading(*level), block.inside),
            (Role::Item(list), 0) => (Role::Item(*list), block.inside),
            (Role::Item(_), _) => (Role::Paragraph, Some(index)),
            _ => (Role::Paragraph, block.inside),
        };
        pieces.push(Piece {
            block: index,
            role,
            inside,
            marker: None,
            printed: String::new(),
            text,
            at: block.at,
        });
    }
    Ok(())
}

/// Cuts a text before each of the given characters; the first is 0.
fn cut(text: &RichText, cuts: &[usize]) -> Vec<RichText> {
    let mut parts = Vec::with_capacity(cuts.len());
    let mut part = RichText::default();
    let mut cuts = cuts.iter().skip(1).copied().peekable();
    let mut passed = 0;
    for run in text.runs() {
        let mut rest = run.text.as_str();
        while let Some(cut) = cuts.peek().copied() {
            let Some((at, _)) = rest.char_indices().nth(cut - passed) else {
                break;
            };
            push(&mut part, run, &rest[..at]);
            parts.push(std::mem::take(&mut part));
            (rest, passed) = (&rest[at..], cut);
            cuts.next();
        }
        push(&mut part, run, rest);
        passed += rest.chars().count();
    }
    parts.push(part);
    parts
}

fn push(text: &mut RichText, like: &Run, part: &str) {
    text.push(Run {
        text: part.to_owned(),
        strong: like.strong,
        em: like.em,
        link: like.link.clone(),
    });
}

/// Takes accepted markers off and joins lines that are not numbered after all
/// to the piece before.
fn join(pieces: Vec<Piece>, markers: Vec<Option<Marker>>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for (mut piece, marker) in pieces.into_iter().zip(markers) {
        match joined.last_mut() {
            Some(last) if last.block == piece.block && marker.is_none() => {
                for run in piece.text.runs() {
                    last.text.push(run.clone());
                }
                continue;
            }
            _ => {}
        }
        if let Some(marker) = marker {
            let plain = piece.text.to_plain();
            piece.printed = plain.chars().take(marker.chars).collect();
            piece.text = without_first(&piece.text, marker.chars);
            piece.marker = Some(marker);
        }
        joined.push(piece);
    }
    joined
}

/// Returns a text without its first characters.
pub(super) fn without_first(text: &RichText, chars: usize) -> RichText {
    match cut(text, &[0, chars]).as_slice() {
        [_, rest] => rest.clone(),
        _ => RichText::default(),
    }
}

/// Returns a text whose line ends of the source have become single spaces.
pub(super) fn joined(text: &RichText) -> RichText {
    let mut whole = RichText::default();
    let mut after_break = false;
    for run in text.runs() {
        let mut part = String::with_capacity(run.text.len());
        for c in run.text.chars() {
            match c {
                SOFT_BREAK if after_break => {}
                SOFT_BREAK => part.push(' '),
                // The indentation of the next line.
                ' ' | '\t' if after_break => continue,
                c => part.push(c),
            }
            after_break = c == SOFT_BREAK;
        }
        push(&mut whole, run, &part);
    }
    whole
}

/// Returns a text without white space at its ends.
pub(super) fn trimmed(text: &RichText) -> RichText {
    let plain = text.to_plain();
    let leading = plain.chars().take_while(|c| c.is_whitespace()).count();
    let kept = plain.trim().chars().count();
    if leading + kept == plain.chars().count() && leading == 0 {
        return text.clone();
    }
    if kept == 0 {
        return RichText::default();
    }
    let from = without_first(text, leading);
    cut(&from, &[0, kept])
        .into_iter()
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(parts: &[(&str, bool)]) -> RichText {
        let mut text = RichText::default();
        for (part, strong) in parts {
            text.push(Run {
                text: (*part).to_owned(),
                strong: *strong,
                ..Run::default()
            });
        }
        text
    }

    #[test]
    fn marks_survive_cutting_and_trimming() {
        let whole = text(&[("1. a", true), ("bc", false), (" d ", true)]);
        assert_eq!(
            without_first(&whole, 3),
            text(&[("a", true), ("bc", false), (" d ", true)])
        );
        assert_eq!(
            without_first(&whole, 5),
            text(&[("c", false), (" d ", true)])
        );
        assert_eq!(without_first(&whole, 9), RichText::default());
        assert_eq!(
            trimmed(&whole),
            text(&[("1. a", true), ("bc", false), (" d", true)])
        );
        assert_eq!(trimmed(&text(&[("  ", true)])), RichText::default());
    }

    #[test]
    fn a_line_end_and_the_indentation_after_it_become_one_space() {
        assert_eq!(
            joined(&text(&[("a\u{1}", true), ("   b\u{1}\u{1}c", false)])),
            text(&[("a ", true), ("b c", false)])
        );
    }
}
