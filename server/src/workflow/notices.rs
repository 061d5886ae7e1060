//! Notices: what was committed, for everyone who shows it.

use std::sync::Arc;

use domain::record::Entry;
use tokio::sync::broadcast;

/// The number of notices a slow listener may fall behind before it must look again at everything.
const BACKLOG: usize = 1_024;

/// Entries that were committed together, in order.
pub type Notice = Arc<[Entry]>;

/// Where commits are announced.
#[derive(Debug, Clone)]
pub struct Notices(broadcast::Sender<Notice>);

impl Default for Notices {
    fn default() -> Self {
        Self(broadcast::Sender::new(BACKLOG))
    }
}

impl Notices {
    /// Listens to everything that is announced from now on.
    pub fn listen(&self) -> broadcast::Receiver<Notice> {
        self.0.subscribe()
    }

    /// Announces committed entries; it does not matter whether anyone listens.
    pub(super) fn announce(&self, entries: Vec<Entry>) {
        if !entries.is_empty() {
            let _ = self.0.send(entries.into());
        }
    }
}
