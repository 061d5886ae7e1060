//! Taking a step, after a page that asks once more.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::consensus::Level;
use domain::id::{CallId, ClauseId, InstrumentId};
use domain::instrument::Instrument;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::words::Statement;
use serde::Deserialize;

use super::step::{About, Said, Step, command};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::curing::{cures, with_cures};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::{Text, clause_name, instrument_crumbs};
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "step.html")]
struct StepPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    action: String,
    back: String,
    step: &'static str,
    is_grave: bool,
    clause: Option<ClauseShown>,
    statement: Option<(&'static str, bool)>,
    /// What is sent along unseen.
    about: Vec<(&'static str, String)>,
    /// The levels to choose from.
    levels: Option<Vec<(String, String)>>,
    asks_closing: bool,
    /// The amendments to choose from as a cure.
    cures: Option<Vec<(String, String)>>,
    /// Why it cannot be done.
    refused: Option<String>,
}

/// The clause that a step is about.
struct ClauseShown {
    name: String,
    text: Text,
}

/// What a step is about, as its address says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    clause: Option<ClauseId>,
    call: Option<CallId>,
    #[serde(default)]
    about: u64,
}

/// Asks once more before a step.
pub(super) async fn ask(
    page: Page,
    desk: Desk,
    Path((id, step)): Path<(InstrumentId, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    let step = Step::named(&step).ok_or_else(Problem::not_found)?;
    let about = About {
        clause: wanted.clause,
        call: wanted.call,
        entry: wanted.about,
    };
    show(&page, &desk, id, (step, about), &Form::new())
}

/// Takes it.
pub(super) async fn take_step(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, step)): Path<(InstrumentId, String)>,
    mut form: Form,
) -> Result<Response, Problem> {
    let step = Step::named(&step).ok_or_else(Problem::not_found)?;
    let instrument = desk.instrument(id)?;
    let about = About {
        clause: form.value("clause").parse().ok(),
        call: form.value("call").parse().ok(),
        entry: form.value("about").parse().unwrap_or_default(),
    };
    let said = read(&page, step, &mut form);
    if let Some(command) = said.and_then(|said| command(instrument, step, about, said)) {
        let done = workflow::proceed(&app.office, desk.by, id, &command).await;
        if taken(&mut form, done)?.is_some() {
            let to = back(id, about);
            return Ok(Done::at(to).saying("done-step").into_response());
        }
    } else if !form.is_refused() {
        return Err(Problem::not_found());
    }
    Ok(show(&page, &desk, id, (step, about), &form)?.into_response())
}

/// Reads what is said with a step; none where something is wrong with it.
fn read(page: &Page, step: Step, form: &mut Form) -> Option<Said> {
    let words: Option<Statement> = match step.statement() {
        Some((field, true)) => form.required(field, "error-statement"),
        Some((field, false)) => form.optional(field, "error-statement"),
        None => None,
    };
    let level = Level::from_name(form.value("level"));
    let closes_at = closing(page, form.value("closes_at"));
    if step == Step::ExtendCall && closes_at.is_none() {
        form.reject("closes_at", "error-instant");
    }
    let cures = form.values("cures").filter_map(|it| it.parse().ok());
    let cures = cures.collect();
    let based_on = form.value("based_on").parse().unwrap_or_default();
    (!form.is_refused()).then_some(Said {
        words,
        level,
        based_on,
        closes_at,
        cures,
    })
}

/// Reads an instant as it is typed, in the reader's zone.
pub(super) fn closing(page: &Page, typed: &str) -> Option<Timestamp> {
    page.reader.zone.instant(typed)
}

fn show(
    page: &Page,
    desk: &Desk,
    id: InstrumentId,
    (step, about): (Step, About),
    form: &Form,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let refused = refusal(desk, instrument, step, about)?;
    if refused == Some(Refusal::NotPermitted) && !form.is_refused() {
        return Err(Problem::forbidden());
    }
    let levels = Level::ALL.into_iter().rev();
    let levels = levels.map(|it| {
        (
            it.as_str().to_owned(),
            page.of("level-", it.as_str()).to_string(),
        )
    });
    let indicated = about.clause.and_then(|clause| {
        let evaluation = instrument.evaluation(clause, desk.network(), desk.now)?;
        Some(evaluation.level)
    });
    let blank = indicated.filter(|_| form.value("level").is_empty());
    let form = match (blank, instrument.objection(about.entry)) {
        (Some(level), _) => &form.clone().with("level", level.as_str()),
        (None, Some(it)) if step == Step::NameCures && !form.is_refused() => {
            &with_cures(form.clone(), &it.cures)
        }
        _ => form,
    };
    let template = StepPage {
        p: page,
        crumbs: instrument_crumbs(page, instrument),
        form,
        action: format!("/instruments/{id}/steps/{}", step.name()),
        back: back(id, about),
        step: step.name(),
        is_grave: step.is_grave(),
        clause: about
            .clause
            .and_then(|clause| shown(page, instrument, clause)),
        statement: step.statement(),
        about: hidden(instrument, about),
        levels: (step == Step::DesignateLevel).then(|| levels.collect()),
        asks_closing: step == Step::ExtendCall,
        cures: (step == Step::NameCures).then(|| cures(page, desk, instrument, about.clause)),
        refused: refused.map(|it| Problem::from(it).explanation(page)),
    };
    page.show_as(form.status(), &template)
}

fn shown(page: &Page, instrument: &Instrument, clause: ClauseId) -> Option<ClauseShown> {
    let table = instrument.current()?;
    let found = table.clause(clause)?;
    Some(ClauseShown {
        name: clause_name(page, found),
        text: Text::of(page, table, found),
    })
}

fn hidden(instrument: &Instrument, about: About) -> Vec<(&'static str, String)> {
    let mut hidden = vec![
        ("about", about.entry.to_string()),
        ("based_on", instrument.last_seq.to_string()),
    ];
    hidden.extend(about.clause.map(|it| ("clause", it.to_string())));
    hidden.extend(about.call.map(|it| ("call", it.to_string())));
    hidden
}

/// Returns where a step leads back to.
fn back(id: InstrumentId, about: About) -> String {
    match (about.call, about.clause) {
        (Some(call), _) => format!("/instruments/{id}/calls/{call}"),
        (None, Some(clause)) => format!("/instruments/{id}/clauses/{clause}"),
        (None, None) => format!("/instruments/{id}"),
    }
}

/// Says why a step cannot be taken now, whatever is said with it.
fn refusal(
    desk: &Desk,
    instrument: &Instrument,
    step: Step,
    about: About,
) -> Result<Option<Refusal>, Problem> {
    let rehearsed = rehearsed(desk, instrument, step, about);
    let command = rehearsed.ok_or_else(Problem::not_found)?;
    Ok(instrument.proceed(&command, &desk.acting()).err())
}

/// A step that a reader can take: the address of the page that asks once more, and its name.
pub(crate) type Offered = (String, &'static str);

/// Returns those of some steps that the reader can take now.
pub(super) fn offered(
    desk: &Desk,
    instrument: &Instrument,
    steps: &[Step],
    about: About,
) -> Vec<Offered> {
    let is_possible = |step: &&Step| {
        rehearsed(desk, instrument, **step, about)
            .is_some_and(|it| instrument.proceed(&it, &desk.acting()).is_ok())
    };
    let query: Vec<_> = (about.call.map(|it| format!("call={it}")).into_iter())
        .chain(about.clause.map(|it| format!("clause={it}")))
        .chain((about.entry > 0).then(|| format!("about={}", about.entry)))
        .collect();
    let possible = steps.iter().filter(is_possible);
    possible
        .map(|step| {
            let name = step.name();
            let to = format!("/instruments/{}/steps/{name}", instrument.id);
            (format!("{to}?{}", query.join("&")), name)
        })
        .collect()
}

/// Returns a step with words that stand for those to come.
fn rehearsed(
    desk: &Desk,
    instrument: &Instrument,
    step: Step,
    about: About,
) -> Option<domain::instrument::ProcedureStep> {
    let closes_at = about.call.and_then(|id| instrument.call(id));
    let said = Said {
        words: "–".parse().ok(),
        level: about.clause.and_then(|clause| {
            let evaluation = instrument.evaluation(clause, desk.network(), desk.now)?;
            Some(evaluation.level)
        }),
        based_on: instrument.last_seq,
        closes_at: closes_at.map(|it| it.closes_at.plus_seconds(1)),
        cures: Vec::new(),
    };
    command(instrument, step, about, said)
}
