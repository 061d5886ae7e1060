//! The contract of the store: every method, on SQLite and on PostgreSQL.

mod accounts;
mod audit_filters;
mod deliberation;
mod draft_amendments;
mod draft_changes;
mod drafts;
mod entries;
mod idempotency;
mod inspecting;
mod invitations;
mod key_approvals;
mod ledger;
mod preferences;
mod record;
mod refresh;
mod schema;
mod sessions;
mod signing_keys;
pub(crate) mod support;
mod transactions;
