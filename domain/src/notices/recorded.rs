//! What an entry of the record tells a person. A new fact is one more arm in [`told`].

use super::{Matter, Notice, NoticeKind};
use crate::id::{AmendmentId, DelegateId, OrganisationId};
use crate::instrument::{CosponsorState, Instrument};
use crate::permission::Operation;
use crate::record::{Actor, Entry, Fact, RevisionNumber};
use crate::register::Register;

/// Reports whether a fact can concern somebody at all.
pub const fn is_notable(fact: &Fact) -> bool {
    !matches!(
        fact,
        Fact::HeadsAnchored { .. } | Fact::ClausesTabled { .. } | Fact::TextImported { .. }
    )
}

/// Says what an entry tells a person, the register being as it is now.
pub fn recorded(entry: &Entry, register: &Register, who: DelegateId) -> Vec<Notice> {
    let is_own = entry.actor == Actor::Delegate(who);
    let is_reader = register
        .network()
        .delegate(who)
        .is_some_and(crate::network::Delegate::is_accredited);
    if is_own || !is_reader {
        return Vec::new();
    }
    let by = match entry.actor {
        Actor::Delegate(id) => Some(id),
        Actor::System => None,
    };
    told(entry, register, who)
        .into_iter()
        .map(|(kind, matter)| Notice {
            kind,
            matter,
            by,
            organisation: entry.organisation,
            at: entry.at,
        })
        .collect()
}

fn told(entry: &Entry, register: &Register, who: DelegateId) -> Vec<(NoticeKind, Matter)> {
    if let Fact::GroupJoined {
        group, delegate, ..
    } = entry.fact
    {
        let is_mine = delegate == who;
        let seat = (NoticeKind::Seated, Matter::Group(group));
        return is_mine.then_some(seat).into_iter().collect();
    }
    let instrument = entry.instrument.and_then(|id| register.instrument(id).ok());
    match instrument {
        Some(instrument) => {
            let reader = Reader {
                instrument,
                own: register
                    .network()
                    .delegate(who)
                    .and_then(|it| it.organisation),
                decides: instrument.permits(Operation::DisposeOfAmendment, register.network(), who),
                advises: instrument.permits(Operation::ProposeProcedure, register.network(), who),
            };
            reader.told(entry)
        }
        None => Vec::new(),
    }
}

/// What a person is to an instrument, as far as notices ask.
struct Reader<'a> {
    instrument: &'a Instrument,
    own: Option<OrganisationId>,
    decides: bool,
    advises: bool,
}

impl Reader<'_> {
    fn told(&self, entry: &Entry) -> Vec<(NoticeKind, Matter)> {
        match &entry.fact {
            Fact::CosponsorInvited { amendment, invited } => self.about(
                *amendment,
                NoticeKind::CosponsorAsked,
                self.own == Some(*invited),
            ),
            Fact::CosponsorConfirmed { amendment } | Fact::CosponsorDeclined { amendment } => self
                .about(
                    *amendment,
                    NoticeKind::CosponsorAnswered,
                    self.leads(*amendment),
                ),
            Fact::AmendmentTabled { amendment, .. } => {
                self.about(*amendment, NoticeKind::AmendmentTabled, self.decides)
            }
            Fact::AmendmentRevised { amendment, .. }
            | Fact::AmendmentWithdrawn { amendment, .. } => self.about(
                *amendment,
                NoticeKind::AmendmentRevised,
                self.decides || self.sponsors(*amendment),
            ),
            Fact::ModificationOffered { amendment, .. }
            | Fact::ProcedureProposed { amendment, .. } => {
                self.about(*amendment, NoticeKind::AnswerWanted, self.leads(*amendment))
            }
            Fact::ModificationAnswered { amendment, .. } => {
                self.about(*amendment, NoticeKind::AnswerGiven, self.decides)
            }
            Fact::ProcedureAnswered { amendment, .. } => {
                self.about(*amendment, NoticeKind::AnswerGiven, self.advises)
            }
            Fact::RevisionTabled { revision, .. } => self.revision(*revision),
            Fact::PositionTaken(taken) => {
                let is_ours = self.own.is_some() && entry.organisation == self.own;
                let matter = Matter::Clause(self.instrument.id, taken.clause);
                let told = is_ours.then_some((NoticeKind::PositionTaken, matter));
                told.into_iter().collect()
            }
            Fact::AmendmentsAdopted { .. }
            | Fact::AmendmentPartlyAdopted { .. }
            | Fact::AmendmentAdoptedModified { .. }
            | Fact::AmendmentSubsumed { .. }
            | Fact::AmendmentLapsed { .. }
            | Fact::AmendmentRejected { .. }
            | Fact::AdoptionUndone { .. }
            | Fact::PartUndone { .. }
            | Fact::AmendmentsReopened { .. } => self.decided(&entry.fact.amendments()),
            // What nobody in particular has to hear of.
            _ => Vec::new(),
        }
    }

    fn about(&self, id: AmendmentId, kind: NoticeKind, told: bool) -> Vec<(NoticeKind, Matter)> {
        let matter = Matter::Amendment(self.instrument.id, id);
        told.then_some((kind, matter)).into_iter().collect()
    }

    fn decided(&self, amendments: &[AmendmentId]) -> Vec<(NoticeKind, Matter)> {
        let concerned = amendments.iter().filter(|id| self.sponsors(**id));
        concerned
            .flat_map(|id| self.about(*id, NoticeKind::AmendmentDecided, true))
            .collect()
    }

    /// Reports whether the person's organisation proposed an amendment.
    fn leads(&self, id: AmendmentId) -> bool {
        let amendment = self.instrument.amendment(id);
        amendment.is_some_and(|it| Some(it.sponsor) == self.own)
    }

    /// Reports whether it proposed an amendment or was asked to sponsor it and did not decline.
    fn sponsors(&self, id: AmendmentId) -> bool {
        let asked = (self.instrument.amendment(id))
            .and_then(|it| it.cosponsor(self.own?))
            .is_some_and(|state| state != CosponsorState::Declined);
        self.leads(id) || asked
    }

    fn revision(&self, number: RevisionNumber) -> Vec<(NoticeKind, Matter)> {
        let matter = Matter::Revision(self.instrument.id, number);
        let mut told = vec![(NoticeKind::RevisionTabled, matter)];
        if self.has_stale(number) {
            told.push((NoticeKind::PositionStale, matter));
        }
        told
    }

    /// Reports whether a revision gave a clause other words than those the organisation's position
    /// before it was on.
    fn has_stale(&self, number: RevisionNumber) -> bool {
        let (Some(own), Some(table)) = (self.own, self.instrument.revision(number)) else {
            return false;
        };
        let before = number.checked_sub(1);
        let Some(before) = before.and_then(|it| self.instrument.revision(it)) else {
            return false;
        };
        before.clauses.iter().any(|was| {
            let held = self.instrument.positions(was.id).iter().rev();
            let held = held
                .filter(|it| it.organisation == own)
                .find(|it| it.seq < table.seq);
            let now = table.clause(was.id).map(|it| it.hash);
            held.is_some_and(|it| !it.is_about_another(Some(was.hash)) && it.is_about_another(now))
        })
    }
}
