//! Places: strings between which there is always room for another.
//!
//! A clause keeps its order among its siblings by a place, a number between 0
//! and 1 written in base 62. A clause can be put between two others by
//! changing nothing but itself, so that concurrent moves merge.
//!
//! # Invariants
//!
//! * No place is empty or ends in the digit `0`, or nothing would fit before it.

use domain::id::ClauseId;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: u32 = 62;

/// The greatest length of a place, in digits.
pub(crate) const MAX_LEN: usize = 200;

/// How many digits an evenly spaced place has.
const EVEN_DIGITS: usize = 4;

/// Reports whether a text is a place.
pub(crate) fn is_place(text: &str) -> bool {
    text.len() <= MAX_LEN
        && !text.is_empty()
        && !text.ends_with('0')
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Returns the places of `count` siblings, evenly apart and in order.
pub(crate) fn evenly(count: usize) -> impl Iterator<Item = String> {
    let room = BASE.pow(4);
    let step = (room / (u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1))).max(1);
    (1..=count).map(move |n| {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        terminated(digits_of(n.saturating_mul(step).min(room - 1)))
    })
}

/// Returns a place after `after` and before `before`, if there is room.
///
/// The clause's own identifier settles the last digits, so that two people
/// who insert at one spot at once get different places.
pub(crate) fn between(after: Option<&str>, before: Option<&str>, clause: ClauseId) -> String {
    let low = after.unwrap_or_default().as_bytes();
    let mut place = match before {
        Some(high) => gap(low, high.as_bytes()),
        None => appended(low),
    };
    place.extend(tail(clause));
    terminated(place)
}

/// Finds a prefix that is greater than `low` and differs from `high` in a digit
/// below it, so that any digits may follow. Leans towards `low`: people add one
/// clause after another.
fn gap(low: &[u8], high: &[u8]) -> Vec<u8> {
    let mut place = Vec::new();
    let mut bounded = true;
    for i in 0.. {
        let bottom = low.get(i).map_or(0, |b| value(*b));
        let top = match high.get(i) {
            Some(digit) if bounded => value(*digit),
            _ => BASE,
        };
        if top > bottom + 1 {
            place.push(digit(bottom + ((top - bottom) / 8).max(1)));
            break;
        }
        place.push(digit(bottom));
        bounded = bounded && bottom == top;
    }
    place
}

/// Finds a prefix greater than `low` that leaves room for thousands more after it.
fn appended(low: &[u8]) -> Vec<u8> {
    let number = (0..EVEN_DIGITS).fold(0, |n, i| n * BASE + low.get(i).map_or(0, |b| value(*b)));
    let next = number + BASE * BASE;
    if next < BASE.pow(4) {
        digits_of(next)
    } else {
        gap(low, &[])
    }
}

/// Three digits that depend on the clause alone; the last bytes of an
/// identifier are its random ones.
fn tail(clause: ClauseId) -> impl Iterator<Item = u8> {
    let bytes = *clause.as_uuid().as_bytes();
    [13, 14, 15]
        .map(|i| digit(u32::from(bytes[i]) % BASE))
        .into_iter()
}

fn digits_of(number: u32) -> Vec<u8> {
    let mut rest = number;
    let mut digits = vec![b'0'; EVEN_DIGITS];
    for slot in digits.iter_mut().rev() {
        *slot = digit(rest % BASE);
        rest /= BASE;
    }
    digits
}

fn terminated(mut place: Vec<u8>) -> String {
    if place.last().is_none_or(|last| *last == b'0') {
        place.push(b'V');
    }
    place.into_iter().map(char::from).collect()
}

fn digit(value: u32) -> u8 {
    DIGITS[value as usize % DIGITS.len()]
}

fn value(digit: u8) -> u32 {
    let value = match digit {
        b'0'..=b'9' => digit - b'0',
        b'A'..=b'Z' => digit - b'A' + 10,
        b'a'..=b'z' => digit - b'a' + 36,
        _ => 0,
    };
    value.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clause(n: u128) -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn siblings_of_an_import_are_in_order_and_have_room_between_them() {
        for count in [1, 2, 60, 5_000] {
            let places: Vec<_> = evenly(count).collect();
            assert_eq!(places.len(), count);
            assert!(places.iter().all(|p| is_place(p)));
            assert!(places.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn a_hundred_clauses_typed_one_after_another_keep_short_places() {
        let before = evenly(3).nth(2).unwrap();
        let mut last = evenly(3).nth(1).unwrap();
        for n in 0..100 {
            let next = between(Some(&last), Some(&before), clause(n * 7_919));
            assert!(last < next && next < before, "{last} {next} {before}");
            last = next;
        }
        assert!(last.len() < 20, "{last}");
    }

    #[test]
    fn two_thousand_appended_clauses_keep_short_places() {
        let mut last = None::<String>;
        for n in 0..2_000 {
            let next = between(last.as_deref(), None, clause(n));
            assert!(last.is_none_or(|last| last < next));
            assert!(next.len() < 16, "{next}");
            last = Some(next);
        }
    }

    proptest! {
        #[test]
        fn there_is_always_room(
            mut a in "[0-9A-Za-z]{0,6}[1-9A-Za-z]",
            mut b in "[0-9A-Za-z]{0,6}[1-9A-Za-z]",
            n in any::<u128>(),
        ) {
            prop_assume!(a != b);
            if a > b {
                std::mem::swap(&mut a, &mut b);
            }
            let middle = between(Some(&a), Some(&b), clause(n));
            prop_assert!(is_place(&middle));
            prop_assert!(a < middle && middle < b, "{a} {middle} {b}");
            let first = between(None, Some(&a), clause(n));
            prop_assert!(is_place(&first) && first < a, "{first} {a}");
            let last = between(Some(&b), None, clause(n));
            prop_assert!(is_place(&last) && last > b, "{b} {last}");
        }
    }
}
