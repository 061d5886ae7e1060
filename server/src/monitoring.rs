//! Monitoring: a member organisation watches its name in the record of a server that it does not trust.
//!
//! Each round reads what is new, checks it against everything seen before, and compares it with
//! the organisation's own papers: the statements that it signed and the receipts that it was given.
//!
//! # Map
//!
//! * [`round`]: one look at everything, from the state before to the state after
//! * [`server`], [`token`]: asking the server, within bounds; staying signed in
//! * [`log`], [`tiles`]: the log's signature, growth and consistency
//! * [`watch`]: what entries say of the organisation
//! * [`papers`], [`compare`]: what the organisation has itself, and what does not agree with it
//! * [`naming`]: which organisation is meant
//! * [`witnesses`]: what others have signed of the same log
//! * [`state`]: what is kept from one round to the next
//! * [`finding`]: what can be found, and the exit status of each kind
//!
//! # Invariants
//!
//! * Nothing that the server sends is kept as seen before it is shown to be in the sealed tree.
//! * A round changes nothing until all of it is written in one step; one that is cut short is
//!   done again.

mod compare;
mod finding;
mod log;
mod naming;
mod papers;
mod round;
mod server;
mod state;
mod tiles;
mod token;
mod watch;
mod witnesses;

pub(crate) use finding::{Finding, Kind};
#[cfg(test)]
pub(crate) use round::Outcome;
pub(crate) use round::{Monitor, MonitorError, Report, Wanted};
pub(crate) use state::State;
pub(crate) use token::TokenFile;

#[cfg(test)]
mod tests;
