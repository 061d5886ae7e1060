//! Adoption of the whole instrument, and what the organisations sign.

use std::collections::BTreeMap;

use super::super::{Acting, Instrument, RevisionClause};
use super::stage::Stage;
use crate::api::{AdoptInstrument, SignInstrument};
use crate::id::{ClauseId, DelegateId, OrganisationId};
use crate::instrument::proposing::add;
use crate::permission::Operation;
use crate::record::{Act, Actor, Contents, ProcedureFact, Reservation, RevisionNumber, Words};
use crate::refusal::Refusal;
use crate::text::WordingHash;
use crate::time::Timestamp;

/// An adopted version of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// The version, from 1.
    pub version: u32,
    /// The revision.
    pub revision: RevisionNumber,
    /// Its root hash.
    pub root: WordingHash,
    /// What the chair said of it.
    pub note: Option<Words>,
    /// Who recorded it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
    /// What the organisations signed.
    pub signatures: BTreeMap<OrganisationId, Signature>,
}

/// An organisation's signature under an adopted instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The head of delegation who signed.
    pub by: DelegateId,
    /// Its reservations.
    pub reservations: Vec<(ClauseId, Words)>,
    /// The clauses it dissociates itself from.
    pub dissociations: Vec<ClauseId>,
    /// What it said of it.
    pub statement: Option<Words>,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

impl Instrument {
    /// Returns the adopted versions, the first one first.
    pub fn adopted(&self) -> &[Adopted] {
        &self.progress.adopted
    }

    /// Finds an adopted version.
    pub fn adopted_version(&self, version: u32) -> Option<&Adopted> {
        self.adopted().iter().find(|it| it.version == version)
    }

    /// Returns the version that is negotiated or was adopted last, from 1.
    pub fn version(&self) -> u32 {
        self.progress.version.max(1)
    }

    /// Returns the adopted version that is in force, unless the next one is negotiated.
    pub fn is_adopted(&self) -> bool {
        let last = self.progress.adopted.last();
        last.is_some_and(|it| it.version == self.version())
    }

    /// Reports whether a clause on the table is adopted with the whole without being agreed by
    /// itself: a heading alone, or an explanation, on which nobody has taken a position and that
    /// was never called, parked or reopened.
    pub fn goes_with_the_whole(&self, clause: &RevisionClause) -> bool {
        // What an erased wording said is not known, so that it has to be agreed.
        let says_nothing = clause.wording().is_some() && !clause.is_asked();
        let is_untouched =
            self.stage(clause.id) == Stage::Tabled && self.positions(clause.id).is_empty();
        says_nothing && is_untouched
    }

    /// Returns the clauses that are not agreed yet: nothing is agreed until everything is.
    pub fn not_agreed(&self) -> Vec<ClauseId> {
        let clauses = self.current().into_iter().flat_map(|it| &it.clauses);
        clauses
            .filter(|it| !self.stage(it.id).is_agreed() && !self.goes_with_the_whole(it))
            .map(|it| it.id)
            .collect()
    }

    /// Returns the clauses whose consensus rests on positions held ad referendum.
    pub fn awaiting_referendum(&self, acting: &Acting<'_>) -> Vec<ClauseId> {
        let clauses = self.current().into_iter().flat_map(|it| &it.clauses);
        let rests_on_it = |clause: &ClauseId| {
            let evaluation = self.evaluation(*clause, acting.network, acting.now);
            evaluation.is_some_and(|it| it.level.is_consensus() && !it.firm_level.is_consensus())
        };
        clauses.map(|it| it.id).filter(rests_on_it).collect()
    }

    /// Records that the instrument is adopted.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair asks, with a revision tabled;
    /// * [`Refusal::TextChanged`] unless its root hash is the one that was read;
    /// * [`Refusal::AmendmentsUndecided`] if an amendment is open;
    /// * [`Refusal::NotAllAgreed`] if a clause is not agreed ad referendum;
    /// * [`Refusal::ReferendumAwaited`] if the consensus on a clause rests on positions held ad referendum.
    pub fn adopt_instrument(
        &self,
        command: &AdoptInstrument,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::AdoptInstrument, acting)?;
        let table = self.current().ok_or(Refusal::NotPermitted)?;
        if table.root != command.root {
            return Err(Refusal::TextChanged);
        }
        match self.amendments.values().filter(|it| it.is_open()).count() {
            0 => {}
            open => return Err(Refusal::AmendmentsUndecided(open)),
        }
        match self.not_agreed().len() {
            0 => {}
            open => return Err(Refusal::NotAllAgreed(open)),
        }
        if let Some(clause) = self.awaiting_referendum(acting).first() {
            return Err(Refusal::ReferendumAwaited(*clause));
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::InstrumentAdopted {
            version: self.version(),
            revision: table.number,
            root: table.root,
            note: add(&mut contents, command.note.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Signs the adopted instrument for the organisation.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a head of delegation asks, the instrument being adopted;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::TextChanged`] unless its root hash is the one that was read;
    /// * [`Refusal::AlreadySigned`] if it has signed;
    /// * [`Refusal::UnknownClause`] if a clause named is not in it.
    pub fn sign_instrument(
        &self,
        command: &SignInstrument,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::SignInstrument, acting)?;
        let own = acting.voting_organisation()?;
        let adopted = self.progress.adopted.last().ok_or(Refusal::NotPermitted)?;
        if adopted.root != command.root {
            return Err(Refusal::TextChanged);
        }
        if adopted.signatures.contains_key(&own) {
            return Err(Refusal::AlreadySigned);
        }
        let text = self.revision(adopted.revision);
        let reserved = command.reservations.iter().map(|it| it.clause);
        let mut named = reserved.chain(command.dissociations.iter().copied());
        let is_there = |it: &ClauseId| text.is_some_and(|text| text.clause(*it).is_some());
        if let Some(unknown) = named.find(|it| !is_there(it)) {
            return Err(Refusal::UnknownClause(unknown));
        }
        let mut contents = Contents::default();
        let reservations = command.reservations.iter().map(|it| Reservation {
            clause: it.clause,
            text: contents.add(it.text.as_str()),
        });
        let reservations = reservations.collect();
        let mut dissociations = command.dissociations.clone();
        dissociations.sort_unstable();
        dissociations.dedup();
        let fact = ProcedureFact::InstrumentSigned {
            version: adopted.version,
            root: adopted.root,
            reservations,
            dissociations,
            statement: add(&mut contents, command.statement.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Returns the act that opens the next version of an adopted instrument; none while one is
    /// negotiated.
    pub(in crate::instrument) fn next_version(&self, acting: &Acting<'_>) -> Option<Act> {
        let version = self.version() + 1;
        let fact = ProcedureFact::VersionOpened { version };
        self.is_adopted()
            .then(|| self.act(acting, fact, Contents::default()))
    }

    /// Checks that a text to be tabled leaves alone what is called or agreed.
    pub(in crate::instrument) fn check_stages(
        &self,
        wordings: &BTreeMap<ClauseId, WordingHash>,
    ) -> Result<(), Refusal> {
        for it in self.current().into_iter().flat_map(|table| &table.clauses) {
            if wordings.get(&it.id) == Some(&it.hash) {
                continue;
            }
            if self.open_call(it.id).is_some() {
                return Err(Refusal::ClauseInCall(it.id));
            }
            if self.stage(it.id) == Stage::AgreedAdReferendum {
                return Err(Refusal::ClauseAgreed(it.id));
            }
        }
        Ok(())
    }
}
