//! Which connections are open, and whose they are.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::DelegateId;
use tokio::sync::Notify;

use super::Limits;
use super::outbox::{Ending, Outbox};

/// Names a connection; a peer's name for itself names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ConnectionId(u64);

/// Why a connection is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMany {
    /// The delegate has too many.
    OfOne,
    /// All together are too many.
    OfAll,
}

/// The connections that are open.
#[derive(Debug, Default)]
pub(super) struct Connections {
    next: AtomicU64,
    open: Mutex<HashMap<ConnectionId, (DelegateId, Arc<Outbox>)>>,
    one_less: Notify,
}

/// A connection's place among those that are open, given back when dropped.
#[derive(Debug)]
pub(super) struct Admission {
    pub(super) id: ConnectionId,
    pub(super) delegate: DelegateId,
    pub(super) outbox: Arc<Outbox>,
    connections: Arc<Connections>,
}

impl Drop for Admission {
    fn drop(&mut self) {
        self.outbox.gone();
        self.connections.open().remove(&self.id);
        self.connections.one_less.notify_waiters();
    }
}

impl Connections {
    /// Takes a connection in.
    pub(super) fn admit(
        self: &Arc<Self>,
        delegate: DelegateId,
        limits: &Limits,
    ) -> Result<Admission, TooMany> {
        let mut open = self.open();
        if open.len() >= limits.connections {
            return Err(TooMany::OfAll);
        }
        let own = open.values().filter(|(whose, _)| *whose == delegate);
        if own.count() >= limits.connections_of_one {
            return Err(TooMany::OfOne);
        }
        let id = ConnectionId(self.next.fetch_add(1, Ordering::Relaxed));
        let outbox = Arc::new(Outbox::new(limits.outbox_bytes));
        open.insert(id, (delegate, Arc::clone(&outbox)));
        Ok(Admission {
            id,
            delegate,
            outbox,
            connections: Arc::clone(self),
        })
    }

    /// Ends the connections of a delegate, or all of them, after what waits to be sent.
    pub(super) fn finish(&self, whose: Option<DelegateId>, ending: &Ending) {
        for (delegate, outbox) in self.open().values() {
            if whose.is_none_or(|whose| whose == *delegate) {
                outbox.finish(ending.clone());
            }
        }
    }

    /// Waits until no connection is open.
    pub(super) async fn none_left(&self) {
        loop {
            let one_less = self.one_less.notified();
            if self.open().is_empty() {
                return;
            }
            one_less.await;
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<ConnectionId, (DelegateId, Arc<Outbox>)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
