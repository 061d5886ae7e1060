//! Filters of the audit under names: saved, renamed, deleted.

use axum::extract::{Path, State};
use domain::id::AuditFilterId;
use domain::words::Name;

use super::super::desk::Desk;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::Done;
use crate::web::problem::Problem;
use crate::web::record::Wanted;
use crate::workflow;

/// Saves the filter of the list under a name.
pub(super) async fn save_filter(
    State(app): State<AppState>,
    desk: Desk,
    form: Form,
) -> Result<Done, Problem> {
    let query = Wanted::parse(form.value("filter")).query();
    let name = name(&form)?;
    let saved = workflow::save_audit_filter(&app.office, desk.by, (&name, query)).await?;
    Ok(Done::at(format!("/audit?{}", saved.query)).saying("done-filter-saved"))
}

/// Renames or deletes a filter.
pub(super) async fn change_filter(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<AuditFilterId>,
    form: Form,
) -> Result<Done, Problem> {
    if form.value("step") == "delete" {
        workflow::delete_audit_filter(&app.office, desk.by, id).await?;
        return Ok(Done::at("/audit").saying("done-filter-deleted"));
    }
    let name = name(&form)?;
    workflow::rename_audit_filter(&app.office, desk.by, (id, &name)).await?;
    Ok(Done::at("/audit").saying("done-filter-renamed"))
}

fn name(form: &Form) -> Result<Name, Problem> {
    let name = form.value("name").parse::<Name>();
    name.map_err(|error| Problem::invalid_field("/name", error.to_string()))
}
