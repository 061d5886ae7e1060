//! What sponsors do with an amendment in preparation beside writing it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::id::DraftId;
use domain::instrument::SponsorChange;

use super::sheet::crumbs;
use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "draft_amendment_discard.html")]
struct DiscardPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    title: String,
}

/// Invites an organisation.
pub(super) async fn invite(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<DraftId>,
    form: Form,
) -> Result<Response, Problem> {
    let invited = form.value("invited").parse().map_err(|_| chosen_none())?;
    live::change_draft_sponsor(&app.hub, desk.by, id, SponsorChange::Invite(invited)).await?;
    Ok(done(id, "done-drafting-invited"))
}

/// Withdraws an invitation.
pub(super) async fn withdraw_invitation(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<DraftId>,
    form: Form,
) -> Result<Response, Problem> {
    let invited = form.value("invited").parse().map_err(|_| chosen_none())?;
    live::change_draft_sponsor(&app.hub, desk.by, id, SponsorChange::Withdraw(invited)).await?;
    Ok(done(id, "done-drafting-withdrawn"))
}

/// Answers an invitation, or leaves.
pub(super) async fn answer(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<DraftId>,
    form: Form,
) -> Result<Response, Problem> {
    let join = form.value("join") == "yes";
    live::change_draft_sponsor(&app.hub, desk.by, id, SponsorChange::Answer { join }).await?;
    Ok(if join {
        done(id, "done-drafting-joined")
    } else {
        // The draft is not theirs to see any more.
        Done::at("/")
            .saying("done-drafting-declined")
            .into_response()
    })
}

/// Asks whether the draft is to be given up.
pub(super) async fn ask_discarding(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<DraftId>,
) -> Result<Shown, Problem> {
    let draft = live::draft_amendment(&app.hub, desk.by, id).await?;
    let instrument = desk.instrument(draft.instrument)?;
    draft.check_leading(instrument, &desk.acting())?;
    page.show(&DiscardPage {
        p: &page,
        crumbs: crumbs(&page, instrument),
        href: format!("/drafts/{id}"),
        title: draft.title.to_string(),
    })
}

/// Gives the draft up.
pub(super) async fn discard(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<DraftId>,
) -> Result<Response, Problem> {
    live::discard_draft_amendment(&app.hub, desk.by, id).await?;
    Ok(done(id, "done-drafting-discarded"))
}

fn chosen_none() -> Problem {
    Problem::invalid_field("/organisation", "this is not an organisation")
}

fn done(id: DraftId, said: &'static str) -> Response {
    Done::at(format!("/drafts/{id}"))
        .saying(said)
        .into_response()
}
