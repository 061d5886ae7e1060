//! Discussions: listed beside what they are about, opened, read, written in, resolved.
//!
//! Whoever may not read one gets the page of a discussion that does not exist.

mod about;
mod list;
mod listed;
mod message;
mod opening;
mod thread;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use self::listed::{DraftThreads, Threads};
use crate::state::AppState;

/// Returns the routes of discussions.
pub(crate) fn routes() -> Router<AppState> {
    const MESSAGE: &str = "/threads/{thread}/messages/{message}";
    Router::new()
        .route("/instruments/{instrument}/threads", get(list::threads))
        .route(
            "/instruments/{instrument}/threads/new",
            get(opening::ask).post(opening::open_thread),
        )
        .route(
            "/threads/{thread}",
            get(thread::thread).post(thread::write_message),
        )
        .route("/threads/{thread}/resolve", post(thread::resolve))
        .route("/threads/{thread}/reopen", post(thread::reopen))
        .route(
            &format!("{MESSAGE}/edit"),
            get(message::edit_form).post(message::edit_message),
        )
        .route(
            &format!("{MESSAGE}/delete"),
            get(message::ask_deleting).post(message::delete_message),
        )
}

#[cfg(test)]
mod tests;
