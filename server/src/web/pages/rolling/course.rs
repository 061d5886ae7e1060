//! The course of the bracketed clauses over the revisions, as a table and as bars.

use domain::instrument::BracketCount;

/// The width of one revision in the drawing.
const STEP: usize = 44;
/// The height of the tallest bar.
const HEIGHT: usize = 96;

/// How many clauses were in brackets, revision by revision.
#[derive(Debug)]
pub(super) struct Course {
    /// The figures, the first revision first.
    pub(super) counts: Vec<BracketCount>,
    /// The same as bars.
    pub(super) bars: Vec<Bar>,
    /// The width of the drawing.
    pub(super) width: usize,
}

/// One revision in the drawing: the outline is the most at one time, the filled part what was left.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bar {
    /// The revision.
    pub(super) revision: u32,
    /// Where it begins.
    pub(super) x: usize,
    /// The upper end and the height of the outline.
    pub(super) most: (usize, usize),
    /// The upper end and the height of the filled part.
    pub(super) left: (usize, usize),
}

impl Course {
    /// Draws figures.
    pub(super) fn new(counts: &[BracketCount]) -> Self {
        let tallest = counts.iter().map(|it| it.most).max().unwrap_or(0).max(1);
        let bar = |(at, count): (usize, &BracketCount)| {
            let shape = |clauses: usize| {
                let height = clauses * HEIGHT / tallest;
                (HEIGHT - height, height)
            };
            Bar {
                revision: count.revision,
                x: at * STEP,
                most: shape(count.most),
                left: shape(count.left),
            }
        };
        Self {
            bars: counts.iter().enumerate().map(bar).collect(),
            width: counts.len() * STEP,
            counts: counts.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tallest_bar_fills_the_drawing_and_the_others_are_in_proportion() {
        let count = |revision, most, left| BracketCount {
            revision,
            clauses: 9,
            most,
            left,
        };
        let course = Course::new(&[count(1, 4, 2), count(2, 1, 0)]);
        assert_eq!(course.bars[0].most, (0, HEIGHT));
        assert_eq!(course.bars[0].left, (HEIGHT / 2, HEIGHT / 2));
        assert_eq!(course.bars[1].most.1, HEIGHT / 4);
        assert_eq!(course.bars[1].left.1, 0);
        assert_eq!(Course::new(&[count(1, 0, 0)]).bars[0].most.1, 0);
    }
}
