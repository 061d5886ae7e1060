//! The files of RFC 8785's reference implementation: written alike, or refused for a reason.

use std::fs;
use std::path::Path;

use domain::record::canonical::{NotCanonical, read, write};
use serde_json::Value;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rfc8785");
    fs::read(folder.join(name)).unwrap()
}

fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// Checks that the input is written as the output, and why the record takes neither.
#[track_caller]
fn check(name: &str, reason: &NotCanonical) {
    let (input, output) = (
        fixture(&format!("{name}.input.json")),
        fixture(&format!("{name}.output.json")),
    );
    assert_eq!(write(&parsed(&input)), output);
    assert_eq!(read(&output).as_ref(), Err(reason));
    assert!(read(&input).is_err());
}

fn key(name: &str) -> NotCanonical {
    NotCanonical::Key(name.into())
}

#[test]
fn members_are_sorted_without_regard_to_language() {
    check("french", &key("péché"));
}

#[test]
fn members_are_sorted_by_utf_16_and_escaped_as_little_as_can_be() {
    check("weird", &key("\n"));
}

#[test]
fn characters_are_left_as_they_are() {
    check("unicode", &key("Unnormalized Unicode"));
}

#[test]
fn a_null_is_written_and_not_taken_into_the_record() {
    check("arrays", &NotCanonical::Outside("null".into()));
}

#[test]
fn a_number_with_a_point_is_no_integer_even_if_it_could_be_one() {
    let output = fixture("structures.output.json");
    assert_eq!(write(&parsed(&output)), output);
    assert_eq!(read(&output), Err(key("")));
    let input = parsed(&fixture("structures.input.json"));
    let member = write(&input["1"]["\n"]);
    assert_eq!(member, b"56.0");
    assert_eq!(read(&member), Err(NotCanonical::Outside("56.0".into())));
    assert_eq!(
        read(&write(&parsed(&output)["1"]["\n"])),
        Ok(Value::from(56))
    );
}

#[test]
fn floats_and_nulls_are_refused_and_strings_are_written_alike() {
    let (input, output) = (fixture("values.input.json"), fixture("values.output.json"));
    let string = write(&parsed(&input)["string"]);
    let expected = br#""string":"#;
    let at = output.windows(expected.len()).position(|it| it == expected);
    let rest = &output[at.unwrap() + expected.len()..];
    assert_eq!(string, rest[..rest.len() - 1]);
    assert_eq!(read(&string), Ok(parsed(&input)["string"].clone()));
    for number in parsed(&output)["numbers"].as_array().unwrap() {
        assert!(matches!(
            read(number.to_string().as_bytes()),
            Err(NotCanonical::Outside(_))
        ));
    }
    assert_eq!(read(&output), Err(NotCanonical::Outside("null".into())));
}
