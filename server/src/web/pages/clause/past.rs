//! A clause as of an earlier entry of the record.

use askama::Template;
use axum::extract::{Path, State};
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::Landmark;

use super::stands::{Group, groups};
use crate::state::AppState;
use crate::web::extract::ValidQuery;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::past::{AsOf, Past, Timeline};
use crate::web::pages::sentence::missing;
use crate::web::pages::status::StatusView;
use crate::web::pages::text::{Text, clause_called, clause_name, instrument_crumbs};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "clause_past.html")]
struct PastPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    name: String,
    href: String,
    timeline: Timeline,
    /// None where the clause was not on the table then.
    then: Option<Then>,
    /// The level now; none where it is not on the table.
    now: Option<&'static str>,
}

/// The clause as it stood.
struct Then {
    name: String,
    revision: u32,
    text: Text,
    status: StatusView,
    missing: Option<String>,
    groups: Vec<Group>,
}

/// Shows a clause as of an entry.
pub(super) async fn past(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidQuery(wanted): ValidQuery<AsOf>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let course = app
        .office
        .course(id)
        .await?
        .ok_or_else(Problem::not_found)?;
    if course.turns(clause).is_empty() {
        return Err(Problem::not_found());
    }
    let concerns = |it: &&Landmark| it.concerns(clause);
    let landmarks: Vec<&Landmark> = course.landmarks().iter().filter(concerns).collect();
    let href = format!("/instruments/{id}/clauses/{clause}");
    let address = format!("{href}/past");
    let past = Past::read(&app, &page, &desk, (address, wanted), &landmarks).await?;
    let now = instrument.evaluation(clause, desk.network(), desk.now);
    let name = clause_called(&page, instrument, Some(clause));
    let mut crumbs = instrument_crumbs(&page, instrument);
    crumbs.push(Crumb::new(href.clone(), &name));
    page.show(&PastPage {
        p: &page,
        crumbs,
        name,
        href,
        then: then(&page, &past, id, clause),
        timeline: past.timeline,
        now: now.map(|it| it.level.as_str()),
    })
}

fn then(page: &Page, past: &Past, id: InstrumentId, clause: ClauseId) -> Option<Then> {
    let network = past.register.network();
    let instrument = past.register.instrument(id).ok()?;
    let evaluation = instrument.evaluation(clause, network, past.timeline.at)?;
    let revision = instrument.current()?;
    let tabled = revision.clause(clause)?;
    Some(Then {
        name: clause_name(page, tabled),
        revision: revision.number,
        text: Text::of(page, revision, tabled),
        status: StatusView::new(page, network, &evaluation),
        missing: missing(page, network, &evaluation),
        groups: groups(page, network, (instrument, clause), &evaluation.standings),
    })
}
