//! Positions held ad referendum: confirmed, or not, by the organisation's own authority.

use super::super::{Acting, Entered, Instrument, Position};
use crate::api::{ConfirmMandate, DenyMandate};
use crate::consensus::Mandate;
use crate::id::ClauseId;
use crate::permission::Operation;
use crate::record::{Act, Actor, Contents, ProcedureFact, Words};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// What an organisation's own authority said of a position held ad referendum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateEnd {
    /// Whether it confirmed the position.
    pub is_confirmed: bool,
    /// The evidence of the confirmation, or why it was denied.
    pub words: Words,
    /// Who says so.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

impl Position {
    /// Returns how firmly it is held by now.
    pub fn mandate_now(&self) -> Mandate {
        match &self.mandate_end {
            Some(end) if end.is_confirmed => Mandate::Firm,
            _ => self.mandate,
        }
    }

    /// Reports whether it is as if it had never been taken: contested by its organisation, or not
    /// confirmed by that one's own authority.
    pub fn is_void(&self) -> bool {
        let denied = self.mandate_end.as_ref().is_some_and(|it| !it.is_confirmed);
        denied || self.entered.as_ref().is_some_and(Entered::is_contested)
    }
}

impl Instrument {
    /// Returns until when a position held ad referendum is to be confirmed.
    pub fn confirm_by(&self, position: &Position) -> Option<Timestamp> {
        let waits = position.mandate_now() == Mandate::AdReferendum && !position.is_void();
        let seconds = self.progress.rules.referendum_hours.seconds();
        waits.then(|| position.at.plus_seconds(seconds))
    }

    /// Confirms a position held ad referendum, with what proves it.
    ///
    /// # Errors
    ///
    /// * as [`Self::deny_mandate`] says.
    pub fn confirm_mandate(
        &self,
        clause: ClauseId,
        command: &ConfirmMandate,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let position = self.awaiting_mandate(clause, command.position, acting)?;
        let mut contents = Contents::default();
        let fact = ProcedureFact::MandateConfirmed {
            clause,
            position: position.seq,
            evidence: contents.add(command.evidence.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Says that the organisation's own authority did not confirm a position.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a head of delegation asks;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::UnknownPosition`] unless it is the organisation's latest position on the clause;
    /// * [`Refusal::NothingToConfirm`] if it is firm already.
    pub fn deny_mandate(
        &self,
        clause: ClauseId,
        command: &DenyMandate,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let position = self.awaiting_mandate(clause, command.position, acting)?;
        let mut contents = Contents::default();
        let fact = ProcedureFact::MandateDenied {
            clause,
            position: position.seq,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    fn awaiting_mandate(
        &self,
        clause: ClauseId,
        seq: u64,
        acting: &Acting<'_>,
    ) -> Result<&Position, Refusal> {
        self.authorise(Operation::ConfirmMandate, acting)?;
        let own = acting.voting_organisation()?;
        let held = self.position_of(own, clause);
        let held = held.filter(|it| it.seq == seq);
        let held = held.ok_or(Refusal::UnknownPosition(seq))?;
        match held.mandate_now() {
            Mandate::AdReferendum => Ok(held),
            Mandate::Firm => Err(Refusal::NothingToConfirm),
        }
    }
}
