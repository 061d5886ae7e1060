//! Instants that were set, and what their passing does.

use domain::instrument::CallKind;

use super::super::attempt::Name;
use super::{Call, End, Model, Stage, is_counted};

/// Of what an instant passes; instants at the same time pass in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Passed {
    Call(Name),
    Designation(usize, Name),
    Editorial(usize, Name),
    Voting(usize),
}

/// An instant that was set and is not recorded as passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Due {
    pub(crate) at: i64,
    pub(crate) of: Passed,
}

impl Model {
    /// Every instant that was set and is not recorded as passed, the earliest first.
    pub(crate) fn due(&self) -> Vec<Due> {
        let calls = self.calls.iter().filter(|(_, it)| it.end.is_none());
        let mut due: Vec<_> = calls
            .map(|(name, it)| Due {
                at: it.closes_at,
                of: Passed::Call(*name),
            })
            .collect();
        for clause in 0..self.clauses() {
            let last = self.designations[clause].last();
            let last = last.filter(|it| !it.is_settled && !it.is_challenged);
            due.extend(last.map(|it| Due {
                at: it.until,
                of: Passed::Designation(clause, it.name),
            }));
            let open = self.editorial[clause]
                .iter()
                .filter(|it| !it.is_settled && !it.is_challenged);
            due.extend(open.map(|it| Due {
                at: it.until,
                of: Passed::Editorial(clause, it.name),
            }));
        }
        for (organisation, it) in self.members.iter().enumerate() {
            if let (Some(at), true) = (it.votes_until, self.objects_somewhere(organisation)) {
                due.push(Due {
                    at,
                    of: Passed::Voting(organisation),
                });
            }
        }
        due.sort();
        due
    }

    fn objects_somewhere(&self, organisation: usize) -> bool {
        let mut all = self.objections.iter();
        all.any(|(name, it)| it.organisation == organisation && is_counted(self.state(*name)))
    }

    /// Begins to do something: what has passed is recorded before, if the server is at it.
    pub(crate) fn begin(&mut self, is_recorded_before: bool) {
        self.now = self.clock.max(self.last_at);
        while is_recorded_before
            && let Some(due) = self.due().first().filter(|it| it.at <= self.now)
        {
            self.pass(due.of);
        }
    }

    fn pass(&mut self, of: Passed) {
        self.append();
        match of {
            Passed::Call(call) => self.close(call, End::Deadline),
            Passed::Designation(clause, name) => {
                let mut all = self.designations[clause].iter_mut();
                all.find(|it| it.name == name).unwrap().is_settled = true;
                self.saw("a designation was settled");
            }
            Passed::Editorial(clause, name) => {
                let mut all = self.editorial[clause].iter_mut();
                all.find(|it| it.name == name).unwrap().is_settled = true;
                self.saw("an editorial change was settled");
            }
            Passed::Voting(organisation) => self.lapse(organisation),
        }
    }

    fn lapse(&mut self, organisation: usize) {
        let names: Vec<_> = self.objections.keys().copied().collect();
        for name in names {
            if self.objections[&name].organisation == organisation && is_counted(self.state(name)) {
                let it = self.objections.get_mut(&name).unwrap();
                it.state = domain::consensus::ObjectionState::Lapsed;
                self.saw("an objection lapsed");
            }
        }
    }

    /// Closes a call: silence that nobody broke agrees its clause.
    pub(super) fn close(&mut self, name: Name, end: End) {
        let call = self.calls.get_mut(&name).unwrap();
        call.end = Some(end);
        let is_silence = call.kind == CallKind::Silence;
        let kept: Vec<_> = (call.clauses.iter())
            .filter(|(_, it)| !it.is_broken)
            .map(|(it, _)| *it)
            .collect();
        for clause in kept {
            if is_silence {
                self.stages[clause] = Stage::AgreedAdReferendum;
                self.saw("silence passed");
            }
            let judged = self.judged(clause).unwrap();
            let call = self.calls.get_mut(&name).unwrap();
            call.clauses.get_mut(&clause).unwrap().result = Some((judged.level, judged.firm_level));
        }
    }

    /// Appends an entry about the instrument; returns its instant.
    pub(super) fn append(&mut self) -> i64 {
        self.last_seq = self.next_seq;
        self.append_beside()
    }

    /// Appends an entry about the network; returns its instant.
    pub(super) fn append_beside(&mut self) -> i64 {
        self.next_seq += 1;
        self.last_at = self.now.max(self.last_at + 1);
        self.last_at
    }
}

impl Call {
    /// Whether its instant lies ahead and nothing else has ended it.
    pub(super) fn is_running(&self, now: i64) -> bool {
        self.end.is_none() && now < self.closes_at
    }
}
