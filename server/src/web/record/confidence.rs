//! Which of the words beside an entry a reader may see.

use domain::instrument::{Call, Instrument};
use domain::permission::{Operation, Role};
use domain::record::{BrokenBy, ContentRef, Entry, Fact, ProcedureFact, Words};

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
            let call = instrument.and_then(|it| Some((it, it.call(*call)?)));
            call.is_some_and(|call| may_know(desk, call, &entry.words(*organisation)))
        }
        _ => true,
    }
}

/// Reports whether a reader may know which organisation broke silence in confidence.
pub(crate) fn may_know(desk: &Desk, (instrument, call): (&Instrument, &Call), who: &Words) -> bool {
    let own = desk.organisation().map(|own| own.id.to_string());
    call.shows_names()
        || own.is_some_and(|own| who.as_str() == Some(own.as_str()))
        || desk.may(Operation::OpenCall, instrument)
        || is_trusted(desk)
}

fn is_trusted(desk: &Desk) -> bool {
    let roles = desk.network().roles(desk.by, None);
    roles.contains(&Role::Secretariat) || roles.contains(&Role::Auditor)
}
