//! What a sealer signs: only what continues what it signed last.

use ledger::checkpoint::Checkpoint;
use ledger::witness::{Head, SealRefusal, check_seal};

use super::protocol::SealRequest;

/// Why a sealer does not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsealable {
    /// There is nothing to sign.
    #[error("a checkpoint without entries is not signed")]
    Empty,
    /// The checkpoint has lines whose meaning is unknown.
    #[error("a checkpoint with extension lines is not signed")]
    Extended,
    /// The checkpoint is of another log.
    #[error("this key signs for {signed}, not for {asked}")]
    OtherOrigin {
        /// The log it signs for.
        signed: String,
        /// The log of the request.
        asked: String,
    },
    /// The request does not begin where the last signed checkpoint ended.
    #[error("the last checkpoint signed has {signed} entries, the request begins at {old}")]
    OtherBeginning {
        /// The size signed last.
        signed: u64,
        /// The size the request begins with.
        old: u64,
    },
    /// The tree does not continue the one that was signed.
    #[error(transparent)]
    Tree(#[from] SealRefusal),
}

impl Unsealable {
    /// Returns a stable name.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Extended => "extended",
            Self::OtherOrigin { .. } => "other-origin",
            Self::OtherBeginning { .. } => "other-beginning",
            Self::Tree(SealRefusal::Shrunk { .. }) => "shrunk",
            Self::Tree(SealRefusal::Forked { .. } | SealRefusal::Inconsistent { .. }) => "forked",
        }
    }
}

/// Checks that a request continues the checkpoint that was signed last.
///
/// # Errors
///
/// * [`Unsealable`] says why it does not.
pub(super) fn check(last: Option<&Checkpoint>, request: &SealRequest) -> Result<(), Unsealable> {
    let asked = &request.checkpoint;
    if asked.size == 0 {
        return Err(Unsealable::Empty);
    }
    if !asked.extensions.is_empty() {
        return Err(Unsealable::Extended);
    }
    if let Some(last) = last.filter(|last| last.origin != asked.origin) {
        return Err(Unsealable::OtherOrigin {
            signed: last.origin.clone(),
            asked: asked.origin.clone(),
        });
    }
    let head = |it: &Checkpoint| Head {
        size: it.size,
        root: it.root,
    };
    let (signed, next) = (last.map_or(Head::EMPTY, head), head(asked));
    let (old, signed_size) = (request.old, signed.size);
    if old != signed_size && next.size >= signed_size {
        return Err(Unsealable::OtherBeginning {
            signed: signed_size,
            old,
        });
    }
    Ok(check_seal(&signed, &next, &request.proof)?)
}
