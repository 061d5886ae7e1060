//! Canonical JSON (RFC 8785) of the record's subset.
//!
//! The subset has objects, arrays, strings, booleans and integers of at most
//! 2^53 - 1 in size. Keys of the record's own objects are `[a-z0-9_]+`. Within
//! it RFC 8785 asks for no more than sorted keys, no white space and the
//! shortest escapes, which is what this module writes.

mod scan;

use serde_json::Value;

/// The greatest size of an integer in canonical JSON, 2^53 - 1.
pub const MAX_INTEGER: i64 = (1 << 53) - 1;

/// Bytes that are not canonical JSON of the record's subset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// The bytes are no JSON.
    #[error("not JSON: {0}")]
    Syntax(String),
    /// A null, a float or an integer out of range stands in the value.
    #[error("{0} is outside the subset")]
    Outside(String),
    /// A key is empty or has other characters than `a-z`, `0-9` and `_`.
    #[error("the key {0:?} is not permitted")]
    Key(String),
    /// The bytes differ from the canonical form of their value.
    #[error("the bytes are not the canonical form of their value")]
    Form,
}

/// Writes a value in canonical form.
///
/// `null` is written where the caller put it (a revision's root names absent
/// parents so); [`read`] refuses it in the record.
pub fn write(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    write_value(value, &mut out);
    out
}

fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Array(items) => write_sequence(items.iter(), out, *b"[]", |item, out| {
            write_value(item, out);
        }),
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            // RFC 8785 sorts by UTF-16 code units, which differs from bytes above U+FFFF.
            sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            write_sequence(sorted.into_iter(), out, *b"{}", |(key, item), out| {
                write_scalar(&Value::from(key.as_str()), out);
                out.push(b':');
                write_value(item, out);
            });
        }
        scalar => write_scalar(scalar, out),
    }
}

fn write_sequence<T>(
    items: impl Iterator<Item = T>,
    out: &mut Vec<u8>,
    [open, close]: [u8; 2],
    mut write_item: impl FnMut(T, &mut Vec<u8>),
) {
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_item(item, out);
    }
    out.push(close);
}

fn write_scalar(value: &Value, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("a scalar is written to memory without failure");
}

/// Reads bytes that must be canonical JSON of the record's subset.
///
/// # Errors
///
/// * [`NotCanonical`] says in which way they are not.
pub fn read(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| NotCanonical::Syntax(error.to_string()))?;
    check_subset(&value)?;
    if write(&value) == bytes {
        Ok(value)
    } else {
        Err(NotCanonical::Form)
    }
}

/// Checks that a value lies within the record's subset.
///
/// # Errors
///
/// * [`NotCanonical::Outside`] or [`NotCanonical::Key`] names the first part that does not.
pub fn check_subset(value: &Value) -> Result<(), NotCanonical> {
    match value {
        Value::Null => Err(NotCanonical::Outside("null".into())),
        Value::Number(number) => match number.as_i64() {
            Some(n) if n.abs() <= MAX_INTEGER => Ok(()),
            _ => Err(NotCanonical::Outside(number.to_string())),
        },
        Value::Array(items) => items.iter().try_for_each(check_subset),
        Value::Object(members) => members.iter().try_for_each(|(key, item)| {
            if is_key(key) {
                check_subset(item)
            } else {
                Err(NotCanonical::Key(key.clone()))
            }
        }),
        Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(is_key_byte)
}

const fn is_key_byte(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'
}

/// Checks that bytes are canonical JSON of the record's subset, without building the value.
///
/// # Errors
///
/// * [`NotCanonical`] says in which way they are not.
pub fn check(bytes: &[u8]) -> Result<(), NotCanonical> {
    if scan::is_canonical(bytes) {
        return Ok(());
    }
    read(bytes).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_sorted_keys_and_the_shortest_escapes() {
        let value = serde_json::json!({"b": "\u{8}\u{1f}\"\\/é\u{7f}", "a": [1, true, -5]});
        let expected = "{\"a\":[1,true,-5],\"b\":\"\\b\\u001f\\\"\\\\/é\u{7f}\"}";
        assert_eq!(String::from_utf8(write(&value)).unwrap(), expected);
    }

    #[test]
    fn sorts_keys_by_utf16_code_units() {
        let value = serde_json::json!({"\u{fb33}": 1, "\u{1f600}": 2});
        assert_eq!(write(&value), "{\"\u{1f600}\":2,\"\u{fb33}\":1}".as_bytes());
    }

    #[test]
    fn reads_back_what_it_wrote() {
        let value =
            serde_json::json!({"a": ["x", {"k_1": -9_007_199_254_740_991_i64}], "z": false});
        assert_eq!(read(&write(&value)), Ok(value));
    }
}
