//! What the record says of calls and of silence.

use std::collections::BTreeMap;

use super::person;
use crate::consensus::{Level, evaluate};
use crate::id::{CallId, ClauseId};
use crate::instrument::Instrument;
use crate::instrument::fold::acting_organisation;
use crate::instrument::procedure::call::{Call, CallEnd, CallKind, Notice, Statement};
use crate::instrument::procedure::silence::{Breach, Silenced};
use crate::instrument::procedure::stage::Stage;
use crate::record::{BrokenBy, CallOpened, Entry, Inconsistent, ProcedureFact};

impl Instrument {
    pub(super) fn open_call_as(&mut self, entry: &Entry, opened: &CallOpened) {
        let stage = match opened.kind {
            CallKind::Consensus => Stage::Called(opened.call),
            CallKind::Silence => Stage::Silence(opened.call),
        };
        self.stage_all(&opened.clauses, stage);
        let call = Call {
            id: opened.call,
            kind: opened.kind,
            revision: opened.revision,
            clauses: opened.clauses.clone(),
            electorate: (opened.electorate.iter())
                .map(|it| (it.constituency.clone(), it.organisations.clone()))
                .collect(),
            notified: opened.notified.iter().copied().collect(),
            rules: opened.rules,
            opened_at: entry.at,
            seq: entry.seq,
            closes_at: opened.closes_at,
            withholds_names: opened.withholds_names,
            note: opened.note.map(|note| entry.words(note)),
            extensions: Vec::new(),
            notices: BTreeMap::new(),
            statements: Vec::new(),
            silenced: BTreeMap::new(),
            results: BTreeMap::new(),
            consultation: None,
            end: None,
        };
        self.progress.calls.insert(call.id, call);
    }

    pub(super) fn apply_to_calls(
        &mut self,
        entry: &Entry,
        fact: &ProcedureFact,
    ) -> Result<(), Inconsistent> {
        use ProcedureFact as F;
        match fact {
            F::CallExtended {
                call,
                closes_at,
                reason,
            } => {
                let call = self.call_mut(entry, *call)?;
                let before = std::mem::replace(&mut call.closes_at, *closes_at);
                call.extensions.push((before, entry.words(*reason)));
            }
            F::CallCompleted { call } => {
                let (at, seq) = (entry.at, entry.seq);
                self.close(entry, *call, CallEnd::Completed { at, seq })?;
            }
            F::CallWithdrawn { call, reason } => {
                let end = CallEnd::Withdrawn {
                    reason: entry.words(*reason),
                    at: entry.at,
                    seq: entry.seq,
                };
                let ended = self.call_mut(entry, *call)?;
                ended.end = Some(end);
                let mut clauses = ended.clauses.clone();
                // Where silence was broken, the clause has gone its own way since.
                clauses.retain(|it| self.stage(*it).is_held_by(*call));
                self.stage_all(&clauses, Stage::Tabled);
            }
            F::NoticeOpened { call } => {
                let (organisation, by) = (acting_organisation(entry)?, person(entry)?);
                let notice = Notice {
                    by,
                    at: entry.at,
                    seq: entry.seq,
                };
                let notices = &mut self.call_mut(entry, *call)?.notices;
                notices.entry(organisation).or_insert(notice);
            }
            F::StatementAttached {
                call,
                clause,
                statement,
            } => {
                let organisation = acting_organisation(entry)?;
                let call = self.call_mut(entry, *call)?;
                call.statements.push(Statement {
                    organisation,
                    clause: *clause,
                    words: entry.words(*statement),
                    at: entry.at,
                    seq: entry.seq,
                    is_late: !call.is_open(),
                });
            }
            F::SilenceBroken { call, clause, by } => {
                self.break_silence_as(entry, *call, *clause, by)?;
            }
            F::ConsultationHeld { call, note } => {
                self.call_mut(entry, *call)?.consultation = Some(entry.words(*note));
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn break_silence_as(
        &mut self,
        entry: &Entry,
        call: CallId,
        clause: ClauseId,
        by: &BrokenBy,
    ) -> Result<(), Inconsistent> {
        let mut breach = Breach {
            objection: None,
            amendment: None,
            confidence: None,
            at: entry.at,
            seq: entry.seq,
        };
        match by {
            BrokenBy::Objection => {
                let own = acting_organisation(entry)?;
                let mut raised = self.objections(clause).filter(|it| it.organisation == own);
                breach.objection = raised.by_ref().last().map(|it| it.seq);
            }
            BrokenBy::Amendment { amendment } => breach.amendment = Some(*amendment),
            BrokenBy::Confidence {
                organisation,
                reason,
            } => {
                breach.confidence = Some((entry.words(*organisation), entry.words(*reason)));
            }
        }
        let silenced = &mut self.call_mut(entry, call)?.silenced;
        silenced.entry(clause).or_insert(Silenced::Broken(breach));
        self.stage_all(&[clause], Stage::Tabled);
        Ok(())
    }

    pub(super) fn call_mut(
        &mut self,
        entry: &Entry,
        id: CallId,
    ) -> Result<&mut Call, Inconsistent> {
        let found = self.progress.calls.get_mut(&id);
        found.ok_or(Inconsistent::at(entry, "no such call"))
    }

    /// Closes a call, and keeps what the positions showed then.
    pub(super) fn close(
        &mut self,
        entry: &Entry,
        id: CallId,
        end: CallEnd,
    ) -> Result<(), Inconsistent> {
        let call = self.call_mut(entry, id)?;
        call.end = Some(end);
        let is_silence = call.kind == CallKind::Silence;
        let mut clauses = call.clauses.clone();
        // Where silence was broken, another call may run by now, which this one says nothing of.
        clauses.retain(|it| self.stage(*it).is_held_by(id));
        for clause in clauses {
            if is_silence {
                let silenced = &mut self.call_mut(entry, id)?.silenced;
                silenced.insert(clause, Silenced::Passed);
                self.stage_all(&[clause], Stage::AgreedAdReferendum);
            }
            if let Some(levels) = self.measured(clause) {
                let results = &mut self.call_mut(entry, id)?.results;
                results.insert(clause, levels);
            }
        }
        Ok(())
    }

    /// Returns the level and firm level of a clause as the call on it measures them.
    pub(super) fn measured(&self, clause: ClauseId) -> Option<(Level, Level)> {
        let call = self.measuring_call(clause)?;
        let evaluation = evaluate(&self.situation_in(clause, call)?);
        Some((evaluation.level, evaluation.firm_level))
    }

    /// Returns a clause to *called*: to the last call on its wording.
    pub(super) fn return_to_call(&mut self, clause: ClauseId) {
        let calls = self.progress.calls.values();
        let on = calls.filter(|it| {
            it.kind == CallKind::Consensus
                && it.clauses.contains(&clause)
                && !it.was_withdrawn()
                && self.is_on_present_wording(it, clause)
        });
        if let Some(call) = on.max_by_key(|it| it.seq).map(|it| it.id) {
            self.stage_all(&[clause], Stage::Called(call));
        }
    }
}
