//! The worked cases in files, one folder for each part of the rules.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Returns the cases of a folder, each with its name.
pub(crate) fn cases(of: &str) -> Vec<(String, Value)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<_> = fs::read_dir(fixtures.join(of))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    (files.iter())
        .map(|path| {
            let vector: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            let name = format!("{} {}", path.display(), vector["name"]);
            (name, vector)
        })
        .collect()
}
