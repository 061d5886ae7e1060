//! The negotiation in figures: each with a finding, a picture, and its data.

mod brackets;
mod csv;
mod figure;
mod levels;
mod matrix;
mod participation;
mod survey;
mod timing;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::id::InstrumentId;

use self::figure::Figure;
use self::matrix::{Matrix, Sorting};
use self::survey::Survey;
use super::desk::Desk;
use super::instruments::file_name;
use super::text::instrument_crumbs;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::extract::ValidQuery;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of the figures.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/instruments/{instrument}/figures", get(figures))
        .route("/instruments/{instrument}/figures/{file}", get(data))
}

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    matrix: Matrix,
    figures: Vec<Figure>,
}

/// Shows the figures.
async fn figures(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(sorting): ValidQuery<Sorting>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let course = app.office.course(id).await?;
    let course = course.ok_or_else(Problem::not_found)?;
    let survey = Survey::new(&page, &desk, instrument, &course);
    let figures = [
        levels::draw,
        brackets::draw,
        participation::draw,
        timing::draw,
    ];
    let figures = figures.into_iter().map(|draw| draw(&survey)).collect();
    let matrix = Matrix::new(&survey, &sorting)?;
    let page = page
        .clone()
        .following([Topic::Instrument(id), Topic::Network], desk.seq());
    page.show(&FiguresPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href: format!("/instruments/{id}/figures"),
        matrix,
        figures,
    })
}

/// Sends the data of one figure.
async fn data(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, file)): Path<(InstrumentId, String)>,
    ValidQuery(sorting): ValidQuery<Sorting>,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    let course = app.office.course(id).await?;
    let course = course.ok_or_else(Problem::not_found)?;
    let survey = Survey::new(&page, &desk, instrument, &course);
    let table = match file.strip_suffix(".csv") {
        Some("levels") => levels::draw(&survey).table,
        Some("positions") => Matrix::new(&survey, &sorting)?.table(&page),
        Some("brackets") => brackets::draw(&survey).table,
        Some("participation") => participation::draw(&survey).table,
        Some("timing") => timing::draw(&survey).table,
        _ => return Err(Problem::not_found()),
    };
    let name = format!("{}-{file}", file_name(instrument.title().or_mark()));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, csv::write(&table)).into_response())
}

#[cfg(test)]
mod tests;
