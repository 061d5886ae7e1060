//! The road to consensus: objections, calls, silence, designation, agreement.
//!
//! Whether a step is offered is asked of the rule itself, with words that stand for those to come.

mod calls;
mod opening;
mod road;
mod ruling;
mod step;
mod steps;

use axum::Router;
use axum::routing::get;

pub(crate) use self::road::{Road, acts_on_objection, awaited};
pub(crate) use self::ruling::procedure_rules_in_words;
pub(crate) use self::steps::Offered;
use crate::state::AppState;

/// Returns the routes of the road to consensus.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/instruments/{instrument}/calls", get(calls::list))
        .route(
            "/instruments/{instrument}/calls/open",
            get(opening::ask).post(opening::open_call),
        )
        .route("/instruments/{instrument}/calls/{call}", get(calls::call))
        .route(
            "/instruments/{instrument}/calls/{call}/outcome",
            get(calls::outcome),
        )
        .route(
            "/instruments/{instrument}/procedure-rules",
            get(ruling::ask).post(ruling::change_procedure_rules),
        )
        .route(
            "/instruments/{instrument}/steps/{step}",
            get(steps::ask).post(steps::take_step),
        )
}

#[cfg(test)]
mod tests;
