//! The ledger over the entries: the nodes of its tree, and what was signed of it.

mod checkpoints;
mod nodes;
mod origin;
mod proofs;

pub use checkpoints::{Checkpoint, Cosignature};
pub use origin::LedgerOrigin;
