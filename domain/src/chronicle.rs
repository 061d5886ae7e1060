//! The record followed from its beginning, for how each instrument got where it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::id::InstrumentId;
use crate::instrument::{Cause, Course};
use crate::network::Network;
use crate::record::{Entry, Inconsistent};
use crate::register::Register;
use crate::time::Timestamp;

/// What the record adds up to, with the course of every instrument.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    register: Register,
    courses: BTreeMap<InstrumentId, Arc<Course>>,
    /// The instants to come at which an organisation's time to vote begins or ends.
    due: BTreeSet<Timestamp>,
}

impl Chronicle {
    /// Returns the place the next entry will have.
    pub fn next_seq(&self) -> u64 {
        self.register.next_seq()
    }

    /// Takes in the next entry. A failure leaves the chronicle unfit for use.
    ///
    /// # Errors
    ///
    /// * [`Inconsistent`] if it does not follow from the record before it.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        self.pass_until(entry.at);
        self.register.apply(entry)?;
        self.due = due(self.register.network(), entry.at);
        for instrument in self.register.instruments() {
            let course = (self.courses.entry(instrument.id))
                .or_insert_with(|| Arc::new(Course::new(instrument.id)));
            if course.is_followed(entry) {
                Arc::make_mut(course).follow(entry, instrument, self.register.network());
            }
        }
        Ok(())
    }

    /// Returns how the agreement on an instrument's clauses went until now; none if there is no such instrument.
    pub fn course(&self, id: InstrumentId, now: Timestamp) -> Option<Arc<Course>> {
        if self.due.first().is_none_or(|first| *first > now) {
            return self.courses.get(&id).cloned();
        }
        let mut until_now = self.clone();
        until_now.pass_until(now);
        until_now.courses.remove(&id)
    }

    /// Lets the instants pass that are due by another: an entry at the very instant at which an
    /// electorate changes finds it changed, on clauses it does not concern too.
    fn pass_until(&mut self, end: Timestamp) {
        let passed: Vec<_> = self.due.range(..=end).copied().collect();
        for at in passed {
            self.pass(at);
        }
    }

    fn pass(&mut self, at: Timestamp) {
        let Some(after) = self.register.next_seq().checked_sub(1) else {
            return;
        };
        if !self.due.remove(&at) {
            return;
        }
        let network = self.register.network();
        let those = |is: &dyn Fn(&crate::network::Organisation) -> bool| {
            let some = network.organisations().filter(|it| is(it));
            some.map(|it| it.id).collect()
        };
        let cause = Cause::Terms {
            after,
            began: those(&|it| it.voting_from == at),
            ended: those(&|it| it.voting_until == Some(at)),
        };
        for instrument in self.register.instruments() {
            if let Some(course) = self.courses.get_mut(&instrument.id) {
                Arc::make_mut(course).pass(instrument, network, at, &cause);
            }
        }
    }
}

/// Returns the instants after `at` at which an organisation's time to vote begins or ends.
fn due(network: &Network, at: Timestamp) -> BTreeSet<Timestamp> {
    let terms = (network.organisations()).flat_map(|it| [Some(it.voting_from), it.voting_until]);
    terms.flatten().filter(|it| *it > at).collect()
}
