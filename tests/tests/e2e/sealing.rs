//! Sealing by the real program: how soon, what survives, and what is refused.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use e2e::{Database, Network, Program};
use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::tile::{TilePath, decode_tile, tiles_of};
use ledger::tree::{Frontier, verify_inclusion};
use serde_json::Value;
use tokio::time::timeout;

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads something that needs no account.
async fn read(address: &str, path: &str) -> (u16, Vec<u8>) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = client.get(format!("{address}{path}")).send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.bytes().await.unwrap().to_vec())
}

/// Waits for a checkpoint that covers this many entries.
pub(crate) async fn sealed(address: &str, size: u64) -> SignedCheckpoint {
    let waiting = async {
        loop {
            let (status, body) = read(address, "/ledger/checkpoint").await;
            if status == 200 {
                let signed = SignedCheckpoint::parse(&body).unwrap();
                if signed.checkpoint().size >= size {
                    return signed;
                }
            }
        }
    };
    let sealed = timeout(PATIENCE, waiting).await;
    sealed.unwrap_or_else(|_| panic!("{size} entries are not sealed"))
}

/// Waits until the health of the program is as wanted, and returns it.
pub(crate) async fn health(network: &Network, status: u16) -> Value {
    let waiting = async {
        loop {
            let answer = network.secretariat.get("/health").await;
            if answer.status.as_u16() == status {
                return answer.body;
            }
        }
    };
    timeout(PATIENCE, waiting)
        .await
        .expect("the health changes")
}

async fn every_entry_is_sealed_and_proved(database: Database) {
    let program = Program::serve(database);
    let network = Network::found(&program).await;
    for round in 0..5 {
        let seq = network.make_group(&format!("Group {round}")).await;
        let signed = sealed(&network.address, seq + 1).await;
        check(&network, &signed, seq).await;
    }
}

/// Checks an entry, its proof and the tiles against a checkpoint.
async fn check(network: &Network, signed: &SignedCheckpoint, seq: u64) {
    let entry = network.secretariat.get(&format!("/entries/{seq}")).await;
    let text = entry.expect(200)["text"].as_str().unwrap().to_owned();
    let checkpoint = signed.checkpoint();
    let mut frontier = Frontier::new();
    let mut leaves = Vec::new();
    for tile in tiles_of(checkpoint.size).filter(|tile| tile.level == 0) {
        let path = format!("/ledger/{}", TilePath::Tile(tile));
        let (status, bytes) = read(&network.address, &path).await;
        assert_eq!(status, 200, "{path}");
        leaves.extend(decode_tile(&bytes, tile.width).unwrap());
    }
    for leaf in &leaves {
        frontier.append(*leaf);
    }
    assert_eq!(frontier.root(), checkpoint.root);
    let index = usize::try_from(seq).unwrap();
    assert_eq!(leaves[index], leaf_hash(text.as_bytes()));
    let path = format!("/record/{seq}/proof");
    let file = network.secretariat.get_text(&path).await;
    let (head, note) = file.split_once("\n\n").unwrap();
    let proof: Vec<Hash> = (head.lines().skip(2))
        .map(|line| Hash::from_base64(line).unwrap())
        .collect();
    let proved = SignedCheckpoint::parse(note.as_bytes()).unwrap();
    let proved = proved.checkpoint();
    verify_inclusion(&leaves[index], seq, proved.size, &proof, &proved.root).unwrap();
}

#[tokio::test]
async fn every_entry_is_sealed_and_proved_on_sqlite() {
    every_entry_is_sealed_and_proved(Database::Sqlite).await;
}

#[tokio::test]
async fn every_entry_is_sealed_and_proved_on_postgres() {
    every_entry_is_sealed_and_proved(Database::postgres()).await;
}

/// Finds the process that seals for a data folder.
fn sealer_of(data: &Path) -> Option<String> {
    let wanted = data.to_str().unwrap();
    let mut processes = fs::read_dir("/proc").unwrap().map_while(Result::ok);
    let found = processes.find(|process| {
        let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
        let words: Vec<_> = line.split(|byte| *byte == 0).collect();
        words.contains(&b"sealer".as_slice()) && words.contains(&wanted.as_bytes())
    });
    found.map(|process| process.file_name().into_string().unwrap())
}

#[tokio::test]
async fn a_sealer_that_is_killed_is_started_again() {
    let program = Program::serve(Database::Sqlite);
    let network = Network::found(&program).await;
    let seq = network.make_group("Before").await;
    let before = sealed(&network.address, seq + 1).await;
    let sealer = sealer_of(&program.data()).expect("a sealer runs");
    let killed = Command::new("kill").args(["-9", &sealer]).status();
    assert!(killed.unwrap().success());
    let seq = network.make_group("After").await;
    let after = sealed(&network.address, seq + 1).await;
    assert_eq!(
        before.note().signatures()[0].id(),
        after.note().signatures()[0].id()
    );
    health(&network, 200).await;
}

#[tokio::test]
async fn the_sealer_ends_with_the_program_and_goes_on_after_it() {
    let mut program = Program::serve(Database::Sqlite);
    let network = Network::found(&program).await;
    for end in ["stopped", "killed"] {
        let seq = network.make_group(&format!("Before it is {end}")).await;
        sealed(&network.address, seq + 1).await;
        if end == "stopped" {
            assert!(program.stop());
        } else {
            program.kill();
        }
        let data = program.data();
        let gone = tokio::task::spawn_blocking(move || while sealer_of(&data).is_some() {});
        timeout(PATIENCE, gone).await.unwrap().unwrap();
        program.restart();
        program.address();
        let seq = network.make_group(&format!("After it was {end}")).await;
        sealed(&network.address, seq + 1).await;
    }
}

/// Puts the database of a stopped program in another place.
fn copy_database(from: &Path, to: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("clausewise.sqlite{suffix}");
        if to.join(&name).exists() {
            fs::remove_file(to.join(&name)).unwrap();
        }
        if from.join(&name).exists() {
            fs::copy(from.join(&name), to.join(&name)).unwrap();
        }
    }
}

#[tokio::test]
async fn an_old_copy_of_the_database_is_not_sealed() {
    let mut program = Program::serve(Database::Sqlite);
    let network = Network::found(&program).await;
    let seq = network.make_group("Kept").await;
    sealed(&network.address, seq + 1).await;
    assert!(program.stop());
    let copy = tempfile::tempdir().unwrap();
    copy_database(&program.data(), copy.path());
    program.restart();
    program.address();
    let seq = network.make_group("Lost").await;
    let signed = sealed(&network.address, seq + 1).await;
    assert!(program.stop());
    copy_database(copy.path(), &program.data());
    let head = fs::read_to_string(program.data().join("sealer-head")).unwrap();
    assert_eq!(head, signed.to_string());

    program.restart();
    program.address();
    let problem = health(&network, 503).await;
    assert_eq!(problem["type"], "/problems/not-sealing", "{problem}");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("an old copy of the database"), "{detail}");
    // It goes on serving, and records; but what it records is never sealed.
    network.secretariat.get("/entries").await.expect(200);
    for name in ["Another", "And another"] {
        network.make_group(name).await;
    }
    let forked = async {
        loop {
            let problem = health(&network, 503).await;
            let detail = problem["detail"].as_str().unwrap();
            if detail.contains("are not those that were sealed") {
                return;
            }
        }
    };
    timeout(PATIENCE, forked).await.expect("the fork is told");
    let data = program.data();
    assert_eq!(fs::read_to_string(data.join("sealer-head")).unwrap(), head);
    let (status, _) = read(&network.address, "/ledger/checkpoint").await;
    assert_eq!(status, 200, "what was sealed of the copy is still served");
}
