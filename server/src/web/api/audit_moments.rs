//! A text as it stood at any moment, and what changed between two, for those who oversee the record.

use axum::Json;
use axum::extract::{Path, State};
use domain::api::{ClauseView, PositionView, StatusView};
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::{Instrument, Revision, RevisionClause};
use domain::record::{AuditScope, RevisionNumber};
use domain::redline::{Segment, redline};
use domain::text::{RichText, WordingHash};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::clauses::latest;
use crate::state::AppState;
use crate::web::extract::ValidQuery;
use crate::web::page::Page;
use crate::web::pages::audit::{Then, between, landmarks, named, opened, two_named};
use crate::web::pages::comparison::{Comparison, Item};
use crate::web::pages::desk::Desk;
use crate::web::pages::sentence::sentence;
use crate::web::problem::Problem;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_text_as_of))
        .routes(routes!(compare_moments))
}

/// As of when the text is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MomentQuery {
    /// The number of an entry, or an instant such as `2026-03-03T14:30:00Z`, which stands for the last
    /// entry until then; now, unless said.
    #[serde(default)]
    as_of: String,
}

/// Which moments are compared, and of what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MomentsQuery {
    /// The number of an entry, or an instant; the first entry about the instrument, unless said.
    #[serde(default)]
    from: String,
    /// The number of an entry, or an instant; now, unless said.
    #[serde(default)]
    to: String,
    /// Only this clause, whether it changed or not.
    clause: Option<ClauseId>,
}

/// A moment of the record, and what was on the table.
#[derive(Serialize, ToSchema)]
struct MomentView {
    /// The last entry that there was.
    entry: u64,
    /// When it was made.
    at: Timestamp,
    /// The revision on the table; absent where nothing was tabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<RevisionNumber>,
    /// The hash of the whole revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<WordingHash>,
}

/// A text as it stood at a moment, with where everybody stood.
#[derive(Serialize, ToSchema)]
struct TextAsOfView {
    /// The moment.
    #[serde(flatten)]
    moment: MomentView,
    /// The title that the text had; absent where it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The clauses in document order.
    clauses: Vec<ClauseAsOfView>,
}

/// A clause as it stood at a moment.
#[derive(Serialize, ToSchema)]
struct ClauseAsOfView {
    /// The clause.
    #[serde(flatten)]
    clause: ClauseView,
    /// How much agreement there was; absent where the clause is not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusView>,
    /// The same in one sentence, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    /// The latest position of each organisation that had taken one, in the order they were taken.
    positions: Vec<PositionView>,
}

/// What changed between two moments.
#[derive(Serialize, ToSchema)]
struct MomentsView {
    /// The one moment.
    from: MomentView,
    /// The other moment.
    to: MomentView,
    /// The title at either moment, where it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    titles: Option<[String; 2]>,
    /// The clauses that changed, in the order of the other text, with those taken out where they stood.
    clauses: Vec<ClauseBetweenView>,
    /// How many clauses of the whole text are as they were.
    unchanged: usize,
    /// The entries between the two that concern what is compared, the first one first.
    entries: Vec<u64>,
}

/// What changed of a clause between two moments.
#[derive(Serialize, ToSchema)]
struct ClauseBetweenView {
    /// The clause.
    clause: ClauseId,
    /// What happened to it: some of `added`, `removed`, `reworded`, `moved` and `commented`.
    what: Vec<&'static str>,
    /// The clause at the one moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<ClauseView>,
    /// The clause at the other moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<ClauseView>,
    /// How much agreement there was at the one moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    status_before: Option<StatusView>,
    /// How much agreement there was at the other moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    status_after: Option<StatusView>,
    /// What makes the text before into the text after, run by run; absent where words were erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    redline: Option<Vec<Segment>>,
}

/// Returns the text as it stood at an entry or an instant, with where everybody stood; that it was
/// read is recorded.
#[utoipa::path(get, path = "/instruments/{instrument}/audit/text", tag = "record",
    params(("instrument" = InstrumentId, Path, description = "The instrument."), MomentQuery),
    responses((status = 200, description = "The text.", body = TextAsOfView)))]
async fn read_text_as_of(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    Path(id): Path<InstrumentId>,
    ValidQuery(query): ValidQuery<MomentQuery>,
) -> Result<Json<TextAsOfView>, Problem> {
    opened(&app, &desk, id, AuditScope::Text).await?;
    let wanted = named((&app, &page, &desk), ("as_of", &query.as_of), None).await?;
    let then = Then::read(&app, wanted).await?;
    let instrument = then.instrument(id).ok_or_else(Problem::not_found)?;
    let clauses = instrument.current().map_or_else(Vec::new, |table| {
        let clauses = table.clauses.iter();
        clauses
            .map(|it| ClauseAsOfView::new(&page, (&then, instrument), (table, it)))
            .collect()
    });
    Ok(Json(TextAsOfView {
        title: instrument.title().as_str().map(str::to_owned),
        moment: MomentView::new(&then, id),
        clauses,
    }))
}

/// Compares a text, or one of its clauses, at two entries or instants; that it was read is recorded.
#[utoipa::path(get, path = "/instruments/{instrument}/audit/comparison", tag = "record",
    params(("instrument" = InstrumentId, Path, description = "The instrument."), MomentsQuery),
    responses((status = 200, description = "What changed.", body = MomentsView)))]
async fn compare_moments(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    Path(id): Path<InstrumentId>,
    ValidQuery(query): ValidQuery<MomentsQuery>,
) -> Result<Json<MomentsView>, Problem> {
    let now = opened(&app, &desk, id, AuditScope::Comparison).await?;
    let landmarks = landmarks(&app, id, query.clause).await?;
    let (from, to) = (query.from.as_str(), query.to.as_str());
    let (from, to) = two_named((&app, &page, &desk), (from, to), &landmarks).await?;
    let then = (Then::read(&app, from).await?, Then::read(&app, to).await?);
    let (before, after) = (then.0.outline(now), then.1.outline(now));
    let compared = Comparison::new(&page, &before, &after);
    let clauses = (changed(&compared).into_iter())
        .filter(|(clause, _)| query.clause.is_none_or(|wanted| wanted == *clause))
        .map(|(clause, what)| ClauseBetweenView::new(&then, id, (clause, what)));
    let mut clauses: Vec<_> = clauses.collect();
    if let Some(wanted) = query.clause.filter(|_| clauses.is_empty()) {
        let same = ClauseBetweenView::new(&then, id, (wanted, Vec::new()));
        let is_there = same.before.is_some() || same.after.is_some();
        clauses.extend(is_there.then_some(same));
    }
    Ok(Json(MomentsView {
        from: MomentView::new(&then.0, id),
        to: MomentView::new(&then.1, id),
        titles: (before.title != after.title).then_some([before.title, after.title]),
        clauses,
        unchanged: compared.unchanged,
        entries: between(&landmarks, (from, to)),
    }))
}

/// Returns the clauses that changed, each with what happened to it.
fn changed(compared: &Comparison) -> Vec<(ClauseId, Vec<&'static str>)> {
    let rows = compared.rows.iter().filter_map(|it| match it {
        Item::Changed(row) => Some((row.id, row.what.clone())),
        Item::Left { .. } => None,
    });
    rows.collect()
}

impl MomentView {
    fn new(then: &Then, id: InstrumentId) -> Self {
        let table = then.table(id);
        Self {
            entry: then.seq,
            at: then.at,
            revision: table.map(|it| it.number),
            root: table.map(|it| it.root),
        }
    }
}

impl ClauseAsOfView {
    fn new(
        page: &Page,
        (then, instrument): (&Then, &Instrument),
        (table, clause): (&Revision, &RevisionClause),
    ) -> Self {
        let evaluation = then.evaluation(instrument.id, clause.id);
        let evaluation = evaluation.filter(|_| clause.is_asked());
        let network = then.register.network();
        Self {
            clause: ClauseView::new(table, clause),
            status: evaluation.as_ref().map(StatusView::from),
            sentence: (evaluation.as_ref()).map(|it| sentence(page, network, it)),
            positions: latest(instrument, clause.id),
        }
    }
}

impl ClauseBetweenView {
    fn new(
        (before, after): &(Then, Then),
        id: InstrumentId,
        (clause, what): (ClauseId, Vec<&'static str>),
    ) -> Self {
        let status = |then: &Then| Some((&then.evaluation(id, clause)?).into());
        let (was, is) = (stood(before, id, clause), stood(after, id, clause));
        Self {
            clause,
            what,
            redline: drawn(was.as_ref(), is.as_ref()),
            before: was,
            after: is,
            status_before: status(before),
            status_after: status(after),
        }
    }
}

/// Returns a clause as it was on the table at a moment.
fn stood(then: &Then, id: InstrumentId, clause: ClauseId) -> Option<ClauseView> {
    let table = then.table(id)?;
    Some(ClauseView::new(table, table.clause(clause)?))
}

/// Draws what changed in the text of a clause; none where the words of either side were erased.
fn drawn(was: Option<&ClauseView>, is: Option<&ClauseView>) -> Option<Vec<Segment>> {
    let nothing = RichText::plain("");
    let side = |it: Option<&ClauseView>| match it {
        None => Some(nothing.clone()),
        Some(clause) => clause.text.clone(),
    };
    Some(redline(&side(was)?, &side(is)?))
}
