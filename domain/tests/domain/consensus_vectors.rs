//! The worked cases of the consensus rules.

use domain::consensus::evaluate_case;
use serde_json::Value;

use crate::vectors::cases;

fn vectors() -> Vec<(String, Value)> {
    cases("consensus")
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
