//! The form of a position: what it starts with, and what is read from it.

use domain::api::PositionStatement;
use domain::consensus::{Mandate, PositionKind, PositionText};
use domain::deliberation::Prepared;
use domain::id::AmendmentId;
use domain::instrument::Position;
use domain::record::Words;
use domain::text::WordingHash;
use domain::words::Statement;

use crate::web::form::Form;
use crate::web::pages::curing::with_cures;

/// Returns the form before anything is typed: the position held so far, if it can be held again.
pub(super) fn blank(held: Option<&Position>, hash: WordingHash) -> Form {
    let form = Form::new().with("text_hash", hash.to_string());
    let Some(held) = held else {
        return form.with("mandate", Mandate::Firm.as_str());
    };
    let words = |text: &Option<Words>| {
        let words = text.as_ref().and_then(Words::as_str);
        words.unwrap_or_default().to_owned()
    };
    let form = form
        .with("stand", held.kind.as_str())
        .with("mandate", held.mandate_now().as_str())
        .with("reservation", words(&held.reservation))
        .with("grounds", words(&held.reason))
        .with("remedy", words(&held.remedy))
        .with("passage", words(&held.passage));
    naming(form, held.joins, &held.cures)
}

/// Returns the form of a prepared position that is written anew, on the wording on the table.
pub(super) fn anew(prepared: &Prepared, hash: WordingHash) -> Form {
    let said = &prepared.statement;
    let words = |text: &Option<Statement>| {
        let words = text.as_ref().map(Statement::as_str);
        words.unwrap_or_default().to_owned()
    };
    let form = Form::new()
        .with("text_hash", hash.to_string())
        .with("prepared", prepared.id.to_string())
        .with("stand", said.kind.as_str())
        .with("mandate", said.mandate.as_str())
        .with("reservation", words(&said.reservation))
        .with("grounds", words(&said.reason))
        .with("remedy", words(&said.remedy))
        .with("passage", words(&said.passage));
    naming(form, said.joins, &said.cures)
}

/// Fills in what an objection names: the one it joins, and the amendments that would cure it.
fn naming(form: Form, joins: Option<u64>, cures: &[AmendmentId]) -> Form {
    let form = match joins {
        Some(seq) => form.with("joins", seq.to_string()),
        None => form,
    };
    with_cures(form, cures)
}

/// Reads a position; what is wrong is said in the form.
///
/// Texts that the kind does not carry are left out: the page that asks for the confirmation
/// shows exactly what will be recorded.
pub(super) fn read(form: &mut Form, revision: u32) -> Option<PositionStatement> {
    let kind = PositionKind::from_name(form.value("stand"));
    if kind.is_none() {
        form.reject("stand", "error-choice");
    }
    let kind = kind?;
    let mandate = if kind.is_favourable() {
        Mandate::from_name(form.value("mandate")).unwrap_or_default()
    } else {
        Mandate::Firm
    };
    let reservation = carried(form, kind, PositionText::Reservation, "reservation");
    let reason = text(form, kind, PositionText::Reason, "grounds");
    let remedy = carried(form, kind, PositionText::Remedy, "remedy");
    let objects = kind.is_objection();
    let passage = objects.then(|| form.optional("passage", "error-statement"));
    let passage = passage.flatten();
    let joins = form.value("joins").parse().ok().filter(|_| objects);
    let cures = form.values("cures").filter(|_| objects);
    let cures = cures.filter_map(|id| id.parse().ok()).collect();
    let text_hash = form.value("text_hash").parse().ok()?;
    (!form.is_refused()).then_some(PositionStatement {
        revision,
        text_hash,
        kind,
        mandate,
        reason,
        remedy,
        reservation,
        passage,
        joins,
        cures,
        signed: None,
    })
}

/// Reads a text that only some kinds carry, all of which need it.
fn carried(
    form: &mut Form,
    kind: PositionKind,
    text: PositionText,
    field: &'static str,
) -> Option<Statement> {
    let is_needed = kind.required_texts().contains(&text);
    is_needed
        .then(|| form.required(field, "error-statement"))
        .flatten()
}

/// Reads a text that every kind may carry and some need.
fn text(
    form: &mut Form,
    kind: PositionKind,
    text: PositionText,
    field: &'static str,
) -> Option<Statement> {
    if kind.required_texts().contains(&text) {
        form.required(field, "error-statement")
    } else {
        form.optional(field, "error-statement")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(stand: &str) -> Form {
        Form::new()
            .with("text_hash", "0".repeat(64))
            .with("stand", stand)
            .with("mandate", "ad_referendum")
            .with("reservation", "Not for postal votes.")
            .with("grounds", "Our law says otherwise.")
    }

    #[test]
    fn texts_that_a_kind_does_not_carry_are_left_out() {
        let statement = read(&mut form("concern"), 1).unwrap();
        assert_eq!(statement.reservation, None);
        assert_eq!(statement.mandate, Mandate::Firm);
        assert_eq!(
            statement.reason.unwrap().as_str(),
            "Our law says otherwise."
        );
    }

    #[test]
    fn an_objection_without_a_remedy_is_refused_at_its_field() {
        let mut form = form("object");
        assert_eq!(read(&mut form, 1), None);
        assert!(form.has_error("remedy") && !form.has_error("grounds"));
    }
}
