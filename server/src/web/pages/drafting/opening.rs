//! Beginning to draft an amendment together.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::api::OpenDraftAmendment;
use domain::id::{AmendmentId, InstrumentId};
use domain::instrument::Instrument;
use domain::permission::Operation;
use serde::Deserialize;

use super::sheet::crumbs;
use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;

/// What a draft is to begin with.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    amends: Option<AmendmentId>,
    revises: Option<AmendmentId>,
}

#[derive(Template)]
#[template(path = "draft_amendment_open.html")]
struct OpeningPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    action: String,
    back: String,
    revision: u32,
    /// The number of the amendment it begins with, and whether that gets a new text.
    origin: Option<(u32, bool)>,
    askable: Vec<(String, String)>,
}

/// Shows the form, to those who may propose an amendment.
pub(super) async fn ask(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    let instrument = permitted(&desk, id)?;
    let written = |id: Option<AmendmentId>| id.map_or_else(String::new, |id| id.to_string());
    let origin = wanted.amends.or(wanted.revises);
    let title = origin.and_then(|id| instrument.amendment(id)).map(|it| {
        page.t("amendment-number")
            .arg("number", it.number)
            .to_string()
    });
    let form = Form::new()
        .with("drafted_title", title.unwrap_or_default())
        .with("amends", written(wanted.amends))
        .with("revises", written(wanted.revises));
    form_page(&page, &desk, instrument, &form)
}

/// Begins the draft.
pub(super) async fn open_draft(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = permitted(&desk, id)?;
    if let Some(title) = form.required("drafted_title", "error-name") {
        let command = OpenDraftAmendment {
            title,
            amends: form.value("amends").parse().ok(),
            revises: form.value("revises").parse().ok(),
            invited: (form.values("codrafters"))
                .filter_map(|id| id.parse().ok())
                .collect(),
        };
        let opened = live::open_draft_amendment(&app.hub, desk.by, id, &command).await;
        if let Some(opened) = taken(&mut form, opened)? {
            return Ok(Done::at(format!("/drafts/{}", opened.draft))
                .saying("done-drafting-opened")
                .into_response());
        }
    }
    Ok(form_page(&page, &desk, instrument, &form)?.into_response())
}

fn permitted(desk: &Desk, id: InstrumentId) -> Result<&Instrument, Problem> {
    let instrument = desk.instrument(id)?;
    if desk.may_for_members(Operation::ProposeAmendment, instrument) {
        Ok(instrument)
    } else {
        Err(Problem::forbidden())
    }
}

fn form_page(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    form: &Form,
) -> Result<Shown, Problem> {
    let number = |field| {
        let id: AmendmentId = form.value(field).parse().ok()?;
        Some(instrument.amendment(id)?.number)
    };
    let revised = number("revises").map(|number| (number, true));
    let own = desk.organisation().map(|own| own.id);
    let mut askable: Vec<_> = (desk.network().electorate(desk.now))
        .filter(|it| Some(it.id) != own)
        .map(|it| (it.id.to_string(), it.short_name.or_mark().to_owned()))
        .collect();
    askable.sort_by(|a, b| a.1.cmp(&b.1));
    let template = OpeningPage {
        p: page,
        crumbs: crumbs(page, instrument),
        form,
        action: format!("/instruments/{}/amendments/draft", instrument.id),
        back: format!("/instruments/{}/amendments", instrument.id),
        revision: instrument.current().map_or(0, |table| table.number),
        origin: revised.or_else(|| number("amends").map(|number| (number, false))),
        askable,
    };
    page.show_as(form.status(), &template)
}
