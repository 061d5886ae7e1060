//! A backup by the real program, while it works, and what restoring one comes to.

use std::fs;
use std::path::Path;

use e2e::{Caller, Database, Network, PASSWORD, Program};

use crate::sealing::{health, sealed};

/// Removes the database of a stopped program; the secrets and the sealer's files stay.
fn lose_database(data: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let path = data.join(format!("clausewise.sqlite{ending}"));
        if path.exists() {
            fs::remove_file(path).unwrap();
        }
    }
}

#[tokio::test]
async fn a_network_goes_on_from_its_last_backup_and_not_from_an_older_one() {
    let mut program = Program::serve(Database::Sqlite);
    let mut network = Network::found(&program).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let seq = network.make_group("In both backups").await;
    sealed(&network.address, seq + 1).await;
    program.command(&["backup", &backup("older")]);
    let seq = network.make_group("In the last one only").await;
    let before = sealed(&network.address, seq + 1).await;
    program.command(&["backup", &backup("last")]);
    assert!(program.stop());

    lose_database(&program.data());
    let said = program.command(&["restore", &backup("last")]);
    assert!(said.starts_with(&format!("{} entries", seq + 1)), "{said}");
    program.restart();
    program.address();
    // Nobody is signed in any more, and everybody's password is what it was.
    let old = network.secretariat.get("/entries").await;
    old.expect_problem(401, "sign-in-required");
    network.secretariat =
        Caller::sign_in(&network.address, "maren@secretariat.example", PASSWORD).await;
    let seq = network.make_group("After the last one").await;
    let after = sealed(&network.address, seq + 1).await;
    let key = |signed: &ledger::checkpoint::SignedCheckpoint| signed.note().signatures()[0].id();
    assert_eq!(key(&before), key(&after));
    assert!(program.stop());

    lose_database(&program.data());
    program.command(&["restore", &backup("older")]);
    program.restart();
    program.address();
    let problem = health(&network, 503).await;
    assert_eq!(problem["type"], "/problems/not-sealing", "{problem}");
}
