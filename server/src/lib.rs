//! The server: pages, API, live drafts and storage of Clausewise.
//!
//! # Map
//!
//! * [`clock`], [`random`]: the only sources of time and chance
//! * [`store`]: the record, drafts and credentials on SQLite or PostgreSQL

pub mod clock;
pub mod random;
pub mod store;
