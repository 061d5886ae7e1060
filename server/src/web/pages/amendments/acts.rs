//! What is done with an amendment, each act after a page that asks once more.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::api::{
    AdoptAmendments, AdoptModified, AnswerCosponsorship, AnswerModification, AnswerProcedure,
    LapseAmendment, RejectAmendment, ReopenAmendment, UndoAdoption, UndoPart, WithdrawAmendment,
};
use domain::id::{AmendmentId, InstrumentId, OrganisationId};
use domain::instrument::{Amendment, DraftEdit, Instrument};
use domain::words::Statement;
use serde::Deserialize;

use super::effects::{Effect, effects};
use super::reading::{Together, read_pairs, together};
use super::sheet::{Sheet, crumbs};
use crate::live::{self, LiveError};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;
use crate::workflow::{self, WorkflowError};

/// What can be done with an amendment by saying no more than why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Confirm,
    Decline,
    Withdraw,
    Incorporate,
    Reject,
    Lapse,
    Undo,
    UndoPart,
    Reopen,
    AdoptModified,
    AcceptOffer,
    DeclineOffer,
    AcceptProcedure,
    ContestProcedure,
}

/// Each act with its name in addresses and messages.
const ACTS: [(Act, &str); 14] = [
    (Act::Confirm, "confirm"),
    (Act::Decline, "decline"),
    (Act::Withdraw, "withdraw"),
    (Act::Incorporate, "incorporate"),
    (Act::Reject, "reject"),
    (Act::Lapse, "lapse"),
    (Act::Undo, "undo"),
    (Act::UndoPart, "undo-part"),
    (Act::Reopen, "reopen"),
    (Act::AdoptModified, "adopt-modified"),
    (Act::AcceptOffer, "accept-offer"),
    (Act::DeclineOffer, "decline-offer"),
    (Act::AcceptProcedure, "accept-procedure"),
    (Act::ContestProcedure, "contest-procedure"),
];

impl Act {
    fn named(name: &str) -> Result<Self, Problem> {
        let found = ACTS.iter().find(|(_, known)| *known == name);
        found.map(|(act, _)| *act).ok_or_else(Problem::not_found)
    }

    fn name(self) -> &'static str {
        let found = ACTS.iter().find(|(act, _)| *act == self);
        found.map_or("", |(_, name)| name)
    }

    /// Returns the field in which something is said with the act, and whether it has to be.
    const fn statement(self) -> Option<(&'static str, bool)> {
        match self {
            Self::Confirm | Self::Decline => None,
            Self::Withdraw => Some(("withdrawal", false)),
            Self::Incorporate | Self::AdoptModified => Some(("incorporation", false)),
            Self::Reject => Some(("rejection", true)),
            Self::Lapse => Some(("lapse", true)),
            Self::Undo | Self::UndoPart | Self::Reopen => Some(("undoing", true)),
            Self::AcceptOffer | Self::AcceptProcedure => Some(("answer", false)),
            Self::DeclineOffer | Self::ContestProcedure => Some(("answer", true)),
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Confirm => "done-amendment-cosponsored",
            Self::Decline => "done-amendment-declined",
            Self::Withdraw => "done-amendment-withdrawn",
            Self::Incorporate | Self::AdoptModified => "done-amendment-incorporated",
            Self::Reject => "done-amendment-rejected",
            Self::Lapse => "done-amendment-lapsed",
            Self::Undo => "done-amendment-undone",
            Self::UndoPart => "done-amendment-part-undone",
            Self::Reopen => "done-amendment-reopened",
            Self::AcceptOffer | Self::AcceptProcedure => "done-amendment-agreed",
            Self::DeclineOffer | Self::ContestProcedure => "done-amendment-contested",
        }
    }

    fn is_permitted(self, it: &Sheet, about: Option<u32>) -> bool {
        let may = &it.may;
        match self {
            Self::Confirm | Self::Decline => may.answer,
            Self::Withdraw => may.sponsor,
            Self::Incorporate | Self::Reject | Self::Lapse => may.dispose,
            Self::Undo => may.undo,
            Self::Reopen => may.reopen,
            Self::UndoPart => (it.parts.iter()).any(|it| it.may_undo && Some(it.number) == about),
            Self::AdoptModified => may.adopt_offer.is_some(),
            Self::AcceptOffer | Self::DeclineOffer => may.answer_offer.is_some(),
            Self::AcceptProcedure | Self::ContestProcedure => may.answer_procedure.is_some(),
        }
    }

    /// Returns the text, the offer, the proposed procedure or the part that the act is about.
    fn about(self, it: &Sheet, wanted: Option<u32>) -> Option<u32> {
        let may = &it.may;
        match self {
            Self::Confirm | Self::Decline | Self::Incorporate => Some(it.text),
            Self::AdoptModified => may.adopt_offer,
            Self::AcceptOffer | Self::DeclineOffer => may.answer_offer,
            Self::AcceptProcedure | Self::ContestProcedure => may.answer_procedure,
            Self::UndoPart => wanted,
            _ => None,
        }
    }

    /// Reports whether the chair can take the act back until the next tabling.
    const fn is_undoable(self) -> bool {
        matches!(
            self,
            Self::Incorporate | Self::AdoptModified | Self::Reject | Self::Lapse
        )
    }

    /// Reports whether the act takes something away.
    const fn is_grave(self) -> bool {
        matches!(
            self,
            Self::Withdraw | Self::Reject | Self::Lapse | Self::Undo | Self::UndoPart
        )
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
    is_grave: bool,
    is_undoable: bool,
    /// The number of the text, the offer, the proposed procedure or the part that the act is about.
    about: Option<u32>,
    statement: Option<(&'static str, bool)>,
    /// What it makes of a sentence together with those adopted before it.
    near: Vec<Together>,
    /// What it does to the working draft; none for acts that do nothing there.
    effect: Option<InDraft>,
}

impl ActPage<'_> {
    fn is_possible(&self) -> bool {
        !matches!(self.effect, Some(InDraft::Refused(_)))
    }

    fn is_about_offer(&self, number: u32) -> bool {
        let is_of_offers = self.act.contains("-offer") || self.act == "adopt-modified";
        is_of_offers && self.about == Some(number)
    }

    fn is_about_part(&self, number: u32) -> bool {
        self.act == "undo-part" && self.about == Some(number)
    }

    fn is_about_procedure(&self, version: u32) -> bool {
        self.act.contains("procedure") && self.about == Some(version)
    }
}

/// What an act does to the working draft.
enum InDraft {
    /// It changes like this.
    Changes(Vec<Effect>),
    /// It cannot be done as it is, for this reason.
    Refused(String),
}

type Place = Path<(InstrumentId, AmendmentId, String)>;

/// The number of what an act is about, where there are several to choose from.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    about: Option<u32>,
}

/// Asks once more before an act.
pub(super) async fn ask(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, amendment, act)): Place,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    let act = (Act::named(&act)?, wanted.about);
    let found = find(&desk, id, amendment)?;
    show(&app, &page, &desk, found, act, &Form::new()).await
}

/// Does it.
pub(super) async fn act(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, amendment, act)): Place,
    mut form: Form,
) -> Result<Response, Problem> {
    let act = Act::named(&act)?;
    let found = find(&desk, id, amendment)?;
    let said = read_statement(act, &mut form);
    let about = form.value("about").parse().ok();
    if !form.is_refused() {
        let asked = Asked {
            act,
            about: about.unwrap_or_default(),
            read: read_pairs(&form),
            said,
        };
        let done = perform(&app, &desk, (id, amendment), asked).await;
        if taken(&mut form, done)?.is_some() {
            return Ok(back((id, amendment), act.done()));
        }
    }
    let shown = show(&app, &page, &desk, found, (act, about), &form).await?;
    Ok(shown.into_response())
}

/// Leads back to an amendment, saying what was done.
pub(super) fn back((id, amendment): (InstrumentId, AmendmentId), said: &'static str) -> Response {
    let to = format!("/instruments/{id}/amendments/{amendment}");
    Done::at(to).saying(said).into_response()
}

/// Finds an amendment that the reader may see.
pub(super) fn find(
    desk: &Desk,
    id: InstrumentId,
    amendment: AmendmentId,
) -> Result<(&Instrument, &Amendment), Problem> {
    let instrument = desk.instrument(id)?;
    let amendment = instrument.amendment(amendment);
    Ok((instrument, amendment.ok_or_else(Problem::not_found)?))
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

/// What somebody asked for.
struct Asked {
    act: Act,
    /// The number of the text, the offer, the proposed procedure or the part that was read.
    about: u32,
    /// The pairs whose combined sentence was read.
    read: Vec<(AmendmentId, AmendmentId)>,
    said: Option<Statement>,
}

async fn perform(
    app: &AppState,
    desk: &Desk,
    ids: (InstrumentId, AmendmentId),
    asked: Asked,
) -> Result<(), LiveError> {
    let (office, by, about) = (&app.office, desk.by, asked.about);
    match (asked.act, asked.said) {
        (Act::Confirm | Act::Decline, _) => {
            let confirm = asked.act == Act::Confirm;
            let command = AnswerCosponsorship {
                text: about,
                confirm,
            };
            workflow::answer_cosponsorship(office, by, ids, &command).await?;
        }
        (Act::Withdraw, reason) => {
            workflow::withdraw_amendment(office, by, ids, &WithdrawAmendment { reason }).await?;
        }
        (Act::Incorporate, note) => {
            let command = AdoptAmendments {
                amendments: vec![ids.1],
                texts: vec![about],
                read_together: asked.read,
                note,
            };
            live::adopt(&app.hub, by, ids.0, command).await?;
        }
        (Act::AdoptModified, note) => {
            let command = AdoptModified { offer: about, note };
            live::adopt_modified(&app.hub, by, ids, command).await?;
        }
        (Act::Undo, Some(reason)) => {
            live::undo_adoption(&app.hub, by, ids, UndoAdoption { reason }).await?;
        }
        (Act::UndoPart, Some(reason)) => {
            let command = UndoPart {
                part: about,
                reason,
            };
            live::undo_part(&app.hub, by, ids, command).await?;
        }
        (Act::Reopen, Some(reason)) => {
            workflow::reopen_amendment(office, by, ids, &ReopenAmendment { reason }).await?;
        }
        (Act::Reject, Some(reason)) => {
            workflow::reject_amendment(office, by, ids, &RejectAmendment { reason }).await?;
        }
        (Act::Lapse, Some(reason)) => {
            workflow::lapse_amendment(office, by, ids, &LapseAmendment { reason }).await?;
        }
        (Act::AcceptOffer | Act::DeclineOffer, reason) => {
            let command = AnswerModification {
                offer: about,
                accepted: asked.act == Act::AcceptOffer,
                reason,
            };
            workflow::answer_modification(office, by, ids, &command).await?;
        }
        (Act::AcceptProcedure | Act::ContestProcedure, reason) => {
            let command = AnswerProcedure {
                version: about,
                accepted: asked.act == Act::AcceptProcedure,
                reason,
            };
            workflow::answer_procedure(office, by, ids, &command).await?;
        }
        // The form asks for the reason, and nothing is done without it.
        (Act::Reject | Act::Lapse | Act::Undo | Act::UndoPart | Act::Reopen, None) => {}
    }
    Ok(())
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    (instrument, amendment): (&Instrument, &Amendment),
    (act, wanted): (Act, Option<u32>),
    form: &Form,
) -> Result<Shown, Problem> {
    let it = Sheet::new(page, desk, (instrument, amendment), amendment.text());
    let about = act.about(&it, wanted);
    if !act.is_permitted(&it, about) && !form.is_refused() {
        return Err(Problem::forbidden());
    }
    let template = ActPage {
        p: page,
        crumbs: crumbs(page, instrument),
        form,
        act: act.name(),
        is_grave: act.is_grave(),
        is_undoable: act.is_undoable(),
        about,
        statement: act.statement(),
        near: if act == Act::Incorporate {
            together(instrument, &instrument.near_adopted(amendment))
        } else {
            Vec::new()
        },
        effect: in_draft(app, page, desk, (instrument, amendment), (act, about)).await?,
        it,
    };
    page.show_as(form.status(), &template)
}

/// Says what an act would do to the working draft.
async fn in_draft(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    (instrument, amendment): (&Instrument, &Amendment),
    (act, about): (Act, Option<u32>),
) -> Result<Option<InDraft>, Problem> {
    let is_felt = matches!(
        act,
        Act::Incorporate | Act::AdoptModified | Act::Undo | Act::UndoPart
    );
    if !is_felt {
        return Ok(None);
    }
    let view = live::preview(&app.hub, desk.by, instrument.id).await?;
    let acting = desk.acting();
    let planned: Result<Vec<DraftEdit>, LiveError> = match act {
        Act::Undo => live::plan_undoing(&app.hub, desk.by, (instrument.id, amendment.id)).await,
        Act::UndoPart => {
            let ids = (instrument.id, amendment.id);
            live::plan_undoing_part(&app.hub, desk.by, ids, about.unwrap_or_default()).await
        }
        Act::AdoptModified => {
            let command = AdoptModified {
                offer: about.unwrap_or_default(),
                note: None,
            };
            let edit = instrument.modified_adoption(amendment.id, &command, &view.outline, &acting);
            edit.map(|edit| vec![edit]).map_err(LiveError::from)
        }
        _ => {
            let near = instrument.near_adopted(amendment);
            let command = AdoptAmendments {
                amendments: vec![amendment.id],
                texts: vec![amendment.text().number],
                read_together: near.iter().map(|it| (it.one, it.other)).collect(),
                note: None,
            };
            let adoption = instrument.adoption(&command, &view.outline, &acting);
            adoption.map(|it| it.edits).map_err(LiveError::from)
        }
    };
    match planned {
        Ok(edits) => {
            let drawn = effects(page, instrument, &view.outline, &edits);
            Ok(Some(InDraft::Changes(drawn)))
        }
        Err(LiveError::Workflow(WorkflowError::Refused(refusal))) => {
            let why = Problem::from(refusal).explanation(page);
            Ok(Some(InDraft::Refused(why)))
        }
        Err(error) => Err(error.into()),
    }
}
