//! Acts around the working draft, whose text is the CRDT's affair.

use super::{Acting, Call, Instrument, ProcedureRules};
use crate::api::{ChangeProcedureRules, ChangeRules, DecideRemoval, FreezeDraft};
use crate::id::ClauseId;
use crate::permission::Operation;
use crate::record::{Act, Contents, Fact, ProcedureFact};
use crate::refusal::Refusal;
use crate::words::{Name, Statement};

impl Instrument {
    /// Changes the rules of the instrument's consensus.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::NothingChanged`] if they are the present ones;
    /// * [`Refusal::RulesFrozen`] while a call is open.
    pub fn change_rules(&self, command: &ChangeRules, acting: &Acting<'_>) -> Result<Act, Refusal> {
        self.authorise(Operation::ChangeRules, acting)?;
        if command.rules == self.rules {
            return Err(Refusal::NothingChanged);
        }
        self.check_no_call()?;
        let mut contents = Contents::default();
        let reason = contents.add(command.reason.as_str());
        let fact = Fact::RulesChanged {
            rules: command.rules,
            reason,
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Changes the rules of the instrument's procedure.
    ///
    /// # Errors
    ///
    /// * as [`Self::change_rules`] says.
    pub fn change_procedure_rules(
        &self,
        command: &ChangeProcedureRules,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ChangeRules, acting)?;
        if command.rules == self.progress.rules {
            return Err(Refusal::NothingChanged);
        }
        self.check_no_call()?;
        let mut contents = Contents::default();
        let fact = ProcedureFact::ProcedureRulesChanged {
            rules: command.rules,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Returns the rules of the instrument's procedure.
    pub fn procedure_rules(&self) -> &ProcedureRules {
        &self.progress.rules
    }

    /// Checks that no call is open: its rules are frozen with it.
    fn check_no_call(&self) -> Result<(), Refusal> {
        let is_open = self.progress.calls.values().any(Call::is_open);
        if is_open {
            Err(Refusal::RulesFrozen)
        } else {
            Ok(())
        }
    }

    /// Records that a text from outside was taken into the working draft.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair or a pen-holder asks, the draft being open.
    pub fn import_text(
        &self,
        source: &Name,
        (clauses, unmapped): (usize, usize),
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ImportText, acting)?;
        let mut contents = Contents::default();
        let source = contents.add(source.as_str());
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (clauses, unmapped) = (count(clauses), count(unmapped));
        let fact = Fact::TextImported {
            draft: self.draft,
            source,
            clauses,
            unmapped,
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Freezes the working draft, or opens it again.
    ///
    /// # Errors
    ///
    /// * [`Refusal::DraftFrozen`] or [`Refusal::DraftNotFrozen`] if it is so already;
    /// * [`Refusal::NotPermitted`] unless the chair asks.
    pub fn freeze_draft(&self, command: &FreezeDraft, acting: &Acting<'_>) -> Result<Act, Refusal> {
        match (command.frozen, self.frozen.is_some()) {
            (true, true) => return Err(Refusal::DraftFrozen),
            (false, false) => return Err(Refusal::DraftNotFrozen),
            (true, false) => self.authorise(Operation::FreezeDraft, acting)?,
            (false, true) => self.authorise(Operation::ThawDraft, acting)?,
        }
        Ok(self.freeze_act(command.frozen, &command.reason, acting))
    }

    fn freeze_act(&self, frozen: bool, reason: &Statement, acting: &Acting<'_>) -> Act {
        let mut contents = Contents::default();
        let (draft, reason) = (self.draft, contents.add(reason.as_str()));
        let fact = if frozen {
            Fact::DraftFrozen { draft, reason }
        } else {
            Fact::DraftThawed { draft, reason }
        };
        self.act(acting, fact, contents)
    }

    /// Decides on a clause that was removed and edited at the same time.
    ///
    /// The caller has checked that the clause awaits the decision.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair asks, the draft being open.
    pub fn decide_removal(
        &self,
        clause: ClauseId,
        command: DecideRemoval,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::DecideRemoval, acting)?;
        let fact = Fact::RemovalDecided {
            draft: self.draft,
            clause,
            kept: command.keep,
        };
        Ok(self.act(acting, fact, Contents::default()))
    }
}
