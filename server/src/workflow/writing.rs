//! One act, or several that belong together, on their way into the record.

use std::collections::BTreeSet;

use domain::id::ClauseId;
use domain::instrument::Acting;
use domain::record::{Act, Actor, Commitment, Entry, Fact, ProcedureFact};
use domain::register::Register;
use domain::signing::Salt;
use domain::time::Timestamp;
use ledger::hash::{Hash, leaf_hash};

use super::reading::replay;
use super::{Office, WorkflowError};
use crate::store::{NewContent, NewEntry, StoredEntry, Tx, Words};

/// What a committed act is acknowledged with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The entries that were appended, in order.
    pub entries: Vec<Entry>,
    /// The hash of each as a leaf of the ledger.
    pub leaves: Vec<Hash>,
}

impl Receipt {
    /// Returns the place of the last entry appended; none if nothing was.
    pub fn seq(&self) -> Option<u64> {
        self.entries.last().map(|entry| entry.seq)
    }

    /// Returns the place of the entry that takes or enters a position; what it broke comes after it.
    pub fn position(&self) -> Option<u64> {
        let mut entries = self.entries.iter();
        let taken = entries.find(|entry| {
            matches!(
                entry.fact,
                Fact::PositionTaken(_) | Fact::Procedure(ProcedureFact::PositionEntered { .. })
            )
        });
        taken.map(|entry| entry.seq)
    }
}

/// The open write transaction; dropping it undoes everything.
#[derive(Debug)]
pub struct Writing<'a> {
    office: &'a Office,
    tx: Tx,
    register: Register,
    now: Timestamp,
    entries: Vec<Entry>,
    leaves: Vec<Hash>,
}

impl<'a> Writing<'a> {
    pub(super) fn new(office: &'a Office, tx: Tx, register: Register) -> Self {
        // The clock may jump back; what the record says has passed, has passed.
        let last = register.last_at().unwrap_or(Timestamp::MIN);
        let now = office.now().max(last);
        Self {
            office,
            tx,
            register,
            now,
            entries: Vec::new(),
            leaves: Vec::new(),
        }
    }

    /// Returns what the record says, this transaction's entries included.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Returns the instant at which the transaction began.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns the database transaction, for effects beside the record.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Says who acts now.
    pub fn acting(&self, by: domain::id::DelegateId) -> Acting<'_> {
        Acting {
            network: self.register.network(),
            by,
            now: self.now,
        }
    }

    /// Records every instant that was set and has passed, before anything else is decided: what
    /// comes now is late.
    ///
    /// # Errors
    ///
    /// * as [`Self::append`] says.
    pub(super) async fn record_passed(&mut self) -> Result<(), WorkflowError> {
        while let Some(act) = self.next_passed() {
            self.append([act]).await?;
        }
        Ok(())
    }

    fn next_passed(&self) -> Option<Act> {
        let network = self.register.network();
        let mut instruments = self.register.instruments();
        instruments.find_map(|it| it.passed(network, self.now))
    }

    /// Appends acts that the rules have allowed.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError::Refused`] if an entry would be too large;
    /// * [`WorkflowError::Store`] or [`WorkflowError::Inconsistent`] if the record refuses it.
    pub async fn append(
        &mut self,
        acts: impl IntoIterator<Item = Act>,
    ) -> Result<(), WorkflowError> {
        for act in acts {
            let salts = act.contents.salts().to_vec();
            let entry = Entry::new(self.register.next_seq(), self.next_instant(), act);
            let new = self.stored(&entry, &salts)?;
            self.tx.append(&new).await?;
            self.register.apply(&entry)?;
            self.leaves.push(leaf_hash(&new.entry.bytes));
            self.entries.push(entry);
        }
        Ok(())
    }

    /// Reads the whole record anew within the transaction: the register has nothing any more that was
    /// erased in it.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError`] if the record cannot be read.
    pub(super) async fn read_anew(&mut self) -> Result<(), WorkflowError> {
        let end = self.register.next_seq();
        self.register = replay(Register::default(), &mut self.tx, end).await?;
        Ok(())
    }

    /// Makes everything durable, then shows and announces it.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError::Store`] if the database does not confirm it.
    pub async fn commit(self) -> Result<Receipt, WorkflowError> {
        self.tx.commit().await?;
        self.office.publish(self.register);
        self.office.notices().announce(self.entries.clone());
        Ok(Receipt {
            entries: self.entries,
            leaves: self.leaves,
        })
    }

    /// Returns the present instant, or the first one after the last entry.
    fn next_instant(&self) -> Timestamp {
        let next = |last: Timestamp| Timestamp::from_micros(last.as_micros() + 1);
        self.register
            .last_at()
            .map_or(self.now, |last| self.now.max(next(last)))
    }

    /// Makes the row of an entry; contents without a salt of their own are given a random one.
    fn stored(&self, entry: &Entry, salts: &[Option<Salt>]) -> Result<NewEntry, WorkflowError> {
        let contents: Vec<_> = entry
            .contents
            .iter()
            .zip(salts)
            .filter_map(|(words, salt)| Some((words.as_str()?, salt)))
            .map(|(text, salt)| {
                let chosen = salt.map(|salt| *salt.as_bytes());
                salted(text, chosen.unwrap_or_else(|| self.office.random().bytes()))
            })
            .collect();
        let commitments: Vec<_> = contents
            .iter()
            .map(|new| Commitment::from_bytes(new.commitment))
            .collect();
        let bytes = entry.encode(&commitments)?;
        Ok(kept_as(&self.register, entry, bytes, contents))
    }
}

/// Says how an entry is kept: its exact bytes, and what it is found by.
pub(super) fn kept_as(
    register: &Register,
    entry: &Entry,
    bytes: Vec<u8>,
    contents: Vec<NewContent>,
) -> NewEntry {
    let row = StoredEntry {
        seq: i64::try_from(entry.seq).unwrap_or(i64::MAX),
        at: entry.at,
        fact_type: entry.fact.type_name(),
        instrument_id: entry.instrument,
        actor_id: match entry.actor {
            Actor::Delegate(id) => Some(id),
            Actor::System => None,
        },
        organisation_id: entry.organisation,
        bytes,
    };
    NewEntry {
        entry: row,
        clauses: clauses_of(register, entry),
        contents,
    }
}

/// Returns the clauses an entry is found by, those of its amendment included.
fn clauses_of(register: &Register, entry: &Entry) -> BTreeSet<ClauseId> {
    let amended = entry.fact.amendments().into_iter().filter_map(|amendment| {
        let instrument = register.instrument(entry.instrument?).ok()?;
        instrument
            .amendment(amendment)
            .map(|amendment| amendment.change().clause())
    });
    entry.fact.clauses().into_iter().chain(amended).collect()
}

fn salted(text: &str, salt: [u8; 32]) -> NewContent {
    let bytes = text.as_bytes().to_vec();
    let commitment = *Commitment::new(&salt, &bytes).as_bytes();
    NewContent {
        commitment,
        words: Some(Words { salt, bytes }),
    }
}
