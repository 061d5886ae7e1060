//! What the record says of objections.

use crate::consensus::ObjectionState;
use crate::id::{ClauseId, OrganisationId};
use crate::instrument::procedure::objection::{
    Objection, ObjectionAct, ObjectionStep, is_answerable,
};
use crate::instrument::{Instrument, Position};
use crate::record::{Actor, ContentRef, Entry, Inconsistent, ProcedureFact, Words};

impl Instrument {
    /// Notes an objection that a position raises; whatever the organisation objected before is
    /// replaced by its new position.
    pub(in crate::instrument) fn follow_position(
        &mut self,
        entry: &Entry,
        taken: &Position,
        clause: ClauseId,
    ) {
        let former = self.progress.objections.values_mut().filter(|it| {
            it.clause == clause
                && it.organisation == taken.organisation
                && (it.state.is_counted() || it.state == ObjectionState::Inadmissible)
        });
        for objection in former {
            step(objection, entry, ObjectionStep::Replaced, None);
        }
        if taken.kind.is_objection() {
            let joins = taken
                .joins
                .and_then(|seq| Some(self.objection(seq)?.root()));
            let objection = Objection {
                seq: taken.seq,
                clause,
                organisation: taken.organisation,
                text_hash: taken.text_hash,
                raised_at: taken.at,
                joins,
                cures: taken.cures.clone(),
                state: ObjectionState::Raised,
                before_ruling: None,
                ruling_until: None,
                acts: Vec::new(),
            };
            self.progress.objections.insert(taken.seq, objection);
        }
    }

    pub(super) fn apply_to_objections(
        &mut self,
        entry: &Entry,
        fact: &ProcedureFact,
    ) -> Result<(), Inconsistent> {
        use ProcedureFact as F;
        let until = (entry.at).plus_seconds(self.progress.rules.challenge_hours.seconds());
        match fact {
            F::CuresNamed {
                objection,
                amendments,
                ..
            } => self
                .objection_mut(entry, *objection)?
                .cures
                .clone_from(amendments),
            F::ObjectionAnswered {
                objection, answer, ..
            } => {
                let words = entry.words(*answer);
                self.step_joined(
                    entry,
                    *objection,
                    ObjectionStep::Answered,
                    &words,
                    is_answerable,
                );
            }
            F::ObjectionSustained {
                objection, reason, ..
            } => self.step_one(entry, *objection, ObjectionStep::Sustained, *reason)?,
            F::ObjectionWithdrawn {
                objection, reason, ..
            } => self.step_one(entry, *objection, ObjectionStep::Withdrawn, *reason)?,
            F::ObjectionResolved {
                objection,
                text_hash,
                ..
            } => self.step_one(entry, *objection, ObjectionStep::Resolved(*text_hash), None)?,
            F::ObjectionDecided {
                objection, reason, ..
            } => {
                let words = entry.words(*reason);
                let is_sustained = |it| it == ObjectionState::Sustained;
                self.step_joined(
                    entry,
                    *objection,
                    ObjectionStep::Decided,
                    &words,
                    is_sustained,
                );
            }
            F::ObjectionRuledInadmissible {
                objection, reason, ..
            } => {
                let words = entry.words(*reason);
                let ruled = ObjectionStep::RuledInadmissible;
                for it in self.joined_mut(*objection, ObjectionState::is_open) {
                    it.before_ruling = Some(it.state);
                    it.ruling_until = Some(until);
                    step(it, entry, ruled, Some(words.clone()));
                }
            }
            F::RulingChallenged {
                objection, reason, ..
            } => {
                let words = entry.words(*reason);
                let challenged = ObjectionStep::RulingChallenged;
                let is_ruled = |it| it == ObjectionState::Inadmissible;
                self.step_joined(entry, *objection, challenged, &words, is_ruled);
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn step_one(
        &mut self,
        entry: &Entry,
        objection: u64,
        taken: ObjectionStep,
        words: Option<ContentRef>,
    ) -> Result<(), Inconsistent> {
        let words = words.map(|words| entry.words(words));
        step(self.objection_mut(entry, objection)?, entry, taken, words);
        Ok(())
    }

    pub(super) fn step_joined(
        &mut self,
        entry: &Entry,
        root: u64,
        taken: ObjectionStep,
        words: &Words,
        among: impl Fn(ObjectionState) -> bool,
    ) {
        for it in self.joined_mut(root, among) {
            step(it, entry, taken, Some(words.clone()));
        }
    }

    pub(super) fn joined_mut(
        &mut self,
        root: u64,
        among: impl Fn(ObjectionState) -> bool,
    ) -> impl Iterator<Item = &mut Objection> {
        let all = self.progress.objections.values_mut();
        all.filter(move |it| it.root() == root && among(it.state))
    }

    pub(super) fn objection_mut(
        &mut self,
        entry: &Entry,
        seq: u64,
    ) -> Result<&mut Objection, Inconsistent> {
        let found = self.progress.objections.get_mut(&seq);
        found.ok_or(Inconsistent::at(entry, "no such objection"))
    }

    pub(super) fn lapse_objections(&mut self, entry: &Entry, organisation: OrganisationId) {
        let all = self.progress.objections.values_mut();
        for it in all.filter(|it| it.organisation == organisation && it.state.is_counted()) {
            step(it, entry, ObjectionStep::Lapsed, None);
        }
    }

    /// Lets an objection stand again that was replaced by a position that was never taken, unless
    /// its organisation has taken another position since.
    pub(super) fn revive_objection(&mut self, position: u64) {
        for it in self.progress.objections.values_mut() {
            let mut acts = it.acts.iter_mut();
            let last = acts.next_back();
            let replaced = |last: &&mut ObjectionAct| {
                last.step == ObjectionStep::Replaced && last.seq == position
            };
            let Some(last) = last.filter(replaced) else {
                continue;
            };
            let mut since = self.positions.get(&it.clause).into_iter().flatten();
            let replacing = since.find(|taken| {
                taken.seq > it.seq && taken.organisation == it.organisation && !taken.is_void()
            });
            if let Some(taken) = replacing {
                (last.seq, last.at) = (taken.seq, taken.at);
                last.by = Actor::Delegate(taken.delegate);
            } else {
                it.acts.pop();
                it.state = (it.acts.last()).map_or(ObjectionState::Raised, |last| last.after);
            }
        }
    }
}

/// Takes a step in the life of an objection.
pub(super) fn step(
    objection: &mut Objection,
    entry: &Entry,
    taken: ObjectionStep,
    words: Option<Words>,
) {
    objection.state = taken.leads_to(objection);
    objection.acts.push(ObjectionAct {
        step: taken,
        after: objection.state,
        words,
        by: entry.actor,
        organisation: entry.organisation,
        at: entry.at,
        seq: entry.seq,
    });
}
