//! The gate: what every change from outside passes before a live draft sees it.
//!
//! A change is read by code of our own, never by automerge: its envelope, who
//! made it and on what, then each operation, which must be one that an editor
//! makes. What was understood is written again as automerge writes it and must
//! come out the same, so that nothing is applied that was not understood. Then
//! it is tried on a copy of the draft, the shadow, where a panic harms nothing.
//!
//! Batches cost little more than single changes, so judging has two steps:
//! [`Gate::check`] for each change as it comes, [`Gate::seal`] for all of them.
//! Only sealed changes may be stored and applied.
//!
//! # Invariants
//!
//! * No bytes from outside reach automerge before they are understood and written anew.
//! * After a panic, the shadow is thrown away and loaded again.

mod caught;
mod change;
mod check;
mod chunk;
mod column;
mod history;
mod index;
mod refusal;
mod runs;
mod shadow;

use std::sync::Arc;

use automerge::{ActorId, Change, ChangeHash};

pub use change::MAX_OPERATIONS;
pub use history::{History, Replayed};
pub use refusal::GateRefusal;

use crate::Draft;
use caught::caught;
use change::{Heading, Operation};
use check::{Check, Origin};
use chunk::Chunk;
use index::Index;
use shadow::Shadow;

/// What the gate makes of one change.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The change is good, if the batch it is in can be applied.
    Checked(CheckedChange),
    /// The change is part of the draft already.
    Known(ChangeHash),
    /// The change is made on others that have not come yet.
    Waiting {
        /// The change.
        hash: ChangeHash,
        /// Those it waits for.
        missing: Vec<ChangeHash>,
    },
}

/// A change that has passed the gate's checks.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedChange {
    change: Arc<Change>,
}

impl CheckedChange {
    /// Returns the change's hash.
    pub fn hash(&self) -> ChangeHash {
        self.change.hash()
    }

    /// Returns the actor that made the change.
    pub fn actor(&self) -> &ActorId {
        self.change.actor_id()
    }

    /// Returns the number of the change among its actor's.
    pub fn seq(&self) -> u64 {
        self.change.seq()
    }

    /// Returns the exact bytes of the change, never compressed.
    pub fn bytes(&self) -> &[u8] {
        self.change.raw_bytes()
    }

    /// Returns the change for a live draft to apply.
    pub fn change(&self) -> &Change {
        &self.change
    }
}

/// What became of the checked changes of a batch.
#[derive(Debug, Default)]
pub struct Sealed {
    /// Those to be stored and applied, in order.
    pub accepted: Vec<CheckedChange>,
    /// Those that automerge cannot apply, and those built on them.
    pub refused: Vec<(ChangeHash, GateRefusal)>,
}

/// Judges the changes that clients send to one draft.
#[derive(Debug)]
pub struct Gate {
    index: Index,
    shadow: Option<Shadow>,
    checked: Vec<CheckedChange>,
    /// Operations since the shadow was last proved to survive being saved and loaded.
    unproved: usize,
}

/// The fewest operations after which the shadow is saved and loaded for proof.
const PROOF_AFTER: usize = 2_000;

/// The share of a draft's operations that must be new for another proof, since
/// a proof costs time in proportion to them all.
const PROOF_SHARE: usize = 4;

impl Gate {
    /// Makes the gate of a draft in its present state.
    ///
    /// # Errors
    ///
    /// * [`GateRefusal`] if the draft's own history is not what a draft's is.
    pub fn new(draft: &mut Draft) -> Result<Self, GateRefusal> {
        let mut gate = Self {
            index: Index::default(),
            shadow: None,
            checked: Vec::new(),
            unproved: 0,
        };
        gate.begin(Shadow::copy(draft.document()))?;
        Ok(gate)
    }

    /// Begins anew from the live draft, forgetting what was checked and not
    /// applied to it. Needed when a checked batch was not stored, and after the
    /// server itself edited the draft.
    ///
    /// # Errors
    ///
    /// * [`GateRefusal`] if the draft's own history is not what a draft's is;
    ///   the gate then refuses everything.
    pub fn reload(&mut self, draft: &mut Draft) -> Result<(), GateRefusal> {
        self.shadow = None;
        self.checked.clear();
        self.index = Index::default();
        self.unproved = 0;
        self.begin(Shadow::load(&draft.save())?)
    }

    /// Takes in changes of the server's own hand, which the live draft has already.
    ///
    /// # Errors
    ///
    /// * [`GateRefusal`] if they do not follow; the gate has to be reloaded.
    pub fn follow(&mut self, changes: &[Change]) -> Result<(), GateRefusal> {
        let followed = self.take_in(changes);
        if followed.is_err() {
            self.shadow = None;
        }
        followed
    }

    /// Reads the envelopes in which changes came: one chunk, or several one
    /// after another. Each can be given to [`Gate::check`] by itself.
    ///
    /// # Errors
    ///
    /// * [`GateRefusal`] if there is anything but changes.
    pub fn split(bytes: &[u8]) -> Result<Vec<Vec<u8>>, GateRefusal> {
        let chunks = Chunk::read_all(bytes)?;
        Ok(chunks.into_iter().map(|chunk| chunk.bytes).collect())
    }

    /// Returns the hash of a change, if the bytes are the envelope of one.
    pub fn hash_of(bytes: &[u8]) -> Option<ChangeHash> {
        let chunk = Chunk::read_all(bytes).ok()?.pop()?;
        Some(chunk.hash)
    }

    /// Judges one change. `may_act` says whether the sender may use an actor.
    ///
    /// A checked change counts as part of the draft for those that come after
    /// it; it must be sealed before anything else is done with it.
    ///
    /// # Errors
    ///
    /// * [`GateRefusal`] says why the change is refused.
    pub fn check(
        &mut self,
        bytes: &[u8],
        may_act: &mut dyn FnMut(&ActorId) -> bool,
    ) -> Result<Verdict, GateRefusal> {
        if self.shadow.is_none() {
            return Err(GateRefusal::GateStale);
        }
        let mut chunks = Chunk::read_all(bytes)?;
        let (Some(chunk), true) = (chunks.pop(), chunks.is_empty()) else {
            return Err(GateRefusal::NotAChange);
        };
        if self.index.knows(&chunk.hash) {
            return Ok(Verdict::Known(chunk.hash));
        }
        let heading = Heading::read(&chunk)?;
        if !may_act(&heading.actor()) {
            return Err(GateRefusal::ForeignActor);
        }
        let unknown = heading.deps.iter().filter(|dep| !self.index.knows(dep));
        let missing: Vec<_> = unknown.copied().collect();
        if !missing.is_empty() {
            let operations = heading.operations(MAX_OPERATIONS)?;
            canonical(&chunk, &heading, &operations)?;
            return Ok(Verdict::Waiting {
                hash: chunk.hash,
                missing,
            });
        }
        let change = self.judge(&chunk, &heading)?;
        let checked = CheckedChange {
            change: Arc::new(change),
        };
        self.checked.push(checked.clone());
        Ok(Verdict::Checked(checked))
    }

    /// Tries all that was checked since the last time on the shadow.
    ///
    /// `draft` is the live draft without these changes; the shadow begins anew
    /// from it if a change makes automerge panic.
    pub fn seal(&mut self, draft: &mut Draft) -> Sealed {
        let checked = std::mem::take(&mut self.checked);
        if checked.is_empty() {
            return Sealed::default();
        }
        if self.apply(&checked).is_ok() && self.prove_when_due(&checked).is_ok() {
            return Sealed {
                accepted: checked,
                refused: Vec::new(),
            };
        }
        self.seal_singly(draft, checked)
    }

    /// Saves the draft as checked, and proves that what was saved can be loaded
    /// and is the same. For snapshots; slow.
    ///
    /// # Errors
    ///
    /// * [`GateRefusal::GateStale`] before the gate is loaded again;
    /// * [`GateRefusal::CannotApply`] if the draft cannot be saved and loaded.
    pub fn snapshot(&self) -> Result<Vec<u8>, GateRefusal> {
        self.shadow.as_ref().ok_or(GateRefusal::GateStale)?.save()
    }

    /// Reports whether the gate has to be loaded again before it judges anything.
    pub fn is_stale(&self) -> bool {
        self.shadow.is_none()
    }

    fn judge(&mut self, chunk: &Chunk, heading: &Heading<'_>) -> Result<Change, GateRefusal> {
        let check = Check::begin(&self.index, heading, Origin::Outside)?;
        let operations = heading.operations(MAX_OPERATIONS)?;
        let addition = check.finish(heading, chunk.hash, &operations)?;
        let change = canonical(chunk, heading, &operations)?;
        self.index.add(addition);
        Ok(change)
    }

    /// Takes in a whole history, that of a trusted draft.
    fn begin(&mut self, shadow: Shadow) -> Result<(), GateRefusal> {
        for change in shadow.changes() {
            self.record(change.raw_bytes())?;
        }
        self.shadow = Some(shadow);
        Ok(())
    }

    fn take_in(&mut self, changes: &[Change]) -> Result<(), GateRefusal> {
        let new = changes
            .iter()
            .filter(|change| !self.index.knows(&change.hash()));
        let new: Vec<_> = new.cloned().collect();
        for change in &new {
            self.record(change.raw_bytes())?;
        }
        let shadow = self.shadow.as_mut().ok_or(GateRefusal::GateStale)?;
        shadow.apply(new)
    }

    /// Takes a change of the draft's own history into the index.
    fn record(&mut self, bytes: &[u8]) -> Result<(), GateRefusal> {
        let chunk = Chunk::read_trusted(bytes)?;
        let heading = Heading::read(&chunk)?;
        let check = Check::begin(&self.index, &heading, Origin::Trusted)?;
        let operations = heading.operations(usize::MAX)?;
        let addition = check.finish(&heading, chunk.hash, &operations)?;
        self.index.add(addition);
        Ok(())
    }

    fn apply(&mut self, checked: &[CheckedChange]) -> Result<(), GateRefusal> {
        let changes = checked.iter().map(|checked| checked.change().clone());
        let shadow = self.shadow.as_mut().ok_or(GateRefusal::GateStale)?;
        let applied = shadow.apply(changes.collect());
        if applied.is_err() {
            self.shadow = None;
        }
        applied
    }

    /// Proves now and then that the draft survives being saved and loaded.
    fn prove_when_due(&mut self, checked: &[CheckedChange]) -> Result<(), GateRefusal> {
        let new: usize = checked.iter().map(|checked| checked.change.len()).sum();
        self.unproved += new;
        if self.unproved < PROOF_AFTER.max(self.index.operations() / PROOF_SHARE) {
            return Ok(());
        }
        let proved = self.snapshot();
        match &proved {
            Ok(_) => self.unproved = 0,
            Err(_) => self.shadow = None,
        }
        proved.map(drop)
    }

    /// Finds the changes that cannot be applied, or spoil the draft, by trying
    /// and proving them one by one.
    fn seal_singly(&mut self, draft: &mut Draft, checked: Vec<CheckedChange>) -> Sealed {
        let mut sealed = Sealed::default();
        for checked in checked {
            let built_on_refused = |dep| sealed.refused.iter().any(|(hash, _)| hash == dep);
            if checked.change.deps().iter().any(built_on_refused) {
                sealed
                    .refused
                    .push((checked.hash(), GateRefusal::BuiltOnRefused));
                continue;
            }
            if self.is_stale() && self.restore(draft, &sealed.accepted).is_err() {
                sealed
                    .refused
                    .push((checked.hash(), GateRefusal::GateStale));
                continue;
            }
            let tried = self
                .record(checked.bytes())
                .and_then(|()| self.apply(std::slice::from_ref(&checked)))
                .and_then(|()| self.snapshot().map(drop));
            match tried {
                Ok(()) => sealed.accepted.push(checked),
                Err(refusal) => {
                    self.shadow = None;
                    sealed.refused.push((checked.hash(), refusal));
                }
            }
        }
        if self.is_stale() && self.restore(draft, &sealed.accepted).is_err() {
            self.shadow = None;
        }
        sealed
    }

    /// Loads the gate anew, with changes that the live draft does not have yet.
    fn restore(
        &mut self,
        draft: &mut Draft,
        accepted: &[CheckedChange],
    ) -> Result<(), GateRefusal> {
        self.reload(draft)?;
        for checked in accepted {
            self.record(checked.bytes())?;
        }
        self.apply(accepted)
    }
}

/// Writes a change as automerge writes it, compares, and has it read again as
/// the store will.
fn canonical(
    chunk: &Chunk,
    heading: &Heading<'_>,
    operations: &[Operation<'_>],
) -> Result<Change, GateRefusal> {
    let written = caught(|| heading.rebuild(operations)).ok();
    let is_same = |change: &Change| change.raw_bytes() == chunk.bytes;
    let written = written.filter(is_same).ok_or(GateRefusal::NotCanonical)?;
    let read = caught(|| Change::from_bytes(chunk.bytes.clone()).ok())?;
    if read == written && read.hash() == chunk.hash {
        Ok(read)
    } else {
        Err(GateRefusal::NotCanonical)
    }
}

#[cfg(test)]
mod tests {
    use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText};

    use super::*;
    use crate::Field;

    fn actor(n: u8) -> ActorId {
        ActorId::from([n; 16])
    }

    fn clause() -> domain::id::ClauseId {
        domain::id::ClauseId::from_uuid(uuid::Uuid::from_u128(1))
    }

    fn a_draft() -> Draft {
        let text = RichText::plain("Results are published.");
        let outline = Outline {
            title: "Principles".into(),
            language: LanguageTag::english(),
            clauses: vec![OutlineClause::new(clause(), ClauseKind::Clause, text)],
        };
        Draft::from_outline(&outline, actor(1)).unwrap()
    }

    /// The only new change of a fork of the draft in which this was typed.
    fn typed(draft: &mut Draft, by: u8, text: &str) -> Change {
        let mut fork = draft.fork(actor(by));
        fork.splice(clause(), Field::Body, 0, 0, text).unwrap();
        fork.commit(None);
        fork.changes_since(&draft.heads()).pop().unwrap()
    }

    fn checked(change: Change) -> CheckedChange {
        CheckedChange {
            change: Arc::new(change),
        }
    }

    #[test]
    fn a_change_that_automerge_fails_on_takes_nobody_elses_down() {
        let mut live = a_draft();
        let mut gate = Gate::new(&mut live).unwrap();
        let (good, other) = (typed(&mut live, 2, "a"), typed(&mut live, 3, "b"));
        // The checks would refuse it; here it is as if they had not.
        let bad = typed(&mut live, 2, "c");
        let mut built = bad.decode();
        (built.deps, built.actor_id) = (vec![bad.hash()], actor(4));
        let built = Change::from(built);
        gate.checked = [&good, &bad, &built, &other]
            .map(|change| checked(change.clone()))
            .to_vec();
        let sealed = gate.seal(&mut live);
        let accepted: Vec<_> = sealed.accepted.iter().map(CheckedChange::hash).collect();
        assert_eq!(accepted, [good.hash(), other.hash()]);
        let refused: Vec<_> = sealed.refused.iter().map(|(hash, _)| *hash).collect();
        assert_eq!(refused, [bad.hash(), built.hash()]);
        assert_eq!(sealed.refused[1].1, GateRefusal::BuiltOnRefused);
        live.absorb(vec![good, other]).unwrap();
        let next = typed(&mut live, 5, "d");
        let verdict = gate.check(next.raw_bytes(), &mut |_| true);
        assert!(matches!(verdict, Ok(Verdict::Checked(_))), "{verdict:?}");
        assert!(gate.seal(&mut live).refused.is_empty());
    }

    #[test]
    fn long_histories_are_proved_to_survive_being_saved() {
        let mut live = a_draft();
        let mut gate = Gate::new(&mut live).unwrap();
        for by in 2..4 {
            let change = typed(&mut live, by, &"word ".repeat(300));
            gate.check(change.raw_bytes(), &mut |_| true).unwrap();
            assert_eq!(gate.seal(&mut live).accepted.len(), 1);
            live.absorb(vec![change]).unwrap();
        }
        assert_eq!(gate.unproved, 0);
    }

    #[test]
    fn a_stale_gate_refuses_everything_until_it_is_loaded_again() {
        let mut live = a_draft();
        let mut gate = Gate::new(&mut live).unwrap();
        gate.shadow = None;
        let change = typed(&mut live, 2, "a");
        let refused = gate.check(change.raw_bytes(), &mut |_| true);
        assert_eq!(refused, Err(GateRefusal::GateStale));
        gate.reload(&mut live).unwrap();
        let verdict = gate.check(change.raw_bytes(), &mut |_| true);
        assert!(matches!(verdict, Ok(Verdict::Checked(_))), "{verdict:?}");
    }

    #[test]
    fn the_servers_own_edits_are_followed() {
        let mut live = a_draft();
        let mut gate = Gate::new(&mut live).unwrap();
        let own = typed(&mut live, 9, "All ");
        live.absorb(vec![own.clone()]).unwrap();
        gate.follow(std::slice::from_ref(&own)).unwrap();
        gate.follow(&[own]).unwrap();
        let next = typed(&mut live, 2, "a");
        let verdict = gate.check(next.raw_bytes(), &mut |_| true);
        assert!(matches!(verdict, Ok(Verdict::Checked(_))), "{verdict:?}");
        assert!(gate.seal(&mut live).refused.is_empty());
    }

    #[test]
    fn an_unstored_batch_is_forgotten() {
        let mut live = a_draft();
        let mut gate = Gate::new(&mut live).unwrap();
        let lost = typed(&mut live, 2, "a");
        gate.check(lost.raw_bytes(), &mut |_| true).unwrap();
        gate.seal(&mut live);
        gate.reload(&mut live).unwrap();
        let again = gate.check(lost.raw_bytes(), &mut |_| true);
        assert!(matches!(again, Ok(Verdict::Checked(_))), "{again:?}");
    }

    #[test]
    fn a_text_that_has_become_too_long_takes_no_more() {
        let mut live = a_draft();
        for _ in 0..52 {
            let text = "x".repeat(3_900);
            live.splice(clause(), Field::Body, 0, 0, &text).unwrap();
        }
        let mut gate = Gate::new(&mut live).unwrap();
        let change = typed(&mut live, 2, "a");
        let refused = gate.check(change.raw_bytes(), &mut |_| true);
        assert_eq!(refused, Err(GateRefusal::TextTooLong));
    }
}
