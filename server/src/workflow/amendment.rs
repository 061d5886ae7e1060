//! What is done with amendments.
//!
//! Where an act also changes the working draft, the caller (the live draft's
//! room) brings the draft's changes along, and both are one transaction.

use domain::api::{
    AdoptAmendments, AdoptModified, AdoptPart, AmendmentProposal, AnswerCosponsorship,
    AnswerModification, AnswerProcedure, DeclareCollision, LapseAmendment, LiftCollision,
    OfferModification, ProposeProcedure, RejectAmendment, ReopenAmendment, ReviseAmendment,
    UndoAdoption, UndoPart, WithdrawAmendment,
};
use domain::id::{AmendmentId, ClauseId, DelegateId, InstrumentId, OrganisationId, PackageId};
use domain::instrument::{Adoption, DraftEdit, FreshNames};
use domain::refusal::Refusal;
use domain::text::{Outline, Wording};

use super::instrument::{decide, decide_drafted};
use super::{Drafted, Office, Receipt, WorkflowError};

/// Tables an amendment, or a package of them, and returns their names in the order proposed.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::propose_amendment`] says.
pub async fn propose_amendment(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    proposal: &AmendmentProposal,
) -> Result<(Vec<AmendmentId>, Receipt), WorkflowError> {
    let fresh = FreshNames {
        amendments: proposal
            .changes()
            .map(|_| {
                let amendment = AmendmentId::from_uuid(office.fresh_uuid());
                (amendment, ClauseId::from_uuid(office.fresh_uuid()))
            })
            .collect(),
        package: PackageId::from_uuid(office.fresh_uuid()),
    };
    let receipt = decide(office, by, id, |instrument, acting| {
        instrument.propose_amendment(proposal, acting, &fresh)
    })
    .await?;
    let proposed = fresh.amendments.into_iter().map(|(amendment, _)| amendment);
    Ok((proposed.collect(), receipt))
}

/// Asks a further organisation to co-sponsor an amendment.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::invite_cosponsor`] says.
pub async fn invite_cosponsor(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    invited: OrganisationId,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.invite_cosponsor(amendment, invited, acting)?,
        ])
    })
    .await
}

/// Answers an invitation to co-sponsor an amendment.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::answer_cosponsorship`] says.
pub async fn answer_cosponsorship(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &AnswerCosponsorship,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.answer_cosponsorship(amendment, command, acting)?,
        ])
    })
    .await
}

/// Gives an amendment another text.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::revise_amendment`] says.
pub async fn revise_amendment(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &ReviseAmendment,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.revise_amendment(amendment, command, acting)?,
        ])
    })
    .await
}

/// Rejects an amendment.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::reject_amendment`] says.
pub async fn reject_amendment(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &RejectAmendment,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        instrument.reject_amendment(amendment, command, acting)
    })
    .await
}

/// Ends an amendment without a decision on its substance.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::lapse_amendment`] says.
pub async fn lapse_amendment(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &LapseAmendment,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        instrument.lapse_amendment(amendment, command, acting)
    })
    .await
}

/// Withdraws an amendment.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::withdraw_amendment`] says.
pub async fn withdraw_amendment(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &WithdrawAmendment,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        instrument.withdraw_amendment(amendment, command, acting)
    })
    .await
}

/// Offers the sponsor to adopt an amendment with another wording.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::offer_modification`] says.
pub async fn offer_modification(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &OfferModification,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.offer_modification(amendment, command, acting)?,
        ])
    })
    .await
}

/// Answers such an offer.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::answer_modification`] says.
pub async fn answer_modification(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &AnswerModification,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.answer_modification(amendment, command, acting)?,
        ])
    })
    .await
}

/// Proposes what to do with an amendment.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::propose_procedure`] says.
pub async fn propose_procedure(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &ProposeProcedure,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.propose_procedure(amendment, command, acting)?,
        ])
    })
    .await
}

/// Accepts or contests the proposed procedure.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::answer_procedure`] says.
pub async fn answer_procedure(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &AnswerProcedure,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.answer_procedure(amendment, command, acting)?,
        ])
    })
    .await
}

/// Declares that two amendments cannot both be adopted.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::declare_collision`] says.
pub async fn declare_collision(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &DeclareCollision,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.declare_collision(amendment, command, acting)?,
        ])
    })
    .await
}

/// Lifts a declared collision.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::lift_collision`] says.
pub async fn lift_collision(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &LiftCollision,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![instrument.lift_collision(amendment, command, acting)?])
    })
    .await
}

/// Adopts amendments, with the change of the working draft that does so, if it takes one.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::adopt`] says.
pub async fn adopt_amendments(
    office: &Office,
    by: DelegateId,
    id: InstrumentId,
    (command, adoption, draft): (&AdoptAmendments, &Adoption, &Outline),
    drafted: &Drafted,
) -> Result<Receipt, WorkflowError> {
    let change = drafted.last_hash();
    decide_drafted(office, by, id, drafted, |instrument, acting| {
        instrument.adopt(command, (adoption, draft), change, acting)
    })
    .await
}

/// Takes part of an amendment into the working draft, with the change that does so.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::adopt_part`] says, and if no change comes along.
pub async fn adopt_part(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    taken: (&AdoptPart, &(DraftEdit, Wording), &Outline),
    drafted: &Drafted,
) -> Result<Receipt, WorkflowError> {
    let change = drafted.last_hash().ok_or(Refusal::NothingChanged)?;
    decide_drafted(office, by, id, drafted, |instrument, acting| {
        Ok(vec![
            instrument.adopt_part(amendment, taken, change, acting)?,
        ])
    })
    .await
}

/// Adopts an amendment with the wording its sponsor consented to, with the change that does so.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::adopt_modified`] says, and if no change comes along.
pub async fn adopt_modified(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    taken: (&AdoptModified, &DraftEdit, &Outline),
    drafted: &Drafted,
) -> Result<Receipt, WorkflowError> {
    let change = drafted.last_hash().ok_or(Refusal::NothingChanged)?;
    decide_drafted(office, by, id, drafted, |instrument, acting| {
        instrument.adopt_modified(amendment, taken, change, acting)
    })
    .await
}

/// Takes an adoption back, with the change of the working draft that does so, if it takes one.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::undo_adoption`] says.
pub async fn undo_adoption(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &UndoAdoption,
    drafted: &Drafted,
) -> Result<Receipt, WorkflowError> {
    let change = drafted.last_hash();
    decide_drafted(office, by, id, drafted, |instrument, acting| {
        Ok(vec![
            instrument.undo_adoption(amendment, command, change, acting)?,
        ])
    })
    .await
}

/// Takes an adopted part of an amendment back, with the change of the working draft that does so.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::undo_part`] says.
pub async fn undo_part(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &UndoPart,
    drafted: &Drafted,
) -> Result<Receipt, WorkflowError> {
    let change = drafted.last_hash();
    decide_drafted(office, by, id, drafted, |instrument, acting| {
        Ok(vec![
            instrument.undo_part(amendment, command, change, acting)?,
        ])
    })
    .await
}

/// Takes a rejection or a lapse back.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::reopen_amendment`] says.
pub async fn reopen_amendment(
    office: &Office,
    by: DelegateId,
    (id, amendment): (InstrumentId, AmendmentId),
    command: &ReopenAmendment,
) -> Result<Receipt, WorkflowError> {
    decide(office, by, id, |instrument, acting| {
        Ok(vec![
            instrument.reopen_amendment(amendment, command, acting)?,
        ])
    })
    .await
}
