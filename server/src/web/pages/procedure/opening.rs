//! Opening a consensus call or a silence procedure.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::OpenCall;
use domain::id::{CallId, InstrumentId};
use domain::instrument::{CallKind, ProcedureStep};
use domain::permission::Operation;

use super::steps::closing;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::instruments::rules_in_words;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::{clause_name, gist, instrument_crumbs};
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "call_open.html")]
struct OpeningPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    kinds: Vec<(&'static str, String, String)>,
    /// The clauses that can be called: name and gist.
    clauses: Vec<(String, String)>,
    rules: Vec<String>,
    electorate: Vec<String>,
    silence_days: u32,
}

/// Shows the form.
pub(super) async fn ask(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let form = Form::new().with("call_kind", CallKind::Consensus.as_str());
    show(&page, &desk, id, &form)
}

/// Opens it.
pub(super) async fn open_call(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    let closes_at = closing(&page, form.value("closes_at"));
    if closes_at.is_none() {
        form.reject("closes_at", "error-instant");
    }
    let note = form.optional("note", "error-statement");
    let kind = match form.value("call_kind") {
        "silence" => CallKind::Silence,
        _ => CallKind::Consensus,
    };
    if let Some(closes_at) = closes_at.filter(|_| !form.is_refused()) {
        let clauses = form.values("called").filter_map(|it| it.parse().ok());
        let command = OpenCall {
            kind,
            revision: instrument.current().map_or(0, |it| it.number),
            clauses: clauses.collect(),
            closes_at,
            note,
        };
        let call = CallId::from_uuid(app.office.fresh_uuid());
        let step = ProcedureStep::OpenCall(call, command);
        let done = workflow::proceed(&app.office, desk.by, id, &step).await;
        if taken(&mut form, done)?.is_some() {
            let to = format!("/instruments/{id}/calls/{call}");
            return Ok(Done::at(to).saying("done-call-opened").into_response());
        }
    }
    Ok(show(&page, &desk, id, &form)?.into_response())
}

fn show(page: &Page, desk: &Desk, id: InstrumentId, form: &Form) -> Result<Shown, Problem> {
    let instrument = desk.permitted(Operation::OpenCall, id)?;
    let table = instrument.current().into_iter().flat_map(|it| &it.clauses);
    let free = table
        .filter(|it| instrument.open_call(it.id).is_none() && !instrument.stage(it.id).is_agreed());
    let kinds = [CallKind::Consensus, CallKind::Silence].map(|kind| {
        let name = kind.as_str();
        let words = page.of("call-kind-", name).to_string();
        (name, words, page.about("call-kind-", name))
    });
    let mut electorate: Vec<_> = (desk.network().electorate(desk.now))
        .map(|it| it.short_name.or_mark().to_owned())
        .collect();
    electorate.sort();
    let template = OpeningPage {
        p: page,
        crumbs: instrument_crumbs(page, instrument),
        form,
        href: format!("/instruments/{id}/calls"),
        kinds: kinds.into(),
        clauses: free
            .map(|it| {
                let name = format!("{} {}", clause_name(page, it), gist(it));
                (it.id.to_string(), name)
            })
            .collect(),
        rules: rules_in_words(page, &instrument.rules),
        electorate,
        silence_days: instrument
            .procedure_rules()
            .silence_hours
            .get()
            .div_ceil(24),
    };
    page.show_as(form.status(), &template)
}
