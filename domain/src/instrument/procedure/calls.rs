//! What is done with consensus calls and silence procedures.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Acting, Instrument};
use super::call::{Call, CallKind, StillToAnswer};
use super::objection::Objection;
use super::rules::BreakerNames;
use super::stage::Stage;
use crate::api::{AttachStatement, ExtendCall, OpenCall, WithdrawCall};
use crate::id::{CallId, ClauseId, OrganisationId};
use crate::instrument::proposing::add;
use crate::network::Network;
use crate::permission::Operation;
use crate::record::{Act, CallOpened, ConstituencyCalled, Contents, ProcedureFact};
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::words::Constituency;

impl Instrument {
    /// Returns the calls, the first one opened first.
    pub fn calls(&self) -> Vec<&Call> {
        let mut calls: Vec<_> = self.progress.calls.values().collect();
        calls.sort_by_key(|it| it.seq);
        calls
    }

    /// Finds a call.
    pub fn call(&self, id: CallId) -> Option<&Call> {
        self.progress.calls.get(&id)
    }

    /// Returns the open call on a clause, if there is one.
    pub fn open_call(&self, clause: ClauseId) -> Option<&Call> {
        match self.stage(clause) {
            Stage::Called(id) | Stage::Silence(id) => self.call(id).filter(|it| it.is_open()),
            _ => None,
        }
    }

    /// Returns the call by whose electorate and rules a clause is measured: the last one on its
    /// present wording, as long as the clause has not been taken up again since.
    pub(in crate::instrument) fn measuring_call(&self, clause: ClauseId) -> Option<&Call> {
        let named = match self.stage(clause) {
            Stage::Called(id) | Stage::Silence(id) => self.call(id),
            Stage::AgreedAdReferendum | Stage::Agreed => {
                let on = |it: &&Call| it.clauses.contains(&clause) && !it.was_withdrawn();
                (self.progress.calls.values().filter(on)).max_by_key(|it| it.seq)
            }
            _ => None,
        };
        named.filter(|it| self.is_on_present_wording(it, clause))
    }

    /// Reports whether a call was about the wording that a clause has now.
    pub(super) fn is_on_present_wording(&self, call: &Call, clause: ClauseId) -> bool {
        let called = self.revision(call.revision);
        let called = called.and_then(|revision| revision.clause(clause));
        called.is_some_and(|it| Some(it.hash) == self.tabled_hash(clause))
    }

    /// Calls for positions on clauses of the revision on the table, or opens a silence procedure.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair asks, with a revision tabled;
    /// * [`Refusal::RevisionNotOnTable`], [`Refusal::NoClauses`], [`Refusal::TooManyClauses`] or [`Refusal::UnknownClause`] as they say;
    /// * [`Refusal::ClauseInCall`] or [`Refusal::ClauseAgreed`] if a clause is in an open call, or agreed;
    /// * [`Refusal::ClosesTooSoon`] or [`Refusal::ClosesTooLate`] for its closing instant;
    /// * for a silence procedure, [`Refusal::ClosesOnHoliday`], [`Refusal::ObjectionsOpen`] or [`Refusal::SupportTooLow`] as they say.
    pub fn open_call_on(
        &self,
        id: CallId,
        command: &OpenCall,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::OpenCall, acting)?;
        let table = self.current().ok_or(Refusal::NotPermitted)?;
        if table.number != command.revision {
            return Err(Refusal::RevisionNotOnTable(command.revision));
        }
        let clauses = self.called_clauses(&command.clauses)?;
        self.check_closing(command.kind, command.closes_at, acting)?;
        if command.kind == CallKind::Silence {
            self.check_silence(&clauses, acting)?;
        }
        let (electorate, notified) = electorate(acting.network, acting.now);
        let mut contents = Contents::default();
        let names = self.progress.rules.breaker_names;
        let withholds = names == BreakerNames::WithheldUntilConsultation;
        let fact = ProcedureFact::CallOpened(CallOpened {
            call: id,
            kind: command.kind,
            revision: command.revision,
            clauses,
            electorate,
            notified,
            rules: self.rules,
            closes_at: command.closes_at,
            withholds_names: command.kind == CallKind::Silence && withholds,
            note: add(&mut contents, command.note.as_ref()),
        });
        Ok(self.act(acting, fact, contents))
    }

    /// Finds the clauses to be called, in the order of the text; nothing runs on any of them.
    fn called_clauses(&self, named: &[ClauseId]) -> Result<Vec<ClauseId>, Refusal> {
        let named: BTreeSet<_> = named.iter().copied().collect();
        if named.is_empty() {
            return Err(Refusal::NoClauses);
        }
        if named.len() > Call::MOST_CLAUSES {
            return Err(Refusal::TooManyClauses {
                found: named.len(),
                most: Call::MOST_CLAUSES,
            });
        }
        for clause in &named {
            self.tabled_hash(*clause)
                .ok_or(Refusal::UnknownClause(*clause))?;
            if self.open_call(*clause).is_some() {
                return Err(Refusal::ClauseInCall(*clause));
            }
            if self.stage(*clause).is_agreed() {
                return Err(Refusal::ClauseAgreed(*clause));
            }
        }
        let table = self.current().into_iter().flat_map(|table| &table.clauses);
        Ok(table
            .map(|it| it.id)
            .filter(|it| named.contains(it))
            .collect())
    }

    /// Checks the instant at which a call is to close.
    fn check_closing(
        &self,
        kind: CallKind,
        closes_at: Timestamp,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        let least = match kind {
            CallKind::Consensus => 3_600,
            CallKind::Silence => self.progress.rules.silence_hours.seconds(),
        };
        if closes_at < acting.now.plus_seconds(least) {
            return Err(Refusal::ClosesTooSoon {
                hours: least / 3_600,
            });
        }
        if closes_at > acting.now.plus_seconds(Call::LONGEST) {
            return Err(Refusal::ClosesTooLate);
        }
        if kind == CallKind::Silence && acting.network.holidays().contains(closes_at) {
            return Err(Refusal::ClosesOnHoliday);
        }
        Ok(())
    }

    /// Puts the closing instant of a call off; it is never brought forward.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCall`] or [`Refusal::CallClosed`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::NeverShortened`] unless the new instant is later;
    /// * [`Refusal::ClosesTooLate`] or [`Refusal::ClosesOnHoliday`] for the new instant.
    pub fn extend_call(
        &self,
        id: CallId,
        command: &ExtendCall,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let call = self.running(id, acting)?;
        self.authorise(Operation::OpenCall, acting)?;
        if command.closes_at <= call.closes_at {
            return Err(Refusal::NeverShortened);
        }
        if command.closes_at > call.opened_at.plus_seconds(Call::LONGEST) {
            return Err(Refusal::ClosesTooLate);
        }
        let is_silence = call.kind == CallKind::Silence;
        if is_silence && acting.network.holidays().contains(command.closes_at) {
            return Err(Refusal::ClosesOnHoliday);
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::CallExtended {
            call: id,
            closes_at: command.closes_at,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Closes a call early, every organisation having answered.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCall`] or [`Refusal::CallClosed`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::NeverShortened`] for a silence procedure;
    /// * [`Refusal::AnswersAwaited`] if an organisation has not answered on every clause.
    pub fn complete_call(&self, id: CallId, acting: &Acting<'_>) -> Result<Act, Refusal> {
        let call = self.running(id, acting)?;
        self.authorise(Operation::OpenCall, acting)?;
        if call.kind == CallKind::Silence {
            return Err(Refusal::NeverShortened);
        }
        match self.still_to_answer(call).len() {
            0 => {}
            awaited => return Err(Refusal::AnswersAwaited(awaited)),
        }
        let fact = ProcedureFact::CallCompleted { call: id };
        Ok(self.act(acting, fact, Contents::default()))
    }

    /// Takes a call back before it closes; its clauses are negotiated again.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCall`] or [`Refusal::CallClosed`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks.
    pub fn withdraw_call(
        &self,
        id: CallId,
        command: &WithdrawCall,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.running(id, acting)?;
        self.authorise(Operation::OpenCall, acting)?;
        let mut contents = Contents::default();
        let fact = ProcedureFact::CallWithdrawn {
            call: id,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Records that an organisation has opened the notice of a call; nothing if it had before, or
    /// is not counted in it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCall`] if there is none such.
    pub fn open_notice(&self, id: CallId, acting: &Acting<'_>) -> Result<Option<Act>, Refusal> {
        let call = self.call(id).ok_or(Refusal::UnknownCall(id))?;
        if self.authorise(Operation::AnswerCall, acting).is_err() {
            return Ok(None);
        }
        let own = (acting.network.delegate(acting.by)).and_then(|it| it.organisation);
        let is_new = |id: &OrganisationId| call.counts(*id) && !call.notices.contains_key(id);
        let fact = ProcedureFact::NoticeOpened { call: id };
        Ok((own.filter(is_new)).map(|_| self.act(acting, fact, Contents::default())))
    }

    /// Attaches a statement to a call, also when it has closed.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCall`] or [`Refusal::UnknownClause`] as they say;
    /// * [`Refusal::NotPermitted`] unless a delegate asks;
    /// * [`Refusal::NotInElectorate`] if the organisation is not counted in it;
    /// * [`Refusal::TooManyStatements`] if it has attached [`Self::MOST_STATEMENTS`] already.
    pub fn attach_statement(
        &self,
        id: CallId,
        command: &AttachStatement,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let call = self.call(id).ok_or(Refusal::UnknownCall(id))?;
        let own = self.elector(call, acting)?;
        if let Some(clause) = command.clause.filter(|it| !call.clauses.contains(it)) {
            return Err(Refusal::UnknownClause(clause));
        }
        let made = call.statements.iter().filter(|it| it.organisation == own);
        if made.count() >= Self::MOST_STATEMENTS {
            return Err(Refusal::TooManyStatements);
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::StatementAttached {
            call: id,
            clause: command.clause,
            statement: contents.add(command.statement.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// The greatest number of statements of one organisation on one call.
    pub const MOST_STATEMENTS: usize = 50;

    /// Returns the organisations that have not answered on every clause of a call: taken a
    /// position on the wording called, objected to any and stood by it, or recused themselves.
    pub fn still_to_answer(&self, call: &Call) -> Vec<StillToAnswer> {
        let still = call.electors().map(|(organisation, _)| StillToAnswer {
            organisation,
            clauses: (call.clauses.iter())
                .filter(|clause| !self.has_answered(call, organisation, **clause))
                .count(),
        });
        still.filter(|it| it.clauses > 0).collect()
    }

    /// Reports whether an organisation has answered on a clause of a call.
    pub fn has_answered(
        &self,
        call: &Call,
        organisation: OrganisationId,
        clause: ClauseId,
    ) -> bool {
        let called = self.revision(call.revision);
        let wording = called.and_then(|it| Some(it.clause(clause)?.hash));
        self.position_of(organisation, clause).is_some_and(|held| {
            let has_ended = |it: &Objection| !it.state.is_counted();
            let is_over = self.objection(held.seq).is_some_and(has_ended);
            let stands = !held.can_go_stale() && !is_over;
            stands || self.is_on(clause, held, wording)
        })
    }

    /// Reports whether a call waits for an organisation: it is counted and has not answered on
    /// every clause, those left aside on which silence has been broken.
    pub fn is_awaited(&self, call: &Call, organisation: OrganisationId) -> bool {
        let is_asked = |it: &&ClauseId| call.kind == CallKind::Consensus || call.is_silent_on(**it);
        let mut clauses = call.clauses.iter().filter(is_asked);
        call.counts(organisation)
            && clauses.any(|clause| !self.has_answered(call, organisation, *clause))
    }

    /// Finds a call that has not closed by now.
    pub(super) fn running(&self, id: CallId, acting: &Acting<'_>) -> Result<&Call, Refusal> {
        let call = self.call(id).ok_or(Refusal::UnknownCall(id))?;
        if call.is_open() && acting.now < call.closes_at {
            Ok(call)
        } else {
            Err(Refusal::CallClosed(id))
        }
    }

    /// Returns the organisation acted for, which must be counted in a call.
    pub(super) fn elector(
        &self,
        call: &Call,
        acting: &Acting<'_>,
    ) -> Result<OrganisationId, Refusal> {
        self.authorise(Operation::AnswerCall, acting)?;
        let own = acting.voting_organisation()?;
        if call.counts(own) {
            Ok(own)
        } else {
            Err(Refusal::NotInElectorate)
        }
    }
}

/// Returns the organisations that vote now by constituency, and those of them whom a notice reaches.
fn electorate(network: &Network, now: Timestamp) -> (Vec<ConstituencyCalled>, Vec<OrganisationId>) {
    let mut electorate: BTreeMap<Constituency, Vec<OrganisationId>> = BTreeMap::new();
    let mut notified = Vec::new();
    for organisation in network.electorate(now) {
        let among = electorate.entry(organisation.constituency.clone());
        among.or_default().push(organisation.id);
        let mut people = network.delegates();
        if people.any(|it| it.organisation == Some(organisation.id) && it.is_accredited()) {
            notified.push(organisation.id);
        }
    }
    let electorate =
        electorate
            .into_iter()
            .map(|(constituency, organisations)| ConstituencyCalled {
                constituency,
                organisations,
            });
    (electorate.collect(), notified)
}
