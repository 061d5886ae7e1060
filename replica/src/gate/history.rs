//! A draft's whole history, replayed from changes that nobody vouches for.

use automerge::{ActorId, Change, ChangeHash};

use super::GateRefusal;
use super::canonical;
use super::caught::caught;
use super::change::Heading;
use super::check::{Check, Origin};
use super::chunk::Chunk;
use super::index::Index;
use crate::Draft;

/// The greatest number of operations in one change of the server's own hand, such as an import.
const MAX_IMPORTED: usize = 2_000_000;

/// A change that has been replayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Its hash, which its bytes have.
    pub hash: ChangeHash,
    /// The actor that made it.
    pub actor: ActorId,
    /// The changes it is made on, all of them replayed before.
    pub parents: Vec<ChangeHash>,
}

/// Replays the changes of a draft one after another, beginning with nothing.
///
/// As with the gate, nothing reaches automerge that was not understood and written anew; but a
/// history begins with a change of the server's own hand.
#[derive(Debug)]
pub struct History {
    index: Index,
    draft: Draft,
    waiting: Vec<Change>,
}

impl Default for History {
    fn default() -> Self {
        Self {
            index: Index::default(),
            draft: Draft::empty(ActorId::from([0; 16])),
            waiting: Vec::new(),
        }
    }
}

impl History {
    /// Takes in the next change.
    ///
    /// # Errors
    ///
    /// * [`GateRefusal`] if the bytes are no change, or one that cannot follow on those before.
    pub fn replay(&mut self, bytes: &[u8]) -> Result<Replayed, GateRefusal> {
        let chunk = Chunk::read_trusted(bytes)?;
        if chunk.bytes != bytes {
            return Err(GateRefusal::NotCanonical);
        }
        let heading = Heading::read(&chunk)?;
        if heading.deps.iter().any(|dep| !self.index.knows(dep)) {
            return Err(GateRefusal::DetachedChange);
        }
        let check = Check::begin(&self.index, &heading, Origin::Trusted)?;
        let operations = heading.operations(MAX_IMPORTED)?;
        let addition = check.finish(&heading, chunk.hash, &operations)?;
        let change = canonical(&chunk, &heading, &operations)?;
        self.index.add(addition);
        self.waiting.push(change);
        Ok(Replayed {
            hash: chunk.hash,
            actor: heading.actor(),
            parents: heading.deps.clone(),
        })
    }

    /// Reports whether a change was replayed.
    pub fn knows(&self, hash: &ChangeHash) -> bool {
        self.index.knows(hash)
    }

    /// Does something with the draft that the changes so far add up to.
    ///
    /// # Errors
    ///
    /// * [`GateRefusal::CannotApply`] if automerge cannot apply a change, or fails at it.
    pub fn with_draft<T>(&mut self, work: impl FnOnce(&mut Draft) -> T) -> Result<T, GateRefusal> {
        let waiting = std::mem::take(&mut self.waiting);
        let draft = &mut self.draft;
        caught(|| {
            draft.absorb(waiting).ok()?;
            Some(work(draft))
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText};

    use super::*;
    use crate::Field;

    fn a_history() -> (Draft, Vec<Change>) {
        let clause = domain::id::ClauseId::from_uuid(uuid::Uuid::from_u128(1));
        let text = RichText::plain("Results are published.");
        let outline = Outline {
            title: "Principles".into(),
            language: LanguageTag::english(),
            clauses: vec![OutlineClause::new(clause, ClauseKind::Clause, text)],
        };
        let mut draft = Draft::from_outline(&outline, ActorId::from([1; 16])).unwrap();
        draft.set_actor(ActorId::from([2; 16]));
        draft.splice(clause, Field::Body, 0, 0, "All ").unwrap();
        draft.commit(None);
        let changes = draft.changes_since(&[]);
        (draft, changes)
    }

    #[test]
    fn a_history_adds_up_to_the_draft() {
        let (mut draft, changes) = a_history();
        let mut history = History::default();
        let mut last = None;
        for change in &changes {
            last = Some(history.replay(change.raw_bytes()).unwrap());
        }
        let last = last.unwrap();
        assert_eq!(vec![last.hash], draft.heads());
        assert_eq!(last.actor, ActorId::from([2; 16]));
        assert_eq!(last.parents, [changes[0].hash()]);
        let outline = history.with_draft(|it| it.outline()).unwrap();
        assert_eq!(outline, draft.outline());
    }

    #[test]
    fn no_change_comes_before_those_it_is_made_on() {
        let (_, changes) = a_history();
        let mut history = History::default();
        let early = history.replay(changes[1].raw_bytes());
        assert_eq!(early, Err(GateRefusal::DetachedChange));
        history.replay(changes[0].raw_bytes()).unwrap();
        history.replay(changes[1].raw_bytes()).unwrap();
        assert!(history.replay(changes[1].raw_bytes()).is_err());
    }

    #[test]
    fn every_byte_of_a_change_counts() {
        let (_, changes) = a_history();
        let bytes = changes[1].raw_bytes();
        for at in 0..bytes.len() {
            let mut history = History::default();
            history.replay(changes[0].raw_bytes()).unwrap();
            let mut other = bytes.to_vec();
            other[at] ^= 1;
            assert!(history.replay(&other).is_err(), "byte {at}");
        }
    }
}
