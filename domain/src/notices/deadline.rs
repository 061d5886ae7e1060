//! Deadlines: what ends at an instant, for one person.

mod procedure;

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
        /// A consensus call that the person's organisation has not answered on every clause.
        CallToAnswer => "call_to_answer",
        /// A silence procedure in which it has not said anything on some clause.
        SilenceToAnswer => "silence_to_answer",
        /// A call that the person conducts, or keeps the record of.
        CallCloses => "call_closes",
        /// The time in which the person can confirm a position held ad referendum.
        MandateToConfirm => "mandate_to_confirm",
        /// The time in which the person can challenge a designation.
        DesignationChallengeable => "designation_challengeable",
        /// The time in which the person can challenge an editorial change.
        EditorialChallengeable => "editorial_challengeable",
        /// The time in which the person can challenge a ruling on an objection.
        RulingChallengeable => "ruling_challengeable",
        /// A temperature check that the person answers.
        CheckCloses => "check_closes",
        /// The voting of the person's organisation.
        VotingEnds => "voting_ends",
    }
}

impl DeadlineKind {
    /// Reports whether somebody waits for an answer until then.
    pub const fn is_asked(self) -> bool {
        matches!(
            self,
            Self::CallToAnswer | Self::SilenceToAnswer | Self::MandateToConfirm
        )
    }

    /// Reports whether something can be challenged until then, and nobody waits for that.
    pub const fn is_window(self) -> bool {
        matches!(
            self,
            Self::DesignationChallengeable
                | Self::EditorialChallengeable
                | Self::RulingChallengeable
        )
    }
}

/// Something that ends at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// When.
    pub at: Timestamp,
    /// Since when that is so.
    pub since: Timestamp,
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
    let on_road = register
        .instruments()
        .flat_map(|it| procedure::deadlines(it, acting));
    let mut all: Vec<_> = checks
        .iter()
        .filter_map(|check| closing(register, acting, check))
        .chain(voting(acting))
        .chain(on_road)
        .collect();
    all.sort_by_key(|deadline| (deadline.at, deadline.matter));
    all
}

fn closing(register: &Register, acting: &Acting<'_>, check: &TemperatureCheck) -> Option<Deadline> {
    let instrument = register.instrument(check.instrument).ok()?;
    let is_asked = check.is_open(acting.now) && check.may_answer(instrument, acting);
    is_asked.then_some(Deadline {
        at: check.closes_at,
        since: check.opened_at,
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
        since: own.voting_from,
        kind: DeadlineKind::VotingEnds,
        matter: None,
        instrument: None,
        organisation: Some(own.id),
    })
}
