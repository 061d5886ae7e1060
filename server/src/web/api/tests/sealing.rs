//! Proofs, receipts and health, as far as sealing goes.

use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::tree::verify_inclusion;

use super::Caller;
use crate::sealing::standing::Trouble;
use crate::web::ledger::tests::seal;
use crate::web::pages::fixture::World;

#[tokio::test]
async fn an_entry_has_a_proof_once_it_is_sealed() {
    let world = World::new().await;
    let caller = Caller::of(&world, world.delegates[1]).await;
    let early = caller.get("/record/2/proof").await;
    early.expect_problem(409, "not-sealed-yet");
    let size = seal(&world).await.checkpoint().size;
    caller
        .get(&format!("/record/{size}/proof"))
        .await
        .expect_problem(404, "not-found");
    let stranger = Caller::stranger(&world).get("/record/2/proof").await;
    stranger.expect_problem(401, "sign-in-required");
    for seq in 0..size {
        let answer = caller.get(&format!("/record/{seq}/proof")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
        check(&answer.text, seq, &leaf_hash(&kept.stored.bytes));
    }
}

/// Checks a proof file by the rules of its format.
#[track_caller]
fn check(file: &str, seq: u64, leaf: &Hash) {
    let (head, note) = file.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("c2sp.org/tlog-proof@v1"));
    assert_eq!(lines.next(), Some(format!("index {seq}").as_str()));
    let proof: Vec<_> = lines.map(|line| Hash::from_base64(line).unwrap()).collect();
    let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
    let checkpoint = signed.checkpoint();
    verify_inclusion(leaf, seq, checkpoint.size, &proof, &checkpoint.root).unwrap();
}

#[tokio::test]
async fn a_receipt_names_the_leaf_of_each_entry() {
    let world = World::new().await;
    let secretariat = Caller::of(&world, world.secretariat).await;
    let group = serde_json::json!({ "name": "Drafting committee" });
    let made = secretariat.post("/groups", &group).await.expect(201);
    let seq = made["seq"].as_u64().unwrap();
    let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
    let expected = leaf_hash(&kept.stored.bytes).to_string();
    assert_eq!(made["entries"][0]["leaf_hash"], expected, "{made}");
}

#[tokio::test]
async fn a_server_that_cannot_seal_says_so_and_goes_on() {
    let world = World::new().await;
    let caller = Caller::of(&world, world.delegates[1]).await;
    let healthy = caller.get("/health").await.expect(200);
    assert_eq!(healthy["sealed"], 0);
    world.state().sealing.set_trouble(Some(Trouble::Behind {
        sealed: 900,
        here: 12,
    }));
    let problem = caller
        .get("/health")
        .await
        .expect_problem(503, "not-sealing");
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.contains("900 entries have been sealed and only 12 are here"),
        "{detail}"
    );
    assert!(detail.contains("put back the newest copy"), "{detail}");
    caller.get("/entries").await.expect(200);
    world.state().sealing.set_trouble(None);
    caller.get("/health").await.expect(200);
}
