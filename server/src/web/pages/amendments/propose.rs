//! Proposing an amendment: a form, a preview with its redline, then the act.

mod draft;
mod place;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::api::AmendmentProposal;
use domain::id::{AmendmentId, ClauseId, InstrumentId, PackageId};
use domain::instrument::FreshNames;
use domain::permission::Operation;
use serde::Deserialize;
use uuid::Uuid;

use self::draft::{blank, read};
pub(crate) use self::draft::{kinds as clause_kinds, wording as read_wording};
use self::place::Place;
use crate::state::AppState;
use crate::web::assets;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::change::Change;
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::refuse;
use crate::web::pages::text::{Text, clause_crumbs, instrument_crumbs};
use crate::web::problem::Problem;
use crate::web::security::LoadsEditor;
use crate::workflow::{self, WorkflowError};

/// Returns the routes of the forms.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/instruments/{instrument}/clauses/{clause}/amend",
            get(modify).post(propose_modification),
        )
        .route(
            "/instruments/{instrument}/clauses/{clause}/amend/delete",
            get(delete).post(propose_deletion),
        )
        .route(
            "/instruments/{instrument}/amend/insert",
            get(insert).post(propose_insertion),
        )
}

/// What a proposal would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Modify,
    Insert,
    Delete,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Modify => "modify",
            Self::Insert => "insert",
            Self::Delete => "delete",
        }
    }
}

#[derive(Template)]
#[template(path = "amendment_form.html")]
struct FormPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    kind: &'static str,
    name: String,
    action: &'a str,
    back: String,
    /// The clause as it is on the table.
    text: Option<Text>,
    /// The heading and the text it starts from, for the redline while typing.
    base: String,
    /// Where a new clause can go, each value a place.
    places: Vec<(String, String)>,
    kinds: Vec<(&'static str, String)>,
    askable: Vec<(String, String)>,
    /// Whether this server has the module that draws redlines while one types.
    has_client: bool,
}

#[derive(Template)]
#[template(path = "amendment_preview.html")]
struct PreviewPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    kind: &'static str,
    name: String,
    action: &'a str,
    change: Option<Change>,
    rationale: String,
    asked: Vec<String>,
}

/// Where a new clause is wanted.
#[derive(Debug, Default, Deserialize)]
struct Wanted {
    after: Option<ClauseId>,
    parent: Option<ClauseId>,
}

/// Lets a page with a text area draw redlines while one types.
fn with_redlines(shown: Shown) -> Response {
    (Extension(LoadsEditor), shown).into_response()
}

async fn modify(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Response, Problem> {
    start(
        &page,
        &desk,
        id,
        (Kind::Modify, Some(clause)),
        &Wanted::default(),
    )
}

async fn delete(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Response, Problem> {
    start(
        &page,
        &desk,
        id,
        (Kind::Delete, Some(clause)),
        &Wanted::default(),
    )
}

async fn insert(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    start(&page, &desk, id, (Kind::Insert, None), &wanted)
}

async fn propose_modification(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    form: Form,
) -> Result<Response, Problem> {
    propose(&app, &page, &desk, id, (Kind::Modify, Some(clause)), form).await
}

async fn propose_deletion(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    form: Form,
) -> Result<Response, Problem> {
    propose(&app, &page, &desk, id, (Kind::Delete, Some(clause)), form).await
}

async fn propose_insertion(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    form: Form,
) -> Result<Response, Problem> {
    propose(&app, &page, &desk, id, (Kind::Insert, None), form).await
}

/// Shows the empty form, to those who may propose.
fn start(
    page: &Page,
    desk: &Desk,
    id: InstrumentId,
    (kind, clause): (Kind, Option<ClauseId>),
    wanted: &Wanted,
) -> Result<Response, Problem> {
    let place = Place::find(desk, id, clause)?;
    if !desk.may_for_members(Operation::ProposeAmendment, place.instrument) {
        return Err(Problem::forbidden());
    }
    let form = blank(&place, kind, wanted);
    show_form(page, desk, &place, kind, &form, StatusCode::OK).map(with_redlines)
}

/// Previews a proposal, then tables it.
async fn propose(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    id: InstrumentId,
    (kind, clause): (Kind, Option<ClauseId>),
    mut form: Form,
) -> Result<Response, Problem> {
    let place = Place::find(desk, id, clause)?;
    if form.value("step") == "edit" {
        let shown = show_form(page, desk, &place, kind, &form, StatusCode::OK);
        return shown.map(with_redlines);
    }
    if let Some(proposal) = read(&mut form, &place, kind) {
        if form.value("step") == "confirm" {
            match workflow::propose_amendment(&app.office, desk.by, id, &proposal).await {
                Ok((amendments, _)) => {
                    let amendment = amendments[0];
                    let to = format!("/instruments/{id}/amendments/{amendment}");
                    return Ok(Done::at(to).saying("done-amendment-tabled").into_response());
                }
                Err(WorkflowError::Refused(refusal)) => refuse(&mut form, refusal),
                Err(error) => return Err(error.into()),
            }
        } else if check(desk, &place, &proposal, &mut form) {
            return Ok(show_preview(page, desk, &place, kind, &form, &proposal)?.into_response());
        }
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show_form(page, desk, &place, kind, &form, status).map(with_redlines)
}

/// Asks the rules whether the proposal could be tabled now.
fn check(desk: &Desk, place: &Place<'_>, proposal: &AmendmentProposal, form: &mut Form) -> bool {
    let ids = FreshNames {
        amendments: vec![(
            AmendmentId::from_uuid(Uuid::nil()),
            ClauseId::from_uuid(Uuid::nil()),
        )],
        package: PackageId::from_uuid(Uuid::nil()),
    };
    let decided = place
        .instrument
        .propose_amendment(proposal, &desk.acting(), &ids);
    decided.map_err(|refusal| refuse(form, refusal)).is_ok()
}

fn show_form(
    page: &Page,
    desk: &Desk,
    place: &Place<'_>,
    kind: Kind,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let template = FormPage {
        p: page,
        crumbs: crumbs(page, place),
        form,
        kind: kind.name(),
        name: place.name(page),
        action: page.here.split('?').next().unwrap_or_default(),
        back: place.href(),
        text: place.clause.map(|it| Text::of(page, place.table, it)),
        base: place.base(),
        places: place.places(page),
        kinds: draft::kinds(page),
        askable: draft::askable(desk),
        has_client: assets::has_client(),
    };
    page.show_as(status, &template)
}

fn show_preview(
    page: &Page,
    desk: &Desk,
    place: &Place<'_>,
    kind: Kind,
    form: &Form,
    proposal: &AmendmentProposal,
) -> Result<Shown, Problem> {
    let asked = proposal
        .cosponsors
        .iter()
        .map(|id| desk.network().short_name(*id).to_owned());
    page.show(&PreviewPage {
        p: page,
        crumbs: crumbs(page, place),
        form,
        kind: kind.name(),
        name: place.name(page),
        action: page.here.split('?').next().unwrap_or_default(),
        change: place.redline(page, &proposal.change),
        rationale: proposal.rationale.to_string(),
        asked: asked.collect(),
    })
}

fn crumbs(page: &Page, place: &Place<'_>) -> Vec<Crumb> {
    match place.clause {
        Some(clause) => clause_crumbs(page, place.instrument, clause),
        None => instrument_crumbs(page, place.instrument),
    }
}
