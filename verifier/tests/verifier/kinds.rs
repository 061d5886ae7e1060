//! Each kind of failure beside a good control.

use domain::consensus::{Mandate, PositionKind};
use domain::record::{Entry, Fact, KeyFact, PositionTaken};
use domain::signing::StatementKind;
use domain::text::Wording;
use verifier::bundle::{Manifest, PartName, write_json};
use verifier::{Check, Known, Report};

use crate::maker::{Bundle, Maker, Material, file, log_key, sign, verify};

/// A draft that three write, tabled twice, with a position and an adjourned anchor.
fn negotiated() -> Material {
    let mut maker = Maker::drafting(&["Results are published.", "Protocols are signed."]);
    maker.anchor();
    maker.write(0, 0, "All ");
    maker.table();
    maker.takes(1, 0, PositionKind::Object);
    maker.write(1, 1, "The ");
    maker.anchor();
    maker.write(2, 1, "Each of ");
    maker.table();
    maker.material()
}

fn known() -> Known {
    Known {
        log_key: Some(log_key().verifier().clone()),
        ..Known::default()
    }
}

/// The kinds that failed, each once.
fn failed(report: &Report) -> Vec<Check> {
    let failed = Check::ALL.into_iter().filter(|it| report.failed(*it) > 0);
    failed.collect()
}

fn check(parts: &Bundle) -> Report {
    verify(&file(parts), known())
}

#[track_caller]
fn assert_fails(report: &Report, expected: Check) {
    assert_eq!(failed(report), [expected], "{:#?}", report.failures);
    assert_eq!(report.exit_status, expected.exit_status());
    assert!(!report.holds);
}

fn body(parts: &mut Bundle, wanted: impl Fn(&PartName) -> bool) -> &mut Vec<u8> {
    let part = parts.iter_mut().find(|(name, _)| wanted(name));
    &mut part.unwrap().1
}

/// Finds the first entry whose fact is as asked for.
fn find(material: &Material, is_it: impl Fn(&Fact) -> bool) -> usize {
    let facts = material
        .entries
        .iter()
        .map(|it| Entry::read(it).unwrap().0.fact);
    facts.into_iter().position(|it| is_it(&it)).unwrap()
}

fn position(material: &Material) -> usize {
    find(material, |it| matches!(it, Fact::PositionTaken(_)))
}

#[test]
fn a_good_bundle_holds() {
    let material = negotiated();
    let report = check(&material.bundle());
    assert_eq!(failed(&report), [], "{:#?}", report.failures);
    let size = material.entries.len() as u64;
    for check in [Check::Canonical, Check::Sequence, Check::Replay] {
        assert_eq!(report.held(check), size, "{check}");
    }
    assert_eq!(report.held(Check::Consistency), 2);
    assert_eq!(report.held(Check::LogSignature), 3);
    assert_eq!(report.held(Check::Root), 1);
    assert_eq!(report.held(Check::Status), 2);
    assert_eq!(report.held(Check::Authors), 4);
    assert_eq!(report.unanchored_changes, 0);
    assert_eq!(report.words.len(), 4);
    assert!(report.is_key_given);
}

#[test]
fn a_bundle_in_another_order_is_none() {
    let mut parts = negotiated().bundle();
    parts.swap(3, 4);
    assert_fails(&check(&parts), Check::Bundle);
}

#[test]
fn a_bundle_of_another_network_is_noticed() {
    let mut parts = negotiated().bundle();
    let manifest = body(&mut parts, |it| *it == PartName::Manifest);
    let mut other: Manifest = serde_json::from_slice(manifest).unwrap();
    other.network = Some("0".repeat(64));
    *manifest = write_json(&other);
    assert_fails(&check(&parts), Check::Bundle);
}

#[test]
fn an_entry_that_is_not_canonical_is_noticed() {
    let mut material = negotiated();
    let last = material.entries.len() - 1;
    material.entries[last].push(b' ');
    assert_fails(&check(&material.bundle()), Check::Canonical);
}

#[test]
fn an_entry_that_its_tile_does_not_have_is_noticed() {
    let good = negotiated();
    let mut forged = good.clone();
    let position = position(&good);
    forged.rewrite(position, |entry| {
        if let Fact::PositionTaken(taken) = &mut entry.fact {
            taken.mandate = Mandate::AdReferendum;
        }
    });
    forged.status = status_of(&forged);
    let (mut parts, others) = (good.bundle(), forged.bundle());
    for wanted in ["tile/entries/", "status"] {
        let is_it = |it: &PartName| it.to_string().starts_with(wanted);
        let other = others
            .iter()
            .find(|(name, _)| is_it(name))
            .unwrap()
            .1
            .clone();
        *body(&mut parts, is_it) = other;
    }
    assert_fails(&check(&parts), Check::Tiles);
}

/// What the pages would say of a record that was rewritten.
pub(crate) fn status_of(material: &Material) -> verifier::Status {
    let mut register = domain::register::Register::default();
    for (bytes, words) in material.entries.iter().zip(&material.contents) {
        let words = words.iter().flatten();
        let words = words.map(|(_, text)| domain::record::Words::given(text));
        register
            .apply(&Entry::decode(bytes, words.collect()).unwrap())
            .unwrap();
    }
    verifier::Status::of(&register, material.made_at)
}

#[test]
fn a_record_that_was_rewritten_whole_is_not_what_was_signed() {
    let good = negotiated();
    let mut forged = good.clone();
    // The last entry only, so that the older checkpoints are not concerned.
    let last = forged.entries.len() - 1;
    forged.rewrite(last, |entry| {
        entry.at = entry.at.plus_seconds(1);
    });
    let mut parts = forged.bundle();
    let checkpoint = good.checkpoint(good.entries.len() as u64);
    *body(&mut parts, |it| *it == PartName::Checkpoint) = checkpoint;
    assert_fails(&check(&parts), Check::Root);
}

#[test]
fn a_checkpoint_that_the_log_did_not_sign_is_noticed() {
    let mut parts = negotiated().bundle();
    let checkpoint = body(&mut parts, |it| *it == PartName::Checkpoint);
    let at = checkpoint.len() - 10;
    checkpoint[at] = if checkpoint[at] == b'A' { b'B' } else { b'A' };
    assert_fails(&check(&parts), Check::LogSignature);
}

#[test]
fn a_log_under_another_key_than_ones_own_is_noticed() {
    let other = ledger::note::SigningKey::from_seed(
        crate::maker::ORIGIN.parse().unwrap(),
        ledger::note::KeyKind::Ed25519,
        &[8; 32],
    );
    let known = Known {
        log_key: Some(other.unwrap().verifier().clone()),
        ..Known::default()
    };
    let report = verify(&file(&negotiated().bundle()), known);
    assert_fails(&report, Check::LogSignature);
}

#[test]
fn a_record_that_forgot_what_it_had_is_noticed() {
    let good = negotiated();
    let kept = good.checkpoint(good.entries.len() as u64);
    let mut shorter = good.clone();
    shorter.entries.pop();
    shorter.contents.pop();
    let known = Known {
        checkpoints: vec![kept.clone()],
        ..known()
    };
    let control = verify(&file(&good.bundle()), known.clone());
    assert!(control.holds, "{:#?}", control.failures);
    let report = verify(&file(&shorter.bundle()), known);
    assert!(failed(&report).contains(&Check::Consistency), "{report:#?}");
}

#[test]
fn a_record_that_is_not_the_one_seen_before_is_noticed() {
    let good = negotiated();
    let mut split = good.clone();
    let position = position(&good);
    split.rewrite(position, |entry| {
        if let Fact::PositionTaken(taken) = &mut entry.fact {
            taken.mandate = Mandate::AdReferendum;
        }
    });
    split.status = status_of(&split);
    let known = Known {
        checkpoints: vec![good.checkpoint(good.entries.len() as u64)],
        ..known()
    };
    let report = verify(&file(&split.bundle()), known);
    assert_fails(&report, Check::Consistency);
}

#[test]
fn a_backdated_entry_is_noticed() {
    let mut material = negotiated();
    let last = material.entries.len() - 1;
    material.rewrite(last, |entry| entry.at = entry.at.plus_seconds(-3600));
    assert_fails(&check(&material.bundle()), Check::Sequence);
}

#[test]
fn entries_that_changed_places_are_noticed() {
    let mut material = negotiated();
    material.entries.swap(2, 3);
    material.contents.swap(2, 3);
    let report = check(&material.bundle());
    assert!(failed(&report).contains(&Check::Sequence), "{report:#?}");
}

#[test]
fn an_altered_reason_is_noticed() {
    let mut material = negotiated();
    let position = position(&material);
    let words = material.contents[position][0].as_mut().unwrap();
    words.1.push('!');
    assert_fails(&check(&material.bundle()), Check::Contents);
}

#[test]
fn words_that_are_missing_are_noticed_and_erased_ones_listed() {
    let mut material = negotiated();
    let position = position(&material);
    material.contents[position][1] = None;
    let report = check(&material.bundle());
    assert!(report.holds, "{:#?}", report.failures);
    assert_eq!(report.erased_count, 1);
    assert_eq!(report.erased[0].seq, position as u64);
    material.contents[position].pop();
    assert_fails(&check(&material.bundle()), Check::Contents);
}

#[test]
fn an_entry_that_does_not_follow_from_the_record_is_noticed() {
    let mut material = negotiated();
    let anchor = find(&material, |it| matches!(it, Fact::ActorsBound { .. }));
    material.rewrite(anchor, |entry| {
        if let Fact::ActorsBound { draft, .. } = &mut entry.fact {
            *draft = domain::id::DraftId::from_uuid(entry.instrument.unwrap().as_uuid());
        }
    });
    assert_fails(&check(&material.bundle()), Check::Replay);
}

#[test]
fn a_wording_that_does_not_have_its_hash_is_noticed() {
    let mut material = negotiated();
    let position = position(&material);
    let other = Wording::default().hash().unwrap();
    material.rewrite(position, |entry| {
        if let Fact::PositionTaken(PositionTaken { text_hash, .. }) = &mut entry.fact {
            *text_hash = other;
        }
    });
    material.status = status_of(&material);
    assert_fails(&check(&material.bundle()), Check::Wordings);
}

#[test]
fn pages_that_say_otherwise_are_noticed() {
    let mut material = negotiated();
    let clause = &mut material.status.instruments[0].clauses[0];
    clause.level = "full_consensus".to_owned();
    assert_fails(&check(&material.bundle()), Check::Status);
}

#[test]
fn a_position_that_was_left_out_of_the_pages_is_noticed() {
    let mut material = negotiated();
    let position = position(&material);
    material.rewrite(position, |entry| {
        if let Fact::PositionTaken(taken) = &mut entry.fact {
            taken.kind = PositionKind::Concern;
        }
    });
    let shown = material.status.clone();
    material.status = status_of(&material);
    let changes_level = shown.instruments[0] != material.status.instruments[0];
    material.status = shown;
    let report = check(&material.bundle());
    assert_eq!(report.failed(Check::Status) > 0, changes_level);
}

#[test]
fn a_change_that_is_missing_from_a_draft_is_noticed() {
    let mut material = negotiated();
    material.changes.remove(2);
    assert_fails(&check(&material.bundle()), Check::Drafts);
}

#[test]
fn a_draft_that_was_cut_off_is_noticed() {
    let mut material = negotiated();
    material.changes.pop();
    assert_fails(&check(&material.bundle()), Check::Drafts);
}

#[test]
fn changes_in_another_order_are_noticed() {
    let mut material = negotiated();
    material.changes.swap(0, 1);
    assert_fails(&check(&material.bundle()), Check::Drafts);
}

#[test]
fn a_text_that_was_tabled_otherwise_than_drafted_is_noticed() {
    let mut material = negotiated();
    let anchors = |it: &Fact| matches!(it, Fact::HeadsAnchored { .. });
    let anchor = Entry::read(&material.entries[find(&material, anchors)])
        .unwrap()
        .0;
    let tabled = find(&material, |it| matches!(it, Fact::RevisionTabled { .. }));
    let Fact::HeadsAnchored { heads: earlier, .. } = anchor.fact else {
        unreachable!("it was looked for");
    };
    material.rewrite(tabled, |entry| {
        if let Fact::RevisionTabled { heads, .. } = &mut entry.fact {
            *heads = earlier;
        }
    });
    assert_fails(&check(&material.bundle()), Check::Drafts);
}

#[test]
fn a_change_in_somebody_elses_name_is_noticed() {
    let mut material = negotiated();
    let chair = material.changes[0].1;
    material.changes[1].1 = chair;
    assert_fails(&check(&material.bundle()), Check::Authors);
}

#[test]
fn a_change_by_an_actor_of_nobody_is_noticed() {
    let mut material = negotiated();
    let bound = find(&material, |it| matches!(it, Fact::ActorsBound { .. }));
    material.rewrite(bound, |entry| {
        if let Fact::ActorsBound { actors, .. } = &mut entry.fact {
            actors.clear();
        }
    });
    assert_fails(&check(&material.bundle()), Check::Authors);
}

/// A record in which one organisation signs, on two clauses, the first one twice.
fn signed() -> Maker {
    let mut maker = Maker::drafting(&["Results are published.", "Protocols are signed."]);
    maker.gives_key(0, 3);
    maker.table();
    maker.signs(0, 0, 3);
    maker.signs(0, 0, 3);
    maker.signs(0, 1, 3);
    maker
}

/// Puts another signed statement into the last position.
fn resign(material: &mut Material, change: impl FnOnce(&mut PositionTaken)) {
    let last = material.entries.len() - 1;
    material.rewrite(last, |entry| {
        if let Fact::PositionTaken(taken) = &mut entry.fact {
            change(taken);
        }
    });
    material.status = status_of(material);
}

#[test]
fn signed_positions_hold_and_others_are_counted() {
    let mut maker = signed();
    maker.takes(1, 0, PositionKind::Endorse);
    let report = check(&maker.material().bundle());
    assert!(report.holds, "{:#?}", report.failures);
    assert_eq!(report.held(Check::Positions), 3);
    assert_eq!(report.held(Check::Keys), 2);
    assert_eq!(report.unsigned_positions, 1);
}

#[test]
fn a_signature_by_another_key_is_noticed() {
    let mut maker = signed();
    maker.signs(0, 1, 4);
    assert_fails(&check(&maker.material().bundle()), Check::Positions);
}

#[test]
fn a_statement_replayed_on_another_clause_is_noticed() {
    let mut material = signed().material();
    let (first, last) = (position(&material), material.entries.len() - 1);
    let fact = |seq: usize| Entry::read(&material.entries[seq]).unwrap().0.fact;
    let (Fact::PositionTaken(earlier), Fact::PositionTaken(_)) = (fact(first), fact(last)) else {
        unreachable!("both are positions");
    };
    resign(&mut material, |taken| taken.signed = earlier.signed);
    assert_fails(&check(&material.bundle()), Check::Positions);
}

#[test]
fn a_position_that_differs_from_what_was_signed_is_noticed() {
    let mut material = signed().material();
    resign(&mut material, |taken| taken.mandate = Mandate::AdReferendum);
    assert_fails(&check(&material.bundle()), Check::Positions);
}

#[test]
fn a_signer_who_saw_another_record_is_noticed() {
    let mut maker = signed();
    let size = maker.scene.entries.len() as u64 / 3;
    let root = |it: [u8; 32]| domain::signing::Digest::from_bytes(it);
    let seen = domain::signing::Seen {
        size,
        root: root([9; 32]),
    };
    maker.signs_having_seen(0, 1, 3, seen);
    let mut material = maker.material();
    material.sealed_at = vec![size];
    assert_fails(&check(&material.bundle()), Check::Positions);
}

#[test]
fn an_unsigned_position_of_whoever_holds_a_key_is_noticed() {
    let mut material = signed().material();
    resign(&mut material, |taken| taken.signed = None);
    assert_fails(&check(&material.bundle()), Check::Keys);
}

#[test]
fn a_key_that_its_holder_did_not_sign_for_is_noticed() {
    let mut material = signed().material();
    let declared = find(&material, |it| matches!(it, Fact::Key(_)));
    material.rewrite(declared, |entry| {
        if let Fact::Key(KeyFact::OrganisationKeyDeclared { signed, .. }) = &mut entry.fact {
            *signed = sign(StatementKind::Key, b"{}", 3);
        }
    });
    let report = check(&material.bundle());
    assert_fails(&report, Check::Keys);
}

#[test]
fn a_key_other_than_the_one_that_is_known_is_noticed() {
    let maker = signed();
    let holder = maker
        .scene
        .network()
        .delegate(maker.heads[0])
        .unwrap()
        .organisation;
    let key = maker.scene.network().active_key(holder.unwrap()).unwrap();
    let mut maker = maker;
    let bytes = file(&maker.material().bundle());
    let pinned = |fingerprint: &str| Known {
        keys: vec![("EMB".to_owned(), fingerprint.to_owned())],
        ..known()
    };
    let report = verify(&bytes, pinned(&key.fingerprint().to_string()));
    assert!(report.holds, "{:#?}", report.failures);
    let report = verify(&bytes, pinned("0000 0000 0000 0000 0000 0000 0000 0000"));
    assert_fails(&report, Check::Keys);
}

#[test]
fn too_few_witnesses_are_noticed() {
    let witness = ledger::note::SigningKey::from_seed(
        "witness.example".parse().unwrap(),
        ledger::note::KeyKind::Cosignature,
        &[9; 32],
    )
    .unwrap();
    let policy = format!(
        "log {}\nwitness one {}\nquorum one\n",
        log_key().verifier(),
        witness.verifier()
    );
    let known = Known {
        policy: Some(ledger::policy::Policy::parse(policy.as_bytes()).unwrap()),
        ..Known::default()
    };
    let material = negotiated();
    let mut parts = material.bundle();
    assert_fails(&verify(&file(&parts), known.clone()), Check::Witnesses);
    let note = body(&mut parts, |it| *it == PartName::Checkpoint);
    let mut signed = ledger::checkpoint::SignedCheckpoint::parse(note).unwrap();
    let cosignature = witness.sign(signed.note(), 1_772_355_600);
    signed.add(cosignature).unwrap();
    *note = signed.note().to_string().into_bytes();
    let report = verify(&file(&parts), known);
    assert!(report.holds, "{:#?}", report.failures);
    assert_eq!(report.witnesses.len(), 1);
}
