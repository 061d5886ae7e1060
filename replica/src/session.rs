//! Synchronisation with one peer, without I/O.
//!
//! The server keeps a [`ServerPeer`] for each connection to a draft, the
//! browser a [`ClientSession`]. Bytes and frames go in and come out; when to
//! send, store and close is the caller's business.

mod client;
mod server;

pub use client::{ClientEvent, ClientSession, ClientTurn};
pub use server::{Received, Relay, ServerPeer};
