//! How much agreement the positions on a clause show.

use super::{Instrument, Position};
use crate::consensus::{Elector, Evaluation, HeldPosition, Situation, evaluate};
use crate::id::{ClauseId, OrganisationId};
use crate::network::Network;
use crate::text::WordingHash;
use crate::time::Timestamp;

impl Instrument {
    /// Returns what the level of a clause on the table is computed from; none if it is not there.
    ///
    /// The electorate is the organisations that vote at `at`.
    pub fn situation(
        &self,
        clause: ClauseId,
        network: &Network,
        at: Timestamp,
    ) -> Option<Situation<OrganisationId, WordingHash>> {
        let electorate = network.electorate(at).map(|organisation| Elector {
            organisation: organisation.id,
            constituency: organisation.constituency.to_string(),
        });
        let text = self.tabled_hash(clause)?;
        let mut situation = Situation::new(self.rules, electorate.collect(), text);
        situation.positions = self.positions(clause).iter().map(held).collect();
        Some(situation)
    }

    /// Evaluates how much agreement the positions on a clause show; none if it is not on the table.
    pub fn evaluation(
        &self,
        clause: ClauseId,
        network: &Network,
        at: Timestamp,
    ) -> Option<Evaluation<OrganisationId>> {
        self.situation(clause, network, at)
            .map(|situation| evaluate(&situation))
    }

    /// Returns the positions that an organisation held and that a new wording left behind.
    pub fn stale_positions(&self, organisation: OrganisationId) -> Vec<(ClauseId, &Position)> {
        let Some(table) = self.current() else {
            return Vec::new();
        };
        let latest = table.clauses.iter().filter_map(|clause| {
            let held = self.position_of(organisation, clause.id)?;
            held.is_stale(Some(clause.hash))
                .then_some((clause.id, held))
        });
        latest.collect()
    }
}

fn held(position: &Position) -> HeldPosition<OrganisationId, WordingHash> {
    let mut held = HeldPosition::new(position.organisation, position.kind, position.text_hash);
    held.mandate = position.mandate;
    held.raised_at = held.objection_state().map(|_| position.at);
    held
}
