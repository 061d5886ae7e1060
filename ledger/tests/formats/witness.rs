//! What logs ask of witnesses, what these answer, and what the sealer signs.

use ledger::hash::leaf_hash;
use ledger::note::{KeyKind, VerifierKey};
use ledger::tree::ConsistencyError;
use ledger::witness::{
    AddCheckpoint, BadAnswer, Head, Refused, RequestError, SealRefusal, check_seal, decide,
    read_cosignatures,
};

use crate::{Log, NOW, ORIGIN, key, log_key, spoiled, witness_key};

fn request(log: &Log, old_size: u64, size: u64) -> AddCheckpoint {
    AddCheckpoint {
        old_size,
        proof: log.consistency(old_size, size),
        checkpoint: log.signed(size),
    }
}

fn head(log: &Log, size: u64) -> Head {
    Head {
        size,
        root: log.root(size),
    }
}

fn known() -> Vec<VerifierKey> {
    let other = key("other.example", KeyKind::Ed25519, 7);
    vec![other.verifier().clone(), log_key().verifier().clone()]
}

#[test]
fn a_request_has_one_spelling() {
    let log = Log::of(20, "");
    for (old, new) in [(0, 20), (7, 20), (8, 20), (20, 20)] {
        let request = request(&log, old, new);
        let text = request.to_string();
        assert_eq!(AddCheckpoint::parse(text.as_bytes()), Ok(request), "{text}");
    }
}

#[test]
fn what_is_no_request_is_refused() {
    let good = request(&Log::of(20, ""), 7, 20).to_string();
    let check = |from: &str, to: &str, expected: RequestError| {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good);
        assert_eq!(
            AddCheckpoint::parse(bad.as_bytes()),
            Err(expected),
            "{to:?}"
        );
    };
    check("old 7", "old 07", RequestError::BadOldSize);
    check("old 7", "7", RequestError::BadOldSize);
    check("old 7", "old 9223372036854775808", RequestError::BadOldSize);
    check("old 7\n", "old 7\nx\n", RequestError::BadProof);
    let line = format!("{}\n", leaf_hash(b"").to_base64());
    check(
        "old 7\n",
        &format!("old 7\n{}", line.repeat(60)),
        RequestError::BadProof,
    );
    assert!(matches!(
        AddCheckpoint::parse(b"old 0\n\nx"),
        Err(RequestError::Checkpoint(_))
    ));
    assert_eq!(
        AddCheckpoint::parse(b"old 0\n"),
        Err(RequestError::BadProof)
    );
    assert_eq!(AddCheckpoint::parse(b"\xff"), Err(RequestError::NotText));
}

#[test]
fn a_witness_signs_what_continues_what_it_signed() {
    let log = Log::of(20, "");
    let cases = [
        (None, 0, 5),
        (Some(head(&log, 5)), 5, 20),
        (Some(head(&log, 20)), 20, 20),
    ];
    for (latest, old, new) in cases {
        let decided = decide(&request(&log, old, new), &known(), latest);
        assert_eq!(decided, Ok(head(&log, new)));
    }
}

#[track_caller]
fn refuse(request: &AddCheckpoint, latest: Option<Head>, status: u16, expected: Refused) {
    let refused = decide(request, &known(), latest).expect_err("no signature");
    assert_eq!(refused, expected);
    assert_eq!(refused.status(), status);
    assert_eq!(
        refused.size(),
        (status == 409).then(|| latest.map_or(0, |it| it.size))
    );
}

#[test]
fn a_witness_refuses_with_the_status_of_the_specification() {
    let (log, fork) = (Log::of(20, ""), Log::of(20, "fork"));
    let seen = Some(head(&log, 7));
    assert_eq!(
        decide(&request(&log, 7, 20), &known()[..1], seen),
        Err(Refused::UnknownLog)
    );
    let impostor = key(ORIGIN, KeyKind::Ed25519, 66).verifier().clone();
    assert_eq!(
        decide(&request(&log, 7, 20), &[impostor], seen).map_err(|it| it.status()),
        Err(403)
    );
    let mut shrunk = request(&log, 7, 20);
    shrunk.old_size = 21;
    refuse(&shrunk, seen, 400, Refused::Shrunk);
    refuse(&request(&log, 0, 20), seen, 409, Refused::OtherSize(7));
    refuse(&request(&log, 5, 5), seen, 409, Refused::OtherSize(7));
    refuse(&request(&log, 7, 20), None, 409, Refused::OtherSize(0));
    refuse(&request(&fork, 7, 7), seen, 409, Refused::Forked(7));
    let refused = decide(&request(&fork, 7, 20), &known(), seen).unwrap_err();
    assert!(matches!(
        refused,
        Refused::Inconsistent(ConsistencyError::OtherOldRoot { .. })
    ));
    assert_eq!(refused.status(), 422);
    let mut first = request(&log, 0, 20);
    first.proof.push(leaf_hash(b""));
    assert_eq!(decide(&first, &known(), None).unwrap_err().status(), 422);
}

#[test]
fn only_signatures_that_hold_are_taken_from_an_answer() {
    let (log, other) = (Log::of(20, ""), Log::of(19, ""));
    let checkpoint = log.signed(20);
    let ours = witness_key(1).sign(checkpoint.note(), NOW);
    let lines = [
        witness_key(2).sign(checkpoint.note(), NOW),
        spoiled(&ours),
        witness_key(1).sign(other.signed(19).note(), NOW),
        ours.clone(),
    ];
    let body = lines.each_ref().map(ToString::to_string).join("\n") + "\n";
    let trusted = [
        witness_key(1).verifier().clone(),
        log_key().verifier().clone(),
    ];
    let found = read_cosignatures(body.as_bytes(), &checkpoint, &trusted);
    assert_eq!(found, Ok(vec![(ours, NOW)]));
    let none = read_cosignatures(body.as_bytes(), &checkpoint, &[]);
    assert_eq!(none, Err(BadAnswer::NoneHolds));
    for body in ["", "\n", "20\n", "— a", &body[..body.len() - 1]] {
        let refused = read_cosignatures(body.as_bytes(), &checkpoint, &trusted);
        assert_eq!(refused, Err(BadAnswer::NotSignatures), "{body:?}");
    }
    let own = log_key().sign(checkpoint.note(), NOW);
    let refused = read_cosignatures(format!("{own}\n").as_bytes(), &checkpoint, &trusted);
    assert_eq!(refused, Err(BadAnswer::NoneHolds));
}

#[test]
fn the_sealer_signs_only_what_continues_its_last_head() {
    let (log, fork) = (Log::of(20, ""), Log::of(20, "fork"));
    let last = head(&log, 7);
    assert_eq!(check_seal(&Head::EMPTY, &head(&log, 20), &[]), Ok(()));
    assert_eq!(
        check_seal(&last, &head(&log, 20), &log.consistency(7, 20)),
        Ok(())
    );
    assert_eq!(check_seal(&last, &last, &[]), Ok(()));
    assert_eq!(
        check_seal(&last, &head(&log, 6), &[]),
        Err(SealRefusal::Shrunk {
            asked: 6,
            signed: 7
        })
    );
    assert_eq!(
        check_seal(&last, &head(&fork, 7), &[]),
        Err(SealRefusal::Forked { size: 7 })
    );
    for (next, proof) in [(&fork, &fork), (&fork, &log), (&log, &fork)] {
        let refused = check_seal(&last, &head(next, 20), &proof.consistency(7, 20));
        assert!(matches!(
            refused,
            Err(SealRefusal::Inconsistent { signed: 7, .. })
        ));
    }
}
