//! What was signed of a record that is being restored.

use ledger::checkpoint::SignedCheckpoint;

use super::BackupError;
use crate::sealing::policy;
use crate::store::Tx;

/// The number of checkpoints read at once.
const BATCH: u32 = 500;

/// Checks that every checkpoint is of the entries that were restored, and signed by the ledger's key.
///
/// # Errors
///
/// * [`BackupError::Damaged`] names the first one that is not;
/// * [`BackupError::Store`] if the database fails.
pub(super) async fn check(tx: &mut Tx) -> Result<(), BackupError> {
    let key = tx
        .ledger_origin()
        .await?
        .as_ref()
        .and_then(policy::verifier);
    let mut after = 0;
    loop {
        let checkpoints = tx.checkpoints(after, BATCH).await?;
        let Some(last) = checkpoints.last() else {
            return Ok(());
        };
        after = last.size;
        for kept in checkpoints {
            let signed = SignedCheckpoint::parse(kept.note.as_bytes());
            let signed = signed.map_err(BackupError::damaged)?;
            let is_signed = key.as_ref().is_some_and(|it| signed.verify_log(it).is_ok());
            let said = signed.checkpoint();
            let root = tx.tree_root(kept.size).await?;
            if !is_signed || said.size != kept.size || said.root != root || kept.root != root {
                return Err(BackupError::damaged(format!(
                    "the checkpoint of {} entries is not of these",
                    kept.size
                )));
            }
        }
    }
}
