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
//! * [`register`]: what the record adds up to: [`network`] and [`instrument`]s
//! * [`chronicle`]: how each instrument got where it is, entry by entry
//! * [`consensus`]: positions, rules, and the level of agreement they show
//! * [`redline`]: what changed between two wordings, in words
//! * [`amendments`]: which amendments collide, and what adopting them gives
//! * [`deliberation`]: discussions, temperature checks, positions prepared inside; none of it official
//! * [`notices`]: what concerns one person, of all that
//! * [`signing`]: what an organisation signs itself, and its keys
//! * [`permission`]: operation × role × state, default deny
//! * [`api`]: commands as they cross the wire, in checked [`words`]
//! * [`refusal`]: why the rules say no

pub mod amendments;
pub mod api;
pub mod chronicle;
pub mod consensus;
pub mod deliberation;
#[cfg(feature = "fixtures")]
pub mod fixture;
pub mod id;
pub mod instrument;
pub mod mentioned;
pub mod network;
pub mod notices;
pub mod permission;
pub mod record;
pub mod redline;
pub mod refusal;
pub mod register;
pub mod role;
pub mod signing;
pub mod text;
pub mod time;
pub mod words;
