//! Filters of the audit under names.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::AuditFilterId;
use domain::time::Timestamp;
use domain::words::Name;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::store::AuditFilter;
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::web::record::Wanted;
use crate::web::session::SignedIn;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_audit_filters, save_audit_filter))
        .routes(routes!(rename_audit_filter, delete_audit_filter))
}

/// A filter of the audit under a name.
#[derive(Serialize, ToSchema)]
struct AuditFilterView {
    /// The filter.
    id: AuditFilterId,
    /// What you call it.
    name: String,
    /// The filter as the query of the address `/audit`.
    query: String,
    /// When it was saved.
    created_at: Timestamp,
}

/// A filter to be saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SaveAuditFilter {
    /// What you call it.
    name: Name,
    /// The filter as the query of the address `/audit`, such as `type=position_taken`.
    query: String,
}

/// Another name for a filter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RenameAuditFilter {
    /// What you call it from now on.
    name: Name,
}

impl From<AuditFilter> for AuditFilterView {
    fn from(filter: AuditFilter) -> Self {
        Self {
            id: filter.id,
            name: filter.name,
            query: filter.query,
            created_at: filter.created_at,
        }
    }
}

/// Lists your filters of the audit, the first saved first.
#[utoipa::path(get, path = "/audit/filters", tag = "record",
    responses((status = 200, description = "The filters.", body = Vec<AuditFilterView>)))]
async fn list_audit_filters(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
) -> Result<Json<Vec<AuditFilterView>>, Problem> {
    let filters = workflow::audit_filters(&app.office, by).await?;
    Ok(Json(filters.into_iter().map(Into::into).collect()))
}

/// Saves a filter of the audit under a name; it is yours alone.
#[utoipa::path(post, path = "/audit/filters", tag = "record",
    request_body = SaveAuditFilter,
    responses((status = 201, description = "It is saved.", body = AuditFilterView)))]
async fn save_audit_filter(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(command): ValidJson<SaveAuditFilter>,
) -> Result<(StatusCode, Json<AuditFilterView>), Problem> {
    let query = Wanted::parse(&command.query).query();
    let saved = workflow::save_audit_filter(&app.office, by, (&command.name, query)).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// Gives one of your filters another name.
#[utoipa::path(put, path = "/audit/filters/{filter}", tag = "record",
    params(("filter" = AuditFilterId, Path, description = "The filter.")),
    request_body = RenameAuditFilter,
    responses((status = 204, description = "It is renamed.")))]
async fn rename_audit_filter(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<AuditFilterId>,
    ValidJson(command): ValidJson<RenameAuditFilter>,
) -> Result<StatusCode, Problem> {
    workflow::rename_audit_filter(&app.office, by, (id, &command.name)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes one of your filters.
#[utoipa::path(delete, path = "/audit/filters/{filter}", tag = "record",
    params(("filter" = AuditFilterId, Path, description = "The filter.")),
    responses((status = 204, description = "It is deleted.")))]
async fn delete_audit_filter(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<AuditFilterId>,
) -> Result<StatusCode, Problem> {
    workflow::delete_audit_filter(&app.office, by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
