//! A whole note: its text and the lines of its signatures.

use std::fmt;

use super::{KeyName, NoteSignature, VerifierKey};
use crate::cosignature;

/// Is the length of the longest note that is read, in bytes.
pub const MAX_NOTE_BYTES: usize = 256 * 1024;

/// Is the largest number of signatures that a note may have.
pub const MAX_SIGNATURES: usize = 100;

/// Why bytes are not a signed note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The note is longer than [`MAX_NOTE_BYTES`].
    #[error("a note of {0} bytes is too long")]
    TooLong(usize),
    /// The bytes are not UTF-8, or have control characters.
    #[error("a note is UTF-8 without control characters")]
    NotText,
    /// There is no blank line between text and signatures, or nothing before or after it.
    #[error("a note is a text, a blank line and signatures")]
    NoSignatures,
    /// There are more than [`MAX_SIGNATURES`].
    #[error("the note has {0} signatures, too many")]
    TooManySignatures(usize),
    /// A line after the text is not a signature.
    #[error("a signature is a dash, the name of a key and Base 64")]
    BadSignatureLine,
}

/// Why a note says nothing to whoever trusts certain keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// None of the signatures is of a key that is trusted.
    #[error("none of the signatures is of a known key")]
    NoKnownSignature,
    /// A signature in the name of a trusted key was not made by it.
    #[error("the signature in the name of {0} does not hold")]
    BadSignature(KeyName),
    /// Two of the trusted keys cannot be told apart by name and digits.
    #[error("two trusted keys share the name {0} and its digits")]
    AmbiguousKey(KeyName),
}

/// A text with its signatures; nothing is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// A signature of a trusted key that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened<'a> {
    /// Is the key that signed.
    pub key: &'a VerifierKey,
    /// Is the time a witness signed at, in seconds since 1970; none for the key of a log.
    pub signed_at: Option<u64>,
}

impl Note {
    /// Starts a note without signatures from a text that ends with a line feed.
    ///
    /// # Errors
    ///
    /// * [`NoteError::NotText`] if it does not end so, or has other control characters;
    /// * [`NoteError::TooLong`] above [`MAX_NOTE_BYTES`].
    pub fn unsigned(text: String) -> Result<Self, NoteError> {
        check_characters(text.as_bytes())?;
        if !text.ends_with('\n') {
            return Err(NoteError::NotText);
        }
        Ok(Self {
            text,
            signatures: Vec::new(),
        })
    }

    /// Reads a note.
    ///
    /// # Errors
    ///
    /// * [`NoteError`] says which rule of the format the bytes break.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let note = check_characters(bytes)?;
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::NoSignatures)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let count = lines.split('\n').count();
        if count > MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures(count));
        }
        let signatures = lines.split('\n').map(NoteSignature::from_line);
        Ok(Self {
            text: format!("{text}\n"),
            signatures: signatures.collect::<Result<_, _>>()?,
        })
    }

    /// Shows the signed text, with its last line feed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Shows the signatures in their order.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Adds a signature unless the note has the very same already.
    ///
    /// # Errors
    ///
    /// * [`NoteError::TooManySignatures`] if the note is full.
    pub fn add(&mut self, signature: NoteSignature) -> Result<(), NoteError> {
        if self.signatures.contains(&signature) {
            return Ok(());
        }
        if self.signatures.len() >= MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures(self.signatures.len() + 1));
        }
        self.signatures.push(signature);
        Ok(())
    }

    /// Verifies every signature of the trusted keys; lists each key that signed once.
    ///
    /// # Errors
    ///
    /// * [`OpenError::BadSignature`] if one of them does not hold;
    /// * [`OpenError::NoKnownSignature`] if there is none of them;
    /// * [`OpenError::AmbiguousKey`] if two of the keys cannot be told apart.
    pub fn open<'a>(&self, trusted: &'a [VerifierKey]) -> Result<Vec<Opened<'a>>, OpenError> {
        let mut opened: Vec<Opened<'a>> = Vec::new();
        for signature in &self.signatures {
            let Some(key) = find(trusted, signature)? else {
                continue;
            };
            let signed_at = cosignature::check(key, &self.text, signature.bytes())
                .map_err(|_| OpenError::BadSignature(key.name().clone()))?;
            let found = Opened { key, signed_at };
            if !opened.iter().any(|it| it.key == key) {
                opened.push(found);
            }
        }
        if opened.is_empty() {
            return Err(OpenError::NoKnownSignature);
        }
        Ok(opened)
    }
}

fn find<'a>(
    trusted: &'a [VerifierKey],
    signature: &NoteSignature,
) -> Result<Option<&'a VerifierKey>, OpenError> {
    let mut keys = trusted
        .iter()
        .filter(|key| key.name() == signature.name() && key.id() == signature.id());
    let found = keys.next();
    match (found, keys.find(|other| found != Some(*other))) {
        (Some(key), Some(_)) => Err(OpenError::AmbiguousKey(key.name().clone())),
        (found, _) => Ok(found),
    }
}

fn check_characters(bytes: &[u8]) -> Result<&str, NoteError> {
    if bytes.len() > MAX_NOTE_BYTES {
        return Err(NoteError::TooLong(bytes.len()));
    }
    let text = str::from_utf8(bytes).map_err(|_| NoteError::NotText)?;
    let is_foreign = |it: u8| it < b' ' && it != b'\n';
    if text.bytes().any(is_foreign) {
        return Err(NoteError::NotText);
    }
    Ok(text)
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            writeln!(f, "{signature}")?;
        }
        Ok(())
    }
}
