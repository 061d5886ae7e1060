//! What has happened to an instrument since somebody read it last.

use super::revision::Revision;
use super::{Amendment, Instrument, Position};
use crate::id::ClauseId;

/// What has happened to an instrument after some entry of the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Since<'a> {
    /// The revision that was on the table then.
    pub read: Option<&'a Revision>,
    /// The revisions tabled since, the first one first.
    pub revisions: Vec<&'a Revision>,
    /// The amendments tabled since, by number.
    pub tabled: Vec<&'a Amendment>,
    /// The amendments tabled before that have another text since, by number.
    pub revised: Vec<&'a Amendment>,
    /// The amendments decided since, whenever they were tabled, by number.
    pub decided: Vec<&'a Amendment>,
    /// The positions taken since, with the clauses they are on, in the order of the record.
    pub positions: Vec<(ClauseId, &'a Position)>,
}

impl Since<'_> {
    /// Reports whether nothing of all that has happened.
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
            && self.tabled.is_empty()
            && self.revised.is_empty()
            && self.decided.is_empty()
            && self.positions.is_empty()
    }
}

impl Instrument {
    /// Says what has happened after the entry `seq` of the record, that entry not included.
    pub fn since(&self, seq: u64) -> Since<'_> {
        let mut since = Since::default();
        for revision in self.revisions() {
            if revision.seq > seq {
                since.revisions.push(revision);
            } else {
                since.read = Some(revision);
            }
        }
        for amendment in self.amendments() {
            if amendment.texts().iter().all(|text| text.seq > seq) {
                since.tabled.push(amendment);
            } else if amendment.text().seq > seq {
                since.revised.push(amendment);
            }
            if (amendment.disposition.as_ref()).is_some_and(|it| it.seq > seq) {
                since.decided.push(amendment);
            }
        }
        let taken = self.positions.iter().flat_map(|(clause, positions)| {
            let later = positions.iter().filter(|it| it.seq > seq);
            later.map(|position| (*clause, position))
        });
        since.positions = taken.collect();
        since.positions.sort_by_key(|(_, position)| position.seq);
        since
    }
}
