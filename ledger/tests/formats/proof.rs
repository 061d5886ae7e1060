//! Proof files.

use ledger::checkpoint::CheckpointError;
use ledger::hash::{Hash, leaf_hash};
use ledger::note::{NoteError, OpenError};
use ledger::policy::Policy;
use ledger::proof::{ProofError, ProofFormatError, TlogProof};

use crate::{Log, log_key, witness_key, witnessed};

fn a_proof(index: u64, size: u64) -> (TlogProof, Hash) {
    let log = Log::of(size, "");
    let proof = TlogProof {
        extra: None,
        index,
        path: log.inclusion(index, size),
        checkpoint: witnessed(log.signed(size), &[1, 2]),
    };
    (proof, leaf_hash(index.to_string().as_bytes()))
}

fn policy(quorum: &str) -> Policy {
    let mut lines = vec![format!("log {}", log_key().verifier())];
    for number in 1..=3 {
        lines.push(format!(
            "witness W{number} {}",
            witness_key(number).verifier()
        ));
    }
    lines.push("group two 2 W1 W2".to_owned());
    lines.push(format!("quorum {quorum}\n"));
    let text = lines.join("\n");
    Policy::parse(text.as_bytes()).expect("a policy")
}

#[test]
fn a_proof_file_proves_an_entry_without_the_log() {
    for (index, size) in [(0, 1), (0, 2), (6, 7), (100, 200)] {
        let (proof, leaf) = a_proof(index, size);
        let read = TlogProof::parse(proof.to_string().as_bytes()).unwrap();
        assert_eq!(read, proof);
        let policy = policy("two");
        let judgement = read.verify(&leaf, &policy).unwrap();
        assert_eq!(judgement.witnesses.len(), 2);
    }
}

#[test]
fn a_proof_is_of_its_entry_at_its_place_and_no_other() {
    let (mut proof, leaf) = a_proof(3, 7);
    let policy = policy("two");
    let other = proof.verify(&leaf_hash(b"4"), &policy);
    assert!(matches!(other, Err(ProofError::Inclusion(_))));
    proof.index = 2;
    assert!(matches!(
        proof.verify(&leaf, &policy),
        Err(ProofError::Inclusion(_))
    ));
}

#[test]
fn a_proof_needs_the_quorum_and_the_log() {
    let (proof, leaf) = a_proof(3, 7);
    let missing = policy("W3");
    assert_eq!(proof.verify(&leaf, &missing), Err(ProofError::NoQuorum(2)));
    let nobody = Policy::parse(b"quorum none\n").unwrap();
    let refused = proof.verify(&leaf, &nobody);
    assert_eq!(refused, Err(ProofError::Log(OpenError::NoKnownSignature)));
}

#[test]
fn further_data_is_carried_and_not_trusted() {
    let (mut proof, leaf) = a_proof(3, 7);
    proof.extra = Some(b"a receipt".to_vec());
    let read = TlogProof::parse(proof.to_string().as_bytes()).unwrap();
    assert_eq!(read.extra.as_deref(), Some(&b"a receipt"[..]));
    assert_eq!(read.verify_inclusion(&leaf), Ok(()));
}

#[test]
fn what_is_no_proof_file_is_refused() {
    let (mut proof, _) = a_proof(3, 7);
    proof.extra = Some(b"ab".to_vec());
    let good = proof.to_string();
    let check = |from: &str, to: &str, expected: ProofFormatError| {
        assert!(good.contains(from), "{from}");
        let bad = good.replacen(from, to, 1);
        assert_eq!(
            TlogProof::parse(bad.as_bytes()),
            Err(expected),
            "{to:?} for {from:?}"
        );
    };
    check("proof@v1", "proof@v2", ProofFormatError::BadHeader);
    check("proof@v1\n", "proof@v1\r\n", ProofFormatError::BadHeader);
    check("extra YWI=", "extra YWI", ProofFormatError::BadExtra);
    check(
        "extra YWI=\n",
        "extra YWI=\nextra YWI=\n",
        ProofFormatError::BadPath,
    );
    check("index 3", "index 03", ProofFormatError::BadIndex);
    check("index 3", "index", ProofFormatError::BadIndex);
    check("index 3\n", "", ProofFormatError::BadIndex);
    check("index 3\n", "index 3\nAAAA\n", ProofFormatError::BadPath);
    let hashes = format!(
        "index 3\n{}",
        format!("{}\n", leaf_hash(b"").to_base64()).repeat(62)
    );
    check("index 3\n", &hashes, ProofFormatError::BadPath);
    let note = ProofFormatError::Checkpoint(CheckpointError::Note(NoteError::NoSignatures));
    check("\n\n—", "\n—", note);
    assert_eq!(TlogProof::parse(b"\xff"), Err(ProofFormatError::NotText));
    assert_eq!(
        TlogProof::parse(&vec![b'a'; 500_000]),
        Err(ProofFormatError::NotText)
    );
}
