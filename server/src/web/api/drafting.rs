//! Amendments in preparation: drafted together, then tabled.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::api::{
    AnswerDraftInvitation, CarryDraftAmendment, ChangeProposed, ClausePhrasesView,
    DraftAmendmentView, DraftSponsorView, InviteToDraft, LeftOutView, OpenDraftAmendment,
    TableDraftAmendment,
};
use domain::id::{AmendmentId, DraftId, InstrumentId};
use domain::instrument::SponsorChange;
use domain::instrument::{DraftAmendment, DraftSponsor};
use domain::redline::phrases;
use domain::text::{Outline, WordingHash};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conditions::{Conditions, Tagged};
use super::receipt::{Created, Made, ReceiptView};
use crate::live::{self, DraftedView};
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_draft_amendments, open_draft_amendment))
        .routes(routes!(read_draft_amendment))
        .routes(routes!(invite_to_draft))
        .routes(routes!(withdraw_draft_invitation))
        .routes(routes!(answer_draft_invitation))
        .routes(routes!(discard_draft_amendment))
        .routes(routes!(carry_draft_amendment))
        .routes(routes!(table_draft_amendment))
}

/// An amendment in preparation as it reads now.
#[derive(Serialize, ToSchema)]
struct DraftedAmendmentView {
    #[serde(flatten)]
    about: DraftAmendmentView,
    /// The name of the Automerge document, as automerge-repo writes it.
    document: String,
    /// The hashes of its last changes, in hexadecimal, sorted; they identify this state.
    heads: Vec<String>,
    /// The hashes of the last changes of the text that it is compared with.
    base: Vec<String>,
    /// The text with it.
    outline: Outline,
    /// The hash of the wording of each clause, in the same order, to be named as the `base` of an edit.
    text_hashes: Vec<Option<WordingHash>>,
    /// What it would change, in the order in which it can be made.
    changes: Vec<ChangeProposed>,
    /// What it would change in the wordings of clauses, in plain language.
    phrases: Vec<ClausePhrasesView>,
    /// What has changed that is no part of an amendment.
    left_out: Vec<LeftOutView>,
}

/// An amendment in preparation that goes on in another draft.
#[derive(Serialize, ToSchema)]
struct CarriedDraftView {
    #[serde(flatten)]
    about: DraftAmendmentView,
    /// The changes that could not be carried, to be made again by hand.
    lost: Vec<ChangeProposed>,
}

/// What was tabled.
#[derive(Serialize, ToSchema)]
struct TabledAmendments {
    /// The amendments, in the order of the changes; several are a package.
    amendments: Vec<AmendmentId>,
    #[serde(flatten)]
    receipt: ReceiptView,
}

/// Shows an amendment in preparation to the one who asks.
fn view(desk: &Desk, draft: &DraftAmendment) -> Result<DraftAmendmentView, Problem> {
    let instrument = desk.register.instrument(draft.instrument)?;
    let right = draft.right(instrument, &desk.acting());
    Ok(DraftAmendmentView::new(draft, right))
}

fn full_view(desk: &Desk, it: &DraftedView) -> Result<DraftedAmendmentView, Problem> {
    let outline = &it.view.outline;
    let reworded = it.changes.changes.iter().filter_map(|change| match change {
        ChangeProposed::Modify {
            clause, wording, ..
        } => {
            let base = it.base.clauses.iter().find(|was| was.id == *clause)?;
            Some(ClausePhrasesView {
                clause: *clause,
                phrases: phrases(&base.wording, wording),
            })
        }
        _ => None,
    });
    Ok(DraftedAmendmentView {
        about: view(desk, &it.draft)?,
        document: replica::document_id::encode(it.draft.draft),
        heads: it.view.heads.clone(),
        base: it.draft.base.clone(),
        text_hashes: (outline.clauses.iter())
            .map(|clause| clause.wording.hash().ok())
            .collect(),
        outline: outline.clone(),
        phrases: reworded.collect(),
        left_out: it.changes.beside.iter().map(Into::into).collect(),
        changes: it.changes.changes.clone(),
    })
}

fn sponsor_view(sponsor: &DraftSponsor) -> DraftSponsorView {
    DraftSponsorView {
        organisation: sponsor.organisation,
        state: sponsor.state.as_str(),
        at: sponsor.at,
    }
}

/// Lists the open amendments in preparation that your organisation drafts or is invited to draft.
#[utoipa::path(get, path = "/instruments/{instrument}/draft-amendments", tag = "drafting",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    responses((status = 200, description = "All of them.", body = Vec<DraftAmendmentView>)))]
async fn list_draft_amendments(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Json<Vec<DraftAmendmentView>>, Problem> {
    desk.instrument(id)?;
    let open = live::draft_amendments(&app.hub, desk.by, id).await?;
    let views: Result<_, _> = open.iter().map(|it| view(&desk, it)).collect();
    Ok(Json(views?))
}

/// Begins to draft an amendment together, on a fork of the text on the table.
#[utoipa::path(post, path = "/instruments/{instrument}/draft-amendments", tag = "drafting",
    params(("instrument" = InstrumentId, Path, description = "The instrument.")),
    request_body = OpenDraftAmendment,
    responses((status = 201, description = "It can be drafted.", body = Made<DraftId>)))]
async fn open_draft_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<InstrumentId>,
    ValidJson(command): ValidJson<OpenDraftAmendment>,
) -> Result<Created<Made<DraftId>>, Problem> {
    let opened = live::open_draft_amendment(&app.hub, by, id, &command).await?;
    let path = format!("/draft-amendments/{}", opened.draft);
    Ok(Created::named(path, opened.draft, &nothing_recorded()))
}

/// Returns what is acknowledged where nothing official happened.
pub(super) fn nothing_recorded() -> crate::workflow::Receipt {
    crate::workflow::Receipt {
        entries: Vec::new(),
        leaves: Vec::new(),
    }
}

/// Returns an amendment in preparation as it reads now.
#[utoipa::path(get, path = "/draft-amendments/{draft}", tag = "drafting",
    params(("draft" = DraftId, Path, description = "The draft.")),
    responses((status = 200, description = "The amendment.", body = DraftedAmendmentView)))]
async fn read_draft_amendment(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<DraftId>,
) -> Result<Tagged, Problem> {
    let drafted = live::preview_amendment(&app.hub, desk.by, id).await?;
    let instrument = desk.instrument(drafted.draft.instrument)?;
    conditions.present(instrument, &full_view(&desk, &drafted)?)
}

/// Invites an organisation to draft together.
#[utoipa::path(post, path = "/draft-amendments/{draft}/invitations", tag = "drafting",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = InviteToDraft,
    responses((status = 200, description = "It is invited.", body = DraftSponsorView)))]
async fn invite_to_draft(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DraftId>,
    ValidJson(command): ValidJson<InviteToDraft>,
) -> Result<Json<DraftSponsorView>, Problem> {
    let change = SponsorChange::Invite(command.organisation);
    let sponsor = live::change_draft_sponsor(&app.hub, by, id, change).await?;
    Ok(Json(sponsor_view(&sponsor)))
}

/// Withdraws an invitation that has not been answered.
#[utoipa::path(post, path = "/draft-amendments/{draft}/invitations/withdraw", tag = "drafting",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = InviteToDraft,
    responses((status = 200, description = "It is withdrawn.", body = DraftSponsorView)))]
async fn withdraw_draft_invitation(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DraftId>,
    ValidJson(command): ValidJson<InviteToDraft>,
) -> Result<Json<DraftSponsorView>, Problem> {
    let change = SponsorChange::Withdraw(command.organisation);
    let sponsor = live::change_draft_sponsor(&app.hub, by, id, change).await?;
    Ok(Json(sponsor_view(&sponsor)))
}

/// Says whether your organisation drafts and sponsors it; who joined leaves by saying no.
#[utoipa::path(post, path = "/draft-amendments/{draft}/answer", tag = "drafting",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = AnswerDraftInvitation,
    responses((status = 200, description = "It is answered.", body = DraftSponsorView)))]
async fn answer_draft_invitation(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DraftId>,
    ValidJson(command): ValidJson<AnswerDraftInvitation>,
) -> Result<Json<DraftSponsorView>, Problem> {
    let change = SponsorChange::Answer { join: command.join };
    let sponsor = live::change_draft_sponsor(&app.hub, by, id, change).await?;
    Ok(Json(sponsor_view(&sponsor)))
}

/// Gives up an amendment in preparation; its sponsors can still read it.
#[utoipa::path(post, path = "/draft-amendments/{draft}/discard", tag = "drafting",
    params(("draft" = DraftId, Path, description = "The draft.")),
    responses((status = 204, description = "It is given up.")))]
async fn discard_draft_amendment(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    Path(id): Path<DraftId>,
) -> Result<StatusCode, Problem> {
    live::discard_draft_amendment(&app.hub, by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Carries an amendment in preparation onto the revision that is on the table by now.
#[utoipa::path(post, path = "/draft-amendments/{draft}/carry", tag = "drafting",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = CarryDraftAmendment,
    responses((status = 200, description = "It goes on in another draft.", body = CarriedDraftView)))]
async fn carry_draft_amendment(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<DraftId>,
    ValidJson(command): ValidJson<CarryDraftAmendment>,
) -> Result<Json<CarriedDraftView>, Problem> {
    let (opened, lost) = live::carry_draft_amendment(&app.hub, desk.by, id, command).await?;
    let about = view(&desk, &opened)?;
    Ok(Json(CarriedDraftView { about, lost }))
}

/// Tables what was drafted together, as it was read; everyone concerned is asked to co-sponsor.
#[utoipa::path(post, path = "/draft-amendments/{draft}/table", tag = "drafting",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = TableDraftAmendment,
    responses((status = 201, description = "It is tabled.", body = TabledAmendments)))]
async fn table_draft_amendment(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<DraftId>,
    ValidJson(command): ValidJson<TableDraftAmendment>,
) -> Result<Created<TabledAmendments>, Problem> {
    let draft = live::draft_amendment(&app.hub, desk.by, id).await?;
    let (amendments, receipt) = live::table_draft_amendment(&app.hub, desk.by, id, command).await?;
    let first = amendments.first().copied().unwrap_or(draft.amendment);
    let path = format!("/instruments/{}/amendments/{first}", draft.instrument);
    let tabled = TabledAmendments {
        amendments,
        receipt: (&receipt).into(),
    };
    Ok(Created::at(path, &receipt, tabled))
}
