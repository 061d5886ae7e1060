//! What the reader waits for: the words of others.

use domain::consensus::{Mandate, ObjectionState};
use domain::deliberation::{Prepared, PreparedState};
use domain::id::{ClauseId, OrganisationId};
use domain::instrument::{Amendment, CosponsorState, Objection};
use domain::permission::Operation;

use super::View;
use crate::i18n::Markup;
use crate::web::pages::text::clause_called;

/// Something that the reader waits for.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) href: String,
    pub(super) html: Markup,
}

impl View<'_> {
    /// Lists what the reader waits for.
    pub(super) fn expected(&self, prepared: &[Prepared]) -> Vec<Expected> {
        let mut all = Vec::new();
        let conducts = self.desk.may(Operation::OpenCall, self.instrument);
        if conducts || self.desk.may(Operation::EnterPosition, self.instrument) {
            all.extend(self.calls_not_answered());
        }
        if conducts {
            all.extend(self.words_of_objectors());
            all.extend(self.answers_to_offers());
        }
        if self.desk.may(Operation::EnterPosition, self.instrument) {
            all.extend(self.entries_not_answered());
        }
        if let Some(own) = self.desk.organisation().map(|own| own.id) {
            all.extend(self.objections_not_answered(own));
            all.extend(self.amendments_of(own));
            all.extend(self.of_the_head(own, prepared));
        }
        all
    }

    fn line(&self, what: &str, href: String, (about, who): (&str, &str)) -> Expected {
        let message = self.page.say("others-", what);
        let html = message
            .bdi("what", about)
            .bdi("who", who)
            .bdi("title", &self.title())
            .html();
        Expected { href, html }
    }

    fn on_clause(&self, what: &str, clause: ClauseId, who: &str) -> Expected {
        let href = format!("/instruments/{}/clauses/{clause}", self.instrument.id);
        let name = clause_called(self.page, self.instrument, Some(clause));
        self.line(what, href, (&name, who))
    }

    /// Names organisations in short, by name.
    pub(super) fn names(&self, organisations: impl IntoIterator<Item = OrganisationId>) -> String {
        let network = self.desk.network();
        let names = organisations.into_iter().map(|id| network.short_name(id));
        let mut names: Vec<_> = names.collect();
        names.sort_unstable();
        self.page.list(&names)
    }

    /// Names the organisations that have not answered the open calls.
    fn calls_not_answered(&self) -> Vec<Expected> {
        let calls = self.instrument.calls();
        let open = calls.into_iter().filter(|it| it.is_open());
        open.filter_map(|call| {
            let still = self.instrument.still_to_answer(call);
            let who = self.names(still.iter().map(|it| it.organisation));
            let href = format!("/instruments/{}/calls/{}", self.instrument.id, call.id);
            (!still.is_empty()).then(|| self.line("call", href, ("", &who)))
        })
        .collect()
    }

    /// Returns the objections whose organisations have to say whether an answer or a wording is enough.
    fn words_of_objectors(&self) -> Vec<Expected> {
        let all = self.instrument.all_objections();
        let awaited = all.filter(|it| match it.state {
            ObjectionState::Answered => true,
            ObjectionState::Raised => self.is_asked(it),
            _ => false,
        });
        awaited
            .map(|it| self.on_clause("objector", it.clause, &self.names([it.organisation])))
            .collect()
    }

    fn of_amendment(&self, what: &str, amendment: &Amendment, who: &str) -> Expected {
        let href = format!(
            "/instruments/{}/amendments/{}",
            self.instrument.id, amendment.id
        );
        let number = self.page.t("amendment-number");
        let number = number.arg("number", amendment.number).to_string();
        self.line(what, href, (&number, who))
    }

    fn open_amendments(&self) -> impl Iterator<Item = &Amendment> {
        let all = self.instrument.amendments().into_iter();
        all.filter(|it| it.is_open())
    }

    fn answers_to_offers(&self) -> Vec<Expected> {
        let offered = self.open_amendments().filter(|amendment| {
            let present = amendment.text().number;
            let mut offers = amendment.offers.iter();
            offers.any(|it| it.answer.is_none() && it.text == present)
        });
        offered
            .map(|it| self.of_amendment("offer", it, &self.names([it.sponsor])))
            .collect()
    }

    fn entries_not_answered(&self) -> Vec<Expected> {
        let mut all = Vec::new();
        for clause in self.clauses() {
            let entered = self.instrument.positions(clause).iter().filter(|it| {
                let waits = it.entered.as_ref().is_some_and(|it| it.answer.is_none());
                let held = self.instrument.position_of(it.organisation, clause);
                waits && held.is_some_and(|held| held.seq == it.seq)
            });
            all.extend(
                entered.map(|it| self.on_clause("entry", clause, &self.names([it.organisation]))),
            );
        }
        all
    }

    fn objections_not_answered(&self, own: OrganisationId) -> Vec<Expected> {
        let all = self.instrument.all_objections();
        let ours = all.filter(|it| it.organisation == own);
        let why = |it: &Objection| match it.state {
            ObjectionState::Raised if !self.is_asked(it) => Some("objection"),
            ObjectionState::Sustained => Some("decision"),
            _ => None,
        };
        ours.filter_map(|it| Some(self.on_clause(why(it)?, it.clause, "")))
            .collect()
    }

    /// Returns the organisation's open amendments, and who of them has not said whether to sponsor them.
    fn amendments_of(&self, own: OrganisationId) -> Vec<Expected> {
        let ours = self.open_amendments().filter(|it| it.sponsor == own);
        ours.map(|it| {
            let asked = self.desk.network().organisations().map(|other| other.id);
            let asked = asked.filter(|id| it.cosponsor(*id) == Some(CosponsorState::Invited));
            let asked: Vec<_> = asked.collect();
            let what = if asked.is_empty() {
                "amendment"
            } else {
                "cosponsors"
            };
            self.of_amendment(what, it, &self.names(asked))
        })
        .collect()
    }

    /// Returns what waits for the head of the reader's own delegation.
    fn of_the_head(&self, own: OrganisationId, prepared: &[Prepared]) -> Vec<Expected> {
        if self.desk.may(Operation::SubmitPosition, self.instrument) {
            return Vec::new();
        }
        let waiting = prepared
            .iter()
            .filter(|it| it.state() == PreparedState::Open);
        let mut all: Vec<_> = waiting
            .map(|it| Expected {
                href: format!("/prepared/{}", it.id),
                ..self.on_clause("prepared", it.clause, "")
            })
            .collect();
        let held = self.clauses().filter(|clause| {
            let held = self.instrument.position_of(own, *clause);
            held.is_some_and(|it| it.mandate_now() == Mandate::AdReferendum)
        });
        all.extend(held.map(|clause| self.on_clause("mandate", clause, "")));
        all
    }
}
