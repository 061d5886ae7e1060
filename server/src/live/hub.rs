//! The hub: which drafts have a room, and the way into it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::id::{DelegateId, DraftId};
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use super::connections::{Admission, ConnectionId, Connections, TooMany};
use super::footing::Footing;
use super::outbox::Ending;
use super::room::{Input, Room};
use super::{Limits, LiveError, Pace, Podium};
use crate::workflow::Office;

/// The number of things a room is told ahead of what it is doing; those who tell it more wait.
const INBOX: usize = 256;
/// How long connections have to say goodbye when the server closes.
const FAREWELL: Duration = Duration::from_secs(5);

/// The rooms of all live drafts.
#[derive(Debug, Clone)]
pub struct Hub(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    office: Office,
    pace: Pace,
    limits: Limits,
    connections: Arc<Connections>,
    rooms: Mutex<HashMap<DraftId, Door>>,
    podium: Podium,
    is_closing: AtomicBool,
}

/// The way into a room.
#[derive(Debug, Clone)]
struct Door {
    inbox: mpsc::Sender<Input>,
    /// Ends with the room.
    ended: watch::Receiver<()>,
}

impl Hub {
    /// Makes the hub of an office; rooms open as they are needed.
    pub fn new(office: Office) -> Self {
        Self::with_pace(office, Pace::default())
    }

    /// Makes a hub whose rooms wait for other times.
    pub fn with_pace(office: Office, pace: Pace) -> Self {
        Self::with_limits(office, pace, Limits::default())
    }

    /// Makes a hub of another pace and other limits.
    pub fn with_limits(office: Office, pace: Pace, limits: Limits) -> Self {
        Self(Arc::new(Shared {
            office,
            pace,
            limits,
            connections: Arc::default(),
            rooms: Mutex::default(),
            podium: Podium::default(),
            is_closing: AtomicBool::new(false),
        }))
    }

    /// Returns the office that the hub works for.
    pub fn office(&self) -> &Office {
        &self.0.office
    }

    /// Returns what each meeting looks at.
    pub fn podium(&self) -> &Podium {
        &self.0.podium
    }

    /// Returns how long rooms wait for what.
    pub(super) fn pace(&self) -> &Pace {
        &self.0.pace
    }

    /// Returns how much one person may ask.
    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Ends every connection of a delegate whose session was ended.
    pub fn disconnect(&self, delegate: DelegateId) {
        let ending = Ending::new(Ending::SIGNED_OUT, "you have been signed out");
        self.0.connections.finish(Some(delegate), &ending);
    }

    /// Has every connection of a delegate come back, for one of the sessions has
    /// ended: those of that session are not let in again.
    pub fn reconnect(&self, delegate: DelegateId) {
        let ending = Ending::new(Ending::COME_BACK, "one of your sessions has ended");
        self.0.connections.finish(Some(delegate), &ending);
    }

    /// Takes a connection in.
    pub(super) fn admit(&self, delegate: DelegateId) -> Result<Admission, TooMany> {
        self.0.connections.admit(delegate, &self.0.limits)
    }

    /// Tells a room, if there is one, that a connection is gone.
    pub(super) async fn leave(&self, draft: DraftId, connection: ConnectionId) {
        let door = self.rooms().get(&draft).cloned();
        if let Some(door) = door {
            // A room that has ended needs not be told.
            let _ = door.inbox.send(Input::Leave(connection)).await;
        }
    }

    /// Reports whether the server is shutting down.
    pub(super) fn is_closing(&self) -> bool {
        self.0.is_closing.load(Ordering::SeqCst)
    }

    /// Makes a new actor of a draft for a delegate who may edit it, in hexadecimal.
    ///
    /// # Errors
    ///
    /// * [`LiveError::Workflow`] if the draft is unknown, the delegate may not edit it, or the database fails.
    pub async fn issue_actor(
        &self,
        draft: DraftId,
        delegate: DelegateId,
    ) -> Result<String, LiveError> {
        let actor: [u8; 16] = self.office().random().bytes();
        let mut writing = self.office().begin().await?;
        Footing::read(&mut writing, draft)
            .await?
            .authorise(&writing, draft, delegate)?;
        let now = writing.now();
        writing
            .tx()
            .bind_draft_actor(draft, &actor, delegate, now)
            .await?;
        writing.commit().await?;
        Ok(hex::encode(actor))
    }

    /// Closes every room, once it has stored and anchored what there is, and every connection.
    pub async fn close(&self) {
        self.0.is_closing.store(true, Ordering::SeqCst);
        let doors: Vec<_> = self.rooms().values().cloned().collect();
        for door in &doors {
            // A room that has ended already need not be told.
            let _ = door.inbox.send(Input::Close).await;
        }
        for mut door in doors {
            let _ = door.ended.changed().await;
        }
        let connections = &self.0.connections;
        let ending = Ending::new(Ending::GOING_AWAY, LiveError::Closing.to_string());
        connections.finish(None, &ending);
        // Whoever does not answer is left behind.
        let _ = timeout(FAREWELL, connections.none_left()).await;
    }

    /// Does something in a draft's room, where nothing else happens meanwhile.
    pub(super) async fn in_room<T: Send + 'static>(
        &self,
        draft: DraftId,
        act: impl for<'a> FnOnce(&'a mut Room) -> BoxFuture<'a, Result<T, LiveError>> + Send + 'static,
    ) -> Result<T, LiveError> {
        let (answer, answered) = oneshot::channel();
        let act = Input::Act(Box::new(move |room| {
            Box::pin(async move {
                let done = act(room).await;
                if let Err(error) = &done
                    && error.leaves_doubt()
                {
                    room.fail(error);
                }
                // Whoever asked may have gone; what was done is done.
                let _ = answer.send(done);
            })
        }));
        self.tell(draft, act).await?;
        answered.await.map_err(|_| LiveError::Interrupted)?
    }

    /// Tells a room something, opening it if need be.
    pub(super) async fn tell(&self, draft: DraftId, mut input: Input) -> Result<(), LiveError> {
        loop {
            let mut door = self.door(draft).await?;
            match door.inbox.send(input).await {
                Ok(()) => return Ok(()),
                Err(back) => input = back.0,
            }
            // Never two rooms for one draft: the next opens when this one has ended.
            let _ = door.ended.changed().await;
        }
    }

    async fn door(&self, draft: DraftId) -> Result<Door, LiveError> {
        let open = self.open_door(&self.rooms(), draft)?;
        if let Some(door) = open {
            return Ok(door);
        }
        let instrument = Box::pin(Footing::instrument_of(self.office(), draft)).await?;
        let mut rooms = self.rooms();
        if let Some(door) = self.open_door(&rooms, draft)? {
            return Ok(door);
        }
        let (inbox, inputs) = mpsc::channel(INBOX);
        let (end, ended) = watch::channel(());
        let door = Door { inbox, ended };
        rooms.insert(draft, door.clone());
        let hub = self.clone();
        tokio::spawn(async move {
            Box::pin(Room::run(&hub, (draft, instrument), inputs)).await;
            hub.forget(draft);
            drop(end);
        });
        Ok(door)
    }

    /// Finds the way into a room that is there; it may be ending, which the caller finds out.
    fn open_door(
        &self,
        rooms: &HashMap<DraftId, Door>,
        draft: DraftId,
    ) -> Result<Option<Door>, LiveError> {
        if self.is_closing() {
            return Err(LiveError::Closing);
        }
        let door = rooms.get(&draft);
        Ok(door
            .filter(|door| door.ended.has_changed().is_ok())
            .cloned())
    }

    fn forget(&self, draft: DraftId) {
        self.rooms().remove(&draft);
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<DraftId, Door>> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
