//! The worked cases of the comparison of amendments.

use domain::amendments::compare_case;
use serde_json::Value;

use crate::vectors::cases;

fn vectors() -> Vec<(String, Value)> {
    cases("amendments")
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
