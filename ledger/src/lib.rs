//! The Merkle side of the record: what makes it provable.
//!
//! The record itself lives in `domain`; to this crate an entry is a string of
//! bytes, the leaf of a tree as RFC 6962 defines it. Around the tree stand the
//! formats of C2SP, so that strangers' programs can check ours and ours theirs.
//!
//! Nothing here reads a file, a socket, a clock or a random source: callers
//! hand in the nodes that [`tree`] asks for, the time, and the seeds of keys.
//!
//! # Map
//!
//! * [`hash`]: hashes of leaves and nodes;
//! * [`tree`]: the tree, its right edge, inclusion and consistency proofs;
//! * [`tile`]: the files in which a tree and its entries are published;
//! * [`note`]: texts signed by one or more named keys;
//! * [`checkpoint`]: what a log signs about itself;
//! * [`cosignature`]: what a witness signs about a log;
//! * [`policy`]: whose word about a log is enough;
//! * [`proof`]: files that prove an entry without asking the log;
//! * [`witness`]: what logs and witnesses say to each other, and the sealer's rule;
//! * [`jws`]: statements that an organisation signs itself.
//!
//! # Invariants
//!
//! * Ed25519 signatures are verified strictly: no key or commitment of small order, no second spelling.
//! * What is parsed has one spelling: writing it again gives the same bytes. Only policies, which
//!   people write, and the outermost braces of a signed statement leave room for white space.

#![forbid(unsafe_code)]

pub mod checkpoint;
pub mod cosignature;
mod decimal;
pub mod hash;
pub mod jws;
pub mod note;
pub mod policy;
pub mod proof;
pub mod tile;
pub mod tree;
pub mod witness;
