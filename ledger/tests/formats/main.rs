//! The formats, as strangers may write them to us: what is read, what is refused, what is signed.

mod checkpoint;
mod jws;
mod note;
mod policy;
mod proof;
mod witness;

use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::{Hash, leaf_hash};
use ledger::note::{KeyKind, NoteSignature, SigningKey};
use ledger::tree::{Frontier, NodeId, consistency_nodes, inclusion_nodes};

const ORIGIN: &str = "clausewise.example/ledger";
const NOW: u64 = 1_795_000_000;

fn key(name: &str, kind: KeyKind, seed: u8) -> SigningKey {
    let name = name.parse().expect("a name of a key");
    SigningKey::from_seed(name, kind, &[seed; 32]).expect("a seed that gives a key")
}

fn log_key() -> SigningKey {
    key(ORIGIN, KeyKind::Ed25519, 1)
}

/// The witness of this number, which stands in its name and its seed.
fn witness_key(number: u8) -> SigningKey {
    let name = format!("witness{number}.example");
    key(&name, KeyKind::Cosignature, 100 + number)
}

/// A log of numbered entries, each of which can be proved.
struct Log {
    nodes: Vec<(NodeId, Hash)>,
    roots: Vec<Hash>,
}

impl Log {
    fn of(size: u64, salt: &str) -> Self {
        let mut frontier = Frontier::new();
        let mut nodes = Vec::new();
        let mut roots = vec![frontier.root()];
        for index in 0..size {
            let entry = format!("{salt}{index}");
            nodes.extend(frontier.append(leaf_hash(entry.as_bytes())));
            roots.push(frontier.root());
        }
        Self { nodes, roots }
    }

    fn root(&self, size: u64) -> Hash {
        self.roots[usize::try_from(size).expect("a small log")]
    }

    fn signed(&self, size: u64) -> SignedCheckpoint {
        let checkpoint = Checkpoint::new(ORIGIN, size, self.root(size));
        SignedCheckpoint::sign(&checkpoint, &log_key()).expect("a checkpoint of this log")
    }

    fn node(&self, id: NodeId) -> Hash {
        let found = self.nodes.iter().find(|(it, _)| *it == id);
        found.expect("a node of this log").1
    }

    fn hashes(&self, ids: &[NodeId]) -> Vec<Hash> {
        ids.iter().map(|id| self.node(*id)).collect()
    }

    fn consistency(&self, old: u64, new: u64) -> Vec<Hash> {
        let nodes = consistency_nodes(old, new).expect("a log that grew");
        let hashes = self.hashes(nodes.ids());
        nodes.proof(&hashes).expect("all nodes")
    }

    fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        let nodes = inclusion_nodes(index, size).expect("an entry of this log");
        let hashes = self.hashes(nodes.ids());
        nodes.proof(&hashes).expect("all nodes")
    }
}

/// The checkpoint with the cosignatures of these witnesses.
fn witnessed(mut checkpoint: SignedCheckpoint, witnesses: &[u8]) -> SignedCheckpoint {
    for number in witnesses {
        let signature = witness_key(*number).sign(checkpoint.note(), NOW);
        checkpoint.add(signature).expect("room for a signature");
    }
    checkpoint
}

/// The signature with one bit of it changed.
fn spoiled(signature: &NoteSignature) -> NoteSignature {
    let line = signature.to_string();
    let (start, rest) = line.rsplit_once(' ').expect("a signature line");
    let at = rest.len() / 2;
    let other = if rest.as_bytes()[at] == b'A' {
        'B'
    } else {
        'A'
    };
    let changed = format!("{start} {}{other}{}", &rest[..at], &rest[at + 1..]);
    NoteSignature::from_line(&changed).expect("a line of the same form")
}
