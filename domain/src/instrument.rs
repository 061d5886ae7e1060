//! An instrument: one text through its whole life, as a fold of the record,
//! and what may be done with it.
//!
//! # Invariants
//!
//! * Every formal act names an exact wording by its hash, never "the clause".
//! * A tabled revision never changes.

mod adoptable;
mod adopting;
mod adopting_otherwise;
mod amendment;
mod anchoring;
mod beginning;
mod blame;
mod brackets;
mod carrying;
mod change;
mod codrafting;
mod colliding;
mod compared;
mod comparing;
mod course;
mod disposing;
mod disposition;
mod drafted;
mod drafting;
mod fold;
mod ground;
mod lines;
mod places;
mod position;
mod procedure;
mod proposing;
mod revision;
mod rolling;
mod signed_position;
mod since;
mod status;
mod tabling;
mod undoing;
mod weighing;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use adopting::{Adoption, DraftEdit};
pub use amendment::{
    Advice, Amendment, AmendmentText, Answer, Cosponsor, CosponsorState, Offer, PartAdopted,
    PartUndone, ProposedProcedure,
};
pub use beginning::Beginning;
pub use blame::{BlamedRun, ClauseBlame, Origin, Written};
pub use brackets::BracketCount;
pub use carrying::CarriedChanges;
pub use change::AmendmentChange;
pub use codrafting::{
    DraftAmendment, DraftClosed, DraftOrigin, DraftOutcome, DraftRight, DraftSponsor,
    DraftSponsorState, Drafted, SponsorChange,
};
pub use colliding::DeclaredCollision;
pub use comparing::{ClauseComparison, Standing};
pub use course::{Cause, Course, Landmark, LevelsFrom, Turn};
pub use disposition::{Disposition, DispositionKind};
pub use drafted::{BesideAmendment, DraftedChanges};
pub use lines::{Line, LineFate, LinePart};
pub(crate) use position::check_unsigned;
pub use position::{Position, SignedMark};
pub use procedure::{
    Adopted, Breach, BreakerNames, Call, CallEnd, CallKind, Challenge, Channel, Deadline,
    Designation, Due, EditorialChange, Entered, EntryAnswer, Holidays, Hours, InvalidHours,
    MandateEnd, Notice, Objection, ObjectionAct, ObjectionStep, ProcedureRules, ProcedureStep,
    Signature, Silenced, Stage, Statement, StillToAnswer,
};
pub use proposing::FreshNames;
pub use revision::{Revision, RevisionClause};
pub use rolling::RollingClause;
pub use since::Since;
pub use tabling::Tabling;
pub use weighing::Weighing;

use crate::consensus::Rules;
use crate::id::{
    AmendmentId, ClauseId, DelegateId, DraftId, GroupId, InstrumentId, OrganisationId,
};
use crate::network::Network;
use crate::permission::{Operation, ResourceState, permits};
use crate::record::{Act, Contents, Fact, RevisionNumber, Words};
use crate::refusal::Refusal;
use crate::text::{LanguageTag, WordingHash};
use crate::time::Timestamp;

/// An instrument as the record has it so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// The instrument.
    pub id: InstrumentId,
    /// The working group around it.
    pub group: GroupId,
    /// Its working draft.
    pub draft: DraftId,
    /// Its title as it was opened.
    pub opened_title: Words,
    /// Its language as it was opened.
    pub language: LanguageTag,
    /// The rules of its consensus.
    pub rules: Rules,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Why the working draft is frozen; absent while it is open.
    pub frozen: Option<Words>,
    /// The place of the last entry about it in the record: the version of everything shown.
    pub last_seq: u64,
    revisions: Vec<Arc<Revision>>,
    /// Parts of the revision that is being tabled, until it is complete.
    pending: Vec<RevisionClause>,
    amendments: BTreeMap<AmendmentId, Amendment>,
    /// Collisions that a person declared, the smaller identifier first.
    declared: BTreeMap<(AmendmentId, AmendmentId), DeclaredCollision>,
    positions: BTreeMap<ClauseId, Vec<Position>>,
    anchored: anchoring::Anchored,
    compared: compared::Compared,
    progress: procedure::Progress,
}

/// Who acts, when, and in which network.
#[derive(Debug, Clone, Copy)]
pub struct Acting<'a> {
    /// The network as the record has it.
    pub network: &'a Network,
    /// The person.
    pub by: DelegateId,
    /// The instant of the act.
    pub now: Timestamp,
}

impl Acting<'_> {
    /// Returns the organisation acted for, which must vote now.
    fn voting_organisation(&self) -> Result<OrganisationId, Refusal> {
        let delegate = self
            .network
            .delegate(self.by)
            .ok_or(Refusal::NotPermitted)?;
        let organisation = delegate
            .organisation
            .and_then(|id| self.network.organisation(id))
            .ok_or(Refusal::NotPermitted)?;
        if organisation.votes_at(self.now) {
            Ok(organisation.id)
        } else {
            Err(Refusal::NotVoting)
        }
    }
}

impl Instrument {
    /// Returns the title: that of the revision tabled last, or the one it was opened with.
    pub fn title(&self) -> &Words {
        self.current()
            .map_or(&self.opened_title, |revision| &revision.title)
    }

    /// Returns the tabled revisions, the first one first.
    pub fn revisions(&self) -> &[Arc<Revision>] {
        &self.revisions
    }

    /// Finds a revision by its number.
    pub fn revision(&self, number: RevisionNumber) -> Option<&Arc<Revision>> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.revisions.get(index)
    }

    /// Returns the revision on the table, the one tabled last.
    pub fn current(&self) -> Option<&Arc<Revision>> {
        self.revisions.last()
    }

    /// Returns the hash of a clause's wording on the table.
    pub fn tabled_hash(&self, clause: ClauseId) -> Option<WordingHash> {
        self.current()?.clause(clause).map(|clause| clause.hash)
    }

    /// Finds the clause of some revision, the latest first, that has a wording.
    pub fn clause_worded(&self, clause: ClauseId, hash: WordingHash) -> Option<&RevisionClause> {
        self.revisions
            .iter()
            .rev()
            .filter_map(|revision| revision.clause(clause))
            .find(|tabled| tabled.hash == hash)
    }

    /// Returns the amendments in the order they were tabled.
    pub fn amendments(&self) -> Vec<&Amendment> {
        let mut all: Vec<_> = self.amendments.values().collect();
        all.sort_by_key(|amendment| amendment.number);
        all
    }

    /// Finds an amendment.
    pub fn amendment(&self, id: AmendmentId) -> Option<&Amendment> {
        self.amendments.get(&id)
    }

    /// Returns the positions ever taken on a clause, in log order.
    pub fn positions(&self, clause: ClauseId) -> &[Position] {
        self.positions.get(&clause).map_or(&[], Vec::as_slice)
    }

    /// Returns an organisation's latest position on a clause.
    ///
    /// What was contested, or not confirmed, is as if it had never been taken.
    pub fn position_of(&self, organisation: OrganisationId, clause: ClauseId) -> Option<&Position> {
        let mut latest = self.positions(clause).iter().rev();
        latest.find(|position| position.organisation == organisation && !position.is_void())
    }

    /// Returns the state that decides what is permitted.
    pub fn state(&self) -> ResourceState {
        if self.is_adopted() {
            return ResourceState::Adopted;
        }
        match (self.revisions.is_empty(), self.frozen.is_some()) {
            (true, false) => ResourceState::Drafting,
            (true, true) => ResourceState::DraftingFrozen,
            (false, false) => ResourceState::Tabled,
            (false, true) => ResourceState::TabledFrozen,
        }
    }

    /// Reports whether a person may do something with the instrument in its present state.
    pub fn permits(&self, operation: Operation, network: &Network, by: DelegateId) -> bool {
        permits(
            operation,
            &network.roles(by, Some(self.group)),
            self.state(),
        )
    }

    /// Checks that a person may do something with the instrument in its present state.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] if not.
    pub fn authorise(&self, operation: Operation, acting: &Acting<'_>) -> Result<(), Refusal> {
        if self.permits(operation, acting.network, acting.by) {
            Ok(())
        } else {
            Err(Refusal::NotPermitted)
        }
    }

    fn act(&self, acting: &Acting<'_>, fact: impl Into<Fact>, contents: Contents) -> Act {
        Act {
            instrument: Some(self.id),
            ..acting.network.act(acting.by, fact.into(), contents)
        }
    }
}
