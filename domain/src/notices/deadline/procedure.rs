//! What ends on the road to consensus.

use super::{Deadline, DeadlineKind};
use crate::consensus::ObjectionState;
use crate::id::{ClauseId, OrganisationId};
use crate::instrument::{Acting, Call, CallKind, Instrument};
use crate::notices::Matter;
use crate::permission::{Operation, Role};
use crate::time::Timestamp;

/// Returns what ends for a person on the road of an instrument.
pub(super) fn deadlines(instrument: &Instrument, acting: &Acting<'_>) -> Vec<Deadline> {
    let network = acting.network;
    let person = network
        .delegate(acting.by)
        .and_then(|it| network.organisation(it.organisation?));
    let may = |operation| instrument.permits(operation, network, acting.by);
    let voting = person.filter(|own| own.votes_at(acting.now));
    let teller = Teller { instrument, acting };
    let mut all = teller.calls(
        person
            .filter(|_| may(Operation::AnswerCall))
            .map(|own| own.id),
    );
    if let Some(own) = voting.filter(|_| may(Operation::ConfirmMandate)) {
        all.extend(teller.mandates(own.id));
    }
    if voting.is_some() && may(Operation::Challenge) {
        all.extend(teller.windows());
    }
    all.retain(|it| acting.now < it.at);
    all
}

struct Teller<'a> {
    instrument: &'a Instrument,
    acting: &'a Acting<'a>,
}

impl Teller<'_> {
    fn deadline(
        &self,
        kind: DeadlineKind,
        (since, at): (Timestamp, Timestamp),
        matter: Matter,
    ) -> Deadline {
        Deadline {
            at,
            since,
            kind,
            matter: Some(matter),
            instrument: Some(self.instrument.id),
            organisation: None,
        }
    }

    fn calls(&self, own: Option<OrganisationId>) -> Vec<Deadline> {
        let roles = (self.acting.network).roles(self.acting.by, Some(self.instrument.group));
        let conducts = roles.contains(&Role::Chair) || roles.contains(&Role::Secretariat);
        let calls = self.instrument.calls();
        let open = calls.into_iter().filter(|it| it.is_open());
        let kind = |it: &Call| {
            let awaited = own.is_some_and(|own| self.instrument.is_awaited(it, own));
            match it.kind {
                CallKind::Consensus if awaited => Some(DeadlineKind::CallToAnswer),
                CallKind::Silence if awaited => Some(DeadlineKind::SilenceToAnswer),
                _ => conducts.then_some(DeadlineKind::CallCloses),
            }
        };
        open.filter_map(|it| {
            let matter = Matter::Call(self.instrument.id, it.id);
            Some(self.deadline(kind(it)?, (it.opened_at, it.closes_at), matter))
        })
        .collect()
    }

    fn clause(&self, id: ClauseId) -> Matter {
        Matter::Clause(self.instrument.id, id)
    }

    /// Returns the clauses on the table.
    fn clauses(&self) -> impl Iterator<Item = ClauseId> {
        let table = self.instrument.current();
        table
            .into_iter()
            .flat_map(|it| it.clauses.iter().map(|it| it.id))
    }

    fn mandates(&self, own: OrganisationId) -> Vec<Deadline> {
        let held = self.clauses().filter_map(|clause| {
            let held = self.instrument.position_of(own, clause)?;
            let until = self.instrument.confirm_by(held)?;
            let kind = DeadlineKind::MandateToConfirm;
            Some(self.deadline(kind, (held.at, until), self.clause(clause)))
        });
        held.collect()
    }

    /// Returns the windows in which something can be challenged.
    fn windows(&self) -> Vec<Deadline> {
        let mut all = Vec::new();
        for clause in self.clauses() {
            let designation = self.instrument.designation(clause);
            let designation = designation.filter(|it| !it.is_settled);
            all.extend(designation.map(|it| {
                let kind = DeadlineKind::DesignationChallengeable;
                self.deadline(kind, (it.at, it.challengeable_until), self.clause(clause))
            }));
            let declared = self.instrument.editorial_changes(clause).iter();
            let declared = declared.filter(|it| !it.is_settled && it.challenge.is_none());
            all.extend(declared.map(|it| {
                let kind = DeadlineKind::EditorialChallengeable;
                self.deadline(kind, (it.at, it.challengeable_until), self.clause(clause))
            }));
            all.extend(self.ruling(clause));
        }
        all
    }

    fn ruling(&self, clause: ClauseId) -> Option<Deadline> {
        let mut objections = self.instrument.objections(clause);
        let ruled = objections.find(|it| it.state == ObjectionState::Inadmissible)?;
        let since = ruled.acts.last().map_or(ruled.raised_at, |act| act.at);
        let kind = DeadlineKind::RulingChallengeable;
        Some(self.deadline(kind, (since, ruled.ruling_until?), self.clause(clause)))
    }
}
