//! What no verifier can do without, and what another one takes for a part of it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::leaf_hash;
use ledger::jws::StatementKey;
use ledger::tile::Entries;
use sha2::{Digest as _, Sha256};
use verifier::bundle::{PartName, Parts, Tree};

use crate::record::Made;
use crate::{golang, line};

/// Measures the limits and the peer.
pub(crate) fn measure(path: &Path, folder: &Path, made: &Made) {
    hashing(made.bytes);
    signatures(made.signed + made.older);
    line("the root over its entries alone, ours", || adds_up(path));
    let main = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/verify/go/main.go");
    match golang::build(&main, &folder.join("go")) {
        Some(program) => line("the root over its entries alone, Go's tlog", || {
            let done = Command::new(&program).arg(path).status();
            assert!(done.is_ok_and(|it| it.success()), "Go finds the same root");
        }),
        None => println!("| the root over its entries alone, Go's tlog | Go is not installed |"),
    }
}

/// Hashes as many bytes as the bundle has.
fn hashing(bytes: u64) {
    let block = vec![7; 1024 * 1024];
    line("bare SHA-256 over as many bytes, one thread", || {
        let mut hash = Sha256::new();
        for _ in 0..bytes / 1_048_576 {
            hash.update(&block);
        }
        std::hint::black_box(hash.finalize());
    });
}

/// Verifies as many signatures as are in the bundle.
fn signatures(count: u64) {
    let key = StatementKey::from_seed(&[3; 32]);
    let message = [7; 1_100];
    let signature = key.sign(&message);
    line("as many bare Ed25519 signatures, one thread", || {
        for _ in 0..count {
            let message = std::hint::black_box(&message);
            assert!(key.public().verify(message, &signature).is_ok());
        }
    });
}

/// Adds the entries up to the root that the checkpoint says.
fn adds_up(path: &Path) {
    let mut file = File::open(path).expect("the bundle is there");
    let (mut parts, mut tree, mut claimed) = (Parts::default(), Tree::default(), String::new());
    let mut piece = vec![0; 1024 * 1024];
    loop {
        let count = file.read(&mut piece).expect("the bundle can be read");
        if count == 0 {
            break;
        }
        let fed = parts.feed(&piece[..count], |name, body| {
            match name.parse() {
                Ok(PartName::Checkpoint) => claimed = String::from_utf8_lossy(body).into_owned(),
                Ok(PartName::Entries(_)) => {
                    for entry in Entries::of(body) {
                        tree.append(leaf_hash(entry.expect("an entry can be read")));
                    }
                }
                _ => {}
            }
            Ok::<(), verifier::bundle::InvalidBundle>(())
        });
        fed.expect("the bundle can be read");
    }
    let claimed = SignedCheckpoint::parse(claimed.as_bytes()).expect("the checkpoint can be read");
    assert_eq!(claimed.checkpoint().root, tree.root(), "the same root");
}
