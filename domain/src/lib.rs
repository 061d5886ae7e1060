//! The rules of Clausewise.
//!
//! What a wording is and when two are the same, who may do what, what a
//! position counts for, when a clause is agreed. Everything here is a pure
//! function of its arguments: no files, network, clock, random source or
//! logging, and no CRDT. The same code runs on the server and in the browser.
//!
//! # Map
//!
//! * [`text`]: wordings, normal form, hashes, outlines
//! * [`record`]: facts and the entries that carry them
//! * [`consensus`]: positions, rules, and the level of agreement they show

pub mod consensus;
pub mod id;
pub mod record;
pub mod text;
pub mod time;
