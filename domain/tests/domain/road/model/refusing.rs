//! Why an attempt is refused: every reason that holds, whichever is given first.

use std::collections::BTreeSet;

use domain::consensus::{Level, Mandate, ObjectionState, PositionKind};
use domain::instrument::CallKind;

use super::super::attempt::{Act, Attempt, DAY, HOUR, Name, Person, Said};
use super::{Call, Model, Objection, Stage, day, is_counted, is_favourable, is_open};

/// The codes of the refusals that hold; an attempt is allowed where there is none.
#[derive(Debug, Default)]
pub(crate) struct Reasons(pub(crate) BTreeSet<&'static str>);

impl Reasons {
    fn unless(&mut self, holds: bool, code: &'static str) {
        if !holds {
            self.0.insert(code);
        }
    }

    fn when(&mut self, holds: bool, code: &'static str) {
        self.unless(!holds, code);
    }
}

impl Model {
    /// Returns why an attempt is refused.
    pub(crate) fn refusals(&self, act: &Act) -> BTreeSet<&'static str> {
        let mut reasons = Reasons::default();
        self.look_at(act, &mut reasons);
        reasons.0
    }

    fn look_at(&self, act: &Act, no: &mut Reasons) {
        use Attempt as A;
        let by = act.by;
        match &act.attempt {
            A::Wait { .. } | A::WaitFor { .. } | A::Record => {}
            A::Take { clause, said } => {
                let own = self.voting_delegation(by, no);
                let is_reserved = own.is_some_and(|it| self.members[it].is_reserved);
                no.when(is_reserved && !self.is_head(by), "submission-reserved");
                self.check_said((own, *clause), said, no);
            }
            A::Enter {
                organisation,
                clause,
                said,
            } => {
                self.check_office(by, Person::Secretariat, no);
                no.unless(self.votes(*organisation), "not-voting");
                self.check_said((Some(*organisation), *clause), said, no);
            }
            A::ConfirmEntry { clause, position } | A::ContestEntry { clause, position } => {
                let own = self.voting_delegation(by, no);
                let entered = self.position(*position).filter(|it| {
                    it.clause == *clause && it.is_entered && Some(it.organisation) == own
                });
                no.unless(entered.is_some(), "unknown-position");
                no.when(
                    entered.is_some_and(|it| it.is_contested.is_some()),
                    "nothing-to-confirm",
                );
            }
            A::ConfirmMandate { clause, position } | A::DenyMandate { clause, position } => {
                let own = self.voting_delegation(by, no);
                no.unless(self.is_head(by), "not-permitted");
                let held = own
                    .and_then(|own| self.held(own, *clause))
                    .filter(|it| it.name == *position);
                no.unless(held.is_some(), "unknown-position");
                no.when(
                    held.is_some_and(|it| !it.is_ad_referendum()),
                    "nothing-to-confirm",
                );
            }
            A::OpenCall { .. } => self.check_opening(act, no),
            A::Extend { call, .. }
            | A::Complete { call }
            | A::WithdrawCall { call }
            | A::OpenNotice { call }
            | A::Attach { call, .. }
            | A::BreakSilence { call, .. }
            | A::Consult { call } => match self.calls.get(call) {
                Some(it) => self.check_call(act, it, no),
                None => no.when(true, "unknown-call"),
            },
            A::NameCures { .. }
            | A::Answer { .. }
            | A::Sustain { .. }
            | A::Withdraw { .. }
            | A::Resolve { .. }
            | A::Decide { .. }
            | A::Rule { .. }
            | A::ChallengeRuling { .. } => self.check_objection(act, no),
            A::Designate { .. }
            | A::ChallengeDesignation { .. }
            | A::DeclareEditorial { .. }
            | A::ChallengeEditorial { .. } => self.check_declared(act, no),
            A::Agree { .. }
            | A::Park { .. }
            | A::Reopen { .. }
            | A::Adopt { .. }
            | A::Sign { .. } => self.check_agreement(act, no),
            A::Table { .. } | A::Amend { .. } => self.check_text(act, no),
            A::WithdrawAmendment { amendment } | A::RejectAmendment { amendment } => {
                let rejects = matches!(act.attempt, A::RejectAmendment { .. });
                match (self.amendments.get(amendment), rejects) {
                    (None, _) => no.when(true, "unknown-amendment"),
                    (Some(it), true) => {
                        self.check_office(by, Person::Chair, no);
                        no.unless(it.is_open, "amendment-ended");
                    }
                    (Some(it), false) => {
                        no.when(
                            self.is_adopted() || self.delegation(by).is_none(),
                            "not-permitted",
                        );
                        no.unless(self.delegation(by) == Some(it.sponsor), "not-the-sponsor");
                        no.unless(it.is_open, "amendment-ended");
                    }
                }
            }
            A::ChangeRules { .. }
            | A::ChangeProcedure { .. }
            | A::ListHolidays { .. }
            | A::EndVoting { .. }
            | A::Reserve { .. }
            | A::Leave { .. } => self.check_around(act, no),
        }
    }

    /// Checks that somebody holds an office, while the text is negotiated.
    fn check_office(&self, by: Person, office: Person, no: &mut Reasons) {
        no.unless(self.is(by, office) && !self.is_adopted(), "not-permitted");
    }

    /// Checks that somebody acts for an organisation that votes, while the text is negotiated.
    fn voting_delegation(&self, by: Person, no: &mut Reasons) -> Option<usize> {
        let own = self.delegation(by);
        no.when(own.is_none() || self.is_adopted(), "not-permitted");
        no.unless(own.is_none_or(|it| self.votes(it)), "not-voting");
        own
    }

    fn check_said(&self, (own, clause): (Option<usize>, usize), said: &Said, no: &mut Reasons) {
        use PositionKind::{Concern, EndorseWithReservation, Object, Recuse};
        let tabled = self.tabled(clause);
        no.unless(tabled.is_some(), "unknown-clause");
        no.unless(
            tabled.is_none_or(|it| it == said.wording),
            "wording-not-on-table",
        );
        no.unless(said.is_on_table, "revision-not-on-table");
        let kind = said.kind;
        let needs_reason = matches!(kind, Concern | Object | Recuse);
        let lacks = (needs_reason && said.reason.is_none())
            || (kind == Object && said.remedy.is_none())
            || (kind == EndorseWithReservation && said.reservation.is_none());
        no.when(lacks, "text-missing");
        let names = said.remedy.is_some() || said.joins.is_some() || !said.cures.is_empty();
        let carries_another = (names && kind != Object)
            || (said.reservation.is_some() && kind != EndorseWithReservation);
        no.when(carries_another, "text-not-carried");
        let is_subject = said.mandate == Mandate::AdReferendum;
        no.when(is_subject && !is_favourable(kind), "mandate-not-possible");
        let is_joinable = |name: Name| {
            let joined = self.objections.get(&name);
            joined.is_some_and(|it| {
                let is_of_another = own != Some(it.organisation);
                it.clause == clause && is_of_another && is_open(self.state(name))
            })
        };
        no.unless(said.joins.is_none_or(is_joinable), "unknown-objection");
        self.check_cures(&said.cures, no);
        no.when(
            own.is_some_and(|own| self.says_the_same(own, clause, said)),
            "position-unchanged",
        );
    }

    fn check_cures(&self, cures: &[Name], no: &mut Reasons) {
        no.unless(
            cures.iter().all(|it| self.amendments.contains_key(it)),
            "unknown-amendment",
        );
    }

    /// Whether an organisation holds just this position; an objection that has ended is not held.
    fn says_the_same(&self, own: usize, clause: usize, said: &Said) -> bool {
        let Some(held) = self.held(own, clause) else {
            return false;
        };
        let has_ended = held.said.kind == PositionKind::Object && {
            let state = self.state(held.name);
            !is_counted(state) && state != ObjectionState::Inadmissible
        };
        let cures = |said: &Said| said.cures.iter().copied().collect::<BTreeSet<_>>();
        let (one, other) = (&held.said, said);
        let same_texts = (one.reason, one.remedy, one.reservation)
            == (other.reason, other.remedy, other.reservation);
        let same_root = held.root == said.joins.map(|it| self.root(it));
        !has_ended
            && held.is_confirmed.is_none()
            && (one.wording, one.kind, one.mandate) == (other.wording, other.kind, other.mandate)
            && same_texts
            && same_root
            && cures(one) == cures(other)
    }

    pub(super) fn root(&self, objection: Name) -> Name {
        self.objections
            .get(&objection)
            .map_or(objection, |it| it.root)
    }

    fn check_opening(&self, act: &Act, no: &mut Reasons) {
        let Attempt::OpenCall {
            kind,
            is_on_table,
            clauses,
            closes_in,
        } = &act.attempt
        else {
            return;
        };
        self.check_office(act.by, Person::Chair, no);
        no.unless(*is_on_table, "revision-not-on-table");
        no.when(clauses.is_empty(), "no-clauses");
        for clause in clauses {
            no.unless(self.tabled(*clause).is_some(), "unknown-clause");
            no.when(self.running(*clause).is_some(), "clause-in-call");
            let is_agreed = matches!(
                self.stages[*clause],
                Stage::AgreedAdReferendum | Stage::Agreed
            );
            no.when(is_agreed, "clause-agreed");
        }
        let is_silence = *kind == CallKind::Silence;
        let least = if is_silence {
            self.procedure().silence_hours
        } else {
            1
        };
        no.when(*closes_in < i64::from(least) * HOUR, "closes-too-soon");
        no.when(*closes_in > 366 * DAY, "closes-too-late");
        if is_silence {
            self.check_holiday(self.now + closes_in, no);
            for clause in clauses {
                self.check_silence(*clause, no);
            }
        }
    }

    fn check_holiday(&self, at: i64, no: &mut Reasons) {
        no.when(self.holidays.contains(&day(at)), "closes-on-holiday");
    }

    /// Checks that no objection is open, and that explicit support reaches the least part.
    fn check_silence(&self, clause: usize, no: &mut Reasons) {
        let mut all = self.objections.iter();
        let is_open = all.any(|(name, it)| it.clause == clause && is_open(self.state(*name)));
        no.when(is_open, "objections-open");
        let Some(judged) = self.judged(clause) else {
            return;
        };
        let [eligible, _, support, ..] = judged.counts;
        let (part, whole) = self.procedure().support;
        no.when(support * whole < eligible * part, "support-too-low");
    }

    fn check_call(&self, act: &Act, call: &Call, no: &mut Reasons) {
        use Attempt as A;
        let is_silence = call.kind == CallKind::Silence;
        match &act.attempt {
            A::Extend { by, .. } => {
                self.check_conduct(act.by, call, no);
                let closes_at = call.closes_at + by;
                no.unless(*by > 0, "never-shortened");
                no.when(closes_at > call.opened_at + 366 * DAY, "closes-too-late");
                if is_silence {
                    self.check_holiday(closes_at, no);
                }
            }
            A::Complete { .. } => {
                self.check_conduct(act.by, call, no);
                no.when(is_silence, "never-shortened");
                let mut each = call.electorate.iter();
                let all = each.all(|it| self.has_answered(call, *it));
                no.unless(all, "answers-awaited");
            }
            A::WithdrawCall { .. } => self.check_conduct(act.by, call, no),
            A::Attach { clause, .. } => {
                let own = self.elector(act.by, call, no);
                no.unless(
                    clause.is_none_or(|it| call.clauses.contains_key(&it)),
                    "unknown-clause",
                );
                let made = call
                    .statements
                    .iter()
                    .filter(|(it, _)| Some(*it) == own)
                    .count();
                no.when(made >= 50, "too-many-statements");
            }
            A::BreakSilence { clause, .. } => {
                self.elector(act.by, call, no);
                no.unless(call.is_running(self.now), "call-closed");
                no.unless(call.withholds_names, "no-confidence");
                let is_unbroken = call.clauses.get(clause).is_some_and(|it| !it.is_broken);
                no.unless(is_silence && is_unbroken, "silence-ended");
            }
            A::Consult { .. } => {
                self.check_office(act.by, Person::Chair, no);
                no.unless(
                    call.has_confided && !call.was_consulted,
                    "nothing-to-consult",
                );
            }
            _ => {}
        }
    }

    fn check_conduct(&self, by: Person, call: &Call, no: &mut Reasons) {
        self.check_office(by, Person::Chair, no);
        no.unless(call.is_running(self.now), "call-closed");
    }

    fn elector(&self, by: Person, call: &Call, no: &mut Reasons) -> Option<usize> {
        let own = self.voting_delegation(by, no);
        no.unless(
            own.is_none_or(|it| call.electorate.contains(&it)),
            "not-in-electorate",
        );
        own
    }

    /// Whether an organisation has spoken on every clause of a call: on the wording called, by an
    /// objection that still counts, or by leaving.
    pub(crate) fn has_answered(&self, call: &Call, organisation: usize) -> bool {
        let mut each = call.clauses.iter();
        each.all(|(clause, called)| {
            self.held(organisation, *clause).is_some_and(|held| {
                let (settled, provisional) = self.carried(*clause, called.wording);
                let wording = held.said.wording;
                let stands = match held.said.kind {
                    PositionKind::Recuse => true,
                    PositionKind::Object => is_counted(self.state(held.name)),
                    _ => false,
                };
                stands || settled.contains(&wording) || provisional.contains(&wording)
            })
        })
    }

    fn check_objection(&self, act: &Act, no: &mut Reasons) {
        use Attempt as A;
        let (A::NameCures {
            objection: name, ..
        }
        | A::Answer { objection: name }
        | A::Sustain { objection: name }
        | A::Withdraw { objection: name }
        | A::Resolve {
            objection: name, ..
        }
        | A::Decide { objection: name }
        | A::Rule { objection: name }
        | A::ChallengeRuling { objection: name }) = &act.attempt
        else {
            return;
        };
        let by_all = matches!(
            act.attempt,
            A::Answer { .. } | A::Decide { .. } | A::Rule { .. } | A::ChallengeRuling { .. }
        );
        match self.objections.get(name) {
            Some(it) if by_all && it.root == *name => self.check_joined(act, *name, no),
            Some(it) if !by_all => self.check_own(act, (*name, it), no),
            Some(_) | None => no.when(true, "unknown-objection"),
        }
    }

    fn check_joined(&self, act: &Act, root: Name, no: &mut Reasons) {
        use Attempt as A;
        use ObjectionState::{Answered, Inadmissible, Raised, Sustained};
        let joined = self.joined(root);
        let any =
            |states: &[ObjectionState]| joined.iter().any(|it| states.contains(&self.state(*it)));
        match act.attempt {
            A::Answer { .. } => {
                no.unless(
                    self.holds_the_pen(act.by) && !self.is_adopted(),
                    "not-permitted",
                );
                no.unless(any(&[Raised, Answered]), "nothing-to-answer");
            }
            A::Decide { .. } => {
                self.check_office(act.by, Person::Chair, no);
                no.unless(any(&[Sustained]), "objection-not-sustained");
            }
            A::Rule { .. } => {
                self.check_office(act.by, Person::Chair, no);
                no.unless(any(&[Raised, Answered, Sustained]), "objection-ended");
                let was_challenged = |it: &Name| self.objections[it].was_challenged;
                no.when(joined.iter().any(was_challenged), "already-challenged");
            }
            _ => {
                self.voting_delegation(act.by, no);
                let ruled = joined.iter().filter(|it| self.state(**it) == Inadmissible);
                let until = ruled.map(|it| self.objections[it].ruling_until).max();
                no.unless(until.is_some(), "nothing-to-challenge");
                no.when(until.is_some_and(|it| self.now >= it), "window-closed");
            }
        }
    }

    fn check_own(&self, act: &Act, (name, it): (Name, &Objection), no: &mut Reasons) {
        use Attempt as A;
        use ObjectionState::{Answered, Raised};
        let own = self.voting_delegation(act.by, no);
        no.unless(
            own.is_none_or(|own| own == it.organisation),
            "not-the-objector",
        );
        let state = self.state(name);
        let is_unanswered = state == Raised && !self.is_faced(it);
        match &act.attempt {
            A::NameCures { cures, .. } => {
                no.unless(is_open(state), "objection-ended");
                self.check_cures(cures, no);
            }
            A::Sustain { .. } => {
                no.unless(matches!(state, Raised | Answered), "objection-ended");
                no.when(is_unanswered, "objection-not-answered");
            }
            A::Withdraw { .. } => no.unless(is_counted(state), "objection-ended"),
            A::Resolve { wording, .. } => {
                no.unless(is_open(state), "objection-ended");
                no.when(is_unanswered, "objection-not-answered");
                no.unless(
                    self.tabled(it.clause) == Some(*wording),
                    "wording-not-on-table",
                );
            }
            _ => {}
        }
    }

    fn check_declared(&self, act: &Act, no: &mut Reasons) {
        match act.attempt {
            Attempt::Designate {
                clause,
                wording,
                level,
                is_fresh,
                has_reason,
            } => {
                self.check_office(act.by, Person::Chair, no);
                self.check_tabled((clause, wording), no);
                let is_closed = match self.stages[clause] {
                    Stage::Called(call) => self.calls[&call].end.is_some(),
                    _ => false,
                };
                no.unless(is_closed, "call-awaited");
                no.unless(is_fresh, "text-changed");
                let indicated = self.judged(clause).map(|it| it.level);
                no.when(indicated != Some(level) && !has_reason, "reason-missing");
            }
            Attempt::ChallengeDesignation {
                clause,
                designation,
            } => {
                self.voting_delegation(act.by, no);
                let it = self.designated(clause).filter(|it| it.name == designation);
                no.unless(it.is_some(), "nothing-to-challenge");
                no.when(
                    it.is_some_and(|it| it.is_settled || self.now >= it.until),
                    "window-closed",
                );
            }
            Attempt::DeclareEditorial {
                clause,
                before,
                after,
            } => {
                no.unless(
                    self.holds_the_pen(act.by) && !self.is_adopted(),
                    "not-permitted",
                );
                self.check_tabled((clause, after), no);
                let former = self.former(clause);
                no.when(
                    former != Some(before) || before == after,
                    "wording-unchanged",
                );
                let mut all = self.editorial[clause].iter();
                no.when(
                    all.any(|it| (it.before, it.after) == (before, after)),
                    "already-declared",
                );
            }
            Attempt::ChallengeEditorial {
                clause,
                declaration,
            } => {
                self.voting_delegation(act.by, no);
                let mut all = self.editorial[clause].iter();
                let it = all.find(|it| it.name == declaration && !it.is_challenged);
                no.unless(it.is_some(), "nothing-to-challenge");
                no.when(
                    it.is_some_and(|it| it.is_settled || self.now >= it.until),
                    "window-closed",
                );
            }
            _ => {}
        }
    }

    fn check_tabled(&self, (clause, wording): (usize, usize), no: &mut Reasons) {
        let tabled = self.tabled(clause);
        no.unless(tabled.is_some(), "unknown-clause");
        no.unless(
            tabled.is_none_or(|it| it == wording),
            "wording-not-on-table",
        );
    }

    fn check_agreement(&self, act: &Act, no: &mut Reasons) {
        let chair = |no: &mut Reasons| self.check_office(act.by, Person::Chair, no);
        match &act.attempt {
            Attempt::Agree { clauses } => {
                chair(no);
                no.when(clauses.is_empty(), "no-clauses");
                no.unless(
                    clauses.iter().all(|it| self.is_agreeable(*it)),
                    "not-agreeable",
                );
            }
            Attempt::Park { clause } => {
                chair(no);
                no.unless(self.tabled(*clause).is_some(), "unknown-clause");
                no.when(self.running(*clause).is_some(), "clause-in-call");
                no.when(self.stages[*clause] == Stage::Parked, "clause-parked");
                no.when(
                    self.stages[*clause] == Stage::AgreedAdReferendum,
                    "clause-agreed",
                );
            }
            Attempt::Reopen { clause } => {
                chair(no);
                no.unless(self.tabled(*clause).is_some(), "unknown-clause");
                let may = matches!(
                    self.stages[*clause],
                    Stage::AgreedAdReferendum | Stage::Parked
                );
                no.unless(may, "not-reopenable");
            }
            Attempt::Adopt { is_root } => {
                chair(no);
                no.unless(*is_root, "text-changed");
                no.when(
                    self.amendments.values().any(|it| it.is_open),
                    "amendments-undecided",
                );
                let mut tabled = (0..self.clauses()).filter(|it| self.tabled(*it).is_some());
                let is_agreed = |it: usize| self.stages[it] == Stage::AgreedAdReferendum;
                no.unless(tabled.all(is_agreed), "not-all-agreed");
                let rests = |it: usize| {
                    let judged = self.judged(it);
                    judged.is_some_and(|it| it.flags.contains("ad_referendum"))
                };
                no.when((0..self.clauses()).any(rests), "referendum-awaited");
            }
            Attempt::Sign {
                is_root,
                dissociates,
            } => {
                no.unless(self.is_head(act.by) && self.is_adopted(), "not-permitted");
                let own = self.delegation(act.by);
                no.unless(own.is_none_or(|it| self.votes(it)), "not-voting");
                no.unless(*is_root, "text-changed");
                let signed = self.adopted.last().map(|it| &it.signatories);
                let has_signed = own.is_some_and(|own| signed.is_some_and(|it| it.contains(&own)));
                no.when(has_signed, "already-signed");
                let is_there = dissociates.is_none_or(|it| self.tabled(it).is_some());
                no.unless(is_there, "unknown-clause");
            }
            _ => {}
        }
    }

    /// Whether the chair can record that a clause is agreed.
    fn is_agreeable(&self, clause: usize) -> bool {
        let is_called = matches!(self.stages[clause], Stage::Called(_));
        let designated = self.designated(clause).map(|it| it.level);
        is_called && matches!(designated, Some(Level::Consensus | Level::FullConsensus))
    }

    fn check_text(&self, act: &Act, no: &mut Reasons) {
        match &act.attempt {
            Attempt::Table { wordings, carries } => {
                self.check_office(act.by, Person::Chair, no);
                no.when(wordings.iter().all(Option::is_none), "nothing-to-table");
                let table = self.revisions.last().unwrap();
                no.when(wordings == table, "nothing-changed");
                let changed = (0..self.clauses())
                    .filter(|it| table[*it].is_some() && table[*it] != wordings[*it]);
                for clause in changed {
                    no.when(self.running(clause).is_some(), "clause-in-call");
                    no.when(
                        self.stages[clause] == Stage::AgreedAdReferendum,
                        "clause-agreed",
                    );
                }
                let waits = self.amendments.iter().filter(|(_, it)| it.is_open);
                let waits = waits
                    .filter(|(_, it)| wordings[it.clause] != Some(it.wording))
                    .count();
                no.when(waits > 0 && !carries, "amendments-undecided");
            }
            Attempt::Amend {
                clause,
                base,
                wording,
                is_on_table,
            } => {
                let own = self.delegation(act.by);
                no.unless(own.is_some(), "not-permitted");
                no.unless(own.is_none_or(|it| self.votes(it)), "not-voting");
                no.unless(*is_on_table, "revision-not-on-table");
                self.check_tabled((*clause, *base), no);
                no.when(base == wording, "wording-unchanged");
            }
            _ => {}
        }
    }

    fn check_around(&self, act: &Act, no: &mut Reasons) {
        let secretariat = self.is(act.by, Person::Secretariat);
        let frozen = self.calls.values().any(|it| it.end.is_none());
        match &act.attempt {
            Attempt::ChangeRules { set } => {
                self.check_office(act.by, Person::Secretariat, no);
                no.when(*set == self.rules, "nothing-changed");
                no.when(frozen, "rules-frozen");
            }
            Attempt::ChangeProcedure { set } => {
                self.check_office(act.by, Person::Secretariat, no);
                no.when(*set == self.procedure, "nothing-changed");
                no.when(frozen, "rules-frozen");
            }
            Attempt::ListHolidays { days } => {
                no.unless(secretariat, "not-permitted");
                no.when(self.listed(days) == self.holidays, "nothing-changed");
            }
            Attempt::EndVoting {
                organisation,
                ends_in,
            } => {
                no.unless(secretariat, "not-permitted");
                let begins = self.members[*organisation].votes_from;
                no.when(self.now + ends_in <= begins, "voting-ends-before-it-begins");
            }
            Attempt::Reserve { is_reserved } => {
                no.unless(self.is_head(act.by), "not-permitted");
                let own = self.delegation(act.by);
                let is_so = own.is_some_and(|it| self.members[it].is_reserved == *is_reserved);
                no.when(is_so, "nothing-changed");
            }
            Attempt::Leave { who } => {
                no.unless(secretariat, "not-permitted");
                no.unless(self.acts(*who), "unknown-delegate");
                no.when(*who == Person::Secretariat, "last-of-secretariat");
            }
            _ => {}
        }
    }

    /// The days that are listed so many days after the beginning.
    pub(super) fn listed(&self, days: &[u8]) -> BTreeSet<i64> {
        days.iter()
            .map(|it| self.first_day + i64::from(*it))
            .collect()
    }
}
