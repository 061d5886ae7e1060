//! Positions prepared inside an organisation, for its head of delegation to submit.
//!
//! # Invariants
//!
//! * Nobody outside the organisation learns that one exists.
//! * Submitting one takes the position by the same rule as any other; nothing is official before.

use serde::{Deserialize, Serialize};

use crate::api::PositionStatement;
use crate::id::{ClauseId, DelegateId, InstrumentId, OrganisationId, PreparationId};
use crate::instrument::{Acting, Instrument, check_unsigned};
use crate::permission::Operation;
use crate::refusal::Refusal;
use crate::role::named_enum;
use crate::time::Timestamp;
use crate::words::Statement;

/// A position that is prepared inside an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Its name.
    pub id: PreparationId,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The clause.
    pub clause: ClauseId,
    /// The organisation whose position it would be.
    pub organisation: OrganisationId,
    /// The position, bound to an exact wording.
    pub statement: PositionStatement,
    /// Who wrote it as it stands.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
    /// Counts its texts, from 1.
    pub version: u32,
    /// What was answered; absent while it waits.
    pub answer: Option<PreparedAnswer>,
}

/// What became of a prepared position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedAnswer {
    /// What.
    pub state: PreparedEnd,
    /// Who answered.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
}

/// What a prepared position was answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreparedEnd {
    /// The head of delegation sent it back; it can be written anew.
    SentBack(Statement),
    /// The head of delegation submitted it: this entry of the record is the position.
    Submitted(u64),
    /// It was given up.
    Withdrawn,
}

named_enum! {
    /// How far a prepared position has come.
    PreparedState {
        /// It waits for the head of delegation.
        Open => "open",
        /// The head of delegation sent it back.
        SentBack => "sent_back",
        /// It was submitted.
        Submitted => "submitted",
        /// It was given up.
        Withdrawn => "withdrawn",
    }
}

impl Prepared {
    /// The greatest number of one organisation on one clause that wait or were sent back.
    pub const MOST_OPEN: usize = 10;

    /// Prepares a position; `count` is how many of the organisation's on this clause are not ended.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate of an organisation asks, with a revision tabled;
    /// * [`Refusal::TooManyPreparations`] if it has [`Self::MOST_OPEN`];
    /// * as [`Instrument::check_statement`] says.
    pub fn prepare(
        (clause, statement): (ClauseId, &PositionStatement),
        count: usize,
        instrument: &Instrument,
        acting: &Acting<'_>,
        id: PreparationId,
    ) -> Result<Self, Refusal> {
        instrument.authorise(Operation::TakePosition, acting)?;
        instrument.authorise(Operation::ConferInside, acting)?;
        let person = acting.network.delegate(acting.by);
        let organisation = person.and_then(|it| it.organisation);
        let organisation = organisation.ok_or(Refusal::NotPermitted)?;
        if count >= Self::MOST_OPEN {
            return Err(Refusal::TooManyPreparations);
        }
        check_unsigned(statement)?;
        instrument.check_statement(clause, statement)?;
        Ok(Self {
            id,
            instrument: instrument.id,
            clause,
            organisation,
            statement: statement.clone(),
            by: acting.by,
            at: acting.now,
            version: 1,
            answer: None,
        })
    }

    /// Returns how far it has come.
    pub const fn state(&self) -> PreparedState {
        match &self.answer {
            None => PreparedState::Open,
            Some(answer) => match answer.state {
                PreparedEnd::SentBack(_) => PreparedState::SentBack,
                PreparedEnd::Submitted(_) => PreparedState::Submitted,
                PreparedEnd::Withdrawn => PreparedState::Withdrawn,
            },
        }
    }

    /// Reports whether the wording on the table is no longer the one it is about.
    pub fn is_stale(&self, instrument: &Instrument) -> bool {
        instrument.tabled_hash(self.clause) != Some(self.statement.text_hash)
    }

    /// Checks that a person may read it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownPreparation`] unless a delegate of the organisation asks.
    pub fn check_reading(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        let person = acting.network.delegate(acting.by);
        let is_own = person.is_some_and(|it| it.organisation == Some(self.organisation));
        if is_own && instrument.permits(Operation::ConferInside, acting.network, acting.by) {
            Ok(())
        } else {
            Err(Refusal::UnknownPreparation)
        }
    }

    fn check_waiting(&self) -> Result<(), Refusal> {
        match self.state() {
            PreparedState::Open => Ok(()),
            PreparedState::SentBack | PreparedState::Submitted | PreparedState::Withdrawn => {
                Err(Refusal::PreparationAnswered)
            }
        }
    }

    /// Checks that it has not been submitted or given up.
    fn check_alive(&self) -> Result<(), Refusal> {
        match self.state() {
            PreparedState::Open | PreparedState::SentBack => Ok(()),
            PreparedState::Submitted | PreparedState::Withdrawn => {
                Err(Refusal::PreparationAnswered)
            }
        }
    }

    /// Writes it anew, on the wording that is on the table; it waits again.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownPreparation`] or [`Refusal::PreparationAnswered`] as they say;
    /// * as [`Instrument::check_statement`] says.
    pub fn rewrite(
        &self,
        statement: &PositionStatement,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<Self, Refusal> {
        self.check_reading(instrument, acting)?;
        self.check_alive()?;
        check_unsigned(statement)?;
        instrument.check_statement(self.clause, statement)?;
        Ok(Self {
            statement: statement.clone(),
            by: acting.by,
            at: acting.now,
            version: self.version.saturating_add(1),
            answer: None,
            ..self.clone()
        })
    }

    /// Returns the position that its head of delegation submits, to be taken as any other; where
    /// another revision left the wording as it was, it is read in that one.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownPreparation`] or [`Refusal::PreparationAnswered`] as they say;
    /// * [`Refusal::NotPermitted`] unless the head of delegation asks;
    /// * [`Refusal::WordingNotOnTable`] if the wording has changed.
    pub fn submitted(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<PositionStatement, Refusal> {
        self.check_reading(instrument, acting)?;
        instrument.authorise(Operation::SubmitPosition, acting)?;
        self.check_waiting()?;
        if self.is_stale(instrument) {
            return Err(Refusal::WordingNotOnTable(self.statement.text_hash));
        }
        let table = instrument.current().map(|it| it.number);
        Ok(PositionStatement {
            revision: table.unwrap_or(self.statement.revision),
            ..self.statement.clone()
        })
    }

    /// Sends it back with a reason.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownPreparation`] or [`Refusal::PreparationAnswered`] as they say;
    /// * [`Refusal::NotPermitted`] unless the head of delegation asks.
    pub fn send_back(
        &self,
        reason: &Statement,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<PreparedAnswer, Refusal> {
        self.check_reading(instrument, acting)?;
        instrument.authorise(Operation::SubmitPosition, acting)?;
        self.check_waiting()?;
        Ok(answer(PreparedEnd::SentBack(reason.clone()), acting))
    }

    /// Gives it up.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownPreparation`] or [`Refusal::PreparationAnswered`] as they say.
    pub fn withdraw(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<PreparedAnswer, Refusal> {
        self.check_reading(instrument, acting)?;
        self.check_alive()?;
        Ok(answer(PreparedEnd::Withdrawn, acting))
    }
}

fn answer(state: PreparedEnd, acting: &Acting<'_>) -> PreparedAnswer {
    PreparedAnswer {
        state,
        by: acting.by,
        at: acting.now,
    }
}
