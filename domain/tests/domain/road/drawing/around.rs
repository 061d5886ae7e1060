//! What might happen to the text, to the rules, to the people and to time.

use super::super::attempt::{Attempt, DAY, HOUR, Moment, Name, ORGANISATIONS, Person, WORDINGS};
use super::super::model::{ACTING, Model, PROCEDURES, Passed, RULES, Stage};
use super::{Draw, Drawn};

impl Draw {
    pub(super) fn table(&mut self, model: &Model) -> Drawn {
        let mut wordings = model.revisions.last().unwrap().clone();
        let clause = self.clause(model);
        wordings[clause] = match self.chance.below(20) {
            0 => None,
            1..=4 => model.former(clause).or(Some(0)),
            _ => Some(self.chance.below(WORDINGS)),
        };
        let is_missing = |it: &Option<usize>| it.is_none();
        if let Some(gone) = wordings
            .iter()
            .position(is_missing)
            .filter(|_| self.chance.percent(50))
        {
            wordings[gone] = Some(self.chance.below(WORDINGS));
        }
        let is_held_back =
            matches!(model.stages[clause], Stage::Called(_)) && self.chance.percent(50);
        let carries = self.chance.percent(90) || is_held_back;
        (
            self.mostly(Person::Chair),
            Attempt::Table { wordings, carries },
        )
    }

    pub(super) fn amend(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let attempt = Attempt::Amend {
            clause,
            base: self.wording(model, clause),
            wording: self.chance.below(WORDINGS),
            is_on_table: self.is_on_table(model),
        };
        (self.delegate(), attempt)
    }

    /// Draws an amendment and somebody of its sponsor.
    pub(super) fn amendment(&mut self, model: &Model) -> (Person, Name) {
        let open = model
            .amendments
            .iter()
            .filter(|(_, it)| it.is_open)
            .map(|(name, _)| *name);
        let open: Vec<_> = open.collect();
        let all = model.amendments.keys().copied().collect();
        let from = if open.is_empty() || self.chance.percent(8) {
            all
        } else {
            open
        };
        let name = self.chance.made(from.into_iter());
        let by = match model.amendments.get(&name) {
            Some(it) => self.delegate_of(it.sponsor),
            None => self.delegate(),
        };
        (by, name)
    }

    pub(super) fn withdraw_amendment(&mut self, model: &Model) -> Drawn {
        let (by, amendment) = self.amendment(model);
        (by, Attempt::WithdrawAmendment { amendment })
    }

    pub(super) fn reject_amendment(&mut self, model: &Model) -> Drawn {
        let (_, amendment) = self.amendment(model);
        (
            self.mostly(Person::Chair),
            Attempt::RejectAmendment { amendment },
        )
    }

    pub(super) fn change_rules(&mut self, _: &Model) -> Drawn {
        let set = self.chance.below(RULES.len());
        (
            self.mostly(Person::Secretariat),
            Attempt::ChangeRules { set },
        )
    }

    pub(super) fn change_procedure(&mut self, _: &Model) -> Drawn {
        let set = self.chance.below(PROCEDURES.len());
        (
            self.mostly(Person::Secretariat),
            Attempt::ChangeProcedure { set },
        )
    }

    pub(super) fn list_holidays(&mut self, _: &Model) -> Drawn {
        let count = self.chance.below(25);
        let days = (0..count)
            .map(|_| u8::try_from(self.chance.below(90)).unwrap())
            .collect();
        (
            self.mostly(Person::Secretariat),
            Attempt::ListHolidays { days },
        )
    }

    pub(super) fn end_voting(&mut self, _: &Model) -> Drawn {
        let organisation = self.chance.below(ORGANISATIONS);
        let ends_in = self.chance.micros(-4 * DAY, 12 * DAY);
        (
            self.mostly(Person::Secretariat),
            Attempt::EndVoting {
                organisation,
                ends_in,
            },
        )
    }

    pub(super) fn reserve(&mut self, _: &Model) -> Drawn {
        let own = self.chance.below(ACTING);
        let is_reserved = self.chance.percent(50);
        (
            self.mostly(Person::Head(own)),
            Attempt::Reserve { is_reserved },
        )
    }

    pub(super) fn leave(&mut self, _: &Model) -> Drawn {
        // The chair is missed too much.
        let who = match self.anybody() {
            Person::Chair => Person::Pen,
            who => who,
        };
        (self.mostly(Person::Secretariat), Attempt::Leave { who })
    }

    pub(super) fn wait(&mut self, _: &Model) -> Drawn {
        let micros = match self.chance.below(12) {
            0 => -self.chance.micros(0, 3 * DAY),
            1 => self.chance.micros(0, 4 * self.haste),
            _ => self.chance.micros(0, self.haste / 4),
        };
        (Person::Stranger, Attempt::Wait { micros })
    }

    /// Waits for an instant that is due, or just before or after it.
    pub(super) fn wait_for(&mut self, model: &Model) -> Drawn {
        let due = model.due().into_iter().map(|it| match it.of {
            Passed::Call(call) => Moment::Closing(call),
            Passed::Designation(clause, _) => Moment::Designation(clause),
            Passed::Editorial(clause, _) => Moment::Editorial(clause),
            Passed::Voting(organisation) => Moment::Voting(organisation),
        });
        let ruled = model
            .objections
            .iter()
            .filter(|(_, it)| it.ruling_until > model.now);
        let ruled = ruled.map(|(name, _)| Moment::Ruling(*name));
        let all: Vec<_> = due.take(3).chain(ruled.take(1)).collect();
        if all.is_empty() {
            return self.wait(model);
        }
        let moment = self.chance.of(&all);
        let micros = self.chance.of(&[-1, -1, 0, 0, 1, -HOUR, HOUR]);
        (Person::Stranger, Attempt::WaitFor { moment, micros })
    }

    pub(super) fn record(_: &mut Self, _: &Model) -> Drawn {
        (Person::Stranger, Attempt::Record)
    }
}
