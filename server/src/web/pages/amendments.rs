//! Amendments: the list, each one, what is done with it, how they collide, and proposing one.

mod acts;
mod adoption;
mod colliding;
mod declaring;
mod dividing;
mod drawing;
mod effects;
mod entry;
mod list;
mod offering;
mod propose;
mod reading;
mod sheet;
mod standing;
mod weighing;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use self::drawing::Drawing;
pub(crate) use self::entry::{Entry, entry, news_for_chair, news_for_sponsor};
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
            "/instruments/{instrument}/collisions",
            get(colliding::matrix),
        )
        .route(
            "/instruments/{instrument}/clauses/{clause}/competing",
            get(colliding::competing),
        )
        .merge(of_one())
        .merge(propose::routes())
}

fn of_one() -> Router<AppState> {
    let it = |path: &str| format!("/instruments/{{instrument}}/amendments/{{amendment}}{path}");
    Router::new()
        .route(&it(""), get(sheet::amendment))
        .route(&it("/invite"), post(acts::invite_cosponsor))
        .route(
            &it("/part"),
            get(dividing::divide).post(dividing::adopt_part),
        )
        .route(
            &it("/offer"),
            get(offering::offer).post(offering::offer_modification),
        )
        .route(
            &it("/procedure"),
            get(offering::procedure).post(offering::propose_procedure),
        )
        .route(
            &it("/collisions/{word}"),
            get(declaring::ask).post(declaring::declare),
        )
        .route(&it("/{act}"), get(acts::ask).post(acts::act))
}

#[cfg(test)]
mod tests;
