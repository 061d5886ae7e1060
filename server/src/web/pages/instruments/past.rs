//! The levels of an instrument's clauses as of an earlier entry of the record.

use askama::Template;
use axum::extract::{Path, State};
use domain::consensus::Level;
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Landmark};

use super::list::{LevelCount, count_levels};
use super::sheet::{RevisionHead, is_shown};
use crate::state::AppState;
use crate::web::extract::ValidQuery;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::past::{AsOf, Past, Timeline};
use crate::web::pages::status::StatusView;
use crate::web::pages::text::{clause_name, gist, instrument_crumbs};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "instrument_past.html")]
struct PastPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    timeline: Timeline,
    then: Then,
}

/// The instrument as it stood.
struct Then {
    title: String,
    /// The revision that was on the table; none before the first.
    revision: Option<RevisionHead>,
    levels: Vec<LevelCount>,
    clauses: Vec<Row>,
}

/// A clause with its level then and now.
struct Row {
    href: String,
    name: String,
    gist: String,
    status: StatusView,
    /// The level now, where it is another one.
    now: Option<Now>,
}

/// What has become of a clause.
enum Now {
    Level(&'static str),
    OffTable,
}

/// Shows the levels as of an entry.
pub(super) async fn past(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(wanted): ValidQuery<AsOf>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let course = app
        .office
        .course(id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let landmarks: Vec<&Landmark> = course.landmarks().iter().collect();
    let href = format!("/instruments/{id}");
    let address = format!("{href}/past");
    let past = Past::read(&app, &page, &desk, (address, wanted), &landmarks).await?;
    let then = then(&page, &desk, (instrument, &past))?;
    page.show(&PastPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href,
        then,
        timeline: past.timeline,
    })
}

fn then(page: &Page, desk: &Desk, (now, past): (&Instrument, &Past)) -> Result<Then, Problem> {
    let network = past.register.network();
    let then = past.register.instrument(now.id)?;
    let mut levels: Vec<Level> = Vec::new();
    let mut clauses = Vec::new();
    let tabled = then.current().map_or(&[][..], |table| &table.clauses);
    for clause in tabled.iter().filter(|it| is_shown(then, it)) {
        let Some(evaluation) = then.evaluation(clause.id, network, past.timeline.at) else {
            continue;
        };
        levels.extend(clause.is_asked().then_some(evaluation.level));
        let today = now.evaluation(clause.id, desk.network(), desk.now);
        clauses.push(Row {
            href: format!("/instruments/{}/clauses/{}", now.id, clause.id),
            name: clause_name(page, clause),
            gist: gist(clause),
            now: match today {
                None => Some(Now::OffTable),
                Some(it) if it.level == evaluation.level => None,
                Some(it) => Some(Now::Level(it.level.as_str())),
            },
            status: StatusView::new(page, network, &evaluation),
        });
    }
    Ok(Then {
        title: then.title().or_mark().to_owned(),
        revision: then.current().map(|it| RevisionHead::of(network, it)),
        levels: count_levels(&levels),
        clauses,
    })
}
