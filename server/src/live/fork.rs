//! A draft that shares the history of the working draft up to a tabled revision.
//!
//! The fork is made of the stored changes that the revision's heads are made of, in the order in
//! which they were stored: what was written into the working draft since then is not in it.

use std::collections::{HashMap, HashSet};

use domain::id::{DelegateId, DraftId};
use domain::instrument::DraftEdit;
use domain::text::Outline;
use replica::{ActorId, Change, ChangeHash, Draft};

use super::LiveError;
use super::adopting::make;
use super::load::{aside, read_changes};
use super::view::written;
use crate::store::NewDraftChange;
use crate::workflow::Office;

/// A fork that is only about to be a draft of its own.
#[derive(Debug)]
pub(super) struct Fork {
    draft: Draft,
    history: Vec<NewDraftChange>,
    /// What was written into it since, beside the history.
    shared: Vec<ChangeHash>,
}

impl Fork {
    /// Makes a fork of a working draft at the heads of a tabled revision.
    ///
    /// `hand` is the actor by which the server writes into it.
    pub(super) async fn of(
        office: &Office,
        working: DraftId,
        heads: &[String],
        hand: ActorId,
    ) -> Result<Self, LiveError> {
        let mut tx = office.store().snapshot().await?;
        let stored = read_changes(&mut tx, working, 0).await?;
        drop(tx);
        let changes: Vec<_> = stored.into_iter().map(|it| it.change).collect();
        let wanted: Option<Vec<ChangeHash>> = heads.iter().map(|it| it.parse().ok()).collect();
        let forked = aside(move || forked(changes, &wanted?, hand)).await?;
        forked.ok_or_else(|| LiveError::Broken {
            draft: working,
            why: "it does not hold the text that was tabled".to_owned(),
        })
    }

    /// Returns the text as it stands in the fork.
    pub(super) fn outline(&self) -> Outline {
        self.draft.outline()
    }

    /// Writes edits into the fork as one change, and returns its heads then.
    pub(super) fn write(
        &mut self,
        id: DraftId,
        edits: &[DraftEdit],
    ) -> Result<Vec<String>, LiveError> {
        let made = edits
            .iter()
            .try_for_each(|edit| make(&mut self.draft, edit));
        made.map_err(|error| LiveError::of_edit(id, &error))?;
        self.draft.commit(Some("begin"));
        Ok(written(&self.draft.heads()))
    }

    /// Returns every change of the fork: its history, and what was written into it for someone.
    pub(super) fn into_changes(mut self, office: &Office, by: DelegateId) -> Vec<NewDraftChange> {
        let at = office.now();
        let new = self.draft.changes_since(&self.shared);
        let mut changes = self.history;
        changes.extend(new.iter().map(|change| NewDraftChange {
            hash: change.hash().0,
            actor: change.actor_id().to_bytes().to_vec(),
            delegate_id: by,
            at,
            bytes: change.raw_bytes().to_vec(),
        }));
        changes
    }
}

fn forked(stored: Vec<NewDraftChange>, heads: &[ChangeHash], hand: ActorId) -> Option<Fork> {
    let mut changes = Vec::with_capacity(stored.len());
    for it in &stored {
        changes.push(Change::from_bytes(it.bytes.clone()).ok()?);
    }
    let wanted = ancestors(&changes, heads)?;
    let mut history = Vec::with_capacity(wanted.len());
    let mut read = Vec::with_capacity(wanted.len());
    for (it, change) in stored.into_iter().zip(changes) {
        if wanted.contains(&change.hash()) {
            history.push(it);
            read.push(change);
        }
    }
    let mut draft = Draft::empty(hand);
    draft.absorb(read).ok()?;
    let mut expected = heads.to_vec();
    expected.sort_unstable();
    let mut found = draft.heads();
    found.sort_unstable();
    (draft.is_ready() && found == expected).then_some(Fork {
        draft,
        history,
        shared: heads.to_vec(),
    })
}

/// Returns these heads and everything they are made of; none if some of it is missing.
fn ancestors(changes: &[Change], heads: &[ChangeHash]) -> Option<HashSet<ChangeHash>> {
    let by_hash: HashMap<_, _> = changes.iter().map(|it| (it.hash(), it)).collect();
    let mut wanted = HashSet::new();
    let mut open = heads.to_vec();
    while let Some(hash) = open.pop() {
        if wanted.insert(hash) {
            open.extend(by_hash.get(&hash)?.deps());
        }
    }
    Some(wanted)
}
