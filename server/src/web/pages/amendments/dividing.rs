//! Adopting part of an amendment: the chair chooses among its changes, the rest stays open.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::AdoptPart;
use domain::id::{AmendmentId, InstrumentId};
use domain::instrument::{Amendment, Instrument};
use domain::permission::Operation;
use domain::redline::{PlainChange, plain_changes};
use domain::refusal::Refusal;

use super::acts::{back, find};
use super::effects::{Effect, effects};
use super::sheet::{Sheet, crumbs};
use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "amendment_part.html")]
struct PartPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    form: &'a Form,
    /// The changes of the text, in their order.
    changes: Vec<PlainChange>,
    /// Whether the heading changes too.
    has_heading: bool,
    /// What the chosen changes do to the working draft, once they were looked at.
    effects: Option<Vec<Effect>>,
}

/// Shows the changes of an amendment, each to be taken in or left.
pub(super) async fn divide(
    page: Page,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
) -> Result<Shown, Problem> {
    let found = find(&desk, id, amendment)?;
    let form = Form::new().with("read", found.1.text().number.to_string());
    show(&page, &desk, found, &form, None)
}

/// Shows what the chosen changes do, then takes them in.
pub(super) async fn adopt_part(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
    mut form: Form,
) -> Result<Response, Problem> {
    let found = find(&desk, id, amendment)?;
    let command = AdoptPart {
        text: form.value("read").parse().unwrap_or_default(),
        changes: (form.values("change").filter_map(|it| it.parse().ok())).collect(),
        heading: form.has("part_heading", "yes"),
        note: form.optional("incorporation", "error-statement"),
    };
    let is_confirmed = form.value("step") == "confirm" && !form.is_refused();
    let mut drawn = None;
    if is_confirmed {
        let done = live::adopt_part(&app.hub, desk.by, (id, amendment), command).await;
        if taken(&mut form, done)?.is_some() {
            return Ok(back((id, amendment), "done-amendment-part"));
        }
    } else {
        let view = live::preview(&app.hub, desk.by, id).await?;
        let acting = desk.acting();
        match (found.0).part_adoption(amendment, &command, &view.outline, &acting) {
            Ok((edit, _)) => drawn = Some(effects(&page, found.0, &view.outline, &[edit])),
            Err(refusal) => form.refuse(refusal.into()),
        }
    }
    Ok(show(&page, &desk, found, &form, drawn)?.into_response())
}

fn show(
    page: &Page,
    desk: &Desk,
    (instrument, amendment): (&Instrument, &Amendment),
    form: &Form,
    effects: Option<Vec<Effect>>,
) -> Result<Shown, Problem> {
    let it = Sheet::new(page, desk, (instrument, amendment), amendment.text());
    if !desk.may(Operation::DisposeOfAmendment, instrument) {
        return Err(Problem::forbidden());
    }
    if !it.may.divide && !form.is_refused() {
        return Err(Refusal::NotAPart.into());
    }
    let sides = instrument
        .base_wording(amendment)
        .zip(amendment.change().wording());
    let (changes, has_heading) = sides.map_or_else(Default::default, |(base, wording)| {
        let changes = plain_changes(&base.text.to_plain(), &wording.text.to_plain());
        (changes, base.heading != wording.heading)
    });
    let template = PartPage {
        p: page,
        crumbs: crumbs(page, instrument),
        it,
        form,
        changes,
        has_heading,
        effects,
    };
    page.show_as(form.status(), &template)
}
