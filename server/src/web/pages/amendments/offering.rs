//! Another wording offered to a sponsor, and the procedure that the secretariat proposes.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::{OfferModification, ProcedureAdvised, ProposeProcedure};
use domain::id::{AmendmentId, InstrumentId};
use domain::instrument::{Amendment, Instrument};
use domain::refusal::Refusal;
use domain::text::marks;

use super::acts::{back, find};
use super::propose::{clause_kinds, read_wording};
use super::sheet::{Sheet, crumbs};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;
use crate::workflow;

/// Which of the two forms it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Offer,
    Procedure,
}

#[derive(Template)]
#[template(path = "amendment_offer.html")]
struct OfferPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    form: &'a Form,
    /// What it is, as its address and messages name it: `offer` or `procedure`.
    name: &'static str,
    /// What can be advised, each with what that means; empty for an offer.
    advice: Vec<(&'static str, String, String)>,
    /// The amendments that can have overtaken this one.
    others: Vec<(String, String)>,
    /// Whether another wording can be given.
    has_wording: bool,
    kinds: Vec<(&'static str, String)>,
}

type Ids = Path<(InstrumentId, AmendmentId)>;

/// Shows the form for another wording.
pub(super) async fn offer(page: Page, desk: Desk, Path((id, it)): Ids) -> Result<Shown, Problem> {
    let found = find(&desk, id, it)?;
    show(&page, &desk, found, Asked::Offer, &started(found.1))
}

/// Shows the form for a procedure.
pub(super) async fn procedure(
    page: Page,
    desk: Desk,
    Path((id, it)): Ids,
) -> Result<Shown, Problem> {
    let found = find(&desk, id, it)?;
    let last = found.1.procedures.last();
    let advice = last.map_or("discuss", |it| it.advice.as_str());
    let form = started(found.1).with("advice", advice);
    show(&page, &desk, found, Asked::Procedure, &form)
}

/// Offers the wording.
pub(super) async fn offer_modification(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, it)): Ids,
    mut form: Form,
) -> Result<Response, Problem> {
    let found = find(&desk, id, it)?;
    let wording = read_wording(&mut form);
    let note = form.required("remark", "error-statement");
    if let (Some(wording), Some(note), false) = (wording, note, form.is_refused()) {
        let command = OfferModification {
            text: form.value("read").parse().unwrap_or_default(),
            wording,
            note,
        };
        let done = workflow::offer_modification(&app.office, desk.by, (id, it), &command).await;
        if taken(&mut form, done)?.is_some() {
            return Ok(back((id, it), "done-amendment-offered"));
        }
    }
    Ok(show(&page, &desk, found, Asked::Offer, &form)?.into_response())
}

/// Proposes the procedure.
pub(super) async fn propose_procedure(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, it)): Ids,
    mut form: Form,
) -> Result<Response, Problem> {
    let found = find(&desk, id, it)?;
    let procedure = read_procedure(&mut form);
    let note = form.optional("remark", "error-statement");
    if let (Some(procedure), false) = (procedure, form.is_refused()) {
        let command = ProposeProcedure {
            text: form.value("read").parse().unwrap_or_default(),
            procedure,
            note,
        };
        let done = workflow::propose_procedure(&app.office, desk.by, (id, it), &command).await;
        if taken(&mut form, done)?.is_some() {
            return Ok(back((id, it), "done-amendment-advised"));
        }
    }
    Ok(show(&page, &desk, found, Asked::Procedure, &form)?.into_response())
}

/// Starts with the wording that the amendment proposes.
fn started(amendment: &Amendment) -> Form {
    let form = Form::new().with("read", amendment.text().number.to_string());
    match amendment.change().wording() {
        Some(wording) => form
            .with("clause_kind", wording.kind.as_str())
            .with("heading", &*wording.heading)
            .with("text", marks::write(&wording.text)),
        None => form,
    }
}

fn read_procedure(form: &mut Form) -> Option<ProcedureAdvised> {
    match form.value("advice") {
        "adopt" => Some(ProcedureAdvised::Adopt),
        "adopt_modified" => {
            let wording = read_wording(form)?;
            Some(ProcedureAdvised::AdoptModified { wording })
        }
        "reject" => Some(ProcedureAdvised::Reject),
        "overtaken_by" => {
            let Ok(amendment) = form.value("other").parse() else {
                form.reject("other", "error-choice");
                return None;
            };
            Some(ProcedureAdvised::OvertakenBy { amendment })
        }
        "discuss" => Some(ProcedureAdvised::Discuss),
        _ => {
            form.reject("advice", "error-choice");
            None
        }
    }
}

fn show(
    page: &Page,
    desk: &Desk,
    (instrument, amendment): (&Instrument, &Amendment),
    asked: Asked,
    form: &Form,
) -> Result<Shown, Problem> {
    let it = Sheet::new(page, desk, (instrument, amendment), amendment.text());
    if !amendment.is_open() && !form.is_refused() {
        return Err(Refusal::AmendmentEnded(amendment.id).into());
    }
    let may = match asked {
        Asked::Offer => it.may.offer,
        Asked::Procedure => it.may.advise,
    };
    if !may && !form.is_refused() {
        return Err(Problem::forbidden());
    }
    let has_wording = amendment.change().wording().is_some();
    let template = OfferPage {
        p: page,
        crumbs: crumbs(page, instrument),
        it,
        form,
        name: match asked {
            Asked::Offer => "offer",
            Asked::Procedure => "procedure",
        },
        advice: match asked {
            Asked::Offer => Vec::new(),
            Asked::Procedure => advice(page, has_wording),
        },
        others: super::declaring::others(page, instrument, amendment.id),
        has_wording,
        kinds: clause_kinds(page),
    };
    page.show_as(form.status(), &template)
}

fn advice(page: &Page, has_wording: bool) -> Vec<(&'static str, String, String)> {
    let all = [
        "adopt",
        "adopt_modified",
        "reject",
        "overtaken_by",
        "discuss",
    ];
    let possible = (all.into_iter()).filter(|name| has_wording || *name != "adopt_modified");
    possible
        .map(|name| {
            let said = page.t(&format!("advice-{name}")).to_string();
            (name, said, page.about("advice-", name))
        })
        .collect()
}
