//! The road to consensus: which matter each of its facts belongs to.

use super::{Reader, Told, tell};
use crate::instrument::Deadline;
use crate::notices::NoticeKind;
use crate::record::{Entry, ProcedureFact};

impl Reader<'_> {
    /// Tells of something on the road to consensus.
    pub(super) fn told_of_procedure(&self, entry: &Entry, fact: &ProcedureFact) -> Vec<Told> {
        use ProcedureFact as F;
        match fact {
            F::CuresNamed { .. }
            | F::ObjectionAnswered { .. }
            | F::ObjectionSustained { .. }
            | F::ObjectionWithdrawn { .. }
            | F::ObjectionResolved { .. }
            | F::ObjectionDecided { .. }
            | F::ObjectionRuledInadmissible { .. }
            | F::RulingChallenged { .. } => self.objection(entry, fact),
            F::CallOpened(_)
            | F::CallExtended { .. }
            | F::CallCompleted { .. }
            | F::CallWithdrawn { .. }
            | F::NoticeOpened { .. }
            | F::StatementAttached { .. }
            | F::SilenceBroken { .. }
            | F::ConsultationHeld { .. } => self.call(fact),
            F::DeadlinePassed { of, .. } => self.passed(entry, *of),
            F::LevelDesignated { .. }
            | F::DesignationChallenged { .. }
            | F::EditorialDeclared { .. }
            | F::EditorialChallenged { .. } => self.designation(entry, fact),
            F::MandateConfirmed { clause, .. } | F::MandateDenied { clause, .. } => {
                self.mandate(entry, *clause)
            }
            F::PositionEntered {
                organisation,
                position,
                ..
            } => self.entered(entry, *organisation, position),
            F::EntryConfirmed { clause, .. } | F::EntryContested { clause, .. } => {
                self.entry_answered(entry, *clause)
            }
            F::ClausesAgreed { clauses, .. } => self.agreed(clauses),
            F::ClauseParked { clause, .. } => {
                self.to_everyone(NoticeKind::ClauseParked, self.clause(*clause))
            }
            F::ClauseReopened { clause, .. } => {
                self.to_everyone(NoticeKind::ClauseReopened, self.clause(*clause))
            }
            F::InstrumentAdopted { .. } => tell(NoticeKind::InstrumentAdopted, self.whole(), true),
            F::InstrumentSigned { .. } => {
                let concerns = self.chairs() || self.advises() || self.is_ours(entry);
                tell(NoticeKind::InstrumentSigned, self.whole(), concerns)
            }
            F::VersionOpened { .. } => self.to_everyone(NoticeKind::VersionOpened, self.whole()),
            F::ProcedureRulesChanged { .. } => self.rules_changed(),
        }
    }

    fn passed(&self, entry: &Entry, of: Deadline) -> Vec<Told> {
        match of {
            Deadline::Call { call } => self.closed(call),
            Deadline::Designation { clause, .. } | Deadline::Editorial { clause, .. } => tell(
                NoticeKind::WindowPassed,
                self.clause(clause),
                self.answers(),
            ),
            Deadline::Voting { organisation } => self.lapsed(entry, organisation),
        }
    }
}
