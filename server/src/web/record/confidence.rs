//! Which of the words beside an entry a reader may see.

use domain::instrument::Call;
use domain::permission::{Operation, Role};
use domain::record::{BrokenBy, ContentRef, Entry, Fact, ProcedureFact};

use crate::web::pages::desk::Desk;

/// Reports whether a reader may see the words at a place beside an entry.
///
/// A person's address is for the secretariat and the auditors; who broke silence in confidence, and
/// why, for them, the chair and that organisation, until the chair has consulted it.
pub(crate) fn may_read(desk: &Desk, entry: &Entry, place: usize) -> bool {
    let is_at = |kept: &ContentRef| kept.index() == place;
    match &entry.fact {
        Fact::NetworkFounded { address, .. } | Fact::DelegateInvited { address, .. } => {
            !is_at(address) || is_trusted(desk)
        }
        Fact::Procedure(ProcedureFact::SilenceBroken {
            call,
            by: BrokenBy::Confidence { organisation, .. },
            ..
        }) => {
            let instrument = entry.instrument.and_then(|id| desk.instrument(id).ok());
            let broke = entry.words(*organisation);
            let is_own = desk
                .organisation()
                .is_some_and(|own| broke.as_str() == Some(own.id.to_string().as_str()));
            is_own
                || is_trusted(desk)
                || instrument.is_some_and(|it| {
                    let is_shown = it.call(*call).is_some_and(Call::shows_names);
                    is_shown || desk.may(Operation::OpenCall, it)
                })
        }
        _ => true,
    }
}

fn is_trusted(desk: &Desk) -> bool {
    let roles = desk.network().roles(desk.by, None);
    roles.contains(&Role::Secretariat) || roles.contains(&Role::Auditor)
}
