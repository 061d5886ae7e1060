//! One turn of a room: what peers have sent is judged, stored, applied and told.
//!
//! # Invariants
//!
//! * Changes are in the live draft and on their way to others only once their
//!   transaction is committed.
//! * The rights that count are those of the record in that very transaction.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use domain::id::DelegateId;
use replica::{ActorId, ChangeHash, CheckedChange, Gate, GateRefusal, Verdict};
use tokio::time::Instant;

use super::LiveError;
use super::connections::ConnectionId;
use super::footing::Footing;
use super::outbox::Ending;
use super::room::Room;
use crate::store::NewDraftChange;
use crate::workflow::{WorkflowError, Writing};

/// So many messages, or so many bytes, are dealt with at once at most.
const MOST_MESSAGES: usize = 128;
const MOST_BYTES: usize = 1024 * 1024;

/// The messages that wait for the next turn.
#[derive(Debug, Default)]
pub(super) struct Mail {
    messages: Vec<(ConnectionId, Vec<u8>)>,
    bytes: usize,
    due: Option<Instant>,
}

impl Mail {
    /// Puts a message in; the first one says when the turn is.
    pub(super) fn put(&mut self, from: ConnectionId, data: Vec<u8>, tick: Duration) {
        self.due.get_or_insert_with(|| Instant::now() + tick);
        self.bytes += data.len();
        self.messages.push((from, data));
    }

    pub(super) const fn due(&self) -> Option<Instant> {
        self.due
    }

    pub(super) const fn is_full(&self) -> bool {
        self.messages.len() >= MOST_MESSAGES || self.bytes >= MOST_BYTES
    }
}

/// A change on its way into the store, and whose it is.
#[derive(Debug)]
struct Incoming {
    change: CheckedChange,
    from: ConnectionId,
    by: DelegateId,
}

/// Why some changes of a batch are not stored after all.
#[derive(Debug, Default)]
struct Objections {
    /// Whose right to edit has ended.
    without_right: HashSet<DelegateId>,
    /// Who used an actor of somebody else's.
    thieves: HashSet<ConnectionId>,
}

impl Objections {
    fn are_none(&self) -> bool {
        self.without_right.is_empty() && self.thieves.is_empty()
    }

    fn concern(&self, incoming: &Incoming) -> bool {
        self.without_right.contains(&incoming.by) || self.thieves.contains(&incoming.from)
    }
}

impl Room {
    /// Deals with all messages that have come since the last turn.
    pub(super) async fn read_mail(&mut self) {
        let mail = std::mem::take(&mut self.mail);
        if mail.messages.is_empty() {
            return;
        }
        self.follow_rights();
        if !self.open_gate().await {
            return self.fail(&LiveError::Interrupted);
        }
        let (incoming, refused) = self.judge(mail);
        match self.store(incoming).await {
            Ok(changes) => {
                // Where this fails, the room has ended itself.
                if let Ok(relay) = self.apply(&changes) {
                    self.tell_peers(relay.as_ref());
                }
            }
            Err(error) => self.fail(&error),
        }
        for (from, hash, refusal) in refused {
            self.refuse(from, hash, &refusal);
        }
    }

    /// Puts messages through the gate. Returns the changes that passed, and
    /// whose did not.
    fn judge(&mut self, mail: Mail) -> (Vec<Incoming>, Vec<Refused>) {
        let is_frozen = self.is_frozen();
        let Some(gate) = self.gate.as_mut() else {
            return (Vec::new(), Vec::new());
        };
        let mut sources = HashMap::new();
        let mut claims = HashMap::new();
        let mut refused = Vec::new();
        for (from, data) in mail.messages {
            let Some(peer) = self.peers.get_mut(&from) else {
                continue;
            };
            let delegate = peer.member.delegate;
            let actors = &self.actors;
            let mut may_act = |actor: &ActorId| match actors.get(actor.to_bytes()) {
                Some(owner) => *owner == delegate,
                None => *claims.entry(actor.clone()).or_insert(delegate) == delegate,
            };
            peer.is_due = true;
            peer.unanswered += 1;
            match peer.sync.receive(&data, gate, &mut may_act) {
                Ok(received) => {
                    let hashes = received.checked.iter().map(CheckedChange::hash);
                    sources.extend(hashes.map(|hash| (hash, (from, delegate))));
                    if received.has_ignored_changes {
                        peer.tell_read_only(is_frozen);
                    }
                    if let Some((hash, refusal)) = received.refused {
                        refused.push((from, hash, refusal));
                    }
                }
                Err(invalid) => {
                    let reason = invalid.to_string();
                    peer.member.send_away(Ending::PROTOCOL, &reason);
                }
            }
        }
        let sealed = gate.seal(&mut self.draft);
        for (hash, refusal) in sealed.refused {
            if let Some((from, _)) = sources.get(&hash) {
                refused.push((*from, Some(hash), refusal));
            }
        }
        (attributed(sealed.accepted, &sources), refused)
    }

    /// Stores changes, and returns those that were: all, but for those whose
    /// right has just ended and those by an actor of somebody else's.
    async fn store(
        &mut self,
        mut incoming: Vec<Incoming>,
    ) -> Result<Vec<replica::Change>, LiveError> {
        let office = self.office().clone();
        while !incoming.is_empty() {
            let mut writing = office.begin().await?;
            self.check_position(&mut writing).await?;
            let objections = self.objections(&mut writing, &incoming).await?;
            if !objections.are_none() {
                drop(writing);
                incoming = self.without(incoming, &objections)?;
                continue;
            }
            let now = writing.now();
            let new: Vec<_> = incoming.iter().map(|one| one.stored(now)).collect();
            writing.tx().insert_draft_changes(self.id(), &new).await?;
            writing.commit().await?;
            for change in new {
                self.actors.insert(change.actor, change.delegate_id);
            }
            break;
        }
        let changes = incoming.iter().map(|one| one.change.change().clone());
        Ok(changes.collect())
    }

    /// Makes sure that nobody else has written to the draft.
    async fn check_position(&self, writing: &mut Writing<'_>) -> Result<(), LiveError> {
        if writing.tx().draft_change_count(self.id()).await? == self.position {
            Ok(())
        } else {
            Err(LiveError::Interrupted)
        }
    }

    async fn objections(
        &mut self,
        writing: &mut Writing<'_>,
        incoming: &[Incoming],
    ) -> Result<Objections, LiveError> {
        let mut objections = Objections::default();
        let delegates: HashSet<_> = incoming.iter().map(|one| one.by).collect();
        let footing = Footing::read(writing, self.id()).await?;
        for by in delegates {
            if footing.authorise(writing, self.id(), by).is_err() {
                objections.without_right.insert(by);
            }
        }
        self.footing = footing;
        let now = writing.now();
        for one in incoming {
            let actor = one.change.actor().to_bytes();
            if self.actors.contains_key(actor) {
                continue;
            }
            let tx = writing.tx();
            let owner = tx.bind_draft_actor(self.id(), actor, one.by, now).await;
            if owner.map_err(WorkflowError::from)? != one.by {
                objections.thieves.insert(one.from);
            }
        }
        Ok(objections)
    }

    /// Takes back what was judged, and judges again what nobody objects to.
    fn without(
        &mut self,
        incoming: Vec<Incoming>,
        objections: &Objections,
    ) -> Result<Vec<Incoming>, LiveError> {
        for thief in &objections.thieves {
            self.refuse(*thief, None, &GateRefusal::ForeignActor);
        }
        self.follow_rights();
        let id = self.id();
        let gate = self.gate.as_mut().ok_or(LiveError::Interrupted)?;
        gate.reload(&mut self.draft)
            .map_err(|refusal| LiveError::Broken {
                draft: id,
                why: refusal.to_string(),
            })?;
        let mut sources = HashMap::new();
        let mut lost = Vec::new();
        for one in incoming {
            if objections.concern(&one) {
                continue;
            }
            sources.insert(one.change.hash(), (one.from, one.by));
            if !is_still_good(gate, &one.change) {
                lost.push((one.from, one.change.hash()));
            }
        }
        let sealed = gate.seal(&mut self.draft);
        let refused = sealed.refused.iter();
        lost.extend(refused.filter_map(|(hash, _)| Some((sources.get(hash)?.0, *hash))));
        for (from, hash) in lost {
            self.refuse(from, Some(hash), &GateRefusal::BuiltOnRefused);
        }
        Ok(attributed(sealed.accepted, &sources))
    }

    fn refuse(&mut self, from: ConnectionId, hash: Option<ChangeHash>, refusal: &GateRefusal) {
        if let Some(peer) = self.peers.get(&from) {
            tracing::warn!(
                draft.id = %self.id(), delegate.id = %peer.member.delegate, refusal = refusal.code(),
                "a change to draft {} was refused: {refusal}", self.id(),
            );
            peer.member.refuse(hash, refusal);
            self.leave(from);
        }
    }

    fn is_frozen(&self) -> bool {
        let register = self.office().register();
        let instrument = register.instrument(self.instrument());
        self.footing.amendment().is_none()
            && instrument.is_ok_and(|instrument| instrument.frozen.is_some())
    }
}

/// Whose change was refused, which one, and why.
type Refused = (ConnectionId, Option<ChangeHash>, GateRefusal);

fn is_still_good(gate: &mut Gate, change: &CheckedChange) -> bool {
    let verdict = gate.check(change.bytes(), &mut |_| true);
    matches!(verdict, Ok(Verdict::Checked(_)))
}

fn attributed(
    accepted: Vec<CheckedChange>,
    sources: &HashMap<ChangeHash, (ConnectionId, DelegateId)>,
) -> Vec<Incoming> {
    let known = accepted.into_iter().filter_map(|change| {
        let (from, by) = *sources.get(&change.hash())?;
        Some(Incoming { change, from, by })
    });
    known.collect()
}

impl Incoming {
    fn stored(&self, at: domain::time::Timestamp) -> NewDraftChange {
        NewDraftChange {
            hash: self.change.hash().0,
            actor: self.change.actor().to_bytes().to_vec(),
            delegate_id: self.by,
            at,
            bytes: self.change.bytes().to_vec(),
        }
    }
}
