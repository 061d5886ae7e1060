//! What an entry of the record tells a person. A new fact is one more arm in [`Reader::told`], or in
//! one of the files of its matter.

mod agreement;
mod calls;
mod keys;
mod objections;
mod positions;
mod procedure;

use std::collections::BTreeSet;

use super::{Matter, Notice, NoticeKind};
use crate::id::{AmendmentId, ClauseId, DelegateId, OrganisationId};
use crate::instrument::{CosponsorState, Instrument, Objection, Position, Revision};
use crate::network::Network;
use crate::permission::Role;
use crate::record::{Actor, Entry, Fact, ProcedureFact, RevisionNumber};
use crate::register::Register;
use crate::time::Timestamp;

/// Reports whether a fact can concern somebody at all.
pub const fn is_notable(fact: &Fact) -> bool {
    !matches!(
        fact,
        Fact::HeadsAnchored { .. }
            | Fact::ActorsBound { .. }
            | Fact::ClausesTabled { .. }
            | Fact::TextImported { .. }
            | Fact::Procedure(ProcedureFact::NoticeOpened { .. })
            | Fact::Audit(_)
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
        .map(|it| Notice {
            kind: it.kind,
            matter: it.matter,
            by,
            organisation: entry.organisation,
            at: entry.at,
            is_binding: it.is_binding,
        })
        .collect()
}

/// What a person is told of an entry.
struct Told {
    kind: NoticeKind,
    matter: Matter,
    is_binding: bool,
}

/// Tells something to those whom it concerns.
fn tell(kind: NoticeKind, matter: Matter, concerns: bool) -> Vec<Told> {
    let told = Told {
        kind,
        matter,
        is_binding: false,
    };
    concerns.then_some(told).into_iter().collect()
}

/// Tells something to those whom it concerns; it sets a deadline for some of them.
fn tell_binding(kind: NoticeKind, matter: Matter, (concerns, binds): (bool, bool)) -> Vec<Told> {
    let mut told = tell(kind, matter, concerns || binds);
    for it in &mut told {
        it.is_binding = binds;
    }
    told
}

fn told(entry: &Entry, register: &Register, who: DelegateId) -> Vec<Told> {
    if let Fact::GroupJoined {
        group, delegate, ..
    } = entry.fact
    {
        return tell(NoticeKind::Seated, Matter::Group(group), delegate == who);
    }
    if let Fact::Key(fact) = &entry.fact {
        return keys::told(entry, fact, register.network(), who);
    }
    let instrument = entry.instrument.and_then(|id| register.instrument(id).ok());
    let reader = instrument.map(|it| Reader::of(it, register.network(), who));
    reader.map_or_else(Vec::new, |it| it.told(entry))
}

/// What a person is to an instrument, as far as notices ask.
struct Reader<'a> {
    instrument: &'a Instrument,
    network: &'a Network,
    own: Option<OrganisationId>,
    roles: BTreeSet<Role>,
}

impl<'a> Reader<'a> {
    fn of(instrument: &'a Instrument, network: &'a Network, who: DelegateId) -> Self {
        Self {
            instrument,
            network,
            own: network.delegate(who).and_then(|it| it.organisation),
            roles: network.roles(who, Some(instrument.group)),
        }
    }

    fn told(&self, entry: &Entry) -> Vec<Told> {
        if let Fact::Procedure(fact) = &entry.fact {
            return self.told_of_procedure(entry, fact);
        }
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
                self.about(*amendment, NoticeKind::AmendmentTabled, self.chairs())
            }
            Fact::AmendmentRevised { amendment, .. }
            | Fact::AmendmentWithdrawn { amendment, .. } => self.about(
                *amendment,
                NoticeKind::AmendmentRevised,
                self.chairs() || self.sponsors(*amendment),
            ),
            Fact::ModificationOffered { amendment, .. }
            | Fact::ProcedureProposed { amendment, .. } => {
                self.about(*amendment, NoticeKind::AnswerWanted, self.leads(*amendment))
            }
            Fact::ModificationAnswered { amendment, .. } => {
                self.about(*amendment, NoticeKind::AnswerGiven, self.chairs())
            }
            Fact::ProcedureAnswered { amendment, .. } => {
                self.about(*amendment, NoticeKind::AnswerGiven, self.advises())
            }
            Fact::RevisionTabled { revision, .. } => self.revision(*revision),
            Fact::PositionTaken(taken) => self.position(entry, entry.organisation, taken),
            Fact::RulesChanged { .. } => self.rules_changed(),
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

    fn clause(&self, clause: ClauseId) -> Matter {
        Matter::Clause(self.instrument.id, clause)
    }

    fn chairs(&self) -> bool {
        self.roles.contains(&Role::Chair)
    }

    fn advises(&self) -> bool {
        self.roles.contains(&Role::Secretariat)
    }

    /// Reports whether the person answers objections.
    fn answers(&self) -> bool {
        self.chairs() || self.roles.contains(&Role::PenHolder)
    }

    /// Reports whether the person takes part in the negotiation, or serves it.
    fn takes_part(&self) -> bool {
        self.own.is_some()
            || [Role::PenHolder, Role::GroupMember]
                .iter()
                .any(|it| self.roles.contains(it))
            || self.chairs()
            || self.advises()
    }

    /// Reports whether the person's organisation votes at an instant.
    fn votes(&self, at: Timestamp) -> bool {
        let own = self.own.and_then(|id| self.network.organisation(id));
        own.is_some_and(|own| own.votes_at(at))
    }

    fn about(&self, id: AmendmentId, kind: NoticeKind, concerns: bool) -> Vec<Told> {
        tell(kind, Matter::Amendment(self.instrument.id, id), concerns)
    }

    fn decided(&self, amendments: &[AmendmentId]) -> Vec<Told> {
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

    fn rules_changed(&self) -> Vec<Told> {
        let matter = Matter::Instrument(self.instrument.id);
        tell(NoticeKind::RulesChanged, matter, self.takes_part())
    }

    fn revision(&self, number: RevisionNumber) -> Vec<Told> {
        let matter = Matter::Revision(self.instrument.id, number);
        let mut told = tell(NoticeKind::RevisionTabled, matter, true);
        let is_stale = self.has_stale(number);
        told.extend(tell(NoticeKind::PositionStale, matter, is_stale));
        told.extend(self.asked(number));
        told
    }

    /// Returns the revision before and the one with this number, where there are both.
    fn pair(&self, number: RevisionNumber) -> Option<(&Revision, &Revision)> {
        let before = self.instrument.revision(number.checked_sub(1)?)?;
        Some((before, self.instrument.revision(number)?))
    }

    /// Reports whether a revision gave a clause other words than those the organisation's position
    /// before it was on.
    fn has_stale(&self, number: RevisionNumber) -> bool {
        let Some((before, table)) = self.pair(number) else {
            return false;
        };
        before.clauses.iter().any(|was| {
            let now = table.clause(was.id).map(|it| it.hash);
            let is_stale = |held, hash| self.instrument.is_stale(was.id, held, hash);
            self.held(was.id, table.seq)
                .is_some_and(|held| !is_stale(held, Some(was.hash)) && is_stale(held, now))
        })
    }

    /// Returns the position that the person's organisation held on a clause before an entry.
    fn held(&self, clause: ClauseId, seq: u64) -> Option<&Position> {
        let mut held = self.instrument.positions(clause).iter().rev();
        held.find(|it| Some(it.organisation) == self.own && it.seq < seq && !it.is_void())
    }

    /// Asks the organisation whether the new wordings of a revision meet its open objections.
    fn asked(&self, number: RevisionNumber) -> Vec<Told> {
        let Some((before, table)) = self.pair(number) else {
            return Vec::new();
        };
        let is_asked = |it: &&Objection| {
            let hash = |revision: &Revision| Some(revision.clause(it.clause)?.hash);
            let now = hash(table);
            Some(it.organisation) == self.own
                && it.seq < table.seq
                && now != hash(before)
                && it.is_asked(now)
        };
        let asked = self.instrument.all_objections().filter(is_asked);
        asked
            .flat_map(|it| tell(NoticeKind::ObjectionAsked, self.clause(it.clause), true))
            .collect()
    }
}
