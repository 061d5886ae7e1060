//! Temperature checks: opened on clauses of the working draft, answered, shown as a distribution.
//!
//! Every page says that an answer is no position.

mod opening;
mod sheet;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::api::{AnswerCheck, CheckAnswer};
use domain::deliberation::{Temperature, TemperatureCheck};
use domain::id::{CheckId, InstrumentId};
use domain::permission::Operation;
use domain::time::Timestamp;

use self::sheet::{Asked, Sheet};
use super::desk::Desk;
use super::refusals::taken;
use super::text::instrument_crumbs;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::problem::Problem;
use crate::workflow;

/// Returns the routes of temperature checks.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/instruments/{instrument}/temperature", get(checks))
        .route(
            "/instruments/{instrument}/temperature/new",
            get(opening::ask).post(opening::open_check),
        )
        .route("/temperature/{check}", get(check).post(answer_check))
        .route("/temperature/{check}/close", post(close_check))
}

#[derive(Template)]
#[template(path = "checks.html")]
struct ChecksPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    rows: Vec<Row>,
    /// Where a check is opened, for those who may.
    new: Option<String>,
}

/// A check in a list.
#[derive(Debug)]
struct Row {
    href: String,
    question: Option<String>,
    clauses: usize,
    ends_at: Timestamp,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    it: Sheet,
    asked: Vec<Asked>,
    steps: Vec<(&'static str, String)>,
}

/// Lists the checks of an instrument.
async fn checks(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.permitted(Operation::ReadCheck, id)?;
    let all = workflow::checks_of(&app.office, desk.by, id).await?;
    let row = |it: &TemperatureCheck| Row {
        href: format!("/temperature/{}", it.id),
        question: it.question.as_ref().map(ToString::to_string),
        clauses: it.clauses.len(),
        ends_at: it.ends_at(),
        is_open: it.is_open(desk.now),
    };
    let may_open = desk.may(Operation::ConductCheck, instrument);
    let page = page.following([Topic::Instrument(id)], desk.seq());
    page.show(&ChecksPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        rows: all.iter().map(row).collect(),
        new: may_open.then(|| format!("/instruments/{id}/temperature/new")),
    })
}

/// Shows a check with what was answered.
async fn check(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<CheckId>,
) -> Result<Shown, Problem> {
    show(&app, page, &desk, id, &Form::new()).await
}

/// Answers a check, for the clauses for which something was chosen.
async fn answer_check(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<CheckId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let (check, _) = workflow::check(&app.office, desk.by, id).await?;
    let answers = check.clauses.iter().filter_map(|clause| {
        let chosen = form.value(&format!("step-{}", clause.id));
        let remark = form.value(&format!("remark-{}", clause.id));
        Some(CheckAnswer {
            clause: clause.id,
            temperature: Temperature::from_name(chosen)?,
            remark: remark.trim().replace("\r\n", "\n").parse().ok(),
        })
    });
    let command = AnswerCheck {
        answers: answers.collect(),
    };
    let done = workflow::answer_check(&app.office, desk.by, id, &command).await;
    if taken(&mut form, done)?.is_some() {
        return Ok(Done::at(format!("/temperature/{id}"))
            .saying("done-check-answered")
            .into_response());
    }
    Ok(show(&app, page, &desk, id, &form).await?.into_response())
}

/// Closes a check before its time.
async fn close_check(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<CheckId>,
) -> Result<Done, Problem> {
    workflow::close_check(&app.office, desk.by, id).await?;
    Ok(Done::at(format!("/temperature/{id}")).saying("done-check-closed"))
}

async fn show(
    app: &AppState,
    page: Page,
    desk: &Desk,
    id: CheckId,
    form: &Form,
) -> Result<Shown, Problem> {
    let (check, replies) = workflow::check(&app.office, desk.by, id).await?;
    let instrument = desk.instrument(check.instrument)?;
    let asked = check.clauses.iter();
    let asked: Vec<_> = asked
        .map(|clause| Asked::new(&page, desk, (instrument, &check), clause, &replies))
        .collect();
    let mut crumbs = instrument_crumbs(&page, instrument);
    let all = format!("/instruments/{}/temperature", instrument.id);
    crumbs.push(Crumb::new(all, page.t("checks-title")));
    let page = page.following([Topic::Instrument(instrument.id)], desk.seq());
    let steps = Temperature::ALL.iter().map(|step| {
        let name = step.as_str();
        (name, page.say("temperature-", name).to_string())
    });
    let template = CheckPage {
        p: &page,
        crumbs,
        form,
        it: Sheet::new(desk, instrument, &check),
        asked,
        steps: steps.collect(),
    };
    page.show_as(form.status(), &template)
}

#[cfg(test)]
mod tests;
