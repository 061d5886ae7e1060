//! A bundle put together.

use sha2::{Digest, Sha256};

use super::block::{BLOCK, header, padding};

/// The name of the last part, which has the SHA-256 of every other one.
pub const SUMS: &str = "sha256sums";

/// A part that cannot be in a bundle: its name is none, or it is too large.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} of {size} bytes cannot be in a bundle")]
pub struct InvalidPart {
    /// Its name.
    pub name: String,
    /// Its size.
    pub size: usize,
}

/// Puts a bundle together, part by part; what it returns is written one after another.
#[derive(Debug, Default)]
pub struct Writer {
    sums: String,
}

impl Writer {
    /// Returns the bytes of the next part.
    ///
    /// # Errors
    ///
    /// * [`InvalidPart`] if no part can have this name or size.
    pub fn part(&mut self, name: &str, body: &[u8]) -> Result<Vec<u8>, InvalidPart> {
        let bytes = framed(name, body)?;
        self.sums.push_str(&sum_line(&Sha256::digest(body), name));
        Ok(bytes)
    }

    /// Returns the last bytes: the sums over all parts, and the end.
    ///
    /// # Errors
    ///
    /// * [`InvalidPart`] if there were more parts than the sums have room for, about 300,000.
    pub fn finish(self) -> Result<Vec<u8>, InvalidPart> {
        let mut bytes = framed(SUMS, self.sums.as_bytes())?;
        bytes.extend([0; 2 * BLOCK]);
        Ok(bytes)
    }
}

/// Returns the line of the sums for one part, as `sha256sum` writes it.
pub(crate) fn sum_line(sum: &[u8], name: &str) -> String {
    format!("{}  {name}\n", hex::encode(sum))
}

fn framed(name: &str, body: &[u8]) -> Result<Vec<u8>, InvalidPart> {
    let head = header(name, body.len()).ok_or_else(|| InvalidPart {
        name: name.to_owned(),
        size: body.len(),
    })?;
    let zeros = padding(body.len());
    let mut bytes = Vec::with_capacity(head.len() + body.len() + zeros);
    bytes.extend_from_slice(&head);
    bytes.extend_from_slice(body);
    bytes.extend(std::iter::repeat_n(0, zeros));
    Ok(bytes)
}
