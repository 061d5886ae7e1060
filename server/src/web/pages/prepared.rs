//! Positions prepared inside an organisation: read, discussed, submitted or sent back.
//!
//! Whoever is not a delegate of the organisation gets the page of one that does not exist.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::api::{SendBack, SubmitPrepared};
use domain::deliberation::{Prepared, PreparedEnd, PreparedState, Subject};
use domain::id::{ClauseId, PreparationId};
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::time::Timestamp;

use super::desk::Desk;
use super::discussion::Threads;
use super::held::Said;
use super::position::signing::{attached, show_to_sign};
use super::refusals::taken;
use super::sheet::signing_sheet;
use super::text::{Text, clause_called, instrument_crumbs};
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::problem::Problem;
use crate::workflow;

/// Returns the routes of prepared positions; they are written on the pages of positions.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/prepared/{preparation}", get(prepared))
        .route("/prepared/{preparation}/submit", post(submit_prepared))
        .route("/prepared/{preparation}/sign", get(sign_prepared))
        .route("/prepared/{preparation}/statement", post(statement))
        .route("/prepared/{preparation}/send-back", post(send_back))
        .route("/prepared/{preparation}/withdraw", post(withdraw_prepared))
}

#[derive(Template)]
#[template(path = "prepared.html")]
struct PreparedPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    it: Row,
    name: String,
    clause_href: String,
    organisation: String,
    text: Option<Text>,
    hash: String,
    /// Why it was sent back.
    reason: Option<String>,
    /// The position that it became.
    position: Option<String>,
    answered: Option<(String, Timestamp)>,
    may: Permitted,
    /// Whether submitting it means signing it.
    signs: bool,
    threads: Threads,
}

/// What the reader may do.
#[derive(Debug)]
struct Permitted {
    submit: bool,
    send_back: bool,
    rewrite: bool,
}

/// A prepared position in a list.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) said: Said,
    pub(crate) state: &'static str,
    pub(crate) is_stale: bool,
    pub(crate) by: String,
    pub(crate) at: Timestamp,
    pub(crate) version: u32,
}

impl Row {
    /// Lists those of the reader's organisation on a clause that have not ended.
    pub(crate) async fn on_clause(
        app: &AppState,
        desk: &Desk,
        instrument: &Instrument,
        clause: ClauseId,
    ) -> Result<Vec<Self>, Problem> {
        let all = workflow::prepared_of(&app.office, desk.by, instrument.id).await?;
        let alive = all.iter().filter(|it| {
            let state = it.state();
            it.clause == clause && matches!(state, PreparedState::Open | PreparedState::SentBack)
        });
        Ok(alive.map(|it| Self::new(desk, instrument, it)).collect())
    }

    fn new(desk: &Desk, instrument: &Instrument, it: &Prepared) -> Self {
        let said = &it.statement;
        Self {
            id: it.id.to_string(),
            href: format!("/prepared/{}", it.id),
            said: Said::proposed(desk.network(), instrument, said),
            state: it.state().as_str(),
            is_stale: it.is_stale(instrument),
            by: desk.network().delegate_name(it.by).to_owned(),
            at: it.at,
            version: it.version,
        }
    }
}

/// Shows a prepared position.
async fn prepared(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<PreparationId>,
) -> Result<Shown, Problem> {
    show(&app, page, &desk, id, &Form::new()).await
}

/// Submits it, as the head of delegation.
async fn submit_prepared(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<PreparationId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let done =
        workflow::submit_prepared(&app.office, desk.by, id, &SubmitPrepared::default()).await;
    if let Some((prepared, receipt)) = taken(&mut form, done)? {
        let seq = receipt.position().unwrap_or_default();
        let (instrument, clause) = (prepared.instrument, prepared.clause);
        let to = format!("/instruments/{instrument}/clauses/{clause}/position/{seq}");
        return Ok(Done::at(to).saying("done-position").into_response());
    }
    Ok(show(&app, page, &desk, id, &form).await?.into_response())
}

/// Shows what the head of delegation has to sign to submit it.
async fn sign_prepared(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<PreparationId>,
) -> Result<Shown, Problem> {
    let to_sign = workflow::prepared_to_sign(&app.office, desk.by, id).await?;
    show_to_sign(&page, &desk, to_sign, (&Form::new(), Some(id)))
}

/// Sends that statement, to be signed elsewhere.
async fn statement(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<PreparationId>,
) -> Result<Response, Problem> {
    let to_sign = workflow::prepared_to_sign(&app.office, desk.by, id).await?;
    attached(&signing_sheet(&desk, to_sign)?)
}

/// Sends it back with a reason, as the head of delegation.
async fn send_back(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<PreparationId>,
    mut form: Form,
) -> Result<Response, Problem> {
    if let Some(reason) = form.required("sent_back", "error-statement") {
        let command = SendBack { reason };
        let done = workflow::send_back(&app.office, desk.by, id, &command).await;
        if taken(&mut form, done)?.is_some() {
            return Ok(Done::at(format!("/prepared/{id}"))
                .saying("done-prepared-sent-back")
                .into_response());
        }
    }
    Ok(show(&app, page, &desk, id, &form).await?.into_response())
}

/// Gives it up.
async fn withdraw_prepared(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<PreparationId>,
) -> Result<Done, Problem> {
    workflow::withdraw_prepared(&app.office, desk.by, id).await?;
    Ok(Done::at(format!("/prepared/{id}")).saying("done-prepared-withdrawn"))
}

async fn show(
    app: &AppState,
    page: Page,
    desk: &Desk,
    id: PreparationId,
    form: &Form,
) -> Result<Shown, Problem> {
    let it = workflow::prepared(&app.office, desk.by, id).await?;
    let instrument = desk.instrument(it.instrument)?;
    let threads = Threads::about(app, &page, desk, instrument, &Subject::Preparation(id)).await?;
    let clause_href = format!("/instruments/{}/clauses/{}", instrument.id, it.clause);
    let name = clause_called(&page, instrument, Some(it.clause));
    let mut crumbs = instrument_crumbs(&page, instrument);
    crumbs.push(Crumb::new(&clause_href, &name));
    let worded = instrument.revision(it.statement.revision);
    let text = worded.and_then(|revision| {
        let clause = revision.clause(it.clause)?;
        Some(Text::of(&page, revision, clause))
    });
    let is_head = desk.may_for_members(Operation::SubmitPosition, instrument);
    let state = it.state();
    let is_open = state == PreparedState::Open;
    let is_stale = it.is_stale(instrument);
    let (reason, position) = match it.answer.as_ref().map(|it| &it.state) {
        Some(PreparedEnd::SentBack(reason)) => (Some(reason.to_string()), None),
        Some(PreparedEnd::Submitted(seq)) => (None, Some(format!("{clause_href}/position/{seq}"))),
        Some(PreparedEnd::Withdrawn) | None => (None, None),
    };
    let page = page.following([Topic::Instrument(instrument.id)], desk.seq());
    let template = PreparedPage {
        p: &page,
        crumbs,
        form,
        name,
        organisation: desk.network().short_name(it.organisation).to_owned(),
        text,
        hash: it.statement.text_hash.to_string(),
        reason,
        position,
        answered: it.answer.as_ref().map(|it| {
            let who = desk.network().delegate_name(it.by).to_owned();
            (who, it.at)
        }),
        may: Permitted {
            submit: is_head && is_open && !is_stale,
            send_back: is_head && is_open,
            rewrite: is_open || state == PreparedState::SentBack,
        },
        signs: desk.signs(),
        threads,
        it: Row::new(desk, instrument, &it),
        clause_href,
    };
    page.show_as(form.status(), &template)
}

#[cfg(test)]
mod tests;
