//! Proposing amendments, revising them, and who sponsors them.

use std::collections::BTreeMap;

use super::amendment::{Amendment, CosponsorState};
use super::ground::Ground;
use super::{Acting, Instrument, Revision};
use crate::api::{AmendmentProposal, AnswerCosponsorship, ReviseAmendment};
use crate::id::{AmendmentId, ClauseId, OrganisationId, PackageId};
use crate::permission::Operation;
use crate::record::{Act, ChangeTabled, ContentRef, Contents, Fact};
use crate::refusal::Refusal;
use crate::words::Statement;

/// Fresh names for what a proposal brings into being.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreshNames {
    /// One pair for each change: the amendment, and the clause it would insert.
    pub amendments: Vec<(AmendmentId, ClauseId)>,
    /// The package of several amendments.
    pub package: PackageId,
}

impl Instrument {
    /// The greatest number of changes in one package.
    pub const MAX_PACKAGE: usize = 100;

    /// The greatest number of open amendments that one organisation sponsors at once.
    pub const MAX_OPEN: usize = 150;

    /// Tables an amendment to the revision on the table, or a package of them, and asks
    /// organisations to co-sponsor. It may break silence, or open the next version of an adopted
    /// instrument.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate asks, with a revision tabled;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::RevisionNotOnTable`], [`Refusal::UnknownClause`] or [`Refusal::WordingNotOnTable`] if it is written against another text;
    /// * [`Refusal::UnknownAmendment`], [`Refusal::AmendmentEnded`] or [`Refusal::NotAmendable`] for an amendment it amends;
    /// * [`Refusal::TooManyOpen`] if the organisation would sponsor more than [`Self::MAX_OPEN`] open ones;
    /// * [`Refusal::PackageTooLarge`] if it has more than [`Self::MAX_PACKAGE`] changes;
    /// * [`Refusal::WordingUnchanged`], [`Refusal::PlaceUnchanged`], [`Refusal::WordingEmpty`], [`Refusal::ClauseTooLong`], [`Refusal::LinkNotPermitted`] or [`Refusal::Character`] for what is proposed;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NotVoting`] or [`Refusal::AlreadySponsor`] for the co-sponsors.
    pub fn propose_amendment(
        &self,
        proposal: &AmendmentProposal,
        acting: &Acting<'_>,
        fresh: &FreshNames,
    ) -> Result<Vec<Act>, Refusal> {
        self.authorise(Operation::ProposeAmendment, acting)?;
        let sponsor = acting.voting_organisation()?;
        let changes: Vec<_> = proposal.changes().collect();
        if changes.len() > Self::MAX_PACKAGE {
            return Err(Refusal::PackageTooLarge {
                found: changes.len(),
                most: Self::MAX_PACKAGE,
            });
        }
        let own = (self.amendments.values()).filter(|it| it.is_open() && it.sponsor == sponsor);
        if own.count() + changes.len() > Self::MAX_OPEN {
            let most = Self::MAX_OPEN;
            return Err(Refusal::TooManyOpen { most });
        }
        let mut ground = self.ground(proposal)?;
        let package = (changes.len() > 1).then_some(fresh.package);
        let mut acts = Vec::new();
        let mut breaches = BTreeMap::new();
        for (change, (amendment, new_clause)) in changes.into_iter().zip(&fresh.amendments) {
            let mut contents = Contents::default();
            let change = ground.tabled(change, *new_clause, &mut contents)?;
            let rationale = contents.add(proposal.rationale.as_str());
            if !matches!(change, ChangeTabled::Insert { .. }) {
                let on = (change.clause(), sponsor);
                let breach = || self.breach_by_amendment(on, *amendment, acting);
                breaches.entry(change.clause()).or_insert_with(breach);
            }
            let fact = Fact::AmendmentTabled {
                amendment: *amendment,
                revision: proposal.revision,
                change,
                rationale,
                package,
                amends: proposal.amends,
            };
            acts.push(self.act(acting, fact, contents));
        }
        let count = acts.len();
        let mut sponsors = vec![sponsor];
        for invited in &proposal.cosponsors {
            check_cosponsor(*invited, &sponsors, acting)?;
            sponsors.push(*invited);
            let proposed = fresh.amendments.iter().take(count);
            let asked: Vec<_> = proposed
                .map(|(amendment, _)| self.cosponsor_invitation(*amendment, *invited, acting))
                .collect();
            acts.extend(asked);
        }
        let version = self.next_version(acting).into_iter();
        let breaches = breaches.into_values().flatten();
        Ok(version.chain(acts).chain(breaches).collect())
    }

    fn ground(&self, proposal: &AmendmentProposal) -> Result<Ground<'_>, Refusal> {
        let table = self.table(proposal.revision)?;
        let amended = (proposal.amends)
            .map(|id| self.open_amendment(id))
            .transpose()?;
        Ok(Ground::new(table, amended))
    }

    fn table(&self, revision: u32) -> Result<&Revision, Refusal> {
        self.current()
            .filter(|table| table.number == revision)
            .map(|table| &**table)
            .ok_or(Refusal::RevisionNotOnTable(revision))
    }

    /// Gives an amendment another text; the one before is kept, and who co-sponsored it is asked again.
    ///
    /// This is also how a sponsor consents to a text carried onto a changed clause.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotTheSponsor`] or [`Refusal::NotPermitted`] unless its sponsor asks;
    /// * [`Refusal::TextChanged`] if it has been revised since it was read;
    /// * [`Refusal::NotAmendable`] if it would amend another clause;
    /// * [`Refusal::NothingChanged`] if it says the same already;
    /// * as [`Self::propose_amendment`] says of the change.
    pub fn revise_amendment(
        &self,
        id: AmendmentId,
        command: &ReviseAmendment,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.check_sponsor(amendment, acting)?;
        if amendment.text().number != command.text {
            return Err(Refusal::TextChanged);
        }
        let clause = amendment.change().clause();
        let amended = amendment.amends.and_then(|id| self.amendment(id));
        let mut ground = Ground::new(self.table(command.revision)?, amended);
        let mut contents = Contents::default();
        let change = ground.tabled(&command.change, clause, &mut contents)?;
        let inserts = |it: &str| it == "insert";
        if change.clause() != clause || inserts(change.kind()) != inserts(amendment.change().kind())
        {
            return Err(Refusal::NotAmendable(id));
        }
        let rationale = contents.add(command.rationale.as_str());
        if amendment.change().says(&change) && amendment.text().revision == command.revision {
            return Err(Refusal::NothingChanged);
        }
        let fact = Fact::AmendmentRevised {
            amendment: id,
            text: command.text.saturating_add(1),
            revision: command.revision,
            change,
            rationale,
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Asks a further organisation to co-sponsor.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotTheSponsor`] or [`Refusal::NotPermitted`] unless its sponsor asks;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NotVoting`] or [`Refusal::AlreadySponsor`] for the organisation asked.
    pub fn invite_cosponsor(
        &self,
        id: AmendmentId,
        invited: OrganisationId,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.check_sponsor(amendment, acting)?;
        let mut sponsors = vec![amendment.sponsor];
        let asked = (amendment.cosponsors.iter())
            .filter(|cosponsor| cosponsor.state != CosponsorState::Declined);
        sponsors.extend(asked.map(|cosponsor| cosponsor.organisation));
        check_cosponsor(invited, &sponsors, acting)?;
        Ok(self.cosponsor_invitation(id, invited, acting))
    }

    /// Answers an invitation to co-sponsor.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] or [`Refusal::NotVoting`] unless a delegate of a voting organisation asks;
    /// * [`Refusal::TextChanged`] if the sponsor has revised the amendment since it was read;
    /// * [`Refusal::NotInvitedToCosponsor`] unless the organisation was asked and has not answered.
    pub fn answer_cosponsorship(
        &self,
        id: AmendmentId,
        command: &AnswerCosponsorship,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        if amendment.text().number != command.text {
            return Err(Refusal::TextChanged);
        }
        let confirm = command.confirm;
        self.authorise(Operation::Cosponsor, acting)?;
        let organisation = acting.voting_organisation()?;
        if amendment.cosponsor(organisation) != Some(CosponsorState::Invited) {
            return Err(Refusal::NotInvitedToCosponsor);
        }
        let fact = if confirm {
            Fact::CosponsorConfirmed { amendment: id }
        } else {
            Fact::CosponsorDeclined { amendment: id }
        };
        Ok(self.act(acting, fact, Contents::default()))
    }

    pub(super) fn open_amendment(&self, id: AmendmentId) -> Result<&Amendment, Refusal> {
        let amendment = self.amendment(id).ok_or(Refusal::UnknownAmendment(id))?;
        if amendment.is_open() {
            Ok(amendment)
        } else {
            Err(Refusal::AmendmentEnded(id))
        }
    }

    pub(super) fn check_open(&self) -> Result<(), Refusal> {
        if self.frozen.is_some() {
            Err(Refusal::DraftFrozen)
        } else {
            Ok(())
        }
    }

    pub(super) fn check_sponsor(
        &self,
        amendment: &Amendment,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        self.authorise(Operation::WithdrawAmendment, acting)?;
        let organisation = acting
            .network
            .delegate(acting.by)
            .and_then(|d| d.organisation);
        if organisation == Some(amendment.sponsor) {
            Ok(())
        } else {
            Err(Refusal::NotTheSponsor)
        }
    }

    fn cosponsor_invitation(
        &self,
        amendment: AmendmentId,
        invited: OrganisationId,
        acting: &Acting<'_>,
    ) -> Act {
        self.act(
            acting,
            Fact::CosponsorInvited { amendment, invited },
            Contents::default(),
        )
    }
}

pub(super) fn add(contents: &mut Contents, text: Option<&Statement>) -> Option<ContentRef> {
    text.map(|text| contents.add(text.as_str()))
}

pub(super) fn check_cosponsor(
    invited: OrganisationId,
    sponsors: &[OrganisationId],
    acting: &Acting<'_>,
) -> Result<(), Refusal> {
    let organisation = acting
        .network
        .organisation(invited)
        .ok_or(Refusal::UnknownOrganisation(invited))?;
    if !organisation.votes_at(acting.now) {
        return Err(Refusal::NotVoting);
    }
    if sponsors.contains(&invited) {
        Err(Refusal::AlreadySponsor)
    } else {
        Ok(())
    }
}
