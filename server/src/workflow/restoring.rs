//! Taking a record that was kept elsewhere into an empty database.

use domain::record::{Commitment, Entry, Inconsistent};
use domain::register::Register;

use super::WorkflowError;
use super::reading::given;
use super::writing::kept_as;
use crate::store::{NewContent, Store, Tx, Words};

/// The open write transaction of a record that is being restored; dropping it undoes everything.
#[derive(Debug)]
pub struct Restoring {
    tx: Tx,
    register: Register,
}

impl Restoring {
    /// Begins in a database that must be empty; none if there is a record in it.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError::Store`] if the database fails.
    pub async fn begin(store: &Store) -> Result<Option<Self>, WorkflowError> {
        let mut tx = store.begin().await?;
        let is_empty = tx.head().await?.is_none();
        Ok(is_empty.then(|| Self {
            tx,
            register: Register::default(),
        }))
    }

    /// Returns what the entries taken so far add up to.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Returns the database transaction, for what stands beside the record.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Takes the next entry as it was kept, with the words beside it or the places where some were.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError::Unreadable`] if the bytes are no entry;
    /// * [`WorkflowError::Inconsistent`] if the entry does not follow from those before it, or
    ///   the words are not those it commits to;
    /// * [`WorkflowError::Store`] if the database refuses it.
    pub async fn take(
        &mut self,
        bytes: &[u8],
        words: Vec<Option<Words>>,
    ) -> Result<(), WorkflowError> {
        let seq = self.register.next_seq();
        let unreadable = |why| WorkflowError::Unreadable {
            seq: i64::try_from(seq).unwrap_or(i64::MAX),
            why,
        };
        let commitments = Entry::commitments(bytes).map_err(unreadable)?;
        let texts = words.iter().map(|words| given(words.as_ref())).collect();
        let entry = Entry::decode(bytes, texts).map_err(unreadable)?;
        if !commitments.iter().zip(&words).all(fits) {
            let why = "the words beside it are not those it commits to";
            return Err(Inconsistent { seq, why }.into());
        }
        let contents = commitments.iter().zip(words).map(content).collect();
        let new = kept_as(&self.register, &entry, bytes.to_vec(), contents);
        self.register.apply(&entry)?;
        Ok(self.tx.append(&new).await?)
    }

    /// Makes everything durable; returns what the record adds up to.
    ///
    /// # Errors
    ///
    /// * [`WorkflowError::Store`] if the database does not confirm it.
    pub async fn commit(self) -> Result<Register, WorkflowError> {
        self.tx.commit().await?;
        Ok(self.register)
    }
}

fn fits((commitment, words): (&Commitment, &Option<Words>)) -> bool {
    words
        .as_ref()
        .is_none_or(|words| Commitment::new(&words.salt, &words.bytes) == *commitment)
}

fn content((commitment, words): (&Commitment, Option<Words>)) -> NewContent {
    NewContent {
        commitment: *commitment.as_bytes(),
        words,
    }
}
