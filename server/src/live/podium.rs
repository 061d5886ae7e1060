//! The clause that a meeting looks at: shown by its chair, followed on every screen.
//!
//! It is kept in memory alone: it is no official act, it means nothing once the meeting is over,
//! and a screen that connects again reads it anew. After a restart the chair shows a clause again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::{ClauseId, DelegateId, InstrumentId};
use domain::permission::Operation;
use domain::refusal::Refusal;
use tokio::sync::broadcast;

use super::{Hub, LiveError};

/// The number of changes a slow listener may fall behind before it must look again at everything.
const BACKLOG: usize = 256;

/// What each meeting looks at.
#[derive(Debug, Clone)]
pub struct Podium {
    shown: Arc<Mutex<HashMap<InstrumentId, ClauseId>>>,
    changes: broadcast::Sender<InstrumentId>,
}

impl Default for Podium {
    fn default() -> Self {
        Self {
            shown: Arc::default(),
            changes: broadcast::Sender::new(BACKLOG),
        }
    }
}

impl Podium {
    /// Returns the clause of an instrument that is shown in the room, if one is.
    pub fn shown(&self, instrument: InstrumentId) -> Option<ClauseId> {
        self.lock().get(&instrument).copied()
    }

    /// Listens to the instruments of which another clause is shown from now on.
    pub fn listen(&self) -> broadcast::Receiver<InstrumentId> {
        self.changes.subscribe()
    }

    fn show(&self, instrument: InstrumentId, clause: ClauseId) {
        let before = self.lock().insert(instrument, clause);
        if before != Some(clause) {
            // Nobody may be listening.
            let _ = self.changes.send(instrument);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<InstrumentId, ClauseId>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows a clause, tabled or proposed, to everybody in the room who follows.
///
/// # Errors
///
/// * [`LiveError::Workflow`] if the instrument or the clause is unknown, or `by` may not show it.
pub fn show_in_room(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    clause: ClauseId,
) -> Result<(), LiveError> {
    let register = hub.office().register();
    let found = register.instrument(instrument)?;
    if !found.permits(Operation::ShowInRoom, register.network(), by) {
        return Err(Refusal::NotPermitted.into());
    }
    let is_there = found.tabled_hash(clause).is_some() || found.bracketed().contains(&clause);
    if !is_there {
        return Err(Refusal::UnknownClause(clause).into());
    }
    hub.podium().show(instrument, clause);
    Ok(())
}
