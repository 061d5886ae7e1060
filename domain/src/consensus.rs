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
//! * [`Level`], [`Flag`]: the answer

mod level;
mod position;
mod rules;

pub use level::{Flag, Level};
pub use position::{Mandate, ObjectionState, PositionKind, PositionText};
pub use rules::{ConstituencyRule, Fraction, InvalidFraction, ObjectionMode, Rules};
