//! Designation, editorial changes, agreement and adoption.

use super::{Reader, Told, tell, tell_binding};
use crate::id::ClauseId;
use crate::notices::{Matter, NoticeKind};
use crate::record::{Entry, ProcedureFact};
use crate::text::WordingHash;

impl Reader<'_> {
    pub(super) fn designation(&self, entry: &Entry, fact: &ProcedureFact) -> Vec<Told> {
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

    /// Tells which clauses were agreed: the one, or the instrument where there are more.
    pub(super) fn agreed(&self, clauses: &[ClauseId]) -> Vec<Told> {
        let matter = match clauses {
            [one] => self.clause(*one),
            _ => self.whole(),
        };
        self.to_everyone(NoticeKind::ClausesAgreed, matter)
    }

    pub(super) fn to_everyone(&self, kind: NoticeKind, matter: Matter) -> Vec<Told> {
        tell(kind, matter, self.takes_part())
    }

    pub(super) fn whole(&self) -> Matter {
        Matter::Instrument(self.instrument.id)
    }
}
