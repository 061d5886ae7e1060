//! The form of a proposal: what it starts with, and what is read from it.

use domain::api::{AmendmentProposal, ChangeProposed};
use domain::id::OrganisationId;
use domain::text::{ClauseKind, Wording, WordingHash, marks};
use domain::words::Statement;

use super::place::{Place, place_value, read_place};
use super::{Kind, Wanted};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;

/// Returns the form before anything is typed: the wording as it is.
pub(super) fn blank(place: &Place<'_>, kind: Kind, wanted: &Wanted) -> Form {
    let form = Form::new()
        .with("revision", place.table.number.to_string())
        .with(
            "base",
            place
                .clause
                .map_or_else(String::new, |it| it.hash.to_string()),
        );
    match (kind, place.wording()) {
        (Kind::Modify, Some(wording)) => form
            .with("clause_kind", wording.kind.as_str())
            .with("heading", &*wording.heading)
            .with("text", marks::write(&wording.text)),
        (Kind::Insert, _) => form
            .with("clause_kind", ClauseKind::Clause.as_str())
            .with("place", wanted_place(place, wanted)),
        (Kind::Modify | Kind::Delete, _) => form,
    }
}

fn wanted_place(place: &Place<'_>, wanted: &Wanted) -> String {
    let after = wanted.after.and_then(|id| place.table.clause(id));
    match after {
        Some(after) => place_value(after.parent, Some(after.id)),
        None => place_value(wanted.parent, None),
    }
}

/// Reads a proposal; what is wrong is said in the form.
pub(super) fn read(form: &mut Form, place: &Place<'_>, kind: Kind) -> Option<AmendmentProposal> {
    let change = match kind {
        Kind::Modify => modification(form, place),
        Kind::Insert => insertion(form),
        Kind::Delete => deletion(form, place),
    };
    let rationale: Option<Statement> = form.required("rationale", "error-statement");
    let revision = form.value("revision").parse().ok()?;
    let cosponsors: Vec<OrganisationId> = form
        .values("cosponsors")
        .filter_map(|id| id.parse().ok())
        .collect();
    (!form.is_refused()).then_some(AmendmentProposal {
        revision,
        change: change?,
        rationale: rationale?,
        further: Vec::new(),
        amends: None,
        cosponsors,
    })
}

fn modification(form: &mut Form, place: &Place<'_>) -> Option<ChangeProposed> {
    Some(ChangeProposed::Modify {
        clause: place.clause?.id,
        base: base(form)?,
        wording: wording(form)?,
    })
}

fn deletion(form: &Form, place: &Place<'_>) -> Option<ChangeProposed> {
    Some(ChangeProposed::Delete {
        clause: place.clause?.id,
        base: base(form)?,
    })
}

fn insertion(form: &mut Form) -> Option<ChangeProposed> {
    let place = read_place(form.value("place"));
    if place.is_none() {
        form.reject("place", "error-choice");
    }
    let wording = wording(form);
    let (parent, after) = place?;
    Some(ChangeProposed::Insert {
        parent,
        after,
        wording: wording?,
    })
}

fn base(form: &Form) -> Option<WordingHash> {
    form.value("base").parse().ok()
}

/// Reads a wording from a form's kind, heading and text.
pub(crate) fn wording(form: &mut Form) -> Option<Wording> {
    let kind = ClauseKind::from_name(form.value("clause_kind"));
    if kind.is_none() {
        form.reject("clause_kind", "error-choice");
    }
    let typed = form.value("text").replace("\r\n", "\n");
    Some(Wording {
        kind: kind?,
        heading: form.value("heading").trim().to_owned(),
        text: marks::read(typed.trim()),
    })
}

/// Lists the kinds of a clause.
pub(crate) fn kinds(page: &Page) -> Vec<(&'static str, String)> {
    ClauseKind::ALL
        .map(|kind| {
            let name = page
                .t(&format!("clause-kind-{}", kind.as_str()))
                .to_string();
            (kind.as_str(), name)
        })
        .to_vec()
}

/// Lists the organisations that can be asked to co-sponsor.
pub(super) fn askable(desk: &Desk) -> Vec<(String, String)> {
    let mut options: Vec<_> = desk
        .network()
        .electorate(desk.now)
        .filter(|it| !desk.acts_for(it.id))
        .map(|it| (it.id.to_string(), it.short_name.or_mark().to_owned()))
        .collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    options
}
