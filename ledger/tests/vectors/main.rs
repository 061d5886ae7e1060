//! The published vectors of others, each with its origin beside it in `tests/fixtures`.

mod c2sp;
mod merkle;
mod rfc8037;
mod tessera;
mod wycheproof;

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

fn path(name: &str) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fixtures.join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(path(name)).expect("a fixture of text")
}

fn json<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&text(name)).expect("a fixture of this form")
}

/// Reads a seed from hexadecimal digits.
fn seed(digits: &str) -> [u8; 32] {
    let mut seed = [0; 32];
    hex::decode_to_slice(digits, &mut seed).expect("64 digits");
    seed
}
