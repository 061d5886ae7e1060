//! Amendments in preparation: drafted live by the organisations that mean to sponsor them.
//!
//! They are private. Nothing of them is in the record until they are tabled, and whoever is not
//! among the sponsors does not learn that they exist.
//!
//! # Invariants
//!
//! * Only delegates of the organisation that opened one, and of those that joined, write in it;
//!   those of an invited one read it, to decide.
//! * What was tabled or discarded is not written in any more.

use super::proposing::check_cosponsor;
use super::{Acting, DraftedChanges, Instrument};
use crate::api::{AmendmentProposal, ChangeProposed, ReviseAmendment, TableDraftAmendment};
use crate::id::{AmendmentId, ClauseId, DelegateId, DraftId, InstrumentId, OrganisationId};
use crate::permission::Operation;
use crate::record::RevisionNumber;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::words::Name;

/// An amendment in preparation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftAmendment {
    /// The live draft it is written in.
    pub draft: DraftId,
    /// The instrument whose text it would change.
    pub instrument: InstrumentId,
    /// The name that it, or the first of its package, is tabled under.
    pub amendment: AmendmentId,
    /// Counts the drafts of the same amendment, from 0.
    pub epoch: i64,
    /// The organisation that opened it and will be its sponsor.
    pub organisation: OrganisationId,
    /// What its sponsors call it.
    pub title: Name,
    /// The revision it is written against.
    pub revision: RevisionNumber,
    /// The heads of the text that it is compared with.
    pub base: Vec<String>,
    /// What it begins with.
    pub origin: DraftOrigin,
    /// Who opened it.
    pub opened_by: DelegateId,
    /// When.
    pub opened_at: Timestamp,
    /// The other organisations that were invited.
    pub sponsors: Vec<DraftSponsor>,
    /// How it ended; absent while it is open.
    pub closed: Option<DraftClosed>,
}

/// What an amendment in preparation begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftOrigin {
    /// The text on the table.
    Table,
    /// The wording of the amendment that it amends.
    Amends(AmendmentId),
    /// The text of the amendment that it is to give another one, and the number of that text.
    Revises(AmendmentId, u32),
}

/// An organisation invited to draft together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftSponsor {
    /// The organisation.
    pub organisation: OrganisationId,
    /// What it answered.
    pub state: DraftSponsorState,
    /// Who invited it or answered for it.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
}

/// What has become of an invitation to draft together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftSponsorState {
    /// Nothing yet.
    Invited,
    /// The organisation takes part.
    Joined,
    /// It does not, or no longer.
    Declined,
    /// The invitation was withdrawn.
    Withdrawn,
}

impl DraftSponsorState {
    /// Returns the state's stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Joined => "joined",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Finds a state by its stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Invited, Self::Joined, Self::Declined, Self::Withdrawn];
        all.into_iter().find(|state| state.as_str() == name)
    }
}

/// How an amendment in preparation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftClosed {
    /// How.
    pub outcome: DraftOutcome,
    /// Who ended it.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
}

/// What became of an amendment in preparation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftOutcome {
    /// It was tabled.
    Tabled,
    /// It was given up.
    Discarded,
    /// It goes on in another draft, written against a later text.
    Carried(DraftId),
}

impl DraftOutcome {
    /// Returns the outcome's stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tabled => "tabled",
            Self::Discarded => "discarded",
            Self::Carried(_) => "carried",
        }
    }
}

/// What a person may do with an amendment in preparation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftRight {
    /// Nothing, not even know of it.
    Nothing,
    /// Read it.
    Read,
    /// Write in it.
    Edit,
}

/// What tabling an amendment in preparation proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drafted {
    /// An amendment or a package of them.
    Proposal(AmendmentProposal),
    /// Another text of an amendment.
    Revision(AmendmentId, ReviseAmendment),
}

/// A change of who drafts an amendment together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SponsorChange {
    /// The organisation that leads invites another one.
    Invite(OrganisationId),
    /// It withdraws an invitation that has not been answered.
    Withdraw(OrganisationId),
    /// Whoever was invited answers, or leaves after joining.
    Answer {
        /// Whether it drafts together.
        join: bool,
    },
}

impl DraftAmendment {
    /// The greatest number of one organisation for one instrument, open or given up within
    /// [`Self::COUNTS_FOR`]: each holds a copy of the text's history.
    pub const MOST_OPEN: usize = 50;

    /// How long one counts after it was given up, in seconds: a day.
    pub const COUNTS_FOR: i64 = 86_400;

    /// Says what a person may do with it.
    pub fn right(&self, instrument: &Instrument, acting: &Acting<'_>) -> DraftRight {
        let permits = |operation| instrument.permits(operation, acting.network, acting.by);
        let delegate = acting.network.delegate(acting.by);
        let Some(own) = delegate.and_then(|it| it.organisation) else {
            return DraftRight::Nothing;
        };
        let state = self.state_of(own);
        let is_open = self.closed.is_none();
        let is_sponsor = own == self.organisation || state == Some(DraftSponsorState::Joined);
        let is_invited = is_open && state == Some(DraftSponsorState::Invited);
        if !permits(Operation::Cosponsor) || !(is_sponsor || is_invited) {
            return DraftRight::Nothing;
        }
        let may_edit = permits(Operation::ProposeAmendment) && acting.voting_organisation().is_ok();
        if is_open && is_sponsor && may_edit {
            DraftRight::Edit
        } else {
            DraftRight::Read
        }
    }

    /// Returns what an organisation answered.
    pub fn state_of(&self, organisation: OrganisationId) -> Option<DraftSponsorState> {
        let mut sponsors = self.sponsors.iter();
        let found = sponsors.find(|it| it.organisation == organisation)?;
        Some(found.state)
    }

    /// Returns the organisations that take part or are asked to, the one that opened it first.
    pub fn concerned(&self) -> Vec<OrganisationId> {
        let others = self.sponsors.iter().filter(|it| {
            matches!(
                it.state,
                DraftSponsorState::Invited | DraftSponsorState::Joined
            )
        });
        std::iter::once(self.organisation)
            .chain(others.map(|it| it.organisation))
            .collect()
    }

    /// Checks that a person may read it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownDraft`] if not.
    pub fn check_reading(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        if self.right(instrument, acting) == DraftRight::Nothing {
            Err(Refusal::UnknownDraft(self.draft))
        } else {
            Ok(())
        }
    }

    /// Checks that a person may write in it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownDraft`] if it is not theirs to know;
    /// * [`Refusal::DraftAmendmentClosed`] if it was tabled or discarded;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::NotPermitted`] while the organisation has not joined.
    pub fn check_editing(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        self.check_reading(instrument, acting)?;
        self.check_open()?;
        acting.voting_organisation()?;
        if self.right(instrument, acting) == DraftRight::Edit {
            Ok(())
        } else {
            Err(Refusal::NotPermitted)
        }
    }

    fn check_open(&self) -> Result<(), Refusal> {
        if self.closed.is_some() {
            Err(Refusal::DraftAmendmentClosed)
        } else {
            Ok(())
        }
    }

    /// Checks that a person acts for the organisation that opened it.
    ///
    /// # Errors
    ///
    /// * as [`Self::check_editing`] says;
    /// * [`Refusal::NotTheSponsor`] for another organisation.
    pub fn check_leading(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        self.check_reading(instrument, acting)?;
        let delegate = acting.network.delegate(acting.by);
        if delegate.and_then(|it| it.organisation) != Some(self.organisation) {
            return Err(Refusal::NotTheSponsor);
        }
        self.check_editing(instrument, acting)
    }

    /// Changes who drafts together.
    ///
    /// # Errors
    ///
    /// * as [`Self::invite`], [`Self::withdraw_invitation`] and [`Self::answer`] say.
    pub fn change_sponsor(
        &self,
        change: SponsorChange,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<DraftSponsor, Refusal> {
        match change {
            SponsorChange::Invite(invited) => self.invite(invited, instrument, acting),
            SponsorChange::Withdraw(invited) => {
                self.withdraw_invitation(invited, instrument, acting)
            }
            SponsorChange::Answer { join } => self.answer(join, instrument, acting),
        }
    }

    /// Invites an organisation to draft together; one that declined can be invited again.
    ///
    /// # Errors
    ///
    /// * as [`Self::check_leading`] says;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NotVoting`] or [`Refusal::AlreadySponsor`] for the organisation.
    pub fn invite(
        &self,
        invited: OrganisationId,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<DraftSponsor, Refusal> {
        self.check_leading(instrument, acting)?;
        check_cosponsor(invited, &self.concerned(), acting)?;
        Ok(sponsor(invited, DraftSponsorState::Invited, acting))
    }

    /// Withdraws an invitation that has not been answered.
    ///
    /// # Errors
    ///
    /// * as [`Self::check_leading`] says;
    /// * [`Refusal::NotInvitedToCosponsor`] if the organisation has no open invitation.
    pub fn withdraw_invitation(
        &self,
        invited: OrganisationId,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<DraftSponsor, Refusal> {
        self.check_leading(instrument, acting)?;
        if self.state_of(invited) != Some(DraftSponsorState::Invited) {
            return Err(Refusal::NotInvitedToCosponsor);
        }
        Ok(sponsor(invited, DraftSponsorState::Withdrawn, acting))
    }

    /// Answers an invitation; one that joined may leave by declining.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownDraft`] if it is not theirs to know;
    /// * [`Refusal::DraftAmendmentClosed`] if it was tabled or discarded;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::NotInvitedToCosponsor`] if there is nothing for it to answer.
    pub fn answer(
        &self,
        join: bool,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<DraftSponsor, Refusal> {
        self.check_reading(instrument, acting)?;
        self.check_open()?;
        let own = acting.voting_organisation()?;
        let state = match (self.state_of(own), join) {
            (Some(DraftSponsorState::Invited), true) => DraftSponsorState::Joined,
            (Some(DraftSponsorState::Invited | DraftSponsorState::Joined), false) => {
                DraftSponsorState::Declined
            }
            _ => return Err(Refusal::NotInvitedToCosponsor),
        };
        Ok(sponsor(own, state, acting))
    }

    /// Says what tabling it proposes; everyone who joined or was invited is asked to co-sponsor.
    ///
    /// # Errors
    ///
    /// * as [`Self::check_leading`] says;
    /// * [`Refusal::RevisionNotOnTable`] if another revision is on the table by now;
    /// * [`Refusal::NothingChanged`] if there is nothing to propose;
    /// * [`Refusal::UnknownClause`] if an alternative is named that is no rewording;
    /// * [`Refusal::OtherClausesChanged`] if more than the one clause is changed that may be;
    /// * [`Refusal::UnknownAmendment`] if what it amends or revises is not there.
    pub fn tabled(
        &self,
        drafted: DraftedChanges,
        command: &TableDraftAmendment,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<Drafted, Refusal> {
        self.check_leading(instrument, acting)?;
        if instrument.current().map(|table| table.number) != Some(self.revision) {
            return Err(Refusal::RevisionNotOnTable(self.revision));
        }
        let mut changes = with_alternatives(drafted.changes, &command.alternatives)?.into_iter();
        let change = changes.next().ok_or(Refusal::NothingChanged)?;
        let further: Vec<_> = changes.collect();
        let rationale = command.rationale.clone();
        match self.origin {
            DraftOrigin::Table => {}
            DraftOrigin::Amends(id) | DraftOrigin::Revises(id, _) => {
                let amendment = (instrument.amendment(id)).ok_or(Refusal::UnknownAmendment(id))?;
                check_only(amendment.change().clause(), &change, &further)?;
            }
        }
        if let DraftOrigin::Revises(id, text) = self.origin {
            let revise = ReviseAmendment {
                text,
                revision: self.revision,
                change,
                rationale,
            };
            return Ok(Drafted::Revision(id, revise));
        }
        let votes = |id: &OrganisationId| {
            let organisation = acting.network.organisation(*id);
            organisation.is_some_and(|it| it.votes_at(acting.now))
        };
        Ok(Drafted::Proposal(AmendmentProposal {
            revision: self.revision,
            change,
            rationale,
            further,
            amends: match self.origin {
                DraftOrigin::Amends(id) => Some(id),
                DraftOrigin::Table | DraftOrigin::Revises(..) => None,
            },
            cosponsors: self.concerned().into_iter().skip(1).filter(votes).collect(),
        }))
    }
}

pub(super) fn sponsor(
    organisation: OrganisationId,
    state: DraftSponsorState,
    acting: &Acting<'_>,
) -> DraftSponsor {
    DraftSponsor {
        organisation,
        state,
        by: acting.by,
        at: acting.now,
    }
}

/// Proposes some rewordings as alternatives to the whole clause.
fn with_alternatives(
    changes: Vec<ChangeProposed>,
    alternatives: &[ClauseId],
) -> Result<Vec<ChangeProposed>, Refusal> {
    let is_reworded = |id: &ClauseId| {
        let reworded = |it: &ChangeProposed| matches!(it, ChangeProposed::Modify { clause, .. } if clause == id);
        changes.iter().any(reworded)
    };
    if let Some(other) = alternatives.iter().find(|id| !is_reworded(id)) {
        return Err(Refusal::UnknownClause(*other));
    }
    let chosen = changes.into_iter().map(|change| match change {
        ChangeProposed::Modify {
            clause,
            base,
            wording,
        } if alternatives.contains(&clause) => ChangeProposed::Alternative {
            clause,
            base,
            wording,
        },
        other => other,
    });
    Ok(chosen.collect())
}

/// Checks that nothing but one clause is changed, and that in one way.
fn check_only(
    clause: ClauseId,
    change: &ChangeProposed,
    further: &[ChangeProposed],
) -> Result<(), Refusal> {
    let changed = match change {
        ChangeProposed::Insert { clause, .. } => *clause,
        ChangeProposed::Modify { clause, .. }
        | ChangeProposed::Delete { clause, .. }
        | ChangeProposed::Move { clause, .. }
        | ChangeProposed::Alternative { clause, .. }
        | ChangeProposed::EditorialHint { clause, .. } => Some(*clause),
    };
    if further.is_empty() && changed == Some(clause) {
        Ok(())
    } else {
        Err(Refusal::OtherClausesChanged)
    }
}
