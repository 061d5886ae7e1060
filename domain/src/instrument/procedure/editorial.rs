//! Editorial changes: a person declares that no meaning changed, and positions are carried over
//! unless any organisation challenges that.
//!
//! Until the window has passed unchallenged, what is carried counts as provisional; from then on it
//! is held on the present wording.

use super::super::{Acting, Instrument};
use super::designation::Challenge;
use super::objection::check_window;
use crate::api::{ChallengeEditorial, DeclareEditorial};
use crate::id::ClauseId;
use crate::permission::Operation;
use crate::record::{Act, Actor, Contents, ProcedureFact, Words};
use crate::refusal::Refusal;
use crate::text::WordingHash;
use crate::time::Timestamp;

/// That a clause was declared to have changed editorially only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorialChange {
    /// The entry that says so, which names it.
    pub seq: u64,
    /// The wording before.
    pub before: WordingHash,
    /// The wording after.
    pub after: WordingHash,
    /// Why it changes no meaning.
    pub reason: Words,
    /// Who declared it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Until when it can be challenged.
    pub challengeable_until: Timestamp,
    /// Whether that instant has passed unchallenged, as the record says.
    pub is_settled: bool,
    /// Who challenged it.
    pub challenge: Option<Challenge>,
}

impl Instrument {
    /// Returns the editorial changes declared of a clause, in the order they were declared.
    pub fn editorial_changes(&self, clause: ClauseId) -> &[EditorialChange] {
        (self.progress.editorial.get(&clause)).map_or(&[], Vec::as_slice)
    }

    /// Returns the wordings whose positions count on a wording: those carried for good, and those
    /// carried for now.
    pub(in crate::instrument) fn carried_to(
        &self,
        clause: ClauseId,
        text: WordingHash,
    ) -> (Vec<WordingHash>, Vec<WordingHash>) {
        let changes = self.editorial_changes(clause).iter();
        let standing: Vec<_> = changes.filter(|it| it.challenge.is_none()).collect();
        let mut settled = leading_to(text, || standing.iter().filter(|it| it.is_settled));
        let mut provisional = leading_to(text, || standing.iter());
        provisional.retain(|it| !settled.contains(it));
        settled.remove(0);
        (settled, provisional)
    }

    /// Declares that a clause was changed editorially only from one revision to the next.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair or a pen-holder asks;
    /// * [`Refusal::UnknownClause`] or [`Refusal::WordingNotOnTable`] if the wording is not on the table;
    /// * [`Refusal::WordingUnchanged`] unless it had that other wording in the revision before;
    /// * [`Refusal::AlreadyDeclared`] if it was declared before, challenged or not.
    pub fn declare_editorial(
        &self,
        clause: ClauseId,
        command: &DeclareEditorial,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::DeclareEditorial, acting)?;
        let after = self
            .tabled_hash(clause)
            .ok_or(Refusal::UnknownClause(clause))?;
        if after != command.after {
            return Err(Refusal::WordingNotOnTable(command.after));
        }
        let before = self.revisions.iter().rev().nth(1);
        let before = before.and_then(|it| Some(it.clause(clause)?.hash));
        if before != Some(command.before) || before == Some(after) {
            return Err(Refusal::WordingUnchanged(clause));
        }
        let same = |it: &EditorialChange| (it.before, it.after) == (command.before, after);
        if self.editorial_changes(clause).iter().any(same) {
            return Err(Refusal::AlreadyDeclared);
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::EditorialDeclared {
            clause,
            before: command.before,
            after,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Challenges such a declaration: positions are carried over no more.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate asks;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::NothingToChallenge`] unless there is such a declaration, not challenged yet;
    /// * [`Refusal::WindowClosed`] if it can be challenged no more.
    pub fn challenge_editorial(
        &self,
        clause: ClauseId,
        command: &ChallengeEditorial,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::Challenge, acting)?;
        acting.voting_organisation()?;
        let mut changes = self.editorial_changes(clause).iter();
        let declared = changes.find(|it| it.seq == command.declaration && it.challenge.is_none());
        let declared = declared.ok_or(Refusal::NothingToChallenge)?;
        if declared.is_settled {
            return Err(Refusal::WindowClosed);
        }
        check_window(declared.challengeable_until, acting)?;
        let mut contents = Contents::default();
        let fact = ProcedureFact::EditorialChallenged {
            clause,
            declaration: declared.seq,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }
}

/// Returns a wording and those that some changes lead from to it, through others as well.
fn leading_to<'a, I: Iterator<Item = &'a &'a EditorialChange>>(
    text: WordingHash,
    changes: impl Fn() -> I,
) -> Vec<WordingHash> {
    let mut found = vec![text];
    let mut read = 0;
    while let Some(after) = found.get(read).copied() {
        for it in changes().filter(|it| it.after == after) {
            if !found.contains(&it.before) {
                found.push(it.before);
            }
        }
        read += 1;
    }
    found
}
