//! Witnesses: what a log asks of them, and what they answer (C2SP tlog-witness).
//!
//! Also the sealer's rule, which is the same thought at home: a checkpoint is
//! signed only if it extends the last one that was.

mod answer;
mod decision;
mod head;
mod request;

pub use answer::{BadAnswer, Refused, read_cosignatures};
pub use decision::decide;
pub use head::{Head, SealRefusal, check_seal};
pub use request::{AddCheckpoint, MAX_REQUEST_BYTES, RequestError};
