//! Every byte of a bundle of 1,000 entries, flipped.
//!
//! Bytes of things that are judged one by one, such as entries, are flipped in all of them at once,
//! and each must be found.

use domain::consensus::PositionKind;
use verifier::bundle::{BLOCK, InvalidBundle, PartName, Parts, padding};
use verifier::{Check, Known, Report};

use crate::maker::{Bundle, Maker, file, log_key, verify};

const ENTRIES: usize = 1_000;

/// A record of 1,000 entries: positions with their reasons, and anchored heads.
fn a_long_one() -> Bundle {
    let mut maker = Maker::drafting(&["Results are published.", "Protocols are signed."]);
    maker.write(0, 0, "All ");
    maker.table();
    let kinds = [
        PositionKind::Endorse,
        PositionKind::Concern,
        PositionKind::Accept,
    ];
    while maker.scene.entries.len() < ENTRIES {
        let turn = maker.scene.entries.len();
        if turn.is_multiple_of(3) {
            maker.takes(turn % 2, turn % 2, kinds[turn / 3 % kinds.len()]);
        } else {
            maker.anchor();
        }
    }
    maker.material().bundle()
}

fn known() -> Known {
    Known {
        log_key: Some(log_key().verifier().clone()),
        ..Known::default()
    }
}

/// Verifies parts under sums that fit them.
fn check(parts: &Bundle) -> Report {
    verify(&file(parts), known())
}

/// Flips a bit of a byte in each of the pieces that has so many, and returns how many have.
fn flip<'a>(pieces: impl Iterator<Item = &'a mut [u8]>, at: usize) -> u64 {
    let mut flipped = 0;
    for piece in pieces {
        if let Some(byte) = piece.get_mut(at) {
            *byte ^= 1 << (at % 8);
            flipped += 1;
        }
    }
    flipped
}

/// Cuts a bundle of entries into its entries, without their lengths.
fn entries(mut rest: &mut [u8]) -> Vec<&mut [u8]> {
    let mut entries = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk_mut::<2>() {
        let (entry, after) = after.split_at_mut(u16::from_be_bytes(*length).into());
        entries.push(entry);
        rest = after;
    }
    entries
}

fn bodies(
    parts: &mut Bundle,
    is_it: impl Fn(&PartName) -> bool,
) -> impl Iterator<Item = &mut Vec<u8>> {
    let found = parts.iter_mut().filter(move |(name, _)| is_it(name));
    found.map(|(_, body)| body)
}

const fn is_entries(name: &PartName) -> bool {
    matches!(name, PartName::Entries(_))
}

const fn is_contents(name: &PartName) -> bool {
    matches!(name, PartName::Contents { .. })
}

#[test]
fn every_byte_of_every_entry_counts() {
    let parts = a_long_one();
    let mut longest = 0;
    for body in bodies(&mut parts.clone(), is_entries) {
        longest = entries(body)
            .iter()
            .map(|it| it.len())
            .max()
            .max(Some(longest))
            .unwrap();
    }
    for at in 0..longest {
        let mut other = parts.clone();
        let pieces = bodies(&mut other, is_entries).flat_map(|body| entries(body));
        let flipped = flip(pieces, at);
        let report = check(&other);
        assert_eq!(
            report.failed(Check::Tiles),
            flipped,
            "byte {at} of each entry"
        );
    }
}

#[test]
fn every_byte_of_every_hash_counts() {
    let parts = a_long_one();
    for at in 0..32 {
        let mut other = parts.clone();
        let tiles = bodies(&mut other, |it| matches!(it, PartName::Tile(_)));
        let flipped = flip(tiles.flat_map(|body| body.chunks_mut(32)), at);
        let report = check(&other);
        // Those of the lowest level one by one; the one above with its tile.
        assert!(
            report.failed(Check::Tiles) >= flipped - 3,
            "byte {at} of each hash"
        );
        assert_eq!(report.failed(Check::Root), 1);
    }
}

#[test]
fn every_byte_of_the_words_counts() {
    let parts = a_long_one();
    let lines = |body: &Vec<u8>| body.split(|b| *b == b'\n').map(<[u8]>::len).max().unwrap();
    let longest = bodies(&mut parts.clone(), is_contents)
        .map(|it| lines(it))
        .max()
        .unwrap();
    for at in 0..longest {
        let mut other = parts.clone();
        let pieces =
            bodies(&mut other, is_contents).flat_map(|body| body.split_mut(|b| *b == b'\n'));
        let flipped = flip(pieces, at);
        let report = check(&other);
        assert_eq!(
            report.failed(Check::Contents),
            flipped,
            "byte {at} of each line"
        );
    }
}

#[test]
fn every_byte_that_frames_the_parts_counts() {
    let parts = a_long_one();
    let bytes = file(&parts);
    let mut begins = 0;
    let mut headers = Vec::new();
    let sums = bytes.len() - 2 * BLOCK;
    while begins < sums {
        let size = std::str::from_utf8(&bytes[begins + 124..begins + 135]).unwrap();
        let size = usize::from_str_radix(size, 8).unwrap();
        headers.push((begins, size));
        begins += BLOCK + size + padding(size);
    }
    assert_eq!(headers.len(), parts.len() + 1);
    for (begins, size) in headers {
        let end = begins + BLOCK + size;
        let filling = end..end + padding(size);
        for at in (begins..begins + BLOCK).chain(filling) {
            let part = &mut bytes[begins..end + padding(size)].to_vec();
            part[at - begins] ^= 1 << (at % 8);
            let fed = Parts::default().feed(part, |_, _| Ok::<_, InvalidBundle>(()));
            assert!(fed.is_err(), "byte {at}");
        }
    }
    for at in sums..bytes.len() {
        let mut last = bytes[sums..].to_vec();
        last[at - sums] = 1;
        let mut parts = Parts::default();
        let fed = parts.feed(&last, |_, _| Ok::<_, InvalidBundle>(()));
        assert!(fed.is_err(), "byte {at}");
    }
}

/// The small parts are tried in a short record, each byte by itself, with sums that fit.
#[test]
fn every_byte_of_checkpoints_and_status_counts() {
    let mut maker = Maker::drafting(&["Results are published."]);
    maker.table();
    let parts = maker.material().bundle();
    let is_small = |it: &PartName| {
        matches!(
            it,
            PartName::Checkpoint | PartName::Checkpoints { .. } | PartName::Status
        )
    };
    for (place, (name, body)) in parts.iter().enumerate().filter(|(_, it)| is_small(&it.0)) {
        for at in 0..body.len() {
            let mut other = parts.clone();
            other[place].1[at] ^= 1 << (at % 7);
            assert!(!check(&other).holds, "byte {at} of {name}");
        }
    }
}

/// Every part under sums that do not fit it, as nothing else may cover its bytes.
#[test]
fn every_byte_of_the_other_parts_and_of_the_sums_counts() {
    let mut maker = Maker::drafting(&["Results are published."]);
    maker.table();
    let parts = maker.material().bundle();
    let bytes = file(&parts);
    let is_small = |it: &PartName| matches!(it, PartName::Manifest | PartName::Changes { .. });
    let mut begins = 0;
    for (name, body) in &parts {
        begins += BLOCK;
        for at in (0..body.len()).filter(|_| is_small(name)) {
            let mut other = bytes.clone();
            other[begins + at] ^= 1 << (at % 8);
            assert!(!verify(&other, known()).holds, "byte {at} of {name}");
        }
        begins += body.len() + padding(body.len());
    }
    for at in begins..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 1;
        assert!(!verify(&other, known()).holds, "byte {at} of the sums");
    }
}

#[test]
fn a_bundle_that_is_cut_short_anywhere_is_none() {
    let bytes = file(&a_long_one());
    for end in (0..bytes.len()).step_by(10_007) {
        let report = verify(&bytes[..end], known());
        assert!(report.failed(Check::Bundle) > 0, "{end}");
    }
}

#[test]
fn no_two_neighbouring_parts_can_change_places() {
    let parts = a_long_one();
    for place in 1..parts.len() {
        let mut other = parts.clone();
        other.swap(place - 1, place);
        assert!(
            check(&other).failed(Check::Bundle) > 0,
            "{}",
            parts[place].0
        );
    }
}
