//! The network as a fold of the record.

use std::collections::BTreeMap;

use super::{Delegate, DelegateState, Group, Invitation, Keys, Network, Organisation};
use crate::id::{DelegateId, GroupId, OrganisationId};
use crate::record::{AuditFact, ContentRef, Entry, Fact, Inconsistent, Words};
use crate::role::NetworkRole;

impl Network {
    /// Takes in the next entry; entries about instruments' texts change nothing here.
    ///
    /// # Errors
    ///
    /// * [`Inconsistent`] if it names what is not there.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        match &entry.fact {
            Fact::NetworkFounded {
                name,
                delegate,
                delegate_name,
                address,
            } => {
                self.name = Some(entry.words(*name));
                let role = NetworkRole::Secretariat;
                self.seat(entry, *delegate, (None, role), *delegate_name, *address)
                    .state = DelegateState::Accredited;
            }
            Fact::OrganisationAdmitted { organisation, .. } => self.admit(entry, *organisation),
            Fact::Key(fact) => self.apply_to_keys(entry, fact)?,
            Fact::HolidaysListed { days } => self.holidays = days.clone(),
            Fact::VotingEnded {
                organisation,
                voting_until,
                ..
            } => {
                self.organisations
                    .get_mut(organisation)
                    .ok_or(Inconsistent::at(entry, "no such organisation"))?
                    .voting_until = Some(*voting_until);
            }
            Fact::DelegateInvited {
                delegate,
                organisation,
                role,
                name,
                address,
                ..
            } => {
                self.seat(entry, *delegate, (*organisation, *role), *name, *address);
                self.invite(entry, *delegate)?;
            }
            Fact::InvitationRenewed { delegate, .. } => self.invite(entry, *delegate)?,
            Fact::DelegateAccredited { delegate, .. } => {
                self.person(entry, *delegate)?.state = DelegateState::Accredited;
            }
            Fact::SignInLinkMade {
                invitation,
                delegate,
                expires_at,
            } => {
                let link = Invitation {
                    id: *invitation,
                    expires_at: *expires_at,
                };
                self.person(entry, *delegate)?.sign_in_link = Some(link);
            }
            Fact::SignInLinkRevoked { delegate, .. } | Fact::SignInLinkUsed { delegate, .. } => {
                self.person(entry, *delegate)?.sign_in_link = None;
            }
            Fact::RoleChanged { delegate, role } => self.person(entry, *delegate)?.role = *role,
            Fact::InvitationRevoked { delegate, .. } | Fact::RoleWithdrawn { delegate, .. } => {
                self.withdraw(entry, *delegate)?;
            }
            Fact::Audit(AuditFact::PersonErased { delegate, .. }) => {
                self.forget(entry, *delegate)?;
            }
            Fact::SubmissionReserved { reserved } => self.keep_reservation(entry, *reserved)?,
            Fact::GroupMade { group, name } => {
                let name = entry.words(*name);
                let group = Group {
                    id: *group,
                    name,
                    participants: BTreeMap::new(),
                };
                self.groups.insert(group.id, group);
            }
            Fact::GroupJoined {
                group,
                delegate,
                role,
            } => {
                self.working_group(entry, *group)?
                    .participants
                    .insert(*delegate, *role);
            }
            Fact::GroupLeft { group, delegate } => {
                self.working_group(entry, *group)?
                    .participants
                    .remove(delegate);
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps nothing of a person but the pseudonym.
    fn forget(&mut self, entry: &Entry, id: DelegateId) -> Result<(), Inconsistent> {
        self.withdraw(entry, id)?;
        let person = self.person(entry, id)?;
        (person.name, person.address) = (Words::Erased, Words::Erased);
        person.is_erased = true;
        Ok(())
    }

    fn keep_reservation(&mut self, entry: &Entry, reserved: bool) -> Result<(), Inconsistent> {
        let organisation = (entry.organisation).and_then(|id| self.organisations.get_mut(&id));
        organisation
            .ok_or(Inconsistent::at(entry, "no such organisation"))?
            .submission_reserved = reserved;
        Ok(())
    }

    fn admit(&mut self, entry: &Entry, id: OrganisationId) {
        let Fact::OrganisationAdmitted {
            name,
            short_name,
            constituency,
            voting_from,
            voting_until,
            key,
            ..
        } = &entry.fact
        else {
            return;
        };
        let organisation = Organisation {
            id,
            name: entry.words(*name),
            short_name: entry.words(*short_name),
            constituency: constituency.clone(),
            voting_from: *voting_from,
            voting_until: *voting_until,
            submission_reserved: false,
            keys: Keys::admitted(entry, *key),
        };
        self.organisations.insert(id, organisation);
    }

    fn invite(&mut self, entry: &Entry, delegate: DelegateId) -> Result<(), Inconsistent> {
        let (Fact::DelegateInvited {
            invitation,
            expires_at,
            ..
        }
        | Fact::InvitationRenewed {
            invitation,
            expires_at,
            ..
        }) = &entry.fact
        else {
            return Ok(());
        };
        let open = Invitation {
            id: *invitation,
            expires_at: *expires_at,
        };
        self.person(entry, delegate)?.state = DelegateState::Invited(open);
        Ok(())
    }

    fn seat(
        &mut self,
        entry: &Entry,
        id: DelegateId,
        (organisation, role): (Option<OrganisationId>, NetworkRole),
        name: ContentRef,
        address: ContentRef,
    ) -> &mut Delegate {
        let (name, address) = (entry.words(name), entry.words(address));
        let state = DelegateState::Withdrawn;
        let delegate = Delegate {
            id,
            organisation,
            role,
            name,
            address,
            state,
            sign_in_link: None,
            is_erased: false,
        };
        self.delegates.entry(id).insert_entry(delegate).into_mut()
    }

    fn withdraw(&mut self, entry: &Entry, id: DelegateId) -> Result<(), Inconsistent> {
        let person = self.person(entry, id)?;
        person.state = DelegateState::Withdrawn;
        person.sign_in_link = None;
        for group in self.groups.values_mut() {
            group.participants.remove(&id);
        }
        Ok(())
    }

    fn person(&mut self, entry: &Entry, id: DelegateId) -> Result<&mut Delegate, Inconsistent> {
        self.delegates
            .get_mut(&id)
            .ok_or(Inconsistent::at(entry, "no such delegate"))
    }

    fn working_group(&mut self, entry: &Entry, id: GroupId) -> Result<&mut Group, Inconsistent> {
        self.groups
            .get_mut(&id)
            .ok_or(Inconsistent::at(entry, "no such working group"))
    }
}
