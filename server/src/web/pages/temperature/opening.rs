//! Opening a temperature check: which clauses, who answers, for how long.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::OpenCheck;
use domain::deliberation::Respondents;
use domain::id::InstrumentId;
use domain::instrument::Instrument;
use domain::permission::Operation;

use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::{instrument_crumbs, numbered, wording_gist};
use crate::web::problem::Problem;

/// For how many hours a check can be open.
const HOURS: [i64; 7] = [1, 4, 24, 72, 168, 336, 720];

#[derive(Template)]
#[template(path = "check_open.html")]
struct OpeningPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    action: String,
    back: String,
    clauses: Vec<(String, String)>,
    respondents: Vec<(&'static str, String, String)>,
    hours: Vec<(String, String)>,
}

/// Shows the form, to the chair and pen-holders.
pub(super) async fn ask(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.permitted(Operation::ConductCheck, id)?;
    let form = Form::new()
        .with("respondents", Respondents::Organisations.as_str())
        .with("closes", "72");
    show(&app, &page, &desk, instrument, &form).await
}

/// Opens the check.
pub(super) async fn open_check(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = desk.permitted(Operation::ConductCheck, id)?;
    if let Some(command) = read(&mut form, &desk) {
        let opened = live::open_check(&app.hub, desk.by, id, &command).await;
        if let Some(check) = taken(&mut form, opened)? {
            return Ok(Done::at(format!("/temperature/{}", check.id))
                .saying("done-check-opened")
                .into_response());
        }
    }
    let shown = show(&app, &page, &desk, instrument, &form).await?;
    Ok(shown.into_response())
}

fn read(form: &mut Form, desk: &Desk) -> Option<OpenCheck> {
    let hours = form.value("closes").parse().ok();
    let hours = hours.filter(|hours| HOURS.contains(hours));
    if hours.is_none() {
        form.reject("closes", "error-choice");
    }
    let respondents = Respondents::from_name(form.value("respondents"));
    if respondents.is_none() {
        form.reject("respondents", "error-choice");
    }
    let clauses: Vec<_> = (form.values("checked"))
        .filter_map(|id| id.parse().ok())
        .collect();
    if clauses.is_empty() {
        form.reject("checked", "error-choice");
    }
    let question = form.optional("question", "error-name");
    if form.is_refused() {
        return None;
    }
    Some(OpenCheck {
        clauses,
        respondents: respondents?,
        closes_at: desk.now.plus_seconds(3_600 * hours?),
        question,
    })
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    form: &Form,
) -> Result<Shown, Problem> {
    let view = live::preview(&app.hub, desk.by, instrument.id).await?;
    let clauses = view.outline.clauses.iter().zip(view.outline.numbers());
    let clauses = clauses.map(|(clause, number)| {
        let name = numbered(page, clause.wording.kind, &number);
        let gist = wording_gist(&clause.wording);
        (clause.id.to_string(), format!("{name}: {gist}"))
    });
    let back = format!("/instruments/{}/temperature", instrument.id);
    let mut crumbs = instrument_crumbs(page, instrument);
    crumbs.push(Crumb::new(&back, page.t("checks-title")));
    let respondents = Respondents::ALL.iter().map(|it| {
        let name = it.as_str();
        let label = page.say("respondents-", name).to_string();
        (name, label, page.about("respondents-", name))
    });
    let hours = HOURS.iter().map(|hours| {
        let label = page.t("check-hours").arg("count", *hours).to_string();
        (hours.to_string(), label)
    });
    let template = OpeningPage {
        p: page,
        crumbs,
        form,
        action: format!("{back}/new"),
        back,
        clauses: clauses.collect(),
        respondents: respondents.collect(),
        hours: hours.collect(),
    };
    page.show_as(form.status(), &template)
}
