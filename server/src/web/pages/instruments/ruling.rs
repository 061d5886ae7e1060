//! Changing what it takes to agree: a form, a page that shows what would change, the act.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::ChangeRules;
use domain::consensus::{ConstituencyRule, ObjectionMode, Rules};
use domain::id::InstrumentId;
use domain::instrument::Instrument;
use domain::permission::Operation;

use super::rules::{rules_in_words, share};
use super::trial::Trial;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::refuse;
use crate::web::pages::text::instrument_crumbs;
use crate::web::problem::Problem;
use crate::workflow::{self, WorkflowError};

/// The greatest number of organisations that a form takes.
const MOST_ORGANISATIONS: u32 = 1_000;

/// A choice of one among few: value, name, hint.
type Choice = (&'static str, String, String);

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    rules: Vec<String>,
    constituencies: Vec<Choice>,
    objections: Vec<Choice>,
    /// What would change, on the page that asks once more.
    trial: Option<Trial>,
}

/// A number of organisations.
struct Organisations(u32);

impl TryFrom<String> for Organisations {
    type Error = ();

    fn try_from(text: String) -> Result<Self, ()> {
        let number = text.parse().map_err(|_| ())?;
        (1..=MOST_ORGANISATIONS)
            .contains(&number)
            .then_some(Self(number))
            .ok_or(())
    }
}

/// Shows the rules, to be changed.
pub(super) async fn rules(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.permitted(Operation::ChangeRules, id)?;
    let form = filled_in(instrument.rules);
    show(&page, instrument, &form, None, StatusCode::OK)
}

/// Shows what other rules would change, then changes them.
pub(super) async fn change_rules(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = desk.permitted(Operation::ChangeRules, id)?;
    let step = form.value("step").to_owned();
    if step == "edit" {
        return Ok(show(&page, instrument, &form, None, StatusCode::OK)?.into_response());
    }
    let Some(command) = command(&mut form) else {
        return again(&page, instrument, &form);
    };
    if let Err(refusal) = instrument.change_rules(&command, &desk.acting()) {
        refuse(&mut form, refusal);
        return again(&page, instrument, &form);
    }
    let trial = Trial::new(&app.office, &page, &desk, instrument, command.rules).await?;
    if step != "confirm" || trial.former != form.value("former") {
        let shown = show(&page, instrument, &form, Some(trial), StatusCode::OK)?;
        return Ok(shown.into_response());
    }
    match workflow::change_rules(&app.office, desk.by, id, &command).await {
        Ok(_) => {
            let done = Done::at(format!("/instruments/{id}")).saying("done-rules");
            Ok(done.into_response())
        }
        Err(WorkflowError::Refused(refusal)) => {
            refuse(&mut form, refusal);
            again(&page, instrument, &form)
        }
        Err(error) => Err(error.into()),
    }
}

/// Fills a form in with the present rules, or the usual ones where there is none.
fn filled_in(rules: Rules) -> Form {
    let constituency = rules.constituency.unwrap_or_default();
    Form::new()
        .with("quorum", rules.quorum.to_string())
        .with("favour", rules.favour.to_string())
        .with("oppose", rules.oppose.to_string())
        .with("floor", rules.floor.to_string())
        .with("constituency-rule", mode(rules.constituency))
        .with("constituency-majority", constituency.majority.to_string())
        .with(
            "constituency-least",
            constituency.min_organisations.to_string(),
        )
        .with("objections", rules.objections.as_str())
}

/// Names whether constituencies are counted on their own.
const fn mode(rule: Option<ConstituencyRule>) -> &'static str {
    if rule.is_some() { "apply" } else { "none" }
}

fn command(form: &mut Form) -> Option<ChangeRules> {
    let quorum = share(form, "quorum");
    let favour = share(form, "favour");
    let oppose = share(form, "oppose");
    let floor = share(form, "floor");
    let constituency = constituency(form);
    let objections = ObjectionMode::from_name(form.value("objections"));
    if objections.is_none() {
        form.reject("objections", "error-choice");
    }
    let reason = form.required("reason", "error-statement");
    if form.is_refused() {
        return None;
    }
    let rules = Rules {
        quorum: quorum?,
        favour: favour?,
        oppose: oppose?,
        floor: floor?,
        constituency,
        objections: objections?,
    };
    Some(ChangeRules {
        rules,
        reason: reason?,
    })
}

/// Reads whether constituencies are counted on their own, and how.
fn constituency(form: &mut Form) -> Option<ConstituencyRule> {
    match form.value("constituency-rule") {
        "none" => None,
        "apply" => {
            let majority = share(form, "constituency-majority");
            let least = form.required("constituency-least", "error-organisations");
            let (majority, Organisations(min_organisations)) = (majority?, least?);
            Some(ConstituencyRule {
                majority,
                min_organisations,
            })
        }
        _ => {
            form.reject("constituency-rule", "error-choice");
            None
        }
    }
}

fn again(page: &Page, instrument: &Instrument, form: &Form) -> Result<Response, Problem> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(show(page, instrument, form, None, status)?.into_response())
}

fn show(
    page: &Page,
    instrument: &Instrument,
    form: &Form,
    trial: Option<Trial>,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let choice = |prefix: &str, name: &'static str| {
        let text = page.t(&format!("{prefix}{name}")).to_string();
        (name, text, page.about(prefix, name))
    };
    let modes = ObjectionMode::ALL.map(ObjectionMode::as_str);
    let template = RulesPage {
        p: page,
        crumbs: instrument_crumbs(page, instrument),
        form,
        href: format!("/instruments/{}", instrument.id),
        rules: rules_in_words(page, &instrument.rules),
        constituencies: ["apply", "none"]
            .map(|name| choice("rules-constituencies-", name))
            .into(),
        objections: modes.map(|name| choice("rules-mode-", name)).into(),
        trial,
    };
    page.show_as(status, &template)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use domain::consensus::PositionKind;
    use domain::record::Fact;

    use crate::web::pages::fixture::{World, location, read};

    const RULES: [(&str, &str); 10] = [
        ("quorum", "1/2"),
        ("favour", "2/3"),
        ("oppose", "1/4"),
        ("floor", "1/3"),
        ("constituency-rule", "apply"),
        ("constituency-majority", "1/2"),
        ("constituency-least", "2"),
        ("objections", "address"),
        ("reason", "The members agreed on it in plenary."),
        ("step", "check"),
    ];

    /// Returns the present rules as the form sends them, one of them changed.
    fn with<'a>(field: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
        let changed = |(name, was)| (name, if name == field { value } else { was });
        RULES.into_iter().map(changed).collect()
    }

    #[tokio::test]
    async fn the_secretariat_sees_what_other_rules_change_before_they_hold() {
        let world = World::tabled().await;
        for member in 0..4 {
            world.takes(member, 2, PositionKind::Endorse).await;
        }
        let path = world.path("/rules");
        let (status, html) = world.page(world.secretariat, &path).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        assert!(html.contains("value=\"2/3\""), "{html}");

        let fields = with("quorum", "1/1");
        let (status, html) = read(world.post(world.secretariat, &path, &fields).await).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        assert!(
            html.contains("Quorum: at least half") && html.contains("Quorum: at least all"),
            "{html}"
        );
        assert!(
            html.contains("Full consensus") && html.contains("No quorum"),
            "{html}"
        );
        let before = world.office.register();
        assert_eq!(
            before
                .instrument(world.instrument)
                .unwrap()
                .rules
                .quorum
                .to_string(),
            "1/2"
        );

        let response = world.confirm(world.secretariat, &path, &html).await;
        assert_eq!(location(&response), world.path(""));
        let seq = world.office.register().next_seq() - 1;
        let entry = world.office.entry(seq).await.unwrap().unwrap();
        let Fact::RulesChanged { rules, reason } = entry.fact else {
            panic!("the last entry is {entry:?}");
        };
        assert_eq!(rules.quorum.to_string(), "1/1");
        assert_eq!(entry.words(reason).as_str(), Some(RULES[8].1));
    }

    #[tokio::test]
    async fn rules_changed_by_somebody_else_are_tried_again_before_they_hold() {
        let world = World::tabled().await;
        let path = world.path("/rules");
        let fields = with("quorum", "3/4");
        let (_, mine) = read(world.post(world.secretariat, &path, &fields).await).await;

        let fields = with("floor", "1/2");
        let (_, theirs) = read(world.post(world.secretariat, &path, &fields).await).await;
        world.confirm(world.secretariat, &path, &theirs).await;

        let (status, html) = read(world.confirm(world.secretariat, &path, &mine).await).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        let floor = "Support: at least half of the eligible organisations endorse.";
        assert!(html.contains(floor), "what it would undo is shown: {html}");
        let register = world.office.register();
        let rules = register.instrument(world.instrument).unwrap().rules;
        assert_eq!(rules.quorum.to_string(), "1/2");
    }

    #[tokio::test]
    async fn a_rule_that_is_none_is_explained_beside_its_field() {
        let world = World::tabled().await;
        let path = world.path("/rules");
        for (field, value, said) in [
            ("favour", "3/2", "Please write a fraction between 0 and 1"),
            ("oppose", "half", "Please write a fraction between 0 and 1"),
            ("constituency-least", "0", "Please write a whole number"),
            ("objections", "maybe", "Please choose one of the options."),
            ("reason", "", "Please fill this in."),
        ] {
            let fields = with(field, value);
            let (status, html) = read(world.post(world.secretariat, &path, &fields).await).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(html.contains(&format!("id=\"{field}-error\"")), "{html}");
            assert!(html.contains(said), "{html}");
        }
        let fields = with("quorum", "1/2");
        let (status, html) = read(world.post(world.secretariat, &path, &fields).await).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("Nothing would change"), "{html}");
    }

    #[tokio::test]
    async fn nobody_but_the_secretariat_is_offered_other_rules() {
        let world = World::tabled().await;
        let (_, html) = world.page(world.secretariat, &world.path("")).await;
        assert!(html.contains("Change the rules"), "{html}");
        let chair = world.delegates[0];
        let (_, html) = world.page(chair, &world.path("")).await;
        assert!(!html.contains("Change the rules"), "{html}");
        let (status, _) = world.page(chair, &world.path("/rules")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let fields = with("quorum", "1/1");
        let response = world.post(chair, &world.path("/rules"), &fields).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
    }
}
