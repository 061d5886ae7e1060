//! Policies: their grammar, and what they say of a checkpoint.

use ledger::note::{KeyKind, OpenError};
use ledger::policy::{Policy, PolicyError};

use crate::{Log, NOW, key, log_key, spoiled, witness_key, witnessed};

/// A policy from lines in which `LOG` and `W1` to `W9` stand for keys.
fn lines(text: &str) -> String {
    let mut text = text.replace("LOG", &log_key().verifier().to_string());
    for number in 1..=9 {
        let key = witness_key(number).verifier().to_string();
        text = text.replace(&format!("W{number}"), &key);
    }
    text
}

fn policy(text: &str) -> Policy {
    Policy::parse(lines(text).as_bytes()).expect("a policy")
}

#[track_caller]
fn refuse(text: &str, number: usize, expected: &PolicyError) {
    let error = Policy::parse(lines(text).as_bytes()).expect_err("no policy");
    assert_eq!((error.number, &error.error), (number, expected), "{text:?}");
}

/// The two levels of groups that the specification shows.
const TWO_LEVELS: &str = "log LOG

witness X1 W1
witness X2 W2
witness X3 W3
group X-witnesses 2 X1 X2 X3

witness Y1 W4
witness Y2 W5
witness Y3 W6
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
";

#[track_caller]
fn check(policy: &Policy, witnesses: &[u8], is_quorum: bool) {
    let checkpoint = witnessed(Log::of(3, "").signed(3), witnesses);
    let judgement = policy.judge(&checkpoint).expect("a known log");
    assert_eq!(judgement.is_quorum, is_quorum, "{witnesses:?}");
    let known = policy.witnesses().len();
    let expected = witnesses
        .iter()
        .filter(|it| usize::from(**it) <= known)
        .count();
    assert_eq!(judgement.witnesses.len(), expected);
    assert!(judgement.witnesses.iter().all(|it| it.signed_at == NOW));
}

#[test]
fn a_quorum_needs_enough_of_each_group() {
    let policy = policy(TWO_LEVELS);
    assert_eq!(policy.fewest_witnesses(), 3);
    check(&policy, &[], false);
    check(&policy, &[1, 2], false);
    check(&policy, &[4, 5, 6], false);
    check(&policy, &[1, 4, 5], false);
    check(&policy, &[1, 3, 6], true);
    check(&policy, &[6, 5, 4, 3, 2, 1], true);
    check(&policy, &[1, 2, 7, 8], false);
}

#[test]
fn a_quorum_can_be_one_witness_or_nobody() {
    let one = policy("log LOG\nwitness A W1\nwitness B W2\nquorum B\n");
    check(&one, &[1], false);
    check(&one, &[2], true);
    let nobody = policy("log LOG\nquorum none\n");
    check(&nobody, &[], true);
    assert_eq!(
        (one.asks_for_witnesses(), one.fewest_witnesses()),
        (true, 1)
    );
    assert_eq!(
        (nobody.asks_for_witnesses(), nobody.fewest_witnesses()),
        (false, 0)
    );
}

#[test]
fn a_checkpoint_is_judged_only_if_a_known_log_signed_it() {
    let other = key("other.example", KeyKind::Ed25519, 9)
        .verifier()
        .to_string();
    let policy = Policy::parse(format!("log {other}\nquorum none\n").as_bytes()).unwrap();
    let checkpoint = Log::of(3, "").signed(3);
    assert_eq!(policy.judge(&checkpoint), Err(OpenError::NoKnownSignature));
    let none = Policy::parse(b"quorum none\n").unwrap();
    assert_eq!(none.judge(&checkpoint), Err(OpenError::NoKnownSignature));
}

#[test]
fn a_cosignature_that_does_not_hold_is_none() {
    let policy = policy("log LOG\nwitness A W1\nquorum A\n");
    let mut checkpoint = Log::of(3, "").signed(3);
    let signature = witness_key(1).sign(checkpoint.note(), NOW);
    checkpoint.add(spoiled(&signature)).unwrap();
    let judgement = policy.judge(&checkpoint).unwrap();
    assert_eq!((judgement.is_quorum, judgement.witnesses.len()), (false, 0));
    let other = witness_key(1).sign(Log::of(4, "").signed(4).note(), NOW);
    let mut checkpoint = Log::of(3, "").signed(3);
    checkpoint.add(other).unwrap();
    assert!(!policy.judge(&checkpoint).unwrap().is_quorum);
}

#[test]
fn white_space_comments_and_places_are_allowed_for() {
    let text = "  # a comment\n\t\nlog\tLOG  https://log.example/ \n#\n witness A W1 https://a.example\nquorum A";
    let policy = policy(text);
    assert_eq!(
        policy.logs()[0].url.as_deref(),
        Some(&b"https://log.example/"[..])
    );
    assert_eq!(
        policy.witnesses()[0].url.as_deref(),
        Some(&b"https://a.example"[..])
    );
    assert_eq!(policy.witnesses()[0].key, *witness_key(1).verifier());
}

#[test]
fn names_are_bytes() {
    let mut bytes = lines("witness K W1\n").into_bytes();
    bytes.extend(lines("witness \u{212a} W2\n").into_bytes());
    bytes.extend(b"# \xff\xfe\ngroup \xff any K\nquorum \xff\n");
    let policy = Policy::parse(&bytes).unwrap();
    assert_eq!(policy.witnesses()[1].name, "\u{212a}".as_bytes());
    assert_eq!(policy.fewest_witnesses(), 1);
}

#[test]
fn what_is_no_policy_is_refused_with_its_line() {
    refuse("", 1, &PolicyError::NoQuorum);
    refuse("log LOG\n", 2, &PolicyError::NoQuorum);
    refuse("quorum none\nquorum none\n", 2, &PolicyError::QuorumTwice);
    refuse("quorum A\nwitness A W1\n", 1, &PolicyError::UnknownName);
    refuse("quorum\n", 1, &PolicyError::WrongNumberOfWords);
    refuse("quorum none none\n", 1, &PolicyError::WrongNumberOfWords);
    refuse("Quorum none\n", 1, &PolicyError::UnknownKeyword);
    refuse("quorum none\r\n", 1, &PolicyError::ControlCharacter);
    refuse("quorum\u{7f}none\n", 1, &PolicyError::ControlCharacter);
    refuse("log LOG\nlog LOG\n", 2, &PolicyError::DuplicateKey);
    refuse("log LOG a b\n", 1, &PolicyError::WrongNumberOfWords);
    refuse("log W1\n", 1, &PolicyError::WrongKindOfKey);
    refuse("witness A LOG\n", 1, &PolicyError::WrongKindOfKey);
    refuse(
        "witness A W1\nwitness B W1\n",
        2,
        &PolicyError::DuplicateKey,
    );
    refuse("witness A W1\nwitness A W2\n", 2, &PolicyError::NameTaken);
    refuse("witness none W1\n", 1, &PolicyError::NameTaken);
    refuse("witness A\n", 1, &PolicyError::WrongNumberOfWords);
    let group = |line: &str| format!("witness A W1\nwitness B W2\n{line}\nquorum none\n");
    refuse(&group("group A any B"), 3, &PolicyError::NameTaken);
    refuse(&group("group G any"), 3, &PolicyError::WrongNumberOfWords);
    refuse(&group("group G any C"), 3, &PolicyError::UnknownName);
    refuse(&group("group G any none"), 3, &PolicyError::UnknownName);
    refuse(&group("group G any G"), 3, &PolicyError::UnknownName);
    refuse(&group("group G any A A"), 3, &PolicyError::MemberTwice);
    refuse(
        &group("group G any A\ngroup H any A B"),
        4,
        &PolicyError::MemberTwice,
    );
    for threshold in ["0", "3", "01", "-1", "some", "18446744073709551616"] {
        refuse(
            &group(&format!("group G {threshold} A B")),
            3,
            &PolicyError::BadThreshold,
        );
    }
}

#[test]
fn two_names_for_one_key_are_one_witness() {
    let one = witness_key(1).verifier().to_string();
    let same = key("elsewhere.example", KeyKind::Cosignature, 101)
        .verifier()
        .to_string();
    let text = format!("witness A {one}\nwitness B {same}\nquorum none\n");
    assert_eq!(
        Policy::parse(text.as_bytes()).unwrap_err().error,
        PolicyError::DuplicateKey
    );
}
