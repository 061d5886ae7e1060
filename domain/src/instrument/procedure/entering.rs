//! Positions that the secretariat enters for an organisation that gave them otherwise.

use serde::{Deserialize, Serialize};

use super::super::{Acting, Instrument, Position, check_unsigned};
use crate::api::{ConfirmEntry, ContestEntry, EnterPosition};
use crate::id::{ClauseId, DelegateId};
use crate::permission::Operation;
use crate::record::{Act, Contents, ProcedureFact, Words};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How a position was given that the secretariat entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Channel {
    /// By letter.
    Letter,
    /// By telephone.
    Telephone,
    /// In a meeting.
    Meeting,
}

impl Channel {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Letter, Self::Telephone, Self::Meeting];

    /// Returns the name that stands in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Telephone => "telephone",
            Self::Meeting => "meeting",
        }
    }

    /// Finds a way by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

/// That a position was entered by the secretariat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// How it was given.
    pub channel: Channel,
    /// What proves it.
    pub evidence: Words,
    /// What the organisation said of it.
    pub answer: Option<EntryAnswer>,
}

/// What an organisation said of a position entered for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryAnswer {
    /// Why it contests the position; absent where it confirms it.
    pub contested: Option<Words>,
    /// The person who says so.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

impl Entered {
    /// Reports whether its organisation says that it never took the position.
    pub fn is_contested(&self) -> bool {
        let answer = self.answer.as_ref();
        answer.is_some_and(|it| it.contested.is_some())
    }
}

impl Instrument {
    /// Enters a position that an organisation gave by letter, by telephone or in a meeting.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks, with a revision tabled;
    /// * [`Refusal::UnknownOrganisation`] or [`Refusal::NotVoting`] for the organisation;
    /// * as [`Self::take_position`] says of the position.
    pub fn enter_position(
        &self,
        clause: ClauseId,
        command: &EnterPosition,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        self.authorise(Operation::EnterPosition, acting)?;
        let id = command.organisation;
        let organisation =
            (acting.network.organisation(id)).ok_or(Refusal::UnknownOrganisation(id))?;
        if !organisation.votes_at(acting.now) {
            return Err(Refusal::NotVoting);
        }
        let statement = &command.position;
        self.check_statement(clause, statement)?;
        let mut contents = Contents::default();
        check_unsigned(statement)?;
        let position = self.worded((id, clause), statement, (&mut contents, None))?;
        let fact = ProcedureFact::PositionEntered {
            organisation: id,
            position,
            channel: command.channel,
            evidence: contents.add(command.evidence.as_str()),
        };
        let entered = Act {
            organisation: Some(id),
            ..self.act(acting, fact, contents)
        };
        let breach = statement.kind.is_objection().then(|| {
            let breach = self.breach_by_objection((clause, id), acting)?;
            Some(Act {
                organisation: Some(id),
                ..breach
            })
        });
        Ok(std::iter::once(entered).chain(breach.flatten()).collect())
    }

    /// Confirms a position that was entered for the organisation.
    ///
    /// # Errors
    ///
    /// * as [`Self::contest_entry`] says.
    pub fn confirm_entry(
        &self,
        clause: ClauseId,
        command: &ConfirmEntry,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let position = self.awaiting_entry(clause, command.position, acting)?;
        let fact = ProcedureFact::EntryConfirmed {
            clause,
            position: position.seq,
        };
        Ok(self.act(acting, fact, Contents::default()))
    }

    /// Contests a position that was entered for the organisation: it never took it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate asks;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::UnknownPosition`] unless such a position was entered for the organisation;
    /// * [`Refusal::NothingToConfirm`] if it was answered before.
    pub fn contest_entry(
        &self,
        clause: ClauseId,
        command: &ContestEntry,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let position = self.awaiting_entry(clause, command.position, acting)?;
        let mut contents = Contents::default();
        let fact = ProcedureFact::EntryContested {
            clause,
            position: position.seq,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    fn awaiting_entry(
        &self,
        clause: ClauseId,
        seq: u64,
        acting: &Acting<'_>,
    ) -> Result<&Position, Refusal> {
        self.authorise(Operation::ConfirmEntry, acting)?;
        let own = acting.voting_organisation()?;
        let mut positions = self.positions(clause).iter();
        let entered = positions.find(|it| it.seq == seq && it.organisation == own);
        let entered = entered.ok_or(Refusal::UnknownPosition(seq))?;
        match &entered.entered {
            Some(it) if it.answer.is_none() => Ok(entered),
            Some(_) => Err(Refusal::NothingToConfirm),
            None => Err(Refusal::UnknownPosition(seq)),
        }
    }
}
