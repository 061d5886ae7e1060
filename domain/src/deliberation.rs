//! Deliberation: what is said about a text before and beside the formal acts.
//!
//! Threads of messages, positions prepared inside an organisation, and temperature checks. None of
//! it is official: nothing here is in the record, counts for a position or changes a level.
//!
//! # Invariants
//!
//! * Who may read something is asked each time, of the network as it is then: whoever leaves a
//!   working group or an organisation has lost access at once.
//! * Whoever may not read something gets the answer that something unknown gets.
//! * An audience never widens: no operation changes it.

mod audience;
mod check;
mod passage;
mod prepared;
mod thread;

pub use audience::{Audience, AudienceKind, Reach};
pub use check::{
    CheckClosed, CheckReply, CheckedClause, Respondents, Temperature, TemperatureCheck,
};
pub use passage::Passage;
pub use prepared::{Prepared, PreparedAnswer, PreparedEnd, PreparedState};
pub use thread::{Beside, Cursors, Message, Resolved, Subject, Thread, Whereabouts};
