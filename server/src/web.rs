//! The pages: HTML that works without script, and what pages and API share.
//!
//! # Invariants
//!
//! * A handler says in its signature who may call it; it calls one workflow or
//!   reads one snapshot, and never opens a transaction itself.
//! * No string a reader sees is written here: they are messages of [`crate::i18n`].
//! * Every answer that is an error is one [`problem::Problem`], shown as a page or
//!   as JSON.

mod about;
pub mod account;
pub mod admin;
pub mod api;
pub mod assets;
pub(crate) mod csv;
mod erased;
pub mod events;
pub mod extract;
mod following;
pub mod form;
mod ledger;
mod once;
pub mod page;
pub mod pages;
pub mod preferences;
pub mod problem;
mod qr;
pub mod reader;
mod reading;
pub mod record;
pub mod redline;
mod refused;
mod sealed;
pub mod security;
pub mod session;
mod socket;
pub(crate) mod svg;
pub mod text;

use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router, middleware};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::state::AppState;
use problem::Problem;
use reader::Interface;

/// The largest body of a request that says nothing else, in bytes.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Returns every route of the server, with what is around them.
pub fn router(state: AppState) -> Router {
    let interface = state.interface.clone();
    let routes = common_routes()
        .route("/events", get(following::follow))
        .route("/live", get(socket::follow_drafts))
        .merge(account::routes())
        .merge(admin::routes())
        .merge(pages::routes())
        .merge(record::routes())
        .merge(ledger::routes())
        .merge(about::routes())
        .merge(api::routes(&state))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            session::identify,
        ))
        .with_state(state);
    framed(routes, interface)
}

/// Returns the routes that need nothing but the reader.
pub fn common_routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{*path}", get(assets::asset))
        .route("/sw.js", get(assets::service_worker))
        .route(
            "/preferences",
            get(preferences::preferences).post(preferences::save_preferences),
        )
        .route("/problems/{code}", get(problem::problem_type))
}

/// Puts around all routes what every answer has: problems as pages or JSON, security
/// headers, compression, a limit to bodies, and survival of a panic.
pub fn framed<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    interface: Interface,
) -> Router<S> {
    routes
        .fallback(async || Problem::not_found())
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(problem::show_problems))
        // Pages are made for each reader: what is saved on the way is not worth more time than this.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn(security::protect))
        .layer(Extension(interface))
}

/// Answers for a handler that panicked; what it said stays in the log.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over"
)]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    Problem::internal(&format_args!("a handler panicked: {said}")).into_response()
}

#[cfg(test)]
mod tests;
