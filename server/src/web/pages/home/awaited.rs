//! What waits for the reader's word, without an instant by which it must come.

use std::collections::{BTreeMap, BTreeSet};

use domain::consensus::ObjectionState;
use domain::deliberation::{Prepared, PreparedState};
use domain::id::{CallId, ClauseId, OrganisationId};
use domain::instrument::{CallEnd, Objection, Stage};
use domain::permission::Operation;

use super::View;
use crate::web::pages::procedure::{Offered, acts_on_objection, awaited};
use crate::web::pages::text::clause_called;

/// Something that waits for the reader's word.
#[derive(Debug)]
pub(super) struct Awaited {
    /// Why, as messages name it.
    pub(super) why: &'static str,
    pub(super) href: String,
    /// What it is about.
    pub(super) what: String,
    /// Whose it is, where that is said.
    pub(super) who: String,
    /// The instrument's title.
    pub(super) title: String,
    /// How many of it there are, where that is said.
    pub(super) count: usize,
    /// What can be done at once: address and name.
    pub(super) acts: Vec<Offered>,
}

impl View<'_> {
    /// Lists what waits for the reader's word.
    pub(super) fn awaited(&self, prepared: &[Prepared]) -> Vec<Awaited> {
        let mut all = Vec::new();
        let own = self.desk.organisation().map(|own| own.id);
        let speaks = self
            .desk
            .may_for_members(Operation::SpeakToObjection, self.instrument);
        if let Some(own) = own.filter(|_| speaks) {
            all.extend(self.objections_of(own));
            all.extend(self.positions_of(own));
        }
        if self.desk.may(Operation::SubmitPosition, self.instrument) {
            all.extend(self.prepared(prepared));
        }
        if self.desk.may(Operation::AnswerObjection, self.instrument) {
            all.extend(self.objections_to_answer());
        }
        if self.desk.may(Operation::DesignateLevel, self.instrument) {
            all.extend(self.objections_to_decide());
            all.extend(self.calls_to_designate());
            all.extend(self.clauses_to_agree());
            all.extend(self.to_adopt());
        }
        all.extend(own.and_then(|own| self.to_sign(own)));
        all
    }

    fn about(&self, why: &'static str, clause: ClauseId, acts: Vec<Offered>) -> Awaited {
        Awaited {
            why,
            href: format!("/instruments/{}/clauses/{clause}", self.instrument.id),
            what: clause_called(self.page, self.instrument, Some(clause)),
            who: String::new(),
            title: self.title(),
            count: 1,
            acts,
        }
    }

    /// Returns the organisation's objections that were answered, or have another wording before them.
    fn objections_of(&self, own: OrganisationId) -> Vec<Awaited> {
        let ours = self.instrument.all_objections();
        let ours = ours.filter(|it| it.organisation == own);
        ours.filter_map(|it| {
            let why = match it.state {
                ObjectionState::Raised | ObjectionState::Answered if self.is_asked(it) => "asked",
                ObjectionState::Answered => "answered",
                _ => return None,
            };
            let acts = acts_on_objection(self.desk, self.instrument, it);
            Some(self.about(why, it.clause, acts))
        })
        .collect()
    }

    pub(super) fn is_asked(&self, it: &Objection) -> bool {
        it.is_asked(self.instrument.tabled_hash(it.clause))
    }

    /// Returns the positions entered for the organisation, and those whose time to be confirmed has
    /// passed.
    fn positions_of(&self, own: OrganisationId) -> Vec<Awaited> {
        let mut all = Vec::new();
        for clause in self.clauses() {
            let Some(held) = self.instrument.position_of(own, clause) else {
                continue;
            };
            let is_entered = (held.entered.as_ref()).is_some_and(|it| it.answer.is_none());
            let until = self.instrument.confirm_by(held);
            let is_overdue = until.is_some_and(|until| until <= self.desk.now);
            let confirms = self.desk.may(Operation::ConfirmMandate, self.instrument);
            let is_overdue = is_overdue && confirms;
            if !is_entered && !is_overdue {
                continue;
            }
            let awaited = awaited(self.desk, self.instrument, clause);
            all.extend(awaited.into_iter().filter_map(|it| match it.why {
                "entered" => Some(self.about("entered", clause, it.acts)),
                _ if is_overdue => Some(self.about("overdue", clause, it.acts)),
                _ => None,
            }));
        }
        all
    }

    fn prepared(&self, prepared: &[Prepared]) -> Vec<Awaited> {
        let waiting = prepared
            .iter()
            .filter(|it| it.state() == PreparedState::Open);
        waiting
            .map(|it| Awaited {
                href: format!("/prepared/{}", it.id),
                ..self.about("prepared", it.clause, Vec::new())
            })
            .collect()
    }

    /// Returns the objections that nobody has answered, those that joined another with that one.
    fn objections_to_answer(&self) -> Vec<Awaited> {
        let is_raised = |it: &&Objection| it.state == ObjectionState::Raised && !self.is_asked(it);
        self.once("to_answer", is_raised)
    }

    fn objections_to_decide(&self) -> Vec<Awaited> {
        self.once("to_decide", |it| it.state == ObjectionState::Sustained)
    }

    fn once(&self, why: &'static str, wanted: impl Fn(&&Objection) -> bool) -> Vec<Awaited> {
        let mut roots: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for it in self.instrument.all_objections().filter(wanted) {
            let objectors = roots.entry((it.root(), it.clause)).or_default();
            objectors.insert(it.organisation);
        }
        let roots = roots.into_iter();
        roots
            .map(|((_, clause), objectors)| Awaited {
                who: self.names(objectors),
                ..self.about(why, clause, Vec::new())
            })
            .collect()
    }

    /// Returns the calls that have closed, with clauses whose level nobody has designated since.
    fn calls_to_designate(&self) -> Vec<Awaited> {
        let mut calls: Vec<(CallId, usize)> = Vec::new();
        for clause in self.clauses() {
            let Stage::Called(id) = self.instrument.stage(clause) else {
                continue;
            };
            let end = self.instrument.call(id).and_then(|it| it.end.as_ref());
            let has_closed = end.is_some_and(|it| !matches!(it, CallEnd::Withdrawn { .. }));
            if !has_closed || self.instrument.designation(clause).is_some() {
                continue;
            }
            match calls.iter_mut().find(|(known, _)| *known == id) {
                Some((_, count)) => *count += 1,
                None => calls.push((id, 1)),
            }
        }
        calls
            .into_iter()
            .map(|(id, count)| Awaited {
                why: "to_designate",
                href: format!("/instruments/{}/calls/{id}", self.instrument.id),
                what: String::new(),
                who: String::new(),
                title: self.title(),
                count,
                acts: Vec::new(),
            })
            .collect()
    }

    fn clauses_to_agree(&self) -> Option<Awaited> {
        let is_ready = |it: &ClauseId| self.instrument.is_agreeable(*it);
        let count = self.clauses().filter(is_ready).count();
        (count > 0).then(|| self.of_the_whole("to_agree", "agree", count))
    }

    /// Asks for the adoption of a text on every clause of which there is agreement.
    fn to_adopt(&self) -> Option<Awaited> {
        let is_ready = self.desk.may(Operation::AdoptInstrument, self.instrument)
            && self.clauses().next().is_some()
            && self.instrument.not_agreed().is_empty();
        is_ready.then(|| self.of_the_whole("to_adopt", "adopt", 1))
    }

    /// Asks for the signature of the organisation under an adopted text.
    fn to_sign(&self, own: OrganisationId) -> Option<Awaited> {
        let signs = self
            .desk
            .may_for_members(Operation::SignInstrument, self.instrument);
        let adopted = self.instrument.adopted().last().filter(|_| signs)?;
        let is_missing = !adopted.signatures.contains_key(&own);
        is_missing.then(|| self.of_the_whole("to_sign", "sign", 1))
    }

    fn of_the_whole(&self, why: &'static str, page: &str, count: usize) -> Awaited {
        Awaited {
            why,
            href: format!("/instruments/{}/agreement/{page}", self.instrument.id),
            what: String::new(),
            who: String::new(),
            title: self.title(),
            count,
            acts: Vec::new(),
        }
    }
}
