//! Witnesses of the real program: its own, and one that others have written.

use std::fs;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use e2e::{Caller, Database, Network, Program, Witness};
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::Hash;
use ledger::note::{KeyKind, SigningKey};
use ledger::policy::Policy;
use ledger::proof::TlogProof;
use ledger::witness::AddCheckpoint;
use tokio::time::timeout;

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A program whose ledger has a key, and its network.
struct World {
    program: Program,
    network: Network,
    /// The verifier key of the ledger.
    log: String,
}

impl World {
    async fn new() -> Self {
        let program = Program::serve(Database::Sqlite);
        let network = Network::found(&program).await;
        let log = async {
            loop {
                let (status, key) = read(&network.address, "/ledger/key").await;
                if status == 200 {
                    return key;
                }
            }
        };
        let log = timeout(PATIENCE, log).await.expect("the record is sealed");
        Self {
            program,
            network,
            log: log.trim().to_owned(),
        }
    }

    /// Serves with witnesses, as many of which as `quorum` says are enough.
    fn witnessed_by(&mut self, witnesses: &[(&str, &Witness)], quorum: usize) -> Policy {
        let lines: Vec<_> = (witnesses.iter())
            .map(|(name, it)| format!("witness {name} {} {}\n", it.key, it.address))
            .collect();
        let lines = lines.concat();
        let names: Vec<_> = witnesses.iter().map(|(name, _)| *name).collect();
        let rest = format!(
            "group all-of-them {quorum} {}\nquorum all-of-them\n",
            names.join(" ")
        );
        let policy = format!("{lines}{rest}");
        assert!(self.program.stop());
        fs::write(self.program.data().join("witnesses.policy"), &policy).unwrap();
        self.program.restart();
        self.program.address();
        Policy::parse(format!("log {}\n{policy}", self.log).as_bytes()).unwrap()
    }

    /// Waits for a checkpoint that covers an entry and that this many witnesses signed.
    async fn cosigned(&self, policy: &Policy, seq: u64, count: usize) -> SignedCheckpoint {
        let waiting = async {
            loop {
                let (_, note) = read(&self.network.address, "/ledger/checkpoint").await;
                let Ok(signed) = SignedCheckpoint::parse(note.as_bytes()) else {
                    continue;
                };
                let judged = policy.judge(&signed).unwrap();
                if signed.checkpoint().size > seq && judged.witnesses.len() >= count {
                    return signed;
                }
            }
        };
        let cosigned = timeout(PATIENCE, waiting).await;
        cosigned.unwrap_or_else(|_| panic!("entry {seq} is not cosigned by {count}"))
    }

    /// Returns the key that signs the ledger: whoever has the server's password has it.
    fn log_key(&self) -> SigningKey {
        let pem = fs::read_to_string(self.program.data().join("sealer-key")).unwrap();
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(body).unwrap();
        let seed = der.last_chunk::<32>().unwrap();
        let name = self.log.split('+').next().unwrap().parse().unwrap();
        SigningKey::from_seed(name, KeyKind::Ed25519, seed).unwrap()
    }
}

async fn read(address: &str, path: &str) -> (u16, String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = client.get(format!("{address}{path}")).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn submit(witness: &Witness, request: &AddCheckpoint) -> u16 {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let address = format!("{}/add-checkpoint", witness.address);
    let sent = client.post(address).body(request.to_string()).send().await;
    sent.unwrap().status().as_u16()
}

/// Has a witness asked to sign forged heads, with the key of the log in hand.
async fn refuses_forged_heads(world: &World, witness: &Witness, signed: &SignedCheckpoint) {
    let key = world.log_key();
    let Checkpoint { origin, size, .. } = signed.checkpoint().clone();
    let forged = |size, root| {
        SignedCheckpoint::sign(&Checkpoint::new(origin.clone(), size, root), &key).unwrap()
    };
    let other = Hash::new([7; 32]);
    for (old_size, checkpoint, proof) in [
        (size, forged(size, other), vec![]),
        (size, forged(size + 1, other), vec![other]),
        (0, forged(size, other), vec![]),
        (size - 1, forged(size - 1, other), vec![]),
        (size, forged(size - 1, other), vec![]),
    ] {
        let request = AddCheckpoint {
            old_size,
            proof,
            checkpoint,
        };
        let status = submit(witness, &request).await;
        assert!([400, 409, 422].contains(&status), "{status} for {request}");
    }
}

#[tokio::test]
async fn witnesses_cosign_and_a_quorum_makes_the_proof() {
    let mut world = World::new().await;
    let names = ["w1.example", "w2.example", "w3.example"];
    let mut witnesses = names.map(|name| Witness::start(name, &world.log));
    let [first, second, third] = &witnesses;
    let policy = world.witnessed_by(&[("one", first), ("two", second), ("three", third)], 2);
    let seq = world.network.make_group("Seen by all").await;
    let signed = world.cosigned(&policy, seq, 3).await;
    refuses_forged_heads(&world, &witnesses[0], &signed).await;

    // One is down: the others go on, and are enough.
    witnesses[2].kill();
    let seq = world.network.make_group("Seen by two").await;
    let signed = world.cosigned(&policy, seq, 2).await;
    assert!(policy.judge(&signed).unwrap().is_quorum);
    let caller: &Caller = &world.network.secretariat;
    let file = caller.get_text(&format!("/record/{seq}/proof")).await;
    let proof = TlogProof::parse(file.as_bytes()).unwrap();
    let entry = world
        .network
        .secretariat
        .get(&format!("/entries/{seq}"))
        .await;
    let text = entry.expect(200)["text"].as_str().unwrap().to_owned();
    let leaf = ledger::hash::leaf_hash(text.as_bytes());
    proof.verify(&leaf, &policy).unwrap();

    // Two are down: the record is sealed all the same, and the proof of what was seen stays.
    witnesses[1].kill();
    let later = world.network.make_group("Seen by one").await;
    world.cosigned(&policy, later, 1).await;
    let file = caller.get_text(&format!("/record/{later}/proof")).await;
    let proof = TlogProof::parse(file.as_bytes()).unwrap();
    let judged = policy.judge(&proof.checkpoint).unwrap();
    assert!(!judged.is_quorum, "{file}");
    let file = caller.get_text(&format!("/record/{seq}/proof")).await;
    let proof = TlogProof::parse(file.as_bytes()).unwrap();
    proof.verify(&leaf, &policy).unwrap();
}

#[tokio::test]
async fn a_stock_witness_cosigns_ours_and_refuses_forged_heads() {
    let mut world = World::new().await;
    let origin = world.log.split('+').next().unwrap();
    let Some(witness) = Witness::start_stock("stock.example", origin, &world.log) else {
        println!("NOT RUN: aics-witness is not installed; AICS_WITNESS can name it");
        return;
    };
    let policy = world.witnessed_by(&[("stock", &witness)], 1);
    for round in 0..3 {
        let seq = world.network.make_group(&format!("Round {round}")).await;
        let signed = world.cosigned(&policy, seq, 1).await;
        assert!(policy.judge(&signed).unwrap().is_quorum);
        refuses_forged_heads(&world, &witness, &signed).await;
    }
}
