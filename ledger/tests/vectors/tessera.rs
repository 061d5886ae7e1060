//! Tessera's golden log, built again from its entries: every root and every signature, byte for byte.

use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::{Hash, leaf_hash};
use ledger::note::{KeyKind, SigningKey};
use ledger::tile::{Entries, decode_tile, encode_bundle, encode_tile, tiles_of};
use ledger::tree::Frontier;

use crate::{seed, text};

const ENTRIES: [&str; 15] = [
    "one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven", "twelf",
    "threeten", "fourten", "fivten",
];
const ORIGIN: &str = "example.com/log/testdata";
const PUBLIC: &str =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
/// The key that the project publishes for this log.
const SEED: &str = "eca663f499017d2365c27c7a7679158d43cfec1330bdb259290afbd0d21777a0";

fn key() -> SigningKey {
    let name = ORIGIN.parse().expect("a name of a key");
    SigningKey::from_seed(name, KeyKind::Ed25519, &seed(SEED)).expect("a key")
}

#[test]
fn the_key_is_the_published_one() {
    assert_eq!(key().verifier().to_string(), PUBLIC);
}

#[test]
fn every_checkpoint_comes_out_byte_for_byte() {
    let mut frontier = Frontier::new();
    for size in 0..=ENTRIES.len() {
        let golden = text(&format!("tessera/checkpoint.{size}"));
        let checkpoint = Checkpoint::new(ORIGIN, frontier.size(), frontier.root());
        let ours = SignedCheckpoint::sign(&checkpoint, &key()).unwrap();
        assert_eq!(ours.to_string(), golden);
        let read = SignedCheckpoint::parse(golden.as_bytes()).unwrap();
        assert_eq!(read.verify_log(&PUBLIC.parse().unwrap()), Ok(()));
        if let Some(entry) = ENTRIES.get(size) {
            frontier.append(leaf_hash(entry.as_bytes()));
        }
    }
}

#[test]
fn tiles_and_bundles_lead_to_the_golden_root() {
    let entries = ENTRIES.map(str::as_bytes);
    let bundle = encode_bundle(entries).unwrap();
    let leaves: Vec<Hash> = Entries::of(&bundle)
        .map(|it| leaf_hash(it.unwrap()))
        .collect();
    let tiles: Vec<_> = tiles_of(15).collect();
    assert_eq!(tiles.len(), 1);
    assert_eq!(tiles[0].to_string(), "tile/0/000.p/15");
    let read = decode_tile(&encode_tile(&leaves), tiles[0].width).unwrap();
    let mut frontier = Frontier::new();
    for leaf in read {
        frontier.append(leaf);
    }
    let golden = SignedCheckpoint::parse(text("tessera/checkpoint.15").as_bytes()).unwrap();
    assert_eq!(frontier.root(), golden.checkpoint().root);
}
