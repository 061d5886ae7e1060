//! The pages on which a text is read, amended, tabled and agreed.
//!
//! Each module has its `routes()`. Handlers are thin: what a page shows is put
//! together by plain functions from the register to the structs of a template.

pub(crate) mod adopted;
mod adoption;
mod amendments;
mod asked;
mod asking;
pub(crate) mod audit;
mod blame;
mod change;
mod clause;
mod columns;
mod compare;
pub(crate) mod comparison;
mod curing;
pub(crate) mod desk;
mod discussion;
mod draft;
mod drafting;
mod figures;
mod held;
mod home;
mod import;
mod instruments;
mod notices;
mod past;
mod phrases;
mod position;
mod prepared;
mod procedure;
mod projector;
mod proposed;
mod reading;
mod reference;
pub(crate) mod refusals;
mod revision;
mod rolling;
pub(crate) mod sentence;
pub(in crate::web) mod sheet;
mod status;
mod tabling;
mod temperature;
pub(crate) mod text;

#[cfg(test)]
pub(crate) mod fixture;

use axum::Router;

use crate::state::AppState;

/// Returns the routes of these pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .merge(home::routes())
        .merge(instruments::routes())
        .merge(clause::routes())
        .merge(figures::routes())
        .merge(amendments::routes())
        .merge(position::routes())
        .merge(procedure::routes())
        .merge(adoption::routes())
        .merge(adopted::routes())
        .merge(revision::routes())
        .merge(compare::routes())
        .merge(rolling::routes())
        .merge(projector::routes())
        .merge(blame::routes())
        .merge(reading::routes())
        .merge(tabling::routes())
        .merge(draft::routes())
        .merge(drafting::routes())
        .merge(discussion::routes())
        .merge(notices::routes())
        .merge(prepared::routes())
        .merge(temperature::routes())
        .merge(import::routes())
        .merge(reference::routes())
        .merge(audit::routes())
}
