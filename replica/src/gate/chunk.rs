//! Chunks: the envelope of a change, checked before what is in it.

use std::io::Read;

use automerge::ChangeHash;
use flate2::read::DeflateDecoder;
use sha2::{Digest, Sha256};

use super::GateRefusal;
use crate::reader::{Malformed, Reader, write_unsigned};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const COMPRESSED: u8 = 2;
const BUNDLE: u8 = 3;

/// The greatest change, as sent and inflated, in bytes.
const MAX_CHANGE: usize = 1024 * 1024;

/// The greatest size of the changes of one message together, inflated, in bytes.
const MAX_INFLATED: usize = 8 * MAX_CHANGE;

impl From<Malformed> for GateRefusal {
    fn from(_: Malformed) -> Self {
        Self::NotAChange
    }
}

/// A change in its plain envelope, with a good checksum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk {
    /// The whole chunk, never compressed.
    pub(super) bytes: Vec<u8>,
    /// Where the envelope ends.
    body: usize,
    pub(super) hash: ChangeHash,
}

impl Chunk {
    /// Reads the chunks that stand one after another in some bytes.
    pub(super) fn read_all(bytes: &[u8]) -> Result<Vec<Self>, GateRefusal> {
        let mut reader = Reader::new(bytes);
        let mut chunks = Vec::new();
        let mut room = MAX_INFLATED;
        while !reader.is_empty() {
            let chunk = Self::read(&mut reader, MAX_CHANGE)?;
            room = room
                .checked_sub(chunk.bytes.len())
                .ok_or(GateRefusal::ChangeTooLarge)?;
            chunks.push(chunk);
        }
        Ok(chunks)
    }

    /// Reads a chunk of the draft's own history, of any size.
    pub(super) fn read_trusted(bytes: &[u8]) -> Result<Self, GateRefusal> {
        Self::read(&mut Reader::new(bytes), usize::MAX)
    }

    fn read(reader: &mut Reader<'_>, limit: usize) -> Result<Self, GateRefusal> {
        if reader.array()? != MAGIC {
            return Err(GateRefusal::NotAChange);
        }
        let checksum: [u8; 4] = reader.array()?;
        let kind = reader.byte()?;
        let data = reader.bytes(usize::MAX)?;
        if data.len() > limit {
            return Err(GateRefusal::ChangeTooLarge);
        }
        match kind {
            DOCUMENT => Err(GateRefusal::DocumentChunk),
            CHANGE => Self::checked(checksum, data),
            COMPRESSED => Self::checked(checksum, &inflate(data)?),
            BUNDLE => Err(GateRefusal::BundleChunk),
            _ => Err(GateRefusal::NotAChange),
        }
    }

    fn checked(checksum: [u8; 4], data: &[u8]) -> Result<Self, GateRefusal> {
        let mut envelope = vec![CHANGE];
        write_unsigned(&mut envelope, data.len());
        let hash: [u8; 32] = Sha256::new()
            .chain_update(&envelope)
            .chain_update(data)
            .finalize()
            .into();
        if hash[..4] != checksum {
            return Err(GateRefusal::WrongChecksum);
        }
        let head = [&MAGIC[..], &checksum, &envelope].concat();
        Ok(Self {
            body: head.len(),
            bytes: [&head[..], data].concat(),
            hash: ChangeHash(hash),
        })
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.bytes[self.body..]
    }
}

/// Inflates, but never more than a change may have: two megabytes can hold six
/// gigabytes of zeros.
fn inflate(data: &[u8]) -> Result<Vec<u8>, GateRefusal> {
    let mut inflated = Vec::new();
    let limit = MAX_CHANGE as u64 + 1;
    DeflateDecoder::new(data)
        .take(limit)
        .read_to_end(&mut inflated)
        .map_err(|_| GateRefusal::NotAChange)?;
    if inflated.len() > MAX_CHANGE {
        return Err(GateRefusal::ChangeTooLarge);
    }
    Ok(inflated)
}
