//! Contents: the words beside an entry, and the commitments within it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::signing::Salt;

/// The place of a content among those of its entry, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentRef(u16);

impl ContentRef {
    /// Names the content at a place, from 0.
    pub const fn at(place: u16) -> Self {
        Self(place)
    }

    /// Returns the place, from 0.
    pub const fn place(self) -> u16 {
        self.0
    }

    /// Returns the place as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The SHA-256 of a content's salt and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Commitment([u8; 32]);

impl Commitment {
    /// Commits to bytes under a salt of 32 random bytes.
    pub fn new(salt: &[u8; 32], bytes: &[u8]) -> Self {
        Self(
            Sha256::new()
                .chain_update(salt)
                .chain_update(bytes)
                .finalize()
                .into(),
        )
    }

    /// Wraps the 32 bytes of a commitment.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The contents of an entry that is being made, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    texts: Vec<String>,
    /// The salts that the person who signs has chosen; whoever appends the entry draws the others.
    salts: Vec<Option<Salt>>,
}

impl Contents {
    /// Adds a content and returns its place.
    ///
    /// # Panics
    ///
    /// If the entry already has 65,536 contents, which its size limit excludes.
    pub fn add(&mut self, text: impl Into<String>) -> ContentRef {
        self.push(text.into(), None)
    }

    /// Adds a content under a salt that was chosen for it, and returns its place.
    ///
    /// # Panics
    ///
    /// If the entry already has 65,536 contents, which its size limit excludes.
    pub fn add_salted(&mut self, text: impl Into<String>, salt: Salt) -> ContentRef {
        self.push(text.into(), Some(salt))
    }

    fn push(&mut self, text: String, salt: Option<Salt>) -> ContentRef {
        let place =
            u16::try_from(self.texts.len()).expect("an entry has fewer than 65,536 contents");
        self.texts.push(text);
        self.salts.push(salt);
        ContentRef(place)
    }

    /// Returns the texts in order.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Returns the salts that were chosen, in the order of the texts.
    pub fn salts(&self) -> &[Option<Salt>] {
        &self.salts
    }

    /// Returns the commitments to the texts whose salts were chosen, all of them or none.
    pub(crate) fn commitments(&self) -> Option<Vec<Commitment>> {
        let chosen = self.texts.iter().zip(&self.salts);
        chosen
            .map(|(text, salt)| Some(Commitment::new(salt.as_ref()?.as_bytes(), text.as_bytes())))
            .collect()
    }
}

/// Words that stand beside an entry, or the tombstone of erased ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Words {
    /// The words as they were given.
    Given(Arc<str>),
    /// The words were erased; their commitment stays.
    Erased,
}

impl Words {
    /// Makes given words.
    pub fn given(text: &str) -> Self {
        Self::Given(text.into())
    }

    /// Returns the words unless they were erased.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Given(text) => Some(text),
            Self::Erased => None,
        }
    }

    /// Returns the words, or a dash in square brackets where they were erased.
    pub fn or_mark(&self) -> &str {
        self.as_str().unwrap_or("[–]")
    }
}
