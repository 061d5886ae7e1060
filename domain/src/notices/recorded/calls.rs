//! Consensus calls and silence procedures.

use super::{Reader, Told, tell, tell_binding};
use crate::id::CallId;
use crate::instrument::CallKind;
use crate::notices::{Matter, NoticeKind};
use crate::record::ProcedureFact;

impl Reader<'_> {
    /// Tells of what happens to a call.
    pub(super) fn call(&self, fact: &ProcedureFact) -> Vec<Told> {
        use ProcedureFact as F;
        match fact {
            F::CallOpened(opened) => {
                let kind = match opened.kind {
                    CallKind::Consensus => NoticeKind::CallOpened,
                    CallKind::Silence => NoticeKind::SilenceOpened,
                };
                self.deadline_set(kind, opened.call)
            }
            F::CallExtended { call, .. } => self.deadline_set(NoticeKind::CallExtended, *call),
            F::CallCompleted { call } => self.closed(*call),
            F::CallWithdrawn { call, .. } => self.to_electors(NoticeKind::CallWithdrawn, *call),
            F::ConsultationHeld { call, .. } => {
                self.to_electors(NoticeKind::ConsultationHeld, *call)
            }
            F::SilenceBroken { call, clause, .. } => {
                let concerns = self.is_called(*call) || self.conducts();
                tell(NoticeKind::SilenceBroken, self.clause(*clause), concerns)
            }
            F::StatementAttached { call, .. } => {
                let matter = self.matter(*call);
                tell(NoticeKind::StatementAttached, matter, self.answers())
            }
            _ => Vec::new(),
        }
    }

    /// Tells that a call has closed.
    pub(super) fn closed(&self, call: CallId) -> Vec<Told> {
        self.to_electors(NoticeKind::CallClosed, call)
    }

    fn deadline_set(&self, kind: NoticeKind, call: CallId) -> Vec<Told> {
        let binds = self.is_called(call);
        tell_binding(kind, self.matter(call), (self.conducts(), binds))
    }

    fn to_electors(&self, kind: NoticeKind, call: CallId) -> Vec<Told> {
        let concerns = self.is_called(call) || self.conducts();
        tell(kind, self.matter(call), concerns)
    }

    fn matter(&self, call: CallId) -> Matter {
        Matter::Call(self.instrument.id, call)
    }

    /// Reports whether the person's organisation is counted in a call.
    fn is_called(&self, call: CallId) -> bool {
        let call = self.instrument.call(call);
        call.zip(self.own).is_some_and(|(it, own)| it.counts(own))
    }

    /// Reports whether the person conducts the procedure, or keeps its record.
    fn conducts(&self) -> bool {
        self.chairs() || self.advises()
    }
}
