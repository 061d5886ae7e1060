//! The audit, for the secretariat and the auditors: how each clause came about, the text at any two
//! moments, and the whole record by filter. That it was read is recorded.

mod comparing;
mod custody;
mod event;
mod exporting;
mod finding;
mod index;
mod kinds;
mod list;
mod moment;
mod saved;
mod text;
mod then;
mod timeline;
mod wordings;

use axum::Router;
use axum::routing::{get, post};
use domain::id::InstrumentId;
use domain::instrument::Instrument;
use domain::network::AuditReading;
use domain::permission::Operation;
use domain::record::AuditScope;

pub(crate) use self::custody::{Custody, Writing, custody_of, write_custody};
pub(crate) use self::event::Event;
pub(crate) use self::exporting::{EntryFormat, Wish, sent};
pub(crate) use self::moment::{named, two_named};
pub(crate) use self::then::{Then, between, landmarks};
pub(crate) use self::timeline::told_of;
use super::desk::Desk;
use super::text::instrument_crumbs;
use crate::state::AppState;
use crate::web::page::{Crumb, Page};
use crate::web::problem::Problem;
use crate::workflow;

/// Returns the routes of the audit.
pub(crate) fn routes() -> Router<AppState> {
    let address = |rest: &str| format!("/instruments/{{instrument}}/audit{rest}");
    Router::new()
        .route("/audit", get(list::audit))
        .route("/audit/export", post(exporting::export))
        .route("/audit/filters", post(saved::save_filter))
        .route("/audit/filters/{filter}", post(saved::change_filter))
        .route(&address(""), get(index::index))
        .route(&address("/text"), get(text::text))
        .route(&address("/compare"), get(comparing::compare))
        .route(&address("/clauses/{clause}"), get(timeline::timeline))
        .route(
            &address("/clauses/{clause}/custody"),
            post(custody::take_out_custody),
        )
}

/// Opens an instrument to somebody who oversees the record, and notes that they read it.
///
/// # Errors
///
/// * forbidden unless the person oversees the record;
/// * not found if there is no such instrument;
/// * internal if the record cannot be written.
pub(crate) async fn opened<'a>(
    app: &AppState,
    desk: &'a Desk,
    id: InstrumentId,
    scope: AuditScope,
) -> Result<&'a Instrument, Problem> {
    let instrument = desk.permitted(Operation::ReadAudit, id)?;
    let reading = AuditReading {
        scope,
        instrument: Some(id),
        clause: None,
        filter: String::new(),
    };
    workflow::note_reading(&app.office, desk.by, &reading).await?;
    Ok(instrument)
}

/// Returns the way to the audit of an instrument.
fn crumbs(page: &Page, instrument: &Instrument) -> Vec<Crumb> {
    let mut crumbs = instrument_crumbs(page, instrument);
    let href = format!("/instruments/{}/audit", instrument.id);
    crumbs.push(Crumb::new(href, page.t("audit-title")));
    crumbs
}

#[cfg(test)]
mod tests;
