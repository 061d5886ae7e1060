//! Everything the record says so far: the network and its instruments.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::id::{DraftId, InstrumentId};
use crate::instrument::Instrument;
use crate::network::Network;
use crate::record::{Entry, Fact, Inconsistent};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// The state that the record's entries, in order, add up to.
///
/// Cloning is cheap: instruments that no entry touches are shared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    network: Arc<Network>,
    instruments: BTreeMap<InstrumentId, Arc<Instrument>>,
    next_seq: u64,
    last_at: Option<Timestamp>,
}

impl Register {
    /// Returns the network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Returns the instruments by identifier, that is, in the order they were opened.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.instruments.values().map(AsRef::as_ref)
    }

    /// Finds an instrument.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownInstrument`] if there is none such.
    pub fn instrument(&self, id: InstrumentId) -> Result<&Arc<Instrument>, Refusal> {
        self.instruments
            .get(&id)
            .ok_or(Refusal::UnknownInstrument(id))
    }

    /// Finds the instrument of a working draft.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownDraft`] if there is none such.
    pub fn instrument_of_draft(&self, id: DraftId) -> Result<&Arc<Instrument>, Refusal> {
        self.instruments
            .values()
            .find(|instrument| instrument.draft == id)
            .ok_or(Refusal::UnknownDraft(id))
    }

    /// Returns the place the next entry will have; the number of entries so far.
    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// Returns the instant of the last entry.
    pub fn last_at(&self) -> Option<Timestamp> {
        self.last_at
    }

    /// Takes in the next entry. A failure leaves the register unfit for use.
    ///
    /// # Errors
    ///
    /// * [`Inconsistent`] if it is not the next one, is not later than the one before, or names what is not there.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        if entry.seq != self.next_seq {
            return Err(Inconsistent::at(entry, "it is not the next entry"));
        }
        if self.last_at.is_some_and(|last| entry.at <= last) {
            return Err(Inconsistent::at(
                entry,
                "it is not later than the entry before",
            ));
        }
        self.apply_fact(entry)?;
        self.next_seq += 1;
        self.last_at = Some(entry.at);
        Ok(())
    }

    fn apply_fact(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        let Some(id) = entry.instrument else {
            return Arc::make_mut(&mut self.network).apply(entry);
        };
        if let Fact::InstrumentOpened { .. } = entry.fact {
            self.instruments
                .extend(Instrument::open(entry).map(|opened| (id, Arc::new(opened))));
            return Ok(());
        }
        let instrument = self
            .instruments
            .get_mut(&id)
            .ok_or(Inconsistent::at(entry, "no such instrument"))?;
        Arc::make_mut(instrument).apply(entry)
    }
}
