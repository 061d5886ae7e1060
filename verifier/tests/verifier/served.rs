//! The ledger as a server serves it, good and altered, checked without the words beside entries.

use std::collections::BTreeMap;

use domain::consensus::PositionKind;
use domain::time::Timestamp;
use ledger::tile::TilePath;
use verifier::bundle::PartName;
use verifier::{Check, Known, LedgerVerifier, Report};

use crate::maker::{Bundle, Maker, Material, log_key};

fn signed() -> Material {
    let mut maker = Maker::drafting(&["Results are published.", "Protocols are signed."]);
    maker.anchor();
    maker.gives_key(0, 40);
    maker.table();
    maker.takes(1, 0, PositionKind::Object);
    maker.signs(0, 0, 40);
    maker.material()
}

fn known(checkpoints: Vec<Vec<u8>>) -> Known {
    Known {
        log_key: Some(log_key().verifier().clone()),
        checkpoints,
        ..Known::default()
    }
}

/// Serves the checkpoint and the tiles of a bundle; returns the report, and the sizes that were
/// contradicted.
fn read(parts: &Bundle, known: Known) -> (Report, Vec<u64>) {
    let part = |wanted: &PartName| parts.iter().find(|(name, _)| name == wanted);
    let (_, checkpoint) = part(&PartName::Checkpoint).unwrap();
    let key = log_key().verifier().clone();
    let mut verifier = LedgerVerifier::begin(known, Some(key), checkpoint);
    while let Some(path) = verifier.wanted().next() {
        let name = match path {
            TilePath::Tile(id) => PartName::Tile(id),
            TilePath::Bundle(id) => PartName::Entries(id),
        };
        verifier.take(&part(&name).unwrap().1);
    }
    let (report, contradicted) = verifier.finish();
    (report, contradicted.into_iter().map(|it| it.0).collect())
}

fn failed(report: &Report) -> Vec<Check> {
    let failed = Check::ALL.into_iter().filter(|it| report.failed(*it) > 0);
    failed.collect()
}

#[test]
fn a_good_ledger_holds_and_claims_no_check_that_needs_words() {
    let material = signed();
    let parts = material.bundle();
    let size = material.entries.len() as u64;
    let older = material.checkpoint(size - 1);
    let (report, contradicted) = read(&parts, known(vec![older]));
    assert!(report.holds, "{:#?}", report.failures);
    assert!(contradicted.is_empty());
    let held: BTreeMap<_, _> = Check::ALL.map(|it| (it, report.held(it))).into();
    for check in [Check::Canonical, Check::Sequence, Check::Replay] {
        assert_eq!(held[&check], size, "{check}");
    }
    assert_eq!((held[&Check::Root], held[&Check::Consistency]), (1, 1));
    assert_eq!(
        (held[&Check::LogSignature], held[&Check::Positions]),
        (2, 1)
    );
    for check in Check::ALL
        .into_iter()
        .filter(|it| !LedgerVerifier::CHECKS.contains(it))
    {
        assert_eq!(held[&check], 0, "{check}");
    }
}

#[test]
fn an_entry_altered_beneath_its_tile_is_named() {
    let mut parts = signed().bundle();
    let (_, entries) = parts
        .iter_mut()
        .find(|(name, _)| matches!(name, PartName::Entries(_)))
        .unwrap();
    let at = entries.len() - 3;
    entries[at] ^= 1;
    let (report, _) = read(&parts, known(Vec::new()));
    assert!(failed(&report).contains(&Check::Tiles), "{report:?}");
    let tiles = report.failures.iter().find(|it| it.check == Check::Tiles);
    let last = report.entries - 1;
    assert_eq!(tiles.unwrap().seq, Some(last));
}

#[test]
fn a_ledger_rewritten_and_signed_again_contradicts_what_was_seen_before() {
    let material = signed();
    let seen = material.checkpoint(material.entries.len() as u64);
    let mut rewritten = material.clone();
    rewritten.rewrite(2, |entry| {
        entry.at = Timestamp::from_micros(entry.at.as_micros() + 1);
    });
    let (report, contradicted) = read(&rewritten.bundle(), known(vec![seen.clone()]));
    assert_eq!(failed(&report), [Check::Consistency]);
    assert_eq!(contradicted, [material.entries.len() as u64]);
    let (report, contradicted) = read(&material.bundle(), known(vec![seen]));
    assert!(report.holds && contradicted.is_empty());
}

#[test]
fn a_ledger_that_was_rolled_back_contradicts_what_was_seen_before() {
    let material = signed();
    let size = material.entries.len();
    let seen = material.checkpoint(size as u64);
    let mut shorter = material;
    shorter.entries.truncate(size - 1);
    shorter.contents.truncate(size - 1);
    let (report, contradicted) = read(&shorter.bundle(), known(vec![seen]));
    assert_eq!(failed(&report), [Check::Consistency]);
    assert_eq!(contradicted, [size as u64]);
}

#[test]
fn another_key_than_the_one_that_is_known_is_told() {
    let parts = signed().bundle();
    let other = ledger::note::SigningKey::from_seed(
        crate::maker::ORIGIN.parse().unwrap(),
        ledger::note::KeyKind::Ed25519,
        &[8; 32],
    );
    let known = Known {
        log_key: Some(other.unwrap().verifier().clone()),
        ..Known::default()
    };
    let (report, _) = read(&parts, known);
    assert!(failed(&report).contains(&Check::LogSignature));
}

#[test]
fn what_was_never_fetched_does_not_hold() {
    let parts = signed().bundle();
    let (_, checkpoint) = &parts[1];
    let verifier = LedgerVerifier::begin(known(Vec::new()), None, checkpoint);
    let (report, _) = verifier.finish();
    assert!(!report.holds);
    assert!(report.failed(Check::Root) > 0);
}
