//! Synchronising with one peer by automerge's sync messages.

use automerge::sync::{Message, State, SyncDoc};

use super::{Draft, DraftError, DraftPatch};
use crate::SyncMessage;

/// The most bytes of changes in one message, so that its frame stays below
/// [`crate::frame::MAX_CLIENT_FRAME`] unless a single change is greater.
const MAX_CHANGES: usize = 192 * 1024;

/// What is known of a peer's copy since the connection began.
#[derive(Debug, Default)]
pub struct SyncState {
    state: State,
    has_heard: bool,
}

impl SyncState {
    /// Reports whether the peer has said what it has.
    pub fn has_heard(&self) -> bool {
        self.has_heard
    }

    /// Reports whether the peer has said that it takes no changes from here.
    pub fn peer_is_read_only(&self) -> bool {
        self.state.is_peer_read_only()
    }
}

impl Draft {
    /// Takes a message of a trusted peer and says what its changes did.
    ///
    /// # Errors
    ///
    /// * [`DraftError::Automerge`] if Automerge refuses the message.
    pub fn receive_sync(
        &mut self,
        sync: &mut SyncState,
        message: SyncMessage,
    ) -> Result<Vec<DraftPatch>, DraftError> {
        let (received, patches) = self.observe(|doc| {
            doc.sync()
                .receive_sync_message(&mut sync.state, message.into_message())
        });
        received?;
        sync.has_heard = true;
        Ok(patches)
    }

    /// Returns the messages to send now, in their order; none while the peer has not answered the last.
    pub fn generate_sync(&mut self, sync: &mut SyncState) -> Vec<Vec<u8>> {
        // The server takes plain lists of changes only.
        sync.state.their_capabilities = None;
        let message = self.doc.sync().generate_sync_message(&mut sync.state);
        message.map_or_else(Vec::new, |message| {
            split(message).into_iter().map(Message::encode).collect()
        })
    }
}

/// Spreads many changes over several messages. The last one is the message
/// itself, so that the peer's answer to it speaks of everything.
fn split(mut message: Message) -> Vec<Message> {
    let mut parts = Vec::new();
    let mut part: Vec<Vec<u8>> = Vec::new();
    let mut size = 0;
    for change in message.changes.iter() {
        if size + change.len() > MAX_CHANGES && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
            size = 0;
        }
        size += change.len();
        part.push(change.to_vec());
    }
    let mut messages: Vec<_> = parts
        .into_iter()
        .map(|changes| Message {
            changes: changes.into(),
            have: Vec::new(),
            need: Vec::new(),
            ..message.clone()
        })
        .collect();
    message.changes = part.into();
    messages.push(message);
    messages
}

#[cfg(test)]
mod tests {
    use automerge::ActorId;
    use domain::id::ClauseId;
    use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText};

    use super::*;
    use crate::MessageLimits;

    fn actor(n: u8) -> ActorId {
        ActorId::from(vec![n; 16])
    }

    fn clause() -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(1))
    }

    fn draft() -> Draft {
        let text = RichText::plain("Results are published.");
        let outline = Outline {
            title: "Principles".into(),
            language: LanguageTag::english(),
            clauses: vec![OutlineClause::new(clause(), ClauseKind::Clause, text)],
        };
        Draft::from_outline(&outline, actor(1)).unwrap()
    }

    /// Passes messages to and fro until both fall silent.
    fn talk(one: &mut Draft, other: &mut Draft) {
        let (mut of_other, mut of_one) = (SyncState::default(), SyncState::default());
        loop {
            let out = one.generate_sync(&mut of_other);
            deliver(&out, other, &mut of_one);
            let back = other.generate_sync(&mut of_one);
            deliver(&back, one, &mut of_other);
            if out.is_empty() && back.is_empty() {
                return;
            }
        }
    }

    fn deliver(messages: &[Vec<u8>], to: &mut Draft, state: &mut SyncState) {
        for message in messages {
            let message = SyncMessage::decode(message, &MessageLimits::SERVER).unwrap();
            to.receive_sync(state, message).unwrap();
        }
    }

    #[test]
    fn an_empty_replica_is_filled_by_talking() {
        let mut one = draft();
        let mut other = Draft::empty(actor(2));
        talk(&mut one, &mut other);
        assert!(other.is_ready());
        assert_eq!(one.heads(), other.heads());
    }

    #[test]
    fn many_changes_go_in_messages_of_bounded_size_and_in_their_order() {
        let changes: Vec<Vec<u8>> = (1..=10).map(|n| vec![n; 50_000]).collect();
        let mut sync = SyncState::default();
        let mut message = draft()
            .doc
            .sync()
            .generate_sync_message(&mut sync.state)
            .unwrap();
        message.changes = changes.clone().into();
        let parts = split(message.clone());
        assert_eq!(parts.len(), 4);
        assert!(
            parts
                .iter()
                .all(|part| part.clone().encode().len() < 200_000)
        );
        let sent = parts.iter().flat_map(|part| part.changes.iter());
        assert_eq!(sent.collect::<Vec<_>>(), changes);
        let last = parts.last().unwrap();
        assert_eq!((&last.have, &last.heads), (&message.have, &message.heads));
    }
}
