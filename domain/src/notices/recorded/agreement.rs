//! Designation, editorial changes, agreement and adoption.

use super::{Reader, Told, tell, tell_binding};
use crate::id::ClauseId;
use crate::instrument::Deadline;
use crate::notices::{Matter, NoticeKind};
use crate::record::{Entry, ProcedureFact};
use crate::text::WordingHash;

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

    fn designation(&self, entry: &Entry, fact: &ProcedureFact) -> Vec<Told> {
        use ProcedureFact as F;
        match fact {
            F::LevelDesignated { clause, .. } => tell_binding(
                NoticeKind::LevelDesignated,
                self.clause(*clause),
                (self.takes_part(), self.votes(entry.at)),
            ),
            F::DesignationChallenged { clause, .. } => {
                self.to_everyone(NoticeKind::DesignationChallenged, self.clause(*clause))
            }
            F::EditorialDeclared {
                clause,
                before,
                after,
                ..
            } => {
                let binds = self.is_carried(entry.seq, *clause, (*before, *after));
                let kind = NoticeKind::EditorialDeclared;
                tell_binding(kind, self.clause(*clause), (self.answers(), binds))
            }
            F::EditorialChallenged {
                clause,
                declaration,
                ..
            } => {
                let mut declared = self.instrument.editorial_changes(*clause).iter();
                let declared = declared.find(|it| it.seq == *declaration);
                let was_carried = declared
                    .is_some_and(|it| self.is_carried(it.seq, *clause, (it.before, it.after)));
                let concerns = was_carried || self.answers();
                let kind = NoticeKind::EditorialChallenged;
                tell(kind, self.clause(*clause), concerns)
            }
            _ => Vec::new(),
        }
    }

    /// Reports whether an editorial change, declared by this entry, carried over a position of the
    /// person's organisation.
    fn is_carried(
        &self,
        seq: u64,
        clause: ClauseId,
        (before, after): (WordingHash, WordingHash),
    ) -> bool {
        let held = self.held(clause, seq);
        held.is_some_and(|held| {
            held.is_about_another(Some(after))
                && !self.instrument.is_stale(clause, held, Some(before))
        })
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

    /// Tells which clauses were agreed: the one, or the instrument where there are more.
    fn agreed(&self, clauses: &[ClauseId]) -> Vec<Told> {
        let matter = match clauses {
            [one] => self.clause(*one),
            _ => self.whole(),
        };
        self.to_everyone(NoticeKind::ClausesAgreed, matter)
    }

    fn to_everyone(&self, kind: NoticeKind, matter: Matter) -> Vec<Told> {
        tell(kind, matter, self.takes_part())
    }

    fn whole(&self) -> Matter {
        Matter::Instrument(self.instrument.id)
    }
}
