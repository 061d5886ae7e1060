//! What the record holds of the working draft: its heads, and whose its actors are.

use std::collections::BTreeMap;

use super::Instrument;
use crate::id::DelegateId;
use crate::record::{Act, Actor, ActorBound, Contents, Entry, Fact, Inconsistent};

/// The number of actors in one entry: about 40 kB, well within an entry's limit.
const ACTORS_PER_ENTRY: usize = 400;

/// What the record holds of the working draft so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Anchored {
    /// The heads it had when they were anchored last, or tabled.
    pub(super) heads: Vec<String>,
    actors: BTreeMap<String, DelegateId>,
}

impl Instrument {
    /// Returns the heads of the working draft that the record has; empty before the first.
    pub fn anchored_heads(&self) -> &[String] {
        &self.anchored.heads
    }

    /// Returns whose an actor of the working draft is, as the record has it.
    pub fn bound_actor(&self, actor: &str) -> Option<DelegateId> {
        self.anchored.actors.get(actor).copied()
    }

    /// Anchors the working draft's heads, and binds those who wrote; the server itself acts.
    pub fn anchor_heads(
        &self,
        heads: Vec<String>,
        writers: &BTreeMap<String, DelegateId>,
    ) -> Vec<Act> {
        let draft = self.draft;
        let mut acts = self.bind_actors(writers);
        acts.push(self.noted(Fact::HeadsAnchored { draft, heads }));
        acts
    }

    /// Binds the actors that the record does not have yet to the persons who wrote by them.
    pub fn bind_actors(&self, writers: &BTreeMap<String, DelegateId>) -> Vec<Act> {
        let new = writers
            .iter()
            .filter(|(actor, _)| self.bound_actor(actor).is_none());
        let new: Vec<_> = new
            .map(|(actor, delegate)| ActorBound {
                actor: actor.clone(),
                delegate: *delegate,
            })
            .collect();
        let bound = |part: &[ActorBound]| Fact::ActorsBound {
            draft: self.draft,
            actors: part.to_vec(),
        };
        new.chunks(ACTORS_PER_ENTRY)
            .map(|part| self.noted(bound(part)))
            .collect()
    }

    fn noted(&self, fact: Fact) -> Act {
        Act {
            actor: Actor::System,
            organisation: None,
            instrument: Some(self.id),
            fact,
            contents: Contents::default(),
        }
    }

    /// Takes in an entry about the working draft's history.
    pub(super) fn anchor(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        match &entry.fact {
            Fact::HeadsAnchored { draft, heads } if *draft == self.draft => {
                self.anchored.heads.clone_from(heads);
            }
            Fact::ActorsBound { draft, actors } if *draft == self.draft => {
                for ActorBound { actor, delegate } in actors {
                    let former = self.anchored.actors.insert(actor.clone(), *delegate);
                    if former.is_some_and(|it| it != *delegate) {
                        return Err(Inconsistent::at(entry, "an actor belongs to somebody else"));
                    }
                }
            }
            _ => return Err(Inconsistent::at(entry, "it is not the working draft")),
        }
        Ok(())
    }
}
