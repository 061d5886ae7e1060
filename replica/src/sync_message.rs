//! Automerge's sync messages, decoded by bounded code of our own.
//!
//! Automerge's own decoder reserves what a message asks for and panics on some
//! ten-byte messages; nothing from outside reaches it.

use automerge::ChangeHash;
use automerge::sync::{BloomFilter, ChunkList, Have, Message, MessageFlags, MessageVersion};

use crate::reader::{Malformed, Reader, write_unsigned};

/// The bloom filters that automerge makes: bits for an entry, probes for a hash.
const BLOOM_BITS: u64 = 10;
const BLOOM_PROBES: u64 = 7;

const VERSION_1: u8 = 0x42;
const VERSION_2: u8 = 0x43;
const FLAGS_MARKER: u8 = 0x80;

/// The greatest sizes of a message's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageLimits {
    /// The whole message, in bytes.
    pub bytes: usize,
    /// Each list of hashes.
    pub hashes: usize,
    /// Summaries of what the sender has.
    pub have: usize,
    /// Chunks of changes.
    pub chunks: usize,
}

impl MessageLimits {
    /// What a client may send.
    pub const CLIENT: Self = Self {
        bytes: 256 * 1024,
        hashes: 4_096,
        have: 4,
        chunks: 10_000,
    };

    /// What our server may send.
    pub const SERVER: Self = Self {
        bytes: 64 * 1024 * 1024,
        hashes: 65_536,
        have: 4,
        chunks: 1_000_000,
    };
}

/// Why bytes are no sync message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidMessage {
    /// The message is greater than permitted.
    #[error("the sync message is too large")]
    TooLarge,
    /// The message is of a kind that does not exist.
    #[error("the bytes are not a sync message")]
    UnknownVersion,
    /// The message ends early, or a count in it is too great.
    #[error("the sync message is malformed")]
    Malformed,
    /// A bloom filter is not of the shape that automerge makes.
    #[error("a bloom filter in the sync message has a shape that automerge does not make")]
    BloomShape,
}

impl From<Malformed> for InvalidMessage {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// A sync message whose shape has been checked; its changes have not.
#[derive(Debug, Clone, PartialEq)]
pub struct SyncMessage {
    message: Message,
}

impl SyncMessage {
    /// Decodes a message from outside.
    ///
    /// # Errors
    ///
    /// * [`InvalidMessage`] says what is wrong with the bytes.
    pub fn decode(bytes: &[u8], limits: &MessageLimits) -> Result<Self, InvalidMessage> {
        if bytes.len() > limits.bytes {
            return Err(InvalidMessage::TooLarge);
        }
        let mut reader = Reader::new(bytes);
        let version = match reader.byte()? {
            VERSION_1 => MessageVersion::V1,
            VERSION_2 => MessageVersion::V2,
            _ => return Err(InvalidMessage::UnknownVersion),
        };
        let message = Message {
            version,
            heads: hashes(&mut reader, limits)?,
            need: hashes(&mut reader, limits)?,
            have: have(&mut reader, limits)?,
            changes: chunks(&mut reader, limits)?.into(),
            flags: flags(&mut reader)?,
        };
        Ok(Self { message })
    }

    /// Returns the heads of the sender.
    pub fn heads(&self) -> &[ChangeHash] {
        &self.message.heads
    }

    /// Returns the changes the sender asks for by name.
    pub fn need(&self) -> &[ChangeHash] {
        &self.message.need
    }

    /// Returns the chunks in which the changes came: one each in version 1,
    /// several after one another in version 2.
    pub fn chunks(&self) -> impl Iterator<Item = &[u8]> {
        self.message.changes.iter()
    }

    /// Reports whether there is no change in the message.
    pub fn has_no_changes(&self) -> bool {
        self.message.changes.iter().all(<[u8]>::is_empty)
    }

    /// Returns what the message says apart from its changes.
    pub(crate) fn without_changes(&self) -> Message {
        Message {
            heads: self.message.heads.clone(),
            need: self.message.need.clone(),
            have: self.message.have.clone(),
            changes: ChunkList::empty(),
            flags: self.message.flags,
            version: self.message.version.clone(),
        }
    }

    pub(crate) fn into_message(self) -> Message {
        self.message
    }
}

/// Hashes in the order automerge keeps them in, which it relies on.
fn hashes(
    reader: &mut Reader<'_>,
    limits: &MessageLimits,
) -> Result<Vec<ChangeHash>, InvalidMessage> {
    let count = reader.count(32, limits.hashes)?;
    let mut hashes = Vec::with_capacity(count);
    for _ in 0..count {
        hashes.push(ChangeHash(reader.array()?));
    }
    hashes.sort_unstable();
    hashes.dedup();
    Ok(hashes)
}

fn have(reader: &mut Reader<'_>, limits: &MessageLimits) -> Result<Vec<Have>, InvalidMessage> {
    let count = reader.count(2, limits.have)?;
    let mut list = Vec::with_capacity(count);
    for _ in 0..count {
        let last_sync = hashes(reader, limits)?;
        let bloom = reader.bytes(limits.bytes)?;
        check_bloom(bloom)?;
        let bloom = BloomFilter::try_from(bloom).map_err(|_| InvalidMessage::BloomShape)?;
        list.push(Have { last_sync, bloom });
    }
    Ok(list)
}

/// Refuses a filter that is not exactly as automerge makes it: another one can
/// make it divide by zero or reserve without bound.
fn check_bloom(bytes: &[u8]) -> Result<(), InvalidMessage> {
    if bytes.is_empty() {
        return Ok(());
    }
    let mut reader = Reader::new(bytes);
    let entries = reader.unsigned()?;
    let shape = (reader.unsigned()?, reader.unsigned()?);
    let needed = entries.saturating_mul(BLOOM_BITS).div_ceil(8);
    let fits = u64::try_from(reader.len()).is_ok_and(|bits| bits == needed);
    if entries > 0 && shape == (BLOOM_BITS, BLOOM_PROBES) && fits {
        Ok(())
    } else {
        Err(InvalidMessage::BloomShape)
    }
}

fn chunks(reader: &mut Reader<'_>, limits: &MessageLimits) -> Result<Vec<Vec<u8>>, InvalidMessage> {
    let count = reader.count(1, limits.chunks)?;
    let mut chunks = Vec::with_capacity(count);
    for _ in 0..count {
        chunks.push(reader.bytes(limits.bytes)?.to_vec());
    }
    Ok(chunks)
}

fn flags(reader: &mut Reader<'_>) -> Result<Option<MessageFlags>, InvalidMessage> {
    if reader.is_empty() {
        return Ok(None);
    }
    let mut flags = MessageFlags::new();
    for byte in reader.bytes(256)? {
        if byte & FLAGS_MARKER != 0 {
            flags.set(byte & !FLAGS_MARKER);
        }
    }
    Ok(Some(flags))
}

/// Encodes a version 1 message that asks for changes by name and says nothing
/// of what we have, so that the answer holds those and no others.
pub(crate) fn encode_request(heads: &[ChangeHash], need: &[ChangeHash]) -> Vec<u8> {
    let mut out = vec![VERSION_1];
    for list in [heads, need] {
        write_unsigned(&mut out, list.len());
        for hash in list {
            out.extend_from_slice(&hash.0);
        }
    }
    // No summaries and no changes.
    out.extend_from_slice(&[0, 0]);
    out
}

#[cfg(test)]
mod tests {
    use automerge::sync::{State, SyncDoc};
    use automerge::transaction::Transactable;
    use automerge::{AutoCommit, ROOT};

    use super::*;

    fn decode(bytes: &[u8]) -> Result<SyncMessage, InvalidMessage> {
        SyncMessage::decode(bytes, &MessageLimits::CLIENT)
    }

    /// The bytes of a real message with changes, a bloom filter and flags.
    fn a_message() -> Vec<u8> {
        let mut one = AutoCommit::new();
        let mut other = AutoCommit::new();
        for n in 0..20 {
            one.put(ROOT, "n", n).unwrap();
            one.commit();
        }
        let (mut to_other, mut to_one) = (State::new(), State::new());
        let ask = other.sync().generate_sync_message(&mut to_one).unwrap();
        one.sync().receive_sync_message(&mut to_other, ask).unwrap();
        one.sync()
            .generate_sync_message(&mut to_other)
            .unwrap()
            .encode()
    }

    #[test]
    fn what_automerge_writes_is_read_as_automerge_reads_it() {
        let bytes = a_message();
        let ours = decode(&bytes).unwrap().into_message();
        assert_eq!(ours, Message::decode(&bytes).unwrap());
        assert_eq!(ours.encode(), bytes);
    }

    #[test]
    fn messages_that_harm_automerge_are_refused() {
        // No heads, no needs, one summary with one entry and no bits: a division by zero in automerge.
        let no_bits = [0x42, 0, 0, 1, 0, 3, 1, 0, 7, 0];
        assert_eq!(decode(&no_bits), Err(InvalidMessage::BloomShape));
        let huge_bloom = [0x42, 0, 0, 1, 0, 7, 0xff, 0xff, 0xff, 0xff, 0x0f, 10, 7, 0];
        assert_eq!(decode(&huge_bloom), Err(InvalidMessage::BloomShape));
        let huge_count = [0x42, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0];
        assert_eq!(decode(&huge_count), Err(InvalidMessage::Malformed));
        let five_summaries = [0x42, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(decode(&five_summaries), Err(InvalidMessage::Malformed));
        assert_eq!(decode(&[0x41]), Err(InvalidMessage::UnknownVersion));
        assert_eq!(decode(&vec![0x42; 300_000]), Err(InvalidMessage::TooLarge));
    }

    #[test]
    fn a_message_cut_short_anywhere_is_refused() {
        let bytes = a_message();
        let flags = 3;
        for end in 0..bytes.len() - flags {
            assert!(
                decode(&bytes[..end]).is_err(),
                "cut at {end} of {}",
                bytes.len()
            );
        }
    }

    #[test]
    fn a_request_is_understood_by_automerge() {
        let hashes = [ChangeHash([1; 32]), ChangeHash([2; 32])];
        let message = Message::decode(&encode_request(&hashes[..1], &hashes)).unwrap();
        assert_eq!(message.heads, hashes[..1]);
        assert_eq!(message.need, hashes);
        assert!(message.have.is_empty() && message.changes.is_empty());
    }
}
