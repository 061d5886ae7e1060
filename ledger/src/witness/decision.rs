//! Whether a witness signs.

use super::{AddCheckpoint, Head, Refused};
use crate::note::VerifierKey;
use crate::tree::verify_consistency;

/// Decides whether a witness may sign the checkpoint of a request, in the order of the specification.
///
/// `logs` are the keys that the witness trusts; the name of each is the log's.
/// `latest` is the last tree it signed for the log of that name; it must still be
/// that when the new one is stored, and stored it must be before the signature leaves.
///
/// # Errors
///
/// * [`Refused`] says why not, and with which status the witness answers.
pub fn decide(
    request: &AddCheckpoint,
    logs: &[VerifierKey],
    latest: Option<Head>,
) -> Result<Head, Refused> {
    let checkpoint = request.checkpoint.checkpoint();
    let mut keys = logs
        .iter()
        .filter(|it| it.name().as_str() == checkpoint.origin)
        .peekable();
    if keys.peek().is_none() {
        return Err(Refused::UnknownLog);
    }
    if !keys.any(|key| request.checkpoint.verify_log(key).is_ok()) {
        return Err(Refused::NotSigned);
    }
    let next = Head {
        size: checkpoint.size,
        root: checkpoint.root,
    };
    continues(request, latest.unwrap_or(Head::EMPTY), next)?;
    Ok(next)
}

fn continues(request: &AddCheckpoint, latest: Head, next: Head) -> Result<(), Refused> {
    if request.old_size > next.size {
        return Err(Refused::Shrunk);
    }
    if request.old_size != latest.size {
        return Err(Refused::OtherSize(latest.size));
    }
    if next.size == latest.size && next.root != latest.root {
        return Err(Refused::Forked(latest.size));
    }
    let (old, new) = (latest.size, next.size);
    verify_consistency(old, new, &request.proof, &latest.root, &next.root)
        .map_err(Refused::Inconsistent)
}
