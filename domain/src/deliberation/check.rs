//! Temperature checks: how people feel about clauses of the working draft.
//!
//! An answer is no position. It is about the words as they were when the check was opened, and it
//! is counted nowhere.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api::{AnswerCheck, OpenCheck};
use crate::id::{CheckId, ClauseId, DelegateId, InstrumentId, OrganisationId};
use crate::instrument::{Acting, Instrument};
use crate::permission::Operation;
use crate::refusal::Refusal;
use crate::role::named_enum;
use crate::text::{Outline, Wording, WordingHash};
use crate::time::Timestamp;
use crate::words::{Name, Remark};

named_enum! {
    /// How somebody feels about a wording, from the warmest to the coldest.
    Temperature {
        /// Wholehearted endorsement.
        Wholehearted => "wholehearted",
        /// Good, with small wishes.
        SmallWishes => "small_wishes",
        /// Support in spite of doubts.
        DespiteDoubts => "despite_doubts",
        /// No view either way.
        NoView => "no_view",
        /// More talk is needed.
        MoreTalk => "more_talk",
        /// Dislike, without standing in the way.
        WouldNotBlock => "would_not_block",
        /// Serious trouble with it.
        SeriousTrouble => "serious_trouble",
        /// Cannot live with it.
        CannotLiveWith => "cannot_live_with",
    }
}

named_enum! {
    /// Who answers a temperature check.
    Respondents {
        /// Each organisation of the working group gives one answer.
        Organisations => "organisations",
        /// Each person of the working group gives one.
        Persons => "persons",
    }
}

/// A temperature check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemperatureCheck {
    /// The check.
    pub id: CheckId,
    /// The instrument.
    pub instrument: InstrumentId,
    /// What is asked beside the clauses.
    pub question: Option<Name>,
    /// Who answers.
    pub respondents: Respondents,
    /// The clauses, with their words when it was opened.
    pub clauses: Vec<CheckedClause>,
    /// Who opened it.
    pub opened_by: DelegateId,
    /// When.
    pub opened_at: Timestamp,
    /// When it closes.
    pub closes_at: Timestamp,
    /// How it was closed before; absent where it was not.
    pub closed: Option<CheckClosed>,
}

/// A clause of the working draft as it read when a check was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedClause {
    /// The clause.
    pub id: ClauseId,
    /// Its printed number then; empty where it had none.
    pub number: String,
    /// The hash of its wording.
    pub hash: WordingHash,
    /// That wording.
    pub wording: Wording,
}

/// How a check was closed before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckClosed {
    /// Who closed it.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
}

/// What somebody answered for one clause; another answer replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReply {
    /// The clause.
    pub clause: ClauseId,
    /// Who answered.
    pub by: DelegateId,
    /// The organisation the person acts for.
    pub organisation: Option<OrganisationId>,
    /// The answer.
    pub temperature: Temperature,
    /// A remark beside it.
    pub remark: Option<Remark>,
    /// When.
    pub at: Timestamp,
}

impl TemperatureCheck {
    /// The greatest number of clauses of one check.
    pub const MOST_CLAUSES: usize = 20;
    /// The greatest number of open checks of one instrument.
    pub const MOST_OPEN: usize = 20;
    /// How far ahead one can close, in seconds: 30 days.
    pub const LONGEST: i64 = 30 * 86_400;

    /// Opens a check on clauses of the working draft as it reads now.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair or a pen-holder asks;
    /// * [`Refusal::TooManyChecks`] if [`Self::MOST_OPEN`] are open;
    /// * [`Refusal::CheckTimes`] unless it closes later than now and within [`Self::LONGEST`];
    /// * [`Refusal::NothingChosen`] or [`Refusal::TooManyClauses`] for none or too many clauses;
    /// * [`Refusal::UnknownClause`] if one is not in the draft;
    /// * [`Refusal::Character`] if one has a character that no text may contain.
    pub fn open(
        command: &OpenCheck,
        (draft, open): (&Outline, usize),
        instrument: &Instrument,
        acting: &Acting<'_>,
        id: CheckId,
    ) -> Result<Self, Refusal> {
        instrument.authorise(Operation::ConductCheck, acting)?;
        if open >= Self::MOST_OPEN {
            return Err(Refusal::TooManyChecks);
        }
        let latest = acting.now.plus_seconds(Self::LONGEST);
        if command.closes_at <= acting.now || command.closes_at > latest {
            return Err(Refusal::CheckTimes);
        }
        Ok(Self {
            id,
            instrument: instrument.id,
            question: command.question.clone(),
            respondents: command.respondents,
            clauses: checked(&command.clauses, draft)?,
            opened_by: acting.by,
            opened_at: acting.now,
            closes_at: command.closes_at,
            closed: None,
        })
    }

    /// Reports whether it takes answers at an instant.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.closed.is_none() && now < self.closes_at
    }

    /// Returns when it closed or will.
    pub fn ends_at(&self) -> Timestamp {
        self.closed.map_or(self.closes_at, |closed| closed.at)
    }

    /// Checks that a person may read it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCheck`] unless they may read the working draft.
    pub fn check_reading(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        if instrument.permits(Operation::ReadCheck, acting.network, acting.by) {
            Ok(())
        } else {
            Err(Refusal::UnknownCheck)
        }
    }

    /// Reports whether a person answers it.
    pub fn may_answer(&self, instrument: &Instrument, acting: &Acting<'_>) -> bool {
        let person = acting.network.delegate(acting.by);
        let represents = person.is_some_and(|it| it.organisation.is_some());
        instrument.permits(Operation::AnswerCheck, acting.network, acting.by)
            && (represents || self.respondents == Respondents::Persons)
    }

    /// Answers it for one clause.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCheck`] or [`Refusal::CheckClosed`] as they say;
    /// * [`Refusal::NotPermitted`] unless somebody of the working group asks, who acts for an organisation where organisations answer;
    /// * [`Refusal::UnknownClause`] if it is not about the clause.
    pub fn answer(
        &self,
        command: &AnswerCheck,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<Vec<CheckReply>, Refusal> {
        self.check_reading(instrument, acting)?;
        if !self.may_answer(instrument, acting) {
            return Err(Refusal::NotPermitted);
        }
        if !self.is_open(acting.now) {
            return Err(Refusal::CheckClosed);
        }
        let person = acting.network.delegate(acting.by);
        let organisation = person.and_then(|it| it.organisation);
        let replies = command.answers.iter().map(|answer| {
            let is_asked = self.clauses.iter().any(|it| it.id == answer.clause);
            is_asked
                .then(|| CheckReply {
                    clause: answer.clause,
                    by: acting.by,
                    organisation,
                    temperature: answer.temperature,
                    remark: answer.remark.clone(),
                    at: acting.now,
                })
                .ok_or(Refusal::UnknownClause(answer.clause))
        });
        replies.collect()
    }

    /// Closes it before its time.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownCheck`] or [`Refusal::CheckClosed`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair or a pen-holder asks.
    pub fn close(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<CheckClosed, Refusal> {
        self.check_reading(instrument, acting)?;
        instrument.authorise(Operation::ConductCheck, acting)?;
        if !self.is_open(acting.now) {
            return Err(Refusal::CheckClosed);
        }
        let (by, at) = (acting.by, acting.now);
        Ok(CheckClosed { by, at })
    }

    /// Names whose answer a reply is: the organisation's or the person's.
    pub fn respondent(&self, reply: &CheckReply) -> Uuid {
        match (self.respondents, reply.organisation) {
            (Respondents::Organisations, Some(organisation)) => organisation.as_uuid(),
            (Respondents::Organisations, None) | (Respondents::Persons, _) => reply.by.as_uuid(),
        }
    }
}

fn checked(wanted: &[ClauseId], draft: &Outline) -> Result<Vec<CheckedClause>, Refusal> {
    let (found, most) = (wanted.len(), TemperatureCheck::MOST_CLAUSES);
    if wanted.is_empty() {
        return Err(Refusal::NothingChosen);
    }
    if found > most {
        return Err(Refusal::TooManyClauses { found, most });
    }
    if let Some(id) = (wanted.iter()).find(|id| draft.clauses.iter().all(|it| it.id != **id)) {
        return Err(Refusal::UnknownClause(*id));
    }
    let all = draft.clauses.iter().zip(draft.numbers());
    let chosen = all.filter(|(clause, _)| wanted.contains(&clause.id));
    chosen
        .map(|(clause, number)| {
            Ok(CheckedClause {
                id: clause.id,
                number,
                hash: clause.wording.hash()?,
                wording: clause.wording.clone(),
            })
        })
        .collect()
}
