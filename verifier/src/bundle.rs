//! The bundle: everything that verification needs, in one tar file of a fixed form.
//!
//! Parts follow one another in the order of [`PartName`], and every byte of the file either is
//! checked against what the record commits to, or follows from the rest of it.

mod block;
mod lines;
mod name;
mod parts;
mod tree;
mod writer;

pub use block::{BLOCK, InvalidHeader, MAX_NAME, MAX_PART, header, padding, read_header};
pub use lines::{
    ChangeLine, ContentLine, ContentState, Manifest, OlderCheckpoint, write_json, write_line,
};
pub(crate) use lines::{lines, read_json};
pub use name::{PartName, UnknownPart};
pub use parts::{InvalidBundle, Parts};
pub use tree::Tree;
pub(crate) use writer::sum_line;
pub use writer::{InvalidPart, SUMS, Writer};
