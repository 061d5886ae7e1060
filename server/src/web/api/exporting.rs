//! The record out of here, for those who oversee it.

use axum::extract::State;
use axum::response::Response;
use domain::id::{ClauseId, DelegateId, InstrumentId, OrganisationId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::store::EntryFilter;
use crate::web::extract::ValidJson;
use crate::web::page::Page;
use crate::web::pages::audit::{EntryFormat, Wish, sent};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(export_entries))
}

/// Which entries are to go out, and how; what is absent does not restrict.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExportEntries {
    /// The form of the file.
    format: EntryFormat,
    /// Only entries about this instrument.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instrument: Option<InstrumentId>,
    /// Only acts of this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<DelegateId>,
    /// Only acts for this organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    /// Only entries about this clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clause: Option<ClauseId>,
    /// Only entries whose type begins with this, such as `amendment`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    /// Only entries at or after this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Timestamp>,
    /// Only entries before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    /// Only entries that have these words in them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 200)]
    text: String,
}

/// Sends entries exactly as they are stored, with their words, as a file of any size; that it was sent is recorded.
#[utoipa::path(post, path = "/audit/exports", tag = "record",
    request_body = ExportEntries,
    responses((status = 200, description = "The file.", content_type = "application/x-ndjson", body = String)))]
async fn export_entries(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    ValidJson(wanted): ValidJson<ExportEntries>,
) -> Result<Response, Problem> {
    if wanted.text.chars().count() > 200 {
        return Err(Problem::invalid_field("/text", "at most 200 characters"));
    }
    let wish = Wish {
        format: wanted.format,
        said: wanted.said(),
        text: wanted.text,
        filter: EntryFilter {
            instrument_id: wanted.instrument,
            actor_id: wanted.actor,
            organisation_id: wanted.organisation,
            clause_id: wanted.clause,
            type_prefix: wanted.r#type,
            from: wanted.from,
            until: wanted.until,
        },
    };
    sent(app, page, desk, wish).await
}

impl ExportEntries {
    /// Writes the filter as it is recorded.
    fn said(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let members = serde_json::to_value(self).unwrap_or_default();
        let members = members.as_object().into_iter().flatten();
        for (name, value) in members.filter(|(name, _)| *name != "format") {
            query.append_pair(name, value.as_str().unwrap_or_default());
        }
        query.finish()
    }
}
