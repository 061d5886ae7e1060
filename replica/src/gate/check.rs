//! The structural checks: a change does only what an editor does.

use std::collections::HashMap;

use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, Outline, Run as TextRun, refused_character};

use super::GateRefusal;
use super::change::{Action, Heading, Key, LocalId, Operation, Value};
use super::index::{Addition, ClauseKey, Index, Object, OpId, Past, Register, Setting, ValueKey};
use super::runs::{Found, Runs, Stretch, precedes};
use crate::{Field, MarkName, place};

/// Characters and marks that one text may ever have had: a key in a text costs
/// time in proportion.
const MAX_TEXT: usize = 200_000;
/// Clauses that a draft may ever have had.
const MAX_CLAUSES: usize = 2 * Outline::MAX_CLAUSES;
/// Operations that a draft may ever have had.
const MAX_HISTORY: usize = 5_000_000;
/// Steps that comparing positions may take in one change.
const MAX_STEPS: usize = 1_000_000;

/// What a change may do: those of the server's own hand begin the draft, and
/// are not limited in size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Outside,
    Trusted,
}

/// A clause made in this change, and the keys it has so far.
#[derive(Debug, Default)]
struct NewClause {
    keys: Vec<ClauseKey>,
}

/// One change being checked against what came before it.
pub(super) struct Check<'a> {
    index: &'a Index,
    past: Past,
    origin: Origin,
    /// The numbers of the actors that the change names.
    actors: Vec<u32>,
    own_name: &'a [u8],
    start_op: u64,
    objects: HashMap<OpId, Object>,
    clauses: HashMap<OpId, NewClause>,
    clause_ids: Vec<ClauseId>,
    texts: usize,
    elements: HashMap<u32, usize>,
    runs: Runs,
    visible: HashMap<Register, Vec<OpId>>,
    settings: Vec<Setting>,
    /// A mark that has begun and must end in the next operation.
    open_mark: Option<(OpId, u32)>,
    steps: usize,
}

impl<'a> Check<'a> {
    /// Checks who made the change and on what, before its operations are read.
    pub(super) fn begin(
        index: &'a Index,
        heading: &'a Heading<'_>,
        origin: Origin,
    ) -> Result<Self, GateRefusal> {
        let past = index.past(&heading.deps);
        let own = index.actor(heading.actors[0]);
        let last = own.map_or(0, |own| index.last_seq(own));
        let expected = last as u64 + 1;
        if heading.seq != expected {
            return Err(GateRefusal::WrongSequence {
                expected,
                found: heading.seq,
            });
        }
        let follows_own = own.is_none_or(|own| index.covers_change(&past, own, last));
        let begins = heading.deps.is_empty() && origin == Origin::Trusted;
        if !follows_own || (heading.deps.is_empty() && !begins) {
            return Err(GateRefusal::DetachedChange);
        }
        if heading.start_op != index.max_op(&heading.deps) + 1 {
            return Err(GateRefusal::WrongStart);
        }
        let mut actors = vec![own.unwrap_or_else(|| index.next_actor())];
        for name in &heading.actors[1..] {
            actors.push(index.actor(name).ok_or(GateRefusal::UnknownActor)?);
        }
        Ok(Self {
            index,
            past,
            origin,
            actors,
            own_name: heading.actors[0],
            start_op: heading.start_op,
            objects: HashMap::new(),
            clauses: HashMap::new(),
            clause_ids: Vec::new(),
            texts: 0,
            elements: HashMap::new(),
            runs: Runs::default(),
            visible: HashMap::new(),
            settings: Vec::new(),
            open_mark: None,
            steps: 0,
        })
    }

    /// Checks the operations, and says what they add to the draft.
    pub(super) fn finish(
        mut self,
        heading: &Heading<'_>,
        hash: automerge::ChangeHash,
        operations: &[Operation<'_>],
    ) -> Result<Addition, GateRefusal> {
        let max_op = self.start_op + operations.len() as u64 - 1;
        if u32::try_from(max_op).is_err() {
            return Err(GateRefusal::DraftFull);
        }
        for (operation, counter) in operations.iter().zip(self.start_op..) {
            self.operation(operation, counter)?;
        }
        self.complete(operations.len())?;
        Ok(Addition {
            hash,
            deps: heading.deps.clone(),
            actor: self.own_name.to_vec(),
            max_op,
            operations: operations.len(),
            objects: self.objects,
            clauses: self.clause_ids,
            settings: self.settings,
            runs: self.runs,
            texts: self.texts,
            elements: self.elements,
        })
    }

    fn operation(&mut self, operation: &Operation<'_>, counter: u64) -> Result<(), GateRefusal> {
        let id = OpId {
            counter,
            actor: self.actors[0],
        };
        let preds = operation.preds.iter().map(|pred| self.global(*pred));
        let preds: Vec<OpId> = preds.collect();
        if self.open_mark.is_some() && !matches!(operation.action, Action::EndMark { .. }) {
            return Err(GateRefusal::BrokenMark);
        }
        let Some(object) = operation.object.map(|object| self.global(object)) else {
            return self.in_root(operation, id, preds);
        };
        match self.object(object)? {
            Object::Clauses => self.in_clauses(operation, id, &preds),
            Object::Clause => self.in_clause(operation, id, object, preds),
            Object::Text { text, is_body } => self.in_text(operation, id, &preds, text, is_body),
        }
    }

    fn in_root(
        &mut self,
        operation: &Operation<'_>,
        id: OpId,
        preds: Vec<OpId>,
    ) -> Result<(), GateRefusal> {
        let name = name_of(operation)?;
        if name == ValueKey::Language.as_str() {
            return self.set(operation, id, (None, ValueKey::Language), preds);
        }
        if self.origin == Origin::Trusted && preds.is_empty() {
            return self.begin_draft(operation, id, name);
        }
        Err(GateRefusal::UnknownKey(name.to_owned()))
    }

    /// The keys that only the change that begins a draft sets.
    fn begin_draft(
        &mut self,
        operation: &Operation<'_>,
        id: OpId,
        name: &str,
    ) -> Result<(), GateRefusal> {
        match (name, operation.action) {
            ("v", Action::Put(_)) => self.set(operation, id, (None, ValueKey::Version), Vec::new()),
            ("title", Action::MakeText) => {
                self.make_text(id, false);
                Ok(())
            }
            ("clauses", Action::MakeMap) => {
                self.objects.insert(id, Object::Clauses);
                Ok(())
            }
            _ => Err(GateRefusal::UnknownKey(name.to_owned())),
        }
    }

    fn in_clauses(
        &mut self,
        operation: &Operation<'_>,
        id: OpId,
        preds: &[OpId],
    ) -> Result<(), GateRefusal> {
        let name = name_of(operation)?;
        match operation.action {
            Action::MakeMap => {}
            Action::Delete => return Err(GateRefusal::ClauseDeleted),
            _ => return Err(GateRefusal::UnknownKey(name.to_owned())),
        }
        let clause = canonical_clause(name).ok_or(GateRefusal::WrongValue("clauses"))?;
        if !preds.is_empty() || self.index.has_clause(clause) || self.clause_ids.contains(&clause) {
            return Err(GateRefusal::ClauseExists);
        }
        self.objects.insert(id, Object::Clause);
        self.clauses.insert(id, NewClause::default());
        self.clause_ids.push(clause);
        Ok(())
    }

    fn in_clause(
        &mut self,
        operation: &Operation<'_>,
        id: OpId,
        clause: OpId,
        preds: Vec<OpId>,
    ) -> Result<(), GateRefusal> {
        let name = name_of(operation)?;
        let unknown = || GateRefusal::UnknownKey(name.to_owned());
        let key = ClauseKey::from_name(name).ok_or_else(unknown)?;
        let is_first = match self.clauses.get_mut(&clause) {
            Some(new) if !new.keys.contains(&key) => {
                new.keys.push(key);
                true
            }
            _ => false,
        };
        match key {
            ClauseKey::Value(key) => self.set(operation, id, (Some(clause), key), preds),
            ClauseKey::Text(field) => {
                if !is_first || !preds.is_empty() || operation.action != Action::MakeText {
                    return Err(GateRefusal::TextReplaced);
                }
                self.make_text(id, field == Field::Body);
                Ok(())
            }
        }
    }

    fn make_text(&mut self, id: OpId, is_body: bool) {
        let text = self.index.text_count() + self.texts;
        let text = u32::try_from(text).unwrap_or(u32::MAX);
        self.texts += 1;
        self.objects.insert(id, Object::Text { text, is_body });
    }

    /// Checks that a key is set to something it can be, in place of exactly
    /// what stood there; or that of several values only the winning one stays.
    fn set(
        &mut self,
        operation: &Operation<'_>,
        id: OpId,
        register: Register,
        preds: Vec<OpId>,
    ) -> Result<(), GateRefusal> {
        let mut visible = match self.visible.remove(&register) {
            Some(visible) => visible,
            None => self.index.visible(&self.past, register),
        };
        let is_put = match operation.action {
            Action::Put(value) if is_value(register.1, value) => true,
            Action::Delete => false,
            _ => return Err(GateRefusal::WrongValue(register.1.as_str())),
        };
        let winner = self.newest(&visible);
        if !is_put {
            visible.retain(|id| Some(*id) != winner);
        }
        let nothing_left = !is_put && visible.is_empty();
        if nothing_left || !is_same_set(&preds, &visible) {
            return Err(GateRefusal::WrongPredecessors);
        }
        let left = if is_put { Some(id) } else { winner };
        self.visible.insert(register, left.into_iter().collect());
        self.settings.push(Setting {
            register,
            id,
            is_put,
            preds,
        });
        Ok(())
    }

    fn in_text(
        &mut self,
        operation: &Operation<'_>,
        id: OpId,
        preds: &[OpId],
        text: u32,
        is_body: bool,
    ) -> Result<(), GateRefusal> {
        let after = match operation.key {
            Key::Name(name) => return Err(GateRefusal::UnknownKey(name.to_owned())),
            Key::Head => None,
            Key::Element(element) => Some(self.element(self.global(element), text)?),
        };
        let at = after.map(|(id, _)| id);
        match operation.action {
            Action::Delete if !operation.insert => match after {
                Some((at, false)) if preds == [at] => Ok(()),
                _ => Err(GateRefusal::WrongPredecessors),
            },
            _ if !operation.insert => Err(GateRefusal::ForeignOperation("a replaced character")),
            _ if !preds.is_empty() => Err(GateRefusal::WrongPredecessors),
            Action::Put(value) => {
                is_character(value)?;
                self.add_element(id, text, false, at)
            }
            Action::BeginMark { name, value, .. } => {
                if !is_body || !is_mark(name, value) {
                    return Err(GateRefusal::RefusedMark);
                }
                self.open_mark = Some((id, text));
                self.add_element(id, text, true, at)
            }
            Action::EndMark { .. } => self.end_mark(id, text, at),
            Action::Delete | Action::MakeMap | Action::MakeText | Action::Foreign => {
                Err(GateRefusal::ForeignOperation("an object inside a text"))
            }
        }
    }

    fn end_mark(&mut self, id: OpId, text: u32, after: Option<OpId>) -> Result<(), GateRefusal> {
        let Some((begin, in_text)) = self.open_mark.take() else {
            return Err(GateRefusal::BrokenMark);
        };
        self.add_element(id, text, true, after)?;
        if in_text != text {
            return Err(GateRefusal::BrokenMark);
        }
        let (from, to) = (self.way_to(begin)?, self.way_to(id)?);
        if precedes(&from, &to, |a, b| self.is_newer(a, b)) {
            Ok(())
        } else {
            Err(GateRefusal::BrokenMark)
        }
    }

    fn add_element(
        &mut self,
        id: OpId,
        text: u32,
        is_mark: bool,
        after: Option<OpId>,
    ) -> Result<(), GateRefusal> {
        self.runs.push(id, text, is_mark, after);
        let gained = self.elements.entry(text).or_default();
        *gained += 1;
        let size = self.index.text_size(text) + *gained;
        if size > MAX_TEXT && self.origin == Origin::Outside {
            return Err(GateRefusal::TextTooLong);
        }
        Ok(())
    }

    /// Finds an element of a text, known where the change was made or made in
    /// it, and whether it is a mark's.
    fn element(&self, id: OpId, text: u32) -> Result<(OpId, bool), GateRefusal> {
        let found = self.find(id).filter(|found| found.run.text == text);
        let found = found.ok_or(GateRefusal::UnknownElement)?;
        if self.is_own(id) || self.index.covers(&self.past, id) {
            Ok((id, found.run.is_mark))
        } else {
            Err(GateRefusal::UnknownElement)
        }
    }

    fn find(&self, id: OpId) -> Option<Found<'_>> {
        if self.is_own(id) {
            self.runs.find(id.counter)
        } else {
            self.index.runs(id.actor)?.find(id.counter)
        }
    }

    /// Returns the way to an element, from the beginning of its text.
    fn way_to(&mut self, id: OpId) -> Result<Vec<Stretch>, GateRefusal> {
        let mut way = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at {
            self.steps += 1;
            if self.steps > MAX_STEPS && self.origin == Origin::Outside {
                return Err(GateRefusal::ChangeTooLarge);
            }
            let found = self.find(id).ok_or(GateRefusal::UnknownElement)?;
            way.push((found.run.first(id.actor), found.offset));
            at = found.run.after;
        }
        way.reverse();
        Ok(way)
    }

    fn object(&self, id: OpId) -> Result<Object, GateRefusal> {
        let known = || {
            let object = self.index.object(id)?;
            self.index.covers(&self.past, id).then_some(object)
        };
        let own = self.objects.get(&id).copied();
        own.or_else(known).ok_or(GateRefusal::UnknownObject)
    }

    /// Checks what only shows at the end: no mark left open, clauses whole, sizes bounded.
    fn complete(&self, operations: usize) -> Result<(), GateRefusal> {
        if self.open_mark.is_some() {
            return Err(GateRefusal::BrokenMark);
        }
        for clause in self.clauses.values() {
            let missing = ClauseKey::ALL.iter().find(|key| !clause.keys.contains(key));
            if let Some(missing) = missing {
                return Err(GateRefusal::IncompleteClause(missing.as_str()));
            }
        }
        if self.origin == Origin::Trusted {
            return Ok(());
        }
        if self.index.clause_count() + self.clause_ids.len() > MAX_CLAUSES
            && !self.clause_ids.is_empty()
        {
            return Err(GateRefusal::TooManyClauses);
        }
        if self.index.operations() + operations > MAX_HISTORY {
            return Err(GateRefusal::DraftFull);
        }
        Ok(())
    }

    fn is_own(&self, id: OpId) -> bool {
        id.actor == self.actors[0] && id.counter >= self.start_op
    }

    fn global(&self, id: LocalId) -> OpId {
        OpId {
            counter: id.counter,
            actor: self.actors[id.actor],
        }
    }

    fn newest(&self, ids: &[OpId]) -> Option<OpId> {
        let mut ids = ids.iter().copied();
        let first = ids.next()?;
        Some(ids.fold(first, |newest, id| {
            if self.is_newer(id, newest) {
                id
            } else {
                newest
            }
        }))
    }

    /// Compares names as automerge does: by counter, then by the actor's bytes.
    fn is_newer(&self, one: OpId, other: OpId) -> bool {
        (one.counter, self.name(one.actor)) > (other.counter, self.name(other.actor))
    }

    fn name(&self, actor: u32) -> &[u8] {
        self.index.actor_name(actor).unwrap_or(self.own_name)
    }
}

/// Returns the key of an operation in a map.
fn name_of<'a>(operation: &Operation<'a>) -> Result<&'a str, GateRefusal> {
    if operation.insert {
        return Err(GateRefusal::ForeignOperation("an insertion in a map"));
    }
    match operation.key {
        Key::Name(name) => Ok(name),
        Key::Head | Key::Element(_) => Err(GateRefusal::ForeignOperation("a list")),
    }
}

/// Finds the clause that a key names, written in the one way it is written.
fn canonical_clause(name: &str) -> Option<ClauseId> {
    let clause: ClauseId = name.parse().ok()?;
    (clause.to_string() == name).then_some(clause)
}

fn is_value(key: ValueKey, value: Value<'_>) -> bool {
    match (key, value) {
        (ValueKey::Version, Value::Integer(version)) => version == 1,
        (ValueKey::Removed, Value::Boolean(_)) => true,
        (ValueKey::Kind, Value::Text(text)) => ClauseKind::from_name(text).is_some(),
        (ValueKey::Place, Value::Text(text)) => place::is_place(text),
        (ValueKey::Parent, Value::Text(text)) => {
            text.is_empty() || canonical_clause(text).is_some()
        }
        (ValueKey::Language, Value::Text(text)) => {
            text.is_empty() || text.parse::<LanguageTag>().is_ok()
        }
        _ => false,
    }
}

fn is_character(value: Value<'_>) -> Result<(), GateRefusal> {
    let Value::Text(text) = value else {
        return Err(GateRefusal::ForeignOperation("a value inside a text"));
    };
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(_), None) => match refused_character(text) {
            Some(refused) => Err(GateRefusal::RefusedCharacter(refused.code)),
            None => Ok(()),
        },
        _ => Err(GateRefusal::ForeignOperation(
            "an insertion of other than one character",
        )),
    }
}

/// A mark put on has its own value, a mark taken off has null.
fn is_mark(name: &str, value: Value<'_>) -> bool {
    match (MarkName::from_name(name), value) {
        (Some(_), Value::Null) => true,
        (Some(MarkName::Strong | MarkName::Em), Value::Boolean(on)) => on,
        (Some(MarkName::Link), Value::Text(address)) => TextRun::permits_link(address),
        _ => false,
    }
}

fn is_same_set(one: &[OpId], other: &[OpId]) -> bool {
    one.len() == other.len() && one.iter().all(|id| other.contains(id))
}
