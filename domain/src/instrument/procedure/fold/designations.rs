//! What the record says of designations and of editorial changes.

use crate::id::ClauseId;
use crate::instrument::Instrument;
use crate::instrument::fold::acting_organisation;
use crate::instrument::procedure::designation::{Challenge, Designation};
use crate::instrument::procedure::editorial::EditorialChange;
use crate::record::{ContentRef, Entry, Inconsistent, ProcedureFact};
use crate::text::WordingHash;
use crate::time::Timestamp;

impl Instrument {
    pub(super) fn apply_to_designations(
        &mut self,
        entry: &Entry,
        fact: &ProcedureFact,
    ) -> Result<(), Inconsistent> {
        use ProcedureFact as F;
        let until = (entry.at).plus_seconds(self.progress.rules.challenge_hours.seconds());
        match fact {
            F::LevelDesignated {
                clause,
                text_hash,
                level,
                indicated,
                based_on,
                reason,
            } => {
                let made = Designation {
                    seq: entry.seq,
                    text_hash: *text_hash,
                    level: *level,
                    indicated: *indicated,
                    based_on: *based_on,
                    reason: reason.map(|reason| entry.words(reason)),
                    by: entry.actor,
                    at: entry.at,
                    challengeable_until: until,
                    is_settled: false,
                    challenge: None,
                };
                let all = self.progress.designations.entry(*clause).or_default();
                all.push(made);
            }
            F::DesignationChallenged {
                clause,
                designation,
                reason,
            } => {
                let challenge = challenge(entry, *reason)?;
                let made = self.designation_mut(entry, *clause, *designation)?;
                made.challenge = Some(challenge);
                self.return_to_call(*clause);
            }
            F::EditorialDeclared {
                clause,
                before,
                after,
                reason,
            } => {
                let declared = declared(entry, (*before, *after), *reason, until);
                self.progress
                    .editorial
                    .entry(*clause)
                    .or_default()
                    .push(declared);
            }
            F::EditorialChallenged {
                clause,
                declaration,
                reason,
            } => {
                let challenge = challenge(entry, *reason)?;
                self.editorial_mut(entry, *clause, *declaration)?.challenge = Some(challenge);
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn designation_mut(
        &mut self,
        entry: &Entry,
        clause: ClauseId,
        seq: u64,
    ) -> Result<&mut Designation, Inconsistent> {
        let all = self.progress.designations.get_mut(&clause);
        let mut all = all.into_iter().flatten();
        let found = all.find(|it| it.seq == seq);
        found.ok_or(Inconsistent::at(entry, "no such designation"))
    }

    pub(super) fn editorial_mut(
        &mut self,
        entry: &Entry,
        clause: ClauseId,
        seq: u64,
    ) -> Result<&mut EditorialChange, Inconsistent> {
        let all = self.progress.editorial.get_mut(&clause);
        let mut all = all.into_iter().flatten();
        let found = all.find(|it| it.seq == seq);
        found.ok_or(Inconsistent::at(entry, "no such declaration"))
    }
}

pub(super) fn challenge(entry: &Entry, reason: ContentRef) -> Result<Challenge, Inconsistent> {
    Ok(Challenge {
        organisation: acting_organisation(entry)?,
        reason: entry.words(reason),
        at: entry.at,
        seq: entry.seq,
    })
}

pub(super) fn declared(
    entry: &Entry,
    (before, after): (WordingHash, WordingHash),
    reason: ContentRef,
    until: Timestamp,
) -> EditorialChange {
    EditorialChange {
        seq: entry.seq,
        before,
        after,
        reason: entry.words(reason),
        by: entry.actor,
        at: entry.at,
        challengeable_until: until,
        is_settled: false,
        challenge: None,
    }
}
