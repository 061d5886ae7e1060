//! The record: the ordered log of everything official.
//!
//! # Invariants
//!
//! * An entry is the exact stored bytes: canonical JSON of at most
//!   [`Entry::MAX_BYTES`]. Nothing is serialised again to compute a hash.
//! * Names, reasons and wordings stand beside an entry, which holds only their
//!   commitments; erasing one leaves a record that still verifies.

mod audit;
pub mod canonical;
mod content;
mod entry;
mod fact;
mod keys;
mod named;
mod position;
mod procedure;
mod tabled;

pub use audit::{AuditFact, AuditScope, ErasedWords};
pub use content::{Commitment, ContentRef, Contents, Words};
pub use entry::{Act, Actor, Entry, EntryTooLarge, Inconsistent, InvalidEntry};
pub use fact::{ActorBound, Fact, RevisionNumber};
pub use keys::{KeyApproval, KeyFact};
pub use position::PositionTaken;
pub use procedure::{BrokenBy, CallOpened, ConstituencyCalled, ProcedureFact, Reservation};
pub use tabled::{ChangeTabled, Procedure, TabledClause, TabledContent};
