//! What of one instrument needs the reader.

use domain::instrument::{Amendment, CosponsorState, Instrument};
use domain::permission::Operation;
use domain::time::Timestamp;

use super::stale::{Link, link};
use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::amendments::{Entry, entry, news_for_chair, news_for_sponsor};
use crate::web::pages::asked::unanswered;
use crate::web::pages::desk::Desk;
use crate::web::pages::drafting::Listed;

/// How many clauses without a position are named one by one.
const NAMED: usize = 5;

/// What of one instrument needs the reader.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) attributes: Markup,
    /// How many clauses have no position of the organisation.
    pub(super) unanswered: usize,
    /// The first of them.
    pub(super) first: Vec<Link>,
    pub(super) invited: Vec<Entry>,
    pub(super) own: Vec<Entry>,
    pub(super) to_decide: Vec<Entry>,
    /// Amendments in preparation that the organisation is invited to, and those it drafts.
    pub(super) codrafting: Vec<Listed>,
    pub(super) drafting: Vec<Listed>,
    /// How many removed clauses wait for the chair.
    pub(super) undecided: usize,
    /// The working draft, where the reader may edit it.
    pub(super) draft: Option<String>,
}

/// An invitation that has not been accepted yet.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) name: String,
    pub(super) expires_at: Timestamp,
}

impl Work {
    pub(super) fn new(page: &Page, desk: &Desk, instrument: &Instrument) -> Self {
        let mut work = Self {
            href: format!("/instruments/{}", instrument.id),
            title: instrument.title().or_mark().to_owned(),
            attributes: page.text_in(&instrument.language),
            unanswered: 0,
            first: Vec::new(),
            invited: Vec::new(),
            own: Vec::new(),
            to_decide: Vec::new(),
            codrafting: Vec::new(),
            drafting: Vec::new(),
            undecided: 0,
            draft: desk
                .may(Operation::EditDraft, instrument)
                .then(|| format!("/drafts/{}", instrument.draft)),
        };
        work.add_positions(page, desk, instrument);
        work.add_amendments(page, desk, instrument);
        work
    }

    fn add_positions(&mut self, page: &Page, desk: &Desk, instrument: &Instrument) {
        let own = desk
            .organisation()
            .filter(|_| desk.may_for_members(Operation::TakePosition, instrument));
        let Some(own) = own else { return };
        let open = unanswered(instrument, own.id);
        self.unanswered = open.len();
        let first = open.iter().take(NAMED);
        self.first = first
            .filter_map(|clause| link(page, instrument, clause.id))
            .collect();
    }

    fn add_amendments(&mut self, page: &Page, desk: &Desk, instrument: &Instrument) {
        let may_answer = desk.may_for_members(Operation::Cosponsor, instrument);
        let may_decide = desk.may(Operation::DisposeOfAmendment, instrument);
        let asked = |amendment: &Amendment| {
            let own = desk.organisation();
            own.and_then(|own| amendment.cosponsor(own.id)) == Some(CosponsorState::Invited)
        };
        let tabled = instrument.current().map_or(0, |revision| revision.seq);
        for amendment in instrument.amendments() {
            let shown = || entry(page, desk, instrument, amendment);
            let told = |news| Entry { news, ..shown() };
            if let Some(ended) = &amendment.disposition {
                // Until the next tabling, a sponsor is told how its amendment ended.
                if ended.seq > tabled && desk.acts_for(amendment.sponsor) {
                    let news = news_for_sponsor(instrument, amendment);
                    self.own.push(told(news));
                }
                continue;
            }
            if may_answer && asked(amendment) {
                self.invited.push(shown());
            }
            if desk.acts_for(amendment.sponsor) {
                let news = news_for_sponsor(instrument, amendment);
                self.own.push(told(news));
            }
            if may_decide {
                self.to_decide.push(told(news_for_chair(amendment)));
            }
        }
    }

    /// Reports whether nothing of the instrument needs the reader.
    pub(super) fn is_done(&self) -> bool {
        self.unanswered + self.undecided == 0
            && self.invited.is_empty()
            && self.own.is_empty()
            && self.to_decide.is_empty()
            && self.codrafting.is_empty()
            && self.drafting.is_empty()
    }
}

/// Lists the invitations not accepted yet, to those who invite.
pub(super) fn pending(desk: &Desk) -> Vec<Pending> {
    let network = desk.network();
    if network
        .authorise(Operation::InviteDelegate, desk.by)
        .is_err()
    {
        return Vec::new();
    }
    let shown = |delegate: &domain::network::Delegate| {
        delegate.invitation().map(|invitation| Pending {
            name: delegate.name.or_mark().to_owned(),
            expires_at: invitation.expires_at,
        })
    };
    network.delegates().filter_map(shown).collect()
}
