//! How the agreement went, how it stood at an earlier entry, and what it would be.

use axum::Json;
use axum::extract::{Path, State};
use domain::api::StatusView;
use domain::consensus::{Evaluation, Part, Supposition, Verdict, evaluate, explain};
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::{Cause, Course, Turn};
use domain::record::RevisionNumber;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::instruments::require;
use crate::state::AppState;
use crate::web::extract::{ValidJson, ValidQuery};
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::sentence::sentence;
use crate::web::problem::Problem;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_levels))
        .routes(routes!(read_course))
        .routes(routes!(suppose_moves))
}

/// As of when the levels are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LevelsQuery {
    /// What the record said at this entry; what it says now, unless said.
    as_of: Option<u64>,
}

/// How much agreement there is on each clause of the revision on the table.
#[derive(Serialize, ToSchema)]
struct LevelsView {
    /// The last entry that this rests on.
    as_of: u64,
    /// The instant that the electorate is of.
    at: Timestamp,
    /// The revision on the table; absent where nothing is tabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<RevisionNumber>,
    /// The clauses in document order.
    clauses: Vec<ClauseLevelView>,
}

/// How much agreement there is on a clause.
#[derive(Serialize, ToSchema)]
struct ClauseLevelView {
    /// The clause.
    clause: ClauseId,
    /// Its printed number; empty where it has none.
    number: String,
    /// How much agreement there is.
    status: StatusView,
    /// The same in one sentence, in the language asked for.
    sentence: String,
}

/// How the agreement on a clause went.
#[derive(Serialize, ToSchema)]
struct CourseView {
    /// Each change of level, firm level or flags, the first one first.
    turns: Vec<TurnView>,
    /// The entries that concern the clause, the first one first.
    entries: Vec<u64>,
}

/// A change of the agreement on a clause.
#[derive(Serialize, ToSchema)]
struct TurnView {
    /// When it changed.
    at: Timestamp,
    /// The entry that changed it; absent where time alone changed the electorate.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    /// The organisations that vote from this instant on, where time alone changed the electorate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    began: Vec<OrganisationId>,
    /// The organisations that no longer vote from this instant on, where time alone changed the electorate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ended: Vec<OrganisationId>,
    /// How much agreement there has been since; absent where the clause is not on the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
}

/// Moves to suppose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SupposeMoves {
    /// The moves; of two by one organisation the last counts.
    #[schema(max_items = 1000)]
    moves: Vec<Supposition<OrganisationId>>,
}

/// What some moves would give. Nothing of it is recorded.
#[derive(Serialize, ToSchema)]
struct SupposedView {
    /// How much agreement there is now.
    present: StatusView,
    /// How much agreement there would be, with every test and what would be missing.
    evaluation: Evaluation<OrganisationId>,
    /// The same in one sentence, in the language asked for.
    sentence: String,
    /// The parts of the sentence.
    explanation: Vec<Part<OrganisationId>>,
}

impl From<&Turn> for TurnView {
    fn from(turn: &Turn) -> Self {
        let (entry, began, ended) = match &turn.cause {
            Cause::Entry(seq) => (Some(*seq), Vec::new(), Vec::new()),
            Cause::Terms { began, ended, .. } => (None, began.clone(), ended.clone()),
        };
        Self {
            at: turn.at,
            entry,
            began,
            ended,
            verdict: turn.verdict.clone(),
        }
    }
}

/// Returns how much agreement there is on each clause on the table, now or as of an entry.
#[utoipa::path(get, path = "/instruments/{instrument}/levels", tag = "positions",
    params(("instrument" = InstrumentId, Path, description = "The instrument."), LevelsQuery),
    responses((status = 200, description = "The levels.", body = LevelsView)))]
async fn read_levels(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
    ValidQuery(query): ValidQuery<LevelsQuery>,
) -> Result<Tagged, Problem> {
    // Who may not read it now may not read what it was.
    desk.instrument(id)?;
    let desk = desk.back_then(&app.office, query.as_of).await?;
    let instrument = desk.register.instrument(id)?;
    let table = instrument.current();
    let clauses = table.map_or(&[][..], |table| &table.clauses).iter();
    let levels = clauses.filter_map(|clause| {
        let evaluation = instrument.evaluation(clause.id, desk.network(), desk.now)?;
        Some(ClauseLevelView {
            clause: clause.id,
            number: clause.number.clone(),
            status: (&evaluation).into(),
            sentence: sentence(&page, desk.network(), &evaluation),
        })
    });
    let view = LevelsView {
        as_of: desk.seq().saturating_sub(1),
        at: desk.now,
        revision: table.map(|table| table.number),
        clauses: levels.collect(),
    };
    conditions.present(instrument, &view)
}

/// Returns how the agreement on a clause went, and which entry changed it.
#[utoipa::path(get, path = "/instruments/{instrument}/clauses/{clause}/course", tag = "positions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    responses((status = 200, description = "The course.", body = CourseView)))]
async fn read_course(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Tagged, Problem> {
    let instrument = desk.instrument(id)?;
    let course = app
        .office
        .course(id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let view = went(&course, clause).ok_or_else(Problem::not_found)?;
    conditions.present(instrument, &view)
}

fn went(course: &Course, clause: ClauseId) -> Option<CourseView> {
    let turns = course.turns(clause);
    let landmarks = course.landmarks().iter();
    let entries = landmarks.filter(|it| it.concerns(clause)).map(|it| it.seq);
    (!turns.is_empty()).then(|| CourseView {
        turns: turns.iter().map(TurnView::from).collect(),
        entries: entries.collect(),
    })
}

/// Says what level a clause would have if some organisations moved. Nothing is recorded.
#[utoipa::path(post, path = "/instruments/{instrument}/clauses/{clause}/what-if", tag = "positions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("clause" = ClauseId, Path, description = "The clause."),
    ),
    request_body = SupposeMoves,
    responses((status = 200, description = "What would be.", body = SupposedView)))]
async fn suppose_moves(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    conditions: Conditions,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidJson(command): ValidJson<SupposeMoves>,
) -> Result<Json<SupposedView>, Problem> {
    let instrument = desk.instrument(id)?;
    require(&app, &conditions, id)?;
    if command.moves.len() > 1_000 {
        return Err(Problem::invalid_field("/moves", "at most 1000 moves"));
    }
    let network = desk.network();
    let situation = instrument.situation(clause, network, desk.now);
    let situation = situation.ok_or_else(Problem::not_found)?;
    let supposed = situation.supposing(&command.moves).map_err(|why| {
        Problem::invalid_field(format!("/moves/{}", why.place()), why.to_string())
    })?;
    let evaluation = evaluate(&supposed);
    Ok(Json(SupposedView {
        present: (&evaluate(&situation)).into(),
        sentence: sentence(&page, network, &evaluation),
        explanation: explain(&evaluation).parts,
        evaluation,
    }))
}
