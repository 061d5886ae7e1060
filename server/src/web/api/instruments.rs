//! Instruments, their rules and their tabled revisions.

use axum::extract::{Path, State};
use domain::api::{
    ChangeRules, ClauseView, InstrumentView, OpenInstrument, RevisionView, StatusView,
    TableRevision,
};
use domain::consensus::Rules;
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Revision};
use domain::record::RevisionNumber;
use domain::text::WordingHash;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::paging::{Here, PageQuery, Paged};
use super::receipt::{Acted, Created, Made, ReceiptView};
use crate::live;
use crate::state::AppState;
use crate::web::extract::{ValidJson, ValidQuery};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_instruments, open_instrument))
        .routes(routes!(read_instrument))
        .routes(routes!(read_rules, change_rules))
        .routes(routes!(list_revisions, table_revision))
        .routes(routes!(read_revision))
}

/// A tabled revision with its clauses, and the agreement on those that are still on the table.
#[derive(Serialize, ToSchema)]
struct WholeRevisionView {
    #[serde(flatten)]
    revision: RevisionView,
    /// The clauses in document order.
    text: Vec<TabledClauseView>,
}

/// A clause of a revision.
#[derive(Serialize, ToSchema)]
struct TabledClauseView {
    #[serde(flatten)]
    clause: ClauseView,
    /// How much agreement there is on this wording; absent where another is on the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusView>,
}

/// The rules of an instrument's consensus.
#[derive(Serialize, ToSchema)]
struct RulesView {
    /// The rules.
    rules: Rules,
}

/// Checks that a client read an instrument as it is now, if it says what it read.
///
/// # Errors
///
/// * unknown instrument, or stale.
pub(super) fn require(
    app: &AppState,
    conditions: &Conditions,
    id: InstrumentId,
) -> Result<(), Problem> {
    conditions.require(app.office.register().instrument(id)?)
}

/// Lists the instruments in the order they were opened.
#[utoipa::path(get, path = "/instruments", tag = "instruments", params(PageQuery),
    responses((status = 200, description = "A page of them.", body = Vec<InstrumentView>)))]
async fn list_instruments(
    desk: Desk,
    here: Here,
    ValidQuery(page): ValidQuery<PageQuery>,
) -> Result<Paged<InstrumentView>, Problem> {
    let all = desk.register.instruments();
    let all: Vec<_> = all.filter(|it| desk.instrument(it.id).is_ok()).collect();
    Paged::cut(
        (&page, &here),
        &all,
        |it| it.id,
        |it| InstrumentView::from(*it),
    )
}

/// Returns one instrument.
#[utoipa::path(get, path = "/instruments/{instrument}", tag = "instruments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "The instrument.", body = InstrumentView)))]
async fn read_instrument(
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    conditions.recorded(instrument, &InstrumentView::from(instrument))
}

/// Opens an instrument with an empty working draft.
#[utoipa::path(post, path = "/instruments", tag = "instruments",
    request_body = OpenInstrument,
    responses((status = 201, description = "It is open.", body = Made<InstrumentId>)))]
async fn open_instrument(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<OpenInstrument>,
) -> Result<Created<Made<InstrumentId>>, Problem> {
    let (id, receipt) = live::open_instrument(&app.hub, by, &command).await?;
    Ok(Created::named(format!("/instruments/{id}"), id, &receipt))
}

/// Returns the rules of an instrument's consensus.
#[utoipa::path(get, path = "/instruments/{instrument}/rules", tag = "instruments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "The rules.", body = RulesView)))]
async fn read_rules(
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let rules = instrument.rules;
    conditions.recorded(instrument, &RulesView { rules })
}

/// Changes the rules of an instrument's consensus.
#[utoipa::path(post, path = "/instruments/{instrument}/rules", tag = "instruments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = ChangeRules,
    responses((status = 200, description = "They are changed.", body = ReceiptView)))]
async fn change_rules(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<ChangeRules>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let receipt = workflow::change_rules(&app.office, by, id, &command).await?;
    Ok(receipt.into())
}

/// Lists the tabled revisions, the first one first.
#[utoipa::path(get, path = "/instruments/{instrument}/revisions", tag = "revisions",
    params(("instrument" = InstrumentId, Path, description = "The instrument."), PageQuery),
    responses((status = 200, description = "A page of them.", body = Vec<RevisionView>)))]
async fn list_revisions(
    desk: Desk,
    here: Here,
    Path(id): Path<InstrumentId>,
    ValidQuery(page): ValidQuery<PageQuery>,
) -> Result<Paged<RevisionView>, Problem> {
    let all = desk.instrument(id)?.revisions();
    Paged::cut(
        (&page, &here),
        all,
        |it| it.number,
        |it| RevisionView::from(&**it),
    )
}

/// Returns a revision with its clauses, and the agreement on those whose wording is on the table.
#[utoipa::path(get, path = "/instruments/{instrument}/revisions/{revision}", tag = "revisions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("revision" = u32, Path, description = "The number of the revision, from 1."),
    ),
    responses((status = 200, description = "The whole text.", body = WholeRevisionView)))]
async fn read_revision(
    desk: Desk,
    conditions: Conditions,
    Path((id, number)): Path<(InstrumentId, RevisionNumber)>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let revision = instrument.revision(number).ok_or_else(Problem::not_found)?;
    conditions.present(instrument, &whole(&desk, instrument, revision))
}

fn whole(desk: &Desk, instrument: &Instrument, revision: &Revision) -> WholeRevisionView {
    let status = |clause, hash: WordingHash| {
        (instrument.tabled_hash(clause)? == hash).then_some(())?;
        let evaluation = instrument.evaluation(clause, desk.network(), desk.now)?;
        Some(StatusView::from(&evaluation))
    };
    let text = revision.clauses.iter().map(|clause| TabledClauseView {
        clause: ClauseView::new(revision, clause),
        status: status(clause.id, clause.hash),
    });
    WholeRevisionView {
        text: text.collect(),
        revision: revision.into(),
    }
}

/// Tables the working draft as the next revision.
///
/// `heads` are those of the draft as it was previewed; if it has changed since, nothing is tabled.
#[utoipa::path(post, path = "/instruments/{instrument}/revisions", tag = "revisions",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = TableRevision,
    responses((status = 201, description = "It is on the table.", body = Made<u32>)))]
async fn table_revision(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<TableRevision>,
) -> Result<Created<Made<RevisionNumber>>, Problem> {
    require(&app, &conditions, id)?;
    let (number, receipt) = live::table_revision(&app.hub, by, id, command).await?;
    let path = format!("/instruments/{id}/revisions/{number}");
    Ok(Created::named(path, number, &receipt))
}
