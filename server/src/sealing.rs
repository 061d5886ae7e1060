//! Sealing: signed checkpoints over the record, and witnesses who watch them.
//!
//! The key that signs checkpoints is held by a process of its own, the sealer. It signs
//! only what continues what it signed last, which it keeps in its own file; so a database
//! that was put back from an old copy, or changed, cannot be sealed again.
//!
//! # Map
//!
//! * [`sealer`]: the process that signs, with its [`key_file`] and its last head
//! * [`protocol`]: what server and sealer say to each other
//! * [`client`], [`child`]: how the server reaches it, and starts one of its own
//! * [`task`]: keeps the record sealed
//! * [`witness`]: the process of a member organisation that cosigns; [`cosigning`] asks such ones, as a [`policy`] names them
//! * [`reach`]: how far sealing and witnessing have come
//! * [`standing`]: the ledger's name, and what keeps it from being sealed
//! * [`proof`]: proof files
//!
//! # Invariants
//!
//! * Nothing is answered as signed before the sealer's last head is on disk.
//! * What a sealer or a witness answers is verified before it is kept.

pub mod child;
pub mod client;
pub mod cosigning;
pub mod key_file;
pub mod lock;
pub mod policy;
pub mod proof;
pub mod protocol;
pub mod reach;
mod rule;
pub mod sealer;
pub mod standing;
pub mod task;
pub mod witness;
