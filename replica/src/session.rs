//! The server's side of a connection to a draft, without I/O.
//!
//! A turn of the room goes: [`ServerPeer::receive`] for every message that has
//! come, [`Gate::seal`] once, store and commit, [`Draft::apply`] once, then
//! [`ServerPeer::update`] for every peer of the room. What the last returns is
//! to be sent as it is. Since it is asked for only after the commit, nobody
//! hears of a change that is not kept.

use std::collections::{HashSet, VecDeque};

use automerge::sync::{BloomFilter, Have, Message, MessageFlags, MessageVersion, State};
use automerge::{ActorId, Change, ChangeHash};

use crate::sync_message::encode_request;
use crate::{
    CheckedChange, Draft, Gate, GateRefusal, InvalidMessage, MessageLimits, SyncMessage, Verdict,
};

/// Changes that may wait for others, by number and bytes.
const MAX_WAITING: usize = 256;
const MAX_WAITING_BYTES: usize = 256 * 1024;

/// How many of the summaries sent to a peer are remembered.
const MAX_SUMMARIES: usize = 16;

/// What came of a sync message.
#[derive(Debug, Default)]
pub struct Received {
    /// The changes that passed, to be sealed with the rest of the batch.
    pub checked: Vec<CheckedChange>,
    /// Why a change was refused, and its hash if it has one. The connection is
    /// to be closed with the reason; what passed before it stays good.
    pub refused: Option<(Option<ChangeHash>, GateRefusal)>,
    /// Whether changes were passed over because the peer may only read.
    pub has_ignored_changes: bool,
}

/// A change that waits for those it is made on.
#[derive(Debug, Clone)]
struct Waiting {
    hash: ChangeHash,
    bytes: Vec<u8>,
    missing: Vec<ChangeHash>,
}

/// One connection to a draft, as the server sees it.
#[derive(Debug, Clone)]
pub struct ServerPeer {
    state: State,
    /// What the peer's messages said apart from their changes, not yet taken in.
    headings: Vec<(Message, bool)>,
    waiting: Vec<Waiting>,
    /// The heads up to which the peer was sent everything and has nothing of its own.
    through: Option<Vec<ChangeHash>>,
    summaries: VecDeque<BloomFilter>,
}

impl ServerPeer {
    /// Makes the state for a new connection.
    pub fn new(is_read_only: bool) -> Self {
        Self {
            state: if is_read_only {
                State::new_read_only()
            } else {
                State::new()
            },
            headings: Vec::new(),
            waiting: Vec::new(),
            through: None,
            summaries: VecDeque::new(),
        }
    }

    /// Reports whether the peer's changes are passed over.
    pub fn is_read_only(&self) -> bool {
        self.state.read_only
    }

    /// Gives or takes the right to edit. The next [`ServerPeer::update`] tells the peer.
    pub fn set_read_only(&mut self, is_read_only: bool) {
        if self.state.read_only != is_read_only {
            self.state.set_read_only(is_read_only);
            self.through = None;
            self.waiting.clear();
        }
    }

    /// Takes a sync message from the peer and puts its changes through the gate.
    ///
    /// # Errors
    ///
    /// * [`InvalidMessage`] if the bytes are no sync message; the connection is to be closed.
    pub fn receive(
        &mut self,
        data: &[u8],
        gate: &mut Gate,
        may_act: &mut dyn FnMut(&ActorId) -> bool,
    ) -> Result<Received, InvalidMessage> {
        let message = SyncMessage::decode(data, &MessageLimits::CLIENT)?;
        let has_changes = !message.has_no_changes();
        self.headings.push((message.without_changes(), has_changes));
        let mut received = Received::default();
        if self.is_read_only() {
            received.has_ignored_changes = has_changes;
        } else if has_changes
            && let Err(refused) = self.pass(&message, gate, may_act, &mut received.checked)
        {
            self.waiting.clear();
            received.refused = Some(refused);
        }
        Ok(received)
    }

    /// Says what to send to the peer now: after a message from it, and after
    /// the draft has changed. `relay` is the batch that changed it.
    pub fn update(&mut self, draft: &mut Draft, relay: Option<&Relay>) -> Option<Vec<u8>> {
        self.settle(draft);
        if !self.waiting.is_empty() {
            return Some(self.ask(draft));
        }
        match relay {
            Some(relay) if self.through.as_ref() == Some(&relay.before) => {
                Some(self.pass_on(relay))
            }
            _ if self.through.as_ref() == Some(&draft.heads()) => None,
            _ => self.generate(draft),
        }
    }

    fn pass(
        &mut self,
        message: &SyncMessage,
        gate: &mut Gate,
        may_act: &mut dyn FnMut(&ActorId) -> bool,
        checked: &mut Vec<CheckedChange>,
    ) -> Result<(), (Option<ChangeHash>, GateRefusal)> {
        let waited = std::mem::take(&mut self.waiting);
        let mut chunks: Vec<_> = waited.into_iter().map(|w| w.bytes).collect();
        for chunk in message.chunks() {
            chunks.extend(Gate::split(chunk).map_err(|refusal| (None, refusal))?);
        }
        loop {
            let before = checked.len();
            let waiting = judge(chunks, gate, may_act, checked)?;
            if waiting.is_empty() || checked.len() == before {
                return self.wait(waiting);
            }
            chunks = waiting.into_iter().map(|w| w.bytes).collect();
        }
    }

    /// Keeps changes that wait for others the peer thinks we have: automerge's
    /// summaries are wrong in one case of a hundred. For any other, the peer
    /// would have sent what it is made on.
    fn wait(&mut self, waiting: Vec<Waiting>) -> Result<(), (Option<ChangeHash>, GateRefusal)> {
        let bytes: usize = waiting.iter().map(|w| w.bytes.len()).sum();
        if waiting.len() > MAX_WAITING || bytes > MAX_WAITING_BYTES {
            return Err((None, GateRefusal::TooManyWaiting));
        }
        let present: HashSet<_> = waiting.iter().map(|w| w.hash).collect();
        for change in &waiting {
            let kept_back = |hash: &ChangeHash| {
                !present.contains(hash) && !self.summaries.iter().any(|s| s.contains_hash(hash))
            };
            if change.missing.iter().any(kept_back) {
                return Err((Some(change.hash), GateRefusal::MissingDependencies));
            }
        }
        self.waiting = waiting;
        Ok(())
    }

    /// Takes in what the peer's messages said, now that their changes are in the draft.
    fn settle(&mut self, draft: &mut Draft) {
        for (heading, had_changes) in std::mem::take(&mut self.headings) {
            let is_plain = !had_changes && heading.need.is_empty() && draft.knows(&heading.heads);
            if !is_plain {
                self.through = None;
            }
            let last_sent = self.state.last_sent_heads.clone();
            // Without changes there is nothing in it that automerge could refuse.
            if draft.take_sync_heading(&mut self.state, heading).is_err() {
                self.through = None;
            }
            if had_changes {
                // Automerge takes a message without changes for an answer; this one wants one.
                self.state.last_sent_heads = last_sent;
            }
        }
    }

    fn ask(&mut self, draft: &mut Draft) -> Vec<u8> {
        let present: HashSet<_> = self.waiting.iter().map(|w| w.hash).collect();
        let missing = self.waiting.iter().flat_map(|w| w.missing.iter().copied());
        let mut missing: Vec<_> = missing.filter(|hash| !present.contains(hash)).collect();
        missing.sort_unstable();
        missing.dedup();
        let heads = draft.heads();
        self.state.last_sent_heads.clone_from(&heads);
        self.state.have_responded = true;
        self.state.in_flight = true;
        encode_request(&heads, &missing)
    }

    fn pass_on(&mut self, relay: &Relay) -> Vec<u8> {
        self.state.have_responded = true;
        self.state.in_flight = true;
        self.state.last_sent_heads.clone_from(&relay.after);
        self.state.sent_hashes.extend(&relay.hashes);
        self.through = Some(relay.after.clone());
        self.remember(relay.summary.clone());
        if self.is_read_only() {
            relay.read_only_message.clone()
        } else {
            relay.message.clone()
        }
    }

    fn generate(&mut self, draft: &mut Draft) -> Option<Vec<u8>> {
        let mut message = draft.sync_message(&mut self.state)?;
        // Without flags, stock clients send plain lists of changes.
        message.flags = message
            .flags
            .filter(|flags| self.state.read_only || flags.contains(MessageFlags::SYNC_RESET));
        let heard = self.state.their_have.is_some();
        self.through = heard.then(|| message.heads.clone());
        for have in &message.have {
            self.remember(have.bloom.clone());
        }
        Some(message.encode())
    }

    fn remember(&mut self, summary: BloomFilter) {
        self.summaries.push_back(summary);
        if self.summaries.len() > MAX_SUMMARIES {
            self.summaries.pop_front();
        }
    }
}

/// Puts changes through the gate one by one and returns those that have to wait.
fn judge(
    chunks: Vec<Vec<u8>>,
    gate: &mut Gate,
    may_act: &mut dyn FnMut(&ActorId) -> bool,
    checked: &mut Vec<CheckedChange>,
) -> Result<Vec<Waiting>, (Option<ChangeHash>, GateRefusal)> {
    let mut waiting = Vec::new();
    for bytes in chunks {
        match gate.check(&bytes, may_act) {
            Ok(Verdict::Checked(change)) => checked.push(change),
            Ok(Verdict::Known(_)) => {}
            Ok(Verdict::Waiting { hash, missing }) => waiting.push(Waiting {
                hash,
                bytes,
                missing,
            }),
            Err(refusal) => return Err((Gate::hash_of(&bytes), refusal)),
        }
    }
    Ok(waiting)
}

/// A batch of changes, encoded once for all peers that know what it is made on.
#[derive(Debug, Clone)]
pub struct Relay {
    before: Vec<ChangeHash>,
    after: Vec<ChangeHash>,
    hashes: Vec<ChangeHash>,
    summary: BloomFilter,
    message: Vec<u8>,
    read_only_message: Vec<u8>,
}

impl Relay {
    /// Encodes the changes that took the draft from `before` to `after`.
    pub fn new(before: Vec<ChangeHash>, after: Vec<ChangeHash>, changes: &[Change]) -> Self {
        let hashes: Vec<_> = changes.iter().map(Change::hash).collect();
        let chunks: Vec<_> = changes.iter().map(|c| c.raw_bytes().to_vec()).collect();
        let summary = BloomFilter::from_hashes(hashes.iter());
        let message = |flags| {
            let message = Message {
                heads: after.clone(),
                need: Vec::new(),
                have: vec![Have {
                    last_sync: before.clone(),
                    bloom: summary.clone(),
                }],
                changes: chunks.clone().into(),
                flags,
                version: MessageVersion::V1,
            };
            message.encode()
        };
        let mut flags = MessageFlags::new();
        flags.set(MessageFlags::READ_ONLY | MessageFlags::SUPPORTS_SYNC_RESET);
        Self {
            message: message(None),
            read_only_message: message(Some(flags)),
            before,
            after,
            hashes,
            summary,
        }
    }
}
