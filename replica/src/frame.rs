//! The frames of the automerge-repo WebSocket protocol, version 1, and ours.
//!
//! One CBOR map each, string keys, no tags, no lengths left open. Integers may
//! come as floating-point numbers and absent values as `undefined`, as
//! JavaScript's encoders write them. Unknown keys are passed over.

mod decode;
mod encode;
mod payload;

use automerge::ChangeHash;
use domain::id::{DelegateId, DraftId};

pub use decode::{InvalidFrame, MAX_CLIENT_FRAME, MAX_SERVER_FRAME};
pub use payload::is_plain;

/// The version of the protocol.
pub const PROTOCOL_VERSION: &str = "1";

/// One frame of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A client's first frame.
    Join {
        /// The client's name for itself.
        sender: String,
        /// The versions it speaks.
        versions: Vec<String>,
    },
    /// The server's answer to a join.
    Peer {
        /// The server's name for itself.
        sender: String,
        /// The client.
        target: String,
        /// The version chosen.
        version: String,
    },
    /// The sender closes the connection, and why.
    Error {
        /// The server's name for itself.
        sender: String,
        /// The client.
        target: String,
        /// Why, in words.
        message: String,
    },
    /// A sync message; `request` where the sender has nothing of the draft yet.
    Sync {
        /// The draft.
        draft: DraftId,
        /// Who sends it.
        sender: String,
        /// Who is to have it.
        target: String,
        /// The sync message.
        data: Vec<u8>,
        /// Whether the sender has nothing of the draft yet.
        is_request: bool,
    },
    /// The draft does not exist, or not for this client.
    DocUnavailable {
        /// The draft.
        draft: DraftId,
        /// Who sends it.
        sender: String,
        /// Who is to have it.
        target: String,
    },
    /// A message to everyone in the room that is not kept.
    Ephemeral(Ephemeral),
    /// The sender goes.
    Leave {
        /// Who goes.
        sender: String,
    },
    /// A frame of a known type that concerns storage elsewhere; nothing to do.
    Ignored,
    /// Ours: these heads are committed on the server.
    Durable {
        /// The draft.
        draft: DraftId,
        /// The heads.
        heads: Vec<ChangeHash>,
        /// The record's entry that anchors them, where one does.
        entry: Option<u64>,
    },
    /// Ours: a change was refused.
    Rejected {
        /// The draft.
        draft: DraftId,
        /// The change, where its bytes have a hash.
        hash: Option<ChangeHash>,
        /// The refusal's stable name.
        code: String,
        /// What to do about it, in words.
        hint: String,
    },
}

/// A message to everyone in the room that is not kept: carets, above all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ephemeral {
    /// The draft.
    pub draft: DraftId,
    /// Who sends it.
    pub sender: String,
    /// Who is to have it.
    pub target: String,
    /// The number of the message in its session.
    pub count: u64,
    /// The sender's session.
    pub session: String,
    /// What it says, in CBOR of the application's.
    pub data: Vec<u8>,
    /// Ours: whose connection it came by. Only the server says so.
    pub by: Option<Person>,
}

/// Somebody whom the server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub delegate: DelegateId,
    /// The name under which the person is accredited.
    pub name: String,
}
