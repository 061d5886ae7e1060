//! One room: the task that owns a live draft.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use domain::id::{DelegateId, DraftId, InstrumentId};
use domain::text::Outline;
use domain::time::Timestamp;
use futures_util::future::BoxFuture;
use replica::frame::Ephemeral;
use replica::session::Relay;
use replica::{ActorId, Change, ChangeHash, Draft, Gate};
use tokio::sync::{Notify, broadcast, mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use super::anchor::Anchor;
use super::batch::Mail;
use super::connections::ConnectionId;
use super::footing::Footing;
use super::load::{self, Loaded};
use super::outbox::{Ending, Outbox};
use super::peer::Peer;
use super::view::{DraftView, written};
use super::{Hub, LiveError};
use crate::store::NewDraftChange;
use crate::workflow::{Drafted, Notice, Office, Writers, anchor_heads};

/// After so many changes a snapshot is stored when the room is quiet.
const MANY_CHANGES: i64 = 1_000;

/// Something done in a room.
pub(super) type Act = Box<dyn for<'a> FnOnce(&'a mut Room) -> BoxFuture<'a, ()> + Send>;

/// What a room is told.
pub(super) enum Input {
    /// To do something.
    Act(Act),
    /// To let a connection take part.
    Join(Joining),
    /// What a connection says in the sync protocol.
    Sync(ConnectionId, Vec<u8>),
    /// What a connection tells the others, not to be kept.
    Ephemeral(ConnectionId, Ephemeral),
    /// That a connection is gone.
    Leave(ConnectionId),
    /// To end.
    Close,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Act(_) => "Act",
            Self::Join(_) => "Join",
            Self::Sync(..) => "Sync",
            Self::Ephemeral(..) => "Ephemeral",
            Self::Leave(_) => "Leave",
            Self::Close => "Close",
        })
    }
}

/// A connection that wants to take part.
pub(super) struct Joining {
    pub(super) connection: ConnectionId,
    pub(super) delegate: DelegateId,
    /// The peer's name for itself.
    pub(super) name: String,
    pub(super) outbox: Arc<Outbox>,
    /// Hears whether it may.
    pub(super) answer: oneshot::Sender<bool>,
}

/// A live draft in memory.
#[derive(Debug)]
pub(super) struct Room {
    hub: Hub,
    id: DraftId,
    instrument: InstrumentId,
    pub(super) footing: Footing,
    pub(super) draft: Draft,
    /// Judges what peers send; made when the first one comes.
    pub(super) gate: Option<Gate>,
    pub(super) peers: BTreeMap<ConnectionId, Peer>,
    pub(super) mail: Mail,
    /// How many changes are stored.
    pub(super) position: i64,
    saved: i64,
    pub(super) actors: HashMap<Vec<u8>, DelegateId>,
    /// The actors by which the server itself edits for someone.
    hands: HashMap<DelegateId, ActorId>,
    view: Option<Arc<DraftView>>,
    /// The text that an amendment in preparation is compared with.
    base: Option<Arc<Outline>>,
    anchor: Anchor,
    /// Who wrote since the heads were anchored, as far as this room knows.
    writers: Writers,
    /// Called when a connection takes frames again.
    taking_again: Arc<Notify>,
    notices: broadcast::Receiver<Notice>,
    last_asked: Instant,
    is_ending: bool,
    /// What is stored and what is in memory may differ: nothing of it is to be kept.
    is_broken: bool,
}

/// However a room ends, whoever is in it is to come back.
impl Drop for Room {
    fn drop(&mut self) {
        let ending = if self.hub.is_closing() {
            Ending::new(Ending::GOING_AWAY, LiveError::Closing.to_string())
        } else {
            Ending::new(Ending::COME_BACK, LiveError::Interrupted.to_string())
        };
        for peer in self.peers.values() {
            peer.member.outbox.finish(ending.clone());
        }
    }
}

impl Room {
    /// Loads a draft and does what the room is told until nobody needs it.
    pub(super) async fn run(
        hub: &Hub,
        (id, instrument): (DraftId, InstrumentId),
        mut inputs: mpsc::Receiver<Input>,
    ) {
        match Self::open(hub, id, instrument).await {
            Ok(mut room) => room.serve(&mut inputs).await,
            Err(error) => {
                tracing::error!(draft.id = %id, %error, "draft {id} cannot be opened: {error}");
            }
        }
    }

    async fn open(hub: &Hub, id: DraftId, instrument: InstrumentId) -> Result<Self, LiveError> {
        let notices = hub.office().notices().listen();
        let footing = Footing::load(hub.office(), id).await?;
        let own = ActorId::from(hub.office().random().bytes::<16>());
        let loaded = load::load(hub.office(), id, own).await?;
        let Loaded {
            draft,
            position,
            saved,
            actors,
        } = loaded;
        let mut room = Self {
            hub: hub.clone(),
            id,
            instrument,
            footing,
            draft,
            gate: None,
            peers: BTreeMap::new(),
            mail: Mail::default(),
            position,
            saved,
            actors,
            hands: HashMap::new(),
            view: None,
            base: None,
            anchor: Anchor::default(),
            taking_again: Arc::default(),
            notices,
            last_asked: Instant::now(),
            is_ending: false,
            is_broken: false,
            writers: Writers::default(),
        };
        room.follow_record();
        Ok(room)
    }

    /// Sees to it that heads which the record does not have, as after a power cut, are anchored.
    fn follow_record(&mut self) {
        let register = self.office().register();
        let heads = written(&self.draft.heads());
        let instrument = register.instrument(self.instrument);
        let is_anchored = instrument.is_ok_and(|it| it.anchored_heads() == heads);
        if self.footing.amendment().is_none() && !is_anchored {
            let all = self.actors.iter();
            self.writers = all.map(|(actor, by)| (hex::encode(actor), *by)).collect();
            self.anchor.changed(Instant::now());
        }
    }

    async fn serve(&mut self, inputs: &mut mpsc::Receiver<Input>) {
        let taking_again = Arc::clone(&self.taking_again);
        while !self.is_ending {
            let due = self.due();
            tokio::select! {
                biased;
                () = sleep_until(due) => self.wake(Instant::now()).await,
                notice = self.notices.recv() => self.hear(notice.ok()).await,
                () = taking_again.notified() => self.tell_peers(None),
                input = inputs.recv() => match input {
                    Some(input) => self.take(input).await,
                    None => self.is_ending = true,
                },
            }
        }
        inputs.close();
        while let Some(input) = inputs.recv().await {
            self.take(input).await;
        }
        if !self.is_broken {
            self.end().await;
        }
    }

    /// Follows what was committed elsewhere; none where notices were missed.
    async fn hear(&mut self, notice: Option<Notice>) {
        let concerns = match notice {
            Some(Notice::Recorded(_) | Notice::Deliberated(_)) => false,
            Some(Notice::Prepared(it)) => it.draft == self.id,
            None => true,
        };
        if concerns && self.footing.amendment().is_some() {
            match Footing::load(self.office(), self.id).await {
                Ok(footing) => self.footing = footing,
                Err(error) => return self.fail(&error),
            }
        }
        self.follow_rights();
    }

    /// Ends the room after a failure: the next one begins with what is stored.
    pub(super) fn fail(&mut self, error: &LiveError) {
        tracing::error!(draft.id = %self.id, %error, "draft {} is loaded again: {error}", self.id);
        self.is_ending = true;
        self.is_broken = true;
    }

    async fn take(&mut self, input: Input) {
        self.last_asked = Instant::now();
        match input {
            Input::Act(act) => act(self).await,
            Input::Join(joining) => self.join(joining).await,
            Input::Sync(connection, data) => {
                self.mail.put(connection, data, self.hub.pace().tick);
                if self.mail.is_full() {
                    self.read_mail().await;
                }
            }
            Input::Ephemeral(connection, message) => self.pass_on(connection, message),
            Input::Leave(connection) => self.leave(connection),
            Input::Close => self.is_ending = true,
        }
    }

    /// Returns when there is something to do without being told.
    fn due(&self) -> Instant {
        let idle = self.last_asked + self.hub.pace().idle;
        let times = [self.mail.due(), self.anchor.due(self.hub.pace())];
        times.into_iter().flatten().fold(idle, Instant::min)
    }

    async fn wake(&mut self, now: Instant) {
        if self.mail.due().is_some_and(|due| due <= now) {
            self.read_mail().await;
        }
        let pace = *self.hub.pace();
        if self.anchor.due(&pace).is_some_and(|due| due <= now) {
            self.anchor().await;
            if self.position - self.saved > MANY_CHANGES {
                self.save().await;
            }
        }
        if self.last_asked + pace.idle <= now {
            self.peers.retain(|_, peer| !peer.member.outbox.is_over());
            self.is_ending |= self.peers.is_empty();
            self.last_asked = now;
        }
    }

    async fn end(&mut self) {
        self.read_mail().await;
        if self.is_broken {
            return;
        }
        if self.anchor.is_needed() {
            self.anchor().await;
        }
        if self.position > self.saved {
            self.save().await;
        }
    }

    async fn save(&mut self) {
        match load::save(self.office(), self.id, &self.draft, self.position).await {
            Ok(()) => self.saved = self.position,
            Err(error) => {
                tracing::error!(draft.id = %self.id, %error, "the snapshot of draft {} was not stored: {error}", self.id);
            }
        }
    }

    /// Anchors the heads in the record. Where that fails it is tried again after the next change.
    async fn anchor(&mut self) {
        self.anchor.done();
        if self.footing.amendment().is_some() {
            // It is private: the record has nothing of it.
            return;
        }
        let heads = self.draft.heads();
        let (office, writers) = (self.office(), &self.writers);
        match anchor_heads(office, self.instrument, written(&heads), writers).await {
            Ok(receipt) => {
                self.writers.clear();
                self.tell_peers_anchored(&heads, receipt.seq());
            }
            Err(error) => {
                tracing::error!(draft.id = %self.id, %error, "the heads of draft {} were not anchored: {error}", self.id);
            }
        }
    }

    pub(super) fn office(&self) -> &Office {
        self.hub.office()
    }

    pub(super) const fn hub(&self) -> &Hub {
        &self.hub
    }

    pub(super) const fn taking_again(&self) -> &Arc<Notify> {
        &self.taking_again
    }

    pub(super) const fn id(&self) -> DraftId {
        self.id
    }

    pub(super) const fn instrument(&self) -> InstrumentId {
        self.instrument
    }

    /// Returns the draft as it reads now.
    pub(super) fn view(&mut self) -> Arc<DraftView> {
        let draft = &mut self.draft;
        Arc::clone(
            self.view
                .get_or_insert_with(|| Arc::new(DraftView::read(draft))),
        )
    }

    /// Returns the text that an amendment in preparation is compared with.
    pub(super) fn base(&mut self, heads: &[String]) -> Result<Arc<Outline>, LiveError> {
        if let Some(base) = &self.base {
            return Ok(Arc::clone(base));
        }
        let heads: Option<Vec<ChangeHash>> = heads.iter().map(|it| it.parse().ok()).collect();
        let heads = heads.filter(|heads| !heads.is_empty() && self.draft.knows(heads));
        let heads = heads.ok_or_else(|| LiveError::Broken {
            draft: self.id,
            why: "the text it was made from is not part of it".to_owned(),
        })?;
        let base = Arc::new(self.draft.outline_at(&heads));
        Ok(Arc::clone(self.base.insert(base)))
    }

    /// Notes that the record has the present heads.
    pub(super) fn anchored(&mut self) {
        self.anchor.done();
        self.writers.clear();
    }

    /// Returns who wrote since the heads were anchored.
    pub(super) const fn writers(&self) -> &Writers {
        &self.writers
    }

    fn note_writers(&mut self, changes: &[Change]) {
        for change in changes {
            let actor = change.actor_id().to_bytes();
            let whose = self.actors.get(actor);
            self.writers
                .extend(whose.map(|by| (hex::encode(actor), *by)));
        }
    }

    /// Edits a copy of the draft for someone; the draft itself gets the
    /// changes by [`Room::committed`], once they are stored.
    pub(super) fn edited<E>(
        &mut self,
        by: DelegateId,
        message: &str,
        edit: impl FnOnce(&mut Draft) -> Result<(), E>,
    ) -> Result<Written, E> {
        let random = self.hub.office().random();
        let hand = self
            .hands
            .entry(by)
            .or_insert_with(|| ActorId::from(random.bytes::<16>()))
            .clone();
        let before = self.draft.heads();
        let mut copy = self.draft.fork(hand);
        edit(&mut copy)?;
        copy.commit(Some(message));
        Ok(Written::new(
            copy.changes_since(&before),
            by,
            self.office().now(),
        ))
    }

    /// Takes changes of the server's own hand, which have been stored, into the live draft.
    pub(super) fn committed(&mut self, written: Written) -> Result<(), LiveError> {
        let Written { changes, drafted } = written;
        for change in drafted.changes {
            self.actors.insert(change.actor, change.delegate_id);
        }
        let followed = self.gate.as_mut().map(|gate| gate.follow(&changes));
        if let Some(Err(refusal)) = followed {
            tracing::error!(draft.id = %self.id, %refusal, "the gate of draft {} begins anew: {refusal}", self.id);
            self.gate = None;
        }
        let relay = self.apply(&changes)?;
        self.tell_peers(relay.as_ref());
        Ok(())
    }

    /// Takes stored changes into the live draft.
    pub(super) fn apply(&mut self, changes: &[Change]) -> Result<Option<Relay>, LiveError> {
        if changes.is_empty() {
            return Ok(None);
        }
        self.position += i64::try_from(changes.len()).unwrap_or(i64::MAX);
        self.view = None;
        self.anchor.changed(Instant::now());
        self.note_writers(changes);
        let before = self.draft.heads();
        if let Err(error) = self.draft.absorb(changes.to_vec()) {
            let error = LiveError::of_edit(self.id, &error);
            self.fail(&error);
            return Err(error);
        }
        Ok(Some(Relay::new(before, self.draft.heads(), changes)))
    }
}

/// Changes of the server's own hand, on their way into the store.
#[derive(Debug)]
pub(super) struct Written {
    changes: Vec<Change>,
    drafted: Drafted,
}

impl Written {
    fn new(changes: Vec<Change>, by: DelegateId, at: Timestamp) -> Self {
        let new = changes.iter().map(|change| NewDraftChange {
            hash: change.hash().0,
            actor: change.actor_id().to_bytes().to_vec(),
            delegate_id: by,
            at,
            bytes: change.raw_bytes().to_vec(),
        });
        let drafted = Drafted {
            changes: new.collect(),
        };
        Self { changes, drafted }
    }

    /// Makes the first changes of a draft that is only about to exist.
    pub(super) fn first(draft: &mut Draft, by: DelegateId, at: Timestamp) -> Self {
        Self::new(draft.changes_since(&[]), by, at)
    }

    pub(super) const fn drafted(&self) -> &Drafted {
        &self.drafted
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
