//! What the end-to-end tests stand on: the real program, a private database
//! server, and people who use nothing but public surfaces.
//!
//! The program is the one that the same `cargo test` built; `CLAUSEWISE_BINARY`
//! names another.
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "only tests use this crate; what does not work fails them"
)]

mod caller;
mod founding;
mod peer;
#[path = "../../server/tests/support/postgres.rs"]
mod postgres;
mod program;
mod visitor;
mod witness;

pub use caller::{Answer, Caller, NoAnswer};
pub use founding::{Delegate, Network, PASSWORD, Place};
pub use peer::{Gone, Peer};
pub use postgres::{IsDurable, PrivateDatabase};
pub use program::{Database, Program, binary, run};
pub use visitor::{Shown, Visitor};
pub use witness::Witness;
