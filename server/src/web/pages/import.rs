//! Importing a text into the working draft: a form, a preview of what the text would become, the act.
//!
//! Nothing is kept between these steps. The form of the preview carries the exact bytes, a
//! fingerprint of what they became, and a key under which they are stored once.
//!
//! # Invariants
//!
//! * Nothing is stored that was not previewed: what would be stored must have the fingerprint shown.
//! * A preview that is confirmed twice is stored once.

mod given;
mod offer;
mod posted;
mod preview;
mod storing;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::id::InstrumentId;
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::refusal::Refusal;

use self::offer::{Offer, Unreadable};
use self::posted::{MAX_BODY_BYTES, Posted};
use self::storing::Outcome;
use super::desk::Desk;
use super::text::instrument_crumbs;
use crate::exchange::import::MAX_BYTES;
use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of importing.
pub(crate) fn routes() -> Router<AppState> {
    let form = get(ask).post(import_text);
    Router::new()
        .route("/instruments/{instrument}/import", form)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    draft_href: String,
    /// How many clauses the draft has already.
    present: usize,
    syntaxes: Vec<(&'static str, String, String)>,
    most_mebibytes: usize,
}

/// Asks for a file or a text.
async fn ask(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    importable(&desk, id)?;
    let form = Form::new().with("syntax", "told");
    show(&app, &page, &desk, id, &form).await
}

/// Shows what the text would become, or stores it.
async fn import_text(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    request: Request,
) -> Result<Response, Problem> {
    importable(&desk, id)?;
    let mut posted = Posted::read(request, &app).await?;
    match posted.form.value("step") {
        "confirm" => confirm(&app, &page, &desk, id, posted).await,
        "edit" => {
            let form = posted.form_again()?;
            Ok(show(&app, &page, &desk, id, &form).await?.into_response())
        }
        _ => {
            if let Some(offer) = offered(&app, &desk, id, &mut posted).await? {
                return preview(&app, &page, (&desk, id), &offer, Form::new());
            }
            Ok(show(&app, &page, &desk, id, &posted.form)
                .await?
                .into_response())
        }
    }
}

/// Reads what was given; what is wrong with it is said beside its field.
async fn offered(
    app: &AppState,
    desk: &Desk,
    id: InstrumentId,
    posted: &mut Posted,
) -> Result<Option<Offer>, Problem> {
    let Some((field, given)) = posted.given() else {
        return Ok(None);
    };
    match Offer::read(app, desk.by, id, given).await {
        Ok(offer) => Ok(Some(offer)),
        Err(Unreadable::Import(error)) => {
            posted.form.reject_because(field, &Problem::from(error));
            Ok(None)
        }
        Err(Unreadable::Full(refusal)) => {
            posted.form.refuse(refusal.into());
            Ok(None)
        }
        Err(Unreadable::Failed(problem)) => Err(problem),
    }
}

fn preview(
    app: &AppState,
    page: &Page,
    (desk, id): (&Desk, InstrumentId),
    offer: &Offer,
    form: Form,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    let key = app.office.fresh_uuid();
    Ok(preview::show(page, instrument, key, offer, form)?.into_response())
}

/// Stores what was previewed, once.
async fn confirm(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    id: InstrumentId,
    posted: Posted,
) -> Result<Response, Problem> {
    let confirmed = posted.confirmed()?;
    match storing::store_once(app, (desk.by, id), confirmed).await? {
        Outcome::Stored(to) => Ok(Done::at(to).saying("done-imported").into_response()),
        Outcome::Changed(offer) => {
            let mut form = Form::new();
            form.refuse(Problem::new(
                StatusCode::CONFLICT,
                "import-changed",
                "what would be stored is no longer what was previewed",
            ));
            preview(app, page, (desk, id), &offer, form)
        }
    }
}

/// Finds an instrument whose draft takes a text from this person now.
fn importable(desk: &Desk, id: InstrumentId) -> Result<&Instrument, Problem> {
    let instrument = desk.instrument(id)?;
    if desk.may(Operation::ImportText, instrument) {
        return Ok(instrument);
    }
    if instrument.frozen.is_some() && desk.may(Operation::ReadDraft, instrument) {
        return Err(Refusal::DraftFrozen.into());
    }
    Err(Problem::forbidden())
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    id: InstrumentId,
    form: &Form,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let view = live::preview(&app.hub, desk.by, id).await?;
    let syntax = |name: &'static str| {
        let text = page.say("import-syntax-", name).to_string();
        (name, text, page.about("import-syntax-", name))
    };
    let template = ImportPage {
        p: page,
        crumbs: instrument_crumbs(page, instrument),
        form,
        href: format!("/instruments/{id}/import"),
        draft_href: format!("/drafts/{}", instrument.draft),
        present: view.outline.clauses.len(),
        syntaxes: ["told", "markdown", "plain"].map(syntax).into(),
        most_mebibytes: MAX_BYTES / (1024 * 1024),
    };
    page.show_as(form.status(), &template)
}

#[cfg(test)]
mod tests;
