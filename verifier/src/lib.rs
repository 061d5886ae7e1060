//! Verification of the whole record, offline and without trusting whoever made it.
//!
//! A [`Verifier`] is fed with the bytes of a bundle as they come and says what it found: how much of
//! each [`Check`] held, and what did not. It reads no clock, no file and no socket; the same code
//! runs on the command line, in the server's tests and in a browser.
//!
//! # Map
//!
//! * [`bundle`]: the file, its parts and their order
//! * [`Verifier`]: what is done with each part as it comes
//! * [`LedgerVerifier`]: the same for the ledger as a server serves it, without the words beside entries
//! * [`Check`] and [`Report`]: what is checked, and what was found
//! * [`Status`]: what the pages say of each clause, recomputed

pub mod bundle;
mod check;
mod contents;
mod drafts;
mod log;
mod order;
mod replay;
mod report;
mod served;
mod signing;
mod status;
mod sums;
mod texts;
mod verifier;

pub use check::{Check, Failure, Findings};
pub use report::{Checked, Place, Report, WitnessedBy, WordsBy};
pub use served::LedgerVerifier;
pub use signing::Job;
pub use status::{AdoptedStatus, ClauseStatus, InstrumentStatus, RevisionStatus, Status};
pub use verifier::{Known, Verifier};
