//! The gate lets through whatever honest editors do.

use crate::common::edits::{Edit, an_edit, make};
use crate::common::{a_draft, actor};
use proptest::prelude::*;
use replica::{Change, Draft, Gate, Verdict};

/// Gives changes to the gate as a client sends them, seals them and applies them.
fn pass(gate: &mut Gate, live: &mut Draft, changes: &[Change]) -> Result<(), String> {
    for change in changes {
        let mut change = change.clone();
        let verdict = gate.check(&change.bytes(), &mut |_| true);
        match verdict {
            Ok(Verdict::Checked(checked)) => {
                prop_assert_eq_text(checked.bytes(), change.raw_bytes())?;
            }
            Ok(Verdict::Known(_)) => {}
            other => return Err(format!("{other:?} of {:#?}", change.decode())),
        }
    }
    let sealed = gate.seal(live);
    if !sealed.refused.is_empty() {
        return Err(format!("{:?}", sealed.refused));
    }
    let accepted = sealed.accepted.iter().map(|c| c.change().clone());
    live.apply(accepted.collect())
        .map(|_| ())
        .map_err(|e| e.to_string())
}

fn prop_assert_eq_text(one: &[u8], other: &[u8]) -> Result<(), String> {
    if one == other {
        Ok(())
    } else {
        Err("the stored bytes are not those sent".into())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]
    #[test]
    fn an_honest_stream_of_changes_is_never_refused(
        steps in prop::collection::vec((0..3_usize, an_edit(), any::<bool>()), 1..60),
    ) {
        let mut live = a_draft();
        let mut gate = Gate::new(&mut live).unwrap();
        let mut editors: Vec<_> = (2..5).map(|n| live.fork(actor(n))).collect();
        for (step, (who, edit, synchronise)) in steps.iter().enumerate() {
            let editor = &mut editors[*who];
            make(editor, edit, step);
            if *synchronise && matches!(edit, Edit::Commit) {
                let up = editor.changes_since(&live.heads());
                pass(&mut gate, &mut live, &up).map_err(TestCaseError::fail)?;
                let down = live.changes_since(&editor.heads());
                editor.apply(down).unwrap();
            }
        }
        for editor in &mut editors {
            let up = editor.changes_since(&live.heads());
            pass(&mut gate, &mut live, &up).map_err(TestCaseError::fail)?;
        }
        let snapshot = gate.snapshot().unwrap();
        prop_assert_eq!(Draft::load(&snapshot).unwrap().outline(), live.outline());
        let mut again = Gate::new(&mut live).unwrap();
        prop_assert!(again.seal(&mut live).accepted.is_empty());
    }
}
