//! The whole instrument as of any earlier entry: its text, its structure, and where everybody stood.

use askama::Template;
use axum::extract::{Path, State};
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Landmark, Revision, RevisionClause};
use domain::network::Network;
use domain::record::AuditScope;
use domain::time::Timestamp;

use super::super::clause::{Group, groups};
use super::super::desk::Desk;
use super::super::instruments::RevisionHead;
use super::super::past::{AsOf, Past, Timeline};
use super::super::status::StatusView;
use super::super::text::{Text, clause_name};
use crate::state::AppState;
use crate::web::extract::ValidQuery;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "audit_text.html")]
struct TextPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    timeline: Timeline,
    title: String,
    /// The revision that was on the table; none before the first.
    revision: Option<RevisionHead>,
    clauses: Vec<Row>,
}

/// A clause as it stood.
struct Row {
    id: String,
    name: String,
    depth: usize,
    text: Text,
    hash: String,
    status: Option<StatusView>,
    groups: Vec<Group>,
}

/// What the record said, and when.
struct Then<'a> {
    page: &'a Page,
    network: &'a Network,
    instrument: &'a Instrument,
    at: Timestamp,
}

/// Shows the text as of an entry.
pub(super) async fn text(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(wanted): ValidQuery<AsOf>,
) -> Result<Shown, Problem> {
    let instrument = super::opened(&app, &desk, id, AuditScope::Text).await?;
    let course = app.office.course(id).await?;
    let course = course.ok_or_else(Problem::not_found)?;
    let landmarks: Vec<&Landmark> = course.landmarks().iter().collect();
    let href = format!("/instruments/{id}/audit");
    let address = format!("{href}/text");
    let past = Past::read(&app, &page, &desk, (address, wanted), &landmarks).await?;
    let then = Then {
        page: &page,
        network: past.register.network(),
        instrument: past.register.instrument(id)?,
        at: past.timeline.at,
    };
    let table = then.instrument.current();
    page.show(&TextPage {
        p: &page,
        crumbs: super::crumbs(&page, instrument),
        href,
        title: then.instrument.title().or_mark().to_owned(),
        revision: table.map(|it| RevisionHead::of(then.network, it)),
        clauses: table.map_or_else(Vec::new, |table| then.rows(table)),
        timeline: past.timeline,
    })
}

impl Then<'_> {
    fn rows(&self, table: &Revision) -> Vec<Row> {
        let clauses = table.clauses.iter();
        clauses.map(|clause| self.row(table, clause)).collect()
    }

    fn row(&self, table: &Revision, clause: &RevisionClause) -> Row {
        let asked = clause.is_asked().then_some(clause.id);
        let evaluation = asked.and_then(|id| self.instrument.evaluation(id, self.network, self.at));
        let status = evaluation.as_ref();
        Row {
            id: clause.id.to_string(),
            name: clause_name(self.page, clause),
            depth: table.depth(clause).min(4),
            text: Text::of(self.page, table, clause),
            hash: clause.hash.to_string(),
            groups: status.map_or_else(Vec::new, |it| {
                let place = (self.instrument, clause.id);
                groups(self.page, self.network, place, &it.standings)
            }),
            status: status.map(|it| StatusView::new(self.page, self.network, it)),
        }
    }
}
