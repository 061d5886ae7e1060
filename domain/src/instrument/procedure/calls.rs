//! Consensus calls: a time for positions on frozen wordings, with a frozen electorate and rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::{Acting, Instrument};
use super::silence::Silenced;
use super::stage::Stage;
use crate::api::{AttachStatement, ExtendCall, OpenCall, WithdrawCall};
use crate::consensus::{Level, Rules};
use crate::id::{CallId, ClauseId, DelegateId, OrganisationId};
use crate::instrument::proposing::add;
use crate::network::Network;
use crate::permission::Operation;
use crate::record::{
    Act, CallOpened, ConstituencyCalled, Contents, ProcedureFact, RevisionNumber, Words,
};
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::words::Constituency;

/// What a call is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CallKind {
    /// A time for positions.
    #[default]
    Consensus,
    /// A silence procedure: agreed at the closing instant unless broken.
    Silence,
}

impl CallKind {
    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consensus => "consensus",
            Self::Silence => "silence",
        }
    }
}

/// A call for positions, or a silence procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The call.
    pub id: CallId,
    /// What it is.
    pub kind: CallKind,
    /// The revision whose wordings it is about.
    pub revision: RevisionNumber,
    /// The clauses, in the order of the text.
    pub clauses: Vec<ClauseId>,
    /// The organisations that are counted, by constituency.
    pub electorate: BTreeMap<Constituency, Vec<OrganisationId>>,
    /// Those of them that were told.
    pub notified: BTreeSet<OrganisationId>,
    /// The rules in force for it.
    pub rules: Rules,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The entry that opened it.
    pub seq: u64,
    /// When it closes.
    pub closes_at: Timestamp,
    /// Whether the names of those who break silence in confidence are withheld until they were consulted.
    pub withholds_names: bool,
    /// What the chair said of it.
    pub note: Option<Words>,
    /// Every instant it was to close at before, with why it was put off.
    pub extensions: Vec<(Timestamp, Words)>,
    /// Who has opened the notice of it, the first of each organisation.
    pub notices: BTreeMap<OrganisationId, Notice>,
    /// What was attached to it.
    pub statements: Vec<Statement>,
    /// What became of silence on each clause; nothing for a call of the other kind.
    pub silenced: BTreeMap<ClauseId, Silenced>,
    /// The level and firm level that each clause showed when it closed.
    pub results: BTreeMap<ClauseId, (Level, Level)>,
    /// What came of consulting those who broke silence in confidence.
    pub consultation: Option<Words>,
    /// How it ended; absent while it is open.
    pub end: Option<CallEnd>,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEnd {
    /// Its closing instant passed.
    Deadline {
        /// The entry that says so.
        seq: u64,
    },
    /// The chair closed it, every organisation having answered.
    Completed {
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    },
    /// The chair took it back.
    Withdrawn {
        /// Why.
        reason: Words,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    },
}

impl CallEnd {
    /// Returns the end's stable name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Deadline { .. } => "deadline",
            Self::Completed { .. } => "completed",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Returns the entry that says so.
    pub const fn seq(&self) -> u64 {
        match self {
            Self::Deadline { seq } | Self::Completed { seq, .. } | Self::Withdrawn { seq, .. } => {
                *seq
            }
        }
    }
}

/// That an organisation has opened the notice of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// The person who did.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

/// What an organisation attached to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The clause it is about; all of them where absent.
    pub clause: Option<ClauseId>,
    /// What it says.
    pub words: Words,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
    /// Whether it came when the call had closed.
    pub is_late: bool,
}

/// How much an organisation has still to answer in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StillToAnswer {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The number of clauses on which it holds no position on the wording called.
    pub clauses: usize,
}

impl Call {
    /// The greatest number of clauses of one call.
    pub const MOST_CLAUSES: usize = 1_000;
    /// The longest time that one runs, in seconds: a year.
    pub const LONGEST: i64 = 366 * 86_400;

    /// Reports whether it is still open.
    pub const fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// Reports whether an organisation is counted in it.
    pub fn counts(&self, organisation: OrganisationId) -> bool {
        (self.electorate.values()).any(|among| among.contains(&organisation))
    }

    /// Returns the organisations that are counted, with their constituencies.
    pub fn electors(&self) -> impl Iterator<Item = (OrganisationId, &Constituency)> {
        let among = self.electorate.iter();
        among.flat_map(|(constituency, among)| among.iter().map(move |id| (*id, constituency)))
    }
}

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
        let withholds = self.progress.rules.breaker_names.as_str() != "shown";
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
    /// * [`Refusal::NotPermitted`] unless the chair asks, and for a silence procedure;
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
    /// position on the wording called, or recused themselves.
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
        self.position_of(organisation, clause)
            .is_some_and(|held| !held.is_stale(wording))
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

impl Call {
    /// Reports whether the chair took it back.
    pub const fn was_withdrawn(&self) -> bool {
        matches!(self.end, Some(CallEnd::Withdrawn { .. }))
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
