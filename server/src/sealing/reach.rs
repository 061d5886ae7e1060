//! How far sealing and witnessing have come, for those who read the record.

use ledger::checkpoint::SignedCheckpoint;

use super::policy::{Witnesses, words};
use super::proof::cosigned;
use crate::store::{Checkpoint, StoreError, Tx};

/// How many checkpoints with enough cosignatures are looked through for one whose witnesses are a quorum.
const LOOK_THROUGH: u32 = 16;

/// How far the ledger is sealed and witnessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// How many entries the last checkpoint covers.
    pub sealed: u64,
    /// How many entries the last checkpoint covers that enough witnesses cosigned.
    pub witnessed: u64,
    /// The witnesses, and how many entries the last checkpoint covers that each cosigned.
    pub witnesses: Vec<(String, u64)>,
    /// The fewest witnesses that are enough.
    pub fewest: usize,
}

/// How well one entry is kept from being changed unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is recorded.
    Recorded,
    /// A signed checkpoint covers it, and too few witnesses have cosigned one.
    Sealed {
        /// How many have.
        by: usize,
        /// How many there are.
        of: usize,
    },
    /// Enough witnesses have cosigned a checkpoint that covers it.
    Witnessed {
        /// How many have.
        by: usize,
        /// How many there are.
        of: usize,
    },
}

impl Reach {
    /// Reads how far the ledger is sealed, and witnessed by these.
    ///
    /// # Errors
    ///
    /// * [`StoreError`] if the database fails.
    pub async fn read(tx: &mut Tx, witnesses: Option<&Witnesses>) -> Result<Self, StoreError> {
        let mut reach = Self {
            sealed: tx.last_checkpoint().await?.map_or(0, |last| last.size),
            ..Self::default()
        };
        let Some(witnesses) = witnesses else {
            return Ok(reach);
        };
        for witness in witnesses.all() {
            let size = tx.last_cosigned(&witness.key.to_string()).await?;
            reach.witnesses.push((words(&witness.name), size));
        }
        reach.fewest = witnesses.fewest();
        let last = last_witnessed(tx, Some(witnesses)).await?;
        reach.witnessed = last.map_or(0, |last| last.size);
        Ok(reach)
    }

    /// Says how well an entry is kept.
    pub fn of(&self, seq: u64) -> Kept {
        let covers = |size: u64| size > seq;
        let by = self
            .witnesses
            .iter()
            .filter(|(_, size)| covers(*size))
            .count();
        let of = self.witnesses.len();
        if covers(self.witnessed) {
            Kept::Witnessed { by, of }
        } else if covers(self.sealed) {
            Kept::Sealed { by, of }
        } else {
            Kept::Recorded
        }
    }
}

/// Finds the last checkpoint that enough witnesses cosigned; none where no witness is asked for.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn last_witnessed(
    tx: &mut Tx,
    witnesses: Option<&Witnesses>,
) -> Result<Option<Checkpoint>, StoreError> {
    let Some(witnesses) = witnesses.filter(|it| it.fewest() > 0) else {
        return Ok(None);
    };
    let ledger = tx.ledger_origin().await?;
    let Some(policy) = ledger.and_then(|ledger| witnesses.for_ledger(&ledger)) else {
        return Ok(None);
    };
    for size in tx.cosigned_sizes(witnesses.fewest(), LOOK_THROUGH).await? {
        let Some(checkpoint) = tx.checkpoint(size).await? else {
            continue;
        };
        let note = cosigned(tx, &checkpoint).await?;
        let signed = SignedCheckpoint::parse(note.as_bytes());
        let judged = signed.is_ok_and(|signed| {
            policy
                .judge(&signed)
                .is_ok_and(|judgement| judgement.is_quorum)
        });
        if judged {
            return Ok(Some(checkpoint));
        }
    }
    Ok(None)
}
