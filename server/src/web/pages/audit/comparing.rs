//! What changed between any two moments, of one clause or of the whole text.

use askama::Template;
use axum::extract::{Path, State};
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::Instrument;
use domain::record::AuditScope;
use domain::time::Timestamp;
use serde::Deserialize;

use super::super::change::Change;
use super::super::columns::Columns;
use super::super::compare::{Layout, Switch};
use super::super::comparison::{Comparison, Item};
use super::super::desk::Desk;
use super::super::past::{Told, told};
use super::super::text::{clause_called, language_of};
use super::index::clauses;
use super::moment::two_named;
use super::then::{Then, between, landmarks};
use crate::state::AppState;
use crate::web::extract::ValidQuery;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

/// How many of the entries between two moments are told.
const TOLD: usize = 100;

#[derive(Template)]
#[template(path = "audit_compare.html")]
struct ComparePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    wish: Wish,
    clauses: Vec<(String, String)>,
    switch: Switch,
    from: Side,
    to: Side,
    what: What,
    /// What was recorded between the two, the first one first.
    between: Vec<Told>,
    /// How many more there are.
    untold: usize,
}

/// One of the two moments.
struct Side {
    seq: u64,
    at: Timestamp,
    revision: Option<u32>,
}

/// What differs.
enum What {
    Whole(Comparison),
    Clause(Box<OneClause>),
}

/// What differs in one clause.
struct OneClause {
    name: String,
    /// Its level at the first moment and at the second.
    levels: [Option<&'static str>; 2],
    hashes: [Option<String>; 2],
    is_same: bool,
    is_there: bool,
    change: Change,
    columns: Option<Columns>,
}

/// Which moments are compared, and of what.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    from: String,
    to: String,
    clause: String,
    view: Layout,
}

/// Compares two moments.
pub(super) async fn compare(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(wish): ValidQuery<Wish>,
) -> Result<Shown, Problem> {
    let instrument = super::opened(&app, &desk, id, AuditScope::Comparison).await?;
    let clause = parsed_clause(&wish.clause)?;
    let landmarks = landmarks(&app, id, clause).await?;
    let named = (wish.from.as_str(), wish.to.as_str());
    let (from, to) = two_named((&app, &page, &desk), named, &landmarks).await?;
    let (before, after) = (Then::read(&app, from).await?, Then::read(&app, to).await?);
    let between = between(&landmarks, (from, to));
    let listed = between.iter().take(TOLD).copied();
    let href = format!("/instruments/{id}/audit");
    let view = wish.view;
    page.show(&ComparePage {
        p: &page,
        crumbs: super::crumbs(&page, instrument),
        switch: switch(&href, &wish, (from, to)),
        clauses: offered(&page, instrument),
        from: Side::of(&before, id),
        to: Side::of(&after, id),
        what: match clause {
            None => What::Whole(Comparison::laid_out(
                &page,
                &before.outline(instrument),
                &after.outline(instrument),
                view,
            )),
            Some(clause) => What::Clause(Box::new(OneClause::new(
                &page,
                instrument,
                (&before, &after),
                (clause, view),
            ))),
        },
        untold: between.len().saturating_sub(TOLD),
        between: told(&app, &page, &desk, listed).await?,
        href,
        wish,
    })
}

fn parsed_clause(text: &str) -> Result<Option<ClauseId>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Problem::not_found())
}

fn switch(href: &str, wish: &Wish, (from, to): (u64, u64)) -> Switch {
    let (from, to) = (from.to_string(), to.to_string());
    let fields = [("from", &*from), ("to", &*to), ("clause", &*wish.clause)];
    Switch::new(wish.view, &format!("{href}/compare"), &fields)
}

fn offered(page: &Page, instrument: &Instrument) -> Vec<(String, String)> {
    let clauses = clauses(page, instrument).into_iter();
    clauses
        .map(|(id, name, gist)| (id.to_string(), format!("{name} · {gist}")))
        .collect()
}

impl Side {
    fn of(then: &Then, id: InstrumentId) -> Self {
        Self {
            seq: then.seq,
            at: then.at,
            revision: then.table(id).map(|it| it.number),
        }
    }
}

impl OneClause {
    fn new(
        page: &Page,
        now: &Instrument,
        (before, after): (&Then, &Then),
        (clause, view): (ClauseId, Layout),
    ) -> Self {
        let language = language_of(now, Some(clause));
        let [was, is] = [before, after].map(|then| then.table(now.id)?.clause(clause));
        let level = |then: &Then| {
            let evaluation = then.evaluation(now.id, clause)?;
            Some(evaluation.level.as_str())
        };
        let (old, new) = (
            was.and_then(|it| it.wording()),
            is.and_then(|it| it.wording()),
        );
        Self {
            name: clause_called(page, now, Some(clause)),
            levels: [level(before), level(after)],
            hashes: [was, is].map(|it| it.map(|it| it.hash.to_string())),
            is_same: was.map(|it| it.hash) == is.map(|it| it.hash),
            is_there: was.is_some() || is.is_some(),
            change: Change::of(page, old, new, &language),
            columns: (view == Layout::SideBySide)
                .then(|| Columns::between(page, old, new, &language)),
        }
    }
}
