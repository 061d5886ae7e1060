//! A position on record, with its place there.

use askama::Template;
use axum::extract::Path;
use domain::id::{ClauseId, InstrumentId};

use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::held::Held;
use crate::web::pages::status::StatusView;
use crate::web::pages::text::{Text, clause_crumbs, clause_name};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "position_receipt.html")]
struct ReceiptPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    instrument_href: String,
    name: String,
    text: Option<Text>,
    held: Held,
    status: Option<StatusView>,
}

/// Shows a position that was taken, with its place in the record.
pub(super) async fn receipt(
    page: Page,
    desk: Desk,
    Path((id, clause, seq)): Path<(InstrumentId, ClauseId, u64)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let mut positions = instrument.positions(clause).iter();
    let position = positions
        .find(|it| it.seq == seq)
        .ok_or_else(Problem::not_found)?;
    let revision = instrument
        .revision(position.revision)
        .ok_or_else(Problem::not_found)?;
    let worded = revision.clause(clause).ok_or_else(Problem::not_found)?;
    let evaluation = instrument.evaluation(clause, desk.network(), desk.now);
    page.show(&ReceiptPage {
        p: &page,
        crumbs: clause_crumbs(&page, instrument, worded),
        href: format!("/instruments/{id}/clauses/{clause}"),
        instrument_href: format!("/instruments/{id}"),
        name: clause_name(&page, worded),
        text: (worded.hash == position.text_hash).then(|| Text::of(&page, revision, worded)),
        held: Held::of(desk.network(), instrument, position),
        status: evaluation.map(|it| StatusView::new(&page, desk.network(), &it)),
    })
}
