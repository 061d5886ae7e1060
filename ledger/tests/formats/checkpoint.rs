//! Checkpoints and the log that signs them.

use ledger::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use ledger::hash::EMPTY_ROOT;
use ledger::note::{KeyKind, OpenError};

use crate::{Log, ORIGIN, key, log_key};

const ROOT: &str = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

#[track_caller]
fn refuse(text: &str, expected: CheckpointError) {
    assert_eq!(text.parse::<Checkpoint>(), Err(expected), "{text:?}");
}

#[test]
fn a_checkpoint_has_one_spelling() {
    for extension in ["", "of the third kind\n", "one\ntwo\n"] {
        let text = format!("example.com/behind-the-sofa\n20852163\n{ROOT}\n{extension}");
        let checkpoint: Checkpoint = text.parse().unwrap();
        assert_eq!(checkpoint.to_string(), text);
        assert_eq!(checkpoint.size, 20_852_163);
        assert_eq!(checkpoint.root.to_base64(), ROOT);
    }
}

#[test]
fn what_is_no_checkpoint_is_refused() {
    refuse("", CheckpointError::BadLines);
    refuse("a\n1\n", CheckpointError::BadLines);
    refuse(&format!("a\n1\n{ROOT}"), CheckpointError::BadLines);
    refuse(&format!("\n1\n{ROOT}\n"), CheckpointError::BadLines);
    refuse(&format!("a\n1\n{ROOT}\n\n"), CheckpointError::BadLines);
    refuse(
        &format!("a\n1\n{ROOT}\n\nlate\n"),
        CheckpointError::BadLines,
    );
    for size in ["01", "-1", "x", "1 ", "9223372036854775808"] {
        refuse(&format!("a\n{size}\n{ROOT}\n"), CheckpointError::BadSize);
    }
    refuse(&format!("a\n1\n{}\n", &ROOT[1..]), CheckpointError::BadRoot);
    refuse(&format!("a\n0\n{ROOT}\n"), CheckpointError::BadRoot);
    let empty = format!("a\n0\n{}\n", EMPTY_ROOT.to_base64());
    assert_eq!(empty.parse::<Checkpoint>().unwrap().size, 0);
}

#[test]
fn a_log_signs_with_a_key_of_its_own_name() {
    let signed = Log::of(5, "").signed(5);
    assert_eq!(
        SignedCheckpoint::parse(signed.to_string().as_bytes()),
        Ok(signed.clone())
    );
    assert_eq!(signed.verify_log(log_key().verifier()), Ok(()));
    let others = [
        key("other.example", KeyKind::Ed25519, 1),
        key(ORIGIN, KeyKind::Ed25519, 2),
        key(ORIGIN, KeyKind::Cosignature, 1),
    ];
    for other in &others {
        assert_eq!(
            signed.verify_log(other.verifier()),
            Err(OpenError::NoKnownSignature)
        );
    }
    for other in [&others[0], &others[2]] {
        let refused = SignedCheckpoint::sign(signed.checkpoint(), other);
        assert_eq!(refused, Err(CheckpointError::ForeignKey));
    }
}

#[test]
fn a_log_that_moves_its_root_has_not_signed_it() {
    let (ours, forged) = (Log::of(5, "").signed(5), Log::of(5, "x").signed(5));
    let (_, signature) = ours
        .to_string()
        .split_once("\n\n")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let (text, _) = forged
        .to_string()
        .split_once("\n\n")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let mixed = SignedCheckpoint::parse(format!("{text}\n\n{signature}").as_bytes()).unwrap();
    assert!(matches!(
        mixed.verify_log(log_key().verifier()),
        Err(OpenError::BadSignature(_))
    ));
}

#[test]
fn an_unwritable_checkpoint_is_not_signed() {
    let log = Log::of(1, "");
    let mut checkpoint = Checkpoint::new(ORIGIN, 1, log.root(1));
    checkpoint.extensions = vec![String::new()];
    assert_eq!(
        SignedCheckpoint::sign(&checkpoint, &log_key()),
        Err(CheckpointError::BadLines)
    );
    checkpoint.extensions = vec!["two\nlines".to_owned()];
    assert_eq!(
        SignedCheckpoint::sign(&checkpoint, &log_key()),
        Err(CheckpointError::BadLines)
    );
    let checkpoint = Checkpoint::new(ORIGIN, 1 << 63, log.root(1));
    assert_eq!(
        SignedCheckpoint::sign(&checkpoint, &log_key()),
        Err(CheckpointError::BadSize)
    );
}
