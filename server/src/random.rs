//! Chance, and the identifiers made from it: the only source of either.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::time::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A source of random bytes.
#[derive(Debug, Clone)]
pub enum Random {
    /// The operating system's generator.
    System,
    /// A repeatable sequence for tests; clones continue the same sequence.
    Seeded(Arc<AtomicU64>),
}

impl Random {
    /// Makes a repeatable sequence. Never use it for a secret.
    pub fn seeded(seed: u32) -> Self {
        Self::Seeded(Arc::new(AtomicU64::new(u64::from(seed) << 32)))
    }

    /// Returns `N` fresh random bytes.
    ///
    /// # Panics
    ///
    /// Panics if the operating system has no randomness to give.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => {
                getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
            }
            Self::Seeded(next) => fill_from_sequence(next, &mut bytes),
        }
        bytes
    }

    /// Makes a version 7 identifier of this instant.
    pub fn uuid(&self, now: Timestamp) -> Uuid {
        let millis = now.as_micros().unsigned_abs() / 1_000;
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

fn fill_from_sequence(next: &AtomicU64, bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(32) {
        let block = Sha256::digest(next.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        chunk.copy_from_slice(&block[..chunk.len()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seeded_sequence_repeats_itself_but_not_its_blocks() {
        let first: [u8; 40] = Random::seeded(7).bytes();
        let again: [u8; 40] = Random::seeded(7).bytes();
        let other: [u8; 40] = Random::seeded(8).bytes();
        assert_eq!(first, again);
        assert_ne!(first, other);
        assert_ne!(first[..8], first[32..]);
    }

    #[test]
    fn the_operating_system_never_gives_the_same_bytes_twice() {
        assert_ne!(Random::System.bytes::<32>(), Random::System.bytes::<32>());
    }

    #[test]
    fn identifiers_are_version_7_and_ordered_by_time() {
        let random = Random::seeded(1);
        let now = Timestamp::from_micros(1_767_225_600_000_000);
        let earlier = random.uuid(now);
        let later = random.uuid(now.plus_seconds(1));
        assert_eq!(earlier.get_version_num(), 7);
        assert!(earlier < later);
    }
}
