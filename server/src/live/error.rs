//! Why nothing was done to a live draft.

use domain::id::{ClauseId, DraftId};
use domain::refusal::Refusal;
use replica::DraftError;

use crate::store::StoreError;
use crate::workflow::WorkflowError;

/// Why an operation on a live draft did nothing.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// The rules say no, or the record or the database failed.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    /// A clause would be nested in itself.
    #[error("clause {0} cannot be nested in itself")]
    NestedInItself(ClauseId),
    /// Too many clauses have been put at one spot.
    #[error("there is no room for another clause at this spot; put it somewhere else")]
    NoRoom,
    /// The stored changes of a draft do not add up to one, or cannot be edited.
    #[error("draft {draft} cannot be used: {why}")]
    Broken {
        /// The draft.
        draft: DraftId,
        /// What is wrong with it.
        why: String,
    },
    /// The room ended before it answered; the operation may be tried again.
    #[error("the draft is being loaded again; try once more")]
    Interrupted,
    /// The server is shutting down.
    #[error("the server is shutting down")]
    Closing,
}

impl LiveError {
    /// Returns what the rules said, if it was they who refused.
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Workflow(WorkflowError::Refused(refusal)) => Some(refusal),
            Self::Workflow(_)
            | Self::NestedInItself(_)
            | Self::NoRoom
            | Self::Broken { .. }
            | Self::Interrupted
            | Self::Closing => None,
        }
    }

    /// Reports whether it is open what has been stored.
    pub(super) const fn leaves_doubt(&self) -> bool {
        match self {
            Self::Workflow(WorkflowError::Refused(_))
            | Self::NestedInItself(_)
            | Self::NoRoom
            | Self::Broken { .. }
            | Self::Interrupted
            | Self::Closing => false,
            Self::Workflow(_) => true,
        }
    }

    /// Says what an edit that a draft does not take means to whoever asked for it.
    pub(super) fn of_edit(draft: DraftId, error: &DraftError) -> Self {
        match error {
            DraftError::UnknownClause(clause) => Refusal::UnknownClause(*clause).into(),
            DraftError::RefusedCharacter(refused) => Refusal::Character(*refused).into(),
            DraftError::RefusedLink(_) => Refusal::LinkNotPermitted.into(),
            DraftError::NestedInItself(clause) => Self::NestedInItself(*clause),
            DraftError::NoRoom => Self::NoRoom,
            DraftError::NotADraft
            | DraftError::ClauseExists(_)
            | DraftError::NotAPosition(_)
            | DraftError::NotACaret
            | DraftError::Automerge(_) => Self::Broken {
                draft,
                why: error.to_string(),
            },
        }
    }
}

impl From<Refusal> for LiveError {
    fn from(refusal: Refusal) -> Self {
        Self::Workflow(refusal.into())
    }
}

impl From<StoreError> for LiveError {
    fn from(error: StoreError) -> Self {
        Self::Workflow(error.into())
    }
}
