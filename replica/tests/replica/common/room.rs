//! A room of the server, as its hub runs one, without sockets or storage.

use replica::frame::{Frame, MAX_CLIENT_FRAME, MAX_SERVER_FRAME};
use replica::session::{Relay, ServerPeer};
use replica::{
    ActorId, Change, Draft, DraftPatch, Gate, GateRefusal, MessageLimits, SyncMessage, SyncState,
};

/// The draft all tests of this crate share.
pub(crate) fn draft_id() -> domain::id::DraftId {
    domain::id::DraftId::from_uuid(uuid::Uuid::from_u128(7))
}

/// The server's side: the live draft, its gate, and its connections.
pub(crate) struct Server {
    pub(crate) live: Draft,
    pub(crate) gate: Gate,
    pub(crate) peers: Vec<ServerPeer>,
    pub(crate) refusals: Vec<GateRefusal>,
}

impl Server {
    pub(crate) fn new(mut live: Draft) -> Self {
        let gate = Gate::new(&mut live).expect("a draft of our own passes");
        Self {
            live,
            gate,
            peers: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// Takes a batch of messages, each from a peer, and returns what to send to each peer.
    pub(crate) fn turn(&mut self, messages: &[(usize, Vec<u8>)]) -> Vec<Option<Vec<u8>>> {
        let any_actor = &mut |_: &ActorId| true;
        for (peer, data) in messages {
            let peer = &mut self.peers[*peer];
            let received = peer.receive(data, &mut self.gate, any_actor);
            let received = received.expect("a sync message");
            self.refusals
                .extend(received.refused.map(|(_, refusal)| refusal));
        }
        let before = self.live.heads();
        let sealed = self.gate.seal(&mut self.live);
        assert!(sealed.refused.is_empty(), "{:?}", sealed.refused);
        let changes: Vec<Change> = sealed.accepted.iter().map(|c| c.change().clone()).collect();
        self.live
            .absorb(changes.clone())
            .expect("sealed changes apply");
        let after = self.live.heads();
        let relay = (before != after).then(|| Relay::new(before, after, &changes));
        let spoke = |n| messages.iter().any(|(peer, _)| *peer == n);
        let peers = self.peers.iter_mut().enumerate();
        peers
            .map(|(n, peer)| {
                let concerned = relay.is_some() || spoke(n);
                let update = concerned.then(|| peer.update(&mut self.live, relay.as_ref()));
                update.flatten()
            })
            .collect()
    }
}

/// A browser: its draft, what it knows of the server, and the frames under way.
pub(crate) struct Client {
    pub(crate) draft: Draft,
    pub(crate) sync: SyncState,
    pub(crate) peer: usize,
    pub(crate) outbox: Vec<Vec<u8>>,
    pub(crate) inbox: Vec<Vec<u8>>,
    pub(crate) patches: Vec<DraftPatch>,
    is_connected: bool,
}

impl Client {
    pub(crate) fn new(actor: ActorId, peer: usize) -> Self {
        Self {
            draft: Draft::empty(actor),
            sync: SyncState::default(),
            peer,
            outbox: Vec::new(),
            inbox: Vec::new(),
            patches: Vec::new(),
            is_connected: false,
        }
    }

    /// Connects anew; what was under way is lost.
    pub(crate) fn connect(&mut self, server: &mut Server) {
        self.disconnect();
        let is_read_only = server.peers[self.peer].is_read_only();
        server.peers[self.peer] = ServerPeer::new(is_read_only);
        self.is_connected = true;
        self.send();
    }

    /// Loses the connection and what is under way.
    pub(crate) fn disconnect(&mut self) {
        self.outbox.clear();
        self.inbox.clear();
        self.sync = SyncState::default();
        self.is_connected = false;
    }

    /// Takes a frame, as bytes.
    pub(crate) fn hear(&mut self, bytes: &[u8]) {
        let data = sync_data(bytes, MAX_SERVER_FRAME);
        let message = SyncMessage::decode(&data, &MessageLimits::SERVER);
        let message = message.expect("a sync message");
        let patches = self.draft.receive_sync(&mut self.sync, message);
        self.patches
            .extend(patches.expect("the server's changes apply"));
        self.send();
    }

    /// Sends what has been edited.
    pub(crate) fn send(&mut self) {
        if self.is_connected {
            let messages = self.draft.generate_sync(&mut self.sync);
            self.outbox.extend(messages.into_iter().map(sync_frame));
        }
    }
}

/// Wraps a sync message as it goes over the wire.
pub(crate) fn sync_frame(data: Vec<u8>) -> Vec<u8> {
    let frame = Frame::Sync {
        draft: draft_id(),
        sender: "one".into(),
        target: "other".into(),
        data,
        is_request: false,
    };
    frame.encode()
}

/// Takes a sync message out of its frame.
pub(crate) fn sync_data(bytes: &[u8], limit: usize) -> Vec<u8> {
    match Frame::decode(bytes, limit) {
        Ok(Frame::Sync { data, .. }) => data,
        other => panic!("{other:?}"),
    }
}

/// Gives the server the next frame of each of these clients, in one batch.
pub(crate) fn deliver_up(server: &mut Server, clients: &mut [Client], which: &[usize]) {
    let mut messages = Vec::new();
    for n in which {
        let client = &mut clients[*n];
        if client.outbox.is_empty() {
            continue;
        }
        let bytes = client.outbox.remove(0);
        messages.push((client.peer, sync_data(&bytes, MAX_CLIENT_FRAME)));
    }
    for (peer, data) in server.turn(&messages).into_iter().enumerate() {
        let client = clients.iter_mut().find(|c| c.peer == peer);
        if let (Some(client), Some(data)) = (client, data) {
            client.inbox.push(sync_frame(data));
        }
    }
}

/// Delivers everything until nobody has anything to say. Returns the number of rounds.
pub(crate) fn settle(server: &mut Server, clients: &mut [Client]) -> usize {
    for round in 0..1_000 {
        let mut quiet = true;
        for client in clients.iter_mut() {
            for bytes in std::mem::take(&mut client.inbox) {
                quiet = false;
                client.hear(&bytes);
            }
        }
        let speaking: Vec<_> = (0..clients.len())
            .filter(|n| !clients[*n].outbox.is_empty())
            .collect();
        if !speaking.is_empty() {
            quiet = false;
            deliver_up(server, clients, &speaking);
        }
        if quiet {
            return round;
        }
    }
    panic!("the conversation does not end");
}
