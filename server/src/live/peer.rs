//! The peers in a room: who they are, what they may do, and what they are told.

use std::sync::Arc;

use domain::id::{DelegateId, DraftId};
use domain::instrument::Instrument;
use domain::network::Network;
use domain::permission::Operation;
use replica::frame::{Ephemeral, Frame, Person};
use replica::session::{Relay, ServerPeer};
use replica::{ChangeHash, Draft, Gate, GateRefusal};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::SERVER_NAME;
use super::connections::ConnectionId;
use super::outbox::{Ending, Outbox};
use super::presence::Presence;
use super::room::{Joining, Room};

/// The number of messages from a peer that may wait until it can be answered.
const MOST_UNANSWERED: usize = 512;

/// One connection in a room.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) member: Member,
    pub(super) sync: ServerPeer,
    presence: Presence,
    /// Messages taken in since it was last answered.
    pub(super) unanswered: usize,
    /// Whether it is to be told of something.
    pub(super) is_due: bool,
    /// Whether it has been told that its changes are not taken.
    is_told_read_only: bool,
    durable: Option<Vec<ChangeHash>>,
}

/// Who a peer is, and where its frames go.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) draft: DraftId,
    pub(super) delegate: DelegateId,
    /// Its name for itself.
    name: String,
    /// Its name among the peers, which nobody else's connection has.
    shown: String,
    pub(super) outbox: Arc<Outbox>,
}

/// What a delegate may do with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Right {
    Nothing,
    Read,
    Edit,
}

impl Right {
    pub(super) fn of(delegate: DelegateId, instrument: &Instrument, network: &Network) -> Self {
        let permits = |operation| instrument.permits(operation, network, delegate);
        if !permits(Operation::ReadDraft) {
            Self::Nothing
        } else if permits(Operation::EditDraft) {
            Self::Edit
        } else {
            Self::Read
        }
    }
}

impl Member {
    /// Refuses a change: says why, and ends the connection after what waits to be sent.
    ///
    /// What could not be judged is not refused: whoever sent it is to come back with it.
    pub(super) fn refuse(&self, hash: Option<ChangeHash>, refusal: &GateRefusal) {
        if *refusal == GateRefusal::GateStale {
            return self.send_away(Ending::COME_BACK, &refusal.hint());
        }
        self.reject(hash, refusal.code(), refusal.hint());
        let hint = refusal.hint();
        self.outbox.push(&self.error(&hint));
        self.outbox.finish(Ending::new(Ending::REFUSED, hint));
    }

    /// Ends the connection, saying why.
    pub(super) fn send_away(&self, code: u16, reason: &str) {
        self.outbox.push(&self.error(reason));
        self.outbox.finish(Ending::new(code, reason));
    }

    fn reject(&self, hash: Option<ChangeHash>, code: &str, hint: String) {
        self.outbox.push(&Frame::Rejected {
            draft: self.draft,
            hash,
            code: code.to_owned(),
            hint,
        });
    }

    fn error(&self, message: &str) -> Frame {
        Frame::Error {
            sender: SERVER_NAME.to_owned(),
            target: self.name.clone(),
            message: message.to_owned(),
        }
    }

    fn sync(&self, data: Vec<u8>) -> Frame {
        Frame::Sync {
            draft: self.draft,
            sender: SERVER_NAME.to_owned(),
            target: self.name.clone(),
            data,
            is_request: false,
        }
    }
}

impl Peer {
    /// Gives or takes the right to edit.
    fn follow(&mut self, right: Right) {
        let is_read_only = right != Right::Edit;
        if self.sync.is_read_only() != is_read_only {
            self.sync.set_read_only(is_read_only);
            self.is_due = true;
            self.is_told_read_only = false;
        }
    }

    /// Tells a peer that may only read, once, that its changes are not taken.
    pub(super) fn tell_read_only(&mut self, is_frozen: bool) {
        if std::mem::replace(&mut self.is_told_read_only, true) {
            return;
        }
        let (code, hint) = if is_frozen {
            (
                "draft-frozen",
                "the draft is frozen and takes no edits".to_owned(),
            )
        } else {
            (GateRefusal::ReadOnly.code(), GateRefusal::ReadOnly.hint())
        };
        self.member.reject(None, code, hint);
    }

    /// Tells the peer what has happened, unless it does not keep up: then later.
    fn tell(&mut self, draft: &mut Draft, relay: Option<&Relay>, taking_again: &Arc<Notify>) {
        if !self.is_due {
            return;
        }
        if !self.member.outbox.has_room() {
            self.member.outbox.when_room(taking_again);
            return;
        }
        self.is_due = false;
        self.unanswered = 0;
        if let Some(data) = self.sync.update(draft, relay) {
            self.member.outbox.push(&self.member.sync(data));
        }
        let heads = draft.heads();
        if self.durable.as_ref() != Some(&heads) {
            self.confirm(heads, None);
        }
    }

    fn confirm(&mut self, heads: Vec<ChangeHash>, entry: Option<u64>) {
        self.member.outbox.push(&Frame::Durable {
            draft: self.member.draft,
            heads: heads.clone(),
            entry,
        });
        self.durable = Some(heads);
    }
}

impl Room {
    /// Lets a connection take part, if its delegate may read the draft.
    pub(super) async fn join(&mut self, joining: Joining) {
        let register = self.office().register();
        let right = register
            .instrument(self.instrument())
            .map_or(Right::Nothing, |instrument| {
                let when = (register.network(), self.office().now());
                self.footing.right(joining.delegate, instrument, when)
            });
        let is_in = right != Right::Nothing && self.open_gate().await;
        if is_in {
            self.add(&joining, right);
        }
        // The connection may have gone while it waited.
        let _ = joining.answer.send(is_in);
    }

    fn add(&mut self, joining: &Joining, right: Right) {
        let name = joining.name.clone();
        let taken = |name: &str| {
            name == SERVER_NAME || self.peers.values().any(|peer| peer.member.shown == name)
        };
        let names = std::iter::once(name.clone()).chain((2..).map(|n| format!("{name}#{n}")));
        let shown = names.into_iter().find(|name| !taken(name));
        let member = Member {
            draft: self.id(),
            delegate: joining.delegate,
            shown: shown.unwrap_or_default(),
            name,
            outbox: Arc::clone(&joining.outbox),
        };
        let peer = Peer {
            member,
            sync: ServerPeer::new(right != Right::Edit),
            presence: Presence::new(self.hub().limits().ephemerals, Instant::now()),
            unanswered: 0,
            is_due: false,
            is_told_read_only: false,
            durable: None,
        };
        self.peers.insert(joining.connection, peer);
    }

    /// Makes the gate, if there is none; false if the draft has no history that it takes.
    pub(super) async fn open_gate(&mut self) -> bool {
        if self.gate.is_some() {
            return true;
        }
        let mut copy = self.draft.clone();
        match tokio::task::spawn_blocking(move || Gate::new(&mut copy)).await {
            Ok(Ok(gate)) => {
                self.gate = Some(gate);
                true
            }
            Ok(Err(refusal)) => {
                tracing::error!(draft.id = %self.id(), %refusal, "draft {} cannot be opened to peers: {refusal}", self.id());
                false
            }
            Err(_) => false,
        }
    }

    /// Applies the present rights to every peer, and tells those whom that concerns.
    pub(super) fn follow_rights(&mut self) {
        let register = self.office().register();
        let Ok(instrument) = register.instrument(self.instrument()) else {
            return;
        };
        let network = register.network();
        let now = self.office().now();
        for peer in self.peers.values_mut() {
            let by = peer.member.delegate;
            let right = self.footing.right(by, instrument, (network, now));
            if right == Right::Nothing {
                let reason = why_no_right(peer.member.delegate, network);
                let last = peer.member.error(reason);
                let ending = Ending::new(Ending::NO_RIGHT, reason);
                peer.member.outbox.end(ending, &last);
            } else {
                peer.follow(right);
            }
        }
        self.tell_peers(None);
    }

    /// Tells the peers what has happened: all of them of a batch that changed
    /// the draft, otherwise those that wait for something.
    pub(super) fn tell_peers(&mut self, relay: Option<&Relay>) {
        let taking_again = Arc::clone(self.taking_again());
        let mut gone = Vec::new();
        for (connection, peer) in &mut self.peers {
            peer.is_due |= relay.is_some();
            if peer.unanswered > MOST_UNANSWERED {
                let reason = "the connection does not keep up";
                peer.member.send_away(Ending::TOO_SLOW, reason);
            }
            if peer.member.outbox.is_over() {
                gone.push(*connection);
            } else {
                peer.tell(&mut self.draft, relay, &taking_again);
            }
        }
        for connection in gone {
            self.leave(connection);
        }
    }

    /// Lets a connection go, and tells those who saw its caret.
    pub(super) fn leave(&mut self, connection: ConnectionId) {
        let Some(gone) = self.peers.remove(&connection) else {
            return;
        };
        if !gone.presence.is_shown() {
            return;
        }
        let leave = Frame::Leave {
            sender: gone.member.shown,
        };
        for peer in self.peers.values() {
            if peer.member.outbox.has_room() {
                peer.member.outbox.push(&leave);
            }
        }
    }

    /// Tells the peers which entry of the record anchors these heads.
    pub(super) fn tell_peers_anchored(&mut self, heads: &[ChangeHash], entry: Option<u64>) {
        for peer in self.peers.values_mut() {
            if !peer.is_due && peer.member.outbox.has_room() {
                peer.confirm(heads.to_vec(), entry);
            }
        }
    }

    /// Passes on to the others what is not kept, to those who keep up.
    ///
    /// Whose it is, is said by the server: what the message says of that counts for nothing.
    pub(super) fn pass_on(&mut self, from: ConnectionId, mut message: Ephemeral) {
        let Some(peer) = self.peers.get_mut(&from) else {
            return;
        };
        if !peer.presence.admits(&message, Instant::now()) {
            return;
        }
        let (delegate, shown) = (peer.member.delegate, peer.member.shown.clone());
        let name = self
            .office()
            .register()
            .network()
            .delegate_name(delegate)
            .to_owned();
        message.sender = shown;
        message.by = Some(Person { delegate, name });
        for (connection, peer) in &self.peers {
            if *connection != from && peer.member.outbox.has_room() {
                message.target.clone_from(&peer.member.name);
                peer.member.outbox.push(&Frame::Ephemeral(message.clone()));
            }
        }
    }
}

fn why_no_right(delegate: DelegateId, network: &Network) -> &'static str {
    let is_accredited = |found: &domain::network::Delegate| found.is_accredited();
    if network.delegate(delegate).is_some_and(is_accredited) {
        "you may no longer read this draft"
    } else {
        "your part in the network has ended"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::outbox::Next;

    fn a_member() -> Member {
        Member {
            draft: DraftId::from_uuid(uuid::Uuid::nil()),
            delegate: DelegateId::from_uuid(uuid::Uuid::nil()),
            name: "amina".to_owned(),
            shown: "amina".to_owned(),
            outbox: Arc::new(Outbox::new(10_000)),
        }
    }

    async fn frames_and_ending(outbox: &Outbox) -> (Vec<Frame>, u16) {
        let mut frames = Vec::new();
        loop {
            match outbox.next().await {
                Next::Frame(bytes) => frames.push(Frame::decode(&bytes, 10_000).unwrap()),
                Next::End(ending) => return (frames, ending.code),
            }
        }
    }

    #[tokio::test]
    async fn what_is_refused_is_named_and_what_could_not_be_judged_is_asked_for_again() {
        let member = a_member();
        member.refuse(None, &GateRefusal::TextTooLong);
        let (frames, code) = frames_and_ending(&member.outbox).await;
        assert!(
            matches!(&frames[..], [Frame::Rejected { code, .. }, Frame::Error { .. }] if code == "text-too-long")
        );
        assert_eq!(code, Ending::REFUSED);

        let member = a_member();
        member.refuse(None, &GateRefusal::GateStale);
        let (frames, code) = frames_and_ending(&member.outbox).await;
        assert!(matches!(&frames[..], [Frame::Error { .. }]), "{frames:?}");
        assert_eq!(code, Ending::COME_BACK);
    }
}
