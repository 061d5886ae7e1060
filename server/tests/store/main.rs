//! The contract of the store: every method, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a step that fails, fails its test")]

#[path = "../support/postgres.rs"]
pub mod postgres;

mod accounts;
mod draft_changes;
mod drafts;
mod entries;
mod idempotency;
mod invitations;
mod preferences;
mod record;
mod refresh;
mod schema;
mod sessions;
mod signing_keys;
mod support;
mod transactions;
