//! How much agreement the positions on a clause show.

use super::{Call, Instrument, Position};
use crate::consensus::{Elector, Evaluation, HeldPosition, Rules, Situation, evaluate};
use crate::id::{ClauseId, OrganisationId};
use crate::network::Network;
use crate::text::WordingHash;
use crate::time::Timestamp;

impl Instrument {
    /// Returns what the level of a clause on the table is computed from; none if it is not there.
    ///
    /// The electorate and the rules are those of the call that the clause is measured by; without
    /// one, the organisations that vote at `at` and the rules of the instrument.
    pub fn situation(
        &self,
        clause: ClauseId,
        network: &Network,
        at: Timestamp,
    ) -> Option<Situation<OrganisationId, WordingHash>> {
        if let Some(call) = self.measuring_call(clause) {
            return self.situation_in(clause, call);
        }
        let electorate = network.electorate(at).map(|organisation| Elector {
            organisation: organisation.id,
            constituency: organisation.constituency.to_string(),
        });
        self.situation_among(clause, self.rules, electorate.collect())
    }

    /// Returns what the level of a clause is computed from as a call measures it.
    pub(super) fn situation_in(
        &self,
        clause: ClauseId,
        call: &Call,
    ) -> Option<Situation<OrganisationId, WordingHash>> {
        let electorate = call.electors().map(|(organisation, constituency)| Elector {
            organisation,
            constituency: constituency.to_string(),
        });
        self.situation_among(clause, call.rules, electorate.collect())
    }

    fn situation_among(
        &self,
        clause: ClauseId,
        rules: Rules,
        electorate: Vec<Elector<OrganisationId>>,
    ) -> Option<Situation<OrganisationId, WordingHash>> {
        let text = self.tabled_hash(clause)?;
        let (settled, provisional) = self.carried_to(clause, text);
        let mut situation = Situation::new(rules, electorate, text);
        situation.carried = provisional;
        situation.silence = self.silence_on(clause);
        let taken = self.positions(clause).iter().filter(|it| !it.is_void());
        situation.positions = taken
            .map(|it| {
                let mut held = self.held(it);
                if settled.contains(&held.text) {
                    held.text = text;
                }
                held
            })
            .collect();
        Some(situation)
    }

    fn held(&self, position: &Position) -> HeldPosition<OrganisationId, WordingHash> {
        let mut held = HeldPosition::new(position.organisation, position.kind, position.text_hash);
        held.mandate = position.mandate_now();
        if let Some(objection) = self.objection(position.seq) {
            held.objection = objection.state;
            held.raised_at = Some(objection.raised_at);
        }
        held
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

    /// Reports whether a position no longer counts for a wording of its clause: it is about another
    /// one, from which no editorial change carries it over.
    pub fn is_stale(
        &self,
        clause: ClauseId,
        position: &Position,
        wording: Option<WordingHash>,
    ) -> bool {
        position.can_go_stale() && !self.is_on(clause, position, wording)
    }

    /// Reports whether a position is about a wording of its clause, or carried over to it.
    pub(super) fn is_on(
        &self,
        clause: ClauseId,
        position: &Position,
        wording: Option<WordingHash>,
    ) -> bool {
        let is_carried = |text| {
            let (settled, provisional) = self.carried_to(clause, text);
            settled.contains(&position.text_hash) || provisional.contains(&position.text_hash)
        };
        wording == Some(position.text_hash) || wording.is_some_and(is_carried)
    }

    /// Returns the positions that an organisation held and that a new wording left behind.
    pub fn stale_positions(&self, organisation: OrganisationId) -> Vec<(ClauseId, &Position)> {
        let Some(table) = self.current() else {
            return Vec::new();
        };
        let latest = table.clauses.iter().filter_map(|clause| {
            let held = self.position_of(organisation, clause.id)?;
            self.is_stale(clause.id, held, Some(clause.hash))
                .then_some((clause.id, held))
        });
        latest.collect()
    }
}
