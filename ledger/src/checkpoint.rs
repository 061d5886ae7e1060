//! Checkpoints: what a log signs about itself (C2SP tlog-checkpoint).

use std::fmt;
use std::str::FromStr;

use crate::decimal;
use crate::hash::{EMPTY_ROOT, Hash};
use crate::note::{KeyKind, Note, NoteError, NoteSignature, OpenError, SigningKey, VerifierKey};
use crate::tree::MAX_SIZE;

/// The state of a log: its name, how many entries it has and the root over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Names the log.
    pub origin: String,
    /// Counts its entries.
    pub size: u64,
    /// Is the root of the tree over them.
    pub root: Hash,
    /// Are further lines, which say nothing here but are signed too.
    pub extensions: Vec<String>,
}

/// Why a text is not a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// There are fewer than three lines, or empty ones among them, or the last does not end.
    #[error("a checkpoint is three or more lines, none of them empty")]
    BadLines,
    /// The second line is not a number in its one spelling, or too large.
    #[error("the second line of a checkpoint is the number of entries")]
    BadSize,
    /// The third line is not a hash in its one spelling, or not that of the empty tree for no entries.
    #[error("the third line of a checkpoint is the root over its entries")]
    BadRoot,
    /// The key is not one of this log, or signs something else.
    #[error("a log signs its checkpoints with a key of its own name")]
    ForeignKey,
    /// The text around it is not a note.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// A checkpoint with the signatures on it; none of them is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl Checkpoint {
    /// Describes a log without further lines.
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Self {
        Self {
            origin: origin.into(),
            size,
            root,
            extensions: Vec::new(),
        }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}\n{}\n{}",
            self.origin,
            self.size,
            self.root.to_base64()
        )?;
        for extension in &self.extensions {
            writeln!(f, "{extension}")?;
        }
        Ok(())
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::BadLines)?;
        let mut lines = lines.split('\n');
        let mut line = || lines.next().filter(|it| !it.is_empty());
        let (Some(origin), Some(size), Some(root)) = (line(), line(), line()) else {
            return Err(CheckpointError::BadLines);
        };
        let size = decimal::parse(size).filter(|it| *it <= MAX_SIZE);
        let size = size.ok_or(CheckpointError::BadSize)?;
        let root = Hash::from_base64(root).map_err(|_| CheckpointError::BadRoot)?;
        if size == 0 && root != EMPTY_ROOT {
            return Err(CheckpointError::BadRoot);
        }
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(CheckpointError::BadLines);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions,
        })
    }
}

impl SignedCheckpoint {
    /// Signs a checkpoint with the key of its log.
    ///
    /// # Errors
    ///
    /// * [`CheckpointError::ForeignKey`] if the key is not one of this log;
    /// * [`CheckpointError`] if the checkpoint cannot be written: an empty line, a size too large, a character that no note has.
    pub fn sign(checkpoint: &Checkpoint, key: &SigningKey) -> Result<Self, CheckpointError> {
        if !is_of_log(key.verifier(), &checkpoint.origin) {
            return Err(CheckpointError::ForeignKey);
        }
        let note = Note::unsigned(checkpoint.to_string())?;
        let mut signed = Self::of(note)?;
        if signed.checkpoint != *checkpoint {
            return Err(CheckpointError::BadLines);
        }
        signed.note.add(key.sign(&signed.note, 0))?;
        Ok(signed)
    }

    /// Reads a signed checkpoint.
    ///
    /// # Errors
    ///
    /// * [`CheckpointError`] says which rule of the format the bytes break.
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointError> {
        Self::of(Note::parse(bytes)?)
    }

    fn of(note: Note) -> Result<Self, CheckpointError> {
        let checkpoint = note.text().parse()?;
        Ok(Self { checkpoint, note })
    }

    /// Shows what is signed.
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Shows the note, with its signatures.
    pub const fn note(&self) -> &Note {
        &self.note
    }

    /// Adds a signature, of a witness for instance, without verifying it.
    ///
    /// # Errors
    ///
    /// * [`NoteError::TooManySignatures`] if the note is full.
    pub fn add(&mut self, signature: NoteSignature) -> Result<(), NoteError> {
        self.note.add(signature)
    }

    /// Verifies that the log signed: a key of its name, for the text of a note.
    ///
    /// # Errors
    ///
    /// * [`OpenError::BadSignature`] if a signature in the key's name does not hold;
    /// * [`OpenError::NoKnownSignature`] if there is none, or the key is not one of this log.
    pub fn verify_log(&self, key: &VerifierKey) -> Result<(), OpenError> {
        if !is_of_log(key, &self.checkpoint.origin) {
            return Err(OpenError::NoKnownSignature);
        }
        self.note.open(std::slice::from_ref(key)).map(drop)
    }
}

fn is_of_log(key: &VerifierKey, origin: &str) -> bool {
    key.kind() == KeyKind::Ed25519 && key.name().as_str() == origin
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}
