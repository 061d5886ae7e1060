//! The numbers the tests compare.

use serde::{Deserialize, Serialize};

use super::PositionKind;
use super::standing::{Standing, Status};

/// How many organisations there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// The electorate without those recused.
    pub eligible: u64,
    /// Those taking a side or abstaining.
    pub participating: u64,
    /// Those endorsing, with or without reservation.
    pub support: u64,
    /// Those endorsing or accepting.
    pub favour: u64,
    /// Those abstaining.
    pub abstain: u64,
    /// Those with a concern.
    pub concern: u64,
    /// Those with a counted objection.
    pub oppose: u64,
    /// Those in favour, with a concern or objecting.
    pub taking_side: u64,
    /// Those endorsing with a reservation.
    pub reservations: u64,
    /// Those whose latest position is stale, also where their silence counts as acceptance.
    pub stale: u64,
}

impl Counts {
    pub(super) fn of<O>(standings: &[Standing<O>]) -> Self {
        let mut counts = Self::default();
        for standing in standings {
            counts.add(standing.status);
            counts.stale += u64::from(standing.stale);
        }
        counts.taking_side = counts.favour + counts.concern + counts.oppose;
        counts.participating = counts.taking_side + counts.abstain;
        counts
    }

    fn add(&mut self, status: Status) {
        self.eligible += u64::from(status != Status::Recused);
        let Some(kind) = status.counted_as() else {
            return;
        };
        self.support += u64::from(kind.is_support());
        self.favour += u64::from(kind.is_favourable());
        match kind {
            PositionKind::EndorseWithReservation => self.reservations += 1,
            PositionKind::Abstain => self.abstain += 1,
            PositionKind::Concern => self.concern += 1,
            PositionKind::Object => self.oppose += 1,
            PositionKind::Endorse | PositionKind::Accept | PositionKind::Recuse => {}
        }
    }
}
