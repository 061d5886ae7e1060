//! The office: where acts are decided, recorded and announced.

use std::sync::{Arc, PoisonError, RwLock};

use domain::id::DelegateId;
use domain::id::InstrumentId;
use domain::instrument::Acting;
use domain::instrument::Course;
use domain::record::Entry;
use domain::register::Register;
use domain::time::Timestamp;
use uuid::Uuid;

use super::noticing::NOTICES_FOR;
use super::past::Past;
use super::reading::{catch_up, decode, replay};
use super::recent::Recent;
use super::{Notices, WorkflowError, Writing};
use crate::clock::Clock;
use crate::random::Random;
use crate::store::{EntryFilter, Page, Store, StoredContent, StoredEntry};

/// An entry as it is kept, to be checked against what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEntry {
    /// What the entry says.
    pub entry: Entry,
    /// The exact bytes, and what they are found by.
    pub stored: StoredEntry,
    /// The contents beside it, in order, with their commitments and salts.
    pub contents: Vec<StoredContent>,
}

/// The store, the register that its record adds up to, and who is told of changes.
#[derive(Debug, Clone)]
pub struct Office {
    store: Store,
    clock: Clock,
    random: Random,
    register: Arc<RwLock<Register>>,
    past: Arc<Past>,
    notices: Notices,
    recent: Recent,
}

impl Office {
    /// Reads the whole record of a store.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError::Store`], [`WorkflowError::Unreadable`] or [`WorkflowError::Inconsistent`] if the record cannot be read.
    pub async fn open(store: Store, clock: Clock, random: Random) -> Result<Self, WorkflowError> {
        let mut register = Register::default();
        catch_up(&mut register, &mut store.snapshot().await?).await?;
        let register = Arc::new(RwLock::new(register));
        Ok(Self {
            store,
            clock,
            random,
            register,
            recent: Recent::default(),
            past: Arc::default(),
            notices: Notices::default(),
        })
    }

    /// Returns the store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the source of chance.
    pub fn random(&self) -> &Random {
        &self.random
    }

    /// Returns where commits are announced.
    pub fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Returns the present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Says who acts now, as the rules take it.
    pub fn acting<'a>(&self, register: &'a Register, by: DelegateId) -> Acting<'a> {
        Acting {
            network: register.network(),
            by,
            now: self.now(),
        }
    }

    /// Makes a new identifier, ordered by time.
    pub fn fresh_uuid(&self) -> Uuid {
        self.random.uuid(self.now())
    }

    /// Returns everything the record says so far; cheap, and unchanging once returned.
    pub fn register(&self) -> Register {
        self.register
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Returns what the record said at an entry, that entry included; none where there is none such yet.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the record cannot be read.
    pub async fn register_at(&self, seq: u64) -> Result<Option<Register>, WorkflowError> {
        let next = self.register().next_seq();
        if seq >= next {
            return Ok(None);
        }
        let register = self.past.register_at(&self.store, seq, self.now()).await?;
        Ok((register.next_seq() == seq + 1).then_some(register))
    }

    /// Returns how the agreement on an instrument's clauses went until now; none if there is no such instrument.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the record cannot be read.
    pub async fn course(&self, id: InstrumentId) -> Result<Option<Arc<Course>>, WorkflowError> {
        let next = self.register().next_seq();
        self.past.course(&self.store, (id, next), self.now()).await
    }

    /// Returns the entries of the last 30 days that can concern somebody.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the record cannot be read.
    pub(super) async fn recent(&self) -> Result<Arc<[Entry]>, WorkflowError> {
        let from = self.now().plus_seconds(-NOTICES_FOR);
        self.recent.since(&self.store, from).await
    }

    /// Reads one entry of the record; none where there is none such.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the record cannot be read.
    pub async fn entry(&self, seq: u64) -> Result<Option<Entry>, WorkflowError> {
        Ok(self.stored_entry(seq).await?.map(|kept| kept.entry))
    }

    /// Reads some entries of the record, in the order asked for; those that there are.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the record cannot be read.
    pub async fn entries_at(&self, seqs: &[u64]) -> Result<Vec<Entry>, WorkflowError> {
        let mut tx = self.store.snapshot().await?;
        let mut entries = Vec::with_capacity(seqs.len());
        for seq in seqs {
            entries.extend(read_entry(&mut tx, *seq).await?.map(|kept| kept.entry));
        }
        Ok(entries)
    }

    /// Reads one entry of the record with its bytes; none where there is none such.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the record cannot be read.
    pub async fn stored_entry(&self, seq: u64) -> Result<Option<KeptEntry>, WorkflowError> {
        read_entry(&mut self.store.snapshot().await?, seq).await
    }

    /// Reads a page of the entries that a filter lets through.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the record cannot be read.
    pub async fn entries(
        &self,
        filter: &EntryFilter,
        page: Page,
    ) -> Result<Vec<Entry>, WorkflowError> {
        let mut tx = self.store.snapshot().await?;
        let mut entries = Vec::new();
        for stored in tx.entries(filter, page).await? {
            let contents = tx.contents(stored.seq..=stored.seq).await?;
            entries.push(decode(&stored, contents)?);
        }
        Ok(entries)
    }

    /// Opens the one write transaction, caught up with the record.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the database fails or its record cannot be read.
    pub async fn begin(&self) -> Result<Writing<'_>, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let mut register = self.register();
        if catch_up(&mut register, &mut tx).await? {
            // Another node erased words: nothing of them is to be left here either.
            let end = register.next_seq();
            register = replay(Register::default(), &mut tx, end).await?;
            self.publish(register.clone());
            self.forget().await;
        }
        let mut writing = Writing::new(self, tx, register);
        writing.record_passed().await?;
        Ok(writing)
    }

    /// Forgets everything kept of the record beside the register, which may have words that were erased.
    pub(super) async fn forget(&self) {
        self.past.forget().await;
        self.recent.forget();
    }

    /// Lets readers see a later register.
    pub(super) fn publish(&self, register: Register) {
        let mut shown = self
            .register
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if register.next_seq() > shown.next_seq() {
            *shown = register;
        }
    }
}

/// Reads one entry as it is kept; none where there is none such.
///
/// # Errors
///
/// * [`WorkflowError`] if the record cannot be read.
pub(super) async fn read_entry(
    tx: &mut crate::store::Tx,
    seq: u64,
) -> Result<Option<KeptEntry>, WorkflowError> {
    let Ok(seq) = i64::try_from(seq) else {
        return Ok(None);
    };
    let Some(stored) = tx.entry(seq).await? else {
        return Ok(None);
    };
    let contents = tx.contents(seq..=seq).await?;
    Ok(Some(KeptEntry {
        entry: decode(&stored, contents.clone())?,
        stored,
        contents,
    }))
}
