//! Several changes that stand or fall together, collected form after form.
//!
//! What was written before travels in the form, as the API would be given it, and is judged by the
//! same rules when the package is tabled.

use domain::api::ChangeProposed;
use domain::instrument::Revision;

use super::kind::Kind;
use super::place::{At, Place};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::pages::amendments::drawing::Drawing;
use crate::web::pages::text::{clause_name, gist};
use crate::web::problem::Problem;

/// The field in which each earlier change travels.
const FIELD: &str = "package";

/// A change of the package that was written before the one in the form.
#[derive(Debug)]
pub(super) struct Earlier {
    /// Its place in the package, to take it out again.
    pub(super) index: usize,
    pub(super) kind: &'static str,
    pub(super) clause: String,
    pub(super) drawing: Drawing,
    /// As it travels.
    pub(super) value: String,
}

/// Reads the changes that were written before.
///
/// # Errors
///
/// * an invalid field if one of them is not what a form of ours sends.
pub(super) fn read(form: &Form) -> Result<Vec<ChangeProposed>, Problem> {
    let written = form.values(FIELD);
    written
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .map_err(|_| Problem::invalid_field("/package", "expected a change"))
}

/// Shows the changes that were written before.
pub(super) fn earlier(page: &Page, table: &Revision, changes: &[ChangeProposed]) -> Vec<Earlier> {
    let changes = changes.iter().enumerate();
    changes
        .map(|(index, change)| Earlier {
            index,
            kind: change.kind(),
            clause: named(page, table, change),
            drawing: Drawing::proposed(page, table, base(table, change), change),
            value: written(change),
        })
        .collect()
}

/// Starts the form of a further change: what was written travels along, and what is said of all.
pub(super) fn further(form: &Form, blank: Form, change: &ChangeProposed) -> Form {
    let before = form.values(FIELD).map(str::to_owned);
    let started = before
        .chain([written(change)])
        .fold(blank, |form, json| form.with(FIELD, json));
    let kept = ["rationale", "cosponsors"];
    let kept = kept
        .into_iter()
        .flat_map(|name| form.values(name).map(move |value| (name, value)));
    kept.fold(started, |form, (name, value)| form.with(name, value))
}

/// Takes the change that a button names out of the package.
pub(super) fn without(form: &Form, index: usize) -> Form {
    let mut seen = 0;
    let mut kept = Form::new();
    for (name, value) in form.carried() {
        if name == FIELD {
            seen += 1;
            if seen == index + 1 {
                continue;
            }
        }
        kept = kept.with(name, value);
    }
    kept
}

/// Reads what the next change is to be about.
pub(super) fn next(form: &Form) -> Option<At> {
    match Kind::named(form.value("next_kind"))? {
        Kind::Insert => Some(At::Anew),
        kind => Some(At::Clause(form.value("next_clause").parse().ok()?, kind)),
    }
}

/// Lists the clauses that a further change can be about.
pub(super) fn clauses(page: &Page, table: &Revision) -> Vec<(String, String)> {
    let clauses = table.clauses.iter().map(|clause| {
        let name = format!("{} · {}", clause_name(page, clause), gist(clause));
        (clause.id.to_string(), name)
    });
    clauses.collect()
}

/// Lists the kinds that a further change can be of.
pub(super) fn kinds(page: &Page) -> Vec<(String, String)> {
    let kinds = Kind::OF_A_CLAUSE.into_iter().chain([Kind::Insert]);
    kinds
        .map(|kind| {
            let name = page.say("amendment-kind-", kind.name()).to_string();
            (kind.name().to_owned(), name)
        })
        .collect()
}

/// Returns the wording that a change of the table is drawn against.
fn base<'a>(table: &'a Revision, change: &ChangeProposed) -> Option<&'a domain::text::Wording> {
    table.clause(change.clause()?)?.wording()
}

fn written(change: &ChangeProposed) -> String {
    serde_json::to_string(change).expect("a change serialises to JSON")
}

fn named(page: &Page, table: &Revision, change: &ChangeProposed) -> String {
    let place = match change {
        ChangeProposed::Insert { parent, after, .. } => after.or(*parent),
        _ => change.clause(),
    };
    let clause = place.and_then(|id| table.clause(id));
    clause.map_or_else(
        || page.t("amendment-at-start").to_string(),
        |clause| clause_name(page, clause),
    )
}

/// Reports whether further changes can join the one in the form.
pub(super) const fn is_open_to(place: &Place<'_>) -> bool {
    matches!(place.purpose, super::place::Purpose::New)
}
