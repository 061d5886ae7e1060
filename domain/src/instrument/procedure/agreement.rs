//! Agreement on clauses, ad referendum until the whole instrument is adopted.

use super::super::{Acting, Instrument};
use super::stage::Stage;
use crate::api::{AgreeClauses, ParkClause, ReopenClause};
use crate::id::ClauseId;
use crate::instrument::proposing::add;
use crate::permission::Operation;
use crate::record::{Act, Contents, ProcedureFact};
use crate::refusal::Refusal;

impl Instrument {
    /// Reports whether the chair can record that a clause is agreed: it was designated at one of
    /// the two levels of consensus, and nobody has challenged that.
    pub fn is_agreeable(&self, clause: ClauseId) -> bool {
        let designated = self.designation(clause);
        let is_called = matches!(self.stage(clause), Stage::Called(_));
        is_called && designated.is_some_and(|it| it.level.is_consensus())
    }

    /// Records that clauses are agreed ad referendum.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::NoClauses`] if none is named;
    /// * [`Refusal::NotAgreeable`] unless each was designated at a level of consensus.
    pub fn agree_clauses(
        &self,
        command: &AgreeClauses,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::AgreeClauses, acting)?;
        let mut clauses = command.clauses.clone();
        clauses.sort_unstable();
        clauses.dedup();
        if clauses.is_empty() {
            return Err(Refusal::NoClauses);
        }
        if let Some(not) = clauses.iter().find(|it| !self.is_agreeable(**it)) {
            return Err(Refusal::NotAgreeable(*not));
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ClausesAgreed {
            clauses,
            note: add(&mut contents, command.note.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Parks a clause in brackets for now.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::UnknownClause`] if it is not on the table;
    /// * [`Refusal::ClauseInCall`] if it is in an open call;
    /// * [`Refusal::ClauseAgreed`] or [`Refusal::ClauseParked`] if it is agreed or parked.
    pub fn park_clause(
        &self,
        clause: ClauseId,
        command: &ParkClause,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::AgreeClauses, acting)?;
        self.tabled_hash(clause)
            .ok_or(Refusal::UnknownClause(clause))?;
        if self.open_call(clause).is_some() {
            return Err(Refusal::ClauseInCall(clause));
        }
        match self.stage(clause) {
            Stage::Parked => return Err(Refusal::ClauseParked(clause)),
            stage if stage.is_agreed() => return Err(Refusal::ClauseAgreed(clause)),
            _ => {}
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ClauseParked {
            clause,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Takes a clause up again that was agreed ad referendum, or parked.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::UnknownClause`] if it is not on the table;
    /// * [`Refusal::NotReopenable`] unless it is agreed ad referendum or parked.
    pub fn reopen_clause(
        &self,
        clause: ClauseId,
        command: &ReopenClause,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::AgreeClauses, acting)?;
        self.tabled_hash(clause)
            .ok_or(Refusal::UnknownClause(clause))?;
        match self.stage(clause) {
            Stage::AgreedAdReferendum | Stage::Parked => {}
            _ => return Err(Refusal::NotReopenable(clause)),
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ClauseReopened {
            clause,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }
}
