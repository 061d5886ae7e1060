//! Consensus: how much agreement the positions on a wording show.
//!
//! The result is a pure function of recorded events, in integers only: the
//! same events give the same answer, with the same explanation, anywhere and
//! at any time.
//!
//! # Map
//!
//! * [`PositionKind`], [`Mandate`], [`ObjectionState`]: what an organisation can say
//! * [`Rules`]: the fractions a clause is measured against
//! * [`Situation`]: what the answer is computed from
//! * [`evaluate`], [`Evaluation`]: the answer, with its [`Reason`]s and what is [`Missing`]
//! * [`Level`], [`Flag`]: the answer in a word
//! * [`explain`]: the sentence that says why
//! * [`Panel`], [`Tally`], [`Verdict`]: the same answer in numbers alone, for many clauses at once
//! * [`Supposition`]: what the answer would be if somebody moved
//! * [`evaluate_case`]: the same for a case in a file

mod board;
mod case;
mod count;
mod evaluate;
mod explain;
mod level;
mod missing;
mod plan;
mod position;
mod reason;
mod rehearsal;
mod rules;
mod situation;
mod standing;
mod supposing;
mod tally;

pub(crate) use case::read_case;
pub use case::{CaseError, CaseResult, evaluate_case};
pub use count::Counts;
pub use evaluate::{Evaluation, evaluate, firm_reasons};
pub use explain::{Explanation, Part, StandingObjection, explain};
pub use level::{Flag, Level};
pub use missing::{Among, EndedBy, Ending, Missing, Wanted};
pub use position::{Mandate, ObjectionState, PositionKind, PositionText};
pub use reason::{Bound, Measure, Reason, Test};
pub use rules::{ConstituencyRule, Fraction, InvalidFraction, ObjectionMode, Rules};
pub use situation::{Elector, HeldPosition, Silence, SilenceState, Situation};
pub use standing::{Basis, FormerStatement, Standing, Status};
pub use supposing::{Supposed, Supposition, Unsupposable};
pub use tally::{Panel, Tally, Verdict, verdict};
