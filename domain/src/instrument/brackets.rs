//! How much of the text is in brackets, and how that went over the revisions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Amendment, Instrument, Revision};
use crate::id::ClauseId;
use crate::record::RevisionNumber;

/// How many clauses had open amendments while a revision was on the table.
///
/// A clause that an open amendment would insert counts as one. A decision that was undone counts
/// as never made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BracketCount {
    /// The revision.
    pub revision: RevisionNumber,
    /// How many clauses it has.
    pub clauses: usize,
    /// The greatest number of clauses that had open amendments at one time.
    pub most: usize,
    /// How many had when the next revision was tabled; how many have now, for the one on the table.
    pub left: usize,
}

impl Instrument {
    /// Returns the clauses that have open amendments, those that amendments would insert among them.
    pub fn bracketed(&self) -> BTreeSet<ClauseId> {
        let open = self.amendments.values().filter(|it| it.is_open());
        open.map(|it| it.change().clause()).collect()
    }

    /// Counts the clauses with open amendments for each revision, the first one first.
    pub fn bracket_course(&self) -> Vec<BracketCount> {
        let revisions = self.revisions();
        let ends = (revisions.iter().skip(1))
            .map(|next| next.seq)
            .chain([u64::MAX]);
        (revisions.iter().zip(ends))
            .map(|(revision, end)| self.bracket_count(revision, end))
            .collect()
    }

    fn bracket_count(&self, revision: &Revision, end: u64) -> BracketCount {
        let mut events: Vec<Event> = self.amendments.values().flat_map(events).collect();
        events.sort_unstable();
        let (before, after) = events.split_at(events.partition_point(|it| it.0 <= revision.seq));
        let mut open = Open::default();
        for event in before {
            open.follow(event);
        }
        let mut most = open.0.len();
        for event in after.iter().take_while(|it| it.0 < end) {
            open.follow(event);
            most = most.max(open.0.len());
        }
        BracketCount {
            revision: revision.number,
            clauses: revision.clauses.len(),
            most,
            left: open.0.len(),
        }
    }
}

/// An entry, whether it opens an amendment or decides one, and the clause.
type Event = (u64, bool, ClauseId);

/// How many open amendments each clause has that has any.
#[derive(Default)]
struct Open(BTreeMap<ClauseId, usize>);

impl Open {
    fn follow(&mut self, (_, opens, clause): &Event) {
        let count = self.0.entry(*clause).or_default();
        *count = if *opens {
            *count + 1
        } else {
            count.saturating_sub(1)
        };
        if *count == 0 {
            self.0.remove(clause);
        }
    }
}

/// Returns when an amendment was opened and when it was decided.
fn events(amendment: &Amendment) -> impl Iterator<Item = Event> {
    let clause = amendment.change().clause();
    let opened = (amendment.texts().iter().take(1)).map(move |text| (text.seq, true, clause));
    let decided = (amendment.disposition.iter()).map(move |it| (it.seq, false, clause));
    opened.chain(decided)
}
