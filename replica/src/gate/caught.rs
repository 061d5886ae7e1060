//! Calls of automerge that may panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::GateRefusal;

/// Does something with automerge; a panic is a refusal.
pub(super) fn caught<T>(work: impl FnOnce() -> Option<T>) -> Result<T, GateRefusal> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Some(done)) => Ok(done),
        Ok(None) | Err(_) => Err(GateRefusal::CannotApply),
    }
}
