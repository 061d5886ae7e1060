//! The parties: organisations, delegates, working groups.

use std::collections::BTreeMap;

use super::Keys;
use crate::id::{DelegateId, GroupId, InvitationId, OrganisationId};
use crate::record::Words;
use crate::role::{GroupRole, NetworkRole};
use crate::time::Timestamp;
use crate::words::Constituency;

/// A member organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The organisation.
    pub id: OrganisationId,
    /// Its name.
    pub name: Words,
    /// The short name shown beside its positions.
    pub short_name: Words,
    /// Its constituency.
    pub constituency: Constituency,
    /// From when it votes.
    pub voting_from: Timestamp,
    /// Until when it votes; open where absent.
    pub voting_until: Option<Timestamp>,
    /// Whether its head of delegation alone submits its positions.
    pub submission_reserved: bool,
    /// The keys that it holds, held and has declared.
    pub keys: Keys,
}

impl Organisation {
    /// Reports whether it votes at an instant: from the start on, and before the end.
    pub fn votes_at(&self, at: Timestamp) -> bool {
        self.voting_from <= at && self.voting_until.is_none_or(|until| at < until)
    }
}

/// How far a delegate's accreditation has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegateState {
    /// Invited, not yet acting.
    Invited(Invitation),
    /// Acting.
    Accredited,
    /// No longer acting.
    Withdrawn,
}

/// An invitation that can be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// The invitation.
    pub id: InvitationId,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A person acting in the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegate {
    /// The person.
    pub id: DelegateId,
    /// The organisation acted for.
    pub organisation: Option<OrganisationId>,
    /// The role in the network.
    pub role: NetworkRole,
    /// The person's name.
    pub name: Words,
    /// The e-mail address, which is also the name to sign in with.
    pub address: Words,
    /// How far the accreditation has come.
    pub state: DelegateState,
    /// The open link by which the person, who acts already, can sign in anew.
    pub sign_in_link: Option<Invitation>,
    /// Whether the person's data were erased; the pseudonym alone is left.
    pub is_erased: bool,
}

impl Delegate {
    /// Reports whether the person acts at present.
    pub fn is_accredited(&self) -> bool {
        self.state == DelegateState::Accredited
    }

    /// Reports whether the person no longer acts, or was never let in.
    pub fn is_withdrawn(&self) -> bool {
        self.state == DelegateState::Withdrawn
    }

    /// Returns the open link, be it an invitation or one to sign in anew.
    pub fn link(&self) -> Option<&Invitation> {
        self.invitation().or(self.sign_in_link.as_ref())
    }

    /// Returns the open invitation.
    pub fn invitation(&self) -> Option<&Invitation> {
        match &self.state {
            DelegateState::Invited(invitation) => Some(invitation),
            DelegateState::Accredited | DelegateState::Withdrawn => None,
        }
    }
}

/// A working group around instruments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The group.
    pub id: GroupId,
    /// Its name.
    pub name: Words,
    /// Who takes part, and as what.
    pub participants: BTreeMap<DelegateId, GroupRole>,
}
