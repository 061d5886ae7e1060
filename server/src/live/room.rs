//! One room: the task that owns a live draft.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use domain::id::{DelegateId, DraftId, InstrumentId};
use futures_util::future::BoxFuture;
use replica::{ActorId, Change, Draft};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::anchor::Anchor;
use super::load::{self, Loaded};
use super::view::{DraftView, written};
use super::{Hub, LiveError};
use crate::store::NewDraftChange;
use crate::workflow::{Drafted, Office, anchor_heads};

/// Something done in a room.
pub(super) type Act = Box<dyn for<'a> FnOnce(&'a mut Room) -> BoxFuture<'a, ()> + Send>;

/// What a room is told.
pub(super) enum Input {
    /// To do something.
    Act(Act),
    /// To end.
    Close,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Act(_) => "Act",
            Self::Close => "Close",
        })
    }
}

/// A live draft in memory.
#[derive(Debug)]
pub(super) struct Room {
    hub: Hub,
    id: DraftId,
    instrument: InstrumentId,
    draft: Draft,
    position: i64,
    saved: i64,
    actors: HashMap<Vec<u8>, DelegateId>,
    /// The actors by which the server itself edits for someone.
    hands: HashMap<DelegateId, ActorId>,
    view: Option<Arc<DraftView>>,
    anchor: Anchor,
    last_asked: Instant,
    is_ending: bool,
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
        let own = ActorId::from(hub.office().random().bytes::<16>());
        let loaded = load::load(hub.office(), id, own).await?;
        let Loaded {
            draft,
            position,
            saved,
            actors,
        } = loaded;
        Ok(Self {
            hub: hub.clone(),
            id,
            instrument,
            draft,
            position,
            saved,
            actors,
            hands: HashMap::new(),
            view: None,
            anchor: Anchor::default(),
            last_asked: Instant::now(),
            is_ending: false,
        })
    }

    async fn serve(&mut self, inputs: &mut mpsc::Receiver<Input>) {
        while !self.is_ending {
            let due = self.due();
            tokio::select! {
                biased;
                input = inputs.recv() => match input {
                    Some(input) => self.take(input).await,
                    None => self.is_ending = true,
                },
                () = sleep_until(due) => self.wake(Instant::now()).await,
            }
        }
        inputs.close();
        while let Some(input) = inputs.recv().await {
            self.take(input).await;
        }
        self.end().await;
    }

    async fn take(&mut self, input: Input) {
        self.last_asked = Instant::now();
        match input {
            Input::Act(act) => act(self).await,
            Input::Close => self.is_ending = true,
        }
    }

    /// Returns when there is something to do without being told.
    fn due(&self) -> Instant {
        let idle = self.last_asked + self.hub.pace().idle;
        let anchor = self.anchor.due(self.hub.pace());
        anchor.map_or(idle, |anchor| anchor.min(idle))
    }

    async fn wake(&mut self, now: Instant) {
        if self
            .anchor
            .due(self.hub.pace())
            .is_some_and(|due| due <= now)
        {
            self.anchor().await;
        }
        self.is_ending |= self.last_asked + self.hub.pace().idle <= now;
    }

    async fn end(&mut self) {
        if self.anchor.is_needed() {
            self.anchor().await;
        }
        if self.position > self.saved {
            let saved = load::save(self.office(), self.id, &self.draft, self.position).await;
            if let Err(error) = saved {
                tracing::error!(draft.id = %self.id, %error, "the snapshot of draft {} was not stored: {error}", self.id);
            }
        }
    }

    /// Anchors the heads in the record. Where that fails it is tried again after the next change.
    async fn anchor(&mut self) {
        self.anchor.done();
        let heads = written(&self.draft.heads());
        if let Err(error) = anchor_heads(self.office(), self.instrument, heads).await {
            tracing::error!(draft.id = %self.id, %error, "the heads of draft {} were not anchored: {error}", self.id);
        }
    }

    pub(super) fn office(&self) -> &Office {
        self.hub.office()
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

    /// Notes that the record has the present heads.
    pub(super) fn anchored(&mut self) {
        self.anchor.done();
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

    /// Takes changes that have been stored into the live draft.
    pub(super) fn committed(&mut self, written: Written) -> Result<(), LiveError> {
        let Written { changes, drafted } = written;
        if changes.is_empty() {
            return Ok(());
        }
        for change in drafted.changes {
            self.actors.insert(change.actor, change.delegate_id);
        }
        self.position += i64::try_from(changes.len()).unwrap_or(i64::MAX);
        self.view = None;
        self.anchor.changed(Instant::now());
        let applied = self.draft.apply(changes);
        applied.map(drop).map_err(|error| {
            // What is stored and what is in memory differ: begin anew from the store.
            self.is_ending = true;
            LiveError::of_edit(self.id, error)
        })
    }
}

/// Changes of the server's own hand, on their way into the store.
#[derive(Debug)]
pub(super) struct Written {
    changes: Vec<Change>,
    drafted: Drafted,
}

impl Written {
    fn new(changes: Vec<Change>, by: DelegateId, at: domain::time::Timestamp) -> Self {
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
    pub(super) fn first(draft: &mut Draft, by: DelegateId, at: domain::time::Timestamp) -> Self {
        Self::new(draft.changes_since(&[]), by, at)
    }

    pub(super) const fn drafted(&self) -> &Drafted {
        &self.drafted
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
