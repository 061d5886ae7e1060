//! The browser's side of a connection to a draft.

use automerge::ChangeHash;
use automerge::sync::{ChunkList, Message, MessageFlags, MessageVersion, State};
use domain::id::DraftId;

use crate::frame::{Ephemeral, Frame, PROTOCOL_VERSION};
use crate::{Draft, DraftError, DraftPatch, InvalidMessage, MessageLimits, SyncMessage};

/// The changes of one message, in bytes; a server takes no frame of twice that.
const MAX_CHANGES_BYTES: usize = 128 * 1024;

/// What a frame from the server means to the editor.
#[derive(Debug, Clone, PartialEq)]
pub enum ClientEvent {
    /// The server is there and speaks our version.
    Connected,
    /// The draft has arrived for the first time.
    Ready,
    /// Others changed the draft.
    Patches(Vec<DraftPatch>),
    /// The server has committed everything up to new heads.
    Durable,
    /// The right to edit was given or taken.
    ReadOnly(bool),
    /// One of our changes was refused: it never becomes part of the draft.
    Rejected {
        /// The change, where it has a hash.
        hash: Option<ChangeHash>,
        /// The refusal's stable name.
        code: String,
        /// What to do about it, in words.
        hint: String,
    },
    /// There is no such draft for us.
    Unavailable,
    /// The server closes the connection, and why.
    Closing(String),
    /// A message of another person's editor, such as a caret.
    Ephemeral(Ephemeral),
    /// The server sent what we do not understand.
    Invalid(InvalidMessage),
}

/// What to do after a frame: what it means, and what to send.
#[derive(Debug, Default, PartialEq)]
pub struct ClientTurn {
    /// What it means to the editor, in order.
    pub events: Vec<ClientEvent>,
    /// What to send, in order.
    pub frames: Vec<Frame>,
}

/// One draft's connection to the server, through all its reconnections.
#[derive(Debug)]
pub struct ClientSession {
    draft: DraftId,
    name: String,
    server: Option<String>,
    state: State,
    session: String,
    count: u64,
    durable: Option<Vec<ChangeHash>>,
    is_read_only: bool,
}

impl ClientSession {
    /// Makes a session under a peer name and a session name, both random.
    pub fn new(draft: DraftId, name: String, session: String) -> Self {
        Self {
            draft,
            name,
            server: None,
            state: State::new(),
            session,
            count: 0,
            durable: None,
            is_read_only: false,
        }
    }

    /// Begins a connection: returns the frame to send first.
    pub fn connect(&mut self) -> Frame {
        self.server = None;
        self.state = State::new();
        Frame::Join {
            sender: self.name.clone(),
            versions: vec![PROTOCOL_VERSION.to_owned()],
        }
    }

    /// Ends the connection: nothing is sent until the next.
    pub fn disconnect(&mut self) {
        self.server = None;
    }

    /// Takes a frame from the server.
    ///
    /// # Errors
    ///
    /// * [`DraftError::Automerge`] if the server's changes cannot be applied.
    pub fn receive(&mut self, frame: Frame, draft: &mut Draft) -> Result<ClientTurn, DraftError> {
        let mut turn = ClientTurn::default();
        match frame {
            Frame::Peer { sender, .. } => {
                self.server = Some(sender);
                turn.events.push(ClientEvent::Connected);
                turn.frames = self.edited(draft);
            }
            Frame::Sync {
                draft: id, data, ..
            } if id == self.draft => {
                self.take(&data, draft, &mut turn)?;
            }
            Frame::Durable {
                draft: id, heads, ..
            } if id == self.draft => {
                self.durable = Some(heads);
                turn.events.push(ClientEvent::Durable);
            }
            Frame::Rejected {
                draft: id,
                hash,
                code,
                hint,
            } if id == self.draft => {
                turn.events.push(ClientEvent::Rejected { hash, code, hint });
            }
            Frame::DocUnavailable { draft: id, .. } if id == self.draft => {
                turn.events.push(ClientEvent::Unavailable);
            }
            Frame::Ephemeral(message) if message.draft == self.draft => {
                turn.events.push(ClientEvent::Ephemeral(message));
            }
            Frame::Error { message, .. } => turn.events.push(ClientEvent::Closing(message)),
            Frame::Join { .. }
            | Frame::Sync { .. }
            | Frame::Durable { .. }
            | Frame::Rejected { .. }
            | Frame::DocUnavailable { .. }
            | Frame::Ephemeral(_)
            | Frame::Leave { .. }
            | Frame::Ignored => {}
        }
        Ok(turn)
    }

    /// Says what to send after edits; they are committed first.
    pub fn edited(&mut self, draft: &mut Draft) -> Vec<Frame> {
        draft.commit(None);
        let Some(server) = self.server.clone() else {
            return Vec::new();
        };
        // The server takes plain lists of changes only.
        self.state.their_capabilities = None;
        let is_request = !draft.is_ready();
        let message = draft.sync_message(&mut self.state);
        let parts = message.iter().flat_map(in_parts);
        parts
            .map(|data| Frame::Sync {
                draft: self.draft,
                sender: self.name.clone(),
                target: server.clone(),
                data,
                is_request,
            })
            .collect()
    }

    /// Makes a message to everyone in the room, such as a caret.
    pub fn ephemeral(&mut self, data: Vec<u8>) -> Option<Frame> {
        let target = self.server.clone()?;
        self.count += 1;
        Some(Frame::Ephemeral(Ephemeral {
            draft: self.draft,
            sender: self.name.clone(),
            target,
            count: self.count,
            session: self.session.clone(),
            data,
        }))
    }

    /// Reports whether the server has committed everything that is here.
    pub fn is_saved(&self, draft: &mut Draft) -> bool {
        let Some(durable) = &self.durable else {
            return false;
        };
        draft.knows(durable) && draft.changes_since(durable).is_empty()
    }

    /// Reports whether the server has said that it takes no edits of ours.
    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    fn take(
        &mut self,
        data: &[u8],
        draft: &mut Draft,
        turn: &mut ClientTurn,
    ) -> Result<(), DraftError> {
        let message = match SyncMessage::decode(data, &MessageLimits::SERVER) {
            Ok(message) => message.into_message(),
            Err(invalid) => {
                turn.events.push(ClientEvent::Invalid(invalid));
                return Ok(());
            }
        };
        let read_only = |flags: MessageFlags| flags.contains(MessageFlags::READ_ONLY);
        let is_read_only = message.flags.is_some_and(read_only);
        if is_read_only != self.is_read_only {
            self.is_read_only = is_read_only;
            turn.events.push(ClientEvent::ReadOnly(is_read_only));
        }
        let was_ready = draft.is_ready();
        let patches = draft.take_sync_message(&mut self.state, message)?;
        if !was_ready && draft.is_ready() {
            turn.events.push(ClientEvent::Ready);
        } else if !patches.is_empty() {
            turn.events.push(ClientEvent::Patches(patches));
        }
        turn.frames = self.edited(draft);
        Ok(())
    }
}

/// Divides a message with many changes, as after a long time offline, into
/// several that the server takes. Each says the same of what we have.
fn in_parts(message: &Message) -> Vec<Vec<u8>> {
    let mut parts = vec![Vec::new()];
    let mut size = 0;
    for chunk in message.changes.iter() {
        if size > 0 && size + chunk.len() > MAX_CHANGES_BYTES {
            parts.push(Vec::new());
            size = 0;
        }
        size += chunk.len();
        if let Some(part) = parts.last_mut() {
            part.push(chunk.to_vec());
        }
    }
    let part = |chunks: Vec<Vec<u8>>| {
        let part = Message {
            heads: message.heads.clone(),
            need: message.need.clone(),
            have: message.have.clone(),
            changes: ChunkList::from(chunks),
            flags: message.flags,
            version: MessageVersion::V1,
        };
        part.encode()
    };
    parts.into_iter().map(part).collect()
}
