//! Designation: the level that the chair declares beside the one the positions indicate.

use super::super::{Acting, Instrument};
use super::objection::check_window;
use super::stage::Stage;
use crate::api::{ChallengeDesignation, DesignateLevel};
use crate::consensus::Level;
use crate::id::{ClauseId, OrganisationId};
use crate::instrument::proposing::add;
use crate::permission::Operation;
use crate::record::{Act, Actor, Contents, ProcedureFact, Words};
use crate::refusal::Refusal;
use crate::text::WordingHash;
use crate::time::Timestamp;

/// A level of agreement that the chair designated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designation {
    /// The entry that says so, which names it.
    pub seq: u64,
    /// The wording.
    pub text_hash: WordingHash,
    /// The level designated.
    pub level: Level,
    /// The level that the positions indicated then.
    pub indicated: Level,
    /// The last entry that it takes into account.
    pub based_on: u64,
    /// Why.
    pub reason: Option<Words>,
    /// Who designated it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Until when it can be challenged.
    pub challengeable_until: Timestamp,
    /// Whether that instant has passed, as the record says.
    pub is_settled: bool,
    /// Who challenged it, why, when, and the entry that says so.
    pub challenge: Option<Challenge>,
}

/// That a member challenged something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Why.
    pub reason: Words,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

impl Instrument {
    /// Returns the designations of a clause, the last one last.
    pub fn designations(&self, clause: ClauseId) -> &[Designation] {
        (self.progress.designations.get(&clause)).map_or(&[], Vec::as_slice)
    }

    /// Returns the designation in force: the last one, unless it was challenged, is about another
    /// wording than the present one, or the chair has called again since.
    pub fn designation(&self, clause: ClauseId) -> Option<&Designation> {
        let last = self.designations(clause).last()?;
        let mut calls = self.progress.calls.values();
        let was_called_again = calls.any(|it| it.seq > last.seq && it.clauses.contains(&clause));
        let is_present = Some(last.text_hash) == self.tabled_hash(clause);
        (last.challenge.is_none() && is_present && !was_called_again).then_some(last)
    }

    /// Returns how many positions on a clause were taken since an entry.
    pub fn positions_since(&self, clause: ClauseId, seq: u64) -> usize {
        let positions = self.positions(clause).iter();
        positions.filter(|it| it.seq > seq).count()
    }

    /// Designates the level of agreement on a clause, once the call on it has closed.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::UnknownClause`] or [`Refusal::WordingNotOnTable`] if the wording is not on the table;
    /// * [`Refusal::CallAwaited`] unless a call on the wording has closed, and no silence procedure runs;
    /// * [`Refusal::TextChanged`] if an entry about the instrument came since the one it is based on;
    /// * [`Refusal::ReasonMissing`] if it differs from the level indicated and no reason is given.
    pub fn designate_level(
        &self,
        clause: ClauseId,
        command: &DesignateLevel,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::DesignateLevel, acting)?;
        let tabled = self
            .tabled_hash(clause)
            .ok_or(Refusal::UnknownClause(clause))?;
        if tabled != command.text_hash {
            return Err(Refusal::WordingNotOnTable(command.text_hash));
        }
        let is_ready = match self.stage(clause) {
            Stage::Called(id) => self.call(id).is_some_and(|it| !it.is_open()),
            _ => false,
        };
        if !is_ready {
            return Err(Refusal::CallAwaited(clause));
        }
        if command.based_on != self.last_seq {
            return Err(Refusal::TextChanged);
        }
        let indicated = self
            .evaluation(clause, acting.network, acting.now)
            .map_or(Level::NoQuorum, |it| it.level);
        if indicated != command.level && command.reason.is_none() {
            return Err(Refusal::ReasonMissing);
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::LevelDesignated {
            clause,
            text_hash: tabled,
            level: command.level,
            indicated,
            based_on: command.based_on,
            reason: add(&mut contents, command.reason.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Challenges the designation in force, which returns the clause to *called*.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate asks;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::NothingToChallenge`] unless that designation is in force;
    /// * [`Refusal::WindowClosed`] if it can be challenged no more.
    pub fn challenge_designation(
        &self,
        clause: ClauseId,
        command: &ChallengeDesignation,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::Challenge, acting)?;
        acting.voting_organisation()?;
        let designation = self
            .designation(clause)
            .filter(|it| it.seq == command.designation)
            .ok_or(Refusal::NothingToChallenge)?;
        if designation.is_settled {
            return Err(Refusal::WindowClosed);
        }
        check_window(designation.challengeable_until, acting)?;
        let mut contents = Contents::default();
        let fact = ProcedureFact::DesignationChallenged {
            clause,
            designation: designation.seq,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }
}
