//! Erasing words beside one entry, such as a reason that names somebody else.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::EraseWords;
use domain::permission::Operation;
use domain::record::Entry;
use domain::words::Statement;

use crate::state::AppState;
use crate::web::erased::done;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;
use crate::workflow;

/// Words beside the entry.
struct Content {
    place: u16,
    what: &'static str,
    text: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "record_erase.html")]
struct ErasePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    seq: u64,
    contents: Vec<Content>,
    is_asked: bool,
}

/// Asks which words are to be erased, and why.
pub(super) async fn confirm(
    State(app): State<AppState>,
    Path(seq): Path<u64>,
    page: Page,
    desk: Desk,
) -> Result<Response, Problem> {
    let entry = found(&app, &desk, seq).await?;
    show(&page, &entry, &Form::new(), false)
}

/// Asks once more, or erases the words.
pub(super) async fn erase_words(
    State(app): State<AppState>,
    Path(seq): Path<u64>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    let entry = found(&app, &desk, seq).await?;
    let reason: Option<Statement> = form.required("reason", "error-statement");
    let places: Vec<u16> = (form.values("places"))
        .filter_map(|place| place.parse().ok())
        .collect();
    if places.is_empty() {
        form.reject("places", "error-required");
    }
    let mut is_asked = false;
    if let Some(reason) = reason.filter(|_| !form.is_refused()) {
        is_asked = form.value("step") == "ask";
        if form.value("step") == "confirm" {
            let command = EraseWords { places, reason };
            let erased = workflow::erase_words(&app.office, desk.by, seq, &command).await;
            if let Some(erased) = taken(&mut form, erased)? {
                return Ok(done(&format!("/record/{seq}"), &erased).into_response());
            }
        }
    }
    show(&page, &entry, &form, is_asked)
}

async fn found(app: &AppState, desk: &Desk, seq: u64) -> Result<Entry, Problem> {
    let network = desk.network();
    network.authorise(Operation::ErasePersonalData, desk.by)?;
    let entry = app.office.entry(seq).await?;
    entry.ok_or_else(Problem::not_found)
}

fn show(page: &Page, entry: &Entry, form: &Form, is_asked: bool) -> Result<Response, Problem> {
    let template = ErasePage {
        p: page,
        crumbs: vec![
            Crumb::new("/record", page.t("nav-record")),
            Crumb::new(
                format!("/record/{}", entry.seq),
                page.t("record-entry-title").arg("number", entry.seq),
            ),
        ],
        form,
        seq: entry.seq,
        contents: erasable(entry, form),
        is_asked,
    };
    Ok(page.show_as(form.status(), &template)?.into_response())
}

/// Returns the words that can be erased by themselves.
fn erasable(entry: &Entry, form: &Form) -> Vec<Content> {
    let mut stay = entry.fact.wordings();
    stay.extend(
        entry
            .fact
            .names()
            .map(|of| entry.fact.personal(of))
            .unwrap_or_default(),
    );
    let named = entry.fact.named_contents().into_iter();
    named
        .filter(|(_, place)| !stay.contains(place))
        .filter_map(|(what, place)| {
            let text = entry.words(place).as_str()?.to_owned();
            let is_chosen = form.has("places", &place.place().to_string());
            Some(Content {
                place: place.place(),
                what,
                text,
                is_chosen,
            })
        })
        .collect()
}
