//! The rolling text: the text on the table with all open amendments in brackets.

mod course;
mod export;
pub(super) mod sheet;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use domain::id::InstrumentId;
use serde::Deserialize;

use self::course::Course;
use self::sheet::Sheet;
use super::desk::Desk;
use super::text::instrument_crumbs;
use crate::exchange::export::rolling::Piece;
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::extract::ValidQuery;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of the rolling text.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/instruments/{instrument}/rolling", get(rolling))
        .route(
            "/instruments/{instrument}/rolling.{format}",
            get(export::export),
        )
}

/// What of the rolling text is shown; the address says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Wish {
    /// Whether the organisations behind each alternative are named.
    #[serde(default)]
    by: Attributions,
    /// Which clauses are shown.
    #[serde(default)]
    clauses: Which,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Attributions {
    #[default]
    On,
    Off,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Which {
    #[default]
    All,
    Bracketed,
}

impl Wish {
    fn names_sponsors(self) -> bool {
        self.by == Attributions::On
    }

    fn shows_all(self) -> bool {
        self.clauses == Which::All
    }

    /// Returns the query of an address that shows it so.
    fn query(self) -> String {
        let by = if self.names_sponsors() { "on" } else { "off" };
        let clauses = if self.shows_all() { "all" } else { "bracketed" };
        format!("?by={by}&clauses={clauses}")
    }

    /// Returns the query that names the sponsors, or does not.
    fn with_attributions(self, on: bool) -> String {
        let by = if on {
            Attributions::On
        } else {
            Attributions::Off
        };
        Self { by, ..self }.query()
    }

    /// Returns the query that shows all clauses, or the bracketed ones alone.
    fn with_all(self, all: bool) -> String {
        let clauses = if all { Which::All } else { Which::Bracketed };
        Self { clauses, ..self }.query()
    }
}

#[derive(Template)]
#[template(path = "rolling.html")]
struct RollingPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    title: String,
    attributes: Markup,
    revision: u32,
    wish: Wish,
    it: Sheet,
    course: Course,
}

/// Shows the text on the table in brackets.
async fn rolling(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(wish): ValidQuery<Wish>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    let template = |page: &Page| Sheet::new(page, &desk, instrument, table, wish);
    let page = page.following([Topic::Instrument(id), Topic::Network], desk.seq());
    page.show(&RollingPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href: format!("/instruments/{id}"),
        title: table.title.or_mark().to_owned(),
        attributes: page.text_in(&table.language),
        revision: table.number,
        wish,
        it: template(&page),
        course: Course::new(&instrument.bracket_course()),
    })
}

#[cfg(test)]
mod tests;
