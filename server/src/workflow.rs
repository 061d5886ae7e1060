//! Workflows: catch up, let the rules decide, append, commit, announce.
//!
//! The same functions serve pages, API, live drafts, command line and schedule.
//!
//! # Invariants
//!
//! * An effect and its entry are one transaction; nothing is announced before
//!   it is committed.
//! * The register that readers see only ever moves forward, entry by entry.

mod idempotency;
mod instrument;
mod network;
mod notices;
mod office;
mod people;
mod reading;
mod writing;

pub use idempotency::{keep_answer, release_key, reserve_key};
pub use instrument::{
    Drafted, anchor_heads, answer_cosponsorship, change_rules, decide_removal, freeze_draft,
    import_text, incorporate_amendment, invite_cosponsor, open_instrument, propose_amendment,
    reject_amendment, table_revision, take_position, withdraw_amendment,
};
pub use network::{
    admit_organisation, change_role, end_voting, leave_group, make_group, seat_in_group,
};
pub use notices::{Notice, Notices};
pub use office::{KeptEntry, Office};
pub use people::{
    Invited, accept_invitation, found_network, invite_delegate, make_set_up_link, renew_invitation,
    revoke_invitation, withdraw_role,
};
pub use writing::{Receipt, Writing};

use domain::record::{EntryTooLarge, Inconsistent, InvalidEntry};
use domain::refusal::Refusal;

use crate::auth::{AuthError, AuthRefusal};
use crate::store::StoreError;

/// Why a workflow changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum WorkflowError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Signing in, or a link, is refused.
    #[error(transparent)]
    Auth(#[from] AuthRefusal),
    /// The record in the database does not follow from itself.
    #[error(transparent)]
    Inconsistent(#[from] Inconsistent),
    /// A stored entry cannot be read.
    #[error("entry {seq} of the record cannot be read: {why}")]
    Unreadable {
        /// The entry's place.
        seq: i64,
        /// What is wrong with its bytes.
        why: InvalidEntry,
    },
}

impl From<EntryTooLarge> for WorkflowError {
    fn from(error: EntryTooLarge) -> Self {
        Self::Refused(error.into())
    }
}

impl From<AuthError> for WorkflowError {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Refused(refusal) => Self::Auth(refusal),
            AuthError::Store(error) => Self::Store(error),
        }
    }
}
