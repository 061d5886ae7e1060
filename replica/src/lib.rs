//! The CRDT side of a draft.
//!
//! A working draft is one Automerge document. This crate reads and edits it,
//! speaks the automerge-repo protocol without doing any I/O, and judges every
//! change that comes from outside before a live document sees it. It opens no
//! sockets and reads no clock; the same code runs on the server and in the
//! browser.
//!
//! # Map
//!
//! * [`Draft`]: the document, its edits and its reading
//! * [`DraftPatch`]: what a remote change did, for an editor to follow
//! * [`document_id`]: how a draft is named on the wire
//! * [`frame`]: the frames of the WebSocket protocol
//! * [`SyncMessage`]: the sync messages in them
//! * [`Gate`]: what every change from outside passes
//! * [`History`]: a draft replayed from changes that nobody vouches for
//! * [`session`]: the server's side of a connection; [`SyncState`] is the browser's

pub mod document_id;
mod draft;
pub mod frame;
mod gate;
mod place;
mod reader;
pub mod session;
mod sync_message;

pub use automerge::{ActorId, Change, ChangeHash};
pub use draft::{
    Draft, DraftError, DraftPatch, Field, Mark, MarkName, Marks, RemovedClause, SyncState,
    TextEdit, is_caret,
};
pub use gate::{
    CheckedChange, Gate, GateRefusal, History, MAX_OPERATIONS, Replayed, Sealed, Verdict,
};
pub use sync_message::{InvalidMessage, MessageLimits, SyncMessage};
