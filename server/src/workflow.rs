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
mod auditing;
mod bundling;
mod checks;
mod comparing;
mod discussion;
mod drafting;
mod erasing;
mod filters;
mod idempotency;
mod instrument;
mod keys;
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
mod restoring;
mod signing;
mod writing;

pub use amendment::{
    adopt_amendments, adopt_modified, adopt_part, answer_cosponsorship, answer_modification,
    answer_procedure, declare_collision, invite_cosponsor, lapse_amendment, lift_collision,
    offer_modification, propose_amendment, propose_procedure, reject_amendment, reopen_amendment,
    revise_amendment, undo_adoption, undo_part, withdraw_amendment,
};
pub use auditing::{entries_about, kept_page, last_entry_at, note_reading, note_taking_out};
pub use bundling::{BundleError, write_bundle};
pub use checks::{answer_check, check, checks_of, close_check, open_check};
pub use comparing::{Compared, Comparison};
pub use discussion::{
    DiscussionPage, delete_message, edit_message, open_thread, settle_thread, thread,
    threads_about, threads_of, write_message,
};
pub use drafting::{
    NewDraftAmendment, carry_draft_amendment, change_draft_sponsor, discard_draft_amendment,
    open_draft_amendment, table_draft_amendment,
};
pub use erasing::{Erased, Naming, Traces, erase_person, erase_words, traces};
pub use filters::{audit_filters, delete_audit_filter, rename_audit_filter, save_audit_filter};
pub use idempotency::{keep_answer, release_key, reserve_key};
pub use instrument::{
    Drafted, Writers, anchor_heads, change_rules, decide_removal, freeze_draft, import_text,
    open_instrument, table_revision, take_position,
};
pub use keys::{
    KeyChange, approvals, approve_key, confirm_key, declare_key, key_statement, rotate_key,
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
pub(crate) use reading::{Read, read_page};
pub use restoring::Restoring;
pub use signing::{StatementToSign, network_name, prepared_to_sign, statement_to_sign};
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
