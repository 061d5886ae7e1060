//! What choosing amendments would mean, before anything is decided.

use std::collections::{BTreeMap, BTreeSet};

use super::adopting::Adoption;
use super::colliding::pair;
use super::disposition::DispositionKind;
use super::{Acting, Amendment, AmendmentChange, Instrument};
use crate::amendments::{
    Carried, Collision, CollisionClass, Comparison, Near, Proposal, ProposedChange, carry,
};
use crate::api::AdoptAmendments;
use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::refusal::Refusal;
use crate::text::{Outline, Wording};

/// What choosing some amendments together would mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighing {
    /// What adopting them would do to the working draft, or why it is refused.
    pub adoption: Result<Adoption, Refusal>,
    /// The pairs among them that cannot both be adopted, sorted.
    pub collisions: Vec<Collision<AmendmentId>>,
    /// The pairs among them, or of one with another in the working draft, that change one sentence,
    /// with what they make of it together.
    pub near: Vec<Near<AmendmentId>>,
    /// The open amendments that could not be adopted any more, each beside one that excludes it, sorted.
    pub excluded: Vec<Collision<AmendmentId>>,
}

impl Instrument {
    /// Returns every pair of open amendments that cannot both be adopted, sorted.
    pub fn collisions(&self) -> Vec<Collision<AmendmentId>> {
        let mut clauses: BTreeMap<ClauseId, usize> = BTreeMap::new();
        for it in self.amendments.values().filter(|it| it.is_open()) {
            *clauses.entry(it.change().clause()).or_default() += 1;
        }
        let several = clauses.into_iter().filter(|(_, count)| *count > 1);
        let mut found: BTreeMap<_, _> = several
            .flat_map(|(clause, _)| self.compare_clause(clause).collisions().to_vec())
            .map(|it| ((it.one, it.other), it.class))
            .collect();
        // A definition and its use stand in two clauses; only a person sees that they collide.
        let is_open = |id: &AmendmentId| self.amendment(*id).is_some_and(Amendment::is_open);
        for (one, other) in self.declared.keys() {
            if is_open(one) && is_open(other) {
                let class = found.entry((*one, *other));
                class.or_insert(CollisionClass::Declared);
            }
        }
        (found.into_iter())
            .map(|((one, other), class)| Collision { one, other, class })
            .collect()
    }

    /// Returns the pairs of an open amendment and another that cannot both be adopted, sorted.
    pub fn collisions_of(&self, id: AmendmentId) -> Vec<Collision<AmendmentId>> {
        let Some(amendment) = self.amendment(id).filter(|it| it.is_open()) else {
            return Vec::new();
        };
        let is_its = |one: AmendmentId, other: AmendmentId| one == id || other == id;
        let compared = self.compare_clause(amendment.change().clause());
        let mut found: Vec<_> = (compared.collisions().iter())
            .filter(|it| is_its(it.one, it.other))
            .cloned()
            .collect();
        let is_open = |id: &AmendmentId| self.amendment(*id).is_some_and(Amendment::is_open);
        let is_found = |found: &[Collision<AmendmentId>], one, other| {
            found.iter().any(|it| (it.one, it.other) == (one, other))
        };
        for (one, other) in self.declared.keys() {
            let applies = is_its(*one, *other) && is_open(one) && is_open(other);
            if applies && !is_found(&found, *one, *other) {
                found.push(Collision {
                    one: *one,
                    other: *other,
                    class: CollisionClass::Declared,
                });
            }
        }
        found.sort();
        found
    }

    /// Returns the amendments to the same clause that are in the working draft, in whole or in
    /// part, but not on the table yet.
    pub fn adopted_beside(&self, amendment: &Amendment) -> Vec<&Amendment> {
        let clause = amendment.change().clause();
        let beside = self.amendments().into_iter();
        beside
            .filter(|it| it.change().clause() == clause && self.is_in_draft(it))
            .collect()
    }

    /// Reports whether an amendment is in the working draft, in whole or in part, but not on the
    /// table yet.
    pub(super) fn is_in_draft(&self, amendment: &Amendment) -> bool {
        let tabled = self.current().map_or(0, |revision| revision.seq);
        let disposition = amendment.disposition.as_ref();
        let adopted = disposition.filter(|it| it.kind.is_in_the_text() && it.change.is_some());
        let mut parts = amendment.parts_taken();
        adopted.is_some_and(|it| it.seq > tabled) || parts.any(|it| it.seq > tabled)
    }

    /// Returns the wording that the amendments adopted since the last tabling make of a clause on
    /// the table, as far as the record says; none where they leave no clause, or one was erased.
    pub fn adopted_wording(&self, clause: ClauseId) -> Option<Wording> {
        let tabled = self.current()?.clause(clause)?.wording()?.clone();
        let mut adopted: Vec<_> = (self.amendments.values())
            .filter(|it| it.change().clause() == clause)
            .flat_map(|it| self.steps(it))
            .collect();
        adopted.sort_by_key(|(seq, ..)| *seq);
        adopted.into_iter().try_fold(tabled, |now, (_, base, to)| {
            match carry(base?, to?, &now) {
                Carried::Along(wording) => Some(wording),
                // What the drafters did in between is theirs to say.
                Carried::Subsumed | Carried::Conflict(_) => Some(now),
            }
        })
    }

    /// Returns what an amendment brought into the draft since the last tabling: the entry, the
    /// wording it started from and the one it made of that; a clause that went has none.
    fn steps<'a>(
        &'a self,
        amendment: &'a Amendment,
    ) -> Vec<(u64, Option<&'a Wording>, Option<&'a Wording>)> {
        let tabled = self.current().map_or(0, |revision| revision.seq);
        // What amends another brings that one's change along.
        let base = self.base_wording(self.root(amendment));
        let parts = amendment.parts_taken().filter(|it| it.seq > tabled);
        let mut steps: Vec<_> = parts
            .map(|it| {
                (
                    it.seq,
                    self.base_of_part(amendment, it),
                    it.wording.as_deref(),
                )
            })
            .collect();
        let ended = amendment.disposition.as_ref();
        if let Some(it) = ended.filter(|it| it.seq > tabled) {
            let change = amendment.change();
            let is_reworded = change.wording().is_some() || change.kind() == "delete";
            match it.kind {
                DispositionKind::Adopted if is_reworded => {
                    steps.push((it.seq, base, change.wording()));
                }
                DispositionKind::AdoptedModified { offer } => {
                    let wording = amendment.offer(offer).and_then(|it| it.wording.as_deref());
                    steps.push((it.seq, base, wording));
                }
                _ => {}
            }
        }
        steps
    }

    /// Returns what an amendment makes of a sentence together with another to its clause that is in
    /// the working draft, but not on the table yet.
    pub fn near_adopted(&self, amendment: &Amendment) -> Vec<Near<AmendmentId>> {
        let clause = amendment.change().clause();
        let tabled = (self.current()).and_then(|table| table.clause(clause)?.wording());
        let (Some(tabled), AmendmentChange::Modify { .. }) = (tabled, amendment.change()) else {
            return Vec::new();
        };
        let Some(proposed) = amendment.change().wording() else {
            return Vec::new();
        };
        let mut near: Vec<_> = (self.adopted_beside(amendment).into_iter())
            .filter(|other| other.id != amendment.id)
            .flat_map(|other| self.steps(other).into_iter().map(|it| (other.id, it)))
            .filter(|(_, (_, base, _))| *base == Some(tabled))
            .filter_map(|(other, (_, _, made))| Some((other, made?)))
            .flat_map(|(other, made)| combined(tabled, (amendment.id, proposed), (other, made)))
            .collect();
        near.sort();
        near.dedup();
        near
    }

    /// Says what adopting amendments together would mean, as far as anything stands in the way too.
    pub fn weigh(&self, ids: &[AmendmentId], draft: &Outline, acting: &Acting<'_>) -> Weighing {
        let chosen: BTreeSet<_> = ids.iter().copied().collect();
        let is_chosen = |id: &AmendmentId| chosen.contains(id);
        let (mut collisions, mut excluded) = (Vec::new(), Vec::new());
        for it in self.collisions() {
            match (is_chosen(&it.one), is_chosen(&it.other)) {
                (true, true) => collisions.push(it),
                (true, false) | (false, true) => excluded.push(it),
                (false, false) => {}
            }
        }
        let clauses: BTreeSet<_> = (chosen.iter())
            .filter_map(|id| Some(self.amendment(*id)?.change().clause()))
            .collect();
        let near: Vec<_> = (clauses.into_iter())
            .flat_map(|clause| self.compare_clause(clause).near().to_vec())
            .filter(|it| is_chosen(&it.one) && is_chosen(&it.other))
            .chain(self.near_adopted_to(&chosen))
            .collect();
        let present = |id: &AmendmentId| self.amendment(*id).map_or(0, |it| it.text().number);
        let command = AdoptAmendments {
            texts: ids.iter().map(present).collect(),
            amendments: ids.to_vec(),
            read_together: near.iter().map(|it| pair(it.one, it.other)).collect(),
            note: None,
        };
        Weighing {
            adoption: self.adoption(&command, draft, acting),
            collisions,
            near,
            excluded,
        }
    }

    fn near_adopted_to(&self, ids: &BTreeSet<AmendmentId>) -> Vec<Near<AmendmentId>> {
        let amendments = ids.iter().filter_map(|id| self.amendment(*id));
        amendments.flat_map(|it| self.near_adopted(it)).collect()
    }
}

/// Returns the sentences that two rewordings make together, as neither of them alone does.
fn combined(
    base: &Wording,
    one: (AmendmentId, &Wording),
    other: (AmendmentId, &Wording),
) -> Vec<Near<AmendmentId>> {
    let in_part = |part: fn(&Wording) -> String| {
        let proposal = |(id, wording): (AmendmentId, &Wording)| Proposal {
            id,
            sponsors: Vec::<OrganisationId>::new(),
            change: ProposedChange::Modify(part(wording)),
            amends: None,
        };
        let both = vec![proposal(one), proposal(other)];
        Comparison::new(&part(base), both, &[]).near()
    };
    let mut near = in_part(|it| it.heading.clone());
    near.extend(in_part(|it| it.text.to_plain()));
    near
}
