//! Notices: what was committed, for everyone who shows it.

use std::sync::Arc;

use domain::deliberation::Thread;
use domain::id::{DraftId, InstrumentId, OrganisationId};
use domain::record::Entry;
use tokio::sync::broadcast;

/// The number of notices a slow listener may fall behind before it must look again at everything.
const BACKLOG: usize = 1_024;

/// Something that was committed.
#[derive(Debug, Clone)]
pub enum Notice {
    /// Entries that were committed together, in order.
    Recorded(Arc<[Entry]>),
    /// Something about an amendment in preparation, which only those concerned may hear of.
    Prepared(Prepared),
    /// Something was said beside the record, which only its readers may hear of.
    Deliberated(Deliberated),
}

/// What was said beside the record.
#[derive(Debug, Clone)]
pub struct Deliberated {
    /// The instrument it is about.
    pub instrument: InstrumentId,
    /// Who may hear of it.
    pub readers: Readers,
}

/// Who may hear of what was said beside the record.
#[derive(Debug, Clone)]
pub enum Readers {
    /// Those who may read a thread.
    Thread(Arc<Thread>),
    /// The delegates of an organisation.
    Organisation(OrganisationId),
    /// Those who may read temperature checks.
    Checks,
}

/// What concerns an amendment in preparation.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The amendment's draft.
    pub draft: DraftId,
    /// The instrument it would change.
    pub instrument: InstrumentId,
    /// The organisations that may hear of it.
    pub organisations: Arc<[OrganisationId]>,
}

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
            let _ = self.0.send(Notice::Recorded(entries.into()));
        }
    }

    /// Announces something committed beside the record to its readers.
    pub(super) fn announce_deliberated(&self, instrument: InstrumentId, readers: Readers) {
        let said = Deliberated {
            instrument,
            readers,
        };
        let _ = self.0.send(Notice::Deliberated(said));
    }

    /// Announces a committed change of an amendment in preparation to those concerned.
    pub(super) fn announce_prepared(&self, prepared: Prepared) {
        let _ = self.0.send(Notice::Prepared(prepared));
    }
}
