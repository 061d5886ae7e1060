//! Keys: everybody of the organisation hears of each change, and those who watch over the network.

use super::{Told, tell_binding};
use crate::id::DelegateId;
use crate::network::Network;
use crate::notices::{Matter, NoticeKind};
use crate::record::{Entry, KeyFact};
use crate::role::NetworkRole;

/// Says what a key that was declared, confirmed or replaced tells a person.
pub(super) fn told(entry: &Entry, fact: &KeyFact, network: &Network, who: DelegateId) -> Vec<Told> {
    let (kind, about) = match fact {
        KeyFact::OrganisationKeyDeclared { .. } => (NoticeKind::KeyDeclared, entry.organisation),
        KeyFact::OrganisationKeyRotated { .. } => (NoticeKind::KeyChanged, entry.organisation),
        KeyFact::OrganisationKeyConfirmed { organisation, .. }
        | KeyFact::OrganisationKeyRecovered { organisation, .. } => {
            (NoticeKind::KeyChanged, Some(*organisation))
        }
    };
    let (Some(about), Some(person)) = (about, network.delegate(who)) else {
        return Vec::new();
    };
    let is_own = person.organisation == Some(about);
    // In place of a lost key, the heads of the others are asked to approve it.
    let replaces = network.active_key(about).is_some();
    let approves = kind == NoticeKind::KeyDeclared
        && replaces
        && person.role == NetworkRole::Head
        && (person.organisation).is_some_and(|id| network.active_key(id).is_some());
    let watches = matches!(person.role, NetworkRole::Secretariat | NetworkRole::Auditor);
    tell_binding(
        kind,
        Matter::Organisation(about),
        (watches || approves, is_own),
    )
}
