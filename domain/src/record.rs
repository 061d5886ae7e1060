//! The record: the ordered log of everything official.
//!
//! # Invariants
//!
//! * An entry is the exact stored bytes: canonical JSON of at most
//!   [`Entry::MAX_BYTES`]. Nothing is serialised again to compute a hash.
//! * Names, reasons and wordings stand beside an entry, which holds only their
//!   commitments; erasing one leaves a record that still verifies.

pub mod canonical;
mod content;
mod entry;
mod fact;
mod procedure;
mod tabled;

pub use content::{Commitment, ContentRef, Contents, Words};
pub use entry::{Act, Actor, Entry, EntryTooLarge, Inconsistent, InvalidEntry};
pub use fact::{Fact, PositionTaken, RevisionNumber};
pub use procedure::{BrokenBy, CallOpened, ConstituencyCalled, ProcedureFact, Reservation};
pub use tabled::{ChangeTabled, Procedure, TabledClause, TabledContent};
