//! Clauses on the table: their wording, why they are or are not agreed, and positions on them.

use axum::extract::{Path, State};
use domain::api::{ClauseView, PositionStatement, PositionView};
use domain::consensus::{Evaluation, Part, explain};
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::{Instrument, Position};
use domain::record::RevisionNumber;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::instruments::require;
use super::paging::{Here, Limit, PageQuery, Paged};
use super::receipt::{Created, ReceiptView};
use crate::state::AppState;
use crate::web::extract::{ValidJson, ValidQuery};
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::sentence::sentence;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_clause))
        .routes(routes!(list_positions, take_position))
}

/// A clause on the table, and why it is or is not agreed.
#[derive(Serialize, ToSchema)]
struct StandingClauseView {
    #[serde(flatten)]
    clause: ClauseView,
    /// The revision on the table.
    revision: RevisionNumber,
    /// How much agreement there is, with every test and what is missing.
    evaluation: Evaluation<OrganisationId>,
    /// The same in one sentence, in the language asked for.
    sentence: String,
    /// The parts of the sentence.
    explanation: Vec<Part<OrganisationId>>,
    /// The latest position of each organisation that took one, in the order they were taken.
    positions: Vec<PositionView>,
}

/// As of when something is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AsOfQuery {
    /// What the record said at this entry; what it says now, unless said.
    as_of: Option<u64>,
}

/// Which positions are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PositionQuery {
    /// Only those of this organisation.
    organisation: Option<OrganisationId>,
    /// Only what follows this cursor, from a `Link` header.
    after: Option<String>,
    /// Only the last of what precedes this cursor.
    before: Option<String>,
    /// How many items at most: 1 to 200, 50 unless said.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// What a position is acknowledged with: proof of what was taken, and when.
#[derive(Serialize, ToSchema)]
struct PositionReceipt {
    /// The position as the record has it.
    position: PositionView,
    /// The clause it is on.
    clause: ClauseId,
    /// What was recorded.
    receipt: ReceiptView,
}

/// Returns a clause of the revision on the table, and why it is or is not agreed, now or as of an entry.
#[utoipa::path(get, path = "/instruments/{instrument}/clauses/{clause}", tag = "positions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
        AsOfQuery,
    ),
    responses((status = 200, description = "The clause.", body = StandingClauseView)))]
async fn read_clause(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidQuery(query): ValidQuery<AsOfQuery>,
) -> Result<Tagged, Problem> {
    // Who may not read it now may not read what it was.
    desk.instrument(id)?;
    let desk = desk.back_then(&app.office, query.as_of).await?;
    let instrument = desk.register.instrument(id)?;
    let revision = instrument.current().ok_or_else(Problem::not_found)?;
    let tabled = revision.clause(clause).ok_or_else(Problem::not_found)?;
    let evaluation = instrument
        .evaluation(clause, desk.network(), desk.now)
        .ok_or_else(Problem::not_found)?;
    let view = StandingClauseView {
        clause: ClauseView::new(revision, tabled),
        revision: revision.number,
        sentence: sentence(&page, desk.network(), &evaluation),
        explanation: explain(&evaluation).parts,
        evaluation,
        positions: latest(instrument, clause),
    };
    conditions.present(instrument, &view)
}

/// Returns each organisation's latest position, in the order they were taken.
pub(super) fn latest(instrument: &Instrument, clause: ClauseId) -> Vec<PositionView> {
    let is_latest = |it: &&Position| {
        let held = instrument.position_of(it.organisation, clause);
        held.is_some_and(|held| held.seq == it.seq)
    };
    let latest = instrument.positions(clause).iter().filter(is_latest);
    latest
        .map(|it| PositionView::new(instrument, clause, it))
        .collect()
}

/// Lists the positions ever taken on a clause, in the order they were taken.
#[utoipa::path(get, path = "/instruments/{instrument}/clauses/{clause}/positions", tag = "positions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
        PositionQuery,
    ),
    responses((status = 200, description = "A page of them.", body = Vec<PositionView>)))]
async fn list_positions(
    desk: Desk,
    here: Here,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidQuery(query): ValidQuery<PositionQuery>,
) -> Result<Paged<PositionView>, Problem> {
    let instrument = desk.instrument(id)?;
    let is_wanted = |it: &&Position| query.organisation.is_none_or(|id| id == it.organisation);
    let all = instrument.positions(clause).iter().filter(is_wanted);
    let all: Vec<&Position> = all.collect();
    let page = PageQuery {
        after: query.after,
        before: query.before,
        limit: query.limit,
    };
    let show = |it: &&Position| PositionView::new(instrument, clause, it);
    Paged::cut((&page, &here), &all, |it| it.seq, show)
}

/// Takes your organisation's position on the wording of a clause.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/positions", tag = "positions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = PositionStatement,
    responses((status = 201, description = "It is on record.", body = PositionReceipt)))]
async fn take_position(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(statement): ValidJson<PositionStatement>,
) -> Result<Created<PositionReceipt>, Problem> {
    require(&app, &conditions, id)?;
    let receipt = workflow::take_position(&app.office, by, (id, clause), &statement).await?;
    let register = app.office.register();
    let instrument = register.instrument(id)?;
    let taken = instrument
        .positions(clause)
        .iter()
        .find(|it| Some(it.seq) == receipt.position())
        .ok_or_else(Problem::not_found)?;
    let view = PositionReceipt {
        position: PositionView::new(instrument, clause, taken),
        clause,
        receipt: (&receipt).into(),
    };
    Ok(Created::at(
        format!("/entries/{}", taken.seq),
        &receipt,
        view,
    ))
}
