//! Giving a text of a draft other words, one word at a time.
//!
//! Only words that differ are touched, so that edits made elsewhere in the text
//! at the same time stay where they belong.

use std::time::Duration;

use domain::id::ClauseId;
use domain::text::{RichText, Wording};
use replica::{Draft, DraftError, Field, MarkName, Marks};
use similar::{Algorithm, TextDiff};

/// After this long the rest of a text counts as different throughout.
const PATIENCE: Duration = Duration::from_millis(200);

/// A part of a text that is replaced; positions count UTF-16 units of the text
/// in which everything before this part has been replaced.
#[derive(Debug, PartialEq, Eq)]
struct Splice {
    at: usize,
    delete: usize,
    insert: String,
}

/// Gives a clause another wording.
pub(super) fn reword(
    draft: &mut Draft,
    clause: ClauseId,
    wording: &Wording,
) -> Result<(), DraftError> {
    draft.set_kind(clause, wording.kind)?;
    rewrite(draft, clause, Field::Heading, &wording.heading)?;
    rewrite_body(draft, clause, &wording.text)
}

/// Gives the title other words.
pub(super) fn retitle(draft: &mut Draft, title: &str) -> Result<(), DraftError> {
    for splice in splices(&draft.title(), title) {
        draft.splice_title(splice.at, splice.delete, &splice.insert)?;
    }
    Ok(())
}

/// Gives a text of a clause other words, without regard to marks.
pub(super) fn rewrite(
    draft: &mut Draft,
    clause: ClauseId,
    field: Field,
    text: &str,
) -> Result<(), DraftError> {
    for splice in splices(&draft.text(clause, field)?, text) {
        draft.splice(clause, field, splice.at, splice.delete, &splice.insert)?;
    }
    Ok(())
}

/// Gives a body other words and marks.
pub(super) fn rewrite_body(
    draft: &mut Draft,
    clause: ClauseId,
    text: &RichText,
) -> Result<(), DraftError> {
    rewrite(draft, clause, Field::Body, &text.to_plain())?;
    let (found, wanted) = (stretches(&draft.body(clause)?), stretches(text));
    for (start, end) in common_stretches(&found, &wanted) {
        let marks = |of: &[Stretch]| of.iter().find(|s| s.end >= end).map(|s| s.marks.clone());
        let (found, wanted) = (
            marks(&found).unwrap_or_default(),
            marks(&wanted).unwrap_or_default(),
        );
        settle(draft, clause, (start, end), &found, &wanted)?;
    }
    Ok(())
}

fn settle(
    draft: &mut Draft,
    clause: ClauseId,
    (start, end): (usize, usize),
    found: &Marks,
    wanted: &Marks,
) -> Result<(), DraftError> {
    for name in MarkName::ALL {
        if found.mark(name) == wanted.mark(name) {
            continue;
        }
        match wanted.mark(name) {
            Some(mark) => draft.mark(clause, start, end, &mark)?,
            None => draft.unmark(clause, start, end, name)?,
        }
    }
    Ok(())
}

/// The end of a run of a text, and its marks.
struct Stretch {
    end: usize,
    marks: Marks,
}

fn stretches(text: &RichText) -> Vec<Stretch> {
    let mut end = 0;
    let runs = text.runs().iter().map(|run| {
        end += utf16_len(&run.text);
        let marks = Marks::of(run);
        Stretch { end, marks }
    });
    runs.collect()
}

/// Returns the parts of a text within which neither side's marks change.
fn common_stretches(one: &[Stretch], other: &[Stretch]) -> Vec<(usize, usize)> {
    let mut ends: Vec<_> = one.iter().chain(other).map(|s| s.end).collect();
    ends.sort_unstable();
    ends.dedup();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends.iter().copied()).collect()
}

fn splices(old: &str, new: &str) -> Vec<Splice> {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(PATIENCE)
        .diff_unicode_words(old, new);
    let mut at = 0;
    let mut splices = Vec::new();
    for op in diff.ops() {
        let deleted = op.old_range().filter_map(|i| diff.old_slice(i));
        let inserted: String = op.new_range().filter_map(|i| diff.new_slice(i)).collect();
        let kept = utf16_len(&inserted);
        if op.tag() != similar::DiffTag::Equal {
            splices.push(Splice {
                at,
                delete: deleted.map(utf16_len).sum(),
                insert: inserted,
            });
        }
        at += kept;
    }
    splices
}

fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, Run};
    use replica::ActorId;

    use super::*;

    const CLAUSE: ClauseId = ClauseId::from_uuid(uuid::Uuid::from_u128(1));

    fn a_draft(text: RichText) -> Draft {
        let outline = Outline {
            title: "Principles".to_owned(),
            language: LanguageTag::english(),
            clauses: vec![OutlineClause::new(CLAUSE, ClauseKind::Clause, text)],
        };
        Draft::from_outline(&outline, ActorId::from([1; 16])).unwrap()
    }

    fn run(text: &str, strong: bool, link: Option<&str>) -> Run {
        Run {
            text: text.to_owned(),
            strong,
            em: false,
            link: link.map(str::to_owned),
        }
    }

    #[test]
    fn only_the_words_that_differ_are_replaced() {
        let splice = |at, delete, insert: &str| Splice {
            at,
            delete,
            insert: insert.to_owned(),
        };
        assert_eq!(
            splices(
                "within 10 days 🗳 of the count",
                "within 14 days 🗳 of every count"
            ),
            [splice(7, 2, "14"), splice(21, 3, "every")]
        );
        assert_eq!(splices("same", "same"), []);
    }

    #[test]
    fn a_body_gets_exactly_the_words_and_marks_it_is_given() {
        let texts = [
            vec![run("Results are published.", false, None)],
            vec![
                run("Results ", true, None),
                run("are published", false, Some("https://example.org/")),
                run(" at once.", false, None),
            ],
            vec![run("Réśults 🗳", true, None), run(" are", false, None)],
            vec![],
        ];
        for before in &texts {
            for after in &texts {
                let mut draft = a_draft(before.clone().into());
                let after: RichText = after.clone().into();
                rewrite_body(&mut draft, CLAUSE, &after).unwrap();
                assert_eq!(draft.body(CLAUSE).unwrap(), after, "{before:?}");
            }
        }
    }

    #[test]
    fn words_typed_elsewhere_at_the_same_time_stay() {
        let mut here = a_draft(RichText::plain("Results are published within ten days."));
        let mut there = here.fork(ActorId::from([2; 16]));
        there.splice(CLAUSE, Field::Body, 7, 0, " by area").unwrap();
        let text = RichText::plain("Results are published within two days.");
        rewrite_body(&mut here, CLAUSE, &text).unwrap();
        let heads = here.heads();
        here.apply(there.changes_since(&heads)).unwrap();
        assert_eq!(
            here.text(CLAUSE, Field::Body).unwrap(),
            "Results by area are published within two days."
        );
    }
}
