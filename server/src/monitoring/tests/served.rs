//! A world behind a real socket, and a monitor of one of its members.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Router;
use domain::time::Timestamp;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::leaf_hash;
use ledger::note::{KeyKind, SigningKey};
use serde::Serialize;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::auth::{Device, refresh, secret_file};
use crate::monitoring::finding::Kind;
use crate::monitoring::{Finding, Monitor, MonitorError, Outcome, Report, TokenFile, Wanted};
use crate::sealing::proof;
use crate::secret::Secret;
use crate::store;
use crate::web::api::tests::make_account;
use crate::web::pages::fixture::World;
use crate::web::router;

/// The member that watches.
pub(super) const OWN: usize = 1;
/// The name of the log.
pub(super) const ORIGIN: &str = "clausewise.example/ledger";

/// A world that is served, and what a member has of its own.
pub(super) struct Office {
    pub(super) world: World,
    pub(super) wanted: Wanted,
    folder: TempDir,
}

/// The key of the log.
pub(super) fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(ORIGIN.parse().unwrap(), KeyKind::Ed25519, &[seed; 32]).unwrap()
}

/// Serves routes on a free port, and returns where.
pub(super) async fn serve(routes: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    format!("http://{address}")
}

impl Office {
    /// Serves a world with a text on the table, all of it sealed.
    pub(super) async fn new() -> Self {
        let world = World::tabled().await;
        let folder = tempfile::tempdir().unwrap();
        make_account(&world, world.delegates[OWN]).await;
        std::fs::create_dir(folder.path().join("papers")).unwrap();
        let office = Self {
            wanted: Wanted {
                server: serve(router(world.state())).await,
                token: folder.path().join("token"),
                organisation: world.members[OWN].to_string(),
                papers: folder.path().join("papers"),
                pin: None,
                policy: None,
                log_key: None,
                stale: 3_600,
            },
            world,
            folder,
        };
        office.signs_in().await;
        let mut tx = office.world.office.store().begin().await.unwrap();
        let public = *log_key(7).verifier().public_bytes();
        tx.set_ledger_key(&public).await.unwrap();
        tx.commit().await.unwrap();
        office.seal().await;
        office
    }

    async fn signs_in(&self) {
        let state = self.world.state();
        let device = Device::new("monitor", [127, 0, 0, 1].into());
        let (store, by) = (state.office.store(), self.world.delegates[OWN]);
        let tokens = refresh::start(&state.auth, store, by, device, self.now());
        self.puts_token(&tokens.await.unwrap().refresh.reveal());
    }

    pub(super) fn now(&self) -> Timestamp {
        self.world.now()
    }

    /// Seals everything that is recorded.
    pub(super) async fn seal(&self) -> SignedCheckpoint {
        self.seal_with(7).await
    }

    /// Seals everything that is recorded, with a key.
    pub(super) async fn seal_with(&self, seed: u8) -> SignedCheckpoint {
        let mut tx = self.world.office.store().begin().await.unwrap();
        let size = tx.tree_size().await.unwrap();
        let root = tx.tree_root(size).await.unwrap();
        let checkpoint = Checkpoint::new(ORIGIN, size, root);
        let signed = SignedCheckpoint::sign(&checkpoint, &log_key(seed)).unwrap();
        let kept = store::Checkpoint {
            size,
            root,
            note: signed.to_string(),
            at: self.now(),
        };
        if tx
            .last_checkpoint()
            .await
            .unwrap()
            .is_none_or(|it| it.size < size)
        {
            tx.insert_checkpoint(&kept).await.unwrap();
        }
        tx.commit().await.unwrap();
        signed
    }

    pub(super) fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    pub(super) fn papers(&self) -> PathBuf {
        self.folder.path().join("papers")
    }

    /// Lets the monitor forget everything.
    pub(super) fn forget(&self) {
        std::fs::remove_dir_all(self.state()).unwrap();
    }

    pub(super) fn token_on_disk(&self) -> String {
        let token = secret_file::read(&self.wanted.token).unwrap().unwrap();
        token.expose().to_owned()
    }

    pub(super) fn puts_token(&self, token: &str) {
        secret_file::replace(&self.wanted.token, &Secret::new(token.to_owned())).unwrap();
    }

    /// Puts a paper into the folder.
    pub(super) fn writes(&self, name: &str, value: &impl Serialize) {
        self.writes_text(name, &serde_json::to_string(value).unwrap());
    }

    pub(super) fn writes_text(&self, name: &str, text: &str) {
        std::fs::write(self.papers().join(name), text).unwrap();
    }

    /// Has receipts for everything that is recorded.
    pub(super) async fn has_receipts(&self, name: &str) {
        let next = self.world.office.register().next_seq();
        let all: Vec<_> = (0..next).collect();
        self.has_receipt(name, &all).await;
    }

    /// Has a receipt for entries, as the API writes one.
    pub(super) async fn has_receipt(&self, name: &str, seqs: &[u64]) {
        let mut entries = Vec::new();
        for seq in seqs {
            let kept = self.world.office.stored_entry(*seq).await.unwrap().unwrap();
            let entry = self.world.office.entry(*seq).await.unwrap().unwrap();
            entries.push(serde_json::json!({
                "seq": seq, "at": entry.at, "type": entry.fact.type_name(),
                "leaf_hash": leaf_hash(&kept.stored.bytes).to_string(),
            }));
        }
        let receipt = serde_json::json!({"seq": seqs.last(), "entries": entries});
        self.writes(&format!("{name}.receipt.json"), &receipt);
    }

    /// Has the proof file of an entry.
    pub(super) async fn has_proof(&self, seq: u64) {
        let mut tx = self.world.office.store().snapshot().await.unwrap();
        let file = proof::proof_file(&mut tx, seq, None).await.unwrap();
        self.writes_text(&format!("entry-{seq}.tlog-proof"), &file.unwrap());
    }

    /// Looks, and keeps nothing.
    pub(super) fn observe(&self) -> Result<(Monitor, Outcome), MonitorError> {
        tokio::task::block_in_place(|| {
            let monitor = Monitor::open(&self.state())?;
            let mut token = TokenFile::new(&self.wanted.token);
            let outcome = monitor.look(&self.wanted, &mut token, self.now())?;
            Ok((monitor, outcome))
        })
    }

    /// Looks once, as a process of its own would.
    pub(super) fn try_look(&self) -> Result<Report, MonitorError> {
        let (mut monitor, outcome) = self.observe()?;
        let report = outcome.report.clone();
        monitor.keep(outcome)?;
        Ok(report)
    }

    /// Looks once.
    pub(super) fn look(&self) -> Report {
        self.try_look().unwrap()
    }

    /// Looks once, and says what was found about which entries.
    pub(super) fn found(&self) -> Vec<(Kind, Option<u64>)> {
        let found = self.look().findings;
        println!("{found:#?}");
        found.iter().map(|it| (it.kind, it.entry)).collect()
    }

    /// Looks once, and says what is called what was found.
    pub(super) fn names(&self) -> Vec<String> {
        let found = self.look().findings;
        found.into_iter().map(|it| it.name).collect()
    }

    /// Accepts what was found about an entry.
    pub(super) fn accept(&self, seq: u64) {
        let mut monitor = Monitor::open(&self.state()).unwrap();
        let name = Finding::name_of_entry(seq);
        let accepted = monitor.remember(|state| {
            state.accepted.insert(name);
        });
        accepted.unwrap();
    }
}
