//! The contract of the store: every method, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a step that fails, fails its test")]

#[path = "../support/postgres.rs"]
pub mod postgres;

mod draft_changes;
mod drafts;
mod entries;
mod record;
mod schema;
mod support;
mod transactions;
