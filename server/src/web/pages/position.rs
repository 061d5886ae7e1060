//! Taking a position: a form, a page that repeats everything, then the act and its receipt.

mod statement;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::api::{PositionStatement, PreparePosition};
use domain::consensus::{Mandate, PositionKind};
use domain::deliberation::Prepared;
use domain::id::{ClauseId, InstrumentId, PreparationId};
use domain::instrument::{Instrument, Position, Revision, RevisionClause};
use domain::permission::Operation;
use serde::Deserialize;

use self::statement::{anew, blank, read};
use super::change::Change;
use super::desk::Desk;
use super::held::{Held, Said};
use super::refusals::{refuse, taken};
use super::status::StatusView;
use super::text::{Text, clause_crumbs, clause_name};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::problem::Problem;
use crate::workflow::{self, WorkflowError};

/// Returns the routes of positions.
pub(crate) fn routes() -> Router<AppState> {
    const POSITION: &str = "/instruments/{instrument}/clauses/{clause}/position";
    Router::new()
        .route(POSITION, get(position).post(take_position))
        .route(&format!("{POSITION}/{{seq}}"), get(receipt))
}

/// The clause a position is about, as it is on the table.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    instrument: &'a Instrument,
    table: &'a Revision,
    clause: &'a RevisionClause,
}

/// What the pages about one wording have in common.
struct Wording {
    href: String,
    name: String,
    organisation: String,
    text: Text,
    hash: String,
    revision: u32,
    /// The organisation's position so far.
    held: Option<Held>,
    /// What changed since, where that is on another wording.
    since: Option<Change>,
}

#[derive(Template)]
#[template(path = "position_form.html")]
struct FormPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Wording,
    form: &'a Form,
    kinds: Vec<(&'static str, String, String)>,
    mandates: Vec<(&'static str, String, String)>,
    /// Whether the reader submits positions, or only prepares them for the head of delegation.
    may_submit: bool,
}

/// What the form begins with.
#[derive(Debug, Default, Deserialize)]
struct Wanted {
    /// The prepared position that is written anew.
    prepared: Option<PreparationId>,
}

#[derive(Template)]
#[template(path = "position_confirm.html")]
struct ConfirmPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Wording,
    form: &'a Form,
    said: Said,
}

#[derive(Template)]
#[template(path = "position_receipt.html")]
struct ReceiptPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    instrument_href: String,
    name: String,
    text: Option<Text>,
    held: Held,
    status: Option<StatusView>,
}

/// Shows the form.
async fn position(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    let place = Place::find(&desk, id, clause)?;
    if !desk.may_for_members(Operation::TakePosition, place.instrument) {
        return Err(Problem::forbidden());
    }
    let form = match wanted.prepared {
        Some(id) => {
            let prepared = workflow::prepared(&app.office, desk.by, id).await?;
            anew(&prepared, place.clause.hash)
        }
        None => blank(place.held(&desk), place.clause.hash),
    };
    show_form(&page, &desk, place, &form, StatusCode::OK)
}

/// Repeats what was typed for a confirmation, then takes the position.
async fn take_position(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    mut form: Form,
) -> Result<Response, Problem> {
    let place = Place::find(&desk, id, clause)?;
    if form.value("step") == "edit" {
        return Ok(show_form(&page, &desk, place, &form, StatusCode::OK)?.into_response());
    }
    if let Some(statement) = read(&mut form, place.table.number) {
        if form.value("step") == "prepare" {
            let done = prepare(&app, &desk, place, &form, statement).await;
            if let Some(prepared) = taken(&mut form, done)? {
                let to = format!("/prepared/{}", prepared.id);
                return Ok(Done::at(to).saying("done-prepared").into_response());
            }
        } else if form.value("step") == "confirm" {
            let done = workflow::take_position(&app.office, desk.by, (id, clause), &statement);
            if let Some(receipt) = taken(&mut form, done.await)? {
                let seq = receipt.position().unwrap_or_default();
                let to = format!("{}/position/{seq}", place.href());
                return Ok(Done::at(to).saying("done-position").into_response());
            }
        } else {
            let acting = desk.acting();
            match place.instrument.take_position(clause, &statement, &acting) {
                Ok(_) => {
                    let shown = show_confirm(&page, &desk, place, &form, &statement)?;
                    return Ok(shown.into_response());
                }
                Err(refusal) => refuse(&mut form, refusal),
            }
        }
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(show_form(&page, &desk, place, &form, status)?.into_response())
}

/// Prepares the position inside the organisation, or writes a prepared one anew.
async fn prepare(
    app: &AppState,
    desk: &Desk,
    place: Place<'_>,
    form: &Form,
    statement: PositionStatement,
) -> Result<Prepared, WorkflowError> {
    if let Ok(id) = form.value("prepared").parse() {
        return workflow::rewrite_prepared(&app.office, desk.by, id, &statement).await;
    }
    let clause = place.clause.id;
    let command = PreparePosition { clause, statement };
    let instrument = place.instrument.id;
    workflow::prepare_position(&app.office, desk.by, instrument, &command).await
}

/// Shows a position that was taken, with its place in the record.
async fn receipt(
    page: Page,
    desk: Desk,
    Path((id, clause, seq)): Path<(InstrumentId, ClauseId, u64)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let mut positions = instrument.positions(clause).iter();
    let position = positions
        .find(|it| it.seq == seq)
        .ok_or_else(Problem::not_found)?;
    let revision = instrument
        .revision(position.revision)
        .ok_or_else(Problem::not_found)?;
    let worded = revision.clause(clause).ok_or_else(Problem::not_found)?;
    let evaluation = instrument.evaluation(clause, desk.network(), desk.now);
    page.show(&ReceiptPage {
        p: &page,
        crumbs: clause_crumbs(&page, instrument, worded),
        href: format!("/instruments/{id}/clauses/{clause}"),
        instrument_href: format!("/instruments/{id}"),
        name: clause_name(&page, worded),
        text: (worded.hash == position.text_hash).then(|| Text::of(&page, revision, worded)),
        held: Held::of(desk.network(), position),
        status: evaluation.map(|it| StatusView::new(&page, desk.network(), &it)),
    })
}

impl<'a> Place<'a> {
    fn find(desk: &'a Desk, id: InstrumentId, clause: ClauseId) -> Result<Self, Problem> {
        let instrument = desk.instrument(id)?;
        let table = instrument.current().ok_or_else(Problem::not_found)?;
        Ok(Self {
            instrument,
            table,
            clause: table.clause(clause).ok_or_else(Problem::not_found)?,
        })
    }

    fn href(&self) -> String {
        format!(
            "/instruments/{}/clauses/{}",
            self.instrument.id, self.clause.id
        )
    }

    fn held(&self, desk: &Desk) -> Option<&'a Position> {
        let own = desk.organisation()?;
        self.instrument.position_of(own.id, self.clause.id)
    }

    fn wording(&self, page: &Page, desk: &Desk) -> Wording {
        let held = self.held(desk);
        let earlier = held.filter(|it| it.text_hash != self.clause.hash);
        let own = desk.organisation().map(|own| own.name.or_mark());
        Wording {
            href: self.href(),
            name: clause_name(page, self.clause),
            organisation: own.unwrap_or_default().to_owned(),
            text: Text::of(page, self.table, self.clause),
            hash: self.clause.hash.to_string(),
            revision: self.table.number,
            held: held.map(|it| Held::of(desk.network(), it)),
            since: earlier
                .and_then(|it| Change::since(page, self.instrument, self.clause.id, it.text_hash)),
        }
    }
}

fn show_form(
    page: &Page,
    desk: &Desk,
    place: Place<'_>,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let explained = |prefix: &str, name: &'static str| {
        let label = page.say(prefix, name).to_string();
        (name, label, page.about(prefix, name))
    };
    let template = FormPage {
        p: page,
        crumbs: clause_crumbs(page, place.instrument, place.clause),
        it: place.wording(page, desk),
        form,
        kinds: PositionKind::ALL
            .map(|kind| explained("position-kind-", kind.as_str()))
            .to_vec(),
        mandates: Mandate::ALL
            .map(|mandate| explained("mandate-", mandate.as_str()))
            .to_vec(),
        may_submit: desk.network().may_submit(desk.by),
    };
    page.show_as(status, &template)
}

fn show_confirm(
    page: &Page,
    desk: &Desk,
    place: Place<'_>,
    form: &Form,
    statement: &PositionStatement,
) -> Result<Shown, Problem> {
    let texts = [&statement.reservation, &statement.reason, &statement.remedy];
    let texts = texts.map(|text| text.as_ref().map(ToString::to_string));
    page.show(&ConfirmPage {
        p: page,
        crumbs: clause_crumbs(page, place.instrument, place.clause),
        it: place.wording(page, desk),
        form,
        said: Said::new(statement.kind, statement.mandate, texts),
    })
}

#[cfg(test)]
mod tests;
