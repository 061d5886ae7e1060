//! Amendments: the list, each one, what is done with it, and proposing one.

mod acts;
mod adoption;
mod entry;
mod list;
mod propose;
mod sheet;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use self::entry::{Entry, entry};
pub(crate) use self::propose::{clause_kinds, read_wording};
use crate::state::AppState;

/// Returns the routes of amendments.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/instruments/{instrument}/amendments",
            get(list::amendments),
        )
        .route(
            "/instruments/{instrument}/adoption",
            get(adoption::weigh).post(adoption::adopt),
        )
        .route(
            "/instruments/{instrument}/amendments/{amendment}",
            get(sheet::amendment),
        )
        .route(
            "/instruments/{instrument}/amendments/{amendment}/invite",
            post(acts::invite_cosponsor),
        )
        .route(
            "/instruments/{instrument}/amendments/{amendment}/{act}",
            get(acts::ask).post(acts::act),
        )
        .merge(propose::routes())
}

#[cfg(test)]
mod tests;
