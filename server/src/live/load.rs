//! A draft between the store and the memory.
//!
//! The stored changes are the truth. A snapshot saves the time of going through
//! them all; it is proved to be the same before it is stored, tried before it is
//! used, and passed over where it fails.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::id::{DelegateId, DraftId};
use replica::{ActorId, Change, ChangeHash, Draft};

use super::LiveError;
use crate::store::{DraftChange, DraftSnapshot, StoreError, Tx};
use crate::workflow::Office;

/// The number of changes read at once.
const PAGE: u32 = 2_000;

/// A draft in memory, and what the store says beside it.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The document.
    pub(super) draft: Draft,
    /// How many changes are stored; the next one gets this position.
    pub(super) position: i64,
    /// How many changes the stored snapshot includes.
    pub(super) saved: i64,
    /// Whose each actor is.
    pub(super) actors: HashMap<Vec<u8>, DelegateId>,
}

/// Loads a draft; `own` is the actor of the document itself, by which nothing is edited.
pub(super) async fn load(office: &Office, id: DraftId, own: ActorId) -> Result<Loaded, LiveError> {
    let mut tx = office.store().snapshot().await?;
    let actors = tx.draft_actors(id).await?.into_iter().collect();
    let snapshot = tx.draft_snapshot(id).await?;
    // The last change of the snapshot is read too: it tells whether they belong together.
    let from = snapshot.as_ref().map_or(0, |s| (s.changes - 1).max(0));
    let changes = read_changes(&mut tx, id, from).await?;
    let position = tx.draft_change_count(id).await?;
    if let Some(snapshot) = snapshot {
        let saved = snapshot.changes;
        if let Some(draft) = aside(move || of_snapshot(&snapshot, &changes)).await? {
            return Ok(Loaded {
                draft,
                position,
                saved,
                actors,
            });
        }
        tracing::warn!(draft.id = %id, "the snapshot of draft {id} cannot be used; loading its changes instead");
        let changes = read_changes(&mut tx, id, 0).await?;
        return Ok(Loaded {
            draft: all_changes(id, changes, own).await?,
            position,
            saved: 0,
            actors,
        });
    }
    Ok(Loaded {
        draft: all_changes(id, changes, own).await?,
        position,
        saved: 0,
        actors,
    })
}

/// Stores a snapshot of the first `changes` changes, once it is proved to be the same draft.
pub(super) async fn save(
    office: &Office,
    id: DraftId,
    draft: &Draft,
    changes: i64,
) -> Result<(), LiveError> {
    let mut copy = draft.clone();
    let Some(bytes) = aside(move || proved(&mut copy)).await? else {
        tracing::error!(draft.id = %id, "draft {id} does not survive being saved; no snapshot of it is kept");
        return Ok(());
    };
    let snapshot = DraftSnapshot {
        changes,
        bytes,
        saved_at: office.now(),
    };
    let mut tx = office.store().begin().await?;
    tx.save_draft_snapshot(id, &snapshot).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn read_changes(
    tx: &mut Tx,
    id: DraftId,
    from: i64,
) -> Result<Vec<DraftChange>, StoreError> {
    let mut changes = Vec::new();
    let mut next = from;
    loop {
        let page = tx.draft_changes(id, next, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(changes);
        };
        next = last.position + 1;
        changes.extend(page);
    }
}

async fn all_changes(
    id: DraftId,
    changes: Vec<DraftChange>,
    own: ActorId,
) -> Result<Draft, LiveError> {
    let loaded = aside(move || applied(Draft::empty(own), &changes)).await?;
    loaded
        .filter(Draft::is_ready)
        .ok_or_else(|| LiveError::Broken {
            draft: id,
            why: "its stored changes do not add up to a draft".to_owned(),
        })
}

fn of_snapshot(snapshot: &DraftSnapshot, changes: &[DraftChange]) -> Option<Draft> {
    let mut draft = Draft::load(&snapshot.bytes).ok()?;
    let (included, new) = changes.split_at_checked(1)?;
    let last = ChangeHash(included.first()?.change.hash);
    if draft.knows(&[last]) {
        applied(draft, new)
    } else {
        None
    }
}

fn applied(mut draft: Draft, changes: &[DraftChange]) -> Option<Draft> {
    let read = |stored: &DraftChange| Change::from_bytes(stored.change.bytes.clone()).ok();
    let read: Vec<_> = changes.iter().map(read).collect::<Option<_>>()?;
    draft.absorb(read).ok()?;
    let hashes: Vec<_> = changes.iter().map(|c| ChangeHash(c.change.hash)).collect();
    draft.knows(&hashes).then_some(draft)
}

fn proved(draft: &mut Draft) -> Option<Vec<u8>> {
    let bytes = draft.save();
    let mut again = Draft::load(&bytes).ok()?;
    let is_same = again.heads() == draft.heads() && again.outline() == draft.outline();
    is_same.then_some(bytes)
}

/// Does something long with a draft aside from the tasks; none if automerge panics.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Option<T> + Send + 'static,
) -> Result<Option<T>, LiveError> {
    let caught = move || catch_unwind(AssertUnwindSafe(work)).unwrap_or_default();
    tokio::task::spawn_blocking(caught)
        .await
        .map_err(|_| LiveError::Interrupted)
}
