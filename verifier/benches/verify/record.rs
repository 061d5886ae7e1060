//! A record that is made for measuring, entry by entry, in little more memory than its bytes.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use domain::consensus::PositionKind;
use domain::id::DraftId;
use domain::record::Entry;
use ledger::checkpoint::Checkpoint;
use ledger::tile::bundles_of;
use verifier::bundle::{Manifest, OlderCheckpoint, PartName, Tree, Writer, write_json, write_line};

use crate::maker::{Bundle, Maker, Material, ORIGIN, lay, log_key, signed};

const CLAUSES: usize = 400;
/// One entry in so many is a signed position, and the next one a position without signature.
const SIGNED: u64 = 10;
/// How many bundles of entries there are between two older checkpoints.
const SEALED: u64 = 4;

/// What was made.
pub(crate) struct Made {
    pub(crate) bytes: u64,
    pub(crate) signed: u64,
    pub(crate) older: u64,
}

/// Makes the bundle of a record of some size.
pub(crate) fn make(path: &Path, size: u64) -> Made {
    let mut maker = negotiation();
    let draft = maker.text().draft;
    let (mut tree, mut body, mut older) = (Tree::default(), Bundle::new(), Vec::new());
    let mut made = Made {
        bytes: 0,
        signed: 0,
        older: 0,
    };
    let mut network = None;
    for bundle in bundles_of(size) {
        while maker.scene.entries.len() < bundle.width.count() {
            made.signed += u64::from(goes_on(&mut maker));
        }
        let rest = maker.scene.entries.split_off(bundle.width.count());
        let entries = std::mem::replace(&mut maker.scene.entries, rest);
        network.get_or_insert_with(|| maker.network().to_string());
        write(&entries, draft, (bundle, size), (&mut tree, &mut body));
        if bundle.index % SEALED == SEALED - 1 && tree.size() < size {
            write_line(&OlderCheckpoint::new(sealed(&tree)), &mut older);
            made.older += 1;
        }
    }
    assert!(
        maker.scene.entries.is_empty(),
        "the record ends with the last entry of a bundle"
    );
    let end = maker.material();
    end.finish(&tree, &mut body);
    let manifest = Manifest {
        v: Manifest::VERSION,
        network,
        origin: Some(ORIGIN.to_owned()),
        log_key: Some(log_key().verifier().to_string()),
        size,
        made_at: end.made_at,
    };
    let head = vec![
        (PartName::Manifest, write_json(&manifest)),
        (PartName::Checkpoint, sealed(&tree).into_bytes()),
        (PartName::Checkpoints { part: 0 }, older),
    ];
    made.bytes = save(path, head.into_iter().chain(body));
    made
}

/// Two organisations with keys and one without, and a revision on the table.
fn negotiation() -> Maker {
    let texts: Vec<String> = (0..CLAUSES)
        .map(|n| format!("Results of contest {n} are published by polling station."))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut maker = Maker::drafting(&texts);
    for (head, seed) in SEEDS.into_iter().enumerate() {
        maker.gives_key(head, seed);
    }
    maker.table();
    maker
}

/// The seeds of the keys, by head of delegation.
const SEEDS: [u8; 2] = [3, 4];

/// What the organisation without a key says in turn: to say the same again is refused.
const UNSIGNED: [PositionKind; 2] = [PositionKind::Endorse, PositionKind::Accept];

/// Adds an entry; returns whether it is a signed position.
fn goes_on(maker: &mut Maker) -> bool {
    let turn = maker.scene.register.next_seq();
    let round = usize::try_from(turn / SIGNED).unwrap_or_default();
    let clause = round / SEEDS.len() % CLAUSES;
    match turn % SIGNED {
        0 => {
            let head = round % SEEDS.len();
            maker.signs(head, clause, SEEDS[head]);
        }
        1 => maker.takes(SEEDS.len(), clause, UNSIGNED[round % UNSIGNED.len()]),
        _ => maker.anchor(),
    }
    turn.is_multiple_of(SIGNED)
}

fn write(
    entries: &[Entry],
    draft: DraftId,
    place: (ledger::tile::BundleId, u64),
    (tree, parts): (&mut Tree, &mut Bundle),
) {
    let material = Material::of(entries, draft);
    lay(place, &material.entries, &material.contents, tree, parts);
}

fn sealed(tree: &Tree) -> String {
    let note = signed(&Checkpoint::new(ORIGIN, tree.size(), tree.root()));
    String::from_utf8(note).expect("a note is text")
}

/// Writes the parts and returns their size.
fn save(path: &Path, parts: impl Iterator<Item = (PartName, Vec<u8>)>) -> u64 {
    let mut file = BufWriter::new(File::create(path).expect("the bundle can be written"));
    let mut writer = Writer::default();
    for (name, body) in parts {
        let bytes = writer.part(&name.to_string(), &body).expect("a part fits");
        file.write_all(&bytes).expect("the bundle can be written");
    }
    let end = writer.finish().expect("the sums fit");
    file.write_all(&end).expect("the bundle can be written");
    file.flush().expect("the bundle can be written");
    std::fs::metadata(path).expect("the bundle is there").len()
}
