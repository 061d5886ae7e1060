//! Entering a position that an organisation gave by letter, by telephone or in a meeting.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::EnterPosition;
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::{Channel, ProcedureStep};
use domain::permission::Operation;

use super::fields::Fields;
use super::statement::{blank, read};
use super::{Place, Wording};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::asking::{Asked, ask_or_take};
use crate::web::pages::desk::Desk;
use crate::web::pages::held::Said;
use crate::web::pages::text::clause_crumbs;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "position_enter.html")]
struct FormPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Wording,
    form: &'a Form,
    fields: Fields,
    organisations: Vec<(String, String)>,
    channels: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "position_enter_confirm.html")]
struct ConfirmPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Wording,
    form: &'a Form,
    said: Said,
    channel: &'static str,
    evidence: String,
}

/// Shows the form.
pub(super) async fn enter(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Shown, Problem> {
    let place = find(&desk, id, clause)?;
    let form = blank(None, place.clause.hash);
    show_form(&page, &desk, place, &form)
}

/// Repeats what was typed for a confirmation, then enters the position.
pub(super) async fn enter_position(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    mut form: Form,
) -> Result<Response, Problem> {
    let place = find(&desk, id, clause)?;
    let is_edited_again = form.value("step") == "edit";
    let command = (!is_edited_again).then(|| command(&mut form, place));
    if let Some(command) = command.flatten() {
        let step = ProcedureStep::EnterPosition(clause, command.clone());
        match ask_or_take(&app, &desk, id, &step, &mut form).await? {
            Asked::Taken(receipt) => {
                let seq = receipt.position().unwrap_or_default();
                let to = format!("{}/position/{seq}", place.href());
                return Ok(Done::at(to).saying("done-entered").into_response());
            }
            Asked::Ready => {
                let shown = show_confirm(&page, &desk, place, &form, &command)?;
                return Ok(shown.into_response());
            }
            Asked::Refused => {}
        }
    }
    Ok(show_form(&page, &desk, place, &form)?.into_response())
}

fn find(desk: &Desk, id: InstrumentId, clause: ClauseId) -> Result<Place<'_>, Problem> {
    let place = Place::find(desk, id, clause)?;
    if desk.may(Operation::EnterPosition, place.instrument) {
        Ok(place)
    } else {
        Err(Problem::forbidden())
    }
}

/// Reads what is entered; what is wrong is said in the form.
fn command(form: &mut Form, place: Place<'_>) -> Option<EnterPosition> {
    let organisation: Option<OrganisationId> = form.value("entry-organisation").parse().ok();
    if organisation.is_none() {
        form.reject("entry-organisation", "error-choice");
    }
    let channel = Channel::from_name(form.value("channel"));
    if channel.is_none() {
        form.reject("channel", "error-choice");
    }
    let evidence = form.required("entry-evidence", "error-statement");
    let position = read(form, place.table.number);
    Some(EnterPosition {
        organisation: organisation?,
        position: position?,
        channel: channel?,
        evidence: evidence?,
    })
}

fn show_form(page: &Page, desk: &Desk, place: Place<'_>, form: &Form) -> Result<Shown, Problem> {
    let mut organisations: Vec<_> = (desk.network().electorate(desk.now))
        .map(|it| (it.id.to_string(), it.name.or_mark().to_owned()))
        .collect();
    organisations.sort_by(|a, b| a.1.cmp(&b.1));
    let none = (String::new(), page.t("choice-none").to_string());
    organisations.insert(0, none);
    let channels = Channel::ALL.map(|it| {
        let name = page.of("channel-", it.as_str()).to_string();
        (it.as_str().to_owned(), name)
    });
    let template = FormPage {
        p: page,
        crumbs: clause_crumbs(page, place.instrument, place.clause),
        it: place.wording(page, desk, None),
        form,
        fields: Fields::of(page, desk, place, None),
        organisations,
        channels: channels.into(),
    };
    page.show_as(form.status(), &template)
}

fn show_confirm(
    page: &Page,
    desk: &Desk,
    place: Place<'_>,
    form: &Form,
    command: &EnterPosition,
) -> Result<Shown, Problem> {
    page.show(&ConfirmPage {
        p: page,
        crumbs: clause_crumbs(page, place.instrument, place.clause),
        it: place.wording(page, desk, Some(command.organisation)),
        form,
        said: Said::proposed(desk.network(), place.instrument, &command.position),
        channel: command.channel.as_str(),
        evidence: command.evidence.to_string(),
    })
}
