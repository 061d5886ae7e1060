//! The hub: which drafts have a room, and the way into it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::{DelegateId, DraftId};
use domain::permission::Operation;
use domain::refusal::Refusal;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot, watch};

use super::room::{Input, Room};
use super::{LiveError, Pace};
use crate::workflow::{Office, Writing};

/// The number of things a room is told ahead of what it is doing; those who tell it more wait.
const INBOX: usize = 256;

/// The rooms of all live drafts.
#[derive(Debug, Clone)]
pub struct Hub(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    office: Office,
    pace: Pace,
    rooms: Mutex<HashMap<DraftId, Door>>,
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
        Self(Arc::new(Shared {
            office,
            pace,
            rooms: Mutex::default(),
            is_closing: AtomicBool::new(false),
        }))
    }

    /// Returns the office that the hub works for.
    pub fn office(&self) -> &Office {
        &self.0.office
    }

    /// Returns how long rooms wait for what.
    pub(super) fn pace(&self) -> &Pace {
        &self.0.pace
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
        authorise_editing(&writing, draft, delegate)?;
        let now = writing.now();
        writing
            .tx()
            .bind_draft_actor(draft, &actor, delegate, now)
            .await?;
        writing.commit().await?;
        Ok(hex::encode(actor))
    }

    /// Closes every room, once it has stored and anchored what there is.
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
                // Whoever asked may have gone; what was done is done.
                let _ = answer.send(act(room).await);
            })
        }));
        self.tell(draft, act).await?;
        answered.await.map_err(|_| LiveError::Interrupted)?
    }

    /// Tells a room something, opening it if need be.
    pub(super) async fn tell(&self, draft: DraftId, mut input: Input) -> Result<(), LiveError> {
        loop {
            let mut door = self.door(draft)?;
            match door.inbox.send(input).await {
                Ok(()) => return Ok(()),
                Err(back) => input = back.0,
            }
            // Never two rooms for one draft: the next opens when this one has ended.
            let _ = door.ended.changed().await;
        }
    }

    fn door(&self, draft: DraftId) -> Result<Door, LiveError> {
        if self.0.is_closing.load(Ordering::SeqCst) {
            return Err(LiveError::Closing);
        }
        let mut rooms = self.rooms();
        if let Some(door) = rooms.get(&draft) {
            // Its room may be ending; the caller finds out and waits.
            if door.ended.has_changed().is_ok() {
                return Ok(door.clone());
            }
        }
        let instrument = self.office().register().instrument_of_draft(draft)?.id;
        let (inbox, inputs) = mpsc::channel(INBOX);
        let (end, ended) = watch::channel(());
        let door = Door { inbox, ended };
        rooms.insert(draft, door.clone());
        let hub = self.clone();
        tokio::spawn(async move {
            Room::run(&hub, (draft, instrument), inputs).await;
            hub.forget(draft);
            drop(end);
        });
        Ok(door)
    }

    fn forget(&self, draft: DraftId) {
        self.rooms().remove(&draft);
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<DraftId, Door>> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Checks that a delegate may edit a draft as the record has it in a transaction.
pub(super) fn authorise_editing(
    writing: &Writing<'_>,
    draft: DraftId,
    by: DelegateId,
) -> Result<(), Refusal> {
    let instrument = writing.register().instrument_of_draft(draft)?;
    let acting = writing.acting(by);
    instrument.authorise(Operation::ReadDraft, &acting)?;
    if instrument.frozen.is_some() {
        return Err(Refusal::DraftFrozen);
    }
    instrument.authorise(Operation::EditDraft, &acting)
}
