//! Taking a position: a form, a page that repeats everything, then the act and its receipt.

mod entering;
mod fields;
mod receipt;
pub(super) mod signing;
mod statement;
mod taking;

use axum::Router;
use axum::routing::{get, post};
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::{Instrument, Position, Revision, RevisionClause};

use super::change::Change;
use super::desk::Desk;
use super::held::Held;
use super::text::{Text, clause_name};
use crate::state::AppState;
use crate::web::page::Page;
use crate::web::problem::Problem;

/// Returns the routes of positions.
pub(crate) fn routes() -> Router<AppState> {
    const POSITION: &str = "/instruments/{instrument}/clauses/{clause}/position";
    Router::new()
        .route(POSITION, get(taking::position).post(taking::take_position))
        .route(
            &format!("{POSITION}/enter"),
            get(entering::enter).post(entering::enter_position),
        )
        .route(
            &format!("{POSITION}/signed"),
            get(signing::signed).post(signing::take_signed),
        )
        .route(&format!("{POSITION}/statement"), post(signing::statement))
        .route(&format!("{POSITION}/{{seq}}"), get(receipt::receipt))
}

/// The clause a position is about, as it is on the table.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    instrument: &'a Instrument,
    table: &'a Revision,
    clause: &'a RevisionClause,
}

/// What the pages about one wording have in common.
struct Wording {
    href: String,
    name: String,
    organisation: String,
    text: Text,
    hash: String,
    revision: u32,
    /// The organisation's position so far.
    held: Option<Held>,
    /// What changed since, where that is on another wording.
    since: Option<Change>,
}

impl<'a> Place<'a> {
    fn find(desk: &'a Desk, id: InstrumentId, clause: ClauseId) -> Result<Self, Problem> {
        let instrument = desk.instrument(id)?;
        let table = instrument.current().ok_or_else(Problem::not_found)?;
        Ok(Self {
            instrument,
            table,
            clause: table.clause(clause).ok_or_else(Problem::not_found)?,
        })
    }

    fn href(&self) -> String {
        format!(
            "/instruments/{}/clauses/{}",
            self.instrument.id, self.clause.id
        )
    }

    /// Returns the position that an organisation holds so far.
    fn held(&self, organisation: Option<OrganisationId>) -> Option<&'a Position> {
        self.instrument.position_of(organisation?, self.clause.id)
    }

    /// Shows the wording beside what an organisation holds of it.
    fn wording(&self, page: &Page, desk: &Desk, organisation: Option<OrganisationId>) -> Wording {
        let held = self.held(organisation);
        let earlier = held.filter(|it| it.text_hash != self.clause.hash);
        let own = organisation.and_then(|id| desk.network().organisation(id));
        Wording {
            href: self.href(),
            name: clause_name(page, self.clause),
            organisation: own.map_or("", |own| own.name.or_mark()).to_owned(),
            text: Text::of(page, self.table, self.clause),
            hash: self.clause.hash.to_string(),
            revision: self.table.number,
            held: held.map(|it| Held::of(desk.network(), self.instrument, it)),
            since: earlier
                .and_then(|it| Change::since(page, self.instrument, self.clause.id, it.text_hash)),
        }
    }
}

#[cfg(test)]
mod tests;
