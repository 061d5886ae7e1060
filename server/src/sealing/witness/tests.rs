//! What a witness signs, at its addresses.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::time::Timestamp;
use http_body_util::BodyExt;
use ledger::checkpoint::Checkpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::note::KeyKind;
use ledger::tree::{Frontier, NodeId, consistency_nodes};
use ledger::witness::read_cosignatures;
use tempfile::TempDir;
use tower::ServiceExt;

use super::*;
use crate::clock::Clock;

const ORIGIN: &str = "log.example/ledger";
const NOW: Timestamp = Timestamp::from_micros(1_772_528_400_000_000);

fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(ORIGIN.parse().unwrap(), KeyKind::Ed25519, &[seed; 32]).unwrap()
}

fn witness_key() -> SigningKey {
    let name = "witness.example/w1".parse().unwrap();
    SigningKey::from_seed(name, KeyKind::Cosignature, &[9; 32]).unwrap()
}

fn witness(folder: &Path) -> Witness {
    let logs = vec![log_key(1).verifier().clone()];
    Witness::open(witness_key(), logs, folder.join("state")).unwrap()
}

/// A log whose leaves are numbers from `first` on.
struct Log {
    nodes: BTreeMap<NodeId, Hash>,
    roots: Vec<Hash>,
}

impl Log {
    fn new(size: u64, first: u64) -> Self {
        let mut frontier = Frontier::new();
        let (mut nodes, mut roots) = (BTreeMap::new(), vec![frontier.root()]);
        for leaf in first..first + size {
            nodes.extend(frontier.append(leaf_hash(&leaf.to_be_bytes())));
            roots.push(frontier.root());
        }
        Self { nodes, roots }
    }

    fn signed(&self, size: usize, key: &SigningKey) -> SignedCheckpoint {
        let checkpoint = Checkpoint::new(
            key.verifier().name().as_str(),
            size as u64,
            self.roots[size],
        );
        SignedCheckpoint::sign(&checkpoint, key).unwrap()
    }

    fn request(&self, old: usize, size: usize) -> AddCheckpoint {
        let nodes = consistency_nodes(old as u64, size as u64).unwrap();
        let hashes: Vec<_> = nodes.ids().iter().map(|id| self.nodes[id]).collect();
        AddCheckpoint {
            old_size: old as u64,
            proof: nodes.proof(&hashes).unwrap(),
            checkpoint: self.signed(size, &log_key(1)),
        }
    }
}

/// A witness behind its addresses.
struct Served {
    routes: Router,
    folder: TempDir,
}

impl Served {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let witness = std::sync::Arc::new(witness(folder.path()));
        Self {
            routes: routes(witness, Clock::fixed(NOW)),
            folder,
        }
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String, String) {
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let kind = response.headers().get(header::CONTENT_TYPE).cloned();
        let kind = kind.map_or_else(String::new, |it| it.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, kind, String::from_utf8(bytes.to_vec()).unwrap())
    }

    async fn add(&self, body: impl Into<Body>) -> (StatusCode, String, String) {
        let request = Request::post("/add-checkpoint").body(body.into());
        self.send(request.unwrap()).await
    }

    async fn last(&self, origin: &str) -> (StatusCode, String) {
        let path = format!("/checkpoint/{}", file_name(origin));
        let (status, _, body) = self
            .send(Request::get(path).body(Body::empty()).unwrap())
            .await;
        (status, body)
    }

    fn state(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("state").join(file_name(ORIGIN))).unwrap()
    }
}

#[tokio::test]
async fn what_continues_is_cosigned_and_kept() {
    let (served, log) = (Served::new(), Log::new(20, 0));
    assert_eq!(served.last(ORIGIN).await.0, StatusCode::NOT_FOUND);
    for (old, size) in [(0, 3), (3, 3), (3, 8), (8, 20)] {
        let request = log.request(old, size);
        let (status, _, body) = served.add(request.to_string()).await;
        assert_eq!(status, StatusCode::OK, "{old} to {size}: {body}");
        let keys = [witness_key().verifier().clone()];
        let found = read_cosignatures(body.as_bytes(), &request.checkpoint, &keys).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, 1_772_528_400);
        assert_eq!(served.last(ORIGIN).await.1, served.state());
        assert_eq!(served.state(), format!("{}{body}", request.checkpoint));
    }
}

#[tokio::test]
async fn what_does_not_is_refused_with_the_status_of_the_specification() {
    let (served, log, fork) = (Served::new(), Log::new(20, 0), Log::new(20, 1));
    assert_eq!(
        served.add(log.request(0, 7).to_string()).await.0,
        StatusCode::OK
    );
    let before = served.state();
    let with = |change: fn(&mut AddCheckpoint, &Log)| {
        let mut request = log.request(7, 9);
        change(&mut request, &log);
        request.to_string()
    };
    let foreign = SigningKey::from_seed("o.example".parse().unwrap(), KeyKind::Ed25519, &[1; 32]);
    let foreign = foreign.unwrap();
    for (body, status, answer) in [
        (log.request(0, 9).to_string(), 409, Some("7\n")),
        (log.request(8, 9).to_string(), 409, Some("7\n")),
        (fork.request(7, 7).to_string(), 409, Some("7\n")),
        (fork.request(7, 9).to_string(), 422, None),
        (with(|it, _| it.proof.clear()), 422, None),
        (with(|it, _| it.old_size = 10), 400, None),
        (
            with(|it, log| it.checkpoint = log.signed(9, &log_key(2))),
            403,
            None,
        ),
        (
            with(|it, log| it.checkpoint = log.signed(9, &log_key(1))).replace("old 7", "old 07"),
            400,
            None,
        ),
        (format!("old 0\n\n{}", log.signed(9, &foreign)), 404, None),
        ("nonsense".to_owned(), 400, None),
        (String::new(), 400, None),
    ] {
        let (found, kind, said) = served.add(body.clone()).await;
        assert_eq!(found.as_u16(), status, "{body}: {said}");
        if let Some(answer) = answer {
            assert_eq!((kind.as_str(), said.as_str()), ("text/x.tlog.size", answer));
        }
        assert_eq!(served.state(), before, "{body}");
    }
    let oversized = vec![b'a'; ledger::witness::MAX_REQUEST_BYTES + 1];
    assert!(served.add(oversized).await.0.is_client_error());
    assert_eq!(
        served.add(log.request(7, 9).to_string()).await.0,
        StatusCode::OK
    );
}

#[test]
fn a_witness_remembers_what_it_signed() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::new(9, 0);
    let first = witness(folder.path());
    first
        .add_checkpoint(log.request(0, 6).to_string().as_bytes(), NOW)
        .unwrap();
    let logs = vec![log_key(1).verifier().clone()];
    let second = Witness::open(witness_key(), logs.clone(), folder.path().join("state"));
    assert!(matches!(second, Err(WitnessError::Held(_))));
    drop(first);
    let again = witness(folder.path());
    let refused = again.add_checkpoint(log.request(0, 4).to_string().as_bytes(), NOW);
    assert!(
        matches!(refused, Err(NotCosigned::Refused(Refused::OtherSize(6)))),
        "{refused:?}"
    );
    drop(again);
    let path = folder.path().join("state").join(file_name(ORIGIN));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\n6\n", "\n5\n")).unwrap();
    let forged = Witness::open(witness_key(), logs, folder.path().join("state"));
    assert!(matches!(forged, Err(WitnessError::ForeignState(_))));
}
