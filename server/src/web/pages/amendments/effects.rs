//! What an act does to the working draft, drawn before it is done.

use domain::instrument::{DraftEdit, Instrument};
use domain::text::Outline;

use super::drawing::{Drawing, place_words};
use crate::web::page::Page;
use crate::web::pages::text::{clause_called, numbered};

/// What happens to one clause of the working draft.
#[derive(Debug)]
pub(super) struct Effect {
    pub(super) clause: String,
    /// What happens, as messages name it.
    pub(super) what: &'static str,
    pub(super) drawing: Option<Drawing>,
}

/// Draws what edits do to the working draft.
pub(super) fn effects(
    page: &Page,
    instrument: &Instrument,
    draft: &Outline,
    edits: &[DraftEdit],
) -> Vec<Effect> {
    let numbers = draft.numbers();
    let drawn = edits.iter().map(|edit| {
        let place = draft.clauses.iter().position(|it| it.id == edit.clause());
        let clause = place.map_or_else(
            || clause_called(page, instrument, Some(edit.clause())),
            |place| numbered(page, draft.clauses[place].wording.kind, &numbers[place]),
        );
        let (what, drawing) = drawn(page, instrument, draft, edit);
        Effect {
            clause,
            what,
            drawing,
        }
    });
    drawn.collect()
}

fn drawn(
    page: &Page,
    instrument: &Instrument,
    draft: &Outline,
    edit: &DraftEdit,
) -> (&'static str, Option<Drawing>) {
    let now = draft.clauses.iter().find(|it| it.id == edit.clause());
    let language = now
        .and_then(|it| it.language.as_ref())
        .unwrap_or(&draft.language);
    match (edit, now) {
        (DraftEdit::Reword { wording, .. }, Some(now)) => {
            let drawing = Drawing::reworded(page, &now.wording, wording, language);
            ("reword", Some(drawing))
        }
        (DraftEdit::Insert { wording, .. } | DraftEdit::Reword { wording, .. }, _) => {
            ("insert", Some(Drawing::appearing(page, wording, language)))
        }
        (DraftEdit::Remove { .. }, now) => {
            let going = now.map(|now| Drawing::vanishing(page, &now.wording, language));
            ("remove", going)
        }
        (DraftEdit::Move { parent, after, .. }, _) => {
            let to = (instrument.current())
                .map(|table| place_words(page, table, (*parent, *after)))
                .map(Drawing::in_words);
            ("move", to)
        }
        (DraftEdit::Restore { .. }, _) => ("restore", None),
    }
}
