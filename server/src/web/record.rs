//! The record as people read it: its entries in words, and each as it is kept.

mod confidence;
mod entry;
mod list;
mod options;
mod sentence;
mod wanted;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

pub(super) use self::confidence::{may_know, may_read};
pub(crate) use self::sentence::sentence;
use crate::state::AppState;

/// Returns the routes of these pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/record", get(list::record))
        .route("/record/{seq}", get(entry::entry))
        .route("/record/{seq}/bytes", get(entry::bytes))
}
