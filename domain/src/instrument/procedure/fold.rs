//! What the record says of the road to consensus.

mod calls;
mod designations;
mod objections;

use std::collections::BTreeMap;

use self::objections::step;
use super::Deadline;
use super::adoption::{Adopted, Signature};
use super::call::CallEnd;
use super::entering::{Entered, EntryAnswer};
use super::mandate::MandateEnd;
use super::objection::ObjectionStep;
use super::stage::Stage;
use crate::id::{ClauseId, DelegateId};
use crate::instrument::fold::acting_organisation;
use crate::instrument::{Instrument, Position};
use crate::record::{Actor, Entry, Inconsistent, ProcedureFact};

impl Instrument {
    /// Takes in an entry about the road to consensus.
    pub(in crate::instrument) fn apply_to_procedure(
        &mut self,
        entry: &Entry,
        fact: &ProcedureFact,
    ) -> Result<(), Inconsistent> {
        use ProcedureFact as F;
        match fact {
            F::ProcedureRulesChanged { rules, .. } => self.progress.rules = *rules,
            F::CuresNamed { .. }
            | F::ObjectionAnswered { .. }
            | F::ObjectionSustained { .. }
            | F::ObjectionWithdrawn { .. }
            | F::ObjectionResolved { .. }
            | F::ObjectionDecided { .. }
            | F::ObjectionRuledInadmissible { .. }
            | F::RulingChallenged { .. } => self.apply_to_objections(entry, fact)?,
            F::CallOpened(opened) => self.open_call_as(entry, opened),
            F::CallExtended { .. }
            | F::CallCompleted { .. }
            | F::CallWithdrawn { .. }
            | F::NoticeOpened { .. }
            | F::StatementAttached { .. }
            | F::SilenceBroken { .. }
            | F::ConsultationHeld { .. } => self.apply_to_calls(entry, fact)?,
            F::DeadlinePassed { of, .. } => self.pass(entry, *of)?,
            F::LevelDesignated { .. }
            | F::DesignationChallenged { .. }
            | F::EditorialDeclared { .. }
            | F::EditorialChallenged { .. } => self.apply_to_designations(entry, fact)?,
            F::PositionEntered {
                organisation,
                position,
                channel,
                evidence,
            } => {
                let entered = Entered {
                    channel: *channel,
                    evidence: entry.words(*evidence),
                    answer: None,
                };
                self.take(entry, (*organisation, Some(entered)), position)?;
            }
            F::MandateConfirmed { .. }
            | F::MandateDenied { .. }
            | F::EntryConfirmed { .. }
            | F::EntryContested { .. } => self.apply_to_position(entry, fact)?,
            F::ClausesAgreed { clauses, .. } => self.stage_all(clauses, Stage::AgreedAdReferendum),
            F::ClauseParked { clause, .. } => self.stage_all(&[*clause], Stage::Parked),
            F::ClauseReopened { clause, .. } => self.stage_all(&[*clause], Stage::Reopened),
            F::InstrumentAdopted { .. } | F::InstrumentSigned { .. } | F::VersionOpened { .. } => {
                self.apply_to_adoption(entry, fact)?;
            }
        }
        Ok(())
    }

    fn stage_all(&mut self, clauses: &[ClauseId], stage: Stage) {
        for clause in clauses {
            self.progress.stages.insert(*clause, stage);
        }
    }

    /// Follows a tabled revision: what has another wording now is negotiated anew.
    pub(in crate::instrument) fn follow_tabling(&mut self) {
        let Some((table, former)) = self.revisions.split_last() else {
            return;
        };
        let former = former.last();
        let mut stages = std::mem::take(&mut self.progress.stages);
        for it in &table.clauses {
            let before = former.and_then(|former| Some(former.clause(it.id)?.hash));
            if before != Some(it.hash) || !stages.contains_key(&it.id) {
                stages.insert(it.id, Stage::Tabled);
            }
        }
        for (clause, stage) in &mut stages {
            if table.clause(*clause).is_none() {
                *stage = Stage::Withdrawn;
            }
        }
        self.progress.stages = stages;
    }

    fn pass(&mut self, entry: &Entry, of: Deadline) -> Result<(), Inconsistent> {
        match of {
            Deadline::Call { call } => {
                self.close(entry, call, CallEnd::Deadline { seq: entry.seq })?;
            }
            Deadline::Designation {
                clause,
                designation,
            } => self.designation_mut(entry, clause, designation)?.is_settled = true,
            Deadline::Editorial {
                clause,
                declaration,
            } => self.editorial_mut(entry, clause, declaration)?.is_settled = true,
            Deadline::Voting { organisation } => self.lapse_objections(entry, organisation),
        }
        Ok(())
    }

    fn apply_to_position(
        &mut self,
        entry: &Entry,
        fact: &ProcedureFact,
    ) -> Result<(), Inconsistent> {
        use ProcedureFact as F;
        let (at, seq) = (entry.at, entry.seq);
        match fact {
            F::MandateConfirmed {
                clause,
                position,
                evidence: words,
            }
            | F::MandateDenied {
                clause,
                position,
                reason: words,
            } => {
                let end = MandateEnd {
                    is_confirmed: matches!(fact, F::MandateConfirmed { .. }),
                    words: entry.words(*words),
                    by: entry.actor,
                    at,
                    seq,
                };
                let is_denied = !end.is_confirmed;
                self.position_mut(entry, *clause, *position)?.mandate_end = Some(end);
                if is_denied {
                    self.revive_objection(*position);
                }
            }
            F::EntryConfirmed { clause, position } => {
                let answer = EntryAnswer {
                    contested: None,
                    by: person(entry)?,
                    at,
                    seq,
                };
                self.answer_entry(entry, (*clause, *position), answer)?;
            }
            F::EntryContested {
                clause,
                position,
                reason,
            } => {
                let answer = EntryAnswer {
                    contested: Some(entry.words(*reason)),
                    by: person(entry)?,
                    at,
                    seq,
                };
                self.answer_entry(entry, (*clause, *position), answer)?;
                if let Some(raised) = self.progress.objections.get_mut(position) {
                    step(raised, entry, ObjectionStep::Contested, None);
                }
                self.revive_objection(*position);
            }
            _ => {}
        }
        Ok(())
    }

    fn answer_entry(
        &mut self,
        entry: &Entry,
        (clause, position): (ClauseId, u64),
        answer: EntryAnswer,
    ) -> Result<(), Inconsistent> {
        let position = self.position_mut(entry, clause, position)?;
        let entered = position.entered.as_mut();
        let entered = entered.ok_or(Inconsistent::at(entry, "nobody entered that position"))?;
        entered.answer = Some(answer);
        Ok(())
    }

    fn position_mut(
        &mut self,
        entry: &Entry,
        clause: ClauseId,
        seq: u64,
    ) -> Result<&mut Position, Inconsistent> {
        let all = self.positions.get_mut(&clause);
        let mut all = all.into_iter().flatten();
        let found = all.find(|it| it.seq == seq);
        found.ok_or(Inconsistent::at(entry, "no such position"))
    }

    fn apply_to_adoption(
        &mut self,
        entry: &Entry,
        fact: &ProcedureFact,
    ) -> Result<(), Inconsistent> {
        use ProcedureFact as F;
        match fact {
            F::InstrumentAdopted {
                version,
                revision,
                root,
                note,
            } => {
                self.progress.adopted.push(Adopted {
                    version: *version,
                    revision: *revision,
                    root: *root,
                    note: note.map(|note| entry.words(note)),
                    by: entry.actor,
                    at: entry.at,
                    seq: entry.seq,
                    signatures: BTreeMap::new(),
                });
                self.progress.version = *version;
                // With the clauses that are agreed, those that go with the whole.
                let table = self.current().into_iter().flat_map(|it| &it.clauses);
                let whole: Vec<_> = table.map(|it| it.id).collect();
                self.stage_all(&whole, Stage::Agreed);
            }
            F::InstrumentSigned {
                reservations,
                dissociations,
                statement,
                ..
            } => {
                let organisation = acting_organisation(entry)?;
                let words = reservations.iter();
                let signature = Signature {
                    by: person(entry)?,
                    reservations: words.map(|it| (it.clause, entry.words(it.text))).collect(),
                    dissociations: dissociations.clone(),
                    statement: statement.map(|it| entry.words(it)),
                    at: entry.at,
                    seq: entry.seq,
                };
                let adopted = self.progress.adopted.last_mut();
                let adopted = adopted.ok_or(Inconsistent::at(entry, "nothing was adopted"))?;
                adopted.signatures.insert(organisation, signature);
            }
            F::VersionOpened { version } => {
                self.progress.version = *version;
                self.restage(Stage::Agreed, Stage::AgreedAdReferendum);
            }
            _ => {}
        }
        Ok(())
    }

    fn restage(&mut self, from: Stage, to: Stage) {
        let stages = self.progress.stages.values_mut();
        for stage in stages.filter(|it| **it == from) {
            *stage = to;
        }
    }
}

fn person(entry: &Entry) -> Result<DelegateId, Inconsistent> {
    match entry.actor {
        Actor::Delegate(id) => Ok(id),
        Actor::System => Err(Inconsistent::at(entry, "a person must act")),
    }
}
