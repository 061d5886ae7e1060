//! Pages on which people come in, sign in, and see where they are signed in.

mod entrance;
mod invitation;
mod sessions;
mod set_up;
mod sign_in;

use axum::Router;
use axum::routing::{get, post};

use crate::state::AppState;

/// Returns the routes of these pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/set-up/{token}", get(set_up::show).post(set_up::found))
        .route(
            "/invitations/{token}",
            get(invitation::show).post(invitation::accept),
        )
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sessions", get(sessions::show))
        .route("/sessions/end", post(sessions::end))
        .route(
            "/sessions/end-all",
            get(sessions::confirm_all).post(sessions::end_all),
        )
        .route(
            "/password",
            get(sessions::show_password).post(sessions::change_password),
        )
}

#[cfg(test)]
mod tests;
