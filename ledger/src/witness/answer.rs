//! What a witness answers, and what the log makes of it.

use crate::checkpoint::SignedCheckpoint;
use crate::note::{MAX_SIGNATURES, NoteSignature, VerifierKey};
use crate::tree::ConsistencyError;

/// Why a witness does not sign, with the status of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The witness knows no log of this name: 404.
    #[error("the witness does not know this log")]
    UnknownLog,
    /// No known key of the log signed the checkpoint: 403.
    #[error("no known key of the log signed the checkpoint")]
    NotSigned,
    /// The old size is above the new one: 400.
    #[error("the old size is above the size of the checkpoint")]
    Shrunk,
    /// The witness last signed a tree of another size: 409, with that size.
    #[error("the witness last signed a tree of {0} entries")]
    OtherSize(u64),
    /// The witness signed a tree of this size with another root: 409, with that size.
    #[error("the witness signed a tree of {0} entries with another root")]
    Forked(u64),
    /// The proof does not hold: 422.
    #[error("the checkpoint is not shown to continue what the witness signed last: {0}")]
    Inconsistent(ConsistencyError),
}

impl Refused {
    /// Is the media type of an answer whose body is a size.
    pub const SIZE_TYPE: &'static str = "text/x.tlog.size";

    /// Is the HTTP status of the answer.
    pub const fn status(&self) -> u16 {
        match self {
            Self::UnknownLog => 404,
            Self::NotSigned => 403,
            Self::Shrunk => 400,
            Self::OtherSize(_) | Self::Forked(_) => 409,
            Self::Inconsistent(_) => 422,
        }
    }

    /// Is the size that the answer tells, as its whole body and of the type [`SIZE_TYPE`](Self::SIZE_TYPE).
    pub const fn size(&self) -> Option<u64> {
        match self {
            Self::OtherSize(size) | Self::Forked(size) => Some(*size),
            Self::UnknownLog | Self::NotSigned | Self::Shrunk | Self::Inconsistent(_) => None,
        }
    }
}

/// Says that a witness's answer brings no signature of a known witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAnswer {
    /// The body is not lines of signatures.
    #[error("the answer is not lines of signatures")]
    NotSignatures,
    /// None of the lines is a signature of a known witness over this checkpoint that holds.
    #[error("the answer has no signature of a known witness over this checkpoint")]
    NoneHolds,
}

/// Picks the signatures of known witnesses that hold out of an answer to `add-checkpoint`.
///
/// Each comes with the time it was made at, in seconds since 1970. Lines of
/// others, and such as do not hold, are left out.
///
/// # Errors
///
/// * [`BadAnswer::NotSignatures`] if the body is anything but lines of signatures;
/// * [`BadAnswer::NoneHolds`] if no signature is left.
pub fn read_cosignatures(
    body: &[u8],
    checkpoint: &SignedCheckpoint,
    witnesses: &[VerifierKey],
) -> Result<Vec<(NoteSignature, u64)>, BadAnswer> {
    let text = str::from_utf8(body).map_err(|_| BadAnswer::NotSignatures)?;
    let lines = text.strip_suffix('\n').ok_or(BadAnswer::NotSignatures)?;
    let lines: Vec<&str> = lines.split('\n').collect();
    if lines.len() > MAX_SIGNATURES {
        return Err(BadAnswer::NotSignatures);
    }
    let mut found = Vec::new();
    for line in lines {
        let signature = NoteSignature::from_line(line).map_err(|_| BadAnswer::NotSignatures)?;
        if let Some(time) = signature.cosigned_at(checkpoint.note().text(), witnesses) {
            found.push((signature, time));
        }
    }
    if found.is_empty() {
        return Err(BadAnswer::NoneHolds);
    }
    Ok(found)
}
