//! The worked cases of the comparison of amendments.

use std::fs;
use std::path::Path;

use domain::amendments::compare_case;
use serde_json::Value;

fn vectors() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/amendments");
    let mut files: Vec<_> = fs::read_dir(folder)
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

fn compare(case: &Value) -> Value {
    let result = compare_case(case.to_string().as_bytes()).unwrap();
    serde_json::to_value(result).unwrap()
}

#[test]
fn every_worked_case_holds() {
    let vectors = vectors();
    assert!(vectors.len() >= 14, "only {} cases", vectors.len());
    for (name, vector) in vectors {
        let result = compare(&vector["case"]);
        for (field, expected) in vector["expect"].as_object().unwrap() {
            assert_eq!(&result[field], expected, "{field} of {name}");
        }
    }
}

#[test]
fn the_order_of_submission_changes_nothing() {
    for (name, vector) in vectors() {
        let case = &vector["case"];
        let mut turned = case.clone();
        turned["amendments"].as_array_mut().unwrap().reverse();
        assert_eq!(compare(&turned), compare(case), "{name}");
    }
}
