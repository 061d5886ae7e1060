//! The page that shows what a text would become, before it is stored.

use askama::Template;
use axum::http::StatusCode;
use domain::instrument::Instrument;
use domain::text::{ClauseKind, Outline};
use uuid::Uuid;

use super::given::syntax_name;
use super::offer::Offer;
use super::posted::write_carried;
use crate::exchange::import::Unmapped;
use crate::i18n::Markup;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::draft::{Item, items};
use crate::web::pages::text::{instrument_crumbs, wording_gist};
use crate::web::problem::Problem;

/// The most places that are shown open; a longer list is opened by those who want it.
const OPEN_PLACES: usize = 50;

/// A clause as it would be, with what an outline calls it.
struct Row {
    it: Item,
    gist: String,
}

#[derive(Template)]
#[template(path = "import_preview.html")]
struct PreviewPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: Form,
    href: String,
    draft_href: String,
    name: &'a str,
    origin: &'static str,
    syntax: &'static str,
    /// The title that the draft would take.
    title: Option<&'a str>,
    /// The title of the text that the draft would not take.
    title_left: Option<&'a str>,
    /// The language of the draft, as attributes.
    attributes: Markup,
    /// How many clauses the draft has already.
    present: usize,
    clauses: usize,
    kinds: Vec<(&'static str, usize)>,
    unmapped: &'a [Unmapped],
    shows_unmapped: bool,
    rows: Vec<Row>,
    carried: String,
    key: String,
    seen: String,
}

/// Shows what a text would become; `key` names this preview among all.
///
/// # Errors
///
/// * an internal problem if the page cannot be written.
pub(super) fn show(
    page: &Page,
    instrument: &Instrument,
    key: Uuid,
    offer: &Offer,
    form: Form,
) -> Result<Shown, Problem> {
    let outline = &offer.import.outline;
    let title = offer.title();
    let status = if form.is_refused() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let template = PreviewPage {
        p: page,
        crumbs: instrument_crumbs(page, instrument),
        form,
        href: format!("/instruments/{}/import", instrument.id),
        draft_href: format!("/drafts/{}", instrument.draft),
        name: offer.given.name.as_str(),
        origin: if offer.given.is_pasted {
            "pasted"
        } else {
            "file"
        },
        syntax: syntax_name(offer.given.format),
        title,
        title_left: (title.is_none() && !outline.title.trim().is_empty())
            .then_some(outline.title.as_str()),
        attributes: page.text_in(&offer.draft.outline.language),
        present: offer.draft.outline.clauses.len(),
        clauses: outline.clauses.len(),
        kinds: kinds(outline),
        unmapped: &offer.import.unmapped,
        shows_unmapped: offer.import.unmapped.len() <= OPEN_PLACES,
        rows: rows(page, offer),
        carried: write_carried(&offer.given.bytes),
        key: key.to_string(),
        seen: offer
            .fingerprint()
            .map_err(|error| Problem::internal(&error))?,
    };
    page.show_as(status, &template)
}

/// Counts the clauses of each kind there is.
fn kinds(outline: &Outline) -> Vec<(&'static str, usize)> {
    let count = |kind: ClauseKind| {
        let of_kind = outline.clauses.iter();
        (
            kind.as_str(),
            of_kind.filter(|it| it.wording.kind == kind).count(),
        )
    };
    ClauseKind::ALL
        .into_iter()
        .map(count)
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// Shows the clauses with the numbers they would have in the draft.
fn rows(page: &Page, offer: &Offer) -> Vec<Row> {
    let gists = offer.import.outline.clauses.iter();
    let gists = gists.map(|clause| wording_gist(&clause.wording));
    items(page, &offer.merged())
        .into_iter()
        .skip(offer.draft.outline.clauses.len())
        .zip(gists)
        .map(|(it, gist)| Row { it, gist })
        .collect()
}
