//! The gate refuses what no editor makes, says why, and stays as it was.

use std::fs;
use std::path::Path;

use crate::common::edits::{an_edit, make};
use crate::common::{a_draft, actor, clause};
use automerge::legacy::{ElementId, Key, ObjectId, OpId, OpType};
use automerge::{ExpandedChange, ObjType, ScalarValue};
use domain::text::ClauseKind;
use proptest::prelude::*;
use proptest::sample::Index;
use replica::{Change, Draft, Field, Gate, GateRefusal, Mark, MessageLimits, SyncMessage, Verdict};
use sha2::{Digest, Sha256};

/// A live draft, its gate, and an editor of actor 2.
struct Room {
    live: Draft,
    gate: Gate,
    editor: Draft,
}

fn a_room() -> Room {
    let mut live = a_draft();
    let gate = Gate::new(&mut live).expect("a draft of our own passes");
    let editor = live.fork(actor(2));
    Room { live, gate, editor }
}

impl Room {
    fn check(&mut self, bytes: &[u8]) -> Result<Verdict, GateRefusal> {
        self.gate.check(bytes, &mut |_| true)
    }

    /// The changes of the editor that the live draft does not have.
    fn edits(&mut self) -> Vec<Change> {
        let heads = self.live.heads();
        self.editor.changes_since(&heads)
    }

    /// The editor's only new change, taken apart.
    fn an_edit(&mut self, edit: impl FnOnce(&mut Draft)) -> ExpandedChange {
        edit(&mut self.editor);
        self.editor.commit(None);
        let change = self.edits().pop();
        change.expect("the edit makes a change").decode()
    }

    /// Gives the gate a change put together from its parts, as automerge encodes it.
    fn check_parts(&mut self, parts: ExpandedChange) -> Result<Verdict, GateRefusal> {
        let change = Change::from(parts);
        self.check(change.raw_bytes())
    }

    /// Proves that an honest client can go on, and that the draft is sound.
    fn is_unharmed(&mut self) {
        let before = self.live.outline();
        let snapshot = self.gate.snapshot().expect("the shadow saves and loads");
        let saved = Draft::load(&snapshot).expect("what was saved is a draft");
        assert_eq!(saved.outline(), before);
        let mut honest = self.live.fork(actor(77));
        let text = honest.splice(clause(2), Field::Body, 0, 0, "All ");
        text.expect("an honest edit");
        honest.commit(None);
        let change = honest.changes_since(&self.live.heads()).pop();
        let change = change.expect("an honest change");
        let verdict = self.check(change.raw_bytes());
        assert!(matches!(verdict, Ok(Verdict::Checked(_))), "{verdict:?}");
        let sealed = self.gate.seal(&mut self.live);
        assert!(sealed.refused.is_empty(), "{:?}", sealed.refused);
        let accepted = sealed.accepted.iter().map(|c| c.change().clone());
        self.live
            .apply(accepted.collect())
            .expect("a sealed change applies");
    }
}

/// The hostile byte strings, by name.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile-changes");
    let files = fs::read_dir(folder).expect("the fixtures are there");
    let mut fixtures: Vec<_> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|e| e == "bin"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("a readable file"))
        })
        .collect();
    fixtures.sort();
    fixtures
}

/// Corrects the checksum of a chunk whose bytes were changed.
fn repair(chunk: &mut [u8]) {
    if chunk.len() > 10 {
        let digest = Sha256::digest(&chunk[8..]);
        chunk[4..8].copy_from_slice(&digest[..4]);
    }
}

#[test]
fn no_known_hostile_byte_string_passes() {
    let fixtures = fixtures();
    assert_eq!(fixtures.len(), 37);
    let mut room = a_room();
    for (name, bytes) in &fixtures {
        let is_refused = |verdict: Result<Verdict, GateRefusal>| match verdict {
            Err(_) => true,
            // Made on a change that nobody has: a peer that sends it alone is refused.
            Ok(Verdict::Waiting { missing, .. }) => !missing.is_empty(),
            Ok(Verdict::Checked(_) | Verdict::Known(_)) => false,
        };
        assert!(is_refused(room.check(bytes)), "{name}");
        if let Ok(message) = SyncMessage::decode(bytes, &MessageLimits::CLIENT) {
            for chunk in message.chunks() {
                assert!(is_refused(room.check(chunk)), "{name}");
            }
        }
    }
    room.is_unharmed();
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_words() {
    let room = &mut a_room();
    let (_, document) = fixtures()
        .into_iter()
        .find(|(n, _)| n.contains("doc"))
        .unwrap();
    let refused = room.check(&document).unwrap_err();
    assert_eq!(refused.code(), "document-chunk");
    assert_eq!(
        refused.hint(),
        "send changes one by one, not a whole document"
    );
}

#[test]
fn a_few_bytes_that_stand_for_millions_of_operations_are_refused_before_they_are_made() {
    let mut room = a_room();
    let change = room.an_edit(|d| d.splice(clause(2), Field::Body, 0, 0, "a").unwrap());
    let bytes = Change::from(change).raw_bytes().to_vec();
    // The action column of one insertion is a literal run of one 1.
    let mut huge = bytes.clone();
    let at = bytes.windows(2).rposition(|w| w == [0x7f, 1]).unwrap();
    huge[at] = 0x3f;
    repair(&mut huge);
    assert!(room.check(&huge).is_err());
    room.is_unharmed();
}

#[test]
fn a_compressed_change_is_inflated_only_so_far() {
    use std::io::Write;
    let mut room = a_room();
    let zeros = vec![0; 4 * 1024 * 1024];
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&zeros).unwrap();
    let deflated = encoder.finish().unwrap();
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 2];
    let mut length = deflated.len();
    while length >= 0x80 {
        chunk.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
        length >>= 7;
    }
    chunk.push(u8::try_from(length).unwrap());
    chunk.extend(deflated);
    assert_eq!(room.check(&chunk), Err(GateRefusal::ChangeTooLarge));
}

#[test]
fn an_actor_of_somebody_else_is_refused() {
    let mut room = a_room();
    room.editor.splice_title(0, 0, "x").unwrap();
    room.editor.commit(None);
    let change = room.edits().pop().unwrap();
    let refused = room
        .gate
        .check(change.raw_bytes(), &mut |who| *who != actor(2));
    assert_eq!(refused, Err(GateRefusal::ForeignActor));
}

#[test]
fn a_change_waits_for_those_it_is_made_on() {
    let mut room = a_room();
    for text in ["a", "b"] {
        room.editor.splice_title(0, 0, text).unwrap();
        room.editor.commit(None);
    }
    let changes = room.edits();
    let waiting = room.check(changes[1].raw_bytes()).unwrap();
    let missing = vec![changes[0].hash()];
    assert_eq!(
        waiting,
        Verdict::Waiting {
            hash: changes[1].hash(),
            missing
        }
    );
    for change in &changes {
        let verdict = room.check(change.raw_bytes());
        assert!(matches!(verdict, Ok(Verdict::Checked(_))), "{verdict:?}");
    }
    let again = room.check(changes[0].raw_bytes());
    assert_eq!(again, Ok(Verdict::Known(changes[0].hash())));
}

/// An operation of a change, for tampering with it.
type Tamper = fn(&mut ExpandedChange);

/// Checks that an honest edit passes, and with something altered is refused for this reason.
fn refuses(edit: impl Fn(&mut Draft), tamper: Tamper, reason: &GateRefusal) {
    let mut room = a_room();
    let mut parts = room.an_edit(&edit);
    tamper(&mut parts);
    assert_eq!(room.check_parts(parts), Err(reason.clone()));
    room.is_unharmed();
    let mut room = a_room();
    let parts = room.an_edit(&edit);
    let verdict = room.check_parts(parts);
    assert!(matches!(verdict, Ok(Verdict::Checked(_))), "{verdict:?}");
}

fn type_letter(draft: &mut Draft) {
    draft.splice(clause(2), Field::Body, 3, 0, "x").unwrap();
}

fn mark_word(draft: &mut Draft) {
    draft.mark(clause(2), 2, 6, &Mark::Strong).unwrap();
}

fn new_clause(draft: &mut Draft) {
    draft
        .add_clause(clause(9), None, None, ClauseKind::Clause)
        .unwrap();
}

#[test]
fn an_actor_goes_on_from_its_last_change() {
    refuses(
        type_letter,
        |c| c.seq = 2,
        &GateRefusal::WrongSequence {
            expected: 1,
            found: 2,
        },
    );
    refuses(
        type_letter,
        |c| c.deps.clear(),
        &GateRefusal::DetachedChange,
    );
    refuses(
        type_letter,
        |c| c.start_op = c.start_op.saturating_add(1),
        &GateRefusal::WrongStart,
    );
}

#[test]
fn only_known_objects_actors_and_characters_are_edited() {
    refuses(
        type_letter,
        |c| c.operations[0].obj = ObjectId::Id(OpId::new(9_999, &actor(1))),
        &GateRefusal::UnknownObject,
    );
    refuses(
        type_letter,
        |c| c.operations[0].key = Key::Seq(ElementId::Id(OpId::new(9_999, &actor(1)))),
        &GateRefusal::UnknownElement,
    );
    refuses(
        type_letter,
        |c| c.operations[0].key = Key::Seq(ElementId::Id(OpId::new(3, &actor(9)))),
        &GateRefusal::UnknownActor,
    );
    refuses(
        type_letter,
        |c| c.operations[0].key = Key::Seq(ElementId::Id(OpId::new(9_999_999, &actor(2)))),
        &GateRefusal::UnknownElement,
    );
}

#[test]
fn only_single_permitted_characters_are_inserted() {
    refuses(
        type_letter,
        |c| c.operations[0].action = OpType::Put(ScalarValue::Str("ab".into())),
        &GateRefusal::ForeignOperation("an insertion of other than one character"),
    );
    refuses(
        type_letter,
        |c| c.operations[0].action = OpType::Put(ScalarValue::Str("\u{202E}".into())),
        &GateRefusal::RefusedCharacter(0x202E),
    );
    refuses(
        type_letter,
        |c| c.operations[0].action = OpType::Put(ScalarValue::Boolean(true)),
        &GateRefusal::ForeignOperation("a value inside a text"),
    );
    refuses(
        type_letter,
        |c| c.operations[0].action = OpType::Make(ObjType::Map),
        &GateRefusal::ForeignOperation("an object inside a text"),
    );
    refuses(
        type_letter,
        |c| c.operations[0].insert = false,
        &GateRefusal::ForeignOperation("a replaced character"),
    );
}

#[test]
fn deletions_name_exactly_what_they_delete() {
    let delete = |d: &mut Draft| d.splice(clause(2), Field::Body, 3, 1, "").unwrap();
    refuses(
        delete,
        |c| c.operations[0].pred = Vec::new().into(),
        &GateRefusal::WrongPredecessors,
    );
    refuses(
        delete,
        |c| {
            let other = OpId::new(1, &actor(1));
            c.operations[0].pred = vec![other].into();
        },
        &GateRefusal::WrongPredecessors,
    );
}

#[test]
fn marks_begin_before_they_end_in_one_body_and_are_ours() {
    refuses(
        mark_word,
        |c| {
            let (begin, end) = (c.operations[0].key.clone(), c.operations[1].key.clone());
            c.operations[0].key = end;
            c.operations[1].key = begin;
        },
        &GateRefusal::BrokenMark,
    );
    refuses(
        mark_word,
        |c| drop(c.operations.pop()),
        &GateRefusal::BrokenMark,
    );
    refuses(
        mark_word,
        |c| drop(c.operations.remove(0)),
        &GateRefusal::BrokenMark,
    );
    let rename: Tamper = |c| {
        if let OpType::MarkBegin(mark) = &mut c.operations[0].action {
            mark.name = "blink".into();
        }
    };
    refuses(mark_word, rename, &GateRefusal::RefusedMark);
    let script: Tamper = |c| {
        if let OpType::MarkBegin(mark) = &mut c.operations[0].action {
            mark.name = "link".into();
            mark.value = ScalarValue::Str("javascript:alert(1)".into());
        }
    };
    refuses(mark_word, script, &GateRefusal::RefusedMark);
}

#[test]
fn only_known_keys_are_set_to_what_they_can_be() {
    let kind = |d: &mut Draft| d.set_kind(clause(2), ClauseKind::Definition).unwrap();
    refuses(
        kind,
        |c| c.operations[0].key = Key::Map("colour".into()),
        &GateRefusal::UnknownKey("colour".into()),
    );
    refuses(
        kind,
        |c| c.operations[0].action = OpType::Put(ScalarValue::Str("haiku".into())),
        &GateRefusal::WrongValue("kind"),
    );
    refuses(
        kind,
        |c| c.operations[0].action = OpType::Put(ScalarValue::F64(1.5)),
        &GateRefusal::WrongValue("kind"),
    );
    refuses(
        kind,
        |c| c.operations[0].pred = Vec::new().into(),
        &GateRefusal::WrongPredecessors,
    );
    refuses(
        kind,
        |c| {
            c.operations[0].obj = ObjectId::Root;
            c.operations[0].key = Key::Map("extra".into());
            c.operations[0].pred = Vec::new().into();
        },
        &GateRefusal::UnknownKey("extra".into()),
    );
    refuses(
        kind,
        |c| {
            c.operations[0].key = Key::Map("body".into());
            c.operations[0].action = OpType::Make(ObjType::Text);
        },
        &GateRefusal::TextReplaced,
    );
}

#[test]
fn a_new_clause_is_new_and_whole() {
    refuses(
        new_clause,
        |c| drop(c.operations.pop()),
        &GateRefusal::IncompleteClause("body"),
    );
    refuses(
        new_clause,
        |c| c.operations[0].key = Key::Map(clause(2).to_string().into()),
        &GateRefusal::ClauseExists,
    );
    refuses(
        new_clause,
        |c| c.operations[0].key = Key::Map("not a UUID".into()),
        &GateRefusal::WrongValue("clauses"),
    );
    refuses(
        new_clause,
        |c| c.operations[0].insert = true,
        &GateRefusal::ForeignOperation("an insertion in a map"),
    );
    refuses(
        new_clause,
        |c| c.operations[0].action = OpType::Delete,
        &GateRefusal::ClauseDeleted,
    );
}

#[test]
fn a_change_must_know_what_it_edits() {
    let mut room = a_room();
    let mut other = room.live.fork(actor(3));
    other.splice(clause(2), Field::Body, 0, 0, "Seen ").unwrap();
    other.commit(None);
    let seen = other.changes_since(&room.live.heads()).pop().unwrap();
    assert!(matches!(
        room.check(seen.raw_bytes()),
        Ok(Verdict::Checked(_))
    ));
    let mut parts = room.an_edit(type_letter);
    let unseen = OpId::new(seen.start_op().get(), &actor(3));
    parts.operations[0].key = Key::Seq(ElementId::Id(unseen));
    assert_eq!(room.check_parts(parts), Err(GateRefusal::UnknownElement));
}

#[test]
fn more_operations_than_an_editor_makes_are_refused() {
    let mut room = a_room();
    let text = "x".repeat(10_001);
    let change = room.an_edit(|d| d.splice(clause(2), Field::Body, 0, 0, &text).unwrap());
    let mut whole = change.clone();
    let one = whole.operations.pop().unwrap();
    while whole.operations.len() < 10_001 {
        whole.operations.push(one.clone());
    }
    let refused = room.check_parts(whole);
    assert_eq!(refused, Err(GateRefusal::TooManyOperations(10_000)));
}

#[test]
fn a_batch_is_sealed_once_and_whole() {
    let mut room = a_room();
    for n in 0..5 {
        room.editor
            .splice(clause(2), Field::Body, n, 0, "x")
            .unwrap();
        room.editor.commit(None);
    }
    for change in room.edits() {
        room.check(change.raw_bytes()).unwrap();
    }
    let sealed = room.gate.seal(&mut room.live);
    assert_eq!(sealed.accepted.len(), 5);
    assert!(room.gate.seal(&mut room.live).accepted.is_empty());
}

/// What to do to a change before it is sent.
#[derive(Debug, Clone)]
enum Harm {
    Byte(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    Operation(Index, Index, u8),
}

fn a_harm() -> impl Strategy<Value = Harm> {
    let at = any::<Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Byte(at, byte)),
        1 => (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Insert(at, byte)),
        1 => at().prop_map(Harm::Remove),
        4 => (at(), at(), any::<u8>()).prop_map(|(a, b, how)| Harm::Operation(a, b, how)),
    ]
}

/// Alters a change, leaving its envelope good.
fn harmed(change: &Change, harms: &[Harm]) -> Vec<u8> {
    let mut parts = change.decode();
    for harm in harms {
        if let Harm::Operation(one, other, how) = harm {
            alter(&mut parts, *one, *other, *how);
        }
    }
    let mut bytes = Change::from(parts).raw_bytes().to_vec();
    for harm in harms {
        match harm {
            Harm::Byte(at, byte) => {
                let at = 9 + at.index(bytes.len() - 9);
                bytes[at] = *byte;
            }
            Harm::Insert(at, byte) => {
                let at = 9 + at.index(bytes.len() - 9);
                bytes.insert(at, *byte);
            }
            Harm::Remove(at) if bytes.len() > 20 => {
                let at = 9 + at.index(bytes.len() - 9);
                bytes.remove(at);
            }
            Harm::Remove(_) | Harm::Operation(..) => {}
        }
    }
    repair(&mut bytes);
    bytes
}

/// Mixes up the operations of a change in one of several ways.
fn alter(parts: &mut ExpandedChange, one: Index, other: Index, how: u8) {
    if parts.operations.is_empty() {
        return;
    }
    let one = one.index(parts.operations.len());
    let other = other.index(parts.operations.len());
    let model = parts.operations[other].clone();
    let counter = parts.start_op.get();
    let known = OpId::new(u64::from(how) * 2, &actor(1));
    let own = OpId::new(counter + u64::from(how % 4), &parts.actor_id);
    let operation = &mut parts.operations[one];
    match how % 16 {
        0 => operation.key = model.key,
        1 => operation.obj = model.obj,
        2 => operation.action = model.action,
        3 => operation.pred = model.pred,
        4 => operation.insert = !operation.insert,
        5 => parts.operations.swap(one, other),
        6 => drop(parts.operations.remove(one)),
        7 => operation.key = Key::Seq(ElementId::Id(known)),
        8 => operation.key = Key::Seq(ElementId::Id(own)),
        9 => operation.key = Key::Seq(ElementId::Head),
        10 => parts.operations.insert(one, model),
        11 => operation.obj = ObjectId::Id(known),
        12 => operation.action = OpType::MarkEnd(how < 128),
        13 => operation.pred = vec![known].into(),
        14 => operation.pred = vec![known, own].into(),
        _ => operation.action = OpType::Delete,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]
    #[test]
    fn harmed_changes_never_panic_and_never_spoil_the_draft(
        edits in prop::collection::vec(an_edit(), 1..12),
        harms in prop::collection::vec(prop::collection::vec(a_harm(), 1..4), 1..8),
    ) {
        let mut room = a_room();
        for (step, edit) in edits.iter().enumerate() {
            make(&mut room.editor, edit, step);
        }
        room.editor.commit(None);
        let changes = room.edits();
        prop_assume!(!changes.is_empty());
        for (n, harm) in harms.iter().enumerate() {
            let bytes = harmed(&changes[n % changes.len()], harm);
            let _ = room.check(&bytes);
        }
        let sealed = room.gate.seal(&mut room.live);
        prop_assert!(sealed.refused.is_empty(), "automerge failed on what was checked");
        let accepted = sealed.accepted.iter().map(|c| c.change().clone());
        room.live.apply(accepted.collect()).unwrap();
        room.is_unharmed();
    }

    #[test]
    fn mutations_of_the_known_hostile_strings_are_refused(
        which in any::<Index>(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 0..3),
    ) {
        let fixtures = fixtures();
        let (name, bytes) = &fixtures[which.index(fixtures.len())];
        let mut bytes = bytes.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        repair(&mut bytes);
        let mut room = a_room();
        let verdict = room.check(&bytes);
        prop_assert!(!matches!(verdict, Ok(Verdict::Checked(_))), "{}", name);
    }
}
