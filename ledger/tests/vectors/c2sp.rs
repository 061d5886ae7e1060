//! The examples in the texts of C2SP, and the one of Go whose key is published.

use ledger::checkpoint::SignedCheckpoint;
use ledger::note::{KeyKind, Note, NoteSignature, SigningKey, VerifierKey};
use ledger::witness::AddCheckpoint;

use crate::{seed, text};

#[test]
fn the_example_of_signed_note_is_read_as_it_is_written() {
    let example = text("c2sp/signed-note.txt");
    let note = Note::parse(example.as_bytes()).unwrap();
    assert_eq!(note.to_string(), example);
    assert!(note.text().ends_with("sole:\n\ned è subito sera.\n"));
    assert_eq!(
        note.signatures()[0].name().as_str(),
        "quasimodo.example/salvatore"
    );
    assert_eq!(note.signatures()[0].bytes().len(), 64);
}

#[test]
fn the_example_of_a_cosigned_checkpoint_is_read_as_it_is_written() {
    let example = text("c2sp/checkpoint.txt");
    let signed = SignedCheckpoint::parse(example.as_bytes()).unwrap();
    assert_eq!(signed.to_string(), example);
    assert_eq!(signed.checkpoint().size, 20_852_163);
    let cosignature = signed.note().signatures()[1].bytes();
    assert_eq!(cosignature[..8], 1_679_315_147_u64.to_be_bytes());
}

#[test]
fn the_example_of_a_witness_is_read_as_it_is_written() {
    let example = text("c2sp/add-checkpoint.txt");
    let request = AddCheckpoint::parse(example.as_bytes()).unwrap();
    assert_eq!(request.to_string(), example);
    assert_eq!((request.old_size, request.proof.len()), (20_852_014, 4));
    for line in text("c2sp/cosignatures.txt").lines() {
        assert_eq!(NoteSignature::from_line(line).unwrap().to_string(), line);
    }
}

#[test]
fn the_example_of_go_is_opened_and_signed_again() {
    let keys = text("c2sp/go-note.keys");
    let (public, secret) = keys.trim_end().split_once('\n').unwrap();
    let key: VerifierKey = public.parse().unwrap();
    let example = text("c2sp/go-note.txt");
    let note = Note::parse(example.as_bytes()).unwrap();
    assert_eq!(note.open(std::slice::from_ref(&key)).unwrap().len(), 1);
    let signer =
        SigningKey::from_seed(key.name().clone(), KeyKind::Ed25519, &seed(secret)).unwrap();
    assert_eq!(*signer.verifier(), key);
    let mut again = Note::unsigned(note.text().to_owned()).unwrap();
    again.add(signer.sign(&again, 0)).unwrap();
    assert_eq!(again.to_string(), example);
}
