//! A revision as a file.

use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::id::InstrumentId;
use domain::instrument::Revision;
use domain::record::RevisionNumber;
use serde::Deserialize;

use crate::exchange::export::{Document, Format, RevisionFacts};
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;

/// Which revision is wanted; the one on the table unless another is named.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    revision: Option<RevisionNumber>,
}

/// Sends a revision as a file to keep.
pub(super) async fn export(
    page: Page,
    desk: Desk,
    Path((id, format)): Path<(InstrumentId, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    let format: Format = format.parse().map_err(|_| Problem::not_found())?;
    let revision = match wanted.revision {
        Some(number) => instrument.revision(number),
        None => instrument.current(),
    };
    let revision = revision.ok_or_else(Problem::not_found)?;
    let name = format!(
        "{}-revision-{}.{}",
        file_name(revision.title.or_mark()),
        revision.number,
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
    Ok((headers, written(&page, revision, format)?).into_response())
}

fn written(page: &Page, revision: &Revision, format: Format) -> Result<String, Problem> {
    let outline = revision.outline();
    let facts = RevisionFacts {
        number: revision.number,
        root: revision.root,
        tabled_at: revision.tabled_at,
    };
    let document =
        Document::new(&outline, Some(&facts)).map_err(|error| Problem::internal(&error))?;
    Ok(document.in_language(page.locale()).write(format))
}

/// Returns a title as the name of a file: letters and digits of ASCII, the rest as hyphens.
pub(crate) fn file_name(title: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        "text".into()
    } else {
        words.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_hold_nothing_that_a_header_or_a_disk_could_stumble_over() {
        assert_eq!(
            file_name("Principles: \"Open\"\r\n/Results"),
            "principles-open-results"
        );
        assert_eq!(file_name("مبادئ"), "text");
    }
}
