//! The network: its organisations, delegates and working groups, as a fold of
//! the record, and what may be done to them.
//!
//! # Invariants
//!
//! * Commands change nothing; they return the acts that the rules allow, and
//!   only an entry of the record changes a network.

mod commands;
mod erasing;
mod fold;
mod keeping_keys;
mod keys;
mod people;

use std::collections::{BTreeMap, BTreeSet};

pub use erasing::AuditReading;
pub use keys::{DeclaredKey, HeldKey, KeyOrigin, Keys};
pub use people::{Delegate, DelegateState, Group, Invitation, Organisation};

use crate::id::{DelegateId, GroupId, OrganisationId};
use crate::instrument::Holidays;
use crate::permission::{Operation, ResourceState, Role, permits};
use crate::record::{Act, Actor, Contents, Fact, Words};
use crate::refusal::Refusal;
use crate::role::{GroupRole, NetworkRole};
use crate::time::Timestamp;

/// The network as the record has it so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    name: Option<Words>,
    organisations: BTreeMap<OrganisationId, Organisation>,
    delegates: BTreeMap<DelegateId, Delegate>,
    groups: BTreeMap<GroupId, Group>,
    holidays: Holidays,
}

impl Network {
    /// Returns the network's name; none before it is founded.
    pub fn name(&self) -> Option<&Words> {
        self.name.as_ref()
    }

    /// Reports whether the network has been set up.
    pub fn is_founded(&self) -> bool {
        self.name.is_some()
    }

    /// Returns the organisations by identifier, that is, in order of admission.
    pub fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.values()
    }

    /// Finds an organisation.
    pub fn organisation(&self, id: OrganisationId) -> Option<&Organisation> {
        self.organisations.get(&id)
    }

    /// Returns an organisation's short name, or a dash in brackets where there is none.
    pub fn short_name(&self, id: OrganisationId) -> &str {
        self.organisation(id)
            .map_or("[–]", |organisation| organisation.short_name.or_mark())
    }

    /// Returns the organisations that vote at an instant.
    pub fn electorate(&self, at: Timestamp) -> impl Iterator<Item = &Organisation> {
        self.organisations()
            .filter(move |organisation| organisation.votes_at(at))
    }

    /// Returns the constituencies that organisations belong to, sorted.
    pub fn constituencies(&self) -> BTreeSet<&str> {
        self.organisations()
            .map(|organisation| organisation.constituency.as_str())
            .collect()
    }

    /// Returns the delegates by identifier, that is, in order of invitation.
    pub fn delegates(&self) -> impl Iterator<Item = &Delegate> {
        self.delegates.values()
    }

    /// Finds a delegate.
    pub fn delegate(&self, id: DelegateId) -> Option<&Delegate> {
        self.delegates.get(&id)
    }

    /// Returns a delegate's name, or a dash in brackets where there is none.
    pub fn delegate_name(&self, id: DelegateId) -> &str {
        self.delegate(id)
            .map_or("[–]", |delegate| delegate.name.or_mark())
    }

    /// Finds the delegate with an e-mail address, accredited or invited.
    pub fn delegate_by_address(&self, address: &str) -> Option<&Delegate> {
        self.delegates()
            .find(|d| !d.is_withdrawn() && d.address.as_str() == Some(address))
    }

    /// Returns the working groups by identifier.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    /// Returns the days on which nothing closes by silence.
    pub fn holidays(&self) -> &Holidays {
        &self.holidays
    }

    /// Finds a working group.
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(&id)
    }

    /// Returns what a delegate is in the network and in a group; nothing unless accredited.
    pub fn roles(&self, delegate: DelegateId, group: Option<GroupId>) -> BTreeSet<Role> {
        let Some(delegate) = self.delegate(delegate).filter(|d| d.is_accredited()) else {
            return BTreeSet::new();
        };
        let seat = group
            .and_then(|id| self.group(id))
            .and_then(|group| group.participants.get(&delegate.id));
        std::iter::once(delegate.role.into())
            .chain(seat.map(|role| (*role).into()))
            .collect()
    }

    /// Reports whether an organisation lets one of its delegates submit its positions.
    pub fn may_submit(&self, delegate: DelegateId) -> bool {
        self.delegate(delegate).is_some_and(|person| {
            let own = person.organisation.and_then(|id| self.organisation(id));
            person.role == NetworkRole::Head || own.is_none_or(|own| !own.submission_reserved)
        })
    }

    /// Checks that a delegate may do something to the network as a whole.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] if not.
    pub fn authorise(&self, operation: Operation, by: DelegateId) -> Result<(), Refusal> {
        if permits(operation, &self.roles(by, None), ResourceState::Network) {
            Ok(())
        } else {
            Err(Refusal::NotPermitted)
        }
    }

    /// Makes an act of a delegate, for the organisation the delegate acts for.
    pub(crate) fn act(&self, by: DelegateId, fact: Fact, contents: Contents) -> Act {
        let organisation = self.delegate(by).and_then(|delegate| delegate.organisation);
        Act {
            actor: Actor::Delegate(by),
            organisation,
            instrument: None,
            fact,
            contents,
        }
    }
}

impl From<NetworkRole> for Role {
    fn from(role: NetworkRole) -> Self {
        match role {
            NetworkRole::Secretariat => Self::Secretariat,
            NetworkRole::Head => Self::HeadOfDelegation,
            NetworkRole::Delegate => Self::Delegate,
            NetworkRole::Observer => Self::Observer,
            NetworkRole::Auditor => Self::Auditor,
        }
    }
}

impl From<GroupRole> for Role {
    fn from(role: GroupRole) -> Self {
        match role {
            GroupRole::Chair => Self::Chair,
            GroupRole::PenHolder => Self::PenHolder,
            GroupRole::Member => Self::GroupMember,
            GroupRole::Observer => Self::GroupObserver,
        }
    }
}
