//! Recording several clauses as agreed at once.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::AgreeClauses;
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::{Instrument, ProcedureStep, Revision, RevisionClause};
use domain::permission::Operation;

use super::crumbs;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::asking::{Asked, ask_or_take};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{Text, clause_name, gist};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "whole_agree.html")]
struct FormPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    clauses: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "whole_agree_confirm.html")]
struct ConfirmPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    clauses: Vec<Agreed>,
    note: Option<String>,
}

/// A clause that is about to be recorded as agreed.
struct Agreed {
    name: String,
    text: Text,
    level: &'static str,
}

/// Shows the form.
pub(super) async fn ask(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let form = Form::new();
    show(
        &page,
        &desk,
        desk.permitted(Operation::AgreeClauses, id)?,
        &form,
    )
}

/// Repeats the clauses for a confirmation, then records them as agreed.
pub(super) async fn agree(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = desk.permitted(Operation::AgreeClauses, id)?;
    let command = read(&mut form);
    if let Some(command) = command.filter(|_| form.value("step") != "edit") {
        let step = ProcedureStep::AgreeClauses(command.clone());
        match ask_or_take(&app, &desk, id, &step, &mut form).await? {
            Asked::Taken(_) => {
                let to = format!("/instruments/{id}/agreement");
                return Ok(Done::at(to).saying("done-agreed").into_response());
            }
            Asked::Ready => {
                let shown = show_confirm(&page, instrument, &form, &command)?;
                return Ok(shown.into_response());
            }
            Asked::Refused => {}
        }
    }
    Ok(show(&page, &desk, instrument, &form)?.into_response())
}

fn read(form: &mut Form) -> Option<AgreeClauses> {
    let note = form.optional("note", "error-statement");
    let clauses: Vec<ClauseId> = (form.values("agreed"))
        .filter_map(|it| it.parse().ok())
        .collect();
    if clauses.is_empty() && form.value("step") != "edit" {
        form.reject("agreed", "error-choice");
    }
    (!form.is_refused()).then_some(AgreeClauses { clauses, note })
}

/// Returns the clauses that can be recorded as agreed.
fn agreeable(instrument: &Instrument) -> impl Iterator<Item = (&Revision, &RevisionClause)> {
    let table = instrument.current().into_iter();
    let clauses = table.flat_map(|table| table.clauses.iter().map(move |it| (&**table, it)));
    clauses.filter(|(_, it)| instrument.is_agreeable(it.id))
}

fn show(page: &Page, _: &Desk, instrument: &Instrument, form: &Form) -> Result<Shown, Problem> {
    let clauses = agreeable(instrument).map(|(_, it)| {
        let name = format!("{} {}", clause_name(page, it), gist(it));
        (it.id.to_string(), name)
    });
    let template = FormPage {
        p: page,
        crumbs: crumbs(page, instrument),
        form,
        href: format!("/instruments/{}/agreement", instrument.id),
        clauses: clauses.collect(),
    };
    page.show_as(form.status(), &template)
}

fn show_confirm(
    page: &Page,
    instrument: &Instrument,
    form: &Form,
    command: &AgreeClauses,
) -> Result<Shown, Problem> {
    let chosen = agreeable(instrument).filter(|(_, it)| command.clauses.contains(&it.id));
    let chosen = chosen.map(|(table, it)| Agreed {
        name: clause_name(page, it),
        text: Text::of(page, table, it),
        level: (instrument.designation(it.id)).map_or("", |it| it.level.as_str()),
    });
    page.show(&ConfirmPage {
        p: page,
        crumbs: crumbs(page, instrument),
        form,
        href: format!("/instruments/{}/agreement", instrument.id),
        clauses: chosen.collect(),
        note: command.note.as_ref().map(ToString::to_string),
    })
}
