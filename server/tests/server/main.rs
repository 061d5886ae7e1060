//! The server from outside: its commands, and what lies between the pages and
//! the databases, on real databases of both kinds.
//!
//! One program holds all these tests, so that the server is linked once and one
//! PostgreSQL serves them all.

#[cfg(test)]
mod auth;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod bundles;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod comparing;
#[cfg(test)]
mod databases;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod live;
#[cfg(test)]
#[path = "../support/postgres.rs"]
pub mod postgres;
#[cfg(test)]
mod store;
