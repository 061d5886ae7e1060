//! A bundle taken apart, as its bytes come in.

use super::block::{BLOCK, InvalidHeader, padding, read_header};

/// Bytes that are no bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBundle {
    /// A header is not as it must be.
    #[error("at byte {at}: {why}")]
    Header {
        /// Where the header begins.
        at: u64,
        /// What is wrong with it.
        why: InvalidHeader,
    },
    /// There is something where only zeros may be.
    #[error("at byte {at} there is something where only zeros may be")]
    Padding {
        /// Where.
        at: u64,
    },
    /// There is something after the end.
    #[error("after the end, at byte {at}, there is something more")]
    TooLong {
        /// Where the end is.
        at: u64,
    },
    /// The bytes end before the bundle does.
    #[error("it ends at byte {at}, before it is complete")]
    Truncated {
        /// Where the bytes end.
        at: u64,
    },
}

/// What the next bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expected {
    Header,
    Body { name: String, size: usize },
    Padding(usize),
    LastBlock,
    Nothing,
}

/// Takes a bundle apart: it is given bytes as they come and gives parts as they are complete.
#[derive(Debug)]
pub struct Parts {
    expected: Expected,
    collected: Vec<u8>,
    at: u64,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            expected: Expected::Header,
            collected: Vec::new(),
            at: 0,
        }
    }
}

impl Parts {
    /// Returns how many bytes were taken in.
    pub const fn position(&self) -> u64 {
        self.at
    }

    /// Takes in bytes and hands every part that they complete to `take`, with its name.
    ///
    /// # Errors
    ///
    /// * [`InvalidBundle`] if they are no bundle, which ends it, or whatever `take` returns.
    pub fn feed<E: From<InvalidBundle>>(
        &mut self,
        mut bytes: &[u8],
        mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while !bytes.is_empty() {
            let wanted = self.wanted();
            if wanted == 0 {
                return Err(InvalidBundle::TooLong { at: self.at }.into());
            }
            // A part that came in one piece is not copied.
            if self.collected.is_empty() && bytes.len() >= wanted {
                let (piece, rest) = bytes.split_at(wanted);
                self.complete(piece, &mut take)?;
                bytes = rest;
            } else {
                let more = bytes.len().min(wanted - self.collected.len());
                let (piece, rest) = bytes.split_at(more);
                self.collected.extend_from_slice(piece);
                bytes = rest;
                if self.collected.len() == wanted {
                    let piece = std::mem::take(&mut self.collected);
                    self.complete(&piece, &mut take)?;
                    self.collected = piece;
                    self.collected.clear();
                }
            }
        }
        Ok(())
    }

    /// Says that there are no more bytes.
    ///
    /// # Errors
    ///
    /// * [`InvalidBundle::Truncated`] if there had to be more.
    pub fn finish(&self) -> Result<(), InvalidBundle> {
        if self.expected == Expected::Nothing {
            return Ok(());
        }
        let at = self.at + self.collected.len() as u64;
        Err(InvalidBundle::Truncated { at })
    }

    fn wanted(&self) -> usize {
        match self.expected {
            Expected::Header | Expected::LastBlock => BLOCK,
            Expected::Body { size, .. } | Expected::Padding(size) => size,
            Expected::Nothing => 0,
        }
    }

    fn complete<E: From<InvalidBundle>>(
        &mut self,
        piece: &[u8],
        take: &mut impl FnMut(&str, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let begins = self.at;
        self.at += piece.len() as u64;
        self.expected = match std::mem::replace(&mut self.expected, Expected::Nothing) {
            Expected::Header => self.after_header(piece, begins, take)?,
            Expected::Body { name, size } => {
                take(&name, piece)?;
                after_body(size)
            }
            Expected::Padding(_) => {
                check_zeros(piece, begins)?;
                Expected::Header
            }
            Expected::LastBlock => {
                check_zeros(piece, begins)?;
                Expected::Nothing
            }
            Expected::Nothing => return Err(InvalidBundle::TooLong { at: begins }.into()),
        };
        Ok(())
    }

    fn after_header<E: From<InvalidBundle>>(
        &self,
        piece: &[u8],
        at: u64,
        take: &mut impl FnMut(&str, &[u8]) -> Result<(), E>,
    ) -> Result<Expected, E> {
        let block = piece
            .first_chunk()
            .ok_or(InvalidBundle::Truncated { at: self.at })?;
        if block == &[0; BLOCK] {
            return Ok(Expected::LastBlock);
        }
        let (name, size) = read_header(block).map_err(|why| InvalidBundle::Header { at, why })?;
        if size == 0 {
            take(name, &[])?;
            return Ok(Expected::Header);
        }
        let name = name.to_owned();
        Ok(Expected::Body { name, size })
    }
}

const fn after_body(size: usize) -> Expected {
    match padding(size) {
        0 => Expected::Header,
        zeros => Expected::Padding(zeros),
    }
}

fn check_zeros(piece: &[u8], begins: u64) -> Result<(), InvalidBundle> {
    match (begins..).zip(piece).find(|(_, byte)| **byte != 0) {
        Some((at, _)) => Err(InvalidBundle::Padding { at }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Writer;
    use super::*;

    fn bundle() -> Vec<u8> {
        let mut writer = Writer::default();
        let mut bytes = writer.part("one", b"1").unwrap();
        bytes.extend(writer.part("empty", b"").unwrap());
        bytes.extend(writer.part("whole", &[7; BLOCK]).unwrap());
        bytes.extend(writer.finish().unwrap());
        bytes
    }

    fn read(bytes: &[u8], step: usize) -> Result<Vec<(String, Vec<u8>)>, InvalidBundle> {
        let mut parts = Parts::default();
        let mut found = Vec::new();
        for piece in bytes.chunks(step) {
            parts.feed(piece, |name, body| {
                found.push((name.to_owned(), body.to_vec()));
                Ok::<_, InvalidBundle>(())
            })?;
        }
        parts.finish()?;
        Ok(found)
    }

    #[test]
    fn parts_come_out_as_they_went_in_however_they_come() {
        let bytes = bundle();
        let whole = read(&bytes, bytes.len()).unwrap();
        let names: Vec<_> = whole.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["one", "empty", "whole", "sha256sums"]);
        assert_eq!(whole[2].1, vec![7; BLOCK]);
        for step in [1, 7, 511, 512, 513] {
            assert_eq!(read(&bytes, step).as_ref(), Ok(&whole), "step {step}");
        }
    }

    #[test]
    fn a_bundle_ends_exactly_where_it_ends() {
        let bytes = bundle();
        for end in 0..bytes.len() {
            let read = read(&bytes[..end], 1000);
            assert!(
                matches!(read, Err(InvalidBundle::Truncated { .. })),
                "{end}"
            );
        }
        let longer = [&bytes[..], &[0]].concat();
        let at = bytes.len() as u64;
        assert_eq!(read(&longer, 1000), Err(InvalidBundle::TooLong { at }));
    }

    #[test]
    fn the_filling_of_a_block_is_zero() {
        let mut bytes = bundle();
        bytes[BLOCK + 5] = 1;
        let at = (BLOCK + 5) as u64;
        assert_eq!(read(&bytes, 1000), Err(InvalidBundle::Padding { at }));
    }
}
