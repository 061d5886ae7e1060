//! Trying out the steps that are missing, without taking them.

use std::collections::{BTreeMap, BTreeSet};

use super::missing::{Among, EndedBy, Missing};
use super::reason::{Test, reasons};
use super::standing::{Basis, Standing, Status};
use super::{ObjectionState, PositionKind, Rules};

/// The steps that are missing, and what they are taken on.
pub(super) struct Rehearsal<'a, O, F> {
    pub(super) rules: &'a Rules,
    pub(super) standings: &'a [Standing<O>],
    pub(super) missing: &'a Missing<O>,
    /// Who accepts by silence once it says nothing that counts.
    pub(super) accepts: F,
}

impl<O: Ord + Clone, F: Fn(&O) -> bool> Rehearsal<'_, O, F> {
    /// Reports whether the steps give consensus when every open objection ends in this way.
    ///
    /// Endorsements that may come from anyone are left out: they meet the floor, and what else
    /// they do depends on who gives them.
    ///
    /// Steps that ask an objector for a favourable position leave it no other end than withdrawal
    /// and are reported as failing.
    pub(super) fn succeeds(&self, by: EndedBy) -> bool {
        let mut standings: BTreeMap<&O, Standing<O>> = (self.standings.iter())
            .map(|it| (&it.organisation, it.clone()))
            .collect();
        if !self.take_positions(&mut standings) {
            return false;
        }
        self.end_objections(&mut standings, by);
        let after: Vec<_> = standings.into_values().collect();
        (reasons(self.rules, &after).iter()).all(|it| it.passed || is_met_otherwise(it.test))
    }

    fn take_positions(&self, standings: &mut BTreeMap<&O, Standing<O>>) -> bool {
        let mut used = BTreeSet::new();
        let mut acceptances = self.missing.acceptances;
        let asked = (self.missing.favourable.iter()).filter(|it| it.among != Among::Anyone);
        for wanted in asked {
            let mut count = wanted.count;
            for organisation in &wanted.candidates {
                if count == 0 || !used.insert(organisation) {
                    continue;
                }
                count -= 1;
                let Some(standing) = standings.get_mut(organisation).filter(|it| !it.objects())
                else {
                    return false;
                };
                let kind = match acceptances {
                    0 => PositionKind::Endorse,
                    _ => PositionKind::Accept,
                };
                acceptances = acceptances.saturating_sub(1);
                let basis = Basis::Position;
                standing.status = Status::Counted { kind, basis };
            }
        }
        true
    }

    fn end_objections(&self, standings: &mut BTreeMap<&O, Standing<O>>, by: EndedBy) {
        for ending in &self.missing.objections {
            let Some(standing) = standings.get_mut(&ending.organisation) else {
                continue;
            };
            if by == EndedBy::Decision && standing.objects_openly() {
                standing.objection = Some(ObjectionState::Decided);
            } else {
                standing.withdraw((self.accepts)(&ending.organisation));
            }
        }
    }
}

fn is_met_otherwise(test: Test) -> bool {
    matches!(test, Test::Floor | Test::Dissent)
}
