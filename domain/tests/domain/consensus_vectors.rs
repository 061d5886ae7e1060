//! The worked cases of the consensus rules.

use std::fs;
use std::path::Path;

use domain::consensus::evaluate_case;
use serde_json::Value;

fn vectors() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/consensus");
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

#[test]
fn every_worked_case_holds() {
    let vectors = vectors();
    assert!(vectors.len() >= 28, "only {} cases", vectors.len());
    for (name, vector) in vectors {
        let result = evaluate_case(vector["case"].to_string().as_bytes()).unwrap();
        let result = serde_json::to_value(result).unwrap();
        for (field, expected) in vector["expect"].as_object().unwrap() {
            assert_eq!(&result[field], expected, "{field} of {name}");
        }
    }
}

#[test]
fn the_order_of_the_electorate_changes_nothing() {
    for (name, vector) in vectors() {
        let case = &vector["case"];
        let mut turned = case.clone();
        turned["electorate"].as_array_mut().unwrap().reverse();
        let evaluate = |case: &Value| evaluate_case(case.to_string().as_bytes()).unwrap();
        assert_eq!(evaluate(&turned), evaluate(case), "{name}");
    }
}
