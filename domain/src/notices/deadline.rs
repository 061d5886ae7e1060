//! Deadlines: what ends at an instant, for one person.

use serde::{Deserialize, Serialize};

use super::Matter;
use crate::deliberation::TemperatureCheck;
use crate::id::{InstrumentId, OrganisationId};
use crate::instrument::Acting;
use crate::register::Register;
use crate::role::named_enum;
use crate::time::Timestamp;

named_enum! {
    /// What ends.
    DeadlineKind {
        /// A temperature check that the person answers.
        CheckCloses => "check_closes",
        /// The voting of the person's organisation.
        VotingEnds => "voting_ends",
    }
}

/// Something that ends at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// When.
    pub at: Timestamp,
    /// What ends.
    pub kind: DeadlineKind,
    /// What it is about; absent for the organisation itself.
    pub matter: Option<Matter>,
    /// The instrument it belongs to.
    pub instrument: Option<InstrumentId>,
    /// The organisation it is about.
    pub organisation: Option<OrganisationId>,
}

/// Returns what ends for a person from now on, the first one first.
pub fn deadlines(
    register: &Register,
    acting: &Acting<'_>,
    checks: &[TemperatureCheck],
) -> Vec<Deadline> {
    let mut all: Vec<_> = checks
        .iter()
        .filter_map(|check| closing(register, acting, check))
        .chain(voting(acting))
        .collect();
    all.sort_by_key(|deadline| deadline.at);
    all
}

fn closing(register: &Register, acting: &Acting<'_>, check: &TemperatureCheck) -> Option<Deadline> {
    let instrument = register.instrument(check.instrument).ok()?;
    let is_asked = check.is_open(acting.now) && check.may_answer(instrument, acting);
    is_asked.then_some(Deadline {
        at: check.closes_at,
        kind: DeadlineKind::CheckCloses,
        matter: Some(Matter::Check(check.id)),
        instrument: Some(check.instrument),
        organisation: None,
    })
}

fn voting(acting: &Acting<'_>) -> Option<Deadline> {
    let person = acting.network.delegate(acting.by)?;
    let own = acting.network.organisation(person.organisation?)?;
    let at = own.voting_until.filter(|until| *until > acting.now)?;
    person.is_accredited().then_some(Deadline {
        at,
        kind: DeadlineKind::VotingEnds,
        matter: None,
        instrument: None,
        organisation: Some(own.id),
    })
}
