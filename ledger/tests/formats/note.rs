//! Signed notes and the keys that sign them.

use ledger::note::{KeyError, KeyKind, MAX_SIGNATURES, Note, NoteError, OpenError, VerifierKey};

use crate::{NOW, key, spoiled};

const TEXT: &str = "We hold these principles.\n\nAll of them.\n";

fn note() -> Note {
    Note::unsigned(TEXT.to_owned()).expect("a text that ends")
}

#[track_caller]
fn refuse(bytes: &[u8], expected: NoteError) {
    assert_eq!(
        Note::parse(bytes),
        Err(expected),
        "{}",
        bytes.escape_ascii()
    );
}

#[test]
fn a_note_is_opened_with_the_keys_that_signed_it() {
    let keys = [
        key("a.example/log", KeyKind::Ed25519, 1),
        key("b.example/w", KeyKind::Cosignature, 2),
        key("c.example/w", KeyKind::Cosignature, 3),
    ];
    let mut signed = note();
    for key in &keys[..2] {
        signed.add(key.sign(&note(), NOW)).unwrap();
    }
    let read = Note::parse(signed.to_string().as_bytes()).unwrap();
    assert_eq!(read, signed);
    assert_eq!(read.text(), TEXT);
    let trusted: Vec<VerifierKey> = keys.iter().map(|it| it.verifier().clone()).collect();
    let opened = read.open(&trusted).unwrap();
    let found: Vec<_> = opened
        .iter()
        .map(|it| (it.key.name().as_str(), it.signed_at))
        .collect();
    assert_eq!(found, [("a.example/log", None), ("b.example/w", Some(NOW))]);
    assert_eq!(read.open(&trusted[2..]), Err(OpenError::NoKnownSignature));
    assert_eq!(read.open(&[]), Err(OpenError::NoKnownSignature));
}

#[test]
fn a_known_key_whose_signature_does_not_hold_spoils_the_note() {
    let (good, bad) = (
        key("a.example", KeyKind::Ed25519, 1),
        key("b.example", KeyKind::Ed25519, 2),
    );
    let mut signed = note();
    signed.add(good.sign(&note(), 0)).unwrap();
    signed.add(spoiled(&bad.sign(&note(), 0))).unwrap();
    let trusted = [good.verifier().clone(), bad.verifier().clone()];
    let name = bad.verifier().name().clone();
    assert_eq!(signed.open(&trusted), Err(OpenError::BadSignature(name)));
    assert_eq!(signed.open(&trusted[..1]).unwrap().len(), 1);
}

#[test]
fn a_signature_is_for_one_text_one_kind_and_one_time() {
    let log = key("a.example", KeyKind::Ed25519, 1);
    let mut other = Note::unsigned("Another text.\n".to_owned()).unwrap();
    other.add(log.sign(&note(), 0)).unwrap();
    assert!(matches!(
        other.open(&[log.verifier().clone()]),
        Err(OpenError::BadSignature(_))
    ));

    let witness = key("a.example", KeyKind::Cosignature, 1);
    let line = witness.sign(&note(), NOW).to_string();
    let moved = witness.sign(&note(), NOW + 1);
    let mut mixed = moved.bytes()[..8].to_vec();
    mixed.extend(&witness.sign(&note(), NOW).bytes()[8..]);
    assert_ne!(line, moved.to_string());
    assert_ne!(log.verifier().id(), witness.verifier().id());
    let mut signed = note();
    signed.add(witness.sign(&note(), NOW)).unwrap();
    assert_eq!(
        signed.open(&[log.verifier().clone()]),
        Err(OpenError::NoKnownSignature)
    );
}

#[test]
fn a_signature_counts_once() {
    let log = key("a.example", KeyKind::Ed25519, 1);
    let mut signed = note();
    for _ in 0..3 {
        signed.add(log.sign(&note(), 0)).unwrap();
    }
    assert_eq!(signed.signatures().len(), 1);
    let line = signed.signatures()[0].to_string();
    let twice = format!("{signed}{line}\n");
    let read = Note::parse(twice.as_bytes()).unwrap();
    assert_eq!(read.open(&[log.verifier().clone()]).unwrap().len(), 1);
}

#[test]
fn what_is_no_note_is_refused() {
    let log = key("a.example", KeyKind::Ed25519, 1);
    let line = log.sign(&note(), 0).to_string();
    refuse(b"", NoteError::NoSignatures);
    refuse(TEXT.as_bytes(), NoteError::BadSignatureLine);
    refuse(b"text\n\n", NoteError::NoSignatures);
    refuse(
        format!("text\n{line}\n").as_bytes(),
        NoteError::NoSignatures,
    );
    refuse(
        format!("text\n\n{line}").as_bytes(),
        NoteError::NoSignatures,
    );
    refuse(format!("text\r\n\n{line}\n").as_bytes(), NoteError::NotText);
    refuse(format!("te\0xt\n\n{line}\n").as_bytes(), NoteError::NotText);
    refuse(b"te\xfft\n\nx\n", NoteError::NotText);
    refuse(&vec![b'a'; 300_000], NoteError::TooLong(300_000));
    let many = format!("{line}\n").repeat(MAX_SIGNATURES + 1);
    refuse(
        format!("text\n\n{many}").as_bytes(),
        NoteError::TooManySignatures(101),
    );
    let bad = [
        line.replace('—', "-"),
        line.replace("— ", "—"),
        line.replace(' ', "  "),
        format!("{line} "),
        format!("{line}="),
        line.replace("a.example", "a+example"),
        line.replace("a.example", ""),
        line.replace("a.example", "a\u{2003}example"),
        "— a.example AAAAAA==".to_owned(),
        "— a.example AAAAAAB=".to_owned(),
    ];
    for bad in bad {
        refuse(
            format!("text\n\n{bad}\n").as_bytes(),
            NoteError::BadSignatureLine,
        );
    }
}

#[test]
fn a_text_ends_its_last_line() {
    assert_eq!(Note::unsigned("no end".to_owned()), Err(NoteError::NotText));
    assert_eq!(
        Note::unsigned("tab\tstop\n".to_owned()),
        Err(NoteError::NotText)
    );
}

#[test]
fn a_verifier_key_has_one_spelling() {
    let spelled = key("a.example/log", KeyKind::Ed25519, 1)
        .verifier()
        .to_string();
    assert_eq!(spelled.parse::<VerifierKey>().unwrap().to_string(), spelled);
    let parts: Vec<&str> = spelled.splitn(3, '+').collect();
    let with =
        |name: &str, id: &str, key: &str| format!("{name}+{id}+{key}").parse::<VerifierKey>();
    let [name, id, key] = parts[..] else {
        panic!("three parts")
    };
    assert!(with(name, id, key).is_ok());
    assert!(matches!(
        with("b.example", id, key),
        Err(KeyError::OtherId { .. })
    ));
    assert!(matches!(
        with(name, "00000000", key),
        Err(KeyError::OtherId { .. })
    ));
    assert_eq!(with(name, &id.to_uppercase(), key), Err(KeyError::NotAKey));
    assert_eq!(with(name, &id[1..], key), Err(KeyError::NotAKey));
    assert_eq!(with("", id, key), Err(KeyError::BadName));
    assert_eq!(with("a b", id, key), Err(KeyError::BadName));
    assert_eq!(with(name, id, &key[..40]), Err(KeyError::BadPublicKey));
    assert_eq!(
        with(name, id, &format!("B{}", &key[1..])),
        Err(KeyError::UnknownKind(5))
    );
    assert_eq!(with(name, id, ""), Err(KeyError::NotAKey));
    assert_eq!(name.parse::<VerifierKey>(), Err(KeyError::NotAKey));
}

#[test]
fn a_key_of_small_order_is_no_key() {
    let name = "a.example".parse().unwrap();
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert_eq!(
        VerifierKey::new(name, KeyKind::Ed25519, &neutral),
        Err(KeyError::BadPublicKey)
    );
}
