//! References to lines, such as “rev. 2, line 14”: where they are, and what has become of them.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Line, LineFate, Revision};
use domain::record::RevisionNumber;
use serde::Deserialize;

use super::lines::words;
use crate::i18n::Markup;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_name, instrument_crumbs};
use crate::web::problem::Problem;

/// A reference as somebody wrote it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Reference {
    #[serde(default)]
    reference: String,
}

#[derive(Template)]
#[template(path = "lines.html")]
struct FindPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    form: Form,
}

#[derive(Template)]
#[template(path = "line.html")]
struct LinePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    form: Form,
    revision: RevisionNumber,
    it: Shape,
    is_on_table: bool,
    now: Option<Shape>,
    /// The first revision without the words of the line.
    gone_since: Option<RevisionNumber>,
}

/// A line where it stands.
struct Shape {
    revision: RevisionNumber,
    number: u32,
    clause: String,
    clause_href: String,
    words: Markup,
    attributes: Markup,
}

/// Leads from a reference, however it is written, to its line.
pub(super) async fn find(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    Query(wanted): Query<Reference>,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    let href = format!("/instruments/{id}");
    let table = instrument.current().map_or(1, |it| it.number);
    if let Some((revision, line)) = read(&wanted.reference, table) {
        let to = format!("{href}/revisions/{revision}/lines/{line}");
        return Ok(Redirect::to(&to).into_response());
    }
    let mut form = Form::new().with("reference", &*wanted.reference);
    let status = if wanted.reference.trim().is_empty() {
        StatusCode::OK
    } else {
        form.reject("reference", "error-reference");
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let template = FindPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href,
        form,
    };
    Ok(page.show_as(status, &template)?.into_response())
}

/// Reads a reference: a revision and a line, or a line of the revision on the table.
fn read(reference: &str, table: RevisionNumber) -> Option<(RevisionNumber, u32)> {
    let numbers: Vec<u32> = reference
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().ok())
        .collect::<Option<_>>()?;
    match numbers.as_slice() {
        [revision, line] => Some((*revision, *line)),
        [line] => Some((table, *line)),
        _ => None,
    }
}

/// Shows a line and says where its words stand now.
pub(super) async fn line(
    page: Page,
    desk: Desk,
    Path((id, number, line)): Path<(InstrumentId, RevisionNumber, u32)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let revision = instrument.revision(number).ok_or_else(Problem::not_found)?;
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    let mut lines = revision.lines().into_iter();
    let found = lines.find(|it| it.number == line);
    let then = found.ok_or_else(Problem::not_found)?;
    let fate = instrument.line_fate(number, line);
    let (now, gone_since) = match fate.map(|(_, fate)| fate) {
        Some(LineFate::Stands(line)) => (Some(line), None),
        Some(LineFate::Replaced { since, by }) => (Some(by), Some(since)),
        Some(LineFate::Gone { since }) => (None, Some(since)),
        None => (None, None),
    };
    page.show(&LinePage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href: format!("/instruments/{id}"),
        form: Form::new(),
        revision: number,
        it: shape(&page, instrument, revision, &then),
        is_on_table: table.number == number,
        now: now.map(|line| shape(&page, instrument, table, &line)),
        gone_since,
    })
}

fn shape(page: &Page, instrument: &Instrument, revision: &Revision, line: &Line) -> Shape {
    let clause = revision.clause(line.clause);
    let language = clause.map_or(&revision.language, |it| revision.language_of(it));
    Shape {
        revision: revision.number,
        number: line.number,
        clause: clause.map_or_else(String::new, |it| clause_name(page, it)),
        clause_href: format!("/instruments/{}/clauses/{}", instrument.id, line.clause),
        words: words(revision, line),
        attributes: page.text_in(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_one_number_or_two() {
        assert_eq!(read("rev. 2, line 14", 5), Some((2, 14)));
        assert_eq!(read("L14", 5), Some((5, 14)));
        for wrong in ["", "line", "1/2/3", "rev. 99999999999, line 1"] {
            assert_eq!(read(wrong, 5), None, "{wrong}");
        }
    }
}
