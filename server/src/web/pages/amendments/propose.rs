//! Proposing an amendment, or another text of one: a form, a preview with what it changes, then the act.

mod draft;
mod kind;
mod package;
mod place;
mod settling;

use askama::Template;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::amendments::Settlement;
use domain::api::AmendmentProposal;
use domain::id::{AmendmentId, ClauseId, InstrumentId, PackageId};
use domain::instrument::FreshNames;
use domain::permission::Operation;
use domain::refusal::Refusal;
use serde::Deserialize;
use uuid::Uuid;

use self::draft::{blank, read, revising};
pub(crate) use self::draft::{kinds as clause_kinds, wording as read_wording};
use self::kind::Kind;
use self::package::Earlier;
use self::place::{At, Place, Purpose};
use self::settling::Settling;
use super::drawing::Drawing;
use crate::state::AppState;
use crate::web::assets;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::{refuse, taken};
use crate::web::pages::text::Text;
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
            "/instruments/{instrument}/clauses/{clause}/amend/{kind}",
            get(change_otherwise).post(propose_otherwise),
        )
        .route(
            "/instruments/{instrument}/amend/insert",
            get(insert).post(propose_insertion),
        )
        .route(
            "/instruments/{instrument}/amendments/{amendment}/amend",
            get(amend).post(propose_amending),
        )
        .route(
            "/instruments/{instrument}/amendments/{amendment}/revise",
            get(revise).post(revise_amendment),
        )
}

#[derive(Template)]
#[template(path = "amendment_form.html")]
struct FormPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    /// What the form is for, as its messages name it.
    name: &'static str,
    clause: String,
    action: String,
    back: String,
    /// What the proposal is written against.
    text: Option<Text>,
    /// That text, for the redline while typing.
    base: String,
    has_wording: bool,
    has_instruction: bool,
    /// Where a clause can go, each value a place; empty where no place is chosen.
    places: Vec<(String, String)>,
    kinds: Vec<(&'static str, String)>,
    /// Where an amendment touches what changed since, and how that is settled.
    settling: Option<Settling>,
    /// What the package has already.
    earlier: Vec<Earlier>,
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
    name: &'static str,
    clause: String,
    action: String,
    drawing: Drawing,
    earlier: Vec<Earlier>,
    rationale: String,
    /// The organisations asked to co-sponsor; none where that is not asked.
    asked: Option<Vec<String>>,
    /// What a further change of a package can be about; none where there can be none.
    further: Option<Further>,
}

/// What a further change can be about.
struct Further {
    kinds: Vec<(String, String)>,
    clauses: Vec<(String, String)>,
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
    start(&page, &desk, id, At::Clause(clause, Kind::Modify))
}

async fn change_otherwise(
    page: Page,
    desk: Desk,
    Path((id, clause, kind)): Path<(InstrumentId, ClauseId, String)>,
) -> Result<Response, Problem> {
    start(&page, &desk, id, At::Clause(clause, kind_of_clause(&kind)?))
}

async fn insert(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let place = permitted(&desk, id, At::Anew)?;
    let form = blank(&place, &wanted, &Settlement::default());
    show_form(&page, &desk, &place, &form, StatusCode::OK)
}

async fn amend(
    page: Page,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
) -> Result<Response, Problem> {
    start(&page, &desk, id, At::Amending(amendment))
}

async fn revise(
    page: Page,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let place = permitted(&desk, id, At::Revising(amendment))?;
    let mut form = Form::new();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        form = form.with(&name, value);
    }
    let settling = place.conflict().map(|it| Settling::new(&it, &form));
    let settlement = settling.map(|it| it.chosen()).unwrap_or_default();
    let started = blank(&place, &Wanted::default(), &settlement);
    let chosen = form.carried().filter(|(name, _)| settling::is_choice(name));
    let form = chosen.fold(started, |form, (name, value)| form.with(name, value));
    show_form(&page, &desk, &place, &form, StatusCode::OK)
}

async fn propose_modification(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    form: Form,
) -> Result<Response, Problem> {
    propose(
        &app,
        &page,
        &desk,
        (id, At::Clause(clause, Kind::Modify)),
        form,
    )
    .await
}

async fn propose_otherwise(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause, kind)): Path<(InstrumentId, ClauseId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let at = At::Clause(clause, kind_of_clause(&kind)?);
    propose(&app, &page, &desk, (id, at), form).await
}

async fn propose_insertion(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    form: Form,
) -> Result<Response, Problem> {
    propose(&app, &page, &desk, (id, At::Anew), form).await
}

async fn propose_amending(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
    form: Form,
) -> Result<Response, Problem> {
    propose(&app, &page, &desk, (id, At::Amending(amendment)), form).await
}

async fn revise_amendment(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
    form: Form,
) -> Result<Response, Problem> {
    propose(&app, &page, &desk, (id, At::Revising(amendment)), form).await
}

fn kind_of_clause(name: &str) -> Result<Kind, Problem> {
    Kind::named(name)
        .filter(|kind| Kind::OF_A_CLAUSE.contains(kind))
        .ok_or_else(Problem::not_found)
}

/// Shows the form before anything is typed, to those who may propose.
fn start(page: &Page, desk: &Desk, id: InstrumentId, at: At) -> Result<Response, Problem> {
    let place = permitted(desk, id, at)?;
    let form = blank(&place, &Wanted::default(), &Settlement::default());
    show_form(page, desk, &place, &form, StatusCode::OK)
}

/// Finds the place, for those who may propose something there.
fn permitted(desk: &Desk, id: InstrumentId, at: At) -> Result<Place<'_>, Problem> {
    let place = Place::find(desk, id, at)?;
    let may = match place.purpose {
        Purpose::New | Purpose::Amends(_) => {
            desk.may_for_members(Operation::ProposeAmendment, place.instrument)
        }
        Purpose::Revises(it) => {
            desk.acts_for(it.sponsor) && desk.may(Operation::WithdrawAmendment, place.instrument)
        }
    };
    may.then_some(place).ok_or_else(Problem::forbidden)
}

/// Previews a proposal, adds to it, or tables it, as the button pressed says.
async fn propose(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    (id, at): (InstrumentId, At),
    mut form: Form,
) -> Result<Response, Problem> {
    let place = Place::find(desk, id, at)?;
    if let Some(index) = form.value("step").strip_prefix("drop-") {
        let index = index.parse().map_err(|_| Problem::not_found())?;
        form = package::without(&form, index);
    } else if form.value("step") == "edit" {
        return show_form(page, desk, &place, &form, StatusCode::OK);
    }
    let Some(proposal) = read_proposal(&mut form, &place)? else {
        return show_form(page, desk, &place, &form, StatusCode::UNPROCESSABLE_ENTITY);
    };
    if form.value("step") == "confirm" {
        let tabled = table(app, desk, &place, &form, &proposal).await;
        if let Some(done) = taken(&mut form, tabled)? {
            return Ok(done.into_response());
        }
    } else if let Err(refusal) = check(desk, &place, &form, &proposal) {
        refuse(&mut form, refusal);
    } else if form.value("step") == "further"
        && let Some(at) = package::next(&form)
    {
        let next = Place::find(desk, id, at)?;
        let blank = blank(&next, &Wanted::default(), &Settlement::default());
        let change = draft::change(&mut form, &place).ok_or_else(Problem::not_found)?;
        let form = package::further(&form, blank, &change);
        return show_form(page, desk, &next, &form, StatusCode::OK);
    } else {
        return Ok(show_preview(page, desk, &place, &form, &proposal)?.into_response());
    }
    show_form(page, desk, &place, &form, StatusCode::UNPROCESSABLE_ENTITY)
}

fn read_proposal(form: &mut Form, place: &Place<'_>) -> Result<Option<AmendmentProposal>, Problem> {
    let earlier = if package::is_open_to(place) {
        package::read(form)?
    } else {
        Vec::new()
    };
    Ok(read(form, place, earlier))
}

/// Tables the proposal, or the other text of an amendment.
async fn table(
    app: &AppState,
    desk: &Desk,
    place: &Place<'_>,
    form: &Form,
    proposal: &AmendmentProposal,
) -> Result<Done, WorkflowError> {
    let id = place.instrument.id;
    let (amendment, said) = if let Purpose::Revises(it) = place.purpose {
        let command = revising(form, proposal.clone()).ok_or(Refusal::TextChanged)?;
        workflow::revise_amendment(&app.office, desk.by, (id, it.id), &command).await?;
        (it.id, "done-amendment-revised")
    } else {
        let (amendments, _) =
            workflow::propose_amendment(&app.office, desk.by, id, proposal).await?;
        let first = amendments.first().copied();
        (
            first.ok_or(Refusal::NothingChosen)?,
            "done-amendment-tabled",
        )
    };
    let to = format!("/instruments/{id}/amendments/{amendment}");
    Ok(Done::at(to).saying(said))
}

/// Asks the rules whether the proposal could be tabled now.
fn check(
    desk: &Desk,
    place: &Place<'_>,
    form: &Form,
    proposal: &AmendmentProposal,
) -> Result<(), Refusal> {
    let acting = desk.acting();
    if let Purpose::Revises(it) = place.purpose {
        let command = revising(form, proposal.clone()).ok_or(Refusal::TextChanged)?;
        let decided = (place.instrument).revise_amendment(it.id, &command, &acting);
        return decided.map(|_| ());
    }
    let nobody = (
        AmendmentId::from_uuid(Uuid::nil()),
        ClauseId::from_uuid(Uuid::nil()),
    );
    let fresh = FreshNames {
        amendments: vec![nobody; proposal.changes().count()],
        package: PackageId::from_uuid(Uuid::nil()),
    };
    let decided = (place.instrument).propose_amendment(proposal, &acting, &fresh);
    decided.map(|_| ())
}

fn show_form(
    page: &Page,
    desk: &Desk,
    place: &Place<'_>,
    form: &Form,
    status: StatusCode,
) -> Result<Response, Problem> {
    let is_revision = matches!(place.purpose, Purpose::Revises(_));
    let language = place.clause.map_or(&place.table.language, |clause| {
        place.table.language_of(clause)
    });
    let text = match (place.purpose, place.clause) {
        (Purpose::New, Some(clause)) => Some(Text::of(page, place.table, clause)),
        _ => place.base().map(|base| Text::worded(page, base, language)),
    };
    let template = FormPage {
        p: page,
        crumbs: place.crumbs(page),
        form,
        name: place.form_name(),
        clause: place.name(page),
        action: place.action(),
        back: place.href(),
        text,
        base: place.base_runs(),
        has_wording: place.kind.has_wording(),
        has_instruction: place.kind == Kind::EditorialHint,
        places: if place.kind.has_place() {
            place.places(page)
        } else {
            Vec::new()
        },
        kinds: draft::kinds(page),
        settling: place.conflict().map(|it| Settling::new(&it, form)),
        earlier: package::earlier(page, place.table, &package::read(form)?),
        askable: if is_revision {
            Vec::new()
        } else {
            draft::askable(desk)
        },
        has_client: assets::has_client(),
    };
    page.show_as(status, &template).map(with_redlines)
}

fn show_preview(
    page: &Page,
    desk: &Desk,
    place: &Place<'_>,
    form: &Form,
    proposal: &AmendmentProposal,
) -> Result<Shown, Problem> {
    let changes: Vec<_> = proposal.changes().cloned().collect();
    let (last, earlier) = changes.split_last().ok_or_else(Problem::not_found)?;
    let names = (proposal.cosponsors.iter()).map(|id| desk.network().short_name(*id).to_owned());
    let is_revision = matches!(place.purpose, Purpose::Revises(_));
    let here = place.clause.map(|clause| clause.id.to_string());
    let form = &form.clone().with("next_clause", here.unwrap_or_default());
    page.show(&PreviewPage {
        p: page,
        crumbs: place.crumbs(page),
        form,
        name: place.form_name(),
        clause: place.name(page),
        action: place.action(),
        drawing: Drawing::proposed(page, place.table, place.base(), last),
        earlier: package::earlier(page, place.table, earlier),
        rationale: proposal.rationale.to_string(),
        asked: (!is_revision).then(|| names.collect()),
        further: package::is_open_to(place).then(|| Further {
            kinds: package::kinds(page),
            clauses: package::clauses(page, place.table),
        }),
    })
}
