//! Collisions that a person declares, and lifts again.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::api::{DeclareCollision, LiftCollision};
use domain::id::{AmendmentId, InstrumentId};
use domain::instrument::{Amendment, Instrument};
use domain::permission::Operation;
use domain::words::Statement;
use serde::Deserialize;

use super::acts::{back, find};
use super::entry::place_of;
use super::sheet::{Sheet, crumbs};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::clause_called;
use crate::web::problem::Problem;
use crate::workflow;

/// What is said of two amendments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    /// That they cannot both be adopted.
    Collide,
    /// That they can, after all.
    Lift,
}

impl Word {
    /// Returns its name in addresses and messages.
    const fn name(self) -> &'static str {
        match self {
            Self::Collide => "collide",
            Self::Lift => "lift",
        }
    }
}

#[derive(Template)]
#[template(path = "amendment_collide.html")]
struct CollidePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    form: &'a Form,
    name: &'static str,
    others: Vec<(String, String)>,
    /// Why the collision was declared, where it is to be lifted.
    declared: Option<String>,
}

/// The other amendment of a collision.
#[derive(Debug, Default, Deserialize)]
pub(super) struct With {
    other: Option<AmendmentId>,
}

type Place = Path<(InstrumentId, AmendmentId, Word)>;

/// Asks which amendment collides, or does so no longer, and why.
pub(super) async fn ask(
    page: Page,
    desk: Desk,
    Path((id, it, word)): Place,
    Query(with): Query<With>,
) -> Result<Shown, Problem> {
    let found = find(&desk, id, it)?;
    let other = with.other.map_or_else(String::new, |it| it.to_string());
    let form = Form::new().with("other", other);
    show(&page, &desk, found, word, &form)
}

/// Declares a collision, or lifts one.
pub(super) async fn declare(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, it, word)): Place,
    mut form: Form,
) -> Result<Response, Problem> {
    let found = find(&desk, id, it)?;
    if let Some((other, reason)) = read(&mut form) {
        let (office, by, ids) = (&app.office, desk.by, (id, it));
        let (done, said) = match word {
            Word::Collide => {
                let command = DeclareCollision { other, reason };
                let done = workflow::declare_collision(office, by, ids, &command).await;
                (done, "done-collision-declared")
            }
            Word::Lift => {
                let command = LiftCollision { other, reason };
                let done = workflow::lift_collision(office, by, ids, &command).await;
                (done, "done-collision-lifted")
            }
        };
        if taken(&mut form, done)?.is_some() {
            return Ok(back(ids, said));
        }
    }
    Ok(show(&page, &desk, found, word, &form)?.into_response())
}

fn read(form: &mut Form) -> Option<(AmendmentId, Statement)> {
    let other = form.value("other").parse().ok();
    if other.is_none() {
        form.reject("other", "error-choice");
    }
    let reason = form.required("collision", "error-statement");
    Some((other?, reason?))
}

fn show(
    page: &Page,
    desk: &Desk,
    (instrument, amendment): (&Instrument, &Amendment),
    word: Word,
    form: &Form,
) -> Result<Shown, Problem> {
    if !desk.may(Operation::DeclareCollision, instrument) {
        return Err(Problem::forbidden());
    }
    let other: Option<AmendmentId> = form.value("other").parse().ok();
    let declared = other.and_then(|it| instrument.declared_collision(amendment.id, it));
    if word == Word::Lift && declared.is_none() && !form.is_refused() {
        return Err(Problem::not_found());
    }
    let mut others = others(page, instrument, amendment.id);
    if word == Word::Lift {
        let chosen = form.value("other");
        others.retain(|(id, _)| id == chosen);
    }
    page.show_as(
        form.status(),
        &CollidePage {
            p: page,
            crumbs: crumbs(page, instrument),
            it: Sheet::new(page, desk, (instrument, amendment), amendment.text()),
            form,
            name: word.name(),
            others,
            declared: declared.map(|it| it.reason.or_mark().to_owned()),
        },
    )
}

/// Lists the other open amendments, to choose one.
pub(super) fn others(
    page: &Page,
    instrument: &Instrument,
    id: AmendmentId,
) -> Vec<(String, String)> {
    let open = instrument
        .amendments()
        .into_iter()
        .filter(|it| it.is_open());
    open.filter(|it| it.id != id)
        .map(|it| {
            let place = place_of(instrument, it.change());
            let number = page.t("amendment-number").arg("number", it.number);
            let of = page.t("amendment-of").choose("kind", it.change().kind());
            let of = of.arg("clause", clause_called(page, instrument, place));
            (it.id.to_string(), format!("{number}: {of}"))
        })
        .collect()
}
