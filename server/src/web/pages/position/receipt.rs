//! A position on record, with its place there.

use askama::Template;
use axum::extract::{Path, State};
use domain::id::{ClauseId, InstrumentId};
use ledger::hash::leaf_hash;

use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::held::Held;
use crate::web::pages::status::StatusView;
use crate::web::pages::text::{Text, clause_crumbs, clause_name};
use crate::web::problem::Problem;
use crate::web::qr::qr;
use crate::web::sealed::{self, Badge};

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
    kept: Badge,
    leaf: String,
    code: Option<Markup>,
}

/// Shows a position that was taken, with its place in the record.
pub(super) async fn receipt(
    State(app): State<AppState>,
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
    let kept = app.office.stored_entry(seq).await?;
    let leaf = leaf_hash(&kept.ok_or_else(Problem::not_found)?.stored.bytes);
    let address = format!("{}/record/{seq}#{leaf}", app.auth.origin);
    page.show(&ReceiptPage {
        p: &page,
        crumbs: clause_crumbs(&page, instrument, worded),
        href: format!("/instruments/{id}/clauses/{clause}"),
        instrument_href: format!("/instruments/{id}"),
        name: clause_name(&page, worded),
        text: (worded.hash == position.text_hash).then(|| Text::of(&page, revision, worded)),
        held: Held::of(desk.network(), instrument, position),
        status: evaluation.map(|it| StatusView::new(&page, desk.network(), &it)),
        kept: Badge::of(&page, &sealed::reach(&app).await?, seq),
        leaf: leaf.to_string(),
        code: qr(&address, &page.t("receipt-code").to_string()),
    })
}
