//! What the chair might do, and how organisations answer.

use domain::consensus::Level;
use domain::instrument::CallKind;

use super::super::attempt::{Attempt, DAY, HOUR, Name, Person, WORDINGS};
use super::super::model::{ACTING, Call, Model, PROCEDURES};
use super::{Draw, Drawn};

impl Draw {
    pub(super) fn clauses(&mut self, model: &Model) -> Vec<usize> {
        let all: Vec<_> = (0..model.clauses())
            .filter(|_| self.chance.percent(60))
            .collect();
        if all.is_empty() && self.chance.percent(95) {
            vec![self.clause(model)]
        } else {
            all
        }
    }

    pub(super) fn open_call(&mut self, model: &Model) -> Drawn {
        let kind = self.chance.of(&[CallKind::Consensus, CallKind::Silence]);
        let least = match kind {
            CallKind::Consensus => HOUR,
            CallKind::Silence => i64::from(PROCEDURES[model.procedure].silence_hours) * HOUR,
        };
        let closes_in = match self.chance.below(12) {
            0 => least - 1,
            1 => 366 * DAY + 1,
            2 => least,
            _ => least + self.chance.micros(0, 4 * DAY),
        };
        let (is_on_table, clauses) = (self.is_on_table(model), self.clauses(model));
        (
            self.mostly(Person::Chair),
            Attempt::OpenCall {
                kind,
                is_on_table,
                clauses,
                closes_in,
            },
        )
    }

    /// Draws a call, mostly one that is open, or silence in which names are withheld.
    pub(super) fn call(&mut self, model: &Model) -> Name {
        let open = model.calls.iter().filter(|(_, it)| it.end.is_none());
        let open: Vec<_> = open.map(|(name, _)| *name).collect();
        let is_open = !open.is_empty() && self.chance.percent(75);
        let all = model.calls.keys().copied().rev().take(6).collect();
        self.chance
            .made(if is_open { open } else { all }.into_iter())
    }

    pub(super) fn extend(&mut self, model: &Model) -> Drawn {
        let by = match self.chance.below(8) {
            0 => 0,
            1 => -HOUR,
            2 => 366 * DAY,
            3 => 1,
            _ => self.chance.micros(1, 5 * DAY),
        };
        (
            self.mostly(Person::Chair),
            Attempt::Extend {
                call: self.call(model),
                by,
            },
        )
    }

    pub(super) fn complete(&mut self, model: &Model) -> Drawn {
        let call = self.call_that(model, |it| {
            let mut electorate = it.electorate.iter();
            let is_open = it.end.is_none() && it.kind == CallKind::Consensus;
            is_open && electorate.all(|own| model.has_answered(it, *own))
        });
        (self.mostly(Person::Chair), Attempt::Complete { call })
    }

    pub(super) fn withdraw_call(&mut self, model: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::WithdrawCall {
                call: self.call(model),
            },
        )
    }

    pub(super) fn open_notice(&mut self, model: &Model) -> Drawn {
        (
            self.delegate(),
            Attempt::OpenNotice {
                call: self.call(model),
            },
        )
    }

    pub(super) fn attach(&mut self, model: &Model) -> Drawn {
        let clause = self.chance.percent(50).then(|| self.clause(model));
        (
            self.delegate(),
            Attempt::Attach {
                call: self.call(model),
                clause,
            },
        )
    }

    /// Draws a call of this sort, mostly.
    pub(super) fn call_that(&mut self, model: &Model, fits: impl Fn(&Call) -> bool) -> Name {
        let fitting = model.calls.iter().filter(|(_, it)| fits(it));
        let fitting: Vec<_> = fitting.map(|(name, _)| *name).collect();
        if fitting.is_empty() || self.chance.percent(15) {
            self.call(model)
        } else {
            self.chance.of(&fitting)
        }
    }

    pub(super) fn break_silence(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let call = self.call_that(model, |it| it.end.is_none() && it.withholds_names);
        (self.delegate(), Attempt::BreakSilence { call, clause })
    }

    pub(super) fn consult(&mut self, model: &Model) -> Drawn {
        let call = self.call_that(model, |it| it.has_confided);
        (self.mostly(Person::Chair), Attempt::Consult { call })
    }

    pub(super) fn designate(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let indicated = model.judged(clause).map_or(Level::NoQuorum, |it| it.level);
        let other = self
            .chance
            .of(&[Level::Consensus, Level::Consensus, Level::Divergence]);
        let level = if self.chance.percent(50) {
            indicated
        } else {
            other
        };
        let attempt = Attempt::Designate {
            clause,
            wording: self.wording(model, clause),
            level,
            is_fresh: self.chance.percent(96),
            has_reason: self.chance.percent(75),
        };
        (self.mostly(Person::Chair), attempt)
    }

    pub(super) fn challenge_designation(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let all = model.designations[clause]
            .iter()
            .rev()
            .take(2)
            .map(|it| it.name);
        let designation = self.chance.made(all);
        (
            self.delegate(),
            Attempt::ChallengeDesignation {
                clause,
                designation,
            },
        )
    }

    pub(super) fn declare_editorial(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let before = model.former(clause).filter(|_| self.chance.percent(95));
        let before = before.unwrap_or_else(|| self.chance.below(WORDINGS));
        let after = self.wording(model, clause);
        let by = self
            .chance
            .of(&[Person::Chair, Person::Pen, Person::Delegate(1)]);
        (
            self.mostly(by),
            Attempt::DeclareEditorial {
                clause,
                before,
                after,
            },
        )
    }

    pub(super) fn challenge_editorial(&mut self, model: &Model) -> Drawn {
        let clause = self.clause(model);
        let declaration = self
            .chance
            .made(model.editorial[clause].iter().map(|it| it.name));
        (
            self.delegate(),
            Attempt::ChallengeEditorial {
                clause,
                declaration,
            },
        )
    }

    pub(super) fn agree(&mut self, model: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::Agree {
                clauses: self.clauses(model),
            },
        )
    }

    pub(super) fn park(&mut self, model: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::Park {
                clause: self.clause(model),
            },
        )
    }

    pub(super) fn reopen(&mut self, model: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::Reopen {
                clause: self.clause(model),
            },
        )
    }

    pub(super) fn adopt(&mut self, _: &Model) -> Drawn {
        (
            self.mostly(Person::Chair),
            Attempt::Adopt {
                is_root: self.chance.percent(96),
            },
        )
    }

    pub(super) fn sign(&mut self, model: &Model) -> Drawn {
        let own = self.chance.below(ACTING);
        let dissociates = self.chance.percent(20).then(|| self.clause(model));
        (
            self.mostly(Person::Head(own)),
            Attempt::Sign {
                is_root: self.chance.percent(96),
                dissociates,
            },
        )
    }
}
