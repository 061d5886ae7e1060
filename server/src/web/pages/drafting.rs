//! Amendments in preparation: opened, drafted live, and tabled by their sponsors.
//!
//! Whoever is not among the sponsors gets the page of a draft that does not exist.

mod acts;
mod carrying;
mod opening;
mod sheet;
mod tabling;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use self::sheet::{Listed, show};
use crate::state::AppState;

/// Returns the routes of amendments in preparation; the draft itself is at `/drafts/{draft}`, as
/// working drafts are.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/instruments/{instrument}/amendments/draft",
            get(opening::ask).post(opening::open_draft),
        )
        .route("/drafts/{draft}/invite", post(acts::invite))
        .route(
            "/drafts/{draft}/withdraw-invitation",
            post(acts::withdraw_invitation),
        )
        .route("/drafts/{draft}/answer", post(acts::answer))
        .route(
            "/drafts/{draft}/discard",
            get(acts::ask_discarding).post(acts::discard),
        )
        .route(
            "/drafts/{draft}/carry",
            get(carrying::ask).post(carrying::carry),
        )
        .route(
            "/drafts/{draft}/table",
            get(tabling::ask).post(tabling::table),
        )
}

#[cfg(test)]
mod tests;
