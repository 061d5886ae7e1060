//! What an organisation signed, with its place in the record.

use askama::Template;
use axum::extract::Path;
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::Revision;
use domain::time::Timestamp;

use super::crumbs;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_name, given};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "whole_receipt.html")]
struct ReceiptPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    organisation: String,
    version: u32,
    root: String,
    public_href: String,
    by: String,
    at: Timestamp,
    seq: u64,
    /// Clause by clause: its name, and the reservation on it.
    reservations: Vec<(String, String)>,
    dissociations: Vec<String>,
    statement: Option<String>,
}

/// Shows what an organisation signed.
pub(super) async fn receipt(
    page: Page,
    desk: Desk,
    Path((id, version, organisation)): Path<(InstrumentId, u32, OrganisationId)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let adopted = instrument.adopted_version(version);
    let adopted = adopted.ok_or_else(Problem::not_found)?;
    let signature = adopted.signatures.get(&organisation);
    let signature = signature.ok_or_else(Problem::not_found)?;
    let text = instrument.revision(adopted.revision);
    let text = text.ok_or_else(Problem::not_found)?;
    let named = |id: &ClauseId| name(&page, text, *id);
    let network = desk.network();
    let who = network.organisation(organisation);
    page.show(&ReceiptPage {
        p: &page,
        crumbs: crumbs(&page, instrument),
        organisation: who.map_or("[–]", |it| it.name.or_mark()).to_owned(),
        version,
        root: adopted.root.to_string(),
        public_href: format!("/adopted/{id}/{version}"),
        by: network.delegate_name(signature.by).to_owned(),
        at: signature.at,
        seq: signature.seq,
        reservations: (signature.reservations.iter())
            .map(|(id, words)| (named(id), words.or_mark().to_owned()))
            .collect(),
        dissociations: signature.dissociations.iter().map(named).collect(),
        statement: given(signature.statement.as_ref()),
    })
}

fn name(page: &Page, text: &Revision, id: ClauseId) -> String {
    let clause = text.clause(id);
    clause.map(|it| clause_name(page, it)).unwrap_or_default()
}
