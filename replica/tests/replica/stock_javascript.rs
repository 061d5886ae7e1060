//! Changes made by an unmodified `@automerge/automerge` 3.5 in JavaScript.
//!
//! `fixtures/stock-javascript.json` holds a draft, edits of it by the calls a
//! person would use (`splice`, `updateText`, `mark`, `unmark`, assignments of
//! `ImmutableString` and booleans), and edits that a draft does not take.

use replica::{Draft, Field, Gate, Verdict};
use serde_json::Value;

use crate::common::clause;

fn fixture() -> Value {
    let text = include_str!("../fixtures/stock-javascript.json");
    serde_json::from_str(text).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

/// The draft of the fixture with all its honest edits.
fn edited(fixture: &Value) -> (Draft, Gate) {
    let mut live = Draft::load(&bytes(&fixture["base"])).unwrap();
    let mut gate = Gate::new(&mut live).unwrap();
    for edit in fixture["honest"].as_array().unwrap() {
        let verdict = gate.check(&bytes(&edit["change"]), &mut |_| true);
        assert!(
            matches!(verdict, Ok(Verdict::Checked(_))),
            "{}: {verdict:?}",
            edit["what"]
        );
    }
    let sealed = gate.seal(&mut live);
    assert!(sealed.refused.is_empty(), "{:?}", sealed.refused);
    let changes = sealed.accepted.iter().map(|c| c.change().clone());
    live.absorb(changes.collect()).unwrap();
    (live, gate)
}

#[test]
fn what_a_stock_client_does_by_the_usual_calls_passes() {
    let fixture = fixture();
    let (mut live, gate) = edited(&fixture);
    let body = live.text(clause(2), Field::Body).unwrap();
    assert_eq!(body, fixture["body"].as_str().unwrap());
    let new = live.clause(clause(99)).unwrap();
    assert_eq!(new.wording.text.to_plain(), "A fresh clause, 🗳 by script.");
    assert_eq!(live.removed_clauses().len(), 1);
    assert_eq!(
        Draft::load(&gate.snapshot().unwrap()).unwrap().outline(),
        live.outline()
    );
}

#[test]
fn what_a_draft_does_not_take_is_refused_with_its_code() {
    let fixture = fixture();
    let (_, mut gate) = edited(&fixture);
    for edit in fixture["refused"].as_array().unwrap() {
        let refused = gate.check(&bytes(&edit["change"]), &mut |_| true);
        let code = refused.as_ref().map_err(replica::GateRefusal::code);
        assert_eq!(
            code.err(),
            edit["code"].as_str(),
            "{}: {refused:?}",
            edit["what"]
        );
    }
}
