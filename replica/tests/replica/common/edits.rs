//! Random edits of the kinds an editor makes.

use domain::id::ClauseId;
use domain::text::ClauseKind;
use proptest::prelude::*;
use replica::{Draft, Field, Mark, MarkName};

/// One edit, with every choice left open until the draft is at hand.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    Splice(usize, Field, usize, usize, String),
    Title(usize, usize, String),
    Mark(usize, usize, usize, Mark),
    Unmark(usize, usize, usize, MarkName),
    Add(usize, Option<usize>),
    Move(usize, usize, usize),
    Kind(usize, usize),
    Language(usize, bool),
    Remove(usize),
    Restore(usize),
    Commit,
}

/// Any edit.
pub(crate) fn an_edit() -> impl Strategy<Value = Edit> {
    let text = "[a-cé🗳👍🏽\u{5d0}\n ]{0,6}";
    let field = prop::sample::select(Field::ALL.to_vec());
    let mark = prop_oneof![
        Just(Mark::Strong),
        Just(Mark::Em),
        Just(Mark::Link("https://example.org/é".into())),
    ];
    let name = prop::sample::select(MarkName::ALL.to_vec());
    let n = 0..40_usize;
    prop_oneof![
        8 => (n.clone(), field, n.clone(), 0..4_usize, text)
            .prop_map(|(c, f, i, d, t)| Edit::Splice(c, f, i, d, t)),
        1 => (n.clone(), 0..3_usize, text).prop_map(|(i, d, t)| Edit::Title(i, d, t)),
        3 => (n.clone(), n.clone(), n.clone(), mark).prop_map(|(c, a, b, m)| Edit::Mark(c, a, b, m)),
        2 => (n.clone(), n.clone(), n.clone(), name)
            .prop_map(|(c, a, b, m)| Edit::Unmark(c, a, b, m)),
        1 => (n.clone(), prop::option::of(n.clone()))
            .prop_map(|(after, parent)| Edit::Add(after, parent)),
        2 => (n.clone(), n.clone(), n.clone()).prop_map(|(c, p, a)| Edit::Move(c, p, a)),
        1 => (n.clone(), 0..6_usize).prop_map(|(c, k)| Edit::Kind(c, k)),
        1 => (n.clone(), any::<bool>()).prop_map(|(c, on)| Edit::Language(c, on)),
        1 => n.clone().prop_map(Edit::Remove),
        1 => n.prop_map(Edit::Restore),
        3 => Just(Edit::Commit),
    ]
}

/// Makes the edit where it makes sense; an editor refuses the rest by itself.
/// `fresh` names the clause it adds, if it adds one.
pub(crate) fn make(draft: &mut Draft, edit: &Edit, fresh: usize) {
    let clauses = draft.clauses();
    let pick = |n: &usize| clauses.get(n % clauses.len().max(1)).map(|(id, _)| *id);
    let done = match edit {
        Edit::Splice(n, field, index, delete, text) => pick(n).map(|clause| {
            let present = draft.text(clause, *field).unwrap_or_default();
            let (start, end) = range(&present, *index, index + delete);
            draft.splice(clause, *field, start, end - start, text)
        }),
        Edit::Title(index, delete, text) => {
            let (start, end) = range(&draft.title(), *index, index + delete);
            Some(draft.splice_title(start, end - start, text))
        }
        Edit::Mark(n, from, to, mark) => pick(n).map(|clause| {
            let (start, end) = body_range(draft, clause, *from, *to);
            draft.mark(clause, start, end, mark)
        }),
        Edit::Unmark(n, from, to, name) => pick(n).map(|clause| {
            let (start, end) = body_range(draft, clause, *from, *to);
            draft.unmark(clause, start, end, *name)
        }),
        Edit::Add(after, parent) => Some(draft.add_clause(
            super::clause(1_000 + fresh as u128),
            pick(after),
            parent.as_ref().and_then(pick),
            ClauseKind::Clause,
        )),
        Edit::Move(n, parent, after) => {
            pick(n).map(|clause| draft.move_clause(clause, pick(parent), pick(after)))
        }
        Edit::Kind(n, kind) => pick(n).map(|clause| draft.set_kind(clause, ClauseKind::ALL[*kind])),
        Edit::Language(n, on) => pick(n).map(|clause| {
            let arabic = "ar".parse().expect("a language tag");
            draft.set_language(clause, on.then_some(&arabic))
        }),
        Edit::Remove(n) => pick(n).map(|clause| draft.remove_clause(clause)),
        Edit::Restore(n) => {
            let removed = draft.removed_clauses();
            let clause = removed.get(n % removed.len().max(1)).map(|r| r.clause.id);
            clause.map(|clause| draft.restore_clause(clause))
        }
        Edit::Commit => {
            draft.commit(None);
            None
        }
    };
    match done {
        None | Some(Ok(()) | Err(replica::DraftError::NestedInItself(_))) => {}
        Some(Err(error)) => panic!("{edit:?}: {error}"),
    }
}

fn body_range(draft: &Draft, clause: ClauseId, from: usize, to: usize) -> (usize, usize) {
    let text = draft.text(clause, Field::Body).unwrap_or_default();
    range(&text, from.min(to), from.max(to))
}

/// Moves both ends of a range to positions between two characters of a text.
fn range(text: &str, start: usize, end: usize) -> (usize, usize) {
    let mut positions = vec![0];
    for c in text.chars() {
        positions.push(positions[positions.len() - 1] + c.len_utf16());
    }
    let last = positions.len() - 1;
    let start = start.min(last);
    (positions[start], positions[end.clamp(start, last)])
}
