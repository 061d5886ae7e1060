//! Files that one process holds at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// What to do where another process holds the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfHeld {
    /// Wait: the one before is about to end.
    Wait,
    /// Give up.
    Fail,
}

/// Takes hold of a file, which is made where it is missing, until what is returned is dropped.
///
/// # Errors
///
/// * of the kind `WouldBlock` if another process holds it;
/// * of another kind if the file cannot be used.
pub(crate) fn hold(path: &Path, if_held: IfHeld) -> io::Result<File> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)?;
    match if_held {
        IfHeld::Wait => file.lock()?,
        IfHeld::Fail => file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            TryLockError::Error(source) => source,
        })?,
    }
    Ok(file)
}
