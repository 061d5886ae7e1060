//! The life of objections.

use super::{Reader, Told, tell, tell_binding};
use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::instrument::ObjectionAct;
use crate::notices::NoticeKind;
use crate::record::{Entry, ProcedureFact};

impl Reader<'_> {
    /// Tells of a step in the life of objections.
    pub(super) fn objection(&self, entry: &Entry, fact: &ProcedureFact) -> Vec<Told> {
        use ProcedureFact as F;
        match fact {
            F::CuresNamed { amendments, .. } => self.cured(amendments),
            F::ObjectionAnswered {
                clause, objection, ..
            } => {
                let concerns = self.objected(entry, *objection);
                tell(
                    NoticeKind::ObjectionAnswered,
                    self.clause(*clause),
                    concerns,
                )
            }
            F::ObjectionDecided {
                clause, objection, ..
            } => {
                let concerns = self.objected(entry, *objection);
                tell(NoticeKind::ObjectionDecided, self.clause(*clause), concerns)
            }
            F::ObjectionRuledInadmissible {
                clause, objection, ..
            } => {
                let concerns = self.objected(entry, *objection);
                let binds = self.votes(entry.at);
                let kind = NoticeKind::ObjectionRuled;
                tell_binding(kind, self.clause(*clause), (concerns, binds))
            }
            F::RulingChallenged {
                clause, objection, ..
            } => {
                let concerns = self.objected(entry, *objection) || self.answers();
                tell(NoticeKind::RulingChallenged, self.clause(*clause), concerns)
            }
            F::ObjectionSustained { clause, .. } => tell(
                NoticeKind::ObjectionSustained,
                self.clause(*clause),
                self.answers(),
            ),
            F::ObjectionWithdrawn { clause, .. } | F::ObjectionResolved { clause, .. } => {
                self.ended(*clause)
            }
            _ => Vec::new(),
        }
    }

    fn ended(&self, clause: ClauseId) -> Vec<Told> {
        let matter = self.clause(clause);
        tell(NoticeKind::ObjectionEnded, matter, self.answers())
    }

    /// Tells that the objections of an organisation lapsed with its vote.
    pub(super) fn lapsed(&self, entry: &Entry, organisation: OrganisationId) -> Vec<Told> {
        let concerns = self.answers() || self.own == Some(organisation);
        let lapsed = self.instrument.all_objections();
        let lapsed = lapsed.filter(|it| it.organisation == organisation && acted(&it.acts, entry));
        lapsed
            .flat_map(|it| tell(NoticeKind::ObjectionEnded, self.clause(it.clause), concerns))
            .collect()
    }

    /// Tells the sponsors of amendments that these are said to cure an objection.
    pub(super) fn cured(&self, amendments: &[AmendmentId]) -> Vec<Told> {
        let ours = amendments.iter().filter(|id| self.leads(**id));
        ours.flat_map(|id| self.about(*id, NoticeKind::CureNamed, true))
            .collect()
    }

    /// Reports whether an entry did something to an objection of the person's organisation: the one
    /// that it names, or one that joined that.
    fn objected(&self, entry: &Entry, root: u64) -> bool {
        let mut joined = self.instrument.joined(root);
        joined.any(|it| Some(it.organisation) == self.own && acted(&it.acts, entry))
    }
}

fn acted(acts: &[ObjectionAct], entry: &Entry) -> bool {
    acts.iter().any(|act| act.seq == entry.seq)
}
