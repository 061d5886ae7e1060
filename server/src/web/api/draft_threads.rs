//! The discussions of a working draft, as its margin shows them.

use axum::Json;
use axum::extract::{Path, State};
use domain::api::ThreadView;
use domain::deliberation::{Audience, AudienceKind, Subject};
use domain::id::{ClauseId, DelegateId, DraftId, InstrumentId};
use domain::instrument::Instrument;
use domain::network::Delegate;
use domain::permission::Operation;
use domain::refusal::Refusal;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::deliberation::listed;
use crate::state::AppState;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_draft_threads))
}

/// The discussions of a working draft, with everything that is needed to take part.
#[derive(Serialize, ToSchema)]
struct DraftThreadsView {
    /// The instrument whose draft it is.
    instrument: InstrumentId,
    /// The discussions about it that you may read, the last opened first.
    threads: Vec<ThreadView>,
    /// The circles that you can open one for; you may write in theirs.
    circles: Vec<CircleView>,
    /// The people of the network.
    people: Vec<PersonView>,
}

/// Who would read a discussion.
#[derive(Serialize, ToSchema)]
struct CircleView {
    /// The kind of circle.
    audience: AudienceKind,
    /// The short name of the organisation whose delegates alone it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
    /// Everybody in it now: they can be mentioned.
    readers: Vec<DelegateId>,
}

/// A person by name.
#[derive(Serialize, ToSchema)]
struct PersonView {
    /// The person.
    id: DelegateId,
    /// The name, or a mark in the place of an erased one.
    name: String,
    /// The short name of the organisation acted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
}

/// Lists the discussions about a working draft that you may read, and whom you can discuss it with.
#[utoipa::path(get, path = "/drafts/{draft}/threads", tag = "deliberation",
    params(("draft" = DraftId, Path, description = "The working draft of an instrument.")),
    responses((status = 200, description = "All of them.", body = DraftThreadsView)))]
async fn list_draft_threads(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<DraftId>,
) -> Result<Json<DraftThreadsView>, Problem> {
    let instrument = desk.register.instrument_of_draft(id)?;
    if !desk.may(Operation::ReadDraft, instrument) {
        return Err(Refusal::UnknownDraft(id).into());
    }
    let all = workflow::threads_of(&app.office, desk.by, instrument.id).await?;
    let about = (all.iter()).filter(|it| matches!(it.thread.subject, Subject::Draft { .. }));
    Ok(Json(DraftThreadsView {
        instrument: instrument.id,
        threads: about.map(|it| listed(instrument, it)).collect(),
        circles: circles(&desk, instrument),
        people: (desk.network().delegates())
            .map(|it| person(&desk, it))
            .collect(),
    }))
}

fn circles(desk: &Desk, instrument: &Instrument) -> Vec<CircleView> {
    let some = Subject::Draft {
        clause: ClauseId::from_uuid(Uuid::nil()),
        cursors: None,
    };
    let offered = Audience::offered(&some, instrument, desk.network(), desk.by);
    let circle = |it: Audience| CircleView {
        audience: it.kind(),
        organisation: match it {
            Audience::Organisation(own) => Some(desk.network().short_name(own).to_owned()),
            Audience::Group | Audience::Delegates => None,
        },
        readers: (it.readers(&some, instrument, desk.network()))
            .map(|it| it.id)
            .collect(),
    };
    offered.into_iter().map(circle).collect()
}

fn person(desk: &Desk, it: &Delegate) -> PersonView {
    let organisation = it.organisation;
    PersonView {
        id: it.id,
        name: it.name.or_mark().to_owned(),
        organisation: organisation.map(|own| desk.network().short_name(own).to_owned()),
    }
}
