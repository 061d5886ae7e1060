//! What of one instrument can be audited.

use askama::Template;
use axum::extract::Path;
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::Instrument;
use domain::permission::Operation;

use super::super::desk::Desk;
use super::super::text::{clause_name, gist, instrument_crumbs};
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "audit_instrument.html")]
struct IndexPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    title: String,
    href: String,
    clauses: Vec<Row>,
}

/// A clause that was ever tabled or proposed.
struct Row {
    href: String,
    name: String,
    gist: String,
    is_on_table: bool,
}

/// Leads to what can be audited.
pub(super) async fn index(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.permitted(Operation::ReadAudit, id)?;
    page.show(&IndexPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        title: instrument.title().or_mark().to_owned(),
        href: format!("/instruments/{id}/audit"),
        clauses: rows(&page, instrument),
    })
}

fn rows(page: &Page, instrument: &Instrument) -> Vec<Row> {
    clauses(page, instrument)
        .into_iter()
        .map(|(clause, name, gist)| Row {
            href: format!("/instruments/{}/audit/clauses/{clause}", instrument.id),
            name,
            gist,
            is_on_table: instrument.tabled_hash(clause).is_some(),
        })
        .collect()
}

/// Returns every clause that was ever tabled, those on the table first, with its name and how it begins.
pub(super) fn clauses(page: &Page, instrument: &Instrument) -> Vec<(ClauseId, String, String)> {
    let mut seen = std::collections::BTreeSet::new();
    let revisions = instrument.revisions().iter().rev();
    revisions
        .flat_map(|revision| &revision.clauses)
        .filter(|clause| seen.insert(clause.id))
        .map(|clause| (clause.id, clause_name(page, clause), gist(clause)))
        .collect()
}
