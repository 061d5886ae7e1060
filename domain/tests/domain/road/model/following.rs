//! What an allowed attempt does.

use std::collections::{BTreeMap, BTreeSet};

use domain::consensus::{ObjectionState, PositionKind};
use domain::instrument::CallKind;

use super::super::attempt::{Act, Attempt, Moment, Name, ORGANISATIONS, Said};
use super::{
    Adopted, Amendment, Call, Called, Designation, Editorial, End, Model, Objection, PROCEDURES,
    Stage, Taken, is_open,
};

impl Model {
    /// Takes in an attempt that is allowed.
    pub(crate) fn follow(&mut self, act: &Act) {
        use Attempt as A;
        let own = self.delegation(act.by);
        match &act.attempt {
            A::Wait { .. } | A::WaitFor { .. } | A::Record => {}
            A::Take { .. }
            | A::Enter { .. }
            | A::ConfirmEntry { .. }
            | A::ContestEntry { .. }
            | A::ConfirmMandate { .. }
            | A::DenyMandate { .. } => self.follow_position(act, own),
            A::NameCures { .. }
            | A::Answer { .. }
            | A::Sustain { .. }
            | A::Withdraw { .. }
            | A::Resolve { .. }
            | A::Decide { .. }
            | A::Rule { .. }
            | A::ChallengeRuling { .. } => self.follow_objection(act),
            A::OpenCall { .. }
            | A::Extend { .. }
            | A::Complete { .. }
            | A::WithdrawCall { .. }
            | A::OpenNotice { .. }
            | A::Attach { .. }
            | A::BreakSilence { .. }
            | A::Consult { .. } => self.follow_call(act, own),
            A::Designate { .. }
            | A::ChallengeDesignation { .. }
            | A::DeclareEditorial { .. }
            | A::ChallengeEditorial { .. } => self.follow_declared(act),
            A::Agree { .. }
            | A::Park { .. }
            | A::Reopen { .. }
            | A::Adopt { .. }
            | A::Sign { .. }
            | A::Table { .. }
            | A::Amend { .. }
            | A::WithdrawAmendment { .. }
            | A::RejectAmendment { .. } => self.follow_agreement(act, own),
            A::ChangeRules { .. }
            | A::ChangeProcedure { .. }
            | A::ListHolidays { .. }
            | A::EndVoting { .. }
            | A::Reserve { .. }
            | A::Leave { .. } => self.follow_around(act, own),
        }
    }

    fn follow_position(&mut self, act: &Act, own: Option<usize>) {
        use Attempt as A;
        let name = act.number;
        match &act.attempt {
            A::Take { clause, said } => self.take(name, (own.unwrap(), *clause), said, false),
            A::Enter {
                organisation,
                clause,
                said,
            } => self.take(name, (*organisation, *clause), said, true),
            A::ConfirmEntry { position, .. } => {
                self.append();
                self.taken(*position).is_contested = Some(false);
            }
            A::ContestEntry { position, .. } => self.contest(*position),
            A::ConfirmMandate { position, .. } => {
                self.append();
                self.taken(*position).is_confirmed = Some(true);
            }
            A::DenyMandate { position, .. } => {
                self.append();
                self.taken(*position).is_confirmed = Some(false);
            }
            _ => {}
        }
    }

    fn follow_objection(&mut self, act: &Act) {
        use Attempt as A;
        match &act.attempt {
            A::NameCures { .. } => {
                self.append();
            }
            A::Answer { objection } => {
                let is_addressed =
                    |it| matches!(it, ObjectionState::Raised | ObjectionState::Answered);
                self.step_joined(*objection, is_addressed, ObjectionState::Answered);
            }
            A::Sustain { objection } => self.step(*objection, ObjectionState::Sustained),
            A::Withdraw { objection } => self.step(*objection, ObjectionState::Withdrawn),
            A::Resolve { objection, .. } => self.step(*objection, ObjectionState::Resolved),
            A::Decide { objection } => {
                self.step_joined(
                    *objection,
                    |it| it == ObjectionState::Sustained,
                    ObjectionState::Decided,
                );
            }
            A::Rule { objection } => self.rule(*objection),
            A::ChallengeRuling { objection } => self.challenge_ruling(*objection),
            _ => {}
        }
    }

    fn follow_call(&mut self, act: &Act, own: Option<usize>) {
        use Attempt as A;
        let name = act.number;
        match &act.attempt {
            A::OpenCall {
                kind,
                clauses,
                closes_in,
                ..
            } => self.open(name, *kind, clauses, *closes_in),
            A::Extend { call, by } => {
                self.append();
                self.calls.get_mut(call).unwrap().closes_at += by;
            }
            A::Complete { call } => {
                self.append();
                self.close(*call, End::Completed);
            }
            A::WithdrawCall { call } => self.withdraw_call(*call),
            A::OpenNotice { call } => self.open_notice(*call, own),
            A::Attach { call, .. } => {
                self.append();
                let call = self.calls.get_mut(call).unwrap();
                let is_late = call.end.is_some();
                call.statements.push((own.unwrap(), is_late));
                self.saw(if is_late {
                    "a late statement"
                } else {
                    "a statement in time"
                });
            }
            A::BreakSilence { call, clause } => {
                self.break_silence(*call, *clause);
                self.calls.get_mut(call).unwrap().has_confided = true;
                self.saw("silence broken in confidence");
            }
            A::Consult { call } => {
                self.append();
                self.calls.get_mut(call).unwrap().was_consulted = true;
            }
            _ => {}
        }
    }

    fn follow_declared(&mut self, act: &Act) {
        use Attempt as A;
        let name = act.number;
        match &act.attempt {
            A::Designate {
                clause,
                wording,
                level,
                ..
            } => {
                let until = {
                    let at = self.append();
                    self.challengeable_until(at)
                };
                self.designations[*clause].push(Designation {
                    name,
                    wording: *wording,
                    level: *level,
                    until,
                    is_settled: false,
                    is_challenged: false,
                });
            }
            A::ChallengeDesignation { clause, .. } => self.challenge_designation(*clause),
            A::DeclareEditorial {
                clause,
                before,
                after,
            } => {
                let until = {
                    let at = self.append();
                    self.challengeable_until(at)
                };
                self.editorial[*clause].push(Editorial {
                    name,
                    before: *before,
                    after: *after,
                    until,
                    is_settled: false,
                    is_challenged: false,
                });
            }
            A::ChallengeEditorial {
                clause,
                declaration,
            } => {
                self.append();
                let mut all = self.editorial[*clause].iter_mut();
                all.find(|it| it.name == *declaration)
                    .unwrap()
                    .is_challenged = true;
            }
            _ => {}
        }
    }

    fn follow_agreement(&mut self, act: &Act, own: Option<usize>) {
        use Attempt as A;
        let name = act.number;
        match &act.attempt {
            A::Agree { clauses } => {
                self.append();
                for clause in clauses {
                    self.stages[*clause] = Stage::AgreedAdReferendum;
                }
            }
            A::Park { clause } => {
                self.append();
                self.stages[*clause] = Stage::Parked;
            }
            A::Reopen { clause } => {
                self.append();
                self.stages[*clause] = Stage::Reopened;
            }
            A::Adopt { .. } => self.adopt(),
            A::Sign { .. } => {
                self.append();
                let signatories = &mut self.adopted.last_mut().unwrap().signatories;
                signatories.insert(own.unwrap());
            }
            A::Table { wordings, .. } => self.table(wordings),
            A::Amend {
                clause, wording, ..
            } => self.amend(name, own.unwrap(), *clause, *wording),
            A::WithdrawAmendment { amendment } | A::RejectAmendment { amendment } => {
                self.append();
                self.amendments.get_mut(amendment).unwrap().is_open = false;
            }
            _ => {}
        }
    }

    fn follow_around(&mut self, act: &Act, own: Option<usize>) {
        match &act.attempt {
            Attempt::ChangeRules { set } => {
                self.append();
                self.rules = *set;
            }
            Attempt::ChangeProcedure { set } => {
                self.append();
                self.procedure = *set;
            }
            Attempt::ListHolidays { days } => {
                self.append_beside();
                self.holidays = self.listed(days);
            }
            Attempt::EndVoting {
                organisation,
                ends_in,
            } => {
                self.members[*organisation].votes_until = Some(self.now + ends_in);
                self.append_beside();
            }
            Attempt::Reserve { is_reserved } => {
                self.append_beside();
                self.members[own.unwrap()].is_reserved = *is_reserved;
            }
            Attempt::Leave { who } => {
                self.append_beside();
                self.left.insert(*who);
            }
            _ => {}
        }
    }

    /// Moves the clock.
    pub(crate) fn wait(&mut self, attempt: &Attempt) {
        match *attempt {
            Attempt::Wait { micros } => self.clock += micros,
            Attempt::WaitFor { moment, micros } => {
                self.clock = self.instant(moment).map_or(self.clock, |it| it + micros);
            }
            _ => {}
        }
    }

    fn instant(&self, moment: Moment) -> Option<i64> {
        match moment {
            Moment::Closing(call) => self.calls.get(&call).map(|it| it.closes_at),
            Moment::Designation(clause) => self.designations[clause].last().map(|it| it.until),
            Moment::Editorial(clause) => self.editorial[clause].last().map(|it| it.until),
            Moment::Ruling(name) => self.objections.get(&name).map(|it| it.ruling_until),
            Moment::Voting(organisation) => self.members[organisation].votes_until,
        }
    }

    fn taken(&mut self, name: Name) -> &mut Taken {
        let taken = self.taken.iter().find(|(it, _)| *it == name);
        let slot = taken.unwrap().1;
        let mut all = self.positions[slot].iter_mut();
        all.find(|it| it.name == name).unwrap()
    }

    fn take(&mut self, name: Name, (own, clause): (usize, usize), said: &Said, is_entered: bool) {
        let root = said.joins.map(|it| self.root(it));
        let at = self.append();
        let slot = clause * ORGANISATIONS + own;
        self.taken.push((name, slot));
        self.positions[slot].push(Taken {
            name,
            organisation: own,
            clause,
            said: said.clone(),
            root,
            at,
            is_confirmed: None,
            is_entered,
            is_contested: None,
        });
        if said.kind != PositionKind::Object {
            return;
        }
        self.objections.insert(
            name,
            Objection {
                organisation: own,
                clause,
                wording: said.wording,
                root: root.unwrap_or(name),
                state: ObjectionState::Raised,
                before_ruling: ObjectionState::Raised,
                ruling_until: 0,
                was_challenged: false,
            },
        );
        if let Some(call) = self.breakable(own, clause) {
            self.break_silence(call, clause);
            self.saw("silence broken by an objection");
        }
    }

    /// The silence procedure that an organisation breaks by what it does to a clause now.
    fn breakable(&self, own: usize, clause: usize) -> Option<Name> {
        let name = self.running(clause)?;
        let call = &self.calls[&name];
        let is_silence = call.kind == CallKind::Silence && call.is_running(self.now);
        (is_silence && call.electorate.contains(&own)).then_some(name)
    }

    fn break_silence(&mut self, call: Name, clause: usize) {
        self.append();
        let call = self.calls.get_mut(&call).unwrap();
        call.clauses.get_mut(&clause).unwrap().is_broken = true;
        self.stages[clause] = Stage::Tabled;
    }

    fn contest(&mut self, position: Name) {
        self.append();
        self.taken(position).is_contested = Some(true);
        if let Some(raised) = self.objections.get_mut(&position) {
            raised.state = ObjectionState::Withdrawn;
        }
        self.saw("an entry was contested");
    }

    fn step(&mut self, objection: Name, to: ObjectionState) {
        self.append();
        self.objections.get_mut(&objection).unwrap().state = to;
    }

    fn step_joined(
        &mut self,
        root: Name,
        among: impl Fn(ObjectionState) -> bool,
        to: ObjectionState,
    ) {
        self.append();
        for name in self.joined(root) {
            if among(self.state(name)) {
                self.objections.get_mut(&name).unwrap().state = to;
            }
        }
    }

    fn rule(&mut self, root: Name) {
        let until = {
            let at = self.append();
            self.challengeable_until(at)
        };
        for name in self.joined(root) {
            let state = self.state(name);
            if is_open(state) {
                let it = self.objections.get_mut(&name).unwrap();
                it.before_ruling = state;
                it.ruling_until = until;
                it.state = ObjectionState::Inadmissible;
            }
        }
    }

    fn challenge_ruling(&mut self, root: Name) {
        self.append();
        for name in self.joined(root) {
            if self.state(name) == ObjectionState::Inadmissible {
                let it = self.objections.get_mut(&name).unwrap();
                it.state = it.before_ruling;
                it.was_challenged = true;
            }
        }
    }

    fn open(&mut self, name: Name, kind: CallKind, clauses: &[usize], closes_in: i64) {
        let electorate = self.electorate();
        let notified = electorate
            .iter()
            .copied()
            .filter(|it| self.is_reached(*it))
            .collect();
        let called = |clause: &usize| {
            let called = Called {
                wording: self.tabled(*clause).unwrap(),
                is_broken: false,
                result: None,
            };
            (*clause, called)
        };
        let clauses: BTreeMap<_, _> = clauses.iter().map(called).collect();
        let withholds = PROCEDURES[self.procedure].withholds_names && kind == CallKind::Silence;
        let opened_at = self.append();
        for clause in clauses.keys() {
            self.stages[*clause] = match kind {
                CallKind::Consensus => Stage::Called(name),
                CallKind::Silence => Stage::Silence(name),
            };
        }
        self.calls.insert(
            name,
            Call {
                kind,
                clauses,
                electorate,
                notified,
                rules: self.rules,
                opened_at,
                closes_at: self.now + closes_in,
                withholds_names: withholds,
                notices: BTreeSet::new(),
                statements: Vec::new(),
                has_confided: false,
                was_consulted: false,
                end: None,
            },
        );
        self.saw(match kind {
            CallKind::Consensus => "a call was opened",
            CallKind::Silence => "a silence procedure was opened",
        });
    }

    fn withdraw_call(&mut self, name: Name) {
        self.append();
        let call = self.calls.get_mut(&name).unwrap();
        call.end = Some(End::Withdrawn);
        for (clause, it) in &call.clauses {
            if !it.is_broken {
                self.stages[*clause] = Stage::Tabled;
            }
        }
    }

    /// The first of an organisation's people who opens the notice is recorded.
    fn open_notice(&mut self, name: Name, own: Option<usize>) {
        let call = &self.calls[&name];
        let is_new = |it: &usize| call.electorate.contains(it) && !call.notices.contains(it);
        if let Some(own) = own.filter(is_new)
            && !self.is_adopted()
        {
            self.append();
            self.calls.get_mut(&name).unwrap().notices.insert(own);
            self.saw("a notice was opened");
        }
    }

    fn challenge_designation(&mut self, clause: usize) {
        self.append();
        self.designations[clause].last_mut().unwrap().is_challenged = true;
        let tabled = self.tabled(clause);
        let is_about_it = |it: &Call| {
            it.kind == CallKind::Consensus
                && it.end != Some(End::Withdrawn)
                && it
                    .clauses
                    .get(&clause)
                    .is_some_and(|it| Some(it.wording) == tabled)
        };
        let mut calls = self.calls.iter().rev();
        let last = calls.find(|(_, it)| is_about_it(it)).map(|(name, _)| *name);
        self.stages[clause] = Stage::Called(last.unwrap());
    }

    fn adopt(&mut self) {
        self.append();
        self.adopted.push(Adopted {
            version: self.version,
            signatories: BTreeSet::new(),
        });
        self.restage(Stage::AgreedAdReferendum, Stage::Agreed);
        self.saw("an instrument was adopted");
    }

    fn restage(&mut self, from: Stage, to: Stage) {
        for stage in self.stages.iter_mut().filter(|it| **it == from) {
            *stage = to;
        }
    }

    fn table(&mut self, wordings: &[Option<usize>]) {
        // One entry holds the wordings, another one completes the revision.
        self.append();
        self.append();
        let before = self.revisions.last().unwrap().clone();
        self.revisions.push(wordings.to_vec());
        for (clause, wording) in wordings.iter().enumerate() {
            match wording {
                None => self.stages[clause] = Stage::Withdrawn,
                it if *it != before[clause] => self.stages[clause] = Stage::Tabled,
                Some(_) => {}
            }
        }
        let names: Vec<_> = self.amendments.keys().copied().collect();
        for name in names {
            let it = self.amendments.get_mut(&name).unwrap();
            if it.is_open && wordings[it.clause] == Some(it.wording) {
                it.is_open = false;
                self.append();
                self.saw("an amendment was subsumed");
            }
        }
    }

    fn amend(&mut self, name: Name, sponsor: usize, clause: usize, wording: usize) {
        let broken = self.breakable(sponsor, clause);
        if self.is_adopted() {
            self.append();
            self.version += 1;
            self.restage(Stage::Agreed, Stage::AgreedAdReferendum);
            self.saw("a version was opened");
        }
        self.append();
        self.amendments.insert(
            name,
            Amendment {
                clause,
                wording,
                sponsor,
                is_open: true,
            },
        );
        if let Some(call) = broken {
            self.break_silence(call, clause);
            self.saw("silence broken by an amendment");
        }
    }
}
