//! The act of adoption.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::AdoptInstrument;
use domain::id::InstrumentId;
use domain::instrument::{Instrument, ProcedureStep, Revision};
use domain::permission::Operation;
use domain::text::WordingHash;

use super::crumbs;
use super::lacking::obstacles;
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::asking::{Asked, ask_or_take};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_name, gist};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "whole_adopt.html")]
struct FormPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    it: Act,
    /// What keeps it from being adopted.
    obstacles: Vec<String>,
}

#[derive(Template)]
#[template(path = "whole_adopt_confirm.html")]
struct ConfirmPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    it: Act,
    note: Option<String>,
}

/// What is about to be adopted.
struct Act {
    href: String,
    title: String,
    /// The `lang` and `dir` of the title.
    attributes: Markup,
    version: u32,
    revision: u32,
    root: String,
    clauses: Vec<Line>,
}

/// A clause by its hash.
struct Line {
    name: String,
    gist: String,
    /// The `lang` and `dir` of the gist.
    attributes: Markup,
    hash: String,
}

/// Shows the form.
pub(super) async fn ask(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let (instrument, table) = permitted(&desk, id)?;
    let form = Form::new().with("root", table.root.to_string());
    show(&page, &desk, (instrument, table), &form)
}

/// Repeats everything for a confirmation, then adopts the instrument.
pub(super) async fn adopt(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let (instrument, table) = permitted(&desk, id)?;
    let command = read(&mut form)?;
    if let Some(command) = command.filter(|_| form.value("step") != "edit") {
        let note = command.note.as_ref().map(ToString::to_string);
        let step = ProcedureStep::Adopt(command);
        match ask_or_take(&app, &desk, id, &step, &mut form).await? {
            Asked::Taken(_) => {
                let to = format!("/instruments/{id}/agreement");
                return Ok(Done::at(to).saying("done-adopted").into_response());
            }
            Asked::Ready => {
                let shown = show_confirm(&page, (instrument, table), &form, note)?;
                return Ok(shown.into_response());
            }
            Asked::Refused => {}
        }
    }
    Ok(show(&page, &desk, (instrument, table), &form)?.into_response())
}

fn permitted(desk: &Desk, id: InstrumentId) -> Result<(&Instrument, &Revision), Problem> {
    let instrument = desk.permitted(Operation::AdoptInstrument, id)?;
    if instrument.is_adopted() {
        return Err(Problem::forbidden());
    }
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    Ok((instrument, table))
}

fn read(form: &mut Form) -> Result<Option<AdoptInstrument>, Problem> {
    let root: WordingHash = (form.value("root").parse()).map_err(|_| Problem::not_found())?;
    let note = form.optional("note", "error-statement");
    Ok((!form.is_refused()).then_some(AdoptInstrument { root, note }))
}

fn show(
    page: &Page,
    desk: &Desk,
    (instrument, table): (&Instrument, &Revision),
    form: &Form,
) -> Result<Shown, Problem> {
    let template = FormPage {
        p: page,
        crumbs: crumbs(page, instrument),
        form,
        it: Act::of(page, instrument, table),
        obstacles: obstacles(page, desk, instrument),
    };
    page.show_as(form.status(), &template)
}

fn show_confirm(
    page: &Page,
    (instrument, table): (&Instrument, &Revision),
    form: &Form,
    note: Option<String>,
) -> Result<Shown, Problem> {
    page.show(&ConfirmPage {
        p: page,
        crumbs: crumbs(page, instrument),
        form,
        it: Act::of(page, instrument, table),
        note,
    })
}

impl Act {
    fn of(page: &Page, instrument: &Instrument, table: &Revision) -> Self {
        let clauses = table.clauses.iter().map(|it| Line {
            name: clause_name(page, it),
            gist: gist(it),
            attributes: page.text_in(table.language_of(it)),
            hash: it.hash.to_string(),
        });
        Self {
            href: format!("/instruments/{}/agreement", instrument.id),
            title: table.title.or_mark().to_owned(),
            attributes: page.text_in(&table.language),
            version: instrument.version(),
            revision: table.number,
            root: table.root.to_string(),
            clauses: clauses.collect(),
        }
    }
}
