//! Positions, those entered for others, and those held ad referendum.

use super::{Reader, Told, tell, tell_binding};
use crate::consensus::Mandate;
use crate::id::{ClauseId, OrganisationId};
use crate::instrument::ObjectionStep;
use crate::notices::NoticeKind;
use crate::permission::Role;
use crate::record::{Entry, PositionTaken};

impl Reader<'_> {
    /// Tells of a position that an organisation took.
    pub(super) fn position(
        &self,
        entry: &Entry,
        of: Option<OrganisationId>,
        taken: &PositionTaken,
    ) -> Vec<Told> {
        let matter = self.clause(taken.clause);
        let is_ours = self.own.is_some() && of == self.own;
        let mut told = tell(NoticeKind::PositionTaken, matter, is_ours);
        told.extend(self.follow_position(entry, is_ours, taken));
        told
    }

    /// Tells of a position that the secretariat entered for an organisation.
    pub(super) fn entered(
        &self,
        entry: &Entry,
        of: OrganisationId,
        taken: &PositionTaken,
    ) -> Vec<Told> {
        let is_ours = self.own == Some(of);
        let matter = self.clause(taken.clause);
        let mut told = tell(NoticeKind::PositionEntered, matter, is_ours);
        told.extend(self.follow_position(entry, is_ours, taken));
        told
    }

    /// Tells what a position brings with it: an objection raised or ended, cures named, a mandate
    /// to be confirmed.
    fn follow_position(&self, entry: &Entry, is_ours: bool, taken: &PositionTaken) -> Vec<Told> {
        let matter = self.clause(taken.clause);
        let joins = taken.joins.and_then(|seq| self.instrument.objection(seq));
        let is_joined = joins.is_some_and(|it| Some(it.organisation) == self.own) && !is_ours;
        let raised = taken.kind.is_objection() && (self.answers() || is_joined);
        let mut objections = self.instrument.objections(taken.clause);
        let replaced = objections.any(|it| {
            let mut acts = it.acts.iter();
            acts.any(|act| act.seq == entry.seq && act.step == ObjectionStep::Replaced)
        });
        let ended = replaced && !taken.kind.is_objection() && self.answers();
        let awaits = taken.mandate == Mandate::AdReferendum && is_ours;
        let awaits = awaits && self.roles.contains(&Role::HeadOfDelegation);
        let mut told = tell(NoticeKind::ObjectionRaised, matter, raised);
        told.extend(tell(NoticeKind::ObjectionEnded, matter, ended));
        told.extend(tell_binding(
            NoticeKind::MandateAwaited,
            matter,
            (false, awaits),
        ));
        told.extend(self.cured(&taken.cures));
        told
    }

    /// Tells that the organisation's own authority confirmed a position, or did not.
    pub(super) fn mandate(&self, entry: &Entry, clause: ClauseId) -> Vec<Told> {
        let concerns = self.chairs() || self.is_ours(entry);
        tell(NoticeKind::MandateAnswered, self.clause(clause), concerns)
    }

    /// Tells that an organisation confirmed or contested a position entered for it.
    pub(super) fn entry_answered(&self, entry: &Entry, clause: ClauseId) -> Vec<Told> {
        let concerns = self.advises() || self.is_ours(entry);
        tell(NoticeKind::EntryAnswered, self.clause(clause), concerns)
    }

    /// Reports whether an entry is of the person's organisation.
    pub(super) fn is_ours(&self, entry: &Entry) -> bool {
        self.own.is_some() && entry.organisation == self.own
    }
}
