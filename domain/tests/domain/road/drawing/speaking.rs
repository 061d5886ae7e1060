//! What organisations might say: positions, and what is done about objections.

use domain::consensus::{Mandate, ObjectionState, PositionKind};

use super::super::attempt::{Attempt, Name, ORGANISATIONS, Person, Said};
use super::super::model::{ACTING, Model, is_favourable, is_open};
use super::{Draw, Drawn};

impl Draw {
    pub(super) fn position_kind(&mut self) -> PositionKind {
        use PositionKind::{
            Abstain, Accept, Concern, Endorse, EndorseWithReservation, Object, Recuse,
        };
        if self.chance.percent(self.quarrel) {
            self.chance
                .of(&[Object, Object, Object, Concern, Abstain, Recuse])
        } else {
            self.chance
                .of(&[Endorse, Endorse, Endorse, Accept, EndorseWithReservation])
        }
    }

    pub(super) fn said(&mut self, model: &Model, clause: usize) -> Said {
        let kind = self.position_kind();
        let mut text = |needed: bool| {
            let is_given = if needed {
                self.chance.percent(98)
            } else {
                self.chance.percent(2)
            };
            is_given.then(|| u8::try_from(self.chance.below(3)).unwrap())
        };
        let needs_reason = matches!(
            kind,
            PositionKind::Concern | PositionKind::Object | PositionKind::Recuse
        );
        let (reason, remedy) = (text(needs_reason), text(kind == PositionKind::Object));
        let reservation = text(kind == PositionKind::EndorseWithReservation);
        let subject = if is_favourable(kind) { 25 } else { 2 };
        let mandate = Mandate::ALL[usize::from(self.chance.percent(subject))];
        let names = if kind == PositionKind::Object { 35 } else { 1 };
        let others = model
            .objections
            .iter()
            .filter(|(name, it)| it.clause == clause && is_open(model.state(**name)));
        let others: Vec<_> = others.map(|(name, _)| *name).collect();
        let joins = (!others.is_empty() && self.chance.percent(names))
            .then(|| self.chance.made(others.into_iter()));
        let cures = if self.chance.percent(names / 3) {
            self.amendments(model)
        } else {
            Vec::new()
        };
        let (wording, is_on_table) = (self.wording(model, clause), self.is_on_table(model));
        Said {
            wording,
            is_on_table,
            kind,
            mandate,
            reason,
            remedy,
            reservation,
            joins,
            cures,
        }
    }

    pub(super) fn amendments(&mut self, model: &Model) -> Vec<Name> {
        let count = self.chance.below(3);
        (0..count)
            .map(|_| self.chance.made(model.amendments.keys().copied()))
            .collect()
    }

    /// Draws a clause of a call and an organisation that has not answered on it, mostly.
    pub(super) fn awaited(&mut self, model: &Model) -> (usize, usize) {
        let open = model.calls.iter().rev().find(|(_, it)| it.end.is_none());
        let awaited: Vec<_> = open.map_or_else(Vec::new, |(_, call)| {
            let each = call
                .electorate
                .iter()
                .flat_map(|it| call.clauses.keys().map(move |of| (*it, *of)));
            each.filter(|(own, clause)| model.held(*own, *clause).is_none())
                .collect()
        });
        if awaited.is_empty() || self.chance.percent(30) {
            (self.chance.below(ORGANISATIONS), self.clause(model))
        } else {
            self.chance.of(&awaited)
        }
    }

    pub(super) fn take(&mut self, model: &Model) -> Drawn {
        let (own, clause) = self.awaited(model);
        let said = self.said(model, clause);
        (
            self.delegate_of(own % ACTING),
            Attempt::Take { clause, said },
        )
    }

    /// Draws an objection to a clause on which something runs, if there is one.
    pub(super) fn object(&mut self, model: &Model) -> Drawn {
        let running: Vec<_> = (0..model.clauses())
            .filter(|it| model.running(*it).is_some())
            .collect();
        let clause = if running.is_empty() {
            self.clause(model)
        } else {
            self.chance.of(&running)
        };
        let mut text = || Some(u8::try_from(self.chance.below(3)).unwrap());
        let (reason, remedy) = (text(), text());
        let said = Said {
            wording: self.wording(model, clause),
            is_on_table: true,
            kind: PositionKind::Object,
            mandate: Mandate::Firm,
            reason,
            remedy,
            reservation: None,
            joins: None,
            cures: Vec::new(),
        };
        (self.delegate(), Attempt::Take { clause, said })
    }

    pub(super) fn enter(&mut self, model: &Model) -> Drawn {
        let (organisation, clause) = self.awaited(model);
        let said = self.said(model, clause);
        let attempt = Attempt::Enter {
            organisation,
            clause,
            said,
        };
        (self.mostly(Person::Secretariat), attempt)
    }

    /// Draws one of the latest positions, and somebody of the organisation that holds it.
    pub(super) fn position(&mut self, model: &Model) -> (Person, usize, Name) {
        let latest: Vec<_> = model.taken.iter().rev().take(40).copied().collect();
        if latest.is_empty() {
            return (self.delegate(), self.clause(model), 0);
        }
        let (name, slot) = self.chance.of(&latest);
        let (clause, own) = Model::of_slot(slot);
        let clause = if self.chance.percent(99) {
            clause
        } else {
            self.clause(model)
        };
        (self.delegate_of(own), clause, name)
    }

    pub(super) fn confirm_entry(&mut self, model: &Model) -> Drawn {
        let (by, clause, position) = self.position(model);
        (by, Attempt::ConfirmEntry { clause, position })
    }

    pub(super) fn contest_entry(&mut self, model: &Model) -> Drawn {
        let (by, clause, position) = self.position(model);
        (by, Attempt::ContestEntry { clause, position })
    }

    pub(super) fn confirm_mandate(&mut self, model: &Model) -> Drawn {
        let (by, clause, position) = self.position(model);
        (by, Attempt::ConfirmMandate { clause, position })
    }

    pub(super) fn deny_mandate(&mut self, model: &Model) -> Drawn {
        let (by, clause, position) = self.position(model);
        (by, Attempt::DenyMandate { clause, position })
    }

    /// Draws an objection, mostly one in these states, and somebody of its organisation.
    pub(super) fn objection(&mut self, model: &Model, states: &[ObjectionState]) -> (Person, Name) {
        let fits = |it: &Name| states.contains(&model.state(*it));
        let all: Vec<_> = model.objections.keys().copied().collect();
        let fitting: Vec<_> = all.iter().copied().filter(fits).collect();
        let from = if fitting.is_empty() || self.chance.percent(8) {
            all
        } else {
            fitting
        };
        let name = self.chance.made(from.into_iter());
        let by = match model.objections.get(&name) {
            Some(it) => self.delegate_of(it.organisation),
            None => self.delegate(),
        };
        (by, name)
    }

    /// Draws an objection that others joined, or the only one.
    pub(super) fn root(&mut self, model: &Model, states: &[ObjectionState]) -> Name {
        let (_, name) = self.objection(model, states);
        let root = model.objections.get(&name).map(|it| it.root);
        root.filter(|_| self.chance.percent(97)).unwrap_or(name)
    }

    pub(super) fn name_cures(&mut self, model: &Model) -> Drawn {
        let (by, objection) =
            self.objection(model, &[ObjectionState::Raised, ObjectionState::Answered]);
        let cures = self.amendments(model);
        (by, Attempt::NameCures { objection, cures })
    }

    pub(super) fn answer(&mut self, model: &Model) -> Drawn {
        let objection = self.root(model, &[ObjectionState::Raised]);
        let by = self
            .chance
            .of(&[Person::Chair, Person::Pen, Person::Delegate(1)]);
        (self.mostly(by), Attempt::Answer { objection })
    }

    pub(super) fn sustain(&mut self, model: &Model) -> Drawn {
        let (by, objection) =
            self.objection(model, &[ObjectionState::Answered, ObjectionState::Raised]);
        (by, Attempt::Sustain { objection })
    }

    pub(super) fn withdraw(&mut self, model: &Model) -> Drawn {
        use ObjectionState::{Answered, Decided, Raised, Sustained};
        let (by, objection) = self.objection(model, &[Raised, Answered, Sustained, Decided]);
        (by, Attempt::Withdraw { objection })
    }

    pub(super) fn resolve(&mut self, model: &Model) -> Drawn {
        use ObjectionState::{Answered, Raised, Sustained};
        let (by, objection) = self.objection(model, &[Raised, Answered, Sustained]);
        let clause = model.objections.get(&objection).map_or(0, |it| it.clause);
        (
            by,
            Attempt::Resolve {
                objection,
                wording: self.wording(model, clause),
            },
        )
    }

    pub(super) fn decide(&mut self, model: &Model) -> Drawn {
        let objection = self.root(model, &[ObjectionState::Sustained]);
        (self.mostly(Person::Chair), Attempt::Decide { objection })
    }

    pub(super) fn rule(&mut self, model: &Model) -> Drawn {
        use ObjectionState::{Answered, Raised, Sustained};
        let objection = self.root(model, &[Raised, Answered, Sustained]);
        (self.mostly(Person::Chair), Attempt::Rule { objection })
    }

    pub(super) fn challenge_ruling(&mut self, model: &Model) -> Drawn {
        let objection = self.root(model, &[ObjectionState::Inadmissible]);
        (self.delegate(), Attempt::ChallengeRuling { objection })
    }
}
