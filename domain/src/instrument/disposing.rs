//! How amendments end without being adopted as they stand, and what is proposed to do with them.

use super::amendment::Amendment;
use super::change::AmendmentChange;
use super::ground::{add_wording, check_proposed};
use super::proposing::add;
use super::{Acting, Instrument};
use crate::api::{
    AnswerModification, AnswerProcedure, LapseAmendment, OfferModification, ProcedureAdvised,
    ProposeProcedure, RejectAmendment, WithdrawAmendment,
};
use crate::id::AmendmentId;
use crate::permission::Operation;
use crate::record::{Act, Contents, Fact, Procedure};
use crate::refusal::Refusal;
use crate::text::{Wording, WordingHash};

impl Instrument {
    /// Rejects an amendment, and with it all of its package.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks.
    pub fn reject_amendment(
        &self,
        id: AmendmentId,
        command: &RejectAmendment,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        Ok(self.ending(amendment, acting, |amendment, contents| {
            let reason = contents.add(command.reason.as_str());
            Fact::AmendmentRejected { amendment, reason }
        }))
    }

    /// Ends an amendment, and all of its package, without a decision on its substance.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks.
    pub fn lapse_amendment(
        &self,
        id: AmendmentId,
        command: &LapseAmendment,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        Ok(self.ending(amendment, acting, |amendment, contents| {
            let reason = contents.add(command.reason.as_str());
            Fact::AmendmentLapsed { amendment, reason }
        }))
    }

    /// Withdraws an amendment, and with it all of its package.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotTheSponsor`] or [`Refusal::NotPermitted`] unless its sponsor asks.
    pub fn withdraw_amendment(
        &self,
        id: AmendmentId,
        command: &WithdrawAmendment,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.check_sponsor(amendment, acting)?;
        Ok(self.ending(amendment, acting, |amendment, contents| {
            let reason = add(contents, command.reason.as_ref());
            Fact::AmendmentWithdrawn { amendment, reason }
        }))
    }

    /// Ends an amendment and whatever of its package is open.
    fn ending(
        &self,
        amendment: &Amendment,
        acting: &Acting<'_>,
        fact: impl Fn(AmendmentId, &mut Contents) -> Fact,
    ) -> Vec<Act> {
        let package = self.package_of(amendment).into_iter();
        let acts = package.filter(|it| it.is_open()).map(|it| {
            let mut contents = Contents::default();
            let fact = fact(it.id, &mut contents);
            self.act(acting, fact, contents)
        });
        acts.collect()
    }

    /// Offers the sponsor to adopt an amendment with another wording.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::TextChanged`] if the sponsor has revised the amendment since;
    /// * [`Refusal::NotAmendable`] if it proposes no wording;
    /// * [`Refusal::WordingUnchanged`] if it proposes that wording, and as for any wording proposed.
    pub fn offer_modification(
        &self,
        id: AmendmentId,
        command: &OfferModification,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        if amendment.text().number != command.text {
            return Err(Refusal::TextChanged);
        }
        let result = check_modified(amendment, &command.wording)?;
        let mut contents = Contents::default();
        let fact = Fact::ModificationOffered {
            amendment: id,
            offer: following(amendment.offers.len()),
            result,
            wording: add_wording(&mut contents, &command.wording),
            note: contents.add(command.note.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Answers the offer to adopt an amendment with another wording.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotTheSponsor`] or [`Refusal::NotPermitted`] unless its sponsor asks;
    /// * [`Refusal::NothingToAnswer`] unless there is such an offer for the present text, unanswered.
    pub fn answer_modification(
        &self,
        id: AmendmentId,
        command: &AnswerModification,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.check_sponsor(amendment, acting)?;
        amendment
            .offer(command.offer)
            .filter(|it| it.answer.is_none() && it.text == amendment.text().number)
            .ok_or(Refusal::NothingToAnswer)?;
        let mut contents = Contents::default();
        let fact = Fact::ModificationAnswered {
            amendment: id,
            offer: command.offer,
            accepted: command.accepted,
            reason: add(&mut contents, command.reason.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Proposes what to do with an amendment; a further proposal replaces the one before.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say, also for the one that overtakes it;
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::TextChanged`] if the sponsor has revised the amendment since it was read;
    /// * as [`Self::offer_modification`] says of a wording.
    pub fn propose_procedure(
        &self,
        id: AmendmentId,
        command: &ProposeProcedure,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.authorise(Operation::ProposeProcedure, acting)?;
        if amendment.text().number != command.text {
            return Err(Refusal::TextChanged);
        }
        let mut contents = Contents::default();
        let procedure = match &command.procedure {
            ProcedureAdvised::Adopt => Procedure::Adopt,
            ProcedureAdvised::AdoptModified { wording } => Procedure::AdoptModified {
                result: check_modified(amendment, wording)?,
                wording: add_wording(&mut contents, wording),
            },
            ProcedureAdvised::Reject => Procedure::Reject,
            ProcedureAdvised::OvertakenBy { amendment } => {
                let other = self
                    .amendment(*amendment)
                    .filter(|other| other.id != id)
                    .ok_or(Refusal::UnknownAmendment(*amendment))?;
                Procedure::OvertakenBy {
                    amendment: other.id,
                }
            }
            ProcedureAdvised::Discuss => Procedure::Discuss,
        };
        let fact = Fact::ProcedureProposed {
            amendment: id,
            version: following(amendment.procedures.len()),
            procedure,
            note: add(&mut contents, command.note.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Accepts or contests the procedure proposed last for an amendment.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotTheSponsor`] or [`Refusal::NotPermitted`] unless its sponsor asks;
    /// * [`Refusal::NothingToAnswer`] unless that proposal is the last one, unanswered, and made for the present text.
    pub fn answer_procedure(
        &self,
        id: AmendmentId,
        command: &AnswerProcedure,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.check_sponsor(amendment, acting)?;
        (amendment.procedures.last())
            .filter(|it| it.version == command.version && it.answer.is_none())
            .filter(|it| it.text == amendment.text().number)
            .ok_or(Refusal::NothingToAnswer)?;
        let mut contents = Contents::default();
        let fact = Fact::ProcedureAnswered {
            amendment: id,
            version: command.version,
            accepted: command.accepted,
            reason: add(&mut contents, command.reason.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }
}

/// Checks a wording that would be adopted instead of the sponsor's own.
fn check_modified(amendment: &Amendment, wording: &Wording) -> Result<WordingHash, Refusal> {
    let change = amendment.change();
    let proposes_wording = matches!(
        change,
        AmendmentChange::Modify { .. }
            | AmendmentChange::Insert { .. }
            | AmendmentChange::Alternative { .. }
    );
    if !proposes_wording {
        return Err(Refusal::NotAmendable(amendment.id));
    }
    let result = check_proposed(wording)?;
    if change.result() == Some(result) || change.base() == Some(result) {
        return Err(Refusal::WordingUnchanged(change.clause()));
    }
    Ok(result)
}

fn following(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
}
