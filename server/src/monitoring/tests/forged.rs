//! Servers that lie: with the key of the log in hand, with another one, and with none at all.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::StatusCode;
use axum::routing::get;
use domain::consensus::PositionKind;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::Hash;
use ledger::note::{KeyKind, SigningKey};
use ledger::witness::AddCheckpoint;

use super::served::{ORIGIN, OWN, Office, log_key, serve};
use crate::clock::Clock;
use crate::monitoring::finding::Kind;
use crate::sealing::witness::{Witness, routes};
use crate::store::Cosignature;
use crate::web::router;

/// A witness of the log on a socket of its own.
struct Watching {
    witness: Arc<Witness>,
    address: String,
    _folder: tempfile::TempDir,
}

impl Watching {
    async fn new(office: &Office, seed: u8) -> Self {
        let name = format!("witness-{seed}.example").parse().unwrap();
        let key = SigningKey::from_seed(name, KeyKind::Cosignature, &[seed; 32]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let logs = vec![log_key(7).verifier().clone()];
        let witness = Witness::open(key, logs, folder.path().join("state")).unwrap();
        let witness = Arc::new(witness);
        let clock = Clock::fixed(office.now());
        Self {
            address: serve(routes(Arc::clone(&witness), clock)).await,
            witness,
            _folder: folder,
        }
    }

    /// Has a checkpoint cosigned, the first one that the witness sees.
    fn signs(&self, office: &Office, signed: &SignedCheckpoint) -> String {
        let request = AddCheckpoint {
            old_size: 0,
            proof: Vec::new(),
            checkpoint: signed.clone(),
        };
        let body = request.to_string();
        let line = self.witness.add_checkpoint(body.as_bytes(), office.now());
        line.unwrap()
    }
}

impl Office {
    /// Trusts witnesses, as many of which as `quorum` says are enough.
    fn trusts(&mut self, witnesses: &[&Watching], quorum: usize) {
        let lines = witnesses.iter().enumerate().map(|(place, it)| {
            let key = it.witness.verifier();
            format!("witness w{place} {key} {}\n", it.address)
        });
        let names: Vec<_> = (0..witnesses.len()).map(|it| format!("w{it}")).collect();
        let lines = lines.collect::<String>();
        let names = names.join(" ");
        let policy = format!("{lines}group enough {quorum} {names}\nquorum enough\n");
        self.wanted.policy = Some(policy.into_bytes());
    }

    /// Shows a cosignature beside the last checkpoint.
    async fn shows(&self, witness: &Watching, signed: &SignedCheckpoint) {
        let mut tx = self.world.office.store().begin().await.unwrap();
        let cosignature = Cosignature {
            size: signed.checkpoint().size,
            witness: witness.witness.verifier().to_string(),
            line: witness.signs(self, signed),
            at: self.now(),
        };
        tx.insert_cosignature(&cosignature).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn evidence(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.state().join("evidence")).unwrap();
        let mut notes: Vec<_> = files
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect();
        notes.sort();
        notes
    }

    /// Serves something else at some addresses than the world does.
    async fn overridden(&mut self, routes: Router) {
        let rest = router(self.world.state());
        self.wanted.server = serve(routes.fallback_service(rest)).await;
    }
}

/// Two offices with the same record up to where they part; both sealed with the same key.
async fn fork() -> (Office, Office) {
    let (honest, forged) = (Office::new().await, Office::new().await);
    honest.has_receipts("all").await;
    let same = honest.seal().await == forged.seal().await;
    assert!(same, "both begin alike");
    (honest, forged)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forked_log_is_found_and_both_notes_are_kept_for_ever() {
    let (mut honest, forged) = fork().await;
    honest.world.takes(0, 2, PositionKind::Endorse).await;
    let before = honest.seal().await;
    assert_eq!(honest.found(), []);
    // The other server has as many entries, then more, then fewer: never the same ones.
    forged.world.takes(0, 2, PositionKind::Accept).await;
    let (own, token) = (honest.wanted.server.clone(), honest.token_on_disk());
    honest.wanted.server.clone_from(&forged.wanted.server);
    honest.puts_token(&forged.token_on_disk());
    let mut shown = vec![forged.seal().await.to_string()];
    assert_eq!(honest.found(), [(Kind::Fork, None)]);
    let mut notes = vec![before.to_string(), shown[0].clone()];
    notes.sort();
    assert_eq!(honest.evidence(), notes);
    forged.world.takes(0, 3, PositionKind::Accept).await;
    shown.push(forged.seal().await.to_string());
    assert_eq!(honest.found(), [(Kind::Fork, None), (Kind::Fork, None)]);
    assert!(honest.evidence().contains(&shown[1]));
    // Back at the first server everything continues, and what was seen stays found.
    honest.wanted.server = own;
    honest.puts_token(&token);
    let report = honest.look();
    assert_eq!(report.findings.len(), 2);
    assert_eq!(report.exit_status, Kind::Fork.exit_status());
    assert_eq!(report.size, before.checkpoint().size);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_log_is_a_fork_unless_it_is_shown_to_be_a_beginning() {
    let (mut honest, forged) = fork().await;
    honest.world.takes(0, 2, PositionKind::Endorse).await;
    honest.seal().await;
    assert_eq!(honest.found(), []);
    // An old checkpoint from a cache, of a log that still has the rest.
    let old = forged.seal().await.to_string();
    honest
        .overridden(Router::new().route("/ledger/checkpoint", get(async || old)))
        .await;
    assert_eq!(honest.found(), [(Kind::Stale, None)]);
    // An old copy of the database, which has not.
    honest.wanted.server.clone_from(&forged.wanted.server);
    honest.puts_token(&forged.token_on_disk());
    assert_eq!(honest.found(), [(Kind::Fork, None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_of_another_key_is_not_believed() {
    let office = Office::new().await;
    office.has_receipts("all").await;
    let size = office.look().size;
    let seq = office.world.takes(OWN, 2, PositionKind::Endorse).await;
    office.has_receipt("position", &[seq]).await;
    office.seal_with(8).await;
    let report = office.look();
    assert_eq!(report.findings[0].kind, Kind::Signature);
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    assert_eq!(report.size, size);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_the_log_is_the_given_one_from_the_first_round_on() {
    let mut office = Office::new().await;
    office.wanted.log_key = Some(log_key(8).verifier().clone());
    let report = office.look();
    assert_eq!(report.findings[0].kind, Kind::Signature);
    assert_eq!(report.size, 0);
    office.wanted.log_key = Some(log_key(7).verifier().clone());
    let other = office.try_look().unwrap_err().to_string();
    assert!(other.starts_with("--log-key:"), "{other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_are_not_those_that_were_sealed_are_found() {
    let mut office = Office::new().await;
    let bundle = format!("/ledger/tile/entries/000.p/{}", office.look().size);
    office.forget();
    let size = office.seal().await.checkpoint().size;
    let entries = (0..size)
        .flat_map(|_| [0, 2, b'{', b'}'])
        .collect::<Vec<u8>>();
    office
        .overridden(Router::new().route(&bundle, get(async || entries)))
        .await;
    let report = office.look();
    assert_eq!(report.findings[0].kind, Kind::Entries);
    assert_eq!((report.findings.len(), report.size), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_sends_too_much_or_garbled_is_not_read() {
    let endless = || async {
        let pieces = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>([b'x'; 4096]));
        Body::from_stream(futures_util::StreamExt::map(pieces, |it| {
            it.map(|it| bytes::Bytes::copy_from_slice(&it))
        }))
    };
    for routes in [
        Router::new().route("/ledger/checkpoint", get(endless)),
        Router::new().route("/ledger/checkpoint", get(async || "no checkpoint")),
        Router::new().route("/ledger/tile/entries/{*path}", get(async || "\0")),
        Router::new().route("/ledger/tile/entries/{*path}", get(endless)),
        Router::new().route("/ledger/key", get(async || "no key")),
        Router::new().route("/api/v1/entries", get(async || "[{}]")),
        Router::new().route("/ledger/checkpoint", get(async || StatusCode::BAD_GATEWAY)),
        Router::new().route(
            "/ledger/checkpoint",
            get(async || axum::response::Redirect::temporary("https://elsewhere.example")),
        ),
    ] {
        let mut office = Office::new().await;
        office.overridden(routes).await;
        let kinds: Vec<_> = office.found().into_iter().map(|it| it.0).collect();
        assert!(kinds.contains(&Kind::Unreachable), "{kinds:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_is_unreachable_and_what_was_seen_still_counts() {
    let mut office = Office::new().await;
    let before = office.found();
    assert!(before.iter().all(|it| it.0 == Kind::Foreign) && !before.is_empty());
    office.wanted.server = "http://127.0.0.1:9".into();
    let after = office.found();
    let expected = [before, vec![(Kind::Unreachable, None)]].concat();
    assert_eq!(after, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn witnesses_that_saw_the_same_are_fine_and_too_few_are_told() {
    let mut office = Office::new().await;
    office.has_receipts("all").await;
    let (one, other) = (
        Watching::new(&office, 1).await,
        Watching::new(&office, 2).await,
    );
    let signed = office.seal().await;
    office.shows(&one, &signed).await;
    office.trusts(&[&one, &other], 1);
    let report = office.look();
    assert_eq!(report.findings, []);
    let says: Vec<_> = report.witnesses.iter().map(|it| it.says.as_str()).collect();
    assert!(
        says[0].ends_with("the same") && says[1].contains("signed nothing"),
        "{says:?}"
    );
    assert!(report.witnesses[0].signed_at.is_some() && report.witnesses[1].signed_at.is_none());
    office.trusts(&[&one, &other], 2);
    assert_eq!(office.found(), []);
    office.world.passes(3_700);
    assert_eq!(office.found(), [(Kind::Quorum, None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_signed_another_log_is_a_split_view() {
    let (mut honest, forged) = fork().await;
    honest.world.takes(0, 2, PositionKind::Endorse).await;
    forged.world.takes(0, 2, PositionKind::Accept).await;
    honest.seal().await;
    let theirs = forged.seal().await;
    let witness = Watching::new(&honest, 1).await;
    witness.signs(&honest, &theirs);
    honest.trusts(&[&witness], 1);
    assert_eq!(honest.found(), [(Kind::SplitView, None)]);
    assert_eq!(honest.evidence().len(), 2);
    // Whatever is shown from now on, it stays found; and it is found in a longer log, too.
    honest.forget();
    honest.world.takes(0, 3, PositionKind::Endorse).await;
    honest.seal().await;
    assert_eq!(honest.found(), [(Kind::SplitView, None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_witness_signed_of_a_longer_log_is_compared_once_it_is_shown() {
    let (mut honest, forged) = fork().await;
    forged.world.takes(0, 2, PositionKind::Accept).await;
    let theirs = forged.seal().await;
    let witness = Watching::new(&honest, 1).await;
    witness.signs(&honest, &theirs);
    honest.trusts(&[&witness], 1);
    assert_eq!(honest.found(), []);
    let ahead = honest.look().witnesses[0].says.clone();
    assert!(ahead.contains("already"), "{ahead}");
    honest.world.passes(3_700);
    assert!(honest.found().contains(&(Kind::Stale, None)));
    // The witness is gone by the time that the server has come so far, with other entries.
    honest.world.takes(0, 2, PositionKind::Endorse).await;
    honest.seal().await;
    let found = honest.found();
    assert_eq!(found[0], (Kind::SplitView, None), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_head_of_the_same_size_is_a_fork() {
    let mut office = Office::new().await;
    office.has_receipts("all").await;
    let size = office.look().size;
    let forged = Checkpoint::new(ORIGIN, size, Hash::new([7; 32]));
    let note = SignedCheckpoint::sign(&forged, &log_key(7))
        .unwrap()
        .to_string();
    let routes = Router::new().route("/ledger/checkpoint", get(async || note));
    office.overridden(routes).await;
    assert_eq!(office.found(), [(Kind::Fork, None)]);
}
