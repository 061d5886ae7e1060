//! Adopted texts, which anybody may read.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::api::{AdoptedHeadView, AdoptedTextView};
use domain::id::InstrumentId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::paging::{Here, PageQuery, Paged};
use crate::state::AppState;
use crate::web::extract::ValidQuery;
use crate::web::pages::adopted::{FRESH, PublicEntry};
use crate::web::problem::Problem;
use crate::web::sealed;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_adopted))
        .routes(routes!(read_adopted))
        .routes(routes!(read_adopted_version))
}

/// What anybody may read, and caches may keep as long as they ask again.
struct Open<T>(T);

impl<T: IntoResponse> IntoResponse for Open<T> {
    fn into_response(self) -> Response {
        ([(header::CACHE_CONTROL, FRESH)], self.0).into_response()
    }
}

/// An adopted version of a text, and what its public entries are checked by.
#[derive(Serialize, ToSchema)]
struct PublishedView {
    /// The text with everything public about it.
    #[serde(flatten)]
    text: AdoptedTextView,
    /// The entries of the record that are public: the adoption and each signature, in their order.
    entries: Vec<PublicEntry>,
}

/// Lists the adopted texts, each in its newest version, in the order the instruments were opened.
#[utoipa::path(get, path = "/adopted", tag = "adopted texts", security(()), params(PageQuery),
    responses((status = 200, description = "A page of them.", body = Vec<AdoptedHeadView>)))]
async fn list_adopted(
    State(app): State<AppState>,
    here: Here,
    ValidQuery(page): ValidQuery<PageQuery>,
) -> Result<Open<Paged<AdoptedHeadView>>, Problem> {
    let register = app.office.register();
    let adopted: Vec<_> = (register.instruments())
        .filter_map(AdoptedHeadView::newest)
        .collect();
    let listed = Paged::cut((&page, &here), &adopted, |it| it.instrument, Clone::clone)?;
    Ok(Open(listed))
}

/// Returns the newest adopted version of a text.
#[utoipa::path(get, path = "/adopted/{instrument}", tag = "adopted texts", security(()),
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "The text with everything public about it.", body = PublishedView)))]
async fn read_adopted(
    State(app): State<AppState>,
    conditions: Conditions,
    Path(id): Path<InstrumentId>,
) -> Result<Open<Tagged>, Problem> {
    published(&app, &conditions, id, None).await
}

/// Returns an adopted version of a text.
///
/// The root hash is the SHA-256 of the canonical JSON (RFC 8785) of
/// `{"clauses": [[id, text_hash, parent or null], …], "language": …, "title": …, "v": 1}`.
#[utoipa::path(get, path = "/adopted/{instrument}/{version}", tag = "adopted texts", security(()),
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("version" = u32, Path, description = "The version, from 1."),
    ),
    responses((status = 200, description = "The text with everything public about it.", body = PublishedView)))]
async fn read_adopted_version(
    State(app): State<AppState>,
    conditions: Conditions,
    Path((id, version)): Path<(InstrumentId, u32)>,
) -> Result<Open<Tagged>, Problem> {
    published(&app, &conditions, id, Some(version)).await
}

async fn published(
    app: &AppState,
    conditions: &Conditions,
    id: InstrumentId,
    version: Option<u32>,
) -> Result<Open<Tagged>, Problem> {
    let register = app.office.register();
    let instrument = register.instrument(id).map_err(|_| Problem::not_found())?;
    let text = AdoptedTextView::find(instrument, version, register.network());
    let text = text.ok_or_else(Problem::not_found)?;
    let adopted = instrument.adopted_version(text.version);
    let adopted = adopted.ok_or_else(Problem::not_found)?;
    let reach = sealed::reach(app).await?;
    let view = PublishedView {
        entries: PublicEntry::all(id, adopted, &reach),
        text,
    };
    Ok(Open(conditions.published(&view)?))
}
