//! The record as people read it: its entries in words, and each as it is kept.

mod confidence;
mod entry;
mod erasing;
mod list;
mod options;
mod panel;
mod sentence;
mod wanted;

use axum::Router;
use axum::routing::get;

pub(super) use self::confidence::{may_know, may_read};
pub(crate) use self::options::{Options, options};
pub(crate) use self::sentence::{actor, organisation, sentence};
pub(crate) use self::wanted::{ON_PAGE, Wanted};
use crate::state::AppState;

/// Returns the hash of an entry's bytes as a leaf of the ledger, in hexadecimal.
pub(crate) fn leaf_hash(bytes: &[u8]) -> String {
    ledger::hash::leaf_hash(bytes).to_string()
}

/// Returns the routes of these pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/record", get(list::record))
        .route("/record/bundle", get(super::api::read_bundle))
        .route("/record/{seq}", get(entry::entry))
        .route("/record/{seq}/bytes", get(entry::bytes))
        .route("/record/{seq}/statement", get(entry::statement))
        .route("/record/{seq}/proof", get(entry::proof))
        .route(
            "/record/{seq}/erase",
            get(erasing::confirm).post(erasing::erase_words),
        )
}

#[cfg(test)]
mod tests;
