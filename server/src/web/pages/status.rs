//! How much agreement there is on a clause, as pages show it.

use domain::consensus::{Basis, Evaluation, PositionKind, Standing, Status};
use domain::id::OrganisationId;
use domain::network::Network;

use super::sentence::sentence;
use crate::web::page::Page;

/// The level of a clause with its sentence.
#[derive(Debug, Clone)]
pub(crate) struct StatusView {
    /// The level's stable name.
    pub(crate) level: &'static str,
    /// The level without what is held ad referendum, where it differs.
    pub(crate) firm_level: Option<&'static str>,
    /// The names of the remarks that go with the level.
    pub(crate) flags: Vec<&'static str>,
    /// Why the level is what it is, in one sentence.
    pub(crate) sentence: String,
    /// How many organisations say what, the empty ones left out.
    pub(crate) tally: Vec<Count>,
}

/// How many organisations stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    /// Where they stand, as the message `tally-…` says it.
    pub(crate) stand: &'static str,
    /// How many.
    pub(crate) count: u64,
}

/// Where an organisation can stand, in the order in which pages say it.
pub(crate) const STANDS: [&str; 11] = [
    "endorse",
    "endorse_with_reservation",
    "accept",
    "by_silence",
    "abstain",
    "concern",
    "object",
    "recused",
    "stale",
    "silent",
    "not_notified",
];

impl StatusView {
    /// Shows an evaluation.
    pub(crate) fn new(
        page: &Page,
        network: &Network,
        evaluation: &Evaluation<OrganisationId>,
    ) -> Self {
        let firm = evaluation.firm_level;
        Self {
            level: evaluation.level.as_str(),
            firm_level: (firm != evaluation.level).then(|| firm.as_str()),
            flags: evaluation.flags.iter().map(|flag| flag.as_str()).collect(),
            sentence: sentence(page, network, evaluation),
            tally: tally(&evaluation.standings),
        }
    }
}

/// Names where an organisation stands.
pub(crate) fn stand<O>(standing: &Standing<O>) -> &'static str {
    match standing.status {
        Status::Counted {
            basis: Basis::Silence,
            ..
        } => "by_silence",
        Status::Counted { kind, .. } => kind.as_str(),
        Status::Recused => "recused",
        Status::Stale => "stale",
        Status::Silent => "silent",
        Status::NotNotified => "not_notified",
    }
}

fn tally<O>(standings: &[Standing<O>]) -> Vec<Count> {
    let counted = STANDS.iter().map(|name| Count {
        stand: name,
        count: standings.iter().filter(|it| stand(it) == *name).count() as u64,
    });
    counted.filter(|it| it.count > 0).collect()
}

/// Returns whether a kind speaks for the text, against it, or neither: `good`, `bad`, `warn` or nothing.
pub(crate) fn tone(kind: PositionKind) -> &'static str {
    match kind {
        PositionKind::Endorse | PositionKind::Accept => "good",
        PositionKind::EndorseWithReservation | PositionKind::Concern => "warn",
        PositionKind::Object => "bad",
        PositionKind::Abstain | PositionKind::Recuse => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pages::fixture::{World, english};

    #[tokio::test]
    async fn every_organisation_stands_in_one_place() {
        let world = World::tabled().await;
        world.takes(0, 2, PositionKind::Endorse).await;
        world.takes(1, 2, PositionKind::Recuse).await;
        world.takes(2, 2, PositionKind::Accept).await;
        let register = world.office.register();
        let instrument = register.instrument(world.instrument).unwrap();
        let evaluation = instrument
            .evaluation(world.clause(2), register.network(), world.now())
            .unwrap();
        let view = StatusView::new(&english(), register.network(), &evaluation);
        let tally: Vec<_> = view.tally.iter().map(|it| (it.stand, it.count)).collect();
        assert_eq!(
            tally,
            [("endorse", 1), ("accept", 1), ("recused", 1), ("silent", 3)]
        );
        assert_eq!(view.level, "no_quorum");
    }
}
