//! The client's side of one connection: frames in, frames out, no sockets.
//!
//! # Invariants
//!
//! * Nothing is sent before the server has answered the join.
//! * Only heads that the server reported after committing them are taken as confirmed.

use domain::id::{ClauseId, DraftId};
use replica::frame::{Ephemeral, Frame, InvalidFrame, MAX_SERVER_FRAME, PROTOCOL_VERSION};
use replica::{ChangeHash, DraftError, InvalidMessage, MessageLimits, SyncMessage, SyncState};

use crate::drafting::Drafting;
use crate::presence::{Presence, shown_name};
use crate::view::{DraftEvent, events_of};

/// Why a frame of the server cannot be taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkError {
    #[error(transparent)]
    Frame(#[from] InvalidFrame),
    #[error(transparent)]
    Message(#[from] InvalidMessage),
    #[error(transparent)]
    Draft(#[from] DraftError),
}

/// One connection to the server.
#[derive(Debug)]
pub(crate) struct Link {
    draft: DraftId,
    /// What this client calls itself on the wire; new for each connection.
    peer: String,
    /// What the server calls itself, once it has answered.
    server: Option<String>,
    sync: SyncState,
    has_spoken: bool,
    is_ready: bool,
    ephemeral_count: u64,
}

impl Link {
    pub(crate) fn new(draft: DraftId, peer: String) -> Self {
        Self {
            draft,
            peer,
            server: None,
            sync: SyncState::default(),
            has_spoken: false,
            is_ready: false,
            ephemeral_count: 0,
        }
    }

    /// Returns the frame to send first.
    pub(crate) fn join(&self) -> Vec<u8> {
        let join = Frame::Join {
            sender: self.peer.clone(),
            versions: vec![PROTOCOL_VERSION.to_owned()],
        };
        join.encode()
    }

    /// Takes a frame of the server and says what it did.
    ///
    /// # Errors
    ///
    /// * [`LinkError`] if it is not a frame that our server sends.
    pub(crate) fn receive(
        &mut self,
        frame: &[u8],
        drafting: &mut Drafting,
    ) -> Result<Vec<DraftEvent>, LinkError> {
        match Frame::decode(frame, MAX_SERVER_FRAME)? {
            Frame::Peer { sender, .. } => {
                self.server = Some(sender);
                Ok(Vec::new())
            }
            Frame::Sync { draft, data, .. } if draft == self.draft => self.synced(&data, drafting),
            Frame::Durable { draft, heads, .. } if draft == self.draft => {
                Ok(confirm(&heads, drafting))
            }
            Frame::Ephemeral(message) if message.draft == self.draft => {
                Ok(caret_event(&message, drafting).into_iter().collect())
            }
            Frame::Rejected { code, hint, .. } => Ok(vec![DraftEvent::Rejected { code, hint }]),
            Frame::Error { message, .. } => Ok(vec![DraftEvent::Refused { message }]),
            Frame::DocUnavailable { .. } => Ok(vec![DraftEvent::Unavailable]),
            Frame::Leave { sender } => Ok(vec![DraftEvent::CaretGone { peer: sender }]),
            Frame::Sync { .. }
            | Frame::Durable { .. }
            | Frame::Ephemeral(_)
            | Frame::Join { .. }
            | Frame::Ignored => Ok(Vec::new()),
        }
    }

    fn synced(
        &mut self,
        data: &[u8],
        drafting: &mut Drafting,
    ) -> Result<Vec<DraftEvent>, LinkError> {
        let message = SyncMessage::decode(data, &MessageLimits::SERVER)?;
        let heads = message.heads().to_vec();
        let was_read_only = self.sync.peer_is_read_only();
        let patches = drafting.receive(|draft| draft.receive_sync(&mut self.sync, message))?;
        let mut events = shown(events_of(patches), drafting);
        let is_read_only = self.sync.peer_is_read_only();
        if is_read_only != was_read_only {
            events.push(DraftEvent::ReadOnly { is_read_only });
        }
        // The server speaks of a change only after it has committed it.
        events.extend(confirm(&heads, drafting));
        if !self.is_ready && drafting.has_all(&heads) {
            self.is_ready = true;
            events.push(DraftEvent::Ready);
        }
        Ok(events)
    }

    /// Returns the frames to send now.
    pub(crate) fn outgoing(&mut self, drafting: &mut Drafting) -> Vec<Vec<u8>> {
        let Some(server) = self.server.clone() else {
            return Vec::new();
        };
        let messages = drafting.receive(|draft| draft.generate_sync(&mut self.sync));
        let frames = messages.into_iter().map(|data| {
            let is_request = !self.has_spoken && !drafting.is_ready();
            self.has_spoken = true;
            let frame = Frame::Sync {
                draft: self.draft,
                sender: self.peer.clone(),
                target: server.clone(),
                data,
                is_request,
            };
            frame.encode()
        });
        frames.collect()
    }

    /// Returns the frame that tells the others where this person's caret is.
    pub(crate) fn show(&mut self, presence: &Presence) -> Option<Vec<u8>> {
        let target = self.server.clone()?;
        self.ephemeral_count += 1;
        let frame = Frame::Ephemeral(Ephemeral {
            draft: self.draft,
            sender: self.peer.clone(),
            target,
            count: self.ephemeral_count,
            // A connection is a session: the count begins anew with it.
            session: self.peer.clone(),
            data: presence.encode(),
            by: None,
        });
        Some(frame.encode())
    }
}

/// Turns edits of removed clauses, which are not shown, into news of the structure:
/// whether somebody has to decide on such a clause may have changed.
fn shown(mut events: Vec<DraftEvent>, drafting: &mut Drafting) -> Vec<DraftEvent> {
    let before = events.len();
    events.retain(|event| match event {
        DraftEvent::Text { clause, .. } => clause.is_none_or(|id| drafting.draft().is_living(id)),
        _ => true,
    });
    if events.len() < before && !events.contains(&DraftEvent::Structure) {
        events.insert(0, DraftEvent::Structure);
    }
    events
}

/// Says where somebody is; who, only the server is believed.
fn caret_event(message: &Ephemeral, drafting: &mut Drafting) -> Option<DraftEvent> {
    let peer = message.sender.clone();
    let person = message.by.as_ref()?;
    match Presence::decode(&message.data)? {
        Presence::Gone => Some(DraftEvent::CaretGone { peer }),
        Presence::At {
            clause,
            field,
            anchor,
            head,
        } => {
            let mut resolve = |caret: &str| drafting.draft().resolve_cursor(clause, field, caret);
            let [anchor, head] = [anchor, head].map(|caret| resolve(&caret).ok());
            Some(DraftEvent::Caret {
                peer,
                delegate: person.delegate,
                name: shown_name(&person.name),
                clause,
                field: field.as_str(),
                anchor: anchor?,
                head: head?,
            })
        }
    }
}

fn confirm(heads: &[ChangeHash], drafting: &mut Drafting) -> Vec<DraftEvent> {
    if drafting.confirm(heads) {
        vec![DraftEvent::Durable]
    } else {
        Vec::new()
    }
}

/// Makes the presence of a caret between two positions of a text.
///
/// # Errors
///
/// * [`DraftError`] if there is no such text or position.
pub(crate) fn presence_at(
    drafting: &mut Drafting,
    (clause, field): (ClauseId, replica::Field),
    (anchor, head): (usize, usize),
) -> Result<Presence, DraftError> {
    Ok(Presence::At {
        clause,
        field,
        anchor: drafting.draft().cursor(clause, field, anchor)?,
        head: drafting.draft().cursor(clause, field, head)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::id::DelegateId;
    use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Run};
    use replica::frame::Person;
    use replica::{ActorId, Draft, Field};

    use super::*;
    use crate::view::TextRef;

    fn actor(n: u8) -> ActorId {
        ActorId::from(vec![n; 16])
    }

    fn clause() -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(1))
    }

    fn draft_id() -> DraftId {
        DraftId::from_uuid(uuid::Uuid::from_u128(9))
    }

    fn body() -> TextRef {
        TextRef::Clause(clause(), Field::Body)
    }

    /// A server that takes everything: the other end of the line.
    struct Server {
        draft: Draft,
        sync: SyncState,
    }

    impl Server {
        fn new() -> Self {
            let text = RichText::plain("Results are published.");
            let outline = Outline {
                title: "Principles".into(),
                language: LanguageTag::english(),
                clauses: vec![OutlineClause::new(clause(), ClauseKind::Clause, text)],
            };
            Self {
                draft: Draft::from_outline(&outline, actor(1)).unwrap(),
                sync: SyncState::default(),
            }
        }

        fn peer() -> Vec<u8> {
            let peer = Frame::Peer {
                sender: "server".into(),
                target: "me".into(),
                version: PROTOCOL_VERSION.into(),
            };
            peer.encode()
        }

        fn answer(&mut self, frames: &[Vec<u8>]) -> Vec<Vec<u8>> {
            for frame in frames {
                let Frame::Sync { data, .. } = Frame::decode(frame, MAX_SERVER_FRAME).unwrap()
                else {
                    panic!("expected a sync message");
                };
                let message = SyncMessage::decode(&data, &MessageLimits::CLIENT).unwrap();
                self.draft.receive_sync(&mut self.sync, message).unwrap();
            }
            let messages = self.draft.generate_sync(&mut self.sync);
            let frames = messages.into_iter().map(|data| {
                let frame = Frame::Sync {
                    draft: draft_id(),
                    sender: "server".into(),
                    target: "me".into(),
                    data,
                    is_request: false,
                };
                frame.encode()
            });
            frames.collect()
        }
    }

    struct Client {
        drafting: Drafting,
        link: Link,
    }

    impl Client {
        fn new() -> Self {
            Self {
                drafting: Drafting::open(None, &[], actor(2)).unwrap(),
                link: Link::new(draft_id(), "me".into()),
            }
        }

        fn receive(&mut self, frames: &[Vec<u8>]) -> Vec<DraftEvent> {
            let receive = |frame: &Vec<u8>| self.link.receive(frame, &mut self.drafting).unwrap();
            frames.iter().flat_map(receive).collect()
        }

        fn outgoing(&mut self) -> Vec<Vec<u8>> {
            self.link.outgoing(&mut self.drafting)
        }

        /// Talks until both fall silent; returns what was told.
        fn talk(&mut self, server: &mut Server) -> Vec<DraftEvent> {
            let mut events = Vec::new();
            loop {
                let back = server.answer(&self.outgoing());
                if back.is_empty() {
                    return events;
                }
                events.extend(self.receive(&back));
            }
        }

        fn connected(server: &mut Server) -> Self {
            let mut client = Self::new();
            client.receive(&[Server::peer()]);
            client.talk(server);
            client
        }

        fn write(&mut self, text: &str) {
            let run = Run {
                text: text.into(),
                ..Run::default()
            };
            self.drafting.splice(body(), 0, 0, vec![run]).unwrap();
            self.drafting.commit();
        }
    }

    #[test]
    fn nothing_is_sent_before_the_server_has_answered() {
        let mut client = Client::new();
        assert!(client.outgoing().is_empty());
        assert!(client.link.show(&Presence::Gone).is_none());
        client.receive(&[Server::peer()]);
        assert_eq!(client.outgoing().len(), 1);
    }

    #[test]
    fn a_client_that_has_nothing_asks_and_is_ready_when_it_has_everything() {
        let mut server = Server::new();
        let mut client = Client::new();
        client.receive(&[Server::peer()]);
        let first = client.outgoing();
        assert!(matches!(
            Frame::decode(&first[0], MAX_SERVER_FRAME).unwrap(),
            Frame::Sync {
                is_request: true,
                ..
            }
        ));
        let mut events = Vec::new();
        let mut back = server.answer(&first);
        while !back.is_empty() {
            events.extend(client.receive(&back));
            back = server.answer(&client.outgoing());
        }
        assert_eq!(
            events.iter().filter(|e| **e == DraftEvent::Ready).count(),
            1
        );
        assert!(client.drafting.is_ready());
    }

    #[test]
    fn what_is_written_is_confirmed_by_the_servers_next_message() {
        let mut server = Server::new();
        let mut client = Client::connected(&mut server);
        client.write("Now: ");
        assert_eq!(client.drafting.pending(), 1);
        let events = client.talk(&mut server);
        assert_eq!(client.drafting.pending(), 0);
        assert!(events.contains(&DraftEvent::Durable));
        let text = server.draft.text(clause(), Field::Body).unwrap();
        assert_eq!(text, "Now: Results are published.");
    }

    #[test]
    fn a_durable_frame_confirms_and_one_of_another_draft_does_not() {
        let mut server = Server::new();
        let mut client = Client::connected(&mut server);
        client.write("Now: ");
        let heads = client.drafting.draft().heads();
        let durable = |draft| Frame::Durable {
            draft,
            heads: heads.clone(),
            entry: None,
        };
        let other = DraftId::from_uuid(uuid::Uuid::from_u128(8));
        client.receive(&[durable(other).encode()]);
        assert_eq!(client.drafting.pending(), 1);
        client.receive(&[durable(draft_id()).encode()]);
        assert_eq!(client.drafting.pending(), 0);
    }

    #[test]
    fn changes_of_others_are_told_as_splices() {
        let mut server = Server::new();
        let mut client = Client::connected(&mut server);
        server
            .draft
            .splice(clause(), Field::Body, 0, 7, "They")
            .unwrap();
        server.draft.commit(None);
        let back = server.answer(&[]);
        let events = client.receive(&back);
        assert!(
            matches!(&events[0], DraftEvent::Text { splices, .. } if splices.len() == 2),
            "{events:?}"
        );
    }

    #[test]
    fn an_edit_of_a_removed_clause_has_the_outline_read_again() {
        let mut server = Server::new();
        let mut client = Client::connected(&mut server);
        server
            .draft
            .splice(clause(), Field::Body, 0, 0, "All ")
            .unwrap();
        server.draft.commit(None);
        let back = server.answer(&[]);
        let act = crate::drafting::Act::Remove(clause());
        client.drafting.restructure(&act).unwrap();
        let events = client.receive(&back);
        assert_eq!(events[0], DraftEvent::Structure);
        assert!(
            !events
                .iter()
                .any(|event| matches!(event, DraftEvent::Text { .. }))
        );
        assert!(client.drafting.outline().removed[0].contested);
    }

    /// Somebody else's caret as it leaves, and as the server passes it on.
    fn a_caret(server: &mut Server, by: Option<Person>) -> Vec<u8> {
        let mut one = Client::connected(server);
        let presence = presence_at(&mut one.drafting, (clause(), Field::Body), (8, 11)).unwrap();
        let frame = one.link.show(&presence).unwrap();
        let Ok(Frame::Ephemeral(message)) = Frame::decode(&frame, MAX_SERVER_FRAME) else {
            panic!("expected a caret");
        };
        Frame::Ephemeral(Ephemeral { by, ..message }).encode()
    }

    fn amina() -> Person {
        Person {
            delegate: DelegateId::from_uuid(uuid::Uuid::from_u128(7)),
            name: "Amina\u{202e} Diallo".into(),
        }
    }

    #[test]
    fn carets_of_others_are_found_in_the_text() {
        let mut server = Server::new();
        let frame = a_caret(&mut server, Some(amina()));
        let mut other = Client::connected(&mut server);
        other.write("Now: ");
        let events = other.receive(&[frame]);
        let caret = DraftEvent::Caret {
            peer: "me".into(),
            delegate: amina().delegate,
            name: "Amina Diallo".into(),
            clause: clause(),
            field: "body",
            anchor: 13,
            head: 16,
        };
        assert_eq!(events, [caret]);
    }

    #[test]
    fn nobody_is_shown_whom_the_server_does_not_vouch_for() {
        let mut server = Server::new();
        let frame = a_caret(&mut server, None);
        let mut other = Client::connected(&mut server);
        assert_eq!(other.receive(&[frame]), []);
    }

    #[test]
    fn refusals_are_told_with_their_reasons() {
        let mut client = Client::new();
        let rejected = Frame::Rejected {
            draft: draft_id(),
            hash: None,
            code: "unknown-key".into(),
            hint: "Reload the page.".into(),
        };
        let gone = Frame::DocUnavailable {
            draft: draft_id(),
            sender: "server".into(),
            target: "me".into(),
        };
        let events = client.receive(&[rejected.encode(), gone.encode()]);
        let rejected = DraftEvent::Rejected {
            code: "unknown-key".into(),
            hint: "Reload the page.".into(),
        };
        assert_eq!(events, [rejected, DraftEvent::Unavailable]);
    }
}
