//! A change, read by bounded code of our own.

use std::num::NonZeroU64;

use automerge::legacy::{ElementId, Key as WireKey, MarkData, ObjectId, Op as WireOp};
use automerge::legacy::{OpId as WireId, OpType};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange, ObjType, ScalarValue};

use super::GateRefusal;
use super::chunk::Chunk;
use super::column::{TooMany, booleans, count_rows, deltas, numbers, texts};
use crate::reader::Reader;

/// The greatest number of operations in a change from outside.
pub const MAX_OPERATIONS: usize = 10_000;

const MAX_DEPS: usize = 4_096;
const MAX_ACTORS: usize = 4_096;
const MAX_ACTOR: usize = 32;
const MAX_MESSAGE: usize = 1_024;
/// Predecessors of one operation, on average; more than an editor ever makes.
const MAX_PREDS_PER_OP: usize = 64;

mod column_id {
    pub(super) const OBJECT_ACTOR: u64 = 0x01;
    pub(super) const OBJECT_COUNTER: u64 = 0x02;
    pub(super) const KEY_ACTOR: u64 = 0x11;
    pub(super) const KEY_COUNTER: u64 = 0x13;
    pub(super) const KEY_TEXT: u64 = 0x15;
    pub(super) const INSERT: u64 = 0x34;
    pub(super) const ACTION: u64 = 0x42;
    pub(super) const VALUE_META: u64 = 0x56;
    pub(super) const VALUE: u64 = 0x57;
    pub(super) const PRED_COUNT: u64 = 0x70;
    pub(super) const PRED_ACTOR: u64 = 0x71;
    pub(super) const PRED_COUNTER: u64 = 0x73;
    pub(super) const EXPAND: u64 = 0x94;
    pub(super) const MARK_NAME: u64 = 0xa5;

    /// Every column of a change, in order.
    pub(super) const ALL: [u64; 14] = [
        OBJECT_ACTOR,
        OBJECT_COUNTER,
        KEY_ACTOR,
        KEY_COUNTER,
        KEY_TEXT,
        INSERT,
        ACTION,
        VALUE_META,
        VALUE,
        PRED_COUNT,
        PRED_ACTOR,
        PRED_COUNTER,
        EXPAND,
        MARK_NAME,
    ];
}

/// An operation's name in a change: its counter, and its actor's place in the
/// change's own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LocalId {
    pub(super) counter: u64,
    pub(super) actor: usize,
}

/// Where in its object an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'a> {
    Name(&'a str),
    Head,
    Element(LocalId),
}

/// The values that drafts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Null,
    Boolean(bool),
    Text(&'a str),
    Integer(i64),
    /// One that drafts do not have.
    Foreign,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action<'a> {
    MakeMap,
    MakeText,
    Put(Value<'a>),
    Delete,
    BeginMark {
        name: &'a str,
        value: Value<'a>,
        expand: bool,
    },
    EndMark {
        expand: bool,
    },
    /// One that drafts do not have.
    Foreign,
}

/// One operation of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Operation<'a> {
    /// The object it is in; none for the root.
    pub(super) object: Option<LocalId>,
    pub(super) key: Key<'a>,
    pub(super) insert: bool,
    pub(super) action: Action<'a>,
    pub(super) preds: Vec<LocalId>,
}

/// What a change says before its operations.
#[derive(Debug, Clone)]
pub(super) struct Heading<'a> {
    pub(super) deps: Vec<ChangeHash>,
    pub(super) seq: u64,
    pub(super) start_op: u64,
    pub(super) time: i64,
    pub(super) message: &'a str,
    /// The actors named in the change, its own first.
    pub(super) actors: Vec<&'a [u8]>,
    columns: [&'a [u8]; 14],
}

impl<'a> Heading<'a> {
    pub(super) fn read(chunk: &'a Chunk) -> Result<Self, GateRefusal> {
        let mut reader = Reader::new(chunk.body());
        let count = reader.count(32, MAX_DEPS)?;
        let mut deps = Vec::with_capacity(count);
        for _ in 0..count {
            deps.push(ChangeHash(reader.array()?));
        }
        let mut actors = vec![actor(&mut reader)?];
        let seq = reader.unsigned()?;
        let start_op = reader.unsigned()?;
        let time = reader.signed()?;
        let message = reader.bytes(usize::MAX)?;
        for _ in 0..reader.count(2, MAX_ACTORS)? {
            actors.push(actor(&mut reader)?);
        }
        if message.len() > MAX_MESSAGE {
            return Err(GateRefusal::MessageTooLong);
        }
        Ok(Self {
            deps,
            seq,
            start_op,
            time,
            message: std::str::from_utf8(message).map_err(|_| GateRefusal::NotAChange)?,
            actors,
            columns: columns(reader)?,
        })
    }

    pub(super) fn actor(&self) -> ActorId {
        ActorId::from(self.actors[0])
    }

    /// Reads the operations, of which there are at most `limit`.
    pub(super) fn operations(&self, limit: usize) -> Result<Vec<Operation<'a>>, GateRefusal> {
        let rows = count_rows(self.column(column_id::ACTION), limit).map_err(|e| match e {
            TooMany::Rows => GateRefusal::TooManyOperations(limit),
            TooMany::Malformed => GateRefusal::MalformedOperations,
        })?;
        self.rows(rows)
            .map_err(|_| GateRefusal::MalformedOperations)
    }

    fn column(&self, id: u64) -> &'a [u8] {
        let place = column_id::ALL.iter().position(|known| *known == id);
        place.map_or(&[], |place| self.columns[place])
    }

    fn rows(&self, rows: usize) -> Result<Vec<Operation<'a>>, crate::reader::Malformed> {
        use crate::reader::Malformed;
        let objects = self.ids(column_id::OBJECT_ACTOR, column_id::OBJECT_COUNTER, rows)?;
        let key_actors = numbers(self.column(column_id::KEY_ACTOR), rows)?;
        let key_counters = deltas(self.column(column_id::KEY_COUNTER), rows)?;
        let names = texts(self.column(column_id::KEY_TEXT), rows)?;
        let inserts = booleans(self.column(column_id::INSERT), rows)?;
        let actions = numbers(self.column(column_id::ACTION), rows)?;
        let metas = numbers(self.column(column_id::VALUE_META), rows)?;
        let mut values = Reader::new(self.column(column_id::VALUE));
        let mut preds = self.preds(rows)?.into_iter();
        let expands = booleans(self.column(column_id::EXPAND), rows)?;
        let marks = texts(self.column(column_id::MARK_NAME), rows)?;
        let mut operations = Vec::with_capacity(rows);
        for row in 0..rows {
            let value = value(metas[row].unwrap_or_default(), &mut values)?;
            operations.push(Operation {
                object: objects[row],
                key: self.key(names[row], key_actors[row], key_counters[row])?,
                insert: inserts[row],
                action: action(actions[row], value, marks[row], expands[row])?,
                preds: preds.next().unwrap_or_default(),
            });
        }
        if values.is_empty() {
            Ok(operations)
        } else {
            Err(Malformed)
        }
    }

    fn key(
        &self,
        name: Option<&'a str>,
        actor: Option<u64>,
        counter: Option<u64>,
    ) -> Result<Key<'a>, crate::reader::Malformed> {
        match (name, actor, counter) {
            (Some(name), None, None) => Ok(Key::Name(name)),
            (None, None, Some(0)) => Ok(Key::Head),
            (None, Some(actor), Some(counter)) => self.id(actor, counter).map(Key::Element),
            _ => Err(crate::reader::Malformed),
        }
    }

    fn ids(
        &self,
        actors: u64,
        counters: u64,
        rows: usize,
    ) -> Result<Vec<Option<LocalId>>, crate::reader::Malformed> {
        let actors = numbers(self.column(actors), rows)?;
        let counters = numbers(self.column(counters), rows)?;
        let pairs = actors.into_iter().zip(counters);
        pairs
            .map(|pair| match pair {
                (None, None) => Ok(None),
                (Some(actor), Some(counter)) => self.id(actor, counter).map(Some),
                _ => Err(crate::reader::Malformed),
            })
            .collect()
    }

    /// An operation's name; counters beyond 32 bits overflow inside automerge.
    fn id(&self, actor: u64, counter: u64) -> Result<LocalId, crate::reader::Malformed> {
        let actor = usize::try_from(actor).ok();
        let actor = actor.filter(|actor| *actor < self.actors.len());
        match actor {
            Some(actor) if counter > 0 && u32::try_from(counter).is_ok() => {
                Ok(LocalId { counter, actor })
            }
            _ => Err(crate::reader::Malformed),
        }
    }

    fn preds(&self, rows: usize) -> Result<Vec<Vec<LocalId>>, crate::reader::Malformed> {
        let counts = numbers(self.column(column_id::PRED_COUNT), rows)?;
        let limit = rows.saturating_mul(MAX_PREDS_PER_OP) as u64;
        let total = counts.iter().flatten().try_fold(0_u64, |sum, count| {
            sum.checked_add(*count).filter(|sum| *sum <= limit)
        });
        let total = total.and_then(|total| usize::try_from(total).ok());
        let total = total.ok_or(crate::reader::Malformed)?;
        let actors = numbers(self.column(column_id::PRED_ACTOR), total)?;
        let counters = deltas(self.column(column_id::PRED_COUNTER), total)?;
        let mut ids = actors.into_iter().zip(counters);
        counts
            .into_iter()
            .map(|count| {
                (0..count.unwrap_or_default())
                    .map(|_| match ids.next() {
                        Some((Some(actor), Some(counter))) => self.id(actor, counter),
                        _ => Err(crate::reader::Malformed),
                    })
                    .collect()
            })
            .collect()
    }

    /// Writes the change as automerge writes it, from what was understood of it.
    /// Where that is not what was sent, something in it was not understood.
    pub(super) fn rebuild(&self, operations: &[Operation<'_>]) -> Option<Change> {
        let actors: Vec<_> = self.actors.iter().map(|a| ActorId::from(*a)).collect();
        let operations = operations.iter().map(|op| wire_op(op, &actors));
        Some(Change::from(ExpandedChange {
            operations: operations.collect::<Option<_>>()?,
            actor_id: actors[0].clone(),
            hash: None,
            seq: self.seq,
            start_op: NonZeroU64::new(self.start_op)?,
            time: self.time,
            message: (!self.message.is_empty()).then(|| self.message.to_owned()),
            deps: self.deps.clone(),
            extra_bytes: Vec::new(),
            author: None,
        }))
    }
}

fn actor<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], GateRefusal> {
    let actor = reader.bytes(MAX_ACTOR)?;
    if actor.is_empty() {
        return Err(GateRefusal::NotAChange);
    }
    Ok(actor)
}

/// Reads the columns: each known one at most once, in order, nothing after them.
fn columns(mut reader: Reader<'_>) -> Result<[&[u8]; 14], GateRefusal> {
    let count = reader.count(2, column_id::ALL.len())?;
    let mut lengths = Vec::with_capacity(count);
    let mut known = column_id::ALL.iter().enumerate();
    for _ in 0..count {
        let id = reader.unsigned()?;
        let (place, _) = known
            .find(|(_, known)| **known == id)
            .ok_or(GateRefusal::MalformedOperations)?;
        let length = usize::try_from(reader.unsigned()?).map_err(|_| GateRefusal::NotAChange)?;
        lengths.push((place, length));
    }
    let mut columns: [&[u8]; 14] = [&[]; 14];
    for (place, length) in lengths {
        columns[place] = reader.take(length)?;
    }
    if reader.is_empty() {
        Ok(columns)
    } else {
        Err(GateRefusal::ExtraBytes)
    }
}

fn value<'a>(meta: u64, raw: &mut Reader<'a>) -> Result<Value<'a>, crate::reader::Malformed> {
    use crate::reader::Malformed;
    let length = usize::try_from(meta >> 4).map_err(|_| Malformed)?;
    let mut bytes = Reader::new(raw.take(length)?);
    let value = match meta & 0xf {
        0 => Value::Null,
        1 => Value::Boolean(false),
        2 => Value::Boolean(true),
        4 => Value::Integer(bytes.signed()?),
        6 => {
            let text = bytes.take(length)?;
            Value::Text(std::str::from_utf8(text).map_err(|_| Malformed)?)
        }
        _ => return Ok(Value::Foreign),
    };
    if bytes.is_empty() {
        Ok(value)
    } else {
        Err(Malformed)
    }
}

fn action<'a>(
    code: Option<u64>,
    value: Value<'a>,
    mark: Option<&'a str>,
    expand: bool,
) -> Result<Action<'a>, crate::reader::Malformed> {
    match (code, mark) {
        (Some(0), None) => Ok(Action::MakeMap),
        (Some(1), None) => Ok(Action::Put(value)),
        (Some(3), None) => Ok(Action::Delete),
        (Some(4), None) => Ok(Action::MakeText),
        (Some(7), Some(name)) => Ok(Action::BeginMark {
            name,
            value,
            expand,
        }),
        (Some(7), None) => Ok(Action::EndMark { expand }),
        (Some(2 | 5 | 6), None) => Ok(Action::Foreign),
        _ => Err(crate::reader::Malformed),
    }
}

fn wire_op(operation: &Operation<'_>, actors: &[ActorId]) -> Option<WireOp> {
    let id = |id: LocalId| WireId::new(id.counter, &actors[id.actor]);
    let action = match operation.action {
        Action::MakeMap => OpType::Make(ObjType::Map),
        Action::MakeText => OpType::Make(ObjType::Text),
        Action::Put(value) => OpType::Put(wire_value(value)?),
        Action::Delete => OpType::Delete,
        Action::BeginMark {
            name,
            value,
            expand,
        } => OpType::MarkBegin(MarkData {
            name: name.into(),
            value: wire_value(value)?,
            expand,
        }),
        Action::EndMark { expand } => OpType::MarkEnd(expand),
        Action::Foreign => return None,
    };
    Some(WireOp {
        action,
        obj: operation
            .object
            .map_or(ObjectId::Root, |object| ObjectId::Id(id(object))),
        key: match operation.key {
            Key::Name(name) => WireKey::Map(name.into()),
            Key::Head => WireKey::Seq(ElementId::Head),
            Key::Element(element) => WireKey::Seq(ElementId::Id(id(element))),
        },
        pred: operation.preds.iter().map(|pred| id(*pred)).collect(),
        insert: operation.insert,
    })
}

fn wire_value(value: Value<'_>) -> Option<ScalarValue> {
    match value {
        Value::Null => Some(ScalarValue::Null),
        Value::Boolean(value) => Some(ScalarValue::Boolean(value)),
        Value::Text(text) => Some(ScalarValue::Str(text.into())),
        Value::Integer(number) => Some(ScalarValue::Int(number)),
        Value::Foreign => None,
    }
}
