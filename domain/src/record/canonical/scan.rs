//! Reports whether bytes are canonical in one pass, without building anything.
//!
//! It says the same as reading the value and writing it again, only faster: what it does not accept
//! is read the long way, which says why.

use super::MAX_INTEGER;

/// How deeply arrays and objects may be nested, as elsewhere.
const MAX_DEPTH: usize = 127;

/// Reports whether bytes are canonical JSON of the record's subset.
pub(super) fn is_canonical(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_err() {
        return false;
    }
    let mut scanner = Scanner { rest: bytes };
    scanner.value(0).is_some() && scanner.rest.is_empty()
}

struct Scanner<'a> {
    rest: &'a [u8],
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, expected: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    /// Goes past a byte if it comes next, and says whether it did.
    fn passes(&mut self, byte: u8) -> bool {
        self.skip(&[byte]).is_some()
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match self.rest.first()? {
            b'{' | b'[' if depth == MAX_DEPTH => None,
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string().map(drop),
            b't' => self.skip(b"true"),
            b'f' => self.skip(b"false"),
            _ => self.integer(),
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.skip(b"[")?;
        if self.passes(b']') {
            return Some(());
        }
        loop {
            self.value(depth + 1)?;
            match self.next()? {
                b',' => {}
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.skip(b"{")?;
        if self.passes(b'}') {
            return Some(());
        }
        let mut last: &[u8] = &[];
        loop {
            let key = self.string()?;
            // No key is empty, so that the first one comes after nothing; none comes twice.
            if key <= last || !key.iter().all(|b| super::is_key_byte(*b)) {
                return None;
            }
            last = key;
            self.skip(b":")?;
            self.value(depth + 1)?;
            match self.next()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Goes past a string and returns what stands between its quotes.
    fn string(&mut self) -> Option<&'a [u8]> {
        self.skip(b"\"")?;
        let all = self.rest;
        loop {
            let plain = |b: &u8| *b >= 0x20 && *b != b'"' && *b != b'\\';
            let end = self.rest.iter().position(|b| !plain(b))?;
            self.rest = &self.rest[end..];
            match self.next()? {
                b'"' => return Some(&all[..all.len() - self.rest.len() - 1]),
                b'\\' => self.escape()?,
                _ => return None,
            }
        }
    }

    /// Goes past what follows a backslash: the shortest escape of a character that needs one.
    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r' => Some(()),
            b'u' => {
                self.skip(b"00")?;
                let (high, low) = (self.next()?, self.next()?);
                match (high, low) {
                    (b'0', b'0'..=b'7' | b'b' | b'e' | b'f')
                    | (b'1', b'0'..=b'9' | b'a'..=b'f') => Some(()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn integer(&mut self) -> Option<()> {
        let is_negative = self.passes(b'-');
        let first = self.next().filter(u8::is_ascii_digit)?;
        let mut number = i64::from(first - b'0');
        if number == 0 {
            return (!is_negative && !self.rest.first().is_some_and(u8::is_ascii_digit))
                .then_some(());
        }
        while let Some(digit) = self.rest.first().filter(|b| b.is_ascii_digit()) {
            number = number * 10 + i64::from(digit - b'0');
            if number > MAX_INTEGER {
                return None;
            }
            self.rest = &self.rest[1..];
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::super::{read, write};
    use super::*;

    fn values() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(|n| Value::from(n % (MAX_INTEGER + 1))),
            "\\PC*|[\\x00-\\x7f]{0,8}".prop_map(Value::from),
        ];
        scalar.prop_recursive(4, 24, 4, |inner| {
            let key = "[a-z0-9_]{1,4}";
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(key, inner, 0..4)
                    .prop_map(|it| Value::Object(it.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_canonical(value in values()) {
            prop_assert!(is_canonical(&write(&value)));
        }

        #[test]
        fn it_says_what_reading_and_writing_says(
            value in values(), at in any::<prop::sample::Index>(), to in any::<u8>(),
        ) {
            let mut bytes = write(&value);
            let at = at.index(bytes.len());
            bytes[at] = to;
            prop_assert_eq!(is_canonical(&bytes), read(&bytes).is_ok());
        }
    }

    #[test]
    fn every_way_of_not_being_canonical_is_found() {
        for bytes in [
            "null",
            "1.0",
            "1e3",
            "-0",
            "01",
            "9007199254740992",
            "-9007199254740992",
            "{\"A\":1}",
            "{\"\":1}",
            " 1",
            "{\"b\":1,\"a\":2}",
            "{\"a\":1,\"a\":1}",
            "\"\\u0041\"",
            "\"\\/\"",
            "\"\\u001F\"",
            "\"\\u0008\"",
            "[1, 2]",
            "1 ",
            "{",
            "\"",
            "[1,]",
            "{\"a\":1,}",
            "tru",
            "-",
            "\"\u{1}\"",
        ] {
            assert!(!is_canonical(bytes.as_bytes()), "{bytes}");
            assert!(read(bytes.as_bytes()).is_err(), "{bytes}");
        }
        let deep = |n| [vec![b'['; n], vec![b']'; n]].concat();
        for depth in [100, 126, 127, 128, 129, 200] {
            let bytes = deep(depth);
            assert_eq!(is_canonical(&bytes), read(&bytes).is_ok(), "{depth}");
        }
    }
}
