//! Workflows: catch up, let the rules decide, append, commit, announce.
//!
//! The same functions serve pages, API, live drafts, command line and schedule.
//!
//! # Invariants
//!
//! * An effect and its entry are one transaction; nothing is announced before
//!   it is committed.
//! * The register that readers see only ever moves forward, entry by entry.

mod amendment;
mod checks;
mod discussion;
mod drafting;
mod idempotency;
mod instrument;
mod marks;
mod network;
mod notices;
mod noticing;
mod office;
mod past;
mod people;
mod preparing;
mod procedure;
mod reading;
mod recent;
mod writing;

pub use amendment::{
    adopt_amendments, adopt_modified, adopt_part, answer_cosponsorship, answer_modification,
    answer_procedure, declare_collision, invite_cosponsor, lapse_amendment, lift_collision,
    offer_modification, propose_amendment, propose_procedure, reject_amendment, reopen_amendment,
    revise_amendment, undo_adoption, undo_part, withdraw_amendment,
};
pub use checks::{answer_check, check, checks_of, close_check, open_check};
pub use discussion::{
    DiscussionPage, delete_message, edit_message, open_thread, settle_thread, thread,
    threads_about, threads_of, write_message,
};
pub use drafting::{
    NewDraftAmendment, carry_draft_amendment, change_draft_sponsor, discard_draft_amendment,
    open_draft_amendment, table_draft_amendment,
};
pub use idempotency::{keep_answer, release_key, reserve_key};
pub use instrument::{
    Drafted, anchor_heads, change_rules, decide_removal, freeze_draft, import_text,
    open_instrument, table_revision, take_position,
};
pub use marks::{ReadMark, mark_read, read_mark};
pub use network::{
    admit_organisation, change_role, end_voting, leave_group, make_group, reserve_submission,
    seat_in_group,
};
pub use notices::{Deliberated, Notice, Notices, Prepared, Readers};
pub use noticing::{
    Noticed, choose_notices, deadlines, feeds_since, make_feed_address, mark_notices_read, notices,
    reader_of_feeds, revoke_feed_address, unread,
};
pub use office::{KeptEntry, Office};
pub use people::{
    Invited, accept_invitation, found_network, invite_delegate, make_set_up_link, renew_invitation,
    revoke_invitation, withdraw_role,
};
pub use preparing::{
    prepare_position, prepared, prepared_of, rewrite_prepared, send_back, submit_prepared,
    withdraw_prepared,
};
pub use procedure::{list_holidays, proceed, record_passed};
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
