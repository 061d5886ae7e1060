//! Amendments side by side: collisions, what a choice means, the rolling text, where words come from.

use axum::extract::{Path, State};
use domain::api::{
    AdoptAmendments, BlameView, BracketCountView, CollisionView, ComparisonView, LineFateView,
    LineView, RollingView, StandingView, WeighingView,
};
use domain::id::{AmendmentId, ClauseId, InstrumentId};
use domain::permission::Operation;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::instruments::require;
use super::receipt::{Acted, ReceiptView};
use crate::live;
use crate::state::AppState;
use crate::web::extract::{ValidJson, ValidQuery};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_collisions))
        .routes(routes!(compare_clause))
        .routes(routes!(read_standing))
        .routes(routes!(weigh_amendments, adopt_amendments))
        .routes(routes!(read_rolling_text))
        .routes(routes!(count_brackets))
        .routes(routes!(read_blame))
        .routes(routes!(list_lines))
        .routes(routes!(find_line))
}

/// Which amendments are weighed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Chosen {
    /// The amendments, separated by commas.
    amendments: String,
}

/// Lists every pair of open amendments that cannot both be adopted.
#[utoipa::path(get, path = "/instruments/{instrument}/collisions", tag = "amendments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "The pairs, sorted.", body = Vec<CollisionView>)))]
async fn list_collisions(
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let collisions = CollisionView::all(instrument, &instrument.collisions());
    conditions.recorded(instrument, &collisions)
}

/// Compares the open amendments to a clause.
#[utoipa::path(get, path = "/instruments/{instrument}/clauses/{clause}/comparison", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    responses((status = 200, description = "The comparison.", body = ComparisonView)))]
async fn compare_clause(
    desk: Desk,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let comparison = instrument.compare_clause(clause);
    conditions.recorded(instrument, &ComparisonView::new(instrument, &comparison))
}

/// Says how an amendment stands to its clause on the table.
#[utoipa::path(get, path = "/instruments/{instrument}/amendments/{amendment}/standing", tag = "amendments",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("amendment" = AmendmentId, Path, description = "The amendment."),
    ),
    responses((status = 200, description = "How it stands.", body = StandingView)))]
async fn read_standing(
    desk: Desk,
    conditions: Conditions,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let found = instrument.amendment(amendment);
    let amendment = found.ok_or_else(Problem::not_found)?;
    let table = instrument.current();
    let now = table.and_then(|table| table.clause(amendment.change().clause())?.wording());
    let standing = instrument.standing(amendment, now);
    conditions.recorded(instrument, &StandingView::from(&standing))
}

/// Says what adopting amendments together would mean, before anything is decided.
#[utoipa::path(get, path = "/instruments/{instrument}/adoption", tag = "amendments",
    params(("instrument" = InstrumentId, Path, description = "The instrument."), Chosen),
    responses((status = 200, description = "What it would mean.", body = WeighingView)))]
async fn weigh_amendments(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidQuery(chosen): ValidQuery<Chosen>,
) -> Result<Tagged, Problem> {
    let instrument = desk.permitted(Operation::ReadDraft, id)?;
    let ids = (chosen.amendments.split(','))
        .map(|id| id.trim().parse::<AmendmentId>())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| Problem::of_status(axum::http::StatusCode::BAD_REQUEST))?;
    let view = live::preview(&app.hub, desk.by, id).await?;
    let weighing = instrument.weigh(&ids, &view.outline, &desk.acting());
    conditions.present(instrument, &WeighingView::new(instrument, &weighing))
}

/// Takes amendments into the working draft in one act.
#[utoipa::path(post, path = "/instruments/{instrument}/adoption", tag = "amendments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "They are adopted.", body = ReceiptView)))]
async fn adopt_amendments(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<AdoptAmendments>,
) -> Result<Acted, Problem> {
    require(&app, &conditions, id)?;
    let receipt = live::adopt(&app.hub, by, id, command).await?;
    Ok(receipt.into())
}

/// Returns the text on the table with all open amendments in brackets.
#[utoipa::path(get, path = "/instruments/{instrument}/rolling-text", tag = "amendments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "Its clauses in order.", body = Vec<RollingView>)))]
async fn read_rolling_text(
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let rolling = instrument.rolling().into_iter();
    let rolling: Vec<_> = rolling.map(RollingView::from).collect();
    conditions.recorded(instrument, &rolling)
}

/// Counts the clauses with open amendments for each revision.
#[utoipa::path(get, path = "/instruments/{instrument}/brackets", tag = "amendments",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "The revisions in order.", body = Vec<BracketCountView>)))]
async fn count_brackets(
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let course = instrument.bracket_course().into_iter();
    let course: Vec<_> = course.map(BracketCountView::from).collect();
    conditions.recorded(instrument, &course)
}

/// Says where the words of a clause come from, as a revision has it.
#[utoipa::path(get, path = "/instruments/{instrument}/revisions/{revision}/clauses/{clause}/blame", tag = "revisions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("revision" = u32, Path, description = "The revision."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    responses((status = 200, description = "Run by run.", body = BlameView)))]
async fn read_blame(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path((id, revision, clause)): Path<(InstrumentId, u32, ClauseId)>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let blame = instrument.blame(clause, revision);
    let blame = blame.ok_or_else(Problem::not_found)?;
    let written = live::authorship(&app.hub, id, clause, revision).await?;
    let blame = blame.with_drafters(&written.heading, &written.text);
    conditions.recorded(instrument, &BlameView::from(&blame))
}

/// Lists the numbered lines of a tabled revision, which never change.
#[utoipa::path(get, path = "/instruments/{instrument}/revisions/{revision}/lines", tag = "revisions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("revision" = u32, Path, description = "The revision."),
    ),
    responses((status = 200, description = "The lines in order.", body = Vec<LineView>)))]
async fn list_lines(
    desk: Desk,
    conditions: Conditions,
    Path((id, revision)): Path<(InstrumentId, u32)>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let revision = instrument.revision(revision);
    let lines = revision.ok_or_else(Problem::not_found)?.lines();
    let lines: Vec<_> = lines.iter().map(LineView::from).collect();
    conditions.recorded(instrument, &lines)
}

/// Says what has become of a numbered line of a revision.
#[utoipa::path(get, path = "/instruments/{instrument}/revisions/{revision}/lines/{line}/now", tag = "revisions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("revision" = u32, Path, description = "The revision."),
        ("line" = u32, Path, description = "The number of the line."),
    ),
    responses((status = 200, description = "Where its words stand now, or since when they are gone.", body = LineFateView)))]
async fn find_line(
    desk: Desk,
    conditions: Conditions,
    Path((id, revision, line)): Path<(InstrumentId, u32, u32)>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let found = instrument.line_fate(revision, line);
    let (clause, fate) = found.ok_or_else(Problem::not_found)?;
    conditions.recorded(instrument, &LineFateView::new(clause, &fate))
}
