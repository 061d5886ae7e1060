//! Pages of the secretariat: organisations, people, working groups, and the
//! instruments they open. Everybody signed in may read them.

mod erase;
mod groups;
mod holidays;
mod invitations;
mod keys;
mod links;
mod opening;
mod organisations;
mod people;

use axum::Router;
use axum::routing::{get, post};

use crate::state::AppState;

/// Returns the routes of these pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/organisations", get(organisations::list))
        .route(
            "/organisations/admit",
            get(organisations::form).post(organisations::admit),
        )
        .route("/organisations/{id}", get(organisations::show))
        .route(
            "/organisations/{id}/submission",
            post(organisations::reserve_submission),
        )
        .route(
            "/organisations/{id}/end-voting",
            get(organisations::ending).post(organisations::end_voting),
        )
        .route(
            "/organisations/{id}/key",
            get(keys::show).post(keys::submit),
        )
        .route("/organisations/{id}/key/statement", post(keys::draft))
        .route("/organisations/{id}/key/confirm", post(keys::confirm))
        .route("/holidays", get(holidays::holidays).post(holidays::list))
        .route("/people", get(people::list))
        .route(
            "/people/invite",
            get(invitations::form).post(invitations::invite),
        )
        .route(
            "/people/{id}/link",
            get(invitations::confirm_renewal).post(invitations::renew),
        )
        .route(
            "/people/{id}/revoke",
            get(invitations::confirm).post(invitations::revoke),
        )
        .route(
            "/people/{id}/role",
            get(people::confirm_role).post(people::change_role),
        )
        .route(
            "/people/{id}/withdraw",
            get(people::confirm).post(people::withdraw),
        )
        .route(
            "/people/{id}/erase",
            get(erase::confirm).post(erase::erase_person),
        )
        .route("/groups", get(groups::list).post(groups::make))
        .route("/groups/{id}", get(groups::show))
        .route("/groups/{id}/seats", post(groups::seat))
        .route(
            "/groups/{id}/seats/remove",
            get(groups::confirm_removal).post(groups::remove),
        )
        .route(
            "/groups/{id}/instruments",
            get(opening::form).post(opening::open),
        )
}

#[cfg(test)]
mod tests;
