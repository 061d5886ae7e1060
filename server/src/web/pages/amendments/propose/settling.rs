//! Where another text of an amendment touches what changed since, and how the sponsor settles it.

use domain::amendments::{Conflict, Settlement, WordingConflict};

use crate::web::form::Form;

/// The conflicts of an amendment, each with the choice made so far.
#[derive(Debug)]
pub(super) struct Settling {
    pub(super) rows: Vec<Row>,
    /// Whether the clause is to be of the proposed kind, where the kinds are in conflict.
    pub(super) kind: Option<bool>,
}

/// One place in conflict.
#[derive(Debug)]
pub(super) struct Row {
    /// Where it is: `heading` or `text`.
    pub(super) part: &'static str,
    /// The field of its choice.
    pub(super) field: String,
    pub(super) views: Conflict,
    /// Whether the amendment's words are chosen.
    pub(super) is_own: bool,
}

/// What the field of a choice has for the words that stand there now.
const NOW: &str = "now";

impl Settling {
    /// Lays the conflicts out, with the choices of a form.
    pub(super) fn new(conflict: &WordingConflict, form: &Form) -> Self {
        let rows = |part, conflicts: &[Conflict]| {
            let rows = conflicts.iter().enumerate().map(|(index, views)| {
                let field = field(part, index);
                Row {
                    part,
                    is_own: is_own(form, &field),
                    views: views.clone(),
                    field,
                }
            });
            rows.collect::<Vec<_>>()
        };
        let mut all = rows("heading", &conflict.heading);
        all.extend(rows("text", &conflict.text));
        Self {
            rows: all,
            kind: conflict.kind.then(|| is_own(form, "settle-kind")),
        }
    }

    /// Returns what is chosen.
    pub(super) fn chosen(&self) -> Settlement {
        let of = |part: &str| {
            let rows = self.rows.iter().filter(|row| row.part == part);
            rows.map(|row| row.is_own).collect()
        };
        Settlement {
            kind: self.kind.unwrap_or_default(),
            heading: of("heading"),
            text: of("text"),
        }
    }
}

fn field(part: &str, index: usize) -> String {
    format!("settle-{part}-{index}")
}

/// At first every conflict is settled in favour of the sponsor's own words, so that none is lost unseen.
fn is_own(form: &Form, field: &str) -> bool {
    form.value(field) != NOW
}

/// Reports whether a field holds such a choice.
pub(super) fn is_choice(field: &str) -> bool {
    field.starts_with("settle-")
}
