//! What the secretariat can do to the network.

use super::{Delegate, Network};
use crate::api::{
    AdmitOrganisation, ChangeRole, EndVoting, FoundNetwork, GroupSeat, InviteDelegate,
    ListHolidays, MakeGroup, OpenInstrument, ReserveSubmission, WithdrawRole,
};
use crate::id::{DelegateId, DraftId, GroupId, InstrumentId, InvitationId, OrganisationId};
use crate::instrument::Holidays;
use crate::permission::Operation;
use crate::record::{Act, Actor, Contents, Fact};
use crate::refusal::Refusal;
use crate::role::NetworkRole;
use crate::time::Timestamp;

/// The longest life of an invitation, 60 days in seconds.
const LONGEST_INVITATION: i64 = 60 * 86_400;

impl Network {
    /// Sets up the network; the founder acts at once.
    ///
    /// # Errors
    ///
    /// * [`Refusal::AlreadyFounded`] if it has been set up.
    pub fn found(&self, command: &FoundNetwork, delegate: DelegateId) -> Result<Act, Refusal> {
        if self.is_founded() {
            return Err(Refusal::AlreadyFounded);
        }
        let mut contents = Contents::default();
        let fact = Fact::NetworkFounded {
            name: contents.add(command.network.as_str()),
            delegate,
            delegate_name: contents.add(command.name.as_str()),
            address: contents.add(command.address.as_str()),
        };
        let actor = Actor::Delegate(delegate);
        Ok(Act {
            actor,
            organisation: None,
            instrument: None,
            fact,
            contents,
        })
    }

    /// Lists the days on which nothing closes by silence.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::NothingChanged`] if they are the ones listed;
    /// * [`Refusal::TooManyHolidays`] if there are more than [`Holidays::MOST`].
    pub fn list_holidays(&self, command: &ListHolidays, by: DelegateId) -> Result<Act, Refusal> {
        self.authorise(Operation::ListHolidays, by)?;
        if command.days == *self.holidays() {
            return Err(Refusal::NothingChanged);
        }
        if command.days.days().len() > Holidays::MOST {
            return Err(Refusal::TooManyHolidays(Holidays::MOST));
        }
        let days = command.days.clone();
        let fact = Fact::HolidaysListed { days };
        Ok(self.act(by, fact, Contents::default()))
    }

    /// Admits an organisation.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::ShortNameTaken`] if another member has the short name;
    /// * [`Refusal::KeyTaken`] if another member's key is the one given;
    /// * [`Refusal::VotingEndsBeforeItBegins`] if so.
    pub fn admit_organisation(
        &self,
        command: &AdmitOrganisation,
        by: DelegateId,
        organisation: OrganisationId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::AdmitOrganisation, by)?;
        let short_name = command.short_name.as_str();
        let same = |text: &str| text.to_lowercase() == short_name.to_lowercase();
        if self
            .organisations()
            .any(|other| other.short_name.as_str().is_some_and(same))
        {
            return Err(Refusal::ShortNameTaken(short_name.to_owned()));
        }
        if command
            .voting_until
            .is_some_and(|until| until <= command.voting_from)
        {
            return Err(Refusal::VotingEndsBeforeItBegins);
        }
        if let Some(key) = command.key {
            self.check_unused(key)?;
        }
        let mut contents = Contents::default();
        let fact = Fact::OrganisationAdmitted {
            organisation,
            name: contents.add(command.name.as_str()),
            short_name: contents.add(short_name),
            constituency: command.constituency.clone(),
            voting_from: command.voting_from,
            voting_until: command.voting_until,
            key: command.key,
        };
        Ok(self.act(by, fact, contents))
    }

    /// Sets the end of an organisation's voting.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownOrganisation`] if there is none such;
    /// * [`Refusal::VotingEndsBeforeItBegins`] if so.
    pub fn end_voting(
        &self,
        id: OrganisationId,
        command: &EndVoting,
        by: DelegateId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::EndVoting, by)?;
        let organisation = self
            .organisation(id)
            .ok_or(Refusal::UnknownOrganisation(id))?;
        if command.voting_until <= organisation.voting_from {
            return Err(Refusal::VotingEndsBeforeItBegins);
        }
        let mut contents = Contents::default();
        let reason = contents.add(command.reason.as_str());
        let voting_until = command.voting_until;
        Ok(self.act(
            by,
            Fact::VotingEnded {
                organisation: id,
                voting_until,
                reason,
            },
            contents,
        ))
    }

    /// Says whether an organisation's head of delegation alone submits its positions.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a head of delegation asks, for the own organisation;
    /// * [`Refusal::NothingChanged`] if that is so already.
    pub fn reserve_submission(
        &self,
        command: &ReserveSubmission,
        by: DelegateId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ReserveSubmission, by)?;
        let own = self.delegate(by).and_then(|delegate| delegate.organisation);
        let own = own.and_then(|id| self.organisation(id));
        let own = own.ok_or(Refusal::NotPermitted)?;
        if own.submission_reserved == command.reserved {
            return Err(Refusal::NothingChanged);
        }
        let reserved = command.reserved;
        Ok(self.act(
            by,
            Fact::SubmissionReserved { reserved },
            Contents::default(),
        ))
    }

    /// Invites a person.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownOrganisation`] or [`Refusal::OrganisationMismatch`] if role and organisation do not fit;
    /// * [`Refusal::AddressTaken`] if another person has the address;
    /// * [`Refusal::InvitationTooLong`] if it has ended already or ends in more than 60 days.
    pub fn invite_delegate(
        &self,
        command: &InviteDelegate,
        by: DelegateId,
        now: Timestamp,
        (invitation, delegate): (InvitationId, DelegateId),
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::InviteDelegate, by)?;
        self.check_seat(command.role, command.organisation)?;
        check_invitation_end(command.expires_at, now)?;
        if self.delegate_by_address(command.address.as_str()).is_some() {
            return Err(Refusal::AddressTaken(command.address.to_string()));
        }
        let mut contents = Contents::default();
        let fact = Fact::DelegateInvited {
            invitation,
            delegate,
            organisation: command.organisation,
            role: command.role,
            name: contents.add(command.name.as_str()),
            address: contents.add(command.address.as_str()),
            expires_at: command.expires_at,
        };
        Ok(self.act(by, fact, contents))
    }

    /// Gives a person a new link in place of the old one: to accept an invitation, or, for one who
    /// acts already, to sign in anew.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownDelegate`] if nobody such acts or is invited;
    /// * [`Refusal::InvitationTooLong`] if it has ended already or ends in more than 60 days.
    pub fn renew_invitation(
        &self,
        delegate: DelegateId,
        by: DelegateId,
        (now, expires_at): (Timestamp, Timestamp),
        invitation: InvitationId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::InviteDelegate, by)?;
        check_invitation_end(expires_at, now)?;
        let person = self.delegate(delegate).filter(|it| !it.is_withdrawn());
        let person = person.ok_or(Refusal::UnknownDelegate(delegate))?;
        let fact = if person.is_accredited() {
            Fact::SignInLinkMade {
                invitation,
                delegate,
                expires_at,
            }
        } else {
            Fact::InvitationRenewed {
                invitation,
                delegate,
                expires_at,
            }
        };
        Ok(self.act(by, fact, Contents::default()))
    }

    /// Takes an invitation or a link to sign in anew back.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::InvitationNotOpen`] if it is not open.
    pub fn revoke_invitation(&self, id: InvitationId, by: DelegateId) -> Result<Act, Refusal> {
        self.authorise(Operation::RevokeInvitation, by)?;
        let holder = self.holder(id)?;
        let (invitation, delegate) = (id, holder.id);
        let fact = if holder.is_accredited() {
            Fact::SignInLinkRevoked {
                invitation,
                delegate,
            }
        } else {
            Fact::InvitationRevoked {
                invitation,
                delegate,
            }
        };
        Ok(self.act(by, fact, Contents::default()))
    }

    /// Accredits the person who accepts an invitation, or notes that one who acts already signs in
    /// anew; the person acts.
    ///
    /// # Errors
    ///
    /// * [`Refusal::InvitationNotOpen`] if it was used or revoked, or has ended.
    pub fn accept_invitation(&self, id: InvitationId, now: Timestamp) -> Result<Act, Refusal> {
        let holder = self.holder(id)?;
        if holder.link().is_none_or(|open| open.expires_at <= now) {
            return Err(Refusal::InvitationNotOpen(id));
        }
        let (invitation, delegate) = (id, holder.id);
        let fact = if holder.is_accredited() {
            Fact::SignInLinkUsed {
                invitation,
                delegate,
            }
        } else {
            Fact::DelegateAccredited {
                invitation,
                delegate,
            }
        };
        Ok(self.act(delegate, fact, Contents::default()))
    }

    /// Changes a person's role in the network.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownDelegate`], [`Refusal::RoleUnchanged`], [`Refusal::OrganisationMismatch`] as they say;
    /// * [`Refusal::LastOfSecretariat`] if nobody would be left in the secretariat.
    pub fn change_role(
        &self,
        delegate: DelegateId,
        command: &ChangeRole,
        by: DelegateId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ChangeRole, by)?;
        let person = self.accredited(delegate)?;
        if person.role == command.role {
            return Err(Refusal::RoleUnchanged);
        }
        self.check_seat(command.role, person.organisation)?;
        self.check_secretariat_without(delegate)?;
        let fact = Fact::RoleChanged {
            delegate,
            role: command.role,
        };
        Ok(self.act(by, fact, Contents::default()))
    }

    /// Ends a person's part in the network.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownDelegate`] if no such person acts;
    /// * [`Refusal::LastOfSecretariat`] if nobody would be left in the secretariat.
    pub fn withdraw_role(
        &self,
        delegate: DelegateId,
        command: &WithdrawRole,
        by: DelegateId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::WithdrawRole, by)?;
        self.accredited(delegate)?;
        self.check_secretariat_without(delegate)?;
        let mut contents = Contents::default();
        let reason = contents.add(command.reason.as_str());
        Ok(self.act(by, Fact::RoleWithdrawn { delegate, reason }, contents))
    }

    /// Makes a working group.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks.
    pub fn make_group(
        &self,
        command: &MakeGroup,
        by: DelegateId,
        group: GroupId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::MakeGroup, by)?;
        let mut contents = Contents::default();
        let name = contents.add(command.name.as_str());
        Ok(self.act(by, Fact::GroupMade { group, name }, contents))
    }

    /// Seats a person in a working group, or changes the seat.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownGroup`] or [`Refusal::UnknownDelegate`] as they say;
    /// * [`Refusal::RoleUnchanged`] if the person has that role already.
    pub fn seat_in_group(
        &self,
        group: GroupId,
        seat: GroupSeat,
        by: DelegateId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ChangeGroup, by)?;
        let seats = &self
            .group(group)
            .ok_or(Refusal::UnknownGroup(group))?
            .participants;
        let GroupSeat { delegate, role } = seat;
        if self.delegate(delegate).is_none_or(Delegate::is_withdrawn) {
            return Err(Refusal::UnknownDelegate(delegate));
        }
        if seats.get(&delegate) == Some(&role) {
            return Err(Refusal::RoleUnchanged);
        }
        Ok(self.act(
            by,
            Fact::GroupJoined {
                group,
                delegate,
                role,
            },
            Contents::default(),
        ))
    }

    /// Ends a person's part in a working group.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownGroup`] or [`Refusal::NotInGroup`] as they say.
    pub fn leave_group(
        &self,
        group: GroupId,
        delegate: DelegateId,
        by: DelegateId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ChangeGroup, by)?;
        let seats = &self
            .group(group)
            .ok_or(Refusal::UnknownGroup(group))?
            .participants;
        if !seats.contains_key(&delegate) {
            return Err(Refusal::NotInGroup);
        }
        Ok(self.act(by, Fact::GroupLeft { group, delegate }, Contents::default()))
    }

    /// Opens an instrument with an empty working draft.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownGroup`] if there is none such.
    pub fn open_instrument(
        &self,
        command: &OpenInstrument,
        by: DelegateId,
        (instrument, draft): (InstrumentId, DraftId),
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::OpenInstrument, by)?;
        let group = self
            .group(command.group)
            .ok_or(Refusal::UnknownGroup(command.group))?
            .id;
        let mut contents = Contents::default();
        let title = contents.add(command.title.as_str());
        let (language, rules) = (command.language.clone(), command.rules);
        let fact = Fact::InstrumentOpened {
            group,
            draft,
            title,
            language,
            rules,
        };
        Ok(Act {
            instrument: Some(instrument),
            ..self.act(by, fact, contents)
        })
    }

    fn holder(&self, id: InvitationId) -> Result<&Delegate, Refusal> {
        self.delegates()
            .find(|delegate| delegate.link().is_some_and(|open| open.id == id))
            .ok_or(Refusal::InvitationNotOpen(id))
    }

    fn accredited(&self, id: DelegateId) -> Result<&Delegate, Refusal> {
        self.delegate(id)
            .filter(|d| d.is_accredited())
            .ok_or(Refusal::UnknownDelegate(id))
    }

    fn check_seat(
        &self,
        role: NetworkRole,
        organisation: Option<OrganisationId>,
    ) -> Result<(), Refusal> {
        if let Some(id) = organisation {
            self.organisation(id)
                .ok_or(Refusal::UnknownOrganisation(id))?;
        }
        let fits = match role {
            NetworkRole::Head | NetworkRole::Delegate => organisation.is_some(),
            NetworkRole::Secretariat | NetworkRole::Auditor => organisation.is_none(),
            NetworkRole::Observer => true,
        };
        if fits {
            Ok(())
        } else {
            Err(Refusal::OrganisationMismatch)
        }
    }

    pub(super) fn check_secretariat_without(&self, leaving: DelegateId) -> Result<(), Refusal> {
        let stays = |d: &Delegate| {
            d.is_accredited() && d.role == NetworkRole::Secretariat && d.id != leaving
        };
        if self.delegates().any(stays) {
            Ok(())
        } else {
            Err(Refusal::LastOfSecretariat)
        }
    }
}

fn check_invitation_end(expires_at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if expires_at > now && expires_at <= now.plus_seconds(LONGEST_INVITATION) {
        Ok(())
    } else {
        Err(Refusal::InvitationTooLong)
    }
}
