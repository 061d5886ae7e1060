//! Cosignatures: a witness says what it saw, and when (C2SP tlog-cosignature, Ed25519).

use crate::note::{KeyKind, VerifierKey};

/// Is the latest time that a cosignature can carry, in seconds since 1970.
pub const MAX_TIME: u64 = i64::MAX as u64;

/// Writes what a witness signs: a header, the time in seconds since 1970, and the checkpoint.
pub fn message(checkpoint: &str, signed_at: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {signed_at}\n{checkpoint}").into_bytes()
}

/// Says that a signature was not made by the key in whose name it stands.
pub(crate) struct BadSignature;

/// Verifies a signature over the text of a note as the kind of the key asks for; gives the time if there is one.
pub(crate) fn check(
    key: &VerifierKey,
    text: &str,
    signature: &[u8],
) -> Result<Option<u64>, BadSignature> {
    match key.kind() {
        KeyKind::Ed25519 => verify(key, text.as_bytes(), signature).map(|()| None),
        KeyKind::Cosignature => {
            let (time, signature) = signature.split_first_chunk::<8>().ok_or(BadSignature)?;
            let time = u64::from_be_bytes(*time);
            if time > MAX_TIME {
                return Err(BadSignature);
            }
            verify(key, &message(text, time), signature).map(|()| Some(time))
        }
    }
}

fn verify(key: &VerifierKey, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
    let signature = signature.try_into().map_err(|_| BadSignature)?;
    if key.signed(message, signature) {
        return Ok(());
    }
    Err(BadSignature)
}
