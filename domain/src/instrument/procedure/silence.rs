//! Silence procedures: agreed at the closing instant unless broken before it.

use super::super::{Acting, Instrument};
use super::call::{Call, CallKind};
use super::stage::Stage;
use crate::api::{BreakSilence, HoldConsultation};
use crate::consensus::{Silence, SilenceState, evaluate};
use crate::id::{AmendmentId, CallId, ClauseId, OrganisationId};
use crate::permission::Operation;
use crate::record::{Act, Actor, BrokenBy, Contents, ProcedureFact, Words};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// What became of silence on one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silenced {
    /// It was broken, at first by this.
    Broken(Breach),
    /// Its instant passed, and nobody had broken it.
    Passed,
}

/// That silence was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The objection that broke it.
    pub objection: Option<u64>,
    /// The amendment that broke it.
    pub amendment: Option<AmendmentId>,
    /// The organisation that broke it in confidence, and why, as the chair may read.
    pub confidence: Option<(Words, Words)>,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

impl Call {
    /// Reports whether silence on a clause is unbroken so far.
    pub fn is_silent_on(&self, clause: ClauseId) -> bool {
        self.kind == CallKind::Silence
            && self.clauses.contains(&clause)
            && !matches!(self.silenced.get(&clause), Some(Silenced::Broken(_)))
    }

    /// Reports whether the names of those who broke silence in confidence are shown to everyone.
    pub const fn shows_names(&self) -> bool {
        !self.withholds_names || self.consultation.is_some()
    }
}

impl Instrument {
    /// Returns the silence procedure on a clause's present wording, as it is counted.
    pub(in crate::instrument) fn silence_on(&self, clause: ClauseId) -> Silence<OrganisationId> {
        let call = (self.measuring_call(clause)).filter(|it| it.kind == CallKind::Silence);
        let Some(call) = call else {
            return Silence::default();
        };
        let state = match call.silenced.get(&clause) {
            Some(Silenced::Passed) => SilenceState::Passed,
            None if call.is_open() => SilenceState::Open,
            Some(Silenced::Broken(_)) | None => SilenceState::None,
        };
        Silence {
            state,
            notified: call.notified.iter().copied().collect(),
        }
    }

    /// Checks that a silence procedure may be opened on these clauses.
    pub(super) fn check_silence(
        &self,
        clauses: &[ClauseId],
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        for clause in clauses {
            if self.objections(*clause).any(|it| it.state.is_open()) {
                return Err(Refusal::ObjectionsOpen(*clause));
            }
            let situation = self.situation(*clause, acting.network, acting.now);
            let counts = situation.map(|it| evaluate(&it).counts);
            let rule = self.progress.rules.silence_support;
            let suffices = counts.is_some_and(|it| {
                let (support, eligible) = (u128::from(it.support), u128::from(it.eligible));
                support * u128::from(rule.denominator()) >= eligible * u128::from(rule.numerator())
            });
            if !suffices {
                return Err(Refusal::SupportTooLow(*clause));
            }
        }
        Ok(())
    }

    /// Returns the silence procedure that something on a clause breaks now, done by an
    /// organisation that is counted in it.
    fn breakable(
        &self,
        clause: ClauseId,
        organisation: OrganisationId,
        now: Timestamp,
    ) -> Option<&Call> {
        let Stage::Silence(id) = self.stage(clause) else {
            return None;
        };
        let call = self.call(id)?;
        let runs = call.is_open() && now < call.closes_at;
        (runs && call.counts(organisation) && call.is_silent_on(clause)).then_some(call)
    }

    /// Returns the act that records that an objection, entered just before, breaks silence, if it
    /// does.
    pub(in crate::instrument) fn breach_by_objection(
        &self,
        (clause, organisation): (ClauseId, OrganisationId),
        acting: &Acting<'_>,
    ) -> Option<Act> {
        let call = self.breakable(clause, organisation, acting.now)?;
        Some(self.breach(call.id, clause, BrokenBy::Objection, acting))
    }

    /// Returns the act that records that an amendment breaks silence, if it does.
    pub(in crate::instrument) fn breach_by_amendment(
        &self,
        (clause, organisation): (ClauseId, OrganisationId),
        amendment: AmendmentId,
        acting: &Acting<'_>,
    ) -> Option<Act> {
        let call = self.breakable(clause, organisation, acting.now)?;
        let by = BrokenBy::Amendment { amendment };
        Some(self.breach(call.id, clause, by, acting))
    }

    fn breach(&self, call: CallId, clause: ClauseId, by: BrokenBy, acting: &Acting<'_>) -> Act {
        let fact = ProcedureFact::SilenceBroken { call, clause, by };
        self.act(acting, fact, Contents::default())
    }

    /// Breaks silence in confidence: the name is known to the chair and the secretariat alone until
    /// the chair has consulted.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCall`] or [`Refusal::CallClosed`] as they say;
    /// * [`Refusal::NotPermitted`] unless a delegate asks;
    /// * [`Refusal::NotVoting`] or [`Refusal::NotInElectorate`] if the organisation is not counted;
    /// * [`Refusal::NoConfidence`] if the rules show the names of those who break silence;
    /// * [`Refusal::SilenceEnded`] if silence on the clause is broken already, or the clause is not in it.
    pub fn break_silence(
        &self,
        id: CallId,
        command: &BreakSilence,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let call = self.running(id, acting)?;
        let own = self.elector(call, acting)?;
        if !call.withholds_names {
            return Err(Refusal::NoConfidence);
        }
        if self
            .breakable(command.clause, own, acting.now)
            .map(|it| it.id)
            != Some(id)
        {
            return Err(Refusal::SilenceEnded(command.clause));
        }
        let mut contents = Contents::default();
        let by = BrokenBy::Confidence {
            organisation: contents.add(own.to_string()),
            reason: contents.add(command.reason.as_str()),
        };
        let fact = ProcedureFact::SilenceBroken {
            call: id,
            clause: command.clause,
            by,
        };
        Ok(Act {
            actor: Actor::System,
            organisation: None,
            ..self.act(acting, fact, contents)
        })
    }

    /// Records that the chair has consulted those who broke silence in confidence.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCall`] if there is none such;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::NothingToConsult`] if nobody broke silence in confidence, or it was done.
    pub fn hold_consultation(
        &self,
        id: CallId,
        command: &HoldConsultation,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let call = self.call(id).ok_or(Refusal::UnknownCall(id))?;
        self.authorise(Operation::OpenCall, acting)?;
        let in_confidence =
            |it: &Silenced| matches!(it, Silenced::Broken(breach) if breach.confidence.is_some());
        if call.consultation.is_some() || !call.silenced.values().any(in_confidence) {
            return Err(Refusal::NothingToConsult);
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ConsultationHeld {
            call: id,
            note: contents.add(command.note.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }
}
