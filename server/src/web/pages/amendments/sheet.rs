//! One amendment: what it changes, its sponsors, how it stands, how it ended, and what may be done
//! with it.

mod negotiation;

use askama::Template;
use axum::extract::{Path, Query, State};
use domain::deliberation::Subject;
use domain::id::{AmendmentId, InstrumentId};
use domain::instrument::{Amendment, AmendmentChange, AmendmentText, CosponsorState, Instrument};
use domain::permission::Operation;
use domain::redline::plain_changes;
use domain::time::Timestamp;
use serde::Deserialize;

use self::negotiation::{Advised, Offered, Part};
use super::drawing::Drawing;
use super::entry::{Entry, entry, place_of, state, tone};
use super::standing::{Stands, stands};
use super::weighing::{Beside, beside};
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::discussion::Threads;
use crate::web::pages::phrases::sentences_of;
use crate::web::pages::text::{acted_by, clause_called, given, instrument_crumbs};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "amendment.html")]
struct AmendmentPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    /// How it stands to the clause on the table, and in the working draft where that differs.
    stands: Vec<Stands>,
    /// The other open amendments it meets, with why.
    beside: Vec<Beside>,
    threads: Threads,
}

/// An amendment with everything about it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) id: String,
    pub(super) href: String,
    /// Where one begins to draft an amendment.
    pub(super) drafting_href: String,
    pub(super) number: u32,
    pub(super) kind: &'static str,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    pub(super) ended: Option<Ended>,
    pub(super) clause: String,
    /// The clause's page, where it is or was tabled.
    pub(super) clause_href: Option<String>,
    /// The number of the text shown, and of all.
    pub(super) text: u32,
    pub(super) texts: Vec<Said>,
    pub(super) revision: u32,
    /// What changes, in plain language.
    pub(super) sentences: Vec<Markup>,
    pub(super) drawing: Drawing,
    pub(super) result: Option<String>,
    pub(super) rationale: String,
    pub(super) sponsor: String,
    pub(super) proposed_by: String,
    pub(super) cosponsors: Vec<(String, &'static str)>,
    /// The others of its package.
    pub(super) package: Vec<Entry>,
    /// The amendment it amends.
    pub(super) amends: Option<Entry>,
    /// The open amendments that amend it.
    pub(super) amended_by: Vec<Entry>,
    pub(super) parts: Vec<Part>,
    pub(super) offers: Vec<Offered>,
    pub(super) procedures: Vec<Advised>,
    pub(super) tabled_at: Timestamp,
    pub(super) seq: u64,
    pub(super) may: Permitted,
    /// Organisations that can still be asked to co-sponsor.
    pub(super) askable: Vec<(String, String)>,
}

/// One of the texts an amendment has had.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) number: u32,
    pub(super) at: Timestamp,
    pub(super) seq: u64,
}

/// How an amendment ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) by: String,
    pub(super) at: Timestamp,
    pub(super) seq: u64,
    pub(super) reason: Option<String>,
    /// The amendments whose adoption brought it about.
    pub(super) through: Vec<u32>,
}

/// What the reader may do with an amendment.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one permission, asked for by name"
)]
pub(super) struct Permitted {
    pub(super) answer: bool,
    pub(super) sponsor: bool,
    pub(super) dispose: bool,
    /// Whether parts of it can be adopted, or another wording offered.
    pub(super) divide: bool,
    pub(super) offer: bool,
    /// The offer that the sponsor consented to, ready to be adopted.
    pub(super) adopt_offer: Option<u32>,
    pub(super) undo: bool,
    /// To take a rejection, or a lapse, back.
    pub(super) reopen: bool,
    pub(super) advise: bool,
    pub(super) collide: bool,
    pub(super) amend: bool,
    /// To draft another text of it together.
    pub(super) rewrite: bool,
    /// The offer that waits for the reader's answer.
    pub(super) answer_offer: Option<u32>,
    /// The proposed procedure that waits for the reader's answer.
    pub(super) answer_procedure: Option<u32>,
}

/// Which of its texts is shown; the present one where none is named.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    text: Option<u32>,
}

/// Shows an amendment.
pub(super) async fn amendment(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let amendment = instrument
        .amendment(amendment)
        .ok_or_else(Problem::not_found)?;
    let text = match wanted.text {
        None => amendment.text(),
        Some(number) => (amendment.texts().iter())
            .find(|text| text.number == number)
            .ok_or_else(Problem::not_found)?,
    };
    let it = Sheet::new(&page, &desk, (instrument, amendment), text);
    let subject = Subject::Amendment {
        amendment: amendment.id,
        text: amendment.text().number,
    };
    let threads = Threads::about(&app, &page, &desk, instrument, &subject).await?;
    let page = page.following([Topic::Instrument(id)], desk.seq());
    page.show(&AmendmentPage {
        p: &page,
        crumbs: crumbs(&page, instrument),
        it,
        stands: stands(&page, instrument, amendment),
        beside: beside(&page, &desk, instrument, amendment),
        threads,
    })
}

/// Returns the way to the amendments of an instrument.
pub(super) fn crumbs(page: &Page, instrument: &Instrument) -> Vec<Crumb> {
    let mut crumbs = instrument_crumbs(page, instrument);
    let href = format!("/instruments/{}/amendments", instrument.id);
    crumbs.push(Crumb::new(href, page.t("amendments-title")));
    crumbs
}

impl Sheet {
    /// Shows one text of an amendment, and everything about the amendment.
    pub(super) fn new(
        page: &Page,
        desk: &Desk,
        (instrument, amendment): (&Instrument, &Amendment),
        text: &AmendmentText,
    ) -> Self {
        let network = desk.network();
        let place = place_of(instrument, &text.change);
        let shown = |it: &Amendment| entry(page, desk, instrument, it);
        let cosponsors = amendment.cosponsors.iter().map(|it| {
            let name = network.short_name(it.organisation).to_owned();
            (name, it.state.as_str())
        });
        let is_amending = |it: &&Amendment| it.amends == Some(amendment.id) && it.is_open();
        Self {
            href: format!("/instruments/{}/amendments/{}", instrument.id, amendment.id),
            id: amendment.id.to_string(),
            drafting_href: format!("/instruments/{}/amendments/draft", instrument.id),
            number: amendment.number,
            kind: text.change.kind(),
            state: state(amendment),
            tone: tone(amendment),
            ended: ended(page, desk, instrument, amendment),
            clause: clause_called(page, instrument, place),
            clause_href: place
                .map(|clause| format!("/instruments/{}/clauses/{clause}", instrument.id)),
            text: text.number,
            texts: amendment.texts().iter().rev().map(Said::of).collect(),
            revision: text.revision,
            sentences: if text.number == amendment.text().number {
                sentences_of(page, instrument, amendment)
            } else {
                Vec::new()
            },
            drawing: Drawing::of(page, instrument, amendment, text),
            result: text.change.result().map(|hash| hash.to_string()),
            rationale: text.rationale.or_mark().to_owned(),
            sponsor: network.short_name(amendment.sponsor).to_owned(),
            proposed_by: network.delegate_name(amendment.proposed_by).to_owned(),
            cosponsors: cosponsors.collect(),
            package: (instrument.package_of(amendment).into_iter())
                .filter(|it| it.id != amendment.id)
                .map(shown)
                .collect(),
            amends: (amendment.amends)
                .and_then(|id| instrument.amendment(id))
                .map(shown),
            amended_by: (instrument.amendments().into_iter())
                .filter(is_amending)
                .map(shown)
                .collect(),
            parts: negotiation::parts(page, desk, instrument, amendment),
            offers: negotiation::offers(page, instrument, amendment),
            procedures: negotiation::procedures(page, desk, instrument, amendment),
            tabled_at: text.tabled_at,
            seq: text.seq,
            may: permitted(desk, instrument, amendment),
            askable: askable(desk, amendment),
        }
    }
}

impl Said {
    fn of(text: &AmendmentText) -> Self {
        Self {
            number: text.number,
            at: text.tabled_at,
            seq: text.seq,
        }
    }
}

fn ended(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    amendment: &Amendment,
) -> Option<Ended> {
    let disposition = amendment.disposition.as_ref()?;
    let number = |id: &AmendmentId| instrument.amendment(*id).map(|it| it.number);
    Some(Ended {
        by: acted_by(page, desk, disposition.by),
        at: disposition.at,
        seq: disposition.seq,
        reason: given(disposition.reason.as_ref()),
        through: disposition
            .kind
            .through()
            .iter()
            .filter_map(number)
            .collect(),
    })
}

fn permitted(desk: &Desk, instrument: &Instrument, amendment: &Amendment) -> Permitted {
    let is_open = amendment.is_open();
    let may_draft = is_open && desk.may_for_members(Operation::ProposeAmendment, instrument);
    let asked = desk
        .organisation()
        .and_then(|own| amendment.cosponsor(own.id));
    let is_sponsor = is_open
        && desk.acts_for(amendment.sponsor)
        && desk.may(Operation::WithdrawAmendment, instrument);
    let may_dispose = desk.may(Operation::DisposeOfAmendment, instrument);
    let has_wording = amendment.change().wording().is_some();
    let is_alone = instrument.package_of(amendment).len() == 1;
    let present = amendment.text().number;
    let offers = || {
        amendment
            .offers
            .iter()
            .rev()
            .filter(|it| it.text == present)
    };
    let is_accepted = |accepted: Option<bool>| accepted == Some(true);
    let answered = |it: &domain::instrument::Offer| it.answer.as_ref().map(|it| it.accepted);
    Permitted {
        answer: is_open
            && asked == Some(CosponsorState::Invited)
            && desk.may_for_members(Operation::Cosponsor, instrument),
        sponsor: is_sponsor,
        dispose: is_open && may_dispose,
        divide: is_open && may_dispose && is_alone && has_parts(instrument, amendment),
        offer: is_open && may_dispose && is_alone && has_wording,
        adopt_offer: offers()
            .find(|it| is_accepted(answered(it)))
            .filter(|_| is_open && may_dispose)
            .map(|it| it.number),
        undo: may_dispose && instrument.adopted_with(amendment.id).is_ok(),
        reopen: may_dispose && instrument.reopened_with(amendment.id).is_ok(),
        advise: is_open && desk.may(Operation::ProposeProcedure, instrument),
        collide: is_open && desk.may(Operation::DeclareCollision, instrument),
        amend: may_draft && has_wording,
        rewrite: is_sponsor && may_draft && amendment.change().kind() != "editorial_hint",
        answer_offer: offers()
            .find(|it| it.answer.is_none())
            .filter(|_| is_sponsor)
            .map(|it| it.number),
        answer_procedure: (amendment.procedures.last())
            .filter(|it| is_sponsor && it.answer.is_none() && it.text == present)
            .map(|it| it.version),
    }
}

/// Reports whether an amendment makes several changes, so that some of them can be adopted alone.
fn has_parts(instrument: &Instrument, amendment: &Amendment) -> bool {
    if amendment.amends.is_some() {
        return false;
    }
    let AmendmentChange::Modify { wording, .. } = amendment.change() else {
        return false;
    };
    let sides = instrument.base_wording(amendment).zip(wording.as_deref());
    sides.is_some_and(|(base, wording)| {
        let changes = plain_changes(&base.text.to_plain(), &wording.text.to_plain());
        changes.len() + usize::from(base.heading != wording.heading) > 1
    })
}

fn askable(desk: &Desk, amendment: &Amendment) -> Vec<(String, String)> {
    let mut options: Vec<_> = desk
        .network()
        .electorate(desk.now)
        .filter(|it| it.id != amendment.sponsor && amendment.cosponsor(it.id).is_none())
        .map(|it| (it.id.to_string(), it.short_name.or_mark().to_owned()))
        .collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    options
}
