//! What is published of the ledger: cosigned checkpoints, and proofs that an entry is in it.

use std::fmt::Write as _;

use ledger::checkpoint::SignedCheckpoint;

use super::policy::{Witnesses, words};
use super::reach::last_witnessed;
use crate::store::{Checkpoint, StoreError, Tx};

/// The checkpoints under which entries are proved, read once for many proofs.
#[derive(Debug, Clone, Default)]
pub struct Prover {
    witnessed: Option<Seal>,
    last: Option<Seal>,
}

/// A checkpoint with the cosignatures that there are on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The number of entries that it covers.
    pub size: u64,
    /// The root of the tree over them, in hexadecimal.
    pub root: String,
    /// The signed note.
    pub note: String,
    /// The witnesses of the policy whose cosignatures on it hold.
    pub witnesses: Vec<String>,
    /// Whether these are enough.
    pub is_witnessed: bool,
}

/// The proof that one entry is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofOfEntry<'a> {
    /// The checkpoint that it stands under.
    pub seal: &'a Seal,
    /// The file (C2SP tlog-proof).
    pub file: String,
}

impl Prover {
    /// Reads the last checkpoint that enough witnesses cosigned, and the last one.
    ///
    /// # Errors
    ///
    /// * [`StoreError`] if the database fails.
    pub async fn read(tx: &mut Tx, witnesses: Option<&Witnesses>) -> Result<Self, StoreError> {
        let best = last_witnessed(tx, witnesses).await?;
        let last = tx.last_checkpoint().await?;
        Ok(Self {
            witnessed: Seal::read(tx, best, witnesses).await?,
            last: Seal::read(tx, last, witnesses).await?,
        })
    }

    /// Returns the last checkpoint that enough witnesses cosigned, or else the last one.
    pub fn best(&self) -> Option<&Seal> {
        self.witnessed.as_ref().or(self.last.as_ref())
    }

    /// Proves an entry under the best checkpoint that covers it; none until one does.
    ///
    /// # Errors
    ///
    /// * [`StoreError`] if the database fails.
    pub async fn prove(
        &self,
        tx: &mut Tx,
        seq: u64,
    ) -> Result<Option<ProofOfEntry<'_>>, StoreError> {
        let mut seals = self.witnessed.iter().chain(&self.last);
        let Some(seal) = seals.find(|it| it.size > seq) else {
            return Ok(None);
        };
        let mut file = format!("c2sp.org/tlog-proof@v1\nindex {seq}\n");
        for hash in tx.inclusion_proof(seq, seal.size).await? {
            // Writing to a text cannot fail.
            let _ = writeln!(file, "{}", hash.to_base64());
        }
        file.push('\n');
        file.push_str(&seal.note);
        Ok(Some(ProofOfEntry { seal, file }))
    }
}

impl Seal {
    async fn read(
        tx: &mut Tx,
        checkpoint: Option<Checkpoint>,
        witnesses: Option<&Witnesses>,
    ) -> Result<Option<Self>, StoreError> {
        let Some(checkpoint) = checkpoint else {
            return Ok(None);
        };
        let note = cosigned(tx, &checkpoint).await?;
        let ledger = tx.ledger_origin().await?;
        let policy = ledger.and_then(|ledger| witnesses?.for_ledger(&ledger));
        let signed = SignedCheckpoint::parse(note.as_bytes()).ok();
        let judgement = policy.as_ref().zip(signed.as_ref());
        let judgement = judgement.and_then(|(policy, signed)| policy.judge(signed).ok());
        let names = judgement.iter().flat_map(|it| &it.witnesses);
        let names: Vec<_> = names.map(|it| words(&it.witness.name)).collect();
        let is_quorum = judgement.as_ref().is_some_and(|it| it.is_quorum);
        Ok(Some(Self {
            size: checkpoint.size,
            root: checkpoint.root.to_string(),
            is_witnessed: is_quorum && !names.is_empty(),
            witnesses: names,
            note,
        }))
    }
}

/// Returns a checkpoint with the cosignatures that there are on it.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn cosigned(tx: &mut Tx, checkpoint: &Checkpoint) -> Result<String, StoreError> {
    let mut note = checkpoint.note.clone();
    for cosignature in tx.cosignatures(checkpoint.size).await? {
        note.push_str(&cosignature.line);
    }
    Ok(note)
}

/// Writes the file that proves that an entry is in the ledger (C2SP tlog-proof); none until it is sealed.
///
/// It stands under the last checkpoint that enough witnesses cosigned, or else the last one.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn proof_file(
    tx: &mut Tx,
    seq: u64,
    witnesses: Option<&Witnesses>,
) -> Result<Option<String>, StoreError> {
    let prover = Prover::read(tx, witnesses).await?;
    Ok(prover.prove(tx, seq).await?.map(|it| it.file))
}
