//! One clause at a time, very large: for a screen in the room, following what the chair shows.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::Instrument;
use domain::permission::Operation;
use serde::Deserialize;

use super::desk::Desk;
use super::instruments::is_shown;
use super::rolling::Wish as Rolling;
use super::rolling::sheet::{Row, Sheet};
use super::status::StatusView;
use super::text::instrument_crumbs;
use crate::exchange::export::rolling::Piece;
use crate::i18n::Markup;
use crate::live;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::extract::{ValidForm, ValidQuery};
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of the projector.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route(
        "/instruments/{instrument}/projector",
        get(projector).post(show_in_room),
    )
}

#[derive(Template)]
#[template(path = "projector.html")]
struct ProjectorPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    title: String,
    attributes: Markup,
    revision: u32,
    form: Form,
    /// Every clause to be chosen.
    clauses: Vec<(String, String)>,
    row: Row,
    /// Its place, from 1, of how many.
    place: (usize, usize),
    status: Option<StatusView>,
    /// How large its words can be: `brief`, `middling` or `long`.
    size: &'static str,
    steps: Steps,
    /// Whether the screen goes where the chair goes.
    is_following: bool,
    /// Whether this clause is the one shown in the room.
    is_in_room: bool,
    may_show: bool,
    /// What the script follows.
    topics: String,
}

/// The clauses to go to from here.
struct Steps {
    first: Option<String>,
    previous: Option<String>,
    next: Option<String>,
    last: Option<String>,
}

/// Which clause is wanted; the one shown in the room unless one is named.
#[derive(Debug, Deserialize)]
struct Wanted {
    clause: Option<ClauseId>,
}

/// Which clause is to be shown in the room.
#[derive(Debug, Deserialize)]
struct ToShow {
    clause: ClauseId,
}

/// Shows one clause very large.
async fn projector(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(wanted): ValidQuery<Wanted>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    let shown = app.hub.podium().shown(id);
    let sheet = Sheet::new(&page, &desk, instrument, table, Rolling::default());
    let all = sheet.clauses.len();
    let find = |clause: ClauseId| {
        let name = clause.to_string();
        sheet.clauses.iter().position(|row| row.id == name)
    };
    let at = match wanted.clause {
        Some(clause) => find(clause).ok_or_else(Problem::not_found)?,
        None => shown.and_then(find).unwrap_or(0),
    };
    let steps = Steps::new(&sheet, at);
    let clauses = sheet.clauses.iter().map(option).collect();
    let row = sheet.clauses.into_iter().nth(at);
    let row = row.ok_or_else(Problem::not_found)?;
    page.show(&ProjectorPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href: format!("/instruments/{id}"),
        title: table.title.or_mark().to_owned(),
        attributes: page.text_in(&table.language),
        revision: table.number,
        form: Form::new().with("clause", &*row.id),
        clauses,
        place: (at + 1, all),
        status: status(&page, &desk, instrument, &row),
        size: size(&row),
        steps,
        is_following: wanted.clause.is_none(),
        is_in_room: shown.is_some_and(|it| it.to_string() == row.id),
        may_show: desk.may(Operation::ShowInRoom, instrument),
        topics: format!("{} {}", Topic::Room(id), Topic::Instrument(id)),
        row,
    })
}

/// Shows a clause to everybody in the room who follows.
async fn show_in_room(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidForm(wanted): ValidForm<ToShow>,
) -> Result<Done, Problem> {
    live::show_in_room(&app.hub, desk.by, id, wanted.clause)?;
    Ok(Done::at(format!("/instruments/{id}/projector")))
}

fn option(row: &Row) -> (String, String) {
    let begins = row.text.as_ref().map_or("", |text| text.heading.as_str());
    let name = if begins.is_empty() {
        row.name.clone()
    } else {
        format!("{} · {begins}", row.name)
    };
    (row.id.clone(), name)
}

fn status(page: &Page, desk: &Desk, instrument: &Instrument, row: &Row) -> Option<StatusView> {
    let id = row.id.parse().ok()?;
    let tabled = instrument.current()?.clause(id)?;
    let evaluation = is_shown(instrument, tabled)
        .then(|| instrument.evaluation(id, desk.network(), desk.now))
        .flatten()?;
    Some(StatusView::new(page, desk.network(), &evaluation))
}

/// Says how large the words of a clause can be so that the screen holds them.
fn size(row: &Row) -> &'static str {
    let pieces = row.heading.iter().chain(&row.body);
    let letters: usize = pieces.map(letters).sum();
    match letters + row.others.len() * 200 {
        0..=260 => "brief",
        261..=700 => "middling",
        _ => "long",
    }
}

fn letters(piece: &Piece) -> usize {
    let count = |text: &str| text.chars().count();
    match piece {
        Piece::Words(words) => count(words),
        Piece::Brackets { base, alternatives } => {
            let base = base.as_deref().map_or(0, count);
            let alternatives = alternatives.iter();
            let alternatives =
                alternatives.map(|it| it.text.as_deref().map_or(6, count) + count(&it.by));
            base + alternatives.sum::<usize>()
        }
    }
}

impl Steps {
    fn new(sheet: &Sheet, at: usize) -> Self {
        let last = sheet.clauses.len().saturating_sub(1);
        let to = |place: Option<usize>| {
            let place = place.filter(|it| *it != at);
            place
                .and_then(|it| sheet.clauses.get(it))
                .map(|row| row.id.clone())
        };
        Self {
            first: to(Some(0)),
            previous: to(at.checked_sub(1)),
            next: to(Some(at + 1)),
            last: to(Some(last)),
        }
    }
}

#[cfg(test)]
mod tests;
