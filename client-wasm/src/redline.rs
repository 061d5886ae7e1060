//! Redlines while typing, of the same hunks that the server draws.

use domain::redline::{Segment, redline};
use domain::text::{RichText, Run, marks};

/// Draws how a text, as it is typed into a plain field, differs from the one
/// it proposes to change.
pub(crate) fn redline_of(base: Vec<Run>, typed: &str) -> Vec<Segment> {
    redline(&RichText::from(base), &marks::read(typed.trim()))
}

#[cfg(test)]
mod tests {
    use domain::redline::Change;

    use super::*;

    #[test]
    fn words_that_are_replaced_stand_before_those_in_their_place() {
        let base = vec![Run {
            text: "Results are published within 10 days.".into(),
            ..Run::default()
        }];
        let drawn: Vec<_> = redline_of(base, "Results are published within 14 days.")
            .into_iter()
            .map(|segment| (segment.change, segment.text.to_plain()))
            .collect();
        let expected = [
            (Change::Equal, "Results are published within "),
            (Change::Deleted, "10"),
            (Change::Inserted, "14"),
            (Change::Equal, " days."),
        ];
        assert_eq!(
            drawn,
            expected.map(|(change, text)| (change, text.to_owned()))
        );
    }

    #[test]
    fn marks_are_read_as_the_page_reads_them() {
        let base = RichText::from(vec![
            Run {
                text: "Recalling".into(),
                em: true,
                ..Run::default()
            },
            Run {
                text: " that".into(),
                ..Run::default()
            },
        ]);
        let drawn = redline_of(base.runs().to_vec(), " *Recalling* that");
        assert!(
            drawn.iter().all(|it| it.change == Change::Equal),
            "{drawn:?}"
        );
    }
}
