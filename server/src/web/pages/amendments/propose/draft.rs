//! The form of a proposal: what it starts with, and what is read from it.

use domain::amendments::Settlement;
use domain::api::{AmendmentProposal, ChangeProposed, ReviseAmendment};
use domain::id::OrganisationId;
use domain::instrument::{Amendment, AmendmentChange};
use domain::text::{ClauseKind, Wording, WordingHash, marks};
use domain::words::Statement;

use super::Wanted;
use super::kind::Kind;
use super::place::{Place, Purpose, place_value, read_place};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;

/// Returns the form before anything is typed: the wording as it is, or as the amendment has it.
pub(super) fn blank(place: &Place<'_>, wanted: &Wanted, settlement: &Settlement) -> Form {
    let base = place.base_hash();
    let mut form = Form::new()
        .with("revision", place.table.number.to_string())
        .with("base", base.map_or_else(String::new, |it| it.to_string()));
    if let Purpose::Revises(it) = place.purpose {
        form = form
            .with("read", it.text().number.to_string())
            .with("rationale", it.text().rationale.or_mark());
    }
    if place.kind.has_place() {
        form = form.with("place", wanted_place(place, wanted));
    }
    if let Some(AmendmentChange::EditorialHint { instruction, .. }) =
        place.amendment().map(Amendment::change)
    {
        form = form.with("instruction", instruction.or_mark());
    }
    if !place.kind.has_wording() {
        return form;
    }
    match place.start(settlement) {
        Some(wording) => form
            .with("clause_kind", wording.kind.as_str())
            .with("heading", &*wording.heading)
            .with("text", marks::write(&wording.text)),
        None => form.with("clause_kind", ClauseKind::Clause.as_str()),
    }
}

fn wanted_place(place: &Place<'_>, wanted: &Wanted) -> String {
    if let Some((parent, after)) = place.amendment().and_then(|it| it.change().place()) {
        return place_value(parent, after);
    }
    let after = wanted.after.and_then(|id| place.table.clause(id));
    match after {
        Some(after) => place_value(after.parent, Some(after.id)),
        None => place_value(wanted.parent, None),
    }
}

/// Reads a proposal; what is wrong is said in the form.
pub(super) fn read(
    form: &mut Form,
    place: &Place<'_>,
    mut changes: Vec<ChangeProposed>,
) -> Option<AmendmentProposal> {
    let change = change(form, place);
    let rationale: Option<Statement> = form.required("rationale", "error-statement");
    let cosponsors: Vec<OrganisationId> = form
        .values("cosponsors")
        .filter_map(|id| id.parse().ok())
        .collect();
    if form.is_refused() {
        return None;
    }
    changes.push(change?);
    let first = changes.remove(0);
    Some(AmendmentProposal {
        revision: form.value("revision").parse().ok()?,
        change: first,
        rationale: rationale?,
        further: changes,
        amends: match place.purpose {
            Purpose::Amends(it) => Some(it.id),
            Purpose::New | Purpose::Revises(_) => None,
        },
        cosponsors,
    })
}

/// Reads another text of an amendment from what would be a proposal of its own.
pub(super) fn revising(form: &Form, proposal: AmendmentProposal) -> Option<ReviseAmendment> {
    Some(ReviseAmendment {
        text: form.value("read").parse().ok()?,
        revision: proposal.revision,
        change: proposal.change,
        rationale: proposal.rationale,
    })
}

/// Reads the one change that the form is about.
pub(super) fn change(form: &mut Form, place: &Place<'_>) -> Option<ChangeProposed> {
    let clause = place.clause_id();
    match place.kind {
        Kind::Modify => Some(ChangeProposed::Modify {
            clause: clause?,
            base: base(form)?,
            wording: wording(form)?,
        }),
        Kind::Alternative => Some(ChangeProposed::Alternative {
            clause: clause?,
            base: base(form)?,
            wording: wording(form)?,
        }),
        Kind::Delete => Some(ChangeProposed::Delete {
            clause: clause?,
            base: base(form)?,
        }),
        Kind::Insert => insertion(form),
        Kind::Move => {
            let (parent, after) = chosen_place(form)?;
            Some(ChangeProposed::Move {
                clause: clause?,
                base: base(form)?,
                parent,
                after,
            })
        }
        Kind::EditorialHint => Some(ChangeProposed::EditorialHint {
            clause: clause?,
            base: base(form)?,
            instruction: form.required("instruction", "error-statement")?,
        }),
    }
}

fn insertion(form: &mut Form) -> Option<ChangeProposed> {
    let place = chosen_place(form);
    let wording = wording(form);
    let (parent, after) = place?;
    Some(ChangeProposed::Insert {
        clause: None,
        parent,
        after,
        wording: wording?,
    })
}

fn chosen_place(
    form: &mut Form,
) -> Option<(Option<domain::id::ClauseId>, Option<domain::id::ClauseId>)> {
    let place = read_place(form.value("place"));
    if place.is_none() {
        form.reject("place", "error-choice");
    }
    place
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
