//! Comparisons of clauses that have been made, kept until what they compare changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::comparing::ClauseComparison;
use crate::id::ClauseId;

/// The comparisons made so far; a copy of an instrument starts with those of the original.
///
/// They follow from the rest of the instrument, so that they take no part in whether two are equal.
#[derive(Debug, Default)]
pub(super) struct Compared(Mutex<HashMap<ClauseId, Arc<ClauseComparison>>>);

impl Compared {
    /// Returns the comparison of a clause, making it where there is none.
    pub(super) fn of(
        &self,
        clause: ClauseId,
        compare: impl FnOnce() -> ClauseComparison,
    ) -> Arc<ClauseComparison> {
        if let Some(made) = self.made().get(&clause) {
            return Arc::clone(made);
        }
        // Nobody waits for the clauses that others compare meanwhile.
        let compared = Arc::new(compare());
        let mut made = self.made();
        Arc::clone(made.entry(clause).or_insert(compared))
    }

    /// Drops the comparison of a clause, for something of it has changed.
    pub(super) fn forget(&mut self, clause: ClauseId) {
        self.made().remove(&clause);
    }

    /// Drops every comparison.
    pub(super) fn forget_all(&mut self) {
        self.made().clear();
    }

    fn made(&self) -> MutexGuard<'_, HashMap<ClauseId, Arc<ClauseComparison>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Compared {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.made().clone()))
    }
}

impl PartialEq for Compared {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Compared {}
