//! What a sealer signs, over its socket, and what it remembers.

use std::path::Path;

use ledger::checkpoint::Checkpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::tree::{Frontier, NodeId, consistency_nodes};
use tempfile::TempDir;

use super::*;
use crate::sealing::client;

const ORIGIN: &str = "clausewise.example/ledger";

/// A log whose leaves are numbers from `first` on.
struct Log {
    nodes: std::collections::BTreeMap<NodeId, Hash>,
    roots: Vec<Hash>,
}

impl Log {
    fn new(size: u64, first: u64) -> Self {
        let mut frontier = Frontier::new();
        let mut log = Self {
            nodes: [].into(),
            roots: vec![frontier.root()],
        };
        for leaf in first..first + size {
            log.nodes
                .extend(frontier.append(leaf_hash(&leaf.to_be_bytes())));
            log.roots.push(frontier.root());
        }
        log
    }

    fn checkpoint(&self, size: usize) -> Checkpoint {
        Checkpoint::new(ORIGIN, size as u64, self.roots[size])
    }

    fn request(&self, old: usize, size: usize) -> SealRequest {
        let nodes = consistency_nodes(old as u64, size as u64).unwrap();
        let hashes: Vec<_> = nodes.ids().iter().map(|id| self.nodes[id]).collect();
        SealRequest {
            old: old as u64,
            proof: nodes.proof(&hashes).unwrap(),
            checkpoint: self.checkpoint(size),
        }
    }
}

/// A sealer that runs, with its folder.
struct Running {
    folder: TempDir,
    places: Places,
}

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::in_folder(folder.path());
        let sealer = open(&places).unwrap();
        std::thread::spawn(move || sealer.run());
        Self { folder, places }
    }

    async fn seal(&self, request: SealRequest) -> Answer {
        let request = Request::Seal(request);
        client::ask(&self.places.socket, &request).await.unwrap()
    }

    fn head(&self) -> String {
        std::fs::read_to_string(&self.places.head).unwrap()
    }
}

fn open(places: &Places) -> Result<Sealer, SealerError> {
    Sealer::open(places, IfHeld::Fail, &Random::seeded(1))
}

fn holder(folder: &Path) -> Holder {
    Holder::open(&Places::in_folder(folder), &Random::seeded(1)).unwrap()
}

#[track_caller]
fn assert_refused(answer: &Answer, expected: &str, head: &str) {
    let Answer::Refused { code, last, .. } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(code, expected);
    assert_eq!(last.as_deref().unwrap_or_default(), head);
}

#[tokio::test]
async fn what_continues_the_last_checkpoint_is_signed_and_kept() {
    let running = Running::start();
    let log = Log::new(20, 0);
    for (old, size) in [(0, 1), (1, 2), (2, 7), (7, 7), (7, 20)] {
        let Answer::Signed(note) = running.seal(log.request(old, size)).await else {
            panic!("{old} to {size} is not signed")
        };
        assert_eq!(running.head(), note);
        let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
        assert_eq!(*signed.checkpoint(), log.checkpoint(size));
        let key = client::ask(&running.places.socket, &Request::Key).await;
        let Ok(Answer::Key(key)) = key else {
            panic!("{key:?}")
        };
        let name = ORIGIN.parse().unwrap();
        let key = ledger::note::VerifierKey::new(name, KeyKind::Ed25519, &key).unwrap();
        signed.verify_log(&key).unwrap();
    }
}

#[tokio::test]
async fn what_does_not_continue_it_is_refused_and_changes_nothing() {
    let running = Running::start();
    let (log, fork) = (Log::new(20, 0), Log::new(20, 1));
    assert!(matches!(
        running.seal(log.request(0, 7)).await,
        Answer::Signed(_)
    ));
    let head = running.head();
    let mut foreign = log.request(7, 9);
    foreign.checkpoint.origin = "other.example/ledger".into();
    let mut extended = log.request(7, 9);
    extended.checkpoint.extensions = vec!["more".into()];
    let mut unproved = log.request(7, 9);
    unproved.proof.pop();
    let mut same_size = log.request(7, 7);
    same_size.checkpoint = fork.checkpoint(7);
    for (request, code) in [
        (log.request(0, 5), "shrunk"),
        (log.request(0, 9), "other-beginning"),
        (fork.request(7, 9), "forked"),
        (unproved, "forked"),
        (same_size, "forked"),
        (foreign, "other-origin"),
        (extended, "extended"),
        (
            SealRequest {
                old: 0,
                proof: vec![],
                checkpoint: log.checkpoint(0),
            },
            "empty",
        ),
    ] {
        assert_refused(&running.seal(request).await, code, &head);
        assert_eq!(running.head(), head, "{code}");
    }
    assert!(matches!(
        running.seal(log.request(7, 9)).await,
        Answer::Signed(_)
    ));
}

#[test]
fn hostile_bytes_get_an_answer_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut holder = holder(folder.path());
    let good = Request::Seal(Log::new(3, 0).request(0, 3)).to_text();
    let too_long = format!("seal\nold 0\n\n{ORIGIN}\n{}", "1\n".repeat(20_000));
    let many = format!("seal\nold 0\n{}\nx\n1\ny\n", "AAAA\n".repeat(100));
    let mut hostile: Vec<Vec<u8>> = (0..good.len())
        .map(|cut| good.as_bytes()[..cut].to_vec())
        .collect();
    hostile.extend([too_long.into_bytes(), many.into_bytes(), vec![0xff; 40]]);
    hostile.push(good.replace("old 0", "old 00").into_bytes());
    hostile.push(good.replace("old 0", "old -1").into_bytes());
    hostile.push(good.replace(ORIGIN, "a b+c").into_bytes());
    for bytes in hostile {
        let answer = holder.answer(&bytes);
        let said = String::from_utf8_lossy(&bytes);
        assert!(
            matches!(answer, Answer::Refused { .. }),
            "{said:?}: {answer:?}"
        );
        assert_eq!(Answer::parse(&answer.to_text()), Ok(answer));
    }
    assert!(holder.head.is_none());
    assert!(matches!(holder.answer(good.as_bytes()), Answer::Signed(_)));
}

#[test]
fn a_sealer_remembers_what_it_signed() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::new(9, 0);
    let seal = |holder: &mut Holder, old, size| holder.seal(&log.request(old, size));
    let mut first = holder(folder.path());
    let Answer::Signed(note) = seal(&mut first, 0, 6) else {
        panic!("nothing is signed")
    };
    drop(first);
    let mut again = holder(folder.path());
    assert_refused(&seal(&mut again, 0, 4), "shrunk", &note);
    assert!(matches!(seal(&mut again, 6, 9), Answer::Signed(_)));
}

#[test]
fn a_key_without_its_memory_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::in_folder(folder.path());
    holder(folder.path()).seal(&Log::new(3, 0).request(0, 3));
    let note = std::fs::read_to_string(&places.head).unwrap();
    std::fs::remove_file(&places.head).unwrap();
    assert!(matches!(open(&places), Err(SealerError::NoHead(_))));
    for other in [note.replace("\n3\n", "\n2\n"), "nonsense".to_owned()] {
        secret_file::replace(&places.head, &Secret::new(other)).unwrap();
        assert!(matches!(open(&places), Err(SealerError::ForeignHead(_))));
    }
    secret_file::replace(&places.head, &Secret::new(note)).unwrap();
    open(&places).unwrap();
    std::fs::remove_file(&places.key).unwrap();
    assert!(matches!(open(&places), Err(SealerError::ForeignHead(_))));
}

#[test]
fn a_key_has_one_sealer() {
    let running = Running::start();
    assert!(matches!(open(&running.places), Err(SealerError::Held(_))));
}

#[test]
fn socket_key_and_head_are_their_owners() {
    let running = Running::start();
    let files = std::fs::read_dir(running.folder.path()).unwrap();
    let modes: Vec<_> = files
        .map(|file| {
            let file = file.unwrap();
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            (file.file_name().into_string().unwrap(), mode)
        })
        .collect();
    assert_eq!(modes.len(), 4, "{modes:?}");
    assert!(modes.iter().all(|(_, mode)| *mode == 0o600), "{modes:?}");
}
