//! Twelve attacks by somebody who has the server and the key of the log, each beside its control.
//!
//! Whoever attacks rewrites the record, seals it anew with the real key, and has
//! the pages say what follows from it. A *newcomer* knows the key of the log and
//! nothing else. A *member* does what the manual says: it has kept a checkpoint,
//! trusts two of three witnesses, and knows the keys of organisations. Where the
//! attack is on what was there, the sealer and the witnesses are asked, too.

use domain::consensus::PositionKind;
use domain::record::{Act, Actor, Contents, Entry, Fact, KeyFact, PositionTaken};
use domain::signing::{KeyPurpose, KeyStatement, StatementKind};
use domain::text::{RichText, Wording};
use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::note::{KeyKind, SigningKey};
use ledger::policy::Policy;
use ledger::tree::{Frontier, NodeId, consistency_nodes};
use ledger::witness::{AddCheckpoint, Head, check_seal, decide};
use verifier::bundle::PartName;
use verifier::{Check, Known, Report};

use crate::kinds::status_of;
use crate::maker::{Bundle, Maker, Material, file, log_key, public_key, sign, verify};

/// The seed of the first organisation's key.
const OWN: u8 = 3;
/// The seed of a key that the attacker has made.
const ROGUE: u8 = 66;

/// Three organisations, one of which signs, and a text on the table; always the same to the byte.
fn negotiation() -> Maker {
    let mut maker = Maker::drafting(&["Results are published.", "Protocols are signed."]);
    maker.gives_key(0, OWN);
    maker.table();
    maker.signs(0, 0, OWN);
    maker.takes(1, 0, PositionKind::Endorse);
    maker.takes(2, 0, PositionKind::Concern);
    maker.signs(0, 1, OWN);
    maker.takes(1, 1, PositionKind::Accept);
    maker
}

/// The record as everybody saw it before the attack.
fn honest() -> Material {
    negotiation().material()
}

fn witnesses() -> [SigningKey; 3] {
    [1, 2, 3].map(|seed| {
        let name = format!("witness-{seed}.example");
        SigningKey::from_seed(name.parse().unwrap(), KeyKind::Cosignature, &[seed; 32]).unwrap()
    })
}

fn policy() -> Policy {
    let log = log_key();
    let [w1, w2, w3] = witnesses();
    let text = format!(
        "log {}\nwitness w1 {}\nwitness w2 {}\nwitness w3 {}\n\
         group two-of-three 2 w1 w2 w3\nquorum two-of-three\n",
        log.verifier(),
        w1.verifier(),
        w2.verifier(),
        w3.verifier()
    );
    Policy::parse(text.as_bytes()).unwrap()
}

fn head(material: &Material) -> Head {
    let mut tree = Frontier::new();
    for entry in &material.entries {
        tree.append(leaf_hash(entry));
    }
    Head {
        size: tree.size(),
        root: tree.root(),
    }
}

/// The best proof that an attacker can give that a record continues the first `old` entries.
fn proof(material: &Material, old: u64) -> Vec<Hash> {
    let nodes = consistency_nodes(old, material.entries.len() as u64).unwrap();
    let hash = |id: &NodeId| {
        let leaves = 1_usize << id.level;
        let first = usize::try_from(id.index).unwrap() * leaves;
        let mut tree = Frontier::new();
        for entry in &material.entries[first..first + leaves] {
            tree.append(leaf_hash(entry));
        }
        tree.root()
    };
    let hashes: Vec<_> = nodes.ids().iter().map(hash).collect();
    nodes.proof(&hashes).unwrap()
}

/// Asks witnesses, which last cosigned some record, to cosign another one; returns how many do.
fn cosign(parts: &mut Bundle, material: &Material, last: &Material, asked: &[SigningKey]) -> usize {
    let latest = head(last);
    let is_checkpoint = |(name, _): &&mut (PartName, Vec<u8>)| *name == PartName::Checkpoint;
    let note = &mut parts.iter_mut().find(is_checkpoint).unwrap().1;
    let mut checkpoint = SignedCheckpoint::parse(note).unwrap();
    let size = checkpoint.checkpoint().size;
    let request = AddCheckpoint {
        old_size: latest.size,
        proof: if size < latest.size {
            Vec::new()
        } else {
            proof(material, latest.size)
        },
        checkpoint: checkpoint.clone(),
    };
    let logs = [log_key().verifier().clone()];
    if decide(&request, &logs, Some(latest)).is_err() {
        return 0;
    }
    for witness in asked {
        let cosignature = witness.sign(checkpoint.note(), 1_772_355_600);
        checkpoint.add(cosignature).unwrap();
    }
    *note = checkpoint.note().to_string().into_bytes();
    asked.len()
}

/// What somebody finds who knows the key of the log only.
fn newcomer(material: &Material) -> Report {
    let known = Known {
        log_key: Some(log_key().verifier().clone()),
        ..Known::default()
    };
    verify(&file(&material.bundle()), known)
}

/// What a member finds who has kept the last checkpoint of a record, which the witnesses cosigned.
fn member(material: &Material, kept: &Material) -> Report {
    let mut parts = material.bundle();
    cosign(&mut parts, material, kept, &witnesses());
    let fingerprint = |seed| public_key(seed).fingerprint().to_string();
    let known = Known {
        policy: Some(policy()),
        checkpoints: vec![kept.checkpoint(kept.entries.len() as u64)],
        keys: vec![("EMB".to_owned(), fingerprint(OWN))],
        ..Known::default()
    };
    verify(&file(&parts), known)
}

fn failed(report: &Report) -> Vec<Check> {
    let failed = Check::ALL.into_iter().filter(|it| report.failed(*it) > 0);
    failed.collect()
}

/// Checks that nobody finds anything wrong with a record that goes on from another one.
#[track_caller]
fn assert_unsuspected(material: &Material, kept: &Material) {
    let (new, old) = (newcomer(material), member(material, kept));
    assert!(new.holds, "{:#?}", new.failures);
    assert!(old.holds, "{:#?}", old.failures);
    assert_eq!(old.witnesses.len(), 3);
    let (last, next) = (head(kept), head(material));
    check_seal(&last, &next, &proof(material, last.size)).unwrap();
}

/// Checks that a record that was rewritten is noticed by every member, by the witnesses and by
/// the sealer; and by a newcomer in these ways.
#[track_caller]
fn assert_rewriting_noticed(attacked: &Material, newcomer_finds: &[Check]) {
    let kept = honest();
    assert_eq!(failed(&newcomer(attacked)), newcomer_finds);
    let found = failed(&member(attacked, &kept));
    for check in [Check::Witnesses, Check::Consistency] {
        assert!(found.contains(&check), "{found:?}");
    }
    assert!(newcomer_finds.iter().all(|it| found.contains(it)));
    let (last, next) = (head(&kept), head(attacked));
    let proof = match next.size.checked_sub(last.size) {
        Some(_) => proof(attacked, last.size),
        None => Vec::new(),
    };
    check_seal(&last, &next, &proof).unwrap_err();
}

/// Checks that everybody notices what was added to a record.
#[track_caller]
fn assert_addition_noticed(attacked: &Material, expected: Check) {
    assert_eq!(failed(&newcomer(attacked)), [expected]);
    assert_eq!(failed(&member(attacked, &honest())), [expected]);
}

/// The places of the positions, in order.
fn positions(material: &Material) -> Vec<usize> {
    let is_position = |bytes: &Vec<u8>| {
        let entry = Entry::read(bytes).unwrap().0;
        matches!(entry.fact, Fact::PositionTaken(_))
    };
    let entries = material.entries.iter().enumerate();
    let found = entries.filter(|(_, bytes)| is_position(bytes));
    found.map(|(seq, _)| seq).collect()
}

fn taken(entry: &mut Entry) -> &mut PositionTaken {
    match &mut entry.fact {
        Fact::PositionTaken(taken) => taken,
        other => panic!("{other:?} is no position"),
    }
}

/// Takes an entry out and closes the gap.
fn remove(material: &mut Material, seq: usize) {
    material.entries.remove(seq);
    material.contents.remove(seq);
    for later in seq..material.entries.len() {
        material.rewrite(later, |entry| entry.seq -= 1);
    }
    material.sealed_at.retain(|size| *size <= seq as u64);
    material.status = status_of(material);
}

/// Adds what somebody is said to have done.
fn add(maker: &mut Maker, actor: usize, fact: Fact, contents: Contents) {
    let act = Act {
        actor: Actor::Delegate(maker.heads[actor]),
        organisation: Some(maker.organisation(actor)),
        instrument: Some(maker.instrument).filter(|_| matches!(fact, Fact::PositionTaken(_))),
        fact,
        contents,
    };
    maker.scene.allowed(Ok(vec![act]));
}

#[test]
fn one_forging_an_endorsement() {
    let mut control = negotiation();
    control.signs(0, 0, OWN);
    assert_unsuspected(&control.material(), &honest());

    let mut unsigned = negotiation();
    let last = *positions(&honest()).first().unwrap();
    let mut forged = Entry::read(&honest().entries[last]).unwrap().0;
    let position = taken(&mut forged);
    (position.signed, position.reason) = (None, None);
    position.kind = PositionKind::Endorse;
    add(&mut unsigned, 0, forged.fact, Contents::default());
    assert_addition_noticed(&unsigned.material(), Check::Keys);

    let mut signed_by_another = negotiation();
    signed_by_another.signs(0, 0, ROGUE);
    assert_addition_noticed(&signed_by_another.material(), Check::Positions);
}

#[test]
fn two_altering_a_wording() {
    let mut attacked = honest();
    let tabled = attacked.entries.iter().position(|bytes| {
        let entry = Entry::read(bytes).unwrap().0;
        matches!(entry.fact, Fact::ClausesTabled { .. })
    });
    let other = Wording {
        text: RichText::plain("Results are published where possible."),
        ..Wording::default()
    };
    let json = serde_json::to_string(&other).unwrap();
    attacked.reword(tabled.unwrap(), 0, &json);
    let found = failed(&newcomer(&attacked));
    assert!(found.contains(&Check::Wordings), "{found:?}");
    assert_rewriting_noticed(&attacked, &found);

    // With the hash that a signed position names altered, too.
    let mut attacked = honest();
    let position = positions(&attacked)[0];
    attacked.rewrite(position, |entry| {
        taken(entry).text_hash = other.hash().unwrap();
    });
    attacked.status = status_of(&attacked);
    let found = failed(&newcomer(&attacked));
    assert!(found.contains(&Check::Positions), "{found:?}");
    assert_rewriting_noticed(&attacked, &found);
}

#[test]
fn three_altering_a_reason() {
    let mut erased = honest();
    let position = positions(&erased)[0];
    erased.contents[position][0] = None;
    assert_unsuspected(&erased, &honest());

    let mut beside_only = honest();
    beside_only.contents[position][0].as_mut().unwrap().1 = "We were asked to.".to_owned();
    assert_eq!(failed(&newcomer(&beside_only)), [Check::Contents]);
    assert_eq!(failed(&member(&beside_only, &honest())), [Check::Contents]);

    let mut committed = honest();
    committed.reword(position, 0, "We were asked to.");
    assert_rewriting_noticed(&committed, &[Check::Positions]);
}

#[test]
fn four_deleting_a_position() {
    let mut attacked = honest();
    let unsigned = positions(&attacked)[1];
    remove(&mut attacked, unsigned);
    assert_rewriting_noticed(&attacked, &[]);
}

#[test]
fn five_truncating_the_record() {
    let mut attacked = honest();
    let last = attacked.entries.len() - 1;
    remove(&mut attacked, last);
    assert_rewriting_noticed(&attacked, &[]);
}

#[test]
fn six_reordering_positions() {
    let mut attacked = honest();
    let (one, other) = (positions(&attacked)[1], positions(&attacked)[2]);
    let read = |seq: usize| Entry::read(&attacked.entries[seq]).unwrap().0;
    let (first, second) = (read(one), read(other));
    attacked.entries.swap(one, other);
    attacked.contents.swap(one, other);
    attacked.rewrite(one, |entry| {
        (entry.seq, entry.at) = (first.seq, first.at);
    });
    attacked.rewrite(other, |entry| {
        (entry.seq, entry.at) = (second.seq, second.at);
    });
    attacked.sealed_at.retain(|size| *size <= one as u64);
    attacked.status = status_of(&attacked);
    assert_rewriting_noticed(&attacked, &[]);
}

#[test]
fn seven_backdating_a_position() {
    let mut within_the_gap = honest();
    let position = *positions(&within_the_gap).last().unwrap();
    let before = Entry::read(&within_the_gap.entries[position - 1])
        .unwrap()
        .0
        .at;
    let soon = domain::time::Timestamp::from_micros(before.as_micros() + 1);
    within_the_gap.rewrite(position, |entry| entry.at = soon);
    within_the_gap.status = status_of(&within_the_gap);
    assert_rewriting_noticed(&within_the_gap, &[]);

    let mut before_others = honest();
    before_others.rewrite(position, |entry| entry.at = before.plus_seconds(-1));
    let found = failed(&newcomer(&before_others));
    assert!(found.contains(&Check::Sequence), "{found:?}");
    assert_rewriting_noticed(&before_others, &found);
}

#[test]
fn eight_showing_different_records_to_different_people() {
    let before = honest();
    let going_on = |kind| {
        let mut maker = negotiation();
        maker.takes(2, 1, kind);
        maker.material()
    };
    let (one, other) = (
        going_on(PositionKind::Endorse),
        going_on(PositionKind::Object),
    );
    // By itself, each view is a record that nobody suspects.
    assert_unsuspected(&one, &before);
    assert_unsuspected(&other, &before);
    // Two members who compare what they have kept see it at once.
    assert!(failed(&member(&other, &one)).contains(&Check::Consistency));
    // And of three witnesses, two cannot have cosigned both.
    let [first, second, third] = witnesses();
    let judged = |view: &Material, asked: &[SigningKey]| {
        let mut parts = view.bundle();
        assert_eq!(cosign(&mut parts, view, &before, asked), asked.len());
        let known = Known {
            policy: Some(policy()),
            ..Known::default()
        };
        failed(&verify(&file(&parts), known))
    };
    assert_eq!(judged(&one, &[first, second]), []);
    assert_eq!(judged(&other, &[third]), [Check::Witnesses]);
    let mut parts = other.bundle();
    assert_eq!(cosign(&mut parts, &other, &one, &witnesses()), 0);
}

#[test]
fn nine_suppressing_one_position_of_a_thousand() {
    let mut maker = negotiation();
    for turn in 0..1_000_usize {
        let kind = [PositionKind::Abstain, PositionKind::Endorse][turn / 4 % 2];
        maker.takes(1 + turn % 2, turn / 2 % 2, kind);
    }
    let kept = maker.material();
    assert_unsuspected(&kept, &honest());
    let mut attacked = kept.clone();
    let all = positions(&attacked);
    remove(&mut attacked, all[all.len() / 2]);
    let new = newcomer(&attacked);
    assert!(new.holds, "{:#?}", new.failures);
    let found = failed(&member(&attacked, &kept));
    assert_eq!(found, [Check::Witnesses, Check::Consistency]);
}

#[test]
fn ten_a_rogue_key() {
    // In the place of a key that the organisation holds: the rules refuse it to everybody.
    let mut replaced = negotiation();
    let said = KeyStatement::new(
        (KeyPurpose::KeyRotation, replaced.network()),
        replaced.organisation(0),
        (public_key(ROGUE), Some(public_key(OWN))),
        (replaced.nonce(), replaced.scene.now),
    );
    let fact = KeyFact::OrganisationKeyRotated {
        key: public_key(ROGUE),
        previous: public_key(OWN),
        signed: sign(StatementKind::Key, &said.to_bytes(), ROGUE),
    };
    add(&mut replaced, 0, Fact::Key(fact), Contents::default());
    let found = failed(&newcomer(&replaced.material()));
    assert_eq!(found, [Check::Keys]);

    // For an organisation that has none yet: whoever knows the right fingerprint sees it.
    let mut invented = negotiation();
    invented.gives_key(1, ROGUE);
    let invented = invented.material();
    let bytes = file(&invented.bundle());
    let knowing = |seed| Known {
        log_key: Some(log_key().verifier().clone()),
        keys: vec![("OBS".to_owned(), public_key(seed).fingerprint().to_string())],
        ..Known::default()
    };
    assert_eq!(failed(&verify(&bytes, knowing(ROGUE))), []);
    assert_eq!(failed(&verify(&bytes, knowing(7))), [Check::Keys]);
}

#[test]
fn eleven_replaying_a_statement_on_another_clause() {
    let position = positions(&honest())[0];
    let statement = |maker: &mut Maker, clause: usize| {
        let mut entry = Entry::read(&honest().entries[position]).unwrap().0;
        let there = positions(&honest())[3];
        let other = Entry::read(&honest().entries[there]).unwrap().0.fact;
        let Fact::PositionTaken(other) = other else {
            unreachable!("it was looked for")
        };
        let replayed = taken(&mut entry);
        if clause == 1 {
            (replayed.clause, replayed.text_hash) = (other.clause, other.text_hash);
        }
        let mut contents = Contents::default();
        contents.add("Our law has it already.");
        add(maker, 0, entry.fact, contents);
    };
    for clause in [0, 1] {
        let mut attacked = negotiation();
        statement(&mut attacked, clause);
        assert_addition_noticed(&attacked.material(), Check::Positions);
    }
}

#[test]
fn twelve_rolling_back_to_an_old_copy() {
    // The old copy is served as it is, or the record goes on from it another way.
    let mut old = Maker::drafting(&["Results are published.", "Protocols are signed."]);
    old.gives_key(0, OWN);
    old.table();
    old.signs(0, 0, OWN);
    let as_it_is = old.material();
    assert_rewriting_noticed(&as_it_is, &[]);
    for kind in [
        PositionKind::Accept,
        PositionKind::Endorse,
        PositionKind::Abstain,
    ] {
        for clause in [0, 1] {
            old.takes(1, clause, kind);
            old.takes(2, clause, kind);
        }
    }
    let going_on = old.material();
    assert!(going_on.entries.len() > honest().entries.len());
    assert_rewriting_noticed(&going_on, &[]);
}
