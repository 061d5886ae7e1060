//! What is done with an amendment, each act after a page that asks once more.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::{Incorporate, RejectAmendment, WithdrawAmendment};
use domain::id::{AmendmentId, InstrumentId, OrganisationId};
use domain::instrument::{Amendment, DraftEdit, Instrument};
use domain::text::{Outline, Wording};
use domain::words::Statement;

use super::sheet::{Sheet, crumbs};
use crate::live::{self, LiveError};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::change::Change;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow::{self, WorkflowError};

/// What can be done with an amendment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Confirm,
    Decline,
    Withdraw,
    Incorporate,
    Reject,
}

impl Act {
    fn named(name: &str) -> Option<Self> {
        match name {
            "confirm" => Some(Self::Confirm),
            "decline" => Some(Self::Decline),
            "withdraw" => Some(Self::Withdraw),
            "incorporate" => Some(Self::Incorporate),
            "reject" => Some(Self::Reject),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Decline => "decline",
            Self::Withdraw => "withdraw",
            Self::Incorporate => "incorporate",
            Self::Reject => "reject",
        }
    }

    /// Returns the field in which something is said with the act, and whether it has to be.
    const fn statement(self) -> Option<(&'static str, bool)> {
        match self {
            Self::Confirm | Self::Decline => None,
            Self::Withdraw => Some(("withdrawal", false)),
            Self::Incorporate => Some(("incorporation", false)),
            Self::Reject => Some(("rejection", true)),
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Confirm => "done-amendment-cosponsored",
            Self::Decline => "done-amendment-declined",
            Self::Withdraw => "done-amendment-withdrawn",
            Self::Incorporate => "done-amendment-incorporated",
            Self::Reject => "done-amendment-rejected",
        }
    }

    const fn is_permitted(self, it: &Sheet) -> bool {
        match self {
            Self::Confirm | Self::Decline => it.may.answer,
            Self::Withdraw => it.may.withdraw,
            Self::Incorporate | Self::Reject => it.may.dispose,
        }
    }
}

#[derive(Template)]
#[template(path = "amendment_act.html")]
struct ActPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    form: &'a Form,
    act: &'static str,
    statement: Option<(&'static str, bool)>,
    /// What incorporating it does to the working draft; none for other acts.
    effect: Option<Effect>,
}

impl ActPage<'_> {
    fn is_possible(&self) -> bool {
        !matches!(self.effect, Some(Effect::Refused(_)))
    }
}

/// What incorporating an amendment does to the working draft.
enum Effect {
    /// The draft changes like this.
    Changes(Option<Change>),
    /// It cannot be taken over as it is, for this reason.
    Refused(String),
}

type Place = Path<(InstrumentId, AmendmentId, String)>;

/// Asks once more before an act.
pub(super) async fn ask(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, amendment, act)): Place,
) -> Result<Shown, Problem> {
    let act = Act::named(&act).ok_or_else(Problem::not_found)?;
    let instrument = desk.instrument(id)?;
    let amendment = instrument
        .amendment(amendment)
        .ok_or_else(Problem::not_found)?;
    show(
        &app,
        &page,
        &desk,
        (instrument, amendment),
        act,
        &Form::new(),
        StatusCode::OK,
    )
    .await
}

/// Does it.
pub(super) async fn act(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, amendment, act)): Place,
    mut form: Form,
) -> Result<Response, Problem> {
    let act = Act::named(&act).ok_or_else(Problem::not_found)?;
    let instrument = desk.instrument(id)?;
    let found = instrument
        .amendment(amendment)
        .ok_or_else(Problem::not_found)?;
    let said = read_statement(act, &mut form);
    if !form.is_refused() {
        match perform(&app, &desk, (id, amendment), act, said).await {
            Ok(()) => {
                let to = format!("/instruments/{id}/amendments/{amendment}");
                return Ok(Done::at(to).saying(act.done()).into_response());
            }
            Err(LiveError::Workflow(WorkflowError::Refused(refusal))) => {
                form.refuse(refusal.into());
            }
            Err(error) => return Err(error.into()),
        }
    }
    let place = (instrument, found);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let shown = show(&app, &page, &desk, place, act, &form, status).await?;
    Ok(shown.into_response())
}

/// Asks a further organisation to co-sponsor.
pub(super) async fn invite_cosponsor(
    State(app): State<AppState>,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
    form: Form,
) -> Result<Done, Problem> {
    desk.instrument(id)?;
    let invited: OrganisationId = form
        .value("invited")
        .parse()
        .map_err(|_| Problem::invalid_field("/invited", "expected an organisation"))?;
    workflow::invite_cosponsor(&app.office, desk.by, (id, amendment), invited).await?;
    let to = format!("/instruments/{id}/amendments/{amendment}");
    Ok(Done::at(to).saying("done-cosponsor-asked"))
}

fn read_statement(act: Act, form: &mut Form) -> Option<Statement> {
    match act.statement() {
        Some((field, true)) => form.required(field, "error-statement"),
        Some((field, false)) => form.optional(field, "error-statement"),
        None => None,
    }
}

async fn perform(
    app: &AppState,
    desk: &Desk,
    ids: (InstrumentId, AmendmentId),
    act: Act,
    said: Option<Statement>,
) -> Result<(), LiveError> {
    let (office, by) = (&app.office, desk.by);
    match (act, said) {
        (Act::Confirm | Act::Decline, _) => {
            workflow::answer_cosponsorship(office, by, ids, act == Act::Confirm).await?;
        }
        (Act::Withdraw, reason) => {
            workflow::withdraw_amendment(office, by, ids, &WithdrawAmendment { reason }).await?;
        }
        (Act::Incorporate, note) => {
            let command = Incorporate { note }.adoption_of(ids.1);
            live::adopt(&app.hub, by, ids.0, command).await?;
        }
        (Act::Reject, Some(reason)) => {
            workflow::reject_amendment(office, by, ids, &RejectAmendment { reason }).await?;
        }
        (Act::Reject, None) => {}
    }
    Ok(())
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    (instrument, amendment): (&Instrument, &Amendment),
    act: Act,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let it = Sheet::new(page, desk, instrument, amendment);
    if !act.is_permitted(&it) && !form.is_refused() {
        return Err(Problem::forbidden());
    }
    let effect = if act == Act::Incorporate {
        let view = live::preview(&app.hub, desk.by, instrument.id).await?;
        Some(effect(page, desk, (instrument, amendment), &view.outline))
    } else {
        None
    };
    let template = ActPage {
        p: page,
        crumbs: crumbs(page, instrument),
        it,
        form,
        act: act.name(),
        statement: act.statement(),
        effect,
    };
    page.show_as(status, &template)
}

/// Says what incorporating an amendment would do to the working draft.
fn effect(
    page: &Page,
    desk: &Desk,
    (instrument, amendment): (&Instrument, &Amendment),
    draft: &Outline,
) -> Effect {
    let command = Incorporate { note: None }.adoption_of(amendment.id);
    let adoption = match instrument.adoption(&command, draft, &desk.acting()) {
        Ok(adoption) => adoption,
        Err(refusal) => return Effect::Refused(Problem::from(refusal).explanation(page)),
    };
    let nothing = Wording::default();
    let now = |id| draft.clauses.iter().find(|clause| clause.id == id);
    let (clause, target) = match adoption.edits.first() {
        Some(DraftEdit::Reword { clause, wording }) => (now(*clause), Some(wording)),
        Some(DraftEdit::Insert { wording, .. }) => (None, Some(wording)),
        Some(DraftEdit::Remove { clause }) => (now(*clause), None),
        Some(DraftEdit::Move { .. } | DraftEdit::Restore { .. }) | None => (None, None),
    };
    let language = clause
        .and_then(|it| it.language.as_ref())
        .unwrap_or(&draft.language);
    let kept = |wording: &Wording| Wording {
        kind: wording.kind,
        ..nothing.clone()
    };
    let base = clause.map(|it| &it.wording);
    let change = match (base, target) {
        (Some(base), Some(target)) => Some(Change::between(page, base, target, language)),
        (None, Some(target)) => Some(Change::between(page, &kept(target), target, language)),
        (Some(base), None) => Some(Change::between(page, base, &kept(base), language)),
        (None, None) => None,
    };
    Effect::Changes(change)
}
