//! One amendment: its redline, its sponsors, how it ended, and what may be done with it.

use askama::Template;
use axum::extract::Path;
use domain::id::{AmendmentId, InstrumentId};
use domain::instrument::{Amendment, AmendmentChange, CosponsorState, Instrument};
use domain::permission::Operation;
use domain::record::Actor;
use domain::text::LanguageTag;
use domain::time::Timestamp;

use super::entry::{language, named, place_of, state, tone};
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::change::Change;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{given, instrument_crumbs};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "amendment.html")]
struct AmendmentPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
}

/// An amendment with everything about it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) href: String,
    pub(super) number: u32,
    pub(super) kind: &'static str,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    pub(super) ended: Option<Ended>,
    pub(super) clause: String,
    /// The clause's page, where it is or was tabled.
    pub(super) clause_href: Option<String>,
    pub(super) revision: u32,
    /// Whether the wording it was written against is still on the table.
    pub(super) is_current: bool,
    /// The redline; none where words were erased.
    pub(super) change: Option<Change>,
    pub(super) result: Option<String>,
    pub(super) rationale: String,
    pub(super) sponsor: String,
    pub(super) proposed_by: String,
    pub(super) cosponsors: Vec<(String, &'static str)>,
    pub(super) tabled_at: Timestamp,
    pub(super) seq: u64,
    pub(super) may: Permitted,
    /// Organisations that can still be asked to co-sponsor.
    pub(super) askable: Vec<(String, String)>,
}

/// How an amendment ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) by: String,
    pub(super) at: Timestamp,
    pub(super) seq: u64,
    pub(super) reason: Option<String>,
}

/// What the reader may do with an amendment.
#[derive(Debug)]
pub(super) struct Permitted {
    pub(super) answer: bool,
    pub(super) withdraw: bool,
    pub(super) dispose: bool,
}

/// Shows an amendment.
pub(super) async fn amendment(
    page: Page,
    desk: Desk,
    Path((id, amendment)): Path<(InstrumentId, AmendmentId)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let amendment = instrument
        .amendment(amendment)
        .ok_or_else(Problem::not_found)?;
    let it = Sheet::new(&page, &desk, instrument, amendment);
    let page = page.following([Topic::Instrument(id)], desk.seq());
    page.show(&AmendmentPage {
        p: &page,
        crumbs: crumbs(&page, instrument),
        it,
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
    pub(super) fn new(
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        amendment: &Amendment,
    ) -> Self {
        let network = desk.network();
        let place = place_of(instrument, amendment.change());
        let cosponsors = amendment.cosponsors.iter().map(|it| {
            let name = network.short_name(it.organisation).to_owned();
            (name, it.state.as_str())
        });
        Self {
            href: format!("/instruments/{}/amendments/{}", instrument.id, amendment.id),
            number: amendment.number,
            kind: amendment.change().kind(),
            state: state(amendment),
            tone: tone(amendment),
            ended: ended(desk, amendment),
            clause: named(page, instrument, place),
            clause_href: place
                .map(|clause| format!("/instruments/{}/clauses/{clause}", instrument.id)),
            revision: amendment.text().revision,
            is_current: is_current(instrument, amendment.change()),
            change: redline(
                page,
                instrument,
                amendment.change(),
                &language(instrument, place),
            ),
            result: amendment.change().result().map(|hash| hash.to_string()),
            rationale: amendment.text().rationale.or_mark().to_owned(),
            sponsor: network.short_name(amendment.sponsor).to_owned(),
            proposed_by: network.delegate_name(amendment.proposed_by).to_owned(),
            cosponsors: cosponsors.collect(),
            tabled_at: amendment.texts()[0].tabled_at,
            seq: amendment.texts()[0].seq,
            may: permitted(desk, instrument, amendment),
            askable: askable(desk, amendment),
        }
    }
}

fn ended(desk: &Desk, amendment: &Amendment) -> Option<Ended> {
    let disposition = amendment.disposition.as_ref()?;
    Some(Ended {
        by: match disposition.by {
            Actor::Delegate(id) => desk.network().delegate_name(id).to_owned(),
            Actor::System => "[–]".into(),
        },
        at: disposition.at,
        seq: disposition.seq,
        reason: given(disposition.reason.as_ref()),
    })
}

/// Reports whether the wording an amendment was written against is on the table.
fn is_current(instrument: &Instrument, change: &AmendmentChange) -> bool {
    change
        .base()
        .is_none_or(|base| instrument.tabled_hash(change.clause()) == Some(base))
}

/// Draws an amendment against the wording it was written for.
pub(super) fn redline(
    page: &Page,
    instrument: &Instrument,
    change: &AmendmentChange,
    language: &LanguageTag,
) -> Option<Change> {
    let base = |clause, hash| instrument.clause_worded(clause, hash)?.wording();
    match change {
        AmendmentChange::Modify {
            clause,
            base: hash,
            wording,
            ..
        } => {
            let base = base(*clause, *hash).or_else(|| {
                // What amends another is written against that one's wording.
                let mut all = instrument.amendments().into_iter();
                all.find_map(|it| {
                    it.change()
                        .wording()
                        .filter(|_| it.change().result() == Some(*hash))
                })
            })?;
            Some(Change::between(page, base, wording.as_deref()?, language))
        }
        AmendmentChange::Alternative {
            clause,
            base: hash,
            wording,
            ..
        } => {
            let base = base(*clause, *hash)?;
            Some(Change::between(page, base, wording.as_deref()?, language))
        }
        AmendmentChange::Move { .. } | AmendmentChange::EditorialHint { .. } => None,
        AmendmentChange::Insert { wording, .. } => {
            Some(Change::appearing(page, wording.as_deref()?, language))
        }
        AmendmentChange::Delete { clause, base: hash } => {
            Some(Change::vanishing(page, base(*clause, *hash)?, language))
        }
    }
}

fn permitted(desk: &Desk, instrument: &Instrument, amendment: &Amendment) -> Permitted {
    let is_open = amendment.is_open();
    let asked = desk
        .organisation()
        .and_then(|own| amendment.cosponsor(own.id));
    Permitted {
        answer: is_open
            && asked == Some(CosponsorState::Invited)
            && desk.may_for_members(Operation::Cosponsor, instrument),
        withdraw: is_open
            && desk.acts_for(amendment.sponsor)
            && desk.may(Operation::WithdrawAmendment, instrument),
        dispose: is_open && desk.may(Operation::DisposeOfAmendment, instrument),
    }
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
