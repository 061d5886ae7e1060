//! Signing an adopted instrument, with reservations and dissociations.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::{ClauseReservation, SignInstrument};
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::{Adopted, Instrument, ProcedureStep, Revision, RevisionClause};
use domain::permission::Operation;
use domain::text::WordingHash;

use super::crumbs;
use super::overview::{may_sign, receipt_href};
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::asking::{Asked, ask_or_take};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{Text, clause_name, gist};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "whole_sign.html")]
struct FormPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    it: Paper,
    clauses: Vec<Offered>,
}

#[derive(Template)]
#[template(path = "whole_sign_confirm.html")]
struct ConfirmPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    it: Paper,
    /// Clause by clause: its name, and the reservation on it.
    reservations: Vec<(String, String)>,
    dissociations: Vec<String>,
    statement: Option<String>,
}

/// What is signed, and for whom.
struct Paper {
    href: String,
    organisation: String,
    title: String,
    /// The `lang` and `dir` of the title.
    attributes: Markup,
    version: u32,
    root: String,
    public_href: String,
}

/// A clause on which something can be reserved.
struct Offered {
    id: String,
    name: String,
    gist: String,
    text: Text,
    reservation: String,
    is_dissociated: bool,
    is_wrong: bool,
}

/// What there is to sign.
#[derive(Clone, Copy)]
struct Place<'a> {
    instrument: &'a Instrument,
    adopted: &'a Adopted,
    text: &'a Revision,
}

/// Shows the form.
pub(super) async fn ask(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Response, Problem> {
    let place = Place::find(&desk, id)?;
    if !may_sign(&desk, place.instrument) {
        let own = desk.organisation().ok_or_else(Problem::forbidden)?;
        let to = receipt_href(place.instrument, place.adopted.version, own.id);
        return Ok(Done::at(to).into_response());
    }
    let form = Form::new().with("root", place.adopted.root.to_string());
    Ok(show(&page, &desk, place, &form)?.into_response())
}

/// Repeats everything for a confirmation, then signs.
pub(super) async fn sign(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let place = Place::find(&desk, id)?;
    let command = place.read(&mut form)?;
    if let Some(command) = command.filter(|_| form.value("step") != "edit") {
        let own = desk.organisation().ok_or_else(Problem::forbidden)?.id;
        let step = ProcedureStep::Sign(command.clone());
        match ask_or_take(&app, &desk, id, &step, &mut form).await? {
            Asked::Taken(_) => {
                let to = receipt_href(place.instrument, place.adopted.version, own);
                return Ok(Done::at(to).saying("done-signed").into_response());
            }
            Asked::Ready => {
                let shown = show_confirm(&page, &desk, place, &form, &command)?;
                return Ok(shown.into_response());
            }
            Asked::Refused => {}
        }
    }
    Ok(show(&page, &desk, place, &form)?.into_response())
}

impl<'a> Place<'a> {
    fn find(desk: &'a Desk, id: InstrumentId) -> Result<Self, Problem> {
        let instrument = desk.instrument(id)?;
        if !desk.may_for_members(Operation::SignInstrument, instrument) {
            return Err(Problem::forbidden());
        }
        let adopted = instrument.adopted().last().ok_or_else(Problem::not_found)?;
        let text = instrument.revision(adopted.revision);
        Ok(Self {
            instrument,
            adopted,
            text: text.ok_or_else(Problem::not_found)?,
        })
    }

    fn read(&self, form: &mut Form) -> Result<Option<SignInstrument>, Problem> {
        let root: WordingHash = (form.value("root").parse()).map_err(|_| Problem::not_found())?;
        let statement = form.optional("statement", "error-statement");
        let mut reservations = Vec::new();
        for clause in &self.text.clauses {
            let said = reservation(form, clause.id);
            if said.is_empty() {
                continue;
            }
            match said.parse() {
                Ok(text) => reservations.push(ClauseReservation {
                    clause: clause.id,
                    text,
                }),
                Err(_) => form.reject("reservations", "error-statement"),
            }
        }
        let dissociations = form
            .values("dissociations")
            .filter_map(|it| it.parse().ok());
        let dissociations = dissociations.collect();
        Ok((!form.is_refused()).then_some(SignInstrument {
            root,
            reservations,
            dissociations,
            statement,
        }))
    }

    fn name(&self, page: &Page, clause: ClauseId) -> String {
        let found = self.text.clause(clause);
        found.map(|it| clause_name(page, it)).unwrap_or_default()
    }

    fn paper(&self, page: &Page, desk: &Desk) -> Paper {
        let own = desk.organisation().map(|own| own.name.or_mark());
        let (id, version) = (self.instrument.id, self.adopted.version);
        Paper {
            href: format!("/instruments/{id}/agreement"),
            organisation: own.unwrap_or_default().to_owned(),
            title: self.text.title.or_mark().to_owned(),
            attributes: page.text_in(&self.text.language),
            version,
            root: self.adopted.root.to_string(),
            public_href: format!("/adopted/{id}/{version}"),
        }
    }

    fn offered(&self, page: &Page, form: &Form, clause: &RevisionClause) -> Offered {
        let id = clause.id.to_string();
        let reservation = reservation(form, clause.id);
        Offered {
            name: clause_name(page, clause),
            gist: gist(clause),
            text: Text::of(page, self.text, clause),
            is_dissociated: form.has("dissociations", &id),
            is_wrong: form.has_error("reservations")
                && !reservation.is_empty()
                && reservation.parse::<domain::words::Statement>().is_err(),
            reservation,
            id,
        }
    }
}

/// Returns what is typed as the reservation on a clause.
fn reservation(form: &Form, clause: ClauseId) -> String {
    // Browsers send line breaks of text areas as CR LF.
    let typed = form.value(&format!("reservation-{clause}"));
    typed.trim().replace("\r\n", "\n")
}

fn show(page: &Page, desk: &Desk, place: Place<'_>, form: &Form) -> Result<Shown, Problem> {
    let clauses = place.text.clauses.iter();
    let template = FormPage {
        p: page,
        crumbs: crumbs(page, place.instrument),
        form,
        it: place.paper(page, desk),
        clauses: clauses.map(|it| place.offered(page, form, it)).collect(),
    };
    page.show_as(form.status(), &template)
}

fn show_confirm(
    page: &Page,
    desk: &Desk,
    place: Place<'_>,
    form: &Form,
    command: &SignInstrument,
) -> Result<Shown, Problem> {
    let reservations = command.reservations.iter();
    let dissociations = command.dissociations.iter();
    page.show(&ConfirmPage {
        p: page,
        crumbs: crumbs(page, place.instrument),
        form,
        it: place.paper(page, desk),
        reservations: reservations
            .map(|it| (place.name(page, it.clause), it.text.to_string()))
            .collect(),
        dissociations: dissociations.map(|it| place.name(page, *it)).collect(),
        statement: command.statement.as_ref().map(ToString::to_string),
    })
}
