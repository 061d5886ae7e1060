//! The rules of the procedure: how long things run, who is named; changing them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::ChangeProcedureRules;
use domain::id::InstrumentId;
use domain::instrument::{BreakerNames, Hours, Instrument, ProcedureRules, ProcedureStep};
use domain::permission::Operation;

use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::asking::{Asked, ask_or_take};
use crate::web::pages::desk::Desk;
use crate::web::pages::instruments::{share, share_in_words};
use crate::web::pages::text::instrument_crumbs;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "procedure_rules.html")]
struct RulesPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    rules: Vec<String>,
    names: Vec<(&'static str, String, String)>,
    /// Each rule that changes, as it is and as it would be, on the page that asks once more.
    changes: Option<Vec<(String, String)>>,
}

/// A number of hours as it is typed.
struct Typed(Hours);

impl TryFrom<String> for Typed {
    type Error = ();

    fn try_from(text: String) -> Result<Self, ()> {
        let number: u32 = text.parse().map_err(|_| ())?;
        Hours::try_from(number).map(Self).map_err(|_| ())
    }
}

/// Says each rule of the procedure in a sentence.
pub(crate) fn procedure_rules_in_words(page: &Page, rules: &ProcedureRules) -> Vec<String> {
    let lasting = |key: &str, hours: Hours| page.t(key).arg("hours", hours.get()).to_string();
    let support = share_in_words(page, rules.silence_support);
    vec![
        lasting("procedure-silence", rules.silence_hours),
        page.t("procedure-support")
            .choose("share", &support)
            .to_string(),
        page.of("procedure-names-", rules.breaker_names.as_str())
            .to_string(),
        lasting("procedure-challenge", rules.challenge_hours),
        lasting("procedure-referendum", rules.referendum_hours),
    ]
}

/// Shows the rules, to be changed.
pub(super) async fn ask(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.permitted(Operation::ChangeRules, id)?;
    let rules = instrument.procedure_rules();
    let form = Form::new()
        .with("silence-hours", rules.silence_hours.get().to_string())
        .with("silence-support", rules.silence_support.to_string())
        .with("breaker-names", rules.breaker_names.as_str())
        .with("challenge-hours", rules.challenge_hours.get().to_string())
        .with("referendum-hours", rules.referendum_hours.get().to_string());
    show(&page, instrument, &form, None)
}

/// Shows what would change, then changes it.
pub(super) async fn change_procedure_rules(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = desk.permitted(Operation::ChangeRules, id)?;
    let is_edited_again = form.value("step") == "edit";
    let command = (!is_edited_again).then(|| command(&mut form)).flatten();
    let mut changes = None;
    if let Some(command) = command {
        let rules = command.rules;
        let step = ProcedureStep::ChangeRules(command);
        match ask_or_take(&app, &desk, id, &step, &mut form).await? {
            Asked::Taken(_) => {
                let to = format!("/instruments/{id}");
                return Ok(Done::at(to).saying("done-procedure-rules").into_response());
            }
            Asked::Ready => {
                let is = procedure_rules_in_words(&page, instrument.procedure_rules());
                let becomes = procedure_rules_in_words(&page, &rules).into_iter();
                changes = Some(
                    is.into_iter()
                        .zip(becomes)
                        .filter(|(a, b)| a != b)
                        .collect(),
                );
            }
            Asked::Refused => {}
        }
    }
    Ok(show(&page, instrument, &form, changes)?.into_response())
}

fn command(form: &mut Form) -> Option<ChangeProcedureRules> {
    let silence_hours = hours(form, "silence-hours");
    let silence_support = share(form, "silence-support");
    let breaker_names = BreakerNames::from_name(form.value("breaker-names"));
    if breaker_names.is_none() {
        form.reject("breaker-names", "error-choice");
    }
    let challenge_hours = hours(form, "challenge-hours");
    let referendum_hours = hours(form, "referendum-hours");
    let reason = form.required("reason", "error-statement");
    Some(ChangeProcedureRules {
        rules: ProcedureRules {
            silence_hours: silence_hours?,
            silence_support: silence_support?,
            breaker_names: breaker_names?,
            challenge_hours: challenge_hours?,
            referendum_hours: referendum_hours?,
        },
        reason: reason?,
    })
}

fn hours(form: &mut Form, field: &'static str) -> Option<Hours> {
    form.required(field, "error-hours")
        .map(|Typed(hours)| hours)
}

fn show(
    page: &Page,
    instrument: &Instrument,
    form: &Form,
    changes: Option<Vec<(String, String)>>,
) -> Result<Shown, Problem> {
    let names = BreakerNames::ALL.map(|it| {
        let name = it.as_str();
        let label = page.say("breaker-names-", name).to_string();
        (name, label, page.about("breaker-names-", name))
    });
    let template = RulesPage {
        p: page,
        crumbs: instrument_crumbs(page, instrument),
        form,
        href: format!("/instruments/{}", instrument.id),
        rules: procedure_rules_in_words(page, instrument.procedure_rules()),
        names: names.into(),
        changes,
    };
    page.show_as(form.status(), &template)
}
