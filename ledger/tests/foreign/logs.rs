//! Random logs: checkpoint, cosignature, proofs, tiles, bundles and a signed statement, whole or spoiled.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::{Hash, leaf_hash};
use ledger::jws::{SignedStatement, StatementKey, StatementType};
use ledger::note::{KeyKind, SigningKey};
use ledger::tile::{bundles_of, encode_bundle, encode_tile, tiles_of};
use ledger::tree::{Frontier, NodeId, ProofNodes, consistency_nodes, inclusion_nodes};
use serde::Serialize;

const NOW: u64 = 1_795_000_000;
const POSITION: StatementType = StatementType::new("clausewise-position+jws");

/// What of a log was spoiled after it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum Spoiled {
    Text,
    Cosignature,
    Inclusion,
    Consistency,
    OldRoot,
    Tile,
    Bundle,
    Statement,
}

const KINDS: [Spoiled; 8] = [
    Spoiled::Text,
    Spoiled::Cosignature,
    Spoiled::Inclusion,
    Spoiled::Consistency,
    Spoiled::OldRoot,
    Spoiled::Tile,
    Spoiled::Bundle,
    Spoiled::Statement,
];

/// A log as a verifier is shown it; hashes and bytes in Base 64.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Case {
    #[serde(skip)]
    pub(super) spoiled: Option<Spoiled>,
    log: String,
    witness: String,
    checkpoint: String,
    old_size: u64,
    old_root: String,
    consistency: Vec<String>,
    index: u64,
    entry: String,
    inclusion: Vec<String>,
    tiles: BTreeMap<String, String>,
    bundles: BTreeMap<String, String>,
    statement: String,
    statement_key: String,
}

/// A small generator of numbers (xorshift), so that every run sees the same logs.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn bytes(&mut self, length: u64) -> Vec<u8> {
        (0..length).map(|_| self.next().to_le_bytes()[3]).collect()
    }

    fn seed(&mut self) -> [u8; 32] {
        let bytes = self.bytes(32);
        bytes.try_into().expect("32 bytes")
    }
}

/// A tree with all its nodes and its root at every size.
struct Tree {
    nodes: BTreeMap<NodeId, Hash>,
    roots: Vec<Hash>,
}

impl Tree {
    fn of(entries: &[Vec<u8>]) -> Self {
        let mut frontier = Frontier::new();
        let mut nodes = BTreeMap::new();
        let mut roots = vec![frontier.root()];
        for entry in entries {
            nodes.extend(frontier.append(leaf_hash(entry)));
            roots.push(frontier.root());
        }
        Self { nodes, roots }
    }

    fn root(&self, size: u64) -> Hash {
        self.roots[usize::try_from(size).expect("a small log")]
    }

    fn proof(&self, needed: &ProofNodes) -> Vec<String> {
        let hashes: Vec<Hash> = needed.ids().iter().map(|id| self.nodes[id]).collect();
        let proof = needed.proof(&hashes).expect("all nodes");
        proof.iter().map(Hash::to_base64).collect()
    }

    fn tiles(&self, size: u64) -> BTreeMap<String, String> {
        let tiles = tiles_of(size).map(|tile| {
            let indices = (0..tile.width.count() as u64).map(|it| tile.first_node() + it);
            let level = tile.level * 8;
            let hashes: Vec<Hash> = indices
                .map(|index| self.nodes[&NodeId { level, index }])
                .collect();
            (tile.to_string(), STANDARD.encode(encode_tile(&hashes)))
        });
        tiles.collect()
    }
}

/// Makes the log of this number, and a copy of it that is spoiled.
pub(super) fn cases(number: u64) -> [Case; 2] {
    let mut numbers = Numbers(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let whole = a_log(number, &mut numbers);
    let kinds = KINDS
        .into_iter()
        .cycle()
        .skip(usize::try_from(number).expect("a small number"));
    let spoiled = kinds.take(KINDS.len()).find_map(|kind| spoil(&whole, kind));
    let spoiled = spoiled.expect("something of it can be spoiled");
    [whole, spoiled]
}

fn a_log(number: u64, numbers: &mut Numbers) -> Case {
    // A few logs are long enough to have a full tile and one above it.
    let size = if number % 100 == 99 {
        600
    } else {
        1 + numbers.below(40)
    };
    let entries: Vec<Vec<u8>> = (0..size)
        .map(|_| {
            let length = numbers.below(30);
            numbers.bytes(length)
        })
        .collect();
    let tree = Tree::of(&entries);
    let (old_size, index) = (1 + numbers.below(size), numbers.below(size));
    let log = key(
        &format!("log{number}.example/ledger"),
        KeyKind::Ed25519,
        numbers,
    );
    let witness = key(
        &format!("witness{number}.example"),
        KeyKind::Cosignature,
        numbers,
    );
    let (statement, statement_key) = a_statement(numbers);
    Case {
        spoiled: None,
        log: log.verifier().to_string(),
        witness: witness.verifier().to_string(),
        checkpoint: a_checkpoint(&tree, size, &log, &witness).to_string(),
        old_size,
        old_root: tree.root(old_size).to_base64(),
        consistency: tree.proof(&consistency_nodes(old_size, size).expect("it grew")),
        index,
        entry: STANDARD.encode(&entries[usize::try_from(index).expect("a small log")]),
        inclusion: tree.proof(&inclusion_nodes(index, size).expect("an entry")),
        tiles: tree.tiles(size),
        bundles: bundles(&entries),
        statement,
        statement_key,
    }
}

fn key(name: &str, kind: KeyKind, numbers: &mut Numbers) -> SigningKey {
    let name = name.parse().expect("a name of a key");
    SigningKey::from_seed(name, kind, &numbers.seed()).expect("a key")
}

fn a_checkpoint(
    tree: &Tree,
    size: u64,
    log: &SigningKey,
    witness: &SigningKey,
) -> SignedCheckpoint {
    let origin = log.verifier().name().as_str();
    let checkpoint = Checkpoint::new(origin, size, tree.root(size));
    let mut signed = SignedCheckpoint::sign(&checkpoint, log).expect("a checkpoint");
    let cosignature = witness.sign(signed.note(), NOW);
    signed.add(cosignature).expect("room for a signature");
    signed
}

fn bundles(entries: &[Vec<u8>]) -> BTreeMap<String, String> {
    let parts = entries.chunks(256).map(|part| {
        let bundle = encode_bundle(part.iter().map(Vec::as_slice)).expect("short entries");
        STANDARD.encode(bundle)
    });
    let names = bundles_of(entries.len() as u64).map(|it| it.to_string());
    names.zip(parts).collect()
}

fn a_statement(numbers: &mut Numbers) -> (String, String) {
    let key = StatementKey::from_seed(&numbers.seed());
    let statement = format!(r#"{{"kind":"endorse","nonce":"{:x}"}}"#, numbers.next());
    let signed = SignedStatement::sign(POSITION, statement.as_bytes(), &key);
    (signed.to_string(), key.public().to_string())
}

/// Copies a log and spoils it; none if it has nothing of that kind.
fn spoil(whole: &Case, kind: Spoiled) -> Option<Case> {
    let mut case = whole.clone();
    case.spoiled = Some(kind);
    match kind {
        Spoiled::Text => case.checkpoint = case.checkpoint.replacen('\n', "0\n", 1),
        Spoiled::Cosignature => {
            let at = case.checkpoint.len() - 30;
            flip(&mut case.checkpoint, at);
        }
        Spoiled::Inclusion => flip(case.inclusion.last_mut()?, 7),
        Spoiled::Consistency => flip(case.consistency.first_mut()?, 7),
        Spoiled::OldRoot => flip(&mut case.old_root, 7),
        Spoiled::Tile => flip(case.tiles.values_mut().next()?, 7),
        Spoiled::Bundle => {
            let bundle = case.bundles.values_mut().next()?;
            let bytes = STANDARD.decode(bundle.as_bytes()).expect("Base 64");
            *bundle = STANDARD.encode([bytes.as_slice(), b"\0\x01x"].concat());
        }
        Spoiled::Statement => {
            let at = case.statement.len() - 30;
            flip(&mut case.statement, at);
        }
    }
    Some(case)
}

/// Replaces one digit of Base 64 by another.
fn flip(text: &mut String, at: usize) {
    let other = if text.as_bytes()[at] == b'A' {
        "B"
    } else {
        "A"
    };
    text.replace_range(at..=at, other);
}
