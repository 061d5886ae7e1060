//! Everything that can be asked for on the road to consensus, in one place.

use super::super::{Acting, Instrument};
use crate::api::{
    AdoptInstrument, AgreeClauses, AnswerObjection, AttachStatement, BreakSilence,
    ChallengeDesignation, ChallengeEditorial, ChallengeRuling, ChangeProcedureRules, ConfirmEntry,
    ConfirmMandate, ContestEntry, DecideObjection, DeclareEditorial, DenyMandate, DesignateLevel,
    EnterPosition, ExtendCall, HoldConsultation, NameCures, OpenCall, ParkClause, ReopenClause,
    ResolveObjection, RuleObjection, SignInstrument, SustainObjection, WithdrawCall,
    WithdrawObjection,
};
use crate::id::{CallId, ClauseId};
use crate::record::Act;
use crate::refusal::Refusal;

/// Something that is asked for on the road to consensus; objections are named by their entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is the command of its name, documented there"
)]
pub enum ProcedureStep {
    ChangeRules(ChangeProcedureRules),
    NameCures(u64, NameCures),
    AnswerObjection(u64, AnswerObjection),
    SustainObjection(u64, SustainObjection),
    WithdrawObjection(u64, WithdrawObjection),
    ResolveObjection(u64, ResolveObjection),
    DecideObjection(u64, DecideObjection),
    RuleObjection(u64, RuleObjection),
    ChallengeRuling(u64, ChallengeRuling),
    OpenCall(CallId, OpenCall),
    ExtendCall(CallId, ExtendCall),
    CompleteCall(CallId),
    WithdrawCall(CallId, WithdrawCall),
    OpenNotice(CallId),
    AttachStatement(CallId, AttachStatement),
    BreakSilence(CallId, BreakSilence),
    HoldConsultation(CallId, HoldConsultation),
    DesignateLevel(ClauseId, DesignateLevel),
    ChallengeDesignation(ClauseId, ChallengeDesignation),
    DeclareEditorial(ClauseId, DeclareEditorial),
    ChallengeEditorial(ClauseId, ChallengeEditorial),
    ConfirmMandate(ClauseId, ConfirmMandate),
    DenyMandate(ClauseId, DenyMandate),
    EnterPosition(ClauseId, EnterPosition),
    ConfirmEntry(ClauseId, ConfirmEntry),
    ContestEntry(ClauseId, ContestEntry),
    AgreeClauses(AgreeClauses),
    ParkClause(ClauseId, ParkClause),
    ReopenClause(ClauseId, ReopenClause),
    Adopt(AdoptInstrument),
    Sign(SignInstrument),
}

impl Instrument {
    /// Decides on a step; it may take several entries, or none where nothing is new.
    ///
    /// # Errors
    ///
    /// * as the rule of the same name says.
    pub fn proceed(&self, step: &ProcedureStep, acting: &Acting<'_>) -> Result<Vec<Act>, Refusal> {
        use ProcedureStep as S;
        let act = match step {
            S::ChangeRules(it) => self.change_procedure_rules(it, acting),
            S::NameCures(id, it) => self.name_cures(*id, it, acting),
            S::AnswerObjection(id, it) => self.answer_objection(*id, it, acting),
            S::SustainObjection(id, it) => self.sustain_objection(*id, it, acting),
            S::WithdrawObjection(id, it) => self.withdraw_objection(*id, it, acting),
            S::ResolveObjection(id, it) => self.resolve_objection(*id, it, acting),
            S::DecideObjection(id, it) => self.decide_objection(*id, it, acting),
            S::RuleObjection(id, it) => self.rule_objection(*id, it, acting),
            S::ChallengeRuling(id, it) => self.challenge_ruling(*id, it, acting),
            S::OpenCall(id, it) => self.open_call_on(*id, it, acting),
            S::ExtendCall(id, it) => self.extend_call(*id, it, acting),
            S::CompleteCall(id) => self.complete_call(*id, acting),
            S::WithdrawCall(id, it) => self.withdraw_call(*id, it, acting),
            S::OpenNotice(id) => {
                return Ok(self.open_notice(*id, acting)?.into_iter().collect());
            }
            S::AttachStatement(id, it) => self.attach_statement(*id, it, acting),
            S::BreakSilence(id, it) => self.break_silence(*id, it, acting),
            S::HoldConsultation(id, it) => self.hold_consultation(*id, it, acting),
            S::DesignateLevel(id, it) => self.designate_level(*id, it, acting),
            S::ChallengeDesignation(id, it) => self.challenge_designation(*id, it, acting),
            S::DeclareEditorial(id, it) => self.declare_editorial(*id, it, acting),
            S::ChallengeEditorial(id, it) => self.challenge_editorial(*id, it, acting),
            S::ConfirmMandate(id, it) => self.confirm_mandate(*id, it, acting),
            S::DenyMandate(id, it) => self.deny_mandate(*id, it, acting),
            S::EnterPosition(id, it) => return self.enter_position(*id, it, acting),
            S::ConfirmEntry(id, it) => self.confirm_entry(*id, it, acting),
            S::ContestEntry(id, it) => self.contest_entry(*id, it, acting),
            S::AgreeClauses(it) => self.agree_clauses(it, acting),
            S::ParkClause(id, it) => self.park_clause(*id, it, acting),
            S::ReopenClause(id, it) => self.reopen_clause(*id, it, acting),
            S::Adopt(it) => self.adopt_instrument(it, acting),
            S::Sign(it) => self.sign_instrument(it, acting),
        };
        act.map(|act| vec![act])
    }
}
