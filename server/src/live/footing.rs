//! What a room stands on: the working draft of an instrument, or an amendment in preparation.

use domain::id::{DelegateId, DraftId, InstrumentId};
use domain::instrument::{Acting, DraftAmendment, DraftRight, Instrument};
use domain::network::Network;
use domain::permission::Operation;
use domain::refusal::Refusal;
use domain::time::Timestamp;

use super::LiveError;
use super::peer::Right;
use crate::workflow::{Office, WorkflowError, Writing};

/// What says who may read and write a draft.
#[derive(Debug, Clone)]
pub(super) enum Footing {
    /// The roles in the working group.
    Working,
    /// The sponsors of an amendment in preparation.
    Amendment(Box<DraftAmendment>),
}

/// Reads an amendment in preparation as it is stored now.
pub(super) async fn stored(office: &Office, draft: DraftId) -> Result<DraftAmendment, LiveError> {
    let mut tx = office.store().snapshot().await?;
    let found = tx.draft_amendment(draft).await?;
    Ok(found.ok_or(Refusal::UnknownDraft(draft))?)
}

impl Footing {
    /// Finds the instrument of a draft.
    pub(super) async fn instrument_of(
        office: &Office,
        draft: DraftId,
    ) -> Result<InstrumentId, LiveError> {
        if let Ok(instrument) = office.register().instrument_of_draft(draft) {
            return Ok(instrument.id);
        }
        Ok(stored(office, draft).await?.instrument)
    }

    /// Reads the footing as it is stored now.
    pub(super) async fn load(office: &Office, draft: DraftId) -> Result<Self, LiveError> {
        if office.register().instrument_of_draft(draft).is_ok() {
            return Ok(Self::Working);
        }
        Ok(Self::Amendment(Box::new(stored(office, draft).await?)))
    }

    /// Reads the footing in a write transaction.
    pub(super) async fn read(
        writing: &mut Writing<'_>,
        draft: DraftId,
    ) -> Result<Self, WorkflowError> {
        if writing.register().instrument_of_draft(draft).is_ok() {
            return Ok(Self::Working);
        }
        let found = writing.tx().draft_amendment(draft).await?;
        let found = found.ok_or(Refusal::UnknownDraft(draft))?;
        Ok(Self::Amendment(Box::new(found)))
    }

    /// Checks that a delegate may edit, as the record has it in a transaction.
    pub(super) fn authorise(
        &self,
        writing: &Writing<'_>,
        draft: DraftId,
        by: DelegateId,
    ) -> Result<(), Refusal> {
        let acting = writing.acting(by);
        match self {
            Self::Working => {
                let instrument = writing.register().instrument_of_draft(draft)?;
                instrument.authorise(Operation::ReadDraft, &acting)?;
                if instrument.frozen.is_some() {
                    return Err(Refusal::DraftFrozen);
                }
                instrument.authorise(Operation::EditDraft, &acting)
            }
            Self::Amendment(amendment) => {
                let instrument = writing.register().instrument(amendment.instrument)?;
                amendment.check_editing(instrument, &acting)
            }
        }
    }

    /// Says what a delegate may do with the draft.
    pub(super) fn right(
        &self,
        by: DelegateId,
        instrument: &Instrument,
        (network, now): (&Network, Timestamp),
    ) -> Right {
        match self {
            Self::Working => Right::of(by, instrument, network),
            Self::Amendment(amendment) => {
                match amendment.right(instrument, &Acting { network, by, now }) {
                    DraftRight::Nothing => Right::Nothing,
                    DraftRight::Read => Right::Read,
                    DraftRight::Edit => Right::Edit,
                }
            }
        }
    }

    /// Returns the amendment in preparation, if it is one.
    pub(super) fn amendment(&self) -> Option<&DraftAmendment> {
        match self {
            Self::Working => None,
            Self::Amendment(amendment) => Some(amendment),
        }
    }
}
