//! What the gate knows of a draft's history: its changes, who made which
//! operation, where each character stands, and what each key was set to.

use std::collections::{BTreeSet, HashMap, HashSet};

use automerge::ChangeHash;
use domain::id::ClauseId;

use super::runs::Runs;
use crate::Field;

/// An operation's name in the whole draft: its counter, and its actor by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct OpId {
    pub(super) counter: u64,
    pub(super) actor: u32,
}

/// The objects of a draft below its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    Clauses,
    Clause,
    Text { text: u32, is_body: bool },
}

/// The keys that hold a value and can be set again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ValueKey {
    Version,
    Language,
    Kind,
    Parent,
    Place,
    Removed,
}

/// The keys that a clause has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ClauseKey {
    Value(ValueKey),
    Text(Field),
}

impl ClauseKey {
    pub(super) const ALL: [Self; 8] = [
        Self::Value(ValueKey::Kind),
        Self::Value(ValueKey::Parent),
        Self::Value(ValueKey::Place),
        Self::Value(ValueKey::Language),
        Self::Value(ValueKey::Removed),
        Self::Text(Field::Heading),
        Self::Text(Field::Body),
        Self::Text(Field::Commentary),
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Value(key) => key.as_str(),
            Self::Text(field) => field.as_str(),
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str() == name)
    }
}

impl ValueKey {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Version => "v",
            Self::Language => "language",
            Self::Kind => "kind",
            Self::Parent => "parent",
            Self::Place => "place",
            Self::Removed => "removed",
        }
    }
}

/// A key of an object; the root where there is none.
pub(super) type Register = (Option<OpId>, ValueKey);

/// An operation that set or cleared a key, and those it replaced.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) register: Register,
    pub(super) id: OpId,
    pub(super) is_put: bool,
    pub(super) preds: Vec<OpId>,
}

#[derive(Debug, Clone)]
struct Put {
    id: OpId,
    replaced_by: Vec<OpId>,
}

#[derive(Debug, Clone)]
struct Node {
    actor: u32,
    seq: usize,
    max_op: u64,
    parents: Vec<u32>,
    /// The whole past of this change, kept for every [`KEPT_CLOCKS`]th one.
    clock: Option<Clock>,
}

/// How far back a past is followed, at most, before one that was kept.
const KEPT_CLOCKS: usize = 64;

#[derive(Debug, Clone, Default)]
struct Actor {
    name: Vec<u8>,
    changes: Vec<u32>,
    runs: Runs,
}

/// The number of each actor's changes that are in a past.
type Clock = Vec<usize>;

/// What was known where a change was made.
#[derive(Debug, Clone)]
pub(super) enum Past {
    /// Everything the draft has.
    Everything,
    /// Only these.
    Until(Clock),
}

/// What a checked change adds.
#[derive(Debug, Clone)]
pub(super) struct Addition {
    pub(super) hash: ChangeHash,
    pub(super) deps: Vec<ChangeHash>,
    pub(super) actor: Vec<u8>,
    pub(super) max_op: u64,
    pub(super) operations: usize,
    pub(super) objects: HashMap<OpId, Object>,
    pub(super) clauses: Vec<ClauseId>,
    pub(super) settings: Vec<Setting>,
    pub(super) runs: Runs,
    /// How many texts it makes, numbered on from those there are.
    pub(super) texts: usize,
    /// How many characters and marks each text gains.
    pub(super) elements: HashMap<u32, usize>,
}

/// Everything the gate knows of a draft.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    numbers: HashMap<Vec<u8>, u32>,
    actors: Vec<Actor>,
    changes: HashMap<ChangeHash, u32>,
    nodes: Vec<Node>,
    heads: BTreeSet<ChangeHash>,
    objects: HashMap<OpId, Object>,
    clauses: HashSet<ClauseId>,
    registers: HashMap<Register, Vec<Put>>,
    /// How many characters and marks each text ever had.
    texts: Vec<usize>,
    operations: usize,
}

impl Index {
    pub(super) fn knows(&self, hash: &ChangeHash) -> bool {
        self.changes.contains_key(hash)
    }

    pub(super) fn actor(&self, name: &[u8]) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// Returns the number that the next new actor gets.
    pub(super) fn next_actor(&self) -> u32 {
        number(self.actors.len())
    }

    pub(super) fn actor_name(&self, actor: u32) -> Option<&[u8]> {
        self.actors.get(actor as usize).map(|a| a.name.as_slice())
    }

    /// Returns how many changes an actor has made.
    pub(super) fn last_seq(&self, actor: u32) -> usize {
        self.actors
            .get(actor as usize)
            .map_or(0, |actor| actor.changes.len())
    }

    pub(super) fn runs(&self, actor: u32) -> Option<&Runs> {
        self.actors.get(actor as usize).map(|actor| &actor.runs)
    }

    pub(super) fn object(&self, id: OpId) -> Option<Object> {
        self.objects.get(&id).copied()
    }

    pub(super) fn has_clause(&self, clause: ClauseId) -> bool {
        self.clauses.contains(&clause)
    }

    pub(super) fn clause_count(&self) -> usize {
        self.clauses.len()
    }

    pub(super) fn text_count(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn text_size(&self, text: u32) -> usize {
        self.texts.get(text as usize).copied().unwrap_or_default()
    }

    pub(super) fn operations(&self) -> usize {
        self.operations
    }

    /// Returns the greatest counter that a change with these dependencies follows.
    pub(super) fn max_op(&self, deps: &[ChangeHash]) -> u64 {
        let nodes = deps.iter().filter_map(|hash| self.node(hash));
        nodes.map(|node| node.max_op).max().unwrap_or_default()
    }

    /// Returns what was known to a change with these dependencies.
    pub(super) fn past(&self, deps: &[ChangeHash]) -> Past {
        if self.heads.iter().all(|head| deps.contains(head)) {
            return Past::Everything;
        }
        let mut clock = vec![0; self.actors.len()];
        // The pasts that were kept are merged whole; what they cover needs no following.
        let mut covered = clock.clone();
        let mut seen = HashSet::new();
        let mut stack: Vec<u32> = deps
            .iter()
            .filter_map(|hash| self.changes.get(hash).copied())
            .collect();
        while let Some(number) = stack.pop() {
            let node = &self.nodes[number as usize];
            if covered[node.actor as usize] >= node.seq || !seen.insert(number) {
                continue;
            }
            if let Some(kept) = &node.clock {
                merge(&mut covered, kept);
            } else {
                let known = &mut clock[node.actor as usize];
                *known = node.seq.max(*known);
                stack.extend(&node.parents);
            }
        }
        merge(&mut clock, &covered);
        Past::Until(clock)
    }

    /// Reports whether an actor's changes up to this one were known.
    pub(super) fn covers_change(&self, past: &Past, actor: u32, seq: usize) -> bool {
        match past {
            Past::Everything => self.last_seq(actor) >= seq,
            Past::Until(clock) => clock.get(actor as usize).is_some_and(|known| *known >= seq),
        }
    }

    /// Reports whether an operation was known.
    pub(super) fn covers(&self, past: &Past, id: OpId) -> bool {
        let Some(actor) = self.actors.get(id.actor as usize) else {
            return false;
        };
        let known = match past {
            Past::Everything => actor.changes.len(),
            Past::Until(clock) => clock.get(id.actor as usize).copied().unwrap_or_default(),
        };
        let last = known
            .checked_sub(1)
            .and_then(|last| actor.changes.get(last));
        last.is_some_and(|last| self.nodes[*last as usize].max_op >= id.counter)
    }

    /// Returns the operations that a key's value came from, as far as known.
    pub(super) fn visible(&self, past: &Past, register: Register) -> Vec<OpId> {
        let puts = self.registers.get(&register);
        let known = puts.into_iter().flatten().filter(|put| {
            let replaced = put.replaced_by.iter().any(|id| self.covers(past, *id));
            !replaced && self.covers(past, put.id)
        });
        known.map(|put| put.id).collect()
    }

    /// Takes a checked change in.
    pub(super) fn add(&mut self, addition: Addition) {
        let actor = self.intern(&addition.actor);
        let number = number(self.nodes.len());
        let parents = addition.deps.iter().filter_map(|dep| self.changes.get(dep));
        let parents: Vec<u32> = parents.copied().collect();
        for dep in &addition.deps {
            self.heads.remove(dep);
        }
        self.heads.insert(addition.hash);
        self.changes.insert(addition.hash, number);
        let own = &mut self.actors[actor as usize];
        own.changes.push(number);
        own.runs.append(addition.runs);
        let seq = own.changes.len();
        let clock = (number as usize).is_multiple_of(KEPT_CLOCKS).then(|| {
            let mut clock = match self.past(&addition.deps) {
                Past::Until(clock) => clock,
                Past::Everything => self.actors.iter().map(|a| a.changes.len()).collect(),
            };
            clock[actor as usize] = seq;
            clock
        });
        self.nodes.push(Node {
            actor,
            seq,
            max_op: addition.max_op,
            parents,
            clock,
        });
        self.operations += addition.operations;
        self.objects.extend(addition.objects);
        self.clauses.extend(addition.clauses);
        self.texts.resize(self.texts.len() + addition.texts, 0);
        for (text, count) in addition.elements {
            self.texts[text as usize] += count;
        }
        for setting in addition.settings {
            self.set(&setting);
        }
    }

    fn set(&mut self, setting: &Setting) {
        let puts = self.registers.entry(setting.register).or_default();
        for put in puts
            .iter_mut()
            .filter(|put| setting.preds.contains(&put.id))
        {
            put.replaced_by.push(setting.id);
        }
        if setting.is_put {
            puts.push(Put {
                id: setting.id,
                replaced_by: Vec::new(),
            });
        }
    }

    fn intern(&mut self, name: &[u8]) -> u32 {
        if let Some(actor) = self.numbers.get(name) {
            return *actor;
        }
        let actor = self.next_actor();
        self.numbers.insert(name.to_vec(), actor);
        self.actors.push(Actor {
            name: name.to_vec(),
            ..Actor::default()
        });
        actor
    }

    fn node(&self, hash: &ChangeHash) -> Option<&Node> {
        let number = self.changes.get(hash)?;
        self.nodes.get(*number as usize)
    }
}

fn merge(clock: &mut Clock, other: &[usize]) {
    for (known, also) in clock.iter_mut().zip(other) {
        *known = (*known).max(*also);
    }
}

/// Numbers things of which there are far fewer than 2^32, by the gate's own limits.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
