//! A step that a person can take, by its name in addresses, and what is asked for it.

use domain::api::{
    AnswerObjection, AttachStatement, BreakSilence, ChallengeDesignation, ChallengeEditorial,
    ChallengeRuling, ConfirmEntry, ConfirmMandate, ContestEntry, DecideObjection, DeclareEditorial,
    DenyMandate, DesignateLevel, ExtendCall, HoldConsultation, NameCures, ParkClause, ReopenClause,
    ResolveObjection, RuleObjection, SustainObjection, WithdrawCall, WithdrawObjection,
};
use domain::consensus::Level;
use domain::id::{AmendmentId, CallId, ClauseId};
use domain::instrument::{Instrument, ProcedureStep};
use domain::time::Timestamp;
use domain::words::Statement;

/// A step that a person can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    AnswerObjection,
    SustainObjection,
    WithdrawObjection,
    ResolveObjection,
    DecideObjection,
    RuleObjection,
    ChallengeRuling,
    NameCures,
    DesignateLevel,
    ChallengeDesignation,
    DeclareEditorial,
    ChallengeEditorial,
    ConfirmMandate,
    DenyMandate,
    ConfirmEntry,
    ContestEntry,
    Park,
    Reopen,
    ExtendCall,
    CompleteCall,
    WithdrawCall,
    AttachStatement,
    BreakSilence,
    HoldConsultation,
}

/// The field in which something is said with a step, and whether it has to be.
type StatementField = Option<(&'static str, bool)>;

/// Each step with its name in addresses and messages, and the field in which something is said with
/// it, and whether it has to be.
const STEPS: [(Step, &str, StatementField); 24] = [
    (
        Step::AnswerObjection,
        "answer-objection",
        Some(("answer", true)),
    ),
    (
        Step::SustainObjection,
        "sustain-objection",
        Some(("reason", false)),
    ),
    (
        Step::WithdrawObjection,
        "withdraw-objection",
        Some(("reason", false)),
    ),
    (Step::ResolveObjection, "resolve-objection", None),
    (
        Step::DecideObjection,
        "decide-objection",
        Some(("reason", true)),
    ),
    (
        Step::RuleObjection,
        "rule-objection",
        Some(("reason", true)),
    ),
    (
        Step::ChallengeRuling,
        "challenge-ruling",
        Some(("reason", true)),
    ),
    (Step::NameCures, "name-cures", None),
    (Step::DesignateLevel, "designate", Some(("reason", false))),
    (
        Step::ChallengeDesignation,
        "challenge-designation",
        Some(("reason", true)),
    ),
    (
        Step::DeclareEditorial,
        "declare-editorial",
        Some(("reason", true)),
    ),
    (
        Step::ChallengeEditorial,
        "challenge-editorial",
        Some(("reason", true)),
    ),
    (
        Step::ConfirmMandate,
        "confirm-mandate",
        Some(("evidence", true)),
    ),
    (Step::DenyMandate, "deny-mandate", Some(("reason", true))),
    (Step::ConfirmEntry, "confirm-entry", None),
    (Step::ContestEntry, "contest-entry", Some(("reason", true))),
    (Step::Park, "park", Some(("reason", true))),
    (Step::Reopen, "reopen", Some(("reason", true))),
    (Step::ExtendCall, "extend-call", Some(("reason", true))),
    (Step::CompleteCall, "complete-call", None),
    (Step::WithdrawCall, "withdraw-call", Some(("reason", true))),
    (
        Step::AttachStatement,
        "attach-statement",
        Some(("answer", true)),
    ),
    (Step::BreakSilence, "break-silence", Some(("reason", true))),
    (
        Step::HoldConsultation,
        "hold-consultation",
        Some(("answer", true)),
    ),
];

impl Step {
    /// Finds a step by its name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let found = STEPS.iter().find(|(_, known, _)| *known == name);
        found.map(|(step, ..)| *step)
    }

    /// Returns its name in addresses and messages.
    pub(super) fn name(self) -> &'static str {
        let found = STEPS.iter().find(|(step, ..)| *step == self);
        found.map_or("", |(_, name, _)| name)
    }

    /// Returns the field in which something is said with the step, and whether it has to be.
    pub(super) fn statement(self) -> Option<(&'static str, bool)> {
        let found = STEPS.iter().find(|(step, ..)| *step == self);
        found.and_then(|(_, _, statement)| *statement)
    }

    /// Reports whether the step takes something away.
    pub(super) const fn is_grave(self) -> bool {
        matches!(
            self,
            Self::WithdrawObjection
                | Self::RuleObjection
                | Self::DenyMandate
                | Self::ContestEntry
                | Self::WithdrawCall
                | Self::BreakSilence
        )
    }
}

/// What a step is about, as its address names it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) clause: Option<ClauseId>,
    pub(super) call: Option<CallId>,
    /// The entry that made the objection, the designation, the declaration or the position.
    pub(super) entry: u64,
}

/// What is said with a step, beside what it is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) words: Option<Statement>,
    /// The level that is designated.
    pub(super) level: Option<Level>,
    /// The last entry about the instrument that was read.
    pub(super) based_on: u64,
    /// The new closing instant of a call.
    pub(super) closes_at: Option<Timestamp>,
    /// The amendments that would cure an objection.
    pub(super) cures: Vec<AmendmentId>,
}

/// Puts the command of a step together; none where something is missing from it.
pub(super) fn command(
    instrument: &Instrument,
    step: Step,
    about: About,
    said: Said,
) -> Option<ProcedureStep> {
    use ProcedureStep as P;
    let entry = about.entry;
    let words = said.words;
    Some(match step {
        Step::AnswerObjection => P::AnswerObjection(entry, AnswerObjection { answer: words? }),
        Step::SustainObjection => P::SustainObjection(entry, SustainObjection { reason: words }),
        Step::WithdrawObjection => P::WithdrawObjection(entry, WithdrawObjection { reason: words }),
        Step::ResolveObjection => {
            let text_hash = instrument.tabled_hash(about.clause?)?;
            P::ResolveObjection(entry, ResolveObjection { text_hash })
        }
        Step::DecideObjection => P::DecideObjection(entry, DecideObjection { reason: words? }),
        Step::RuleObjection => P::RuleObjection(entry, RuleObjection { reason: words? }),
        Step::ChallengeRuling => P::ChallengeRuling(entry, ChallengeRuling { reason: words? }),
        Step::NameCures => {
            let amendments = said.cures;
            P::NameCures(entry, NameCures { amendments })
        }
        Step::DesignateLevel => {
            let designation = DesignateLevel {
                text_hash: instrument.tabled_hash(about.clause?)?,
                level: said.level?,
                based_on: said.based_on,
                reason: words,
            };
            P::DesignateLevel(about.clause?, designation)
        }
        Step::ChallengeDesignation => {
            let challenge = ChallengeDesignation {
                designation: entry,
                reason: words?,
            };
            P::ChallengeDesignation(about.clause?, challenge)
        }
        Step::DeclareEditorial => {
            let clause = about.clause?;
            let before = instrument.revisions().iter().rev().nth(1)?;
            let declaration = DeclareEditorial {
                before: before.clause(clause)?.hash,
                after: instrument.tabled_hash(clause)?,
                reason: words?,
            };
            P::DeclareEditorial(clause, declaration)
        }
        Step::ChallengeEditorial => {
            let challenge = ChallengeEditorial {
                declaration: entry,
                reason: words?,
            };
            P::ChallengeEditorial(about.clause?, challenge)
        }
        _ => return of_positions_and_calls(step, about, words, said.closes_at),
    })
}

fn of_positions_and_calls(
    step: Step,
    about: About,
    words: Option<Statement>,
    closes_at: Option<Timestamp>,
) -> Option<ProcedureStep> {
    use ProcedureStep as P;
    let position = about.entry;
    Some(match step {
        Step::ConfirmMandate => {
            let evidence = words?;
            P::ConfirmMandate(about.clause?, ConfirmMandate { position, evidence })
        }
        Step::DenyMandate => {
            let reason = words?;
            P::DenyMandate(about.clause?, DenyMandate { position, reason })
        }
        Step::ConfirmEntry => P::ConfirmEntry(about.clause?, ConfirmEntry { position }),
        Step::ContestEntry => {
            let reason = words?;
            P::ContestEntry(about.clause?, ContestEntry { position, reason })
        }
        Step::Park => P::ParkClause(about.clause?, ParkClause { reason: words? }),
        Step::Reopen => P::ReopenClause(about.clause?, ReopenClause { reason: words? }),
        Step::ExtendCall => {
            let extension = ExtendCall {
                closes_at: closes_at?,
                reason: words?,
            };
            P::ExtendCall(about.call?, extension)
        }
        Step::CompleteCall => P::CompleteCall(about.call?),
        Step::WithdrawCall => P::WithdrawCall(about.call?, WithdrawCall { reason: words? }),
        Step::AttachStatement => {
            let attached = AttachStatement {
                clause: about.clause,
                statement: words?,
            };
            P::AttachStatement(about.call?, attached)
        }
        Step::BreakSilence => {
            let breach = BreakSilence {
                clause: about.clause?,
                reason: words?,
            };
            P::BreakSilence(about.call?, breach)
        }
        Step::HoldConsultation => {
            P::HoldConsultation(about.call?, HoldConsultation { note: words? })
        }
        _ => return None,
    })
}
