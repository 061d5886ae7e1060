//! The public pages of adopted texts, which need no account.
//!
//! # Invariants
//!
//! * What they show is what [`AdoptedTextView`] has: no person, no draft, no discussion, and nothing
//!   of a text that is not adopted. The files beside it are of entries that it tells of in full.

mod citation;
mod proofs;
mod sheet;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::api::{AdoptedHeadView, AdoptedTextView};
use domain::id::InstrumentId;
use domain::register::Register;
use domain::time::Timestamp;

pub(crate) use self::proofs::PublicEntry;
use self::sheet::Sheet;
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;
use crate::web::sealed;

/// What caches are told of what anybody may read: to keep it, and to ask whether it has changed.
pub(crate) const FRESH: &str = "public, no-cache";
/// What stands where words were erased.
const ERASED: &str = "[–]";
/// What a clause's hash is made of.
const CLAUSE_RECIPE: &str = r#"{"heading": …, "kind": …, "text": …, "v": 1}"#;
/// What the root hash is made of.
const ROOT_RECIPE: &str =
    r#"{"clauses": [[id, hash, parent], …], "language": …, "title": …, "v": 1}"#;

/// What checks the files of public entries.
const COMMAND: &str = "clausewise proofs FOLDER --log-key KEY";

/// Returns the routes of adopted texts.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/adopted", get(list))
        .route("/adopted/{instrument}", get(newest))
        .route("/adopted/{instrument}/{version}", get(one_version))
        .route("/adopted/{instrument}/{version}/{file}", get(proofs::file))
}

/// An adopted text in a list.
#[derive(Debug)]
pub(crate) struct Adopted {
    pub(crate) href: String,
    pub(crate) title: String,
    /// The `lang` and `dir` of the title.
    pub(crate) attributes: Markup,
    pub(crate) version: u32,
    pub(crate) at: Timestamp,
    pub(crate) signatories: usize,
}

#[derive(Template)]
#[template(path = "adopted_list.html")]
struct ListPage<'a> {
    p: &'a Page,
    adopted: Vec<Adopted>,
}

#[derive(Template)]
#[template(path = "adopted.html")]
struct TextPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    /// What the hashes are made of: that of a clause, and that of the whole.
    recipes: (&'static str, &'static str),
    /// What checks the files of public entries.
    command: &'static str,
}

/// Returns the adopted texts, the last one adopted first.
pub(crate) fn adopted_texts(page: &Page, register: &Register) -> Vec<Adopted> {
    let adopted = register.instruments().filter_map(AdoptedHeadView::newest);
    let mut adopted: Vec<_> = adopted
        .map(|it| Adopted {
            href: format!("/adopted/{}", it.instrument),
            title: it.title.unwrap_or_else(|| ERASED.to_owned()),
            attributes: page.text_in(&it.language),
            version: it.version,
            at: it.at,
            signatories: it.signatories,
        })
        .collect();
    adopted.sort_by_key(|it| std::cmp::Reverse(it.at));
    adopted
}

/// Lists the adopted texts.
async fn list(
    State(app): State<AppState>,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let adopted = adopted_texts(&page, &app.office.register());
    let shown = page.show(&ListPage { p: &page, adopted })?;
    Ok(answer(&page, &headers, shown))
}

/// Shows the newest version of an adopted text.
async fn newest(
    State(app): State<AppState>,
    page: Page,
    headers: HeaderMap,
    Path(id): Path<InstrumentId>,
) -> Result<Response, Problem> {
    let shown = show(&app, &page, id, None).await?;
    Ok(answer(&page, &headers, shown))
}

/// Shows a version of an adopted text, at its permanent address.
async fn one_version(
    State(app): State<AppState>,
    page: Page,
    headers: HeaderMap,
    Path((id, version)): Path<(InstrumentId, u32)>,
) -> Result<Response, Problem> {
    let shown = show(&app, &page, id, Some(version)).await?;
    Ok(answer(&page, &headers, shown))
}

async fn show(
    app: &AppState,
    page: &Page,
    id: InstrumentId,
    version: Option<u32>,
) -> Result<Shown, Problem> {
    let register = app.office.register();
    let found = register.instrument(id);
    let instrument = found.map_err(|_| Problem::not_found())?;
    let view = AdoptedTextView::find(instrument, version, register.network());
    let view = view.ok_or_else(Problem::not_found)?;
    let origin = app.auth.origin.as_str();
    let reach = sealed::reach(app).await?;
    let it = Sheet::of((page, &reach), instrument, &view, origin);
    let it = it.ok_or_else(Problem::not_found)?;
    page.show(&TextPage {
        p: page,
        crumbs: vec![Crumb::new("/adopted", page.t("adopted-texts"))],
        it,
        recipes: (CLAUSE_RECIPE, ROOT_RECIPE),
        command: COMMAND,
    })
}

/// Answers with a page; who is signed in is named on it, so that no cache keeps theirs.
fn answer(page: &Page, headers: &HeaderMap, shown: Shown) -> Response {
    match page.viewer {
        Some(_) => shown.into_response(),
        None => shown.kept_fresh(headers.get(header::IF_NONE_MATCH)),
    }
}

#[cfg(test)]
mod tests;
