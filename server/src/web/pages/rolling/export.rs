//! The rolling text as a file.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Revision};

use super::Wish;
use super::sheet::{Row, Sheet};
use crate::exchange::export::Format;
use crate::exchange::export::rolling::{Note, RollingLine, RollingText};
use crate::web::extract::ValidQuery;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::instruments::file_name;
use crate::web::pages::proposed::Proposed;
use crate::web::problem::Problem;

/// Sends the rolling text as a file to keep.
pub(super) async fn export(
    page: Page,
    desk: Desk,
    Path((id, format)): Path<(InstrumentId, String)>,
    ValidQuery(wish): ValidQuery<Wish>,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    let text = text(&page, &desk, (instrument, table), wish);
    let (format, written) = match format.parse() {
        Ok(Format::Markdown) => (Format::Markdown, text.to_markdown(page.locale())),
        Ok(Format::Html) => (Format::Html, text.to_html(page.locale())),
        Ok(Format::Json) | Err(_) => return Err(Problem::not_found()),
    };
    let name = file_name(table.title.or_mark());
    let name = format!(
        "{name}-revision-{}-brackets.{}",
        table.number,
        format.as_str()
    );
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, written).into_response())
}

fn text(
    page: &Page,
    desk: &Desk,
    (instrument, table): (&Instrument, &Revision),
    wish: Wish,
) -> RollingText {
    let sheet = Sheet::new(page, desk, instrument, table, wish);
    RollingText {
        title: table.title.or_mark().to_owned(),
        language: table.language.clone(),
        revision: table.number,
        at: desk.now,
        counts: (sheet.bracketed, sheet.all),
        clauses: sheet.clauses.into_iter().map(|it| line(page, it)).collect(),
    }
}

fn line(page: &Page, row: Row) -> RollingLine {
    RollingLine {
        number: row.number,
        depth: row.depth,
        language: row.language,
        heading: row.heading,
        text: row.body,
        notes: row.others.iter().map(|it| note(page, it)).collect(),
    }
}

fn note(page: &Page, proposed: &Proposed) -> Note {
    let what = page
        .t("amendment-of")
        .choose("kind", proposed.kind)
        .arg("clause", &proposed.clause)
        .to_string();
    let what = match &proposed.place {
        Some(place) => format!("{what}: {place}"),
        None => what,
    };
    let key = if proposed.sponsors.is_empty() {
        "rolling-note"
    } else {
        "rolling-note-by"
    };
    let what = page
        .t(key)
        .arg("number", proposed.number)
        .arg("what", what)
        .arg("sponsors", &proposed.sponsors);
    let words = proposed
        .drawing
        .words
        .as_ref()
        .map(|(words, _)| words.clone());
    Note {
        what: what.to_string(),
        text: words.or_else(|| proposed.words.clone()),
    }
}
