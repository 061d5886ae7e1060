//! Notes: texts signed by one or more named keys (C2SP signed-note).
//!
//! Signatures of keys that the reader does not know are kept but say nothing;
//! a signature of a known key that does not hold spoils the whole note.

mod key;
mod signature;
mod signing;
mod text;

pub use key::{KeyError, KeyId, KeyKind, KeyName, VerifierKey};
pub use signature::NoteSignature;
pub use signing::SigningKey;
pub use text::{MAX_NOTE_BYTES, MAX_SIGNATURES, Note, NoteError, OpenError, Opened};
